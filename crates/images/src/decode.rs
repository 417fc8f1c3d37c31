//! Opens a picture within fixed limits and keeps its pixels as stored. Called by `renditions`, and by jobs that make
//! several plans' renditions from one decoding.

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, Limits};

use crate::inspect::{Header, SourceFormat, header, open, sniff, turns_sideways};
use crate::jpeg_shape::JpegShape;
use crate::reduced;
use crate::refused::Refused;

/// Most pixels a picture may have: 100 megapixels, above what any press camera makes.
pub const PIXEL_LIMIT: u64 = 100_000_000;

/// Most bytes that opening one picture may take, in total: what a progressive JPEG of 24 megapixels with colour at full
/// size needs, of which all coefficients lie in memory. Plain JPEGs and PNGs take a fraction of it at any size.
pub const MEMORY_LIMIT: u64 = 190_000_000;

/// A colour profile above this is no photograph's.
const PROFILE_LIMIT: usize = 4_000_000;

/// A decoded picture: pixels as stored, with what is needed to show them upright and in the right colours.
pub struct Picture {
    /// At full size, or smaller by a factor where the file is larger than any rendition needs.
    pub(crate) pixels: DynamicImage,
    /// Width and height in the file.
    pub(crate) stored: (u32, u32),
    pub(crate) orientation: Orientation,
    pub(crate) profile: Option<Vec<u8>>,
    format: SourceFormat,
}

impl Picture {
    /// Decodes the first frame or page of a picture. Takes at most about [`MEMORY_LIMIT`] bytes at its peak.
    ///
    /// # Errors
    /// [`Refused`] for everything that [`inspect`] refuses, and for pixels that are damaged or break off.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refused> {
        let format = sniff(bytes)?;
        crate::contained(|| Self::decode_checked(bytes, format)).unwrap_or_else(|| Err(Refused::codec_panicked(format)))
    }

    fn decode_checked(bytes: &[u8], format: SourceFormat) -> Result<Self, Refused> {
        let header = header(bytes, format)?;
        let mut decoder = open(bytes, format)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let profile = decoder
            .icc_profile()
            .ok()
            .flatten()
            .filter(|profile| profile.len() <= PROFILE_LIMIT);
        let pixels = match reduced::open(bytes, format, &header) {
            Some(pixels) => pixels,
            None => whole(decoder, format, &header)?,
        };
        Ok(Self {
            pixels,
            stored: (header.width, header.height),
            orientation,
            profile,
            format,
        })
    }

    /// The format that the picture came in.
    pub fn format(&self) -> SourceFormat {
        self.format
    }

    /// Width in pixels as seen upright.
    pub fn width(&self) -> u32 {
        self.upright().0
    }

    /// Height in pixels as seen upright.
    pub fn height(&self) -> u32 {
        self.upright().1
    }

    pub(crate) fn upright(&self) -> (u32, u32) {
        let (width, height) = self.stored;
        if turns_sideways(self.orientation) {
            (height, width)
        } else {
            (width, height)
        }
    }
}

/// The picture at its full size.
fn whole(decoder: impl ImageDecoder, format: SourceFormat, header: &Header) -> Result<DynamicImage, Refused> {
    if header.whole > MEMORY_LIMIT {
        return Err(header.too_heavy(header.whole));
    }
    let pixels = DynamicImage::from_decoder(decoder).map_err(|error| Refused::from_decoder(format, &error))?;
    Ok(match pixels.color() {
        // The resizer has no floating-point layout with alpha that matters here; the limits keep these small.
        ColorType::Rgb32F | ColorType::Rgba32F => DynamicImage::ImageRgb8(pixels.to_rgb8()),
        _ => pixels,
    })
}

/// What the decoders are told; the checks below are stricter, because not every decoder counts everything.
pub(crate) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_LIMIT);
    limits
}

/// Refuses a size of zero and one over [`PIXEL_LIMIT`].
pub(crate) fn check_pixels(format: SourceFormat, width: u32, height: u32) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::Damaged {
            format,
            why: "it says that it has no width or no height".to_owned(),
        });
    }
    if u64::from(width) * u64::from(height) > PIXEL_LIMIT {
        return Err(Refused::TooManyPixels { width, height });
    }
    Ok(())
}

/// Bytes that decoding a picture at full size takes: the pixels themselves and what the decoder of this format holds
/// beside them.
pub(crate) fn memory_whole(format: SourceFormat, decoder: &impl ImageDecoder, jpeg: Option<JpegShape>) -> u64 {
    let beside = match format {
        SourceFormat::Jpeg => jpeg.map_or(0, |shape| shape.coefficients(decoder.dimensions())),
        SourceFormat::Png => 0,
        // These build the frame in a buffer of their own and copy it.
        SourceFormat::WebP | SourceFormat::Gif | SourceFormat::Tiff => decoder.total_bytes(),
    };
    decoder.total_bytes().saturating_add(beside)
}
