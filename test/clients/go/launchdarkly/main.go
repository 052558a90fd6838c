// Reads a stream by github.com/launchdarkly/eventsource.
package main

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"eventstreams.test/clients/titles"
	"github.com/launchdarkly/eventsource"
)

func main() {
	request, err := http.NewRequest(http.MethodGet, titles.URL(), nil)
	if err != nil {
		panic(err)
	}
	stream, err := eventsource.SubscribeWithRequestAndOptions(request,
		eventsource.StreamOptionInitialRetry(30*time.Millisecond),
		eventsource.StreamOptionCanRetryFirstConnection(-1),
		eventsource.StreamOptionErrorHandler(func(err error) eventsource.StreamErrorHandlerResult {
			fmt.Fprintln(os.Stderr, err)
			return eventsource.StreamErrorHandlerResult{}
		}))
	if err != nil {
		panic(err)
	}
	for event := range stream.Events {
		if !titles.Print(event.Data()) {
			titles.Refuse(event.Data())
		}
	}
}
