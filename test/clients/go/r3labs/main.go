// Reads a stream by github.com/r3labs/sse.
package main

import (
	"fmt"
	"os"
	"time"

	"eventstreams.test/clients/titles"
	"github.com/r3labs/sse/v2"
)

func main() {
	client := sse.NewClient(titles.URL(), sse.ClientMaxBufferSize(titles.LargestEvent))
	var last []byte
	for {
		err := client.SubscribeRaw(func(event *sse.Event) {
			// What a cut left unfinished is handed over as well, and its id has been taken already: back to the last whole one.
			if len(event.Data) == 0 || !titles.Print(string(event.Data)) {
				client.LastEventID.Store(last)
				return
			}
			last = event.ID
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		time.Sleep(30 * time.Millisecond)
	}
}
