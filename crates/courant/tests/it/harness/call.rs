//! A plain HTTP client: what is asked and answered is seen byte by byte, and no redirect is followed.
//! Every test of the site calls it through `TestPaper`.

use std::io::Read;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value; several are joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let all: Vec<&str> = self
            .headers
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    /// A header's value, or nothing.
    pub fn says(&self, name: &str) -> String {
        self.header(name).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn contains(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The body without its content encoding.
    pub fn decoded(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        match self.says("content-encoding").as_str() {
            "br" => {
                brotli::Decompressor::new(self.body.as_slice(), 4096)
                    .read_to_end(&mut plain)
                    .unwrap();
            }
            "zstd" => plain = zstd::decode_all(self.body.as_slice()).unwrap(),
            "gzip" => {
                flate2::read::GzDecoder::new(self.body.as_slice())
                    .read_to_end(&mut plain)
                    .unwrap();
            }
            "" => plain.clone_from(&self.body),
            other => panic!("an encoding that nobody asked for: {other}"),
        }
        plain
    }
}

/// Sends the bytes of a request and reads whatever comes until the server closes; `None` when nothing came.
pub async fn raw(address: SocketAddr, request: &[u8], is_head: bool) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (mut from, mut to) = stream.split();
    let mut bytes = Vec::new();
    // The server may answer, and close, before it has read everything.
    let sending = async {
        let _ = to.write_all(request).await;
        std::future::pending::<()>().await;
    };
    let receiving = async {
        let mut part = [0_u8; 16 * 1024];
        loop {
            match from.read(&mut part).await {
                Ok(0) | Err(_) => break,
                Ok(n) => bytes.extend_from_slice(&part[..n]),
            }
        }
    };
    tokio::select! {
        () = sending => {}
        () = receiving => {}
        () = tokio::time::sleep(std::time::Duration::from_mins(1)) => panic!("the server neither answers nor closes"),
    }
    parse(&bytes, is_head)
}

/// Sends the bytes of a request and reads the head of the answer alone, for one whose connection stays open.
pub async fn head_of(address: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut bytes = Vec::new();
    let mut part = [0_u8; 4 * 1024];
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut part).await.unwrap() {
            0 => return None,
            n => bytes.extend_from_slice(&part[..n]),
        }
    }
    parse(&bytes, true)
}

fn parse(bytes: &[u8], is_head: bool) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut answer = Answer {
        status,
        headers,
        body: bytes[end + 4..].to_vec(),
    };
    if answer.says("transfer-encoding") == "chunked" {
        answer.body = unchunked(&answer.body);
    } else if let Some(length) = answer.header("content-length").filter(|_| !is_head && status != 304) {
        assert_eq!(answer.body.len().to_string(), length, "a body as long as was promised");
    }
    Some(answer)
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap().trim(), 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[line + 4 + size..];
    }
}

/// `name=value&…` as a browser writes it.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        query.append_pair(name, value);
    }
    query.finish()
}
