//! Makes the renditions that pages name: upright, sRGB, never larger than the picture, without metadata.
//! Called by the newsroom's picture jobs, and by the example that makes the demo's renditions.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use serde::{Deserialize, Serialize};

use crate::colour::to_srgb;
use crate::decode::Picture;
use crate::encode::{AvifEffort, Format, LONGEST_SIDE, encode};
use crate::refused::Refused;

/// The widths in pixels that a page chooses from.
pub const WIDTHS: [u32; 6] = [320, 480, 640, 960, 1280, 1920];

/// Width and height in pixels of the picture on a share card.
pub const SHARE_CARD: (u32, u32) = (1200, 630);

/// A part of the picture instead of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Crop {
    /// Width to height, as in `(1200, 630)` or `(3, 2)`.
    pub aspect: (u32, u32),
    /// What must stay in sight, as fractions of width and height from the top left of the upright picture.
    pub focus: (f32, f32),
}

/// Which renditions to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Widths in pixels. The picture's own width stands in for those that are wider than it, unless one of the others
    /// comes within a tenth of it.
    pub widths: Vec<u32>,
    /// Formats; each width is written in each.
    pub formats: Vec<Format>,
    /// The part to show; the whole when absent.
    pub crop: Option<Crop>,
    /// How much work AVIF may take.
    pub avif: AvifEffort,
}

impl Plan {
    /// What a page needs at first: the standard widths as JPEG and WebP. AVIF follows as a job of its own.
    pub fn standard() -> Self {
        Self {
            widths: WIDTHS.to_vec(),
            formats: vec![Format::Jpeg, Format::WebP],
            crop: None,
            avif: AvifEffort::default(),
        }
    }

    /// The standard widths as AVIF.
    pub fn avif(effort: AvifEffort) -> Self {
        Self {
            formats: vec![Format::Avif],
            avif: effort,
            ..Self::standard()
        }
    }

    /// The picture of a share card: one JPEG of [`SHARE_CARD`], around `focus`.
    pub fn share_card(focus: (f32, f32)) -> Self {
        Self {
            widths: vec![SHARE_CARD.0],
            formats: vec![Format::Jpeg],
            crop: Some(Crop {
                aspect: SHARE_CARD,
                focus,
            }),
            avif: AvifEffort::default(),
        }
    }
}

/// One picture file, ready to be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The format of `bytes`.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Decodes a picture and makes the planned renditions, narrow before wide, formats in the plan's order.
///
/// # Errors
/// [`Refused`] when the picture cannot be decoded within the limits, or the plan yields nothing.
pub fn renditions(bytes: &[u8], plan: &Plan) -> Result<Vec<Rendition>, Refused> {
    Picture::decode(bytes)?.renditions(plan)
}

/// A picture as wide as the widest rendition: upright, 8-bit sRGB, and small enough to be kept while formats that take
/// their time are written.
pub struct Master {
    pixels: RgbImage,
    /// Width and height of what it was made of, for heights that are rounded once.
    whole: (u32, u32),
}

impl Master {
    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.pixels.dimensions()
    }

    /// Writes it in one width and format. A width that it does not have is brought inside.
    ///
    /// # Errors
    /// [`Refused`] when the encoder fails.
    pub fn rendition(&self, width: u32, format: Format, avif: AvifEffort) -> Result<Rendition, Refused> {
        let across = self.pixels.width();
        let width = width.clamp(1, across);
        let smaller;
        let pixels = if width == across {
            &self.pixels
        } else {
            smaller = narrower(&self.pixels, width, height_of(width, self.whole));
            &smaller
        };
        Ok(Rendition {
            width,
            height: pixels.height(),
            format,
            bytes: encode(pixels, format, avif)?,
        })
    }
}

impl Picture {
    /// The whole picture at the widest of these widths that it fills, and the widths to make of it. What was decoded can
    /// be dropped then: of 24 megapixels 18 MB at least, of which this keeps 7.
    ///
    /// # Errors
    /// [`Refused`] when there is no width, or the picture is like a hair.
    pub fn master(&self, widths: &[u32]) -> Result<(Master, Vec<u32>), Refused> {
        let (width, height) = self.upright();
        let whole = Region {
            left: 0,
            top: 0,
            width,
            height,
        };
        let sizes = sizes(widths, whole, None)?;
        let Some(&(widest, tallest)) = sizes.last() else {
            return Err(Refused::TooTall { width, height });
        };
        let widths = sizes.into_iter().map(|(width, _)| width).collect();
        let pixels = self.upright_srgb(whole, widest, tallest);
        Ok((
            Master {
                pixels,
                whole: (width, height),
            },
            widths,
        ))
    }

