// Reads a stream by github.com/tmaxmax/go-sse.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"eventstreams.test/clients/titles"
	"github.com/tmaxmax/go-sse"
)

func main() {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, titles.URL(), nil)
	if err != nil {
		panic(err)
	}
	client := sse.Client{Backoff: sse.Backoff{InitialInterval: 30 * time.Millisecond}}
	connection := client.NewConnection(request)
	connection.Buffer(nil, titles.LargestEvent)
	connection.SubscribeToAll(func(event sse.Event) {
		if !titles.Print(event.Data) {
			titles.Refuse(event.Data)
		}
	})
	for {
		// It comes back from a connection that breaks; from one that ends, it returns.
		if err := connection.Connect(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		time.Sleep(30 * time.Millisecond)
	}
}
