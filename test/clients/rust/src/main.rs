//! Prints the title of each event of a stream, read by reqwest-eventsource.

use futures_util::StreamExt;
use reqwest_eventsource::{retry, Event, EventSource};
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Of the file that the last argument names.
    let file = std::env::args().last().expect("a file with the URL");
    let url = std::fs::read_to_string(file).expect("the URL");
    let mut stream = EventSource::get(url);
    stream.set_retry_policy(Box::new(retry::Constant::new(Duration::from_millis(30), None)));
    while let Some(next) = stream.next().await {
        match next {
            Ok(Event::Open) => {}
            Ok(Event::Message(event)) => {
                let event: serde_json::Value = serde_json::from_str(&event.data).expect("an event");
                println!("{}", event["title"].as_str().unwrap_or_default());
            }
            Err(error) => eprintln!("{error}"),
        }
    }
}
