//! Folders of Markdown with front matter, as Hugo, Zola and Jekyll keep them: which file is what, and each post in our types.
//! Called by the import: [`Plan::of`] looks at paths alone, [`read`] at one file; nothing here opens a file.
//!
//! ```
//! use courant_exchange::markdown::{Addresses, Plan, Role, read};
//!
//! let plan = Plan::of(["content/harbour/ferry.md", "content/harbour/_index.md"]);
//! let post = plan.entries.iter().find(|entry| entry.role == Role::Post).unwrap();
//! let read = read(post, "+++\ntitle = \"Ferry\"\ndate = 2024-05-01\n+++\nIt *waits*.", None, &Addresses::default());
//! assert_eq!(read.post.title, "Ferry");
//! assert_eq!(read.address, "/harbour/ferry/");
//! ```

mod address;
mod fields;
mod front;
mod links;
mod post;
mod scan;
mod tags;
mod tree;
mod written;

pub use address::address;
pub use links::Addresses;
pub use post::{MarkdownPost, read};
pub use tree::{Entry, Plan, Role, System};

/// The longest file that is read, in bytes; what comes after is left out.
const LONGEST: usize = 4 << 20;

/// As much of a file as is read.
fn beginning(source: &str) -> &str {
    crate::wordpress::body::beginning(source, LONGEST)
}
