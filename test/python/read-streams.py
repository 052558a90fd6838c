"""Reads streams with the clients that Python programs use, as those programs do.

Each line of input is a JSON object: `client`, `url`, and `until`, a text. The stream is read until an event has that text in
its data, however often the client has to reconnect; then a line is written: `data` of the events in order, and the `id` that
the client holds.
"""

import json
import os
import sys
import time
from contextlib import closing

import requests_sse
import sseclient


def read_with_sseclient(url):
    client = sseclient.SSEClient(url, timeout=10)
    try:
        for message in client:
            yield message.data, client.last_id
    finally:
        client.resp.close()


def read_with_requests_sse(url):
    with requests_sse.EventSource(url, timeout=10) as source:
        for event in source:
            yield event.data, event.last_event_id


readers = {"sseclient": read_with_sseclient, "requests-sse": read_with_requests_sse}


def read(client, url, until):
    received = []
    with closing(readers[client](url)) as events:
        for data, last_id in events:
            # To sseclient a block without data is an event as well; programs pass over it.
            if data:
                received.append(data)
            if until in data:
                return {"data": received, "id": last_id}


def main():
    answers = sys.stdout
    # sseclient prints why it reconnects.
    sys.stdout = open(os.devnull, "w", encoding="utf-8")
    # Between connections both wait for as long as the stream asks them to.
    time.sleep = lambda seconds: None
    for line in sys.stdin:
        print(json.dumps(read(**json.loads(line))), file=answers, flush=True)


main()
