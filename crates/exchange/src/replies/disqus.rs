//! An export of Disqus: categories, threads and posts in one XML file of any size, one element of it in memory at a time.
//! Called by the import; nothing in a file ends the reader but the file's end.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Category, Piece, Reply, Thread};
use crate::wordpress::body::plain_title;
use crate::wordpress::comment;
use crate::wordpress::dates;
use crate::wordpress::pieces::{Form, Pieces};
use crate::wordpress::{Comment, CommentKind, CommentState, Place, Problem};
use crate::xml::{self, Node};

const DISQUS: Form = Form {
    roots: &["disqus"],
    item: "post",
    known: &["post", "thread", "category"],
};

/// The reader.
pub struct Disqus<R> {
    file: Arc<str>,
    pieces: Pieces<R>,
    waiting: VecDeque<Piece>,
    done: bool,
    seen: bool,
}

impl<R: Read> Disqus<R> {
    /// Reads a file; its name stands in problems.
    pub fn new(file: &str, read: R) -> Self {
        Self {
            file: Arc::from(file),
            pieces: Pieces::new(read, &DISQUS),
            waiting: VecDeque::new(),
            done: false,
            seen: false,
        }
    }

    /// The line that is read next.
    pub fn line(&self) -> u64 {
        self.pieces.line()
    }

    fn problem(&mut self, line: u64, item: Option<i64>, what: String) {
        self.waiting.push_back(Piece::Problem(Problem {
            place: Place {
                file: self.file.clone(),
                line,
            },
            item,
            title: String::new(),
            what,
        }));
    }

    fn advance(&mut self) {
        let Some(cut) = self.pieces.next() else {
            return self.end();
        };
        for (line, what) in cut.faults {
            self.problem(line, None, what);
        }
        if cut.too_large {
            return self.problem(
                cut.line,
                None,
                "an element is longer than 64 MB and was left out".to_owned(),
            );
        }
        let (node, faults) = xml::read(&cut.text);
        for what in faults {
            self.problem(cut.line, None, format!("in the element that begins here, {what}"));
        }
        let Some(node) = node else { return };
        match node.name() {
            "category" => {
                let id = id_of(&node);
                self.seen = true;
                let title = plain_title(&node.line_of(&["title"]));
                self.waiting.push_back(Piece::Category(Category { id, title }));
            }
            "thread" => {
                self.seen = true;
                match thread(&node) {
                    Some(thread) => self.waiting.push_back(Piece::Thread(thread)),
                    None => self.problem(
                        cut.line,
                        None,
                        "a thread has no number; nothing can refer to it".to_owned(),
                    ),
                }
            }
            "post" => {
                self.seen = true;
                let mut left = Vec::new();
                let reply = reply(&node, &mut left);
                let number = reply.as_ref().and_then(|reply| reply.comment.number);
                for what in left {
                    self.problem(cut.line, number, what);
                }
                match reply {
                    Some(reply) => self.waiting.push_back(Piece::Reply(Box::new(reply))),
                    None => self.problem(cut.line, number, "a reply names no thread and was left out".to_owned()),
                }
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        self.done = true;
        let line = self.pieces.line();
        if let Some(error) = self.pieces.take_fault() {
            self.problem(line, None, format!("the file could not be read further: {error}"));
        }
        if !self.seen {
            self.problem(
                line,
                None,
                "this is no export of Disqus: it has no thread and no post".to_owned(),
            );
        } else if !self.pieces.closed() {
            self.problem(line, None, "the file ends before it is whole".to_owned());
        }
    }
}

impl<R: Read> Iterator for Disqus<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.waiting.is_empty() && !self.done {
            self.advance();
        }
        self.waiting.pop_front()
    }
}

fn id_of(node: &Node) -> String {
    node.attribute("id").unwrap_or_default().to_owned()
}

fn is_set(node: &Node, name: &'static str) -> bool {
    matches!(node.line_of(&[name]).as_str(), "true" | "1")
}

fn thread(node: &Node) -> Option<Thread> {
    let id = id_of(node);
    if id.is_empty() {
        return None;
    }
    Some(Thread {
        id,
        identifier: node.line_of(&["id"]),
        address: node.line_of(&["link"]),
        title: plain_title(&node.line_of(&["title"])),
        category: node.child("category").map(id_of).filter(|id| !id.is_empty()),
        created: moment(node),
        closed: is_set(node, "isClosed"),
        deleted: is_set(node, "isDeleted"),
    })
}

fn moment(node: &Node) -> Option<Timestamp> {
    let text = node.line_of(&["createdAt"]);
    text.parse().ok().or_else(|| dates::gmt(&text))
}

fn reply(node: &Node, left: &mut Vec<String>) -> Option<Reply> {
    let id = id_of(node);
    let thread = node.child("thread").map(id_of).filter(|id| !id.is_empty())?;
    let parent = node
        .child("parent")
        .map(id_of)
        .filter(|id| !id.is_empty() && *id != "0");
    let message = node.child("message").map(Node::text).unwrap_or_default();
    let author = |name: &'static str| node.line_of(&["author", name]);
    let name = Some(author("name"))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| author("username"));
    let state = if is_set(node, "isDeleted") {
        CommentState::Trash
    } else if is_set(node, "isSpam") {
        CommentState::Spam
    } else if node.line_of(&["isApproved"]) == "false" {
        CommentState::Waiting
    } else {
        CommentState::Approved
    };
    Some(Reply {
        comment: Comment {
            number: id.parse().ok(),
            parent: parent.as_ref().and_then(|parent| parent.parse().ok()),
            author: name,
            email: author("email"),
            url: author("link"),
            ip: node.line_of(&["ipAddress"]),
            local: None,
            gmt: moment(node),
            document: comment::text(&message, None, |what| left.push(format!("in reply {id}: {what}"))),
            state,
            kind: CommentKind::Reply,
            user: None,
        },
        id,
        parent,
        thread,
        score: 0,
        pinned: false,
    })
}
