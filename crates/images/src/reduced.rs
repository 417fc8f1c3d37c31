//! Opens a large picture smaller than it is, while it is being read, so that its pixels never lie in memory at full
//! size: a JPEG by its decoder's smaller transforms, a PNG row by row. Called by `decode`; what cannot be opened so is
//! opened whole.

mod jpeg;
mod png;

use image::DynamicImage;

use crate::inspect::{Header, SourceFormat, turns_sideways};
use crate::jpeg_shape::JpegShape;
use crate::renditions::{SHARE_CARD, WIDTHS};

/// Width and height, upright, below which no picture is reduced: the widest rendition, and a share card cut from the
/// widest with half as much again.
const ENOUGH: (u32, u32) = {
    let [.., widest] = WIDTHS;
    (widest, SHARE_CARD.1 * 3 / 2)
};

/// The sides that must be left, as the pixels are stored.
pub(crate) fn enough(header: &Header) -> (u32, u32) {
    if turns_sideways(header.orientation) {
        (ENOUGH.1, ENOUGH.0)
    } else {
        ENOUGH
    }
}

/// Bytes that opening it smaller takes; `None` for what [`open`] leaves to the reader of whole pictures.
pub(crate) fn memory(bytes: &[u8], format: SourceFormat, header: &Header, shape: Option<JpegShape>) -> Option<u64> {
    match format {
        SourceFormat::Jpeg => jpeg::memory(header, shape?),
        SourceFormat::Png => png::memory(bytes, header),
        SourceFormat::WebP | SourceFormat::Gif | SourceFormat::Tiff => None,
    }
}

/// Opens it smaller, by a whole factor at least; `None` where it is not large enough, is of another kind, or the reader
/// for it does not get through it, which the reader of whole pictures then puts in words.
pub(crate) fn open(bytes: &[u8], format: SourceFormat, header: &Header) -> Option<DynamicImage> {
    match format {
        SourceFormat::Jpeg => jpeg::open(bytes, header),
        SourceFormat::Png => png::open(bytes, header),
        SourceFormat::WebP | SourceFormat::Gif | SourceFormat::Tiff => None,
    }
}
