//! The product as a user starts it: `courant demo` in a folder of its own on a free port, and the few requests that a measurement needs.
//! Called by `bench`; the browser walks start theirs from JavaScript.

use crate::Outcome;
use crate::run::Scratch;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A serving paper; dropping it stops it and empties its folder.
pub struct Paper {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// From the start of the program to its line `listening on`.
    pub started_in: Duration,
    binary: PathBuf,
    folder: Scratch,
}

impl Paper {
    /// Starts the demo paper.
    pub fn demo(binary: &Path) -> Outcome<Self> {
        let folder = Scratch::new("paper")?;
        let (child, address, started_in) = start(binary, folder.path())?;
        let binary = binary.to_path_buf();
        Ok(Self {
            child,
            address,
            started_in,
            binary,
            folder,
        })
    }

    /// Stops it and starts it again on the same folder.
    pub fn again(&mut self) -> Outcome<()> {
        self.stop();
        let (child, address, started_in) = start(&self.binary, self.folder.path())?;
        (self.child, self.address, self.started_in) = (child, address, started_in);
        Ok(())
    }

    /// Runs another command on the same paper.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).arg("--data").arg(self.folder.path());
        command
    }

    /// One request; the body is as it came, unpacked by nobody.
    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Outcome<Answer> {
        get(&self.address, path, headers)
    }

    /// Resident memory in bytes, as the kernel tells it.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kib * 1024)
    }

    /// Waits until the paper has nothing more to do and has given back what it took: the pictures of a fresh demo are
    /// a minute or two of work, which is not what a figure is about.
    pub fn rest(&self) {
        let since = Instant::now();
        let mut before = None;
        let mut quiet = 0;
        while quiet < 5 && since.elapsed() < Duration::from_mins(6) {
            std::thread::sleep(Duration::from_secs(5));
            let now = self.ticks();
            // Less than a fiftieth of one core: a hundred ticks are a second.
            let rests = matches!((before, now), (Some(before), Some(now)) if now < before + 10);
            quiet = if rests { quiet + 1 } else { 0 };
            before = now;
        }
    }

    /// Processor time used so far, in ticks of the system.
    fn ticks(&self) -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let (_, fields) = stat.rsplit_once(')')?;
        let mut fields = fields.split_whitespace().skip(11);
        let own: u64 = fields.next()?.parse().ok()?;
        let system: u64 = fields.next()?.parse().ok()?;
        Some(own + system)
    }

    fn stop(&mut self) {
        // As Ctrl-C would, so that what it holds is written; then without asking.
        let id = self.child.id().to_string();
        drop(Command::new("kill").args(["-INT", &id]).status());
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(10) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(binary: &Path, folder: &Path) -> Outcome<(Child, String, Duration)> {
    let since = Instant::now();
    let mut child = Command::new(binary)
        .args(["demo", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("no standard output")?;
    let mut lines = BufReader::new(stdout).lines();
    for line in lines.by_ref() {
        if let Some(address) = line?.strip_prefix("listening on http://") {
            let started_in = since.elapsed();
            let address = address.trim().trim_end_matches('/').to_string();
            // Whatever else it prints must not fill the pipe.
            std::thread::spawn(move || lines.for_each(drop));
            return Ok((child, address, started_in));
        }
    }
    drop(child.kill());
    drop(child.wait());
    Err("courant demo ended before it listened".into())
}

/// What a server said.
pub struct Answer {
    /// 200 and its like.
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    /// The bytes after them.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as words.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Asks once, on a connection of its own.
pub fn get(address: &str, path: &str, headers: &[(&str, &str)]) -> Outcome<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request = request + name + ": " + value + "\r\n";
    }
    request.push_str("\r\n");
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Outcome<Answer> {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or("the answer has no end of headers")?;
    let (head, body) = bytes.split_at(end);
    let head = String::from_utf8_lossy(head).into_owned();
    let status = head
        .split_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or("the answer has no status")?;
    let body = body.get(4..).unwrap_or_default();
    let chunked = head.to_ascii_lowercase().contains("\r\ntransfer-encoding: chunked");
    let body = if chunked { joined(body) } else { body.to_vec() };
    Ok(Answer { status, head, body })
}

/// Puts a chunked body together.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let (size, after) = rest.split_at(end);
        let size = String::from_utf8_lossy(size);
        let size = usize::from_str_radix(size.split(';').next().unwrap_or("").trim(), 16);
        let (Ok(size @ 1..), Some(after)) = (size, after.get(2..)) else {
            break;
        };
        body.extend(after.get(..size).unwrap_or(after));
        rest = after.get(size + 2..).unwrap_or_default();
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunked_answer_is_put_together() {
        let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x\r\n0123456789\r\n0\r\n\r\n";
        let answer = parse(bytes).map(|answer| (answer.status, answer.text()));
        assert_eq!(answer.ok(), Some((200, "abc0123456789".to_string())));
    }

    #[test]
    fn an_answer_that_is_none_is_an_error() {
        assert!(parse(b"HTTP/1.1 200").is_err());
    }
}
