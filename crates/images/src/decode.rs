//! Opens a picture within fixed limits and keeps its pixels as stored. Called by `renditions`, and by jobs that make
//! several plans' renditions from one decoding.

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, Limits};

use crate::inspect::{SourceFormat, inspect, open, turns_sideways};
use crate::jpeg_shape::JpegShape;
use crate::refused::Refused;

/// Most pixels a picture may have: 100 megapixels, above what any press camera makes.
pub const PIXEL_LIMIT: u64 = 100_000_000;

/// Most bytes that opening one picture may take, in total: what 61 megapixels of 8-bit RGB need, the most that a press
/// camera makes, and a little. The whole process stays below 300 MB with it.
pub const MEMORY_LIMIT: u64 = 190_000_000;

/// A colour profile above this is no photograph's.
const PROFILE_LIMIT: usize = 4_000_000;

/// A decoded picture: pixels as stored, with what is needed to show them upright and in the right colours.
pub struct Picture {
    pub(crate) pixels: DynamicImage,
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
        let format = inspect(bytes)?.format;
        crate::contained(|| Self::decode_checked(bytes, format)).unwrap_or_else(|| Err(Refused::codec_panicked(format)))
    }

    fn decode_checked(bytes: &[u8], format: SourceFormat) -> Result<Self, Refused> {
        let mut decoder = open(bytes, format)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let profile = decoder
            .icc_profile()
            .ok()
            .flatten()
            .filter(|profile| profile.len() <= PROFILE_LIMIT);
        let pixels = DynamicImage::from_decoder(decoder).map_err(|error| Refused::from_decoder(format, &error))?;
        let pixels = match pixels.color() {
            // The resizer has no floating-point layout with alpha that matters here; the limits keep these small.
            ColorType::Rgb32F | ColorType::Rgba32F => DynamicImage::ImageRgb8(pixels.to_rgb8()),
            _ => pixels,
        };
        Ok(Self {
            pixels,
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
        let (width, height) = (self.pixels.width(), self.pixels.height());
        if turns_sideways(self.orientation) {
            (height, width)
        } else {
            (width, height)
        }
    }
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

/// Refuses what would take more than [`MEMORY_LIMIT`] while it is decoded: the pixels themselves and what the decoder
/// of this format holds beside them.
pub(crate) fn check_memory(
    format: SourceFormat,
    decoder: &impl ImageDecoder,
    jpeg: Option<JpegShape>,
) -> Result<(), Refused> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let beside = match format {
        // Coefficients of two bytes, for the whole picture at once when it is progressive.
        SourceFormat::Jpeg => jpeg
            .filter(|shape| shape.progressive)
            .map_or(0, |shape| pixels * u64::from(shape.quarter_planes) / 2),
        SourceFormat::Png => 0,
        // These build the frame in a buffer of their own and copy it.
        SourceFormat::WebP | SourceFormat::Gif | SourceFormat::Tiff => decoder.total_bytes(),
    };
    let total = decoder.total_bytes().saturating_add(beside);
    if total > MEMORY_LIMIT {
        return Err(Refused::TooHeavy {
            width,
            height,
            megabytes: total.div_ceil(1_000_000),
        });
    }
    Ok(())
}
