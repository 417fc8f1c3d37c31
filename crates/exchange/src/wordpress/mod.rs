//! WordPress exports (WXR 1.0 to 1.2): posts, pages, attachments, authors, terms and replies as typed values, one after another.
//! Called by the import; it asks no clock, no network and no store, and holds one item of the file at a time.
//!
//! ```
//! use courant_exchange::wordpress::{Item, Options, Piece, Wxr};
//!
//! let file = "<rss><channel><title>Shore</title><item><title>Tide</title><wp:post_id>3</wp:post_id>\
//!     <wp:post_type>post</wp:post_type><content:encoded><![CDATA[One line.\n\nAnother.]]></content:encoded></item></channel></rss>";
//! let posts = Wxr::new("shore.xml", file.as_bytes(), Options::default())
//!     .filter(|piece| matches!(piece, Piece::Item(item) if matches!(**item, Item::Post(_))));
//! assert_eq!(posts.count(), 1);
//! ```

mod attachment;
pub mod body;
pub(crate) mod characters;
pub(crate) mod comment;
pub(crate) mod dates;
mod element;
mod item;
mod metas;
mod php;
pub(crate) mod pieces;
mod post;
mod problem;
mod site;
mod source;
mod survey;
mod wxr;
mod zone;

pub use attachment::Attachment;
pub use body::{Body, Picked, PictureRef, Shared, Sort};
pub use comment::{Comment, CommentKind, CommentState};
pub use dates::Dates;
pub use item::{Item, MenuEntry, Other, Pattern};
pub use metas::{Meta, Seo};
pub use post::{Kind, Post, Signature, State, Tagged};
pub use problem::{Place, Problem};
pub use site::{Author, Site, Taxonomy, Term};
pub use survey::{Survey, survey};
pub use wxr::{Options, Piece, Wxr};
pub use zone::{Zone, ZoneGuess};
