//! A page that listens to `/desk/events`: what the server tells it, one event at a time.
//! Tests of the desk open it with [`Events::listen`]; it waits for a condition, never for a time.

use super::{Colleague, TestPaper};
use serde_json::Value;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;

/// Longer than this no test waits for an event.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream.
pub struct Events {
    lines: Lines<BufReader<TcpStream>>,
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
}

impl Events {
    /// Opens the stream as somebody.
    pub async fn listen(paper: &TestPaper, who: &Colleague) -> Self {
        let mut stream = TcpStream::connect(paper.address).await.unwrap();
        let head = format!(
            "GET /desk/events HTTP/1.1\r\nhost: {}\r\naccept: text/event-stream\r\ncookie: {}\r\n\r\n",
            paper.address, who.cookie
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut lines = BufReader::new(stream).lines();
        let first = lines.next_line().await.unwrap().unwrap();
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let line = lines.next_line().await.unwrap().unwrap();
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Self { lines, status, headers }
    }

    /// The counts of the next event; nothing when the stream has ended.
    pub async fn next(&mut self) -> Option<Value> {
        let next = async {
            loop {
                // Sizes of chunks and lines that keep the connection alive are passed over.
                let line = self.lines.next_line().await.ok()??;
                if line == "0" {
                    return None;
                }
                if let Some(counts) = line.strip_prefix("data:") {
                    return Some(serde_json::from_str(counts.trim()).unwrap());
                }
            }
        };
        tokio::time::timeout(PATIENCE, next)
            .await
            .unwrap_or_else(|_| panic!("no event came"))
    }

    /// Reads until the counts are as wanted.
    pub async fn until(&mut self, wanted: Value) {
        let mut last = Value::Null;
        while last != wanted {
            last = self
                .next()
                .await
                .unwrap_or_else(|| panic!("the stream ended at {last}, not {wanted}"));
        }
    }
}
