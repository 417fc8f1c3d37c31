//! Replies that lie with a service of its own: Disqus and remark42, one thread and one reply after another.
//! Called by the import; a reply's text has the nodes that a reply may have, and its writer's address is never public.
//!
//! ```
//! use courant_exchange::replies::{Piece, disqus::Disqus};
//!
//! let file = "<disqus xmlns:dsq=\"x\"><thread dsq:id=\"7\"><link>https://shore.example/tide</link></thread>\
//!     <post dsq:id=\"9\"><message><![CDATA[<p>So it is.</p>]]></message><thread dsq:id=\"7\"/></post></disqus>";
//! let replies = Disqus::new("shore.xml", file.as_bytes()).filter(|piece| matches!(piece, Piece::Reply(_)));
//! assert_eq!(replies.count(), 1);
//! ```

pub mod disqus;
pub mod remark42;

use jiff::Timestamp;

use crate::wordpress::{Comment, Problem};

/// Something that a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A category of threads.
    Category(Category),
    /// What was replied to. It comes before its replies where the file has it so.
    Thread(Thread),
    /// A reply.
    Reply(Box<Reply>),
    /// Something that was wrong, and what became of it. Reading goes on.
    Problem(Problem),
}

/// A category of Disqus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its number.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// A page that has replies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thread {
    /// By what replies name it.
    pub id: String,
    /// What the old site called it (Disqus: a slug, a number or an address), or empty.
    pub identifier: String,
    /// The address of the page, or empty.
    pub address: String,
    /// The title of the page.
    pub title: String,
    /// Its category.
    pub category: Option<String>,
    /// When it began.
    pub created: Option<Timestamp>,
    /// Whether it took no more replies.
    pub closed: bool,
    /// Whether it was thrown away.
    pub deleted: bool,
}

/// A reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its id.
    pub id: String,
    /// The id of the reply that it answers.
    pub parent: Option<String>,
    /// The id of its thread.
    pub thread: String,
    /// Who wrote it, when, and what. `number` and `parent` are set where the ids are numbers.
    pub comment: Comment,
    /// Votes for it less votes against it, where they are counted.
    pub score: i64,
    /// Whether it was pinned to the top.
    pub pinned: bool,
}
