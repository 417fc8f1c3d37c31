//! Who acts: a reader, an account, the console, a job or an import.
//! Every ledger entry and revision carries one; commands decide by it.

use std::fmt;

/// Who does a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Someone on the public site.
    Reader,
    /// A logged-in account, by id.
    Account(String),
    /// A person at the machine's command line.
    Console,
    /// A job of the paper itself, by name.
    Job(&'static str),
    /// An import; it queues no mail, webhook, WebSub or push.
    Import,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reader => f.write_str("reader"),
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Console => f.write_str("console"),
            Self::Job(name) => write!(f, "job:{name}"),
            Self::Import => f.write_str("import"),
        }
    }
}
