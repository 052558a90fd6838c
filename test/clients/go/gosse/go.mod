module eventstreams.test/clients/gosse

go 1.22

require (
	eventstreams.test/clients v0.0.0
	github.com/tmaxmax/go-sse v0.11.0
)

replace eventstreams.test/clients => ..
