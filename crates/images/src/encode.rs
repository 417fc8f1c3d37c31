//! Writes 8-bit sRGB pixels as JPEG, WebP or AVIF, with no metadata of any kind. Called by `renditions`.

use std::fmt;

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder as JpegEncoder};
use ravif::{Encoder as AvifEncoder, Img, RGB8};
use serde::{Deserialize, Serialize};

use crate::refused::Refused;

/// JPEG quality: the lowest at which skies stay smooth at the widths we print.
const JPEG_QUALITY: u8 = 78;
/// WebP quality that looks like JPEG's 78.
const WEBP_QUALITY: f32 = 76.0;
/// AVIF quality that looks like JPEG's 78.
const AVIF_QUALITY: f32 = 62.0;
/// WebP cannot be larger on either side.
pub(crate) const LONGEST_SIDE: u32 = 16_383;

/// A format that renditions are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Progressive JPEG, for every browser and every share card.
    Jpeg,
    /// Lossy WebP.
    WebP,
    /// AVIF: the smallest, and slow to make, so for jobs only.
    Avif,
}

impl Format {
    /// The media type, as in `Content-Type` and in `<source type>`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
        }
    }

    /// The file ending, without its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Avif => "avif",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
        })
    }
}

/// How much work AVIF may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AvifEffort {
    /// 1 (slow, small) to 10 (fast, large); values outside are brought inside.
    pub speed: u8,
    /// Threads for one picture; 0 means 1, so that a job never takes the whole machine by accident.
    pub threads: usize,
}

impl Default for AvifEffort {
    fn default() -> Self {
        Self { speed: 7, threads: 1 }
    }
}

pub(crate) fn encode(pixels: &RgbImage, format: Format, effort: AvifEffort) -> Result<Vec<u8>, Refused> {
    crate::contained(|| match format {
        Format::Jpeg => jpeg(pixels),
        Format::WebP => webp(pixels),
        Format::Avif => avif(pixels, effort),
    })
    .unwrap_or_else(|| Err("the encoder gave up".to_owned()))
    .map_err(|why| Refused::Unwritable { format, why })
}

fn jpeg(pixels: &RgbImage) -> Result<Vec<u8>, String> {
    let too_large = |_| "it is too large for a JPEG".to_owned();
    let width = u16::try_from(pixels.width()).map_err(too_large)?;
    let height = u16::try_from(pixels.height()).map_err(too_large)?;
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder
        .encode(pixels.as_raw(), width, height, ColorType::Rgb)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn webp(pixels: &RgbImage) -> Result<Vec<u8>, String> {
    let mut config = webp::WebPConfig::new().map_err(|()| "libwebp has another version".to_owned())?;
    config.quality = WEBP_QUALITY;
    // Plain averaging bleeds thin coloured lines, which charts and maps consist of.
    config.use_sharp_yuv = 1;
    webp::Encoder::from_rgb(pixels.as_raw(), pixels.width(), pixels.height())
        .encode_advanced(&config)
        .map(|memory| memory.to_vec())
        .map_err(|error| format!("{error:?}"))
}

fn avif(pixels: &RgbImage, effort: AvifEffort) -> Result<Vec<u8>, String> {
    let colours: Vec<RGB8> = pixels.pixels().map(|pixel| RGB8::from(pixel.0)).collect();
    let picture = Img::new(colours.as_slice(), pixels.width() as usize, pixels.height() as usize);
    AvifEncoder::new()
        .with_quality(AVIF_QUALITY)
        .with_speed(effort.speed.clamp(1, 10))
        .with_num_threads(Some(effort.threads.max(1)))
        .encode_rgb(picture)
        .map(|encoded| encoded.avif_file)
        .map_err(|error| error.to_string())
}
