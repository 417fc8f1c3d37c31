//! Brings resized pixels to 8-bit sRGB: alpha onto white, the embedded profile applied when it fits. Called by `renditions`.

use image::{ColorType, DynamicImage, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Flattens onto white, as a transparent picture was made to stand on paper, and applies the profile.
///
/// A profile that cannot be read, or is for another colour space than the pixels have by now (as of a CMYK picture
/// that the decoder has turned into RGB), is passed over: slightly wrong colours are better than no picture.
pub(crate) fn to_srgb(pixels: &DynamicImage, profile: Option<&[u8]>) -> RgbImage {
    let grey = matches!(
        pixels.color(),
        ColorType::L8 | ColorType::L16 | ColorType::La8 | ColorType::La16
    );
    let mut rgb = flatten(pixels);
    let Some(profile) = profile.filter(|profile| !is_srgb(profile)) else {
        return rgb;
    };
    if let Some(Some(converted)) = crate::contained(|| convert(&rgb, grey, profile)) {
        rgb = converted;
    }
    rgb
}

fn flatten(pixels: &DynamicImage) -> RgbImage {
    if !pixels.color().has_alpha() {
        return pixels.to_rgb8();
    }
    let rgba = pixels.to_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let over_white = |channel: u32| ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        to.0 = [red, green, blue].map(over_white);
    }
    rgb
}

/// True for the profile that nearly every camera and editor embeds; converting from it would only round.
fn is_srgb(profile: &[u8]) -> bool {
    let names_it = |needle: &[u8]| profile.windows(needle.len()).any(|window| window == needle);
    names_it(b"sRGB IEC61966-2") || names_it(b"\0s\0R\0G\0B\0 \0I\0E\0C")
}

fn convert(rgb: &RgbImage, grey: bool, profile: &[u8]) -> Option<RgbImage> {
    let source = ColorProfile::new_from_slice(profile).ok()?;
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let mut converted = RgbImage::new(rgb.width(), rgb.height());
    match (source.color_space, grey) {
        (DataColorSpace::Rgb, false) => source
            .create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options)
            .ok()?
            .transform(rgb.as_raw(), converted.as_mut())
            .ok()?,
        (DataColorSpace::Gray, true) => {
            let tones: Vec<u8> = rgb.pixels().map(|pixel| pixel.0[0]).collect();
            source
                .create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, options)
                .ok()?
                .transform(&tones, converted.as_mut())
                .ok()?;
        }
        _ => return None,
    }
    Some(converted)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn transparent_is_white_and_half_transparent_black_is_grey() {
        let mut picture = image::RgbaImage::new(2, 1);
        picture.put_pixel(1, 0, image::Rgba([0, 0, 0, 128]));
        let rgb = to_srgb(&DynamicImage::ImageRgba8(picture), None);
        assert_eq!(rgb.get_pixel(0, 0).0, [255, 255, 255]);
        assert_eq!(rgb.get_pixel(1, 0).0, [127, 127, 127]);
    }

    #[test]
    fn a_display_p3_green_becomes_a_stronger_srgb_green() {
        let profile = ColorProfile::new_display_p3().encode().unwrap();
        let picture = RgbImage::from_pixel(4, 4, image::Rgb([100, 200, 100]));
        let rgb = to_srgb(&DynamicImage::ImageRgb8(picture), Some(&profile));
        let [red, green, _] = rgb.get_pixel(1, 1).0;
        assert!(red < 85 && green >= 200, "{red} {green}");
    }

    #[test]
    fn a_grey_profile_is_not_applied_to_colour_nor_a_broken_one_to_anything() {
        let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(2, 2, image::Rgb([9, 99, 199])));
        let grey = ColorProfile::new_gray_with_gamma(1.8).encode().unwrap();
        for profile in [grey, vec![0; 200], vec![]] {
            let rgb = to_srgb(&picture, Some(&profile));
            assert_eq!(rgb.get_pixel(0, 0).0, [9, 99, 199]);
        }
    }
}
