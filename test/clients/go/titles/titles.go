// Package titles is what the programs of this folder have in common: which stream to read, and what to print of an event.
package titles

import (
	"encoding/json"
	"fmt"
	"os"
)

// LargestEvent is what a program is prepared to read as one event, in bytes; Kafka's own limit is a tenth of it.
const LargestEvent = 10 << 20

// URL is the stream to read, from the file that the last argument names.
func URL() string {
	text, err := os.ReadFile(os.Args[len(os.Args)-1])
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Print prints the title of an event on a line of its own. It tells whether the data is a whole event.
func Print(data string) bool {
	var event struct {
		Title string `json:"title"`
	}
	if err := json.Unmarshal([]byte(data), &event); err != nil {
		return false
	}
	fmt.Println(event.Title)
	return true
}

// Refuse ends a program that has been handed what is no event.
func Refuse(data string) {
	fmt.Fprintf(os.Stderr, "No event: %q\n", data)
	os.Exit(1)
}
