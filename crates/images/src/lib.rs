//! Pictures: bytes in; renditions, metadata and limits out. Called by the newsroom when a picture arrives and by
//! its jobs when renditions are made; this is the only crate that knows codecs.
//!
//! Nothing here touches a disk, a network or a clock, and nothing trusts what a file calls itself: the format comes
//! from the content, sizes are checked before a pixel is decoded, and what cannot be used is [`Refused`] in words
//! that a journalist can act on. Renditions carry no metadata at all, so no location leaves the house with them.
//!
//! ```
//! use courant_images::{Plan, inspect};
//! let refused = inspect(b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap_err();
//! assert!(refused.to_string().contains("SVG"));
//! assert_eq!(Plan::standard().widths, courant_images::WIDTHS);
//! ```

mod colour;
mod decode;
mod encode;
mod inspect;
mod jpeg_shape;
mod metadata;
mod reduced;
mod refused;
mod renditions;

pub use decode::{MEMORY_LIMIT, PIXEL_LIMIT, Picture};
pub use encode::{AvifEffort, Format};
pub use inspect::{Inspected, SourceFormat, inspect};
pub use metadata::{Metadata, metadata};
pub use refused::Refused;
pub use renditions::{Crop, Master, Plan, Rendition, SHARE_CARD, WIDTHS, renditions};

/// Runs foreign codec code and turns a panic of it into `None`: a codec's bug must cost one picture, not the process.
fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}
