//! HTML in and out: [`read`] parses anybody's HTML into a document, [`write`] prints a document as a page shows it.
//! Nobody's HTML is ever printed as it came: what is printed is always written here, from a document.
//!
//! **Normal form.** `read(write(d))` gives `d` again, with new ids, when `d` has no empty block, no space at either end of a
//! block or twice in a row, no break at either end of a block, no two breaks in a row inside a paragraph, no pull quote with links,
//! equally long table rows, and pictures by their address.

mod attributes;
mod reader;
mod surroundings;
mod tree;
mod writer;

pub(crate) use reader::{blocks, code_text, without_dash};
pub use reader::{read, read_from};
pub use surroundings::{NoSurroundings, PictureSource, StoredPicture, StoryLink, Surroundings, Word};
pub(crate) use writer::{Output, Writer};
pub use writer::{write, write_for_export, write_for_feeds, write_for_programs, write_inlines};