    /// Makes the planned renditions; as [`renditions`], for several plans after one decoding.
    ///
    /// # Errors
    /// [`Refused`] when the plan yields nothing or an encoder fails.
    pub fn renditions(&self, plan: &Plan) -> Result<Vec<Rendition>, Refused> {
        if plan.formats.is_empty() {
            return Err(Refused::EmptyPlan("no format"));
        }
        let (width, height) = self.upright();
        let region = match plan.crop {
            Some(crop) => Region::of(crop, width, height)?,
            None => Region {
                left: 0,
                top: 0,
                width,
                height,
            },
        };
        let sizes = sizes(&plan.widths, region, plan.crop)?;
        let Some(&(widest, tallest)) = sizes.last() else {
            return Err(Refused::TooTall { width, height });
        };
        // The narrower ones are made from the widest: the eye sees no difference, and a 100-megapixel original is
        // walked once instead of six times.
        let master = self.upright_srgb(region, widest, tallest);
        let mut made = Vec::with_capacity(sizes.len() * plan.formats.len());
        for (width, height) in sizes {
            let smaller;
            let pixels = if (width, height) == master.dimensions() {
                &master
            } else {
                smaller = narrower(&master, width, height);
                &smaller
            };
            for format in &plan.formats {
                made.push(Rendition {
                    width,
                    height,
                    format: *format,
                    bytes: encode(pixels, *format, plan.avif)?,
                });
            }
        }
        Ok(made)
    }

    /// Cuts, resizes, converts and turns, in this order, so that only the resizing sees the original's size.
    fn upright_srgb(&self, region: Region, width: u32, height: u32) -> RgbImage {
        let cut = region.as_stored(self.orientation, self.stored);
        let (across, down) = if crate::inspect::turns_sideways(self.orientation) {
            (height, width)
        } else {
            (width, height)
        };
        let resized = resize(&self.pixels, Cut::of(cut, self.stored, &self.pixels), across, down);
        let mut upright = DynamicImage::ImageRgb8(to_srgb(&resized, self.profile.as_deref()));
        upright.apply_orientation(self.orientation);
        upright.into_rgb8()
    }
}

/// The sizes to make, narrow before wide and without repeats. A size that no format can hold is left out.
fn sizes(widths: &[u32], region: Region, crop: Option<Crop>) -> Result<Vec<(u32, u32)>, Refused> {
    let mut fitting: Vec<u32> = widths
        .iter()
        .copied()
        .filter(|width| (1..=region.width).contains(width))
        .collect();
    if widths.iter().all(|width| *width == 0) {
        return Err(Refused::EmptyPlan("no width"));
    }
    // A picture of 600 pixels would otherwise be printed at 480: its own width stands in for those it cannot fill,
    // unless the widest that fits is within a tenth of it.
    let widest = fitting.iter().copied().max().unwrap_or(0);
    let some_too_wide = widths.iter().any(|width| *width > region.width);
    if some_too_wide && u64::from(region.width) * 10 > u64::from(widest) * 11 {
        fitting.push(region.width);
    }
    fitting.sort_unstable();
    fitting.dedup();
    let whole = crop.map_or((region.width, region.height), |crop| crop.aspect);
    Ok(fitting
        .into_iter()
        .map(|width| (width, height_of(width, whole)))
        .filter(|(width, height)| *width <= LONGEST_SIDE && *height <= LONGEST_SIDE)
        .collect())
}

/// The height of a rendition of a width, as what it is made of has them, rounded.
fn height_of(width: u32, (across, down): (u32, u32)) -> u32 {
    let height = (u64::from(width) * u64::from(down) + u64::from(across) / 2) / u64::from(across.max(1));
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// A rectangle in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Region {
    /// The largest rectangle of the crop's aspect, as near to its focus as the edges allow.
    fn of(crop: Crop, width: u32, height: u32) -> Result<Self, Refused> {
        let (across, down) = crop.aspect;
        if across == 0 || down == 0 {
            return Err(Refused::EmptyPlan("a crop without width or height"));
        }
        let scaled = |side: u32, by: u32, over: u32| {
            let whole = u64::from(side) * u64::from(by) / u64::from(over);
            u32::try_from(whole).unwrap_or(u32::MAX).max(1)
        };
        let cut_width = scaled(height, across, down).min(width);
        let cut_height = scaled(width, down, across).min(height);
        Ok(Self {
            left: beside(crop.focus.0, cut_width, width),
            top: beside(crop.focus.1, cut_height, height),
            width: cut_width,
            height: cut_height,
        })
    }

    /// The same rectangle on the pixels as they are stored, before the orientation is applied.
    fn as_stored(self, orientation: Orientation, (width, height): (u32, u32)) -> Self {
        let Self {
            left,
            top,
            width: w,
            height: h,
        } = self;
        let at = |left, top, width, height| Self {
            left,
            top,
            width,
            height,
        };
        match orientation {
            Orientation::NoTransforms => self,
            Orientation::FlipHorizontal => at(width - left - w, top, w, h),
            Orientation::Rotate180 => at(width - left - w, height - top - h, w, h),
            Orientation::FlipVertical => at(left, height - top - h, w, h),
            Orientation::Rotate90FlipH => at(top, left, h, w),
            Orientation::Rotate90 => at(top, height - left - w, h, w),
            Orientation::Rotate270FlipH => at(width - top - h, height - left - w, h, w),
            Orientation::Rotate270 => at(width - top - h, left, h, w),
        }
    }
}

