//! A backup of remark42: a line about the site, then one reply a line as JSON, however long the file is.
//! Called by the import; a line that cannot be read costs itself alone.

use std::collections::{HashSet, VecDeque};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::{Piece, Reply, Thread};
use crate::wordpress::body::plain_title;
use crate::wordpress::characters::clean;
use crate::wordpress::comment;
use crate::wordpress::{Comment, CommentKind, CommentState, Place, Problem};

/// The longest line, in bytes. The first one names everybody who is blocked or verified, and is not needed.
const LONGEST: u64 = 8 << 20;
/// Threads that are told apart; beyond them a thread may be told twice.
const MOST_THREADS: usize = 1_000_000;

/// The reader.
pub struct Remark42<R> {
    file: Arc<str>,
    read: BufReader<R>,
    line: u64,
    threads: HashSet<String>,
    waiting: VecDeque<Piece>,
    done: bool,
    seen: bool,
}

impl<R: Read> Remark42<R> {
    /// Reads a file; its name stands in problems. What is packed by gzip must be unpacked before.
    pub fn new(file: &str, read: R) -> Self {
        Self {
            file: Arc::from(file),
            read: BufReader::new(read),
            line: 0,
            threads: HashSet::new(),
            waiting: VecDeque::new(),
            done: false,
            seen: false,
        }
    }

    fn problem(&mut self, what: String) {
        self.waiting.push_back(Piece::Problem(Problem {
            place: Place {
                file: self.file.clone(),
                line: self.line,
            },
            item: None,
            title: String::new(),
            what,
        }));
    }

    /// Takes a line; one that is too long is passed over and empty.
    fn take(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let count = (&mut self.read).take(LONGEST).read_until(b'\n', &mut line)?;
        if count == 0 {
            return Ok(None);
        }
        self.line += 1;
        if count as u64 == LONGEST && !line.ends_with(b"\n") {
            let what = format!("the line is longer than {} MB and was left out", LONGEST >> 20);
            self.problem(what);
            line.clear();
            loop {
                let more = (&mut self.read).take(LONGEST).read_until(b'\n', &mut line)?;
                if more == 0 || line.ends_with(b"\n") {
                    break;
                }
                line.clear();
            }
            line.clear();
        }
        Ok(Some(line))
    }

    fn advance(&mut self) {
        let line = match self.take() {
            Ok(Some(line)) => line,
            Ok(None) => {
                self.done = true;
                if !self.seen {
                    self.problem("this is no backup of remark42: no line of it holds a reply".to_owned());
                }
                return;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => return,
            Err(error) => {
                self.done = true;
                return self.problem(format!("the file could not be read further: {error}"));
            }
        };
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return;
        }
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return self.problem(format!("the line is no JSON and was left out: {error}")),
        };
        if value.get("locator").is_none() {
            // The first line: version, and what the site knows of people and pages.
            if value.get("version").is_none() && value.get("users").is_none() {
                self.problem("the line is no reply and was left out".to_owned());
            }
            self.seen |= value.get("version").is_some();
            return;
        }
        self.seen = true;
        let mut left = Vec::new();
        let Some(reply) = reply(&value, &mut left) else {
            return self.problem("the reply has no id or names no page, and was left out".to_owned());
        };
        for what in left {
            self.problem(what);
        }
        if !self.threads.contains(&reply.thread) {
            if self.threads.len() < MOST_THREADS {
                self.threads.insert(reply.thread.clone());
            }
            self.waiting.push_back(Piece::Thread(Thread {
                id: reply.thread.clone(),
                address: reply.thread.clone(),
                title: plain_title(&text_of(&value, "title")),
                ..Thread::default()
            }));
        }
        self.waiting.push_back(Piece::Reply(Box::new(reply)));
    }
}

impl<R: Read> Iterator for Remark42<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.waiting.is_empty() && !self.done {
            self.advance();
        }
        self.waiting.pop_front()
    }
}

fn text_of(value: &Value, name: &str) -> String {
    clean(value.get(name).and_then(Value::as_str).unwrap_or_default().trim())
}

fn is_set(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn reply(value: &Value, left: &mut Vec<String>) -> Option<Reply> {
    let id = Some(text_of(value, "id")).filter(|id| !id.is_empty())?;
    let thread = value.get("locator").map(|locator| text_of(locator, "url"))?;
    if thread.is_empty() {
        return None;
    }
    let empty = Value::Null;
    let user = value.get("user").unwrap_or(&empty);
    // `text` is the HTML that was shown; `orig` the Markdown that was typed.
    let html = Some(text_of(value, "text")).filter(|text| !text.is_empty());
    let document = comment::text(
        &html.unwrap_or_else(|| courant_text::escape::text(&text_of(value, "orig")).into_owned()),
        Some(&thread),
        |what| left.push(format!("in reply {id}: {what}")),
    );
    let deleted = is_set(value, "delete") || is_set(value, "deleted");
    Some(Reply {
        parent: Some(text_of(value, "pid")).filter(|parent| !parent.is_empty()),
        comment: Comment {
            number: None,
            parent: None,
            author: crate::page::squeeze(&text_of(user, "name")),
            email: text_of(user, "email"),
            url: text_of(user, "site"),
            ip: text_of(user, "ip"),
            local: None,
            // What was never set is the year 1.
            gmt: text_of(value, "time")
                .parse::<Timestamp>()
                .ok()
                .filter(|time| *time > Timestamp::UNIX_EPOCH),
            document,
            state: if deleted {
                CommentState::Trash
            } else {
                CommentState::Approved
            },
            kind: CommentKind::Reply,
            user: None,
        },
        score: value.get("score").and_then(Value::as_i64).unwrap_or(0),
        pinned: is_set(value, "pin"),
        id,
        thread,
    })
}
