//! Reads a PNG row by row: each square of so many pixels becomes one, their mean, on white where it is transparent.
//! Called by `reduced` for what is large enough and has its rows in order.

use image::{DynamicImage, GrayImage, RgbImage};
use png::{BitDepth, ColorType, Decoder, Limits, Transformations};

use super::enough;
use crate::inspect::Header;

/// Most bytes that the decoder may take beside one row: it inflates a window at a time.
const BESIDE: usize = 16_000_000;

/// How many pixels of a side become one.
fn factor(header: &Header) -> u32 {
    let (across, down) = enough(header);
    (header.width / across).min(header.height / down).max(1)
}

/// Where the header says whether it is interlaced: such a one has no rows to go by.
const INTERLACE: usize = 28;

/// One row as it is kept and as it is read, the pixels that become of it, and what the decoder takes.
pub(super) fn memory(bytes: &[u8], header: &Header) -> Option<u64> {
    let by = u64::from(factor(header));
    if by < 2 || bytes.get(INTERLACE) != Some(&0) {
        return None;
    }
    let width = u64::from(header.width);
    Some(width * 8 * 3 + width * u64::from(header.height) * 3 / (by * by) + BESIDE as u64)
}

pub(super) fn open(bytes: &[u8], header: &Header) -> Option<DynamicImage> {
    memory(bytes, header)?;
    let by = factor(header) as usize;
    let mut decoder = Decoder::new_with_limits(std::io::Cursor::new(bytes), Limits { bytes: BESIDE });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let (colour, BitDepth::Eight) = reader.output_color_type() else {
        return None;
    };
    let (tones, alpha) = match colour {
        ColorType::Grayscale => (1, false),
        ColorType::GrayscaleAlpha => (1, true),
        ColorType::Rgb => (3, false),
        ColorType::Rgba => (3, true),
        ColorType::Indexed => return None,
    };
    let across = header.width as usize / by;
    let down = header.height as usize / by;
    let mut pixels = Vec::with_capacity(across * down * tones);
    let mut sums = vec![0_u32; across * tones];
    for _ in 0..down {
        sums.fill(0);
        for _ in 0..by {
            let row = reader.next_row().ok()??;
            add(&mut sums, row.data(), tones, alpha, by);
        }
        let area = (by * by) as u32;
        pixels.extend(sums.iter().map(|sum| ((sum + area / 2) / area) as u8));
    }
    let (across, down) = (across as u32, down as u32);
    if tones == 1 {
        GrayImage::from_raw(across, down, pixels).map(DynamicImage::ImageLuma8)
    } else {
        RgbImage::from_raw(across, down, pixels).map(DynamicImage::ImageRgb8)
    }
}

/// Adds a row, over white, to the sums of its squares. What is left at its end, less than a square, is dropped.
fn add(sums: &mut [u32], row: &[u8], tones: usize, alpha: bool, by: usize) {
    let channels = tones + usize::from(alpha);
    for (square, sums) in row.chunks_exact(channels * by).zip(sums.chunks_exact_mut(tones)) {
        for pixel in square.chunks_exact(channels) {
            let cover = if alpha {
                pixel.last().map_or(255, |a| u32::from(*a))
            } else {
                255
            };
            for (sum, tone) in sums.iter_mut().zip(pixel) {
                *sum += (u32::from(*tone) * cover + 255 * (255 - cover) + 127) / 255;
            }
        }
    }
}
