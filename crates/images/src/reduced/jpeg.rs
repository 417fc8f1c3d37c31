//! Opens a JPEG at a half, a quarter or an eighth of its size: the decoder transforms fewer coefficients of each block.
//! Called by `reduced` for what is large enough; four colours and lossless ones are left to the reader of whole pictures.

use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{Decoder, PixelFormat};

use super::enough;
use crate::inspect::Header;
use crate::jpeg_shape::JpegShape;

/// By how many eighths of its size a JPEG is opened: the fewest that leave enough on both sides.
fn eighths(header: &Header) -> u32 {
    let (across, down) = enough(header);
    [1, 2, 4]
        .into_iter()
        .find(|eighths| side(header.width, *eighths) >= across && side(header.height, *eighths) >= down)
        .unwrap_or(8)
}

fn side(whole: u32, eighths: u32) -> u32 {
    (whole * eighths).div_ceil(8)
}

/// The planes of its components, the pixels put together of them, and the coefficients where all must be there at once.
pub(super) fn memory(header: &Header, shape: JpegShape) -> Option<u64> {
    let eighths = eighths(header);
    if eighths == 8 || !matches!(shape.components, 1 | 3) {
        return None;
    }
    let pixels = u64::from(side(header.width, eighths)) * u64::from(side(header.height, eighths));
    let planes = pixels * u64::from(shape.quarter_planes) / 4;
    Some(planes + pixels * u64::from(shape.components) + shape.coefficients((header.width, header.height)))
}

pub(super) fn open(bytes: &[u8], header: &Header) -> Option<DynamicImage> {
    let eighths = eighths(header);
    if eighths == 8 {
        return None;
    }
    let mut decoder = Decoder::new(bytes);
    // It takes the first scale that reaches either side: a height that none reaches leaves the choice to the width.
    let width = u16::try_from(side(header.width, eighths)).ok()?;
    let (across, down) = decoder.scale(width, u16::MAX).ok()?;
    let format = decoder.info()?.pixel_format;
    if !matches!(format, PixelFormat::L8 | PixelFormat::RGB24) {
        return None;
    }
    let pixels = decoder.decode().ok()?;
    let (across, down) = (u32::from(across), u32::from(down));
    match format {
        PixelFormat::L8 => GrayImage::from_raw(across, down, pixels).map(DynamicImage::ImageLuma8),
        _ => RgbImage::from_raw(across, down, pixels).map(DynamicImage::ImageRgb8),
    }
}