/// Where a cut of `part` begins on a side of `whole` so that `focus` is in its middle, or as near as the edges allow.
fn beside(focus: f32, part: u32, whole: u32) -> u32 {
    let focus = if focus.is_finite() { focus.clamp(0.0, 1.0) } else { 0.5 };
    let start = f64::from(focus) * f64::from(whole) - f64::from(part) / 2.0;
    // A negative start saturates to 0.
    (start.round() as u32).min(whole.saturating_sub(part))
}

/// A rectangle on pixels that may have been opened smaller than they are stored.
#[derive(Debug, Clone, Copy)]
struct Cut {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Cut {
    fn of(region: Region, stored: (u32, u32), pixels: &DynamicImage) -> Self {
        let across = f64::from(pixels.width()) / f64::from(stored.0.max(1));
        let down = f64::from(pixels.height()) / f64::from(stored.1.max(1));
        Self {
            left: f64::from(region.left) * across,
            top: f64::from(region.top) * down,
            width: f64::from(region.width) * across,
            height: f64::from(region.height) * down,
        }
    }
}

fn resize(pixels: &DynamicImage, cut: Cut, width: u32, height: u32) -> DynamicImage {
    let mut resized = DynamicImage::new(width, height, pixels.color());
    let options = lanczos().crop(cut.left, cut.top, cut.width, cut.height);
    if Resizer::new().resize(pixels, &mut resized, &options).is_ok() {
        return resized;
    }
    // Only for a layout that the resizer does not know: slower, and the same picture.
    pixels
        .crop_imm(
            cut.left.round() as u32,
            cut.top.round() as u32,
            (cut.width.round() as u32).max(1),
            (cut.height.round() as u32).max(1),
        )
        .resize_exact(width, height, image::imageops::FilterType::Lanczos3)
}

fn narrower(master: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (across, down) = master.dimensions();
    let quick = || {
        let source = fast_image_resize::images::ImageRef::new(across, down, master.as_raw(), PixelType::U8x3).ok()?;
        let mut resized = Image::new(width, height, PixelType::U8x3);
        Resizer::new().resize(&source, &mut resized, &lanczos()).ok()?;
        RgbImage::from_raw(width, height, resized.into_vec())
    };
    quick().unwrap_or_else(|| image::imageops::resize(master, width, height, image::imageops::FilterType::Lanczos3))
}

fn lanczos() -> ResizeOptions {
    ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_region_on_the_upright_picture_is_the_same_region_on_the_stored_one() {
        let stored = RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 0]));
        let stored = DynamicImage::ImageRgb8(stored);
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let mut upright = stored.clone();
            upright.apply_orientation(orientation);
            let wanted = upright.crop_imm(3, 5, 11, 7);
            let cut = Region {
                left: 3,
                top: 5,
                width: 11,
                height: 7,
            }
            .as_stored(orientation, (40, 30));
            let mut got = stored.crop_imm(cut.left, cut.top, cut.width, cut.height);
            got.apply_orientation(orientation);
            assert_eq!(got, wanted, "orientation {exif}");
        }
    }

    #[test]
    fn the_focus_stays_in_sight_and_the_cut_inside_the_picture() {
        let crop = |focus| Region::of(Crop { aspect: (1, 1), focus }, 300, 100).unwrap();
        assert_eq!(crop((0.5, 0.5)).left, 100);
        assert_eq!(crop((0.0, 0.0)).left, 0);
        assert_eq!(crop((1.0, 1.0)).left, 200);
        assert_eq!(crop((f32::NAN, 7.0)).left, 100);
        assert_eq!((crop((0.5, 0.5)).width, crop((0.5, 0.5)).height), (100, 100));
    }

    #[test]
    fn nothing_is_made_wider_than_the_picture() {
        let region = Region {
            left: 0,
            top: 0,
            width: 700,
            height: 350,
        };
        assert_eq!(
            sizes(&WIDTHS, region, None).unwrap(),
            [(320, 160), (480, 240), (640, 320)]
        );
        let between = Region {
            width: 600,
            height: 300,
            ..region
        };
        assert_eq!(
            sizes(&WIDTHS, between, None).unwrap(),
            [(320, 160), (480, 240), (600, 300)]
        );
        let small = Region {
            left: 0,
            top: 0,
            width: 100,
            height: 31,
        };
        assert_eq!(sizes(&WIDTHS, small, None).unwrap(), [(100, 31)]);
    }
}
