//! Looks at a picture without decoding it: format by content, size as seen upright, and whether it may be decoded at all.
//! Called when a picture arrives, and first thing by `Picture::decode`.

use std::fmt;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader};
use serde::{Deserialize, Serialize};

use crate::decode::{MEMORY_LIMIT, check_pixels, limits, memory_whole};
use crate::jpeg_shape;
use crate::reduced;
use crate::refused::Refused;

/// A format that is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceFormat {
    /// JPEG, baseline or progressive, also CMYK.
    Jpeg,
    /// PNG of any depth.
    Png,
    /// WebP; of an animation the first frame.
    WebP,
    /// GIF; of an animation the first frame.
    Gif,
    /// TIFF; the first page.
    Tiff,
}

impl SourceFormat {
    /// The media type, as in `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Tiff => "image/tiff",
        }
    }

    /// The usual file ending, without its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Tiff => "tiff",
        }
    }

    pub(crate) fn codec(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
            Self::Tiff => ImageFormat::Tiff,
        }
    }
}

impl fmt::Display for SourceFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Tiff => "TIFF",
        })
    }
}

/// What a look at a picture's header tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspected {
    /// The format, from the content.
    pub format: SourceFormat,
    /// Width in pixels as seen upright.
    pub width: u32,
    /// Height in pixels as seen upright.
    pub height: u32,
    /// The EXIF orientation, 1 to 8; 1 is upright as stored.
    pub orientation: u8,
}

/// Looks at a picture without decoding its pixels.
///
/// # Errors
/// [`Refused`] when the bytes are no accepted picture, break off, or name a size over the limits. A picture that
/// passes can still turn out to be damaged when it is decoded.
pub fn inspect(bytes: &[u8]) -> Result<Inspected, Refused> {
    let format = sniff(bytes)?;
    let header = crate::contained(|| header(bytes, format)).unwrap_or_else(|| Err(Refused::codec_panicked(format)))?;
    let (width, height) = header.upright();
    Ok(Inspected {
        format,
        width,
        height,
        orientation: header.orientation.to_exif(),
    })
}

/// What the head of a picture says, as it is stored.
pub(crate) struct Header {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) orientation: Orientation,
    /// Bytes that opening it at full size takes.
    pub(crate) whole: u64,
}

impl Header {
    pub(crate) fn too_heavy(&self, bytes: u64) -> Refused {
        Refused::TooHeavy {
            width: self.width,
            height: self.height,
            megabytes: bytes.div_ceil(1_000_000),
        }
    }

    pub(crate) fn upright(&self) -> (u32, u32) {
        if turns_sideways(self.orientation) {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }
}

pub(crate) fn turns_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// Reads the head, and refuses what is too large in one way or the other.
pub(crate) fn header(bytes: &[u8], format: SourceFormat) -> Result<Header, Refused> {
    let mut decoder = open(bytes, format)?;
    let (width, height) = decoder.dimensions();
    check_pixels(format, width, height)?;
    let jpeg = (format == SourceFormat::Jpeg)
        .then(|| jpeg_shape::walk(bytes).ok_or(Refused::Truncated(format)))
        .transpose()?;
    if jpeg.is_some_and(|shape| !shape.complete) {
        return Err(Refused::Truncated(format));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let header = Header {
        width,
        height,
        orientation,
        whole: memory_whole(format, &decoder, jpeg),
    };
    let needed = reduced::memory(bytes, format, &header, jpeg).unwrap_or(header.whole);
    if needed > MEMORY_LIMIT {
        return Err(header.too_heavy(needed));
    }
    Ok(header)
}

/// Opens the decoder and reads the header, nothing more.
pub(crate) fn open(bytes: &[u8], format: SourceFormat) -> Result<impl ImageDecoder + use<'_>, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.codec());
    reader.limits(limits());
    reader
        .into_decoder()
        .map_err(|error| match Refused::from_decoder(format, &error) {
            // The decoder's own limit speaks before our check can; the size is then in the header's first bytes.
            refused @ Refused::Damaged { .. } if matches!(error, image::ImageError::Limits(_)) => {
                declared_size(bytes, format).map_or(refused, |(width, height)| Refused::TooManyPixels { width, height })
            }
            refused => refused,
        })
}

/// The size that a PNG or GIF names in its first bytes.
fn declared_size(bytes: &[u8], format: SourceFormat) -> Option<(u32, u32)> {
    match format {
        SourceFormat::Png => Some((
            u32::from_be_bytes(*bytes.get(16..)?.first_chunk()?),
            u32::from_be_bytes(*bytes.get(20..)?.first_chunk()?),
        )),
        SourceFormat::Gif => Some((
            u32::from(u16::from_le_bytes(*bytes.get(6..)?.first_chunk()?)),
            u32::from(u16::from_le_bytes(*bytes.get(8..)?.first_chunk()?)),
        )),
        _ => None,
    }
}

/// Tells the format by the first bytes, or says what the thing is instead.
pub(crate) fn sniff(bytes: &[u8]) -> Result<SourceFormat, Refused> {
    match bytes {
        [] => Err(Refused::Empty),
        [0xFF, 0xD8, 0xFF, ..] => Ok(SourceFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(SourceFormat::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(SourceFormat::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(SourceFormat::WebP),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Ok(SourceFormat::Tiff),
        [b'I', b'I', 43, 0, ..] | [b'M', b'M', 0, 43, ..] => Err(Refused::Unsupported("BigTIFF")),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Err(Refused::Unsupported("BMP")),
        [0, 0, 1, 0, count, 0, ..] if *count > 0 => Err(Refused::Unsupported("ICO")),
        [0xFF, 0x0A, ..] | [0, 0, 0, 0x0C, b'J', b'X', b'L', b' ', ..] => Err(Refused::Unsupported("JPEG XL")),
        [0, 0, 0, 0x0C, b'j', b'P', b' ', b' ', ..] => Err(Refused::Unsupported("JPEG 2000")),
        [b'8', b'B', b'P', b'S', ..] => Err(Refused::Unsupported("Photoshop")),
        [b'%', b'P', b'D', b'F', ..] => Err(Refused::Unsupported("PDF")),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Err(match brand.first_chunk::<4>() {
            Some(b"avif" | b"avis") => Refused::Unsupported("AVIF"),
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1") => Refused::Unsupported("HEIC"),
            _ => Refused::NotAPicture,
        }),
        _ if looks_like_svg(bytes) => Err(Refused::Svg),
        _ => Err(Refused::NotAPicture),
    }
}

/// An `<svg` element near the start that is not inside an HTML page.
fn looks_like_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let page = text.starts_with("<!doctype html") || text.starts_with("<html");
    text.starts_with('<')
        && !page
        && text.split('<').any(|tag| {
            tag.strip_prefix("svg").is_some_and(|after| {
                after
                    .chars()
                    .next()
                    .is_none_or(|next| next.is_whitespace() || matches!(next, '>' | '/' | ':'))
            })
        })
}
