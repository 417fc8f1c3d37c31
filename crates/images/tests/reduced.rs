//! Large pictures are opened smaller than they are, and look the same: the same colours in the same places, upright,
//! around the same focal point, whatever the file is made of.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod fixtures;

use courant_images::{AvifEffort, Format, Picture, Plan, SHARE_CARD};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// A picture of this size: red grows to the right, green downwards, on white where `cover` says so.
fn flat(width: u32, height: u32) -> RgbImage {
    fixtures::gradient(width, height)
}

/// The whole picture, 1920 wide at most, as pixels.
fn opened(bytes: &[u8]) -> RgbImage {
    let (master, widths) = Picture::decode(bytes).unwrap().master(&[320, 1920]).unwrap();
    let widest = *widths.last().unwrap();
    let made = master.rendition(widest, Format::Jpeg, AvifEffort::default()).unwrap();
    image::load_from_memory(&made.bytes).unwrap().into_rgb8()
}

/// The colours nine points should have in a gradient, within what JPEG and averaging may change.
fn is_the_gradient(picture: &RgbImage) {
    let (width, height) = picture.dimensions();
    for across in 1..4 {
        for down in 1..4 {
            let (x, y) = (width * across / 4, height * down / 4);
            let wanted = [(x * 255 / width) as i32, (y * 255 / height) as i32, 90];
            let got = picture.get_pixel(x, y).0.map(i32::from);
            for (wanted, got) in wanted.into_iter().zip(got) {
                assert!((wanted - got).abs() <= 6, "at {x}, {y}: {wanted} became {got}");
            }
        }
    }
}

fn progressive(pixels: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
    encoder.set_progressive(true);
    let (width, height) = (pixels.width() as u16, pixels.height() as u16);
    encoder
        .encode(pixels.as_raw(), width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

#[test]
fn a_large_jpeg_has_its_colours_in_their_places() {
    let pixels = flat(4_200, 2_800);
    for bytes in [
        fixtures::write(&pixels.clone().into(), ImageFormat::Jpeg),
        progressive(&pixels),
    ] {
        let picture = Picture::decode(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (4_200, 2_800));
        let opened = opened(&bytes);
        assert_eq!(opened.dimensions(), (1920, 1280));
        is_the_gradient(&opened);
    }
}

#[test]
fn a_large_png_has_its_colours_in_their_places() {
    let eight: DynamicImage = flat(4_003, 2_601).into();
    let sixteen: DynamicImage = DynamicImage::ImageRgb16(eight.to_rgb16());
    for pixels in [eight, sixteen] {
        let opened = opened(&fixtures::write(&pixels, ImageFormat::Png));
        assert_eq!(opened.width(), 1920);
        is_the_gradient(&opened);
    }
}

#[test]
fn grey_stays_grey() {
    let grey = DynamicImage::ImageLuma8(image::GrayImage::from_fn(4_200, 2_800, |x, _| {
        image::Luma([(x * 255 / 4_200) as u8])
    }));
    for codec in [ImageFormat::Jpeg, ImageFormat::Png] {
        let opened = opened(&fixtures::write(&grey, codec));
        let [red, green, blue] = opened.get_pixel(960, 600).0;
        assert!(
            red.abs_diff(127) < 5 && red.abs_diff(green) < 3 && red.abs_diff(blue) < 3,
            "{red} {green} {blue}"
        );
    }
}

#[test]
fn what_is_transparent_stands_on_white() {
    let half = RgbaImage::from_fn(4_200, 2_800, |x, _| Rgba([200, 0, 0, if x < 2_100 { 0 } else { 255 }]));
    let opened = opened(&fixtures::write(&half.into(), ImageFormat::Png));
    assert!(opened.get_pixel(100, 100).0.iter().all(|tone| *tone > 250));
    assert!(opened.get_pixel(1_800, 100).0[0] > 190 && opened.get_pixel(1_800, 100).0[1] < 10);
}

#[test]
fn a_colour_table_of_one_bit_is_read_by_rows_too() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 8_000, 4_000);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_palette(vec![255, 255, 255, 0, 0, 200]);
    // The left half is white, the right half blue.
    let row = [vec![0_u8; 500], vec![0xFF_u8; 500]].concat();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&row.repeat(4_000))
        .unwrap();
    let opened = opened(&bytes);
    assert!(opened.get_pixel(100, 100).0.iter().all(|tone| *tone > 250));
    let [red, _, blue] = opened.get_pixel(1_800, 900).0;
    assert!(red < 10 && blue > 190, "{red} {blue}");
}

#[test]
fn a_large_picture_is_turned_and_cut_around_its_focal_point_as_a_small_one() {
    // Blue at the top left of what is stored; orientation 6 shows it at the top right.
    let pixels = RgbImage::from_fn(5_000, 3_400, |x, y| {
        if x < 1_200 && y < 1_200 {
            Rgb([0, 0, 220])
        } else {
            Rgb([220, 220, 220])
        }
    });
    let exif = fixtures::exif(&[(0x0112, 3, 1, 6)], &[]);
    let stored = fixtures::write(&pixels.into(), ImageFormat::Jpeg);
    let bytes = fixtures::with_segment(&stored, 0xE1, &exif);
    let picture = Picture::decode(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (3_400, 5_000));
    let opened = opened(&bytes);
    assert!(opened.get_pixel(1_800, 100).0[0] < 30 && opened.get_pixel(100, 100).0[0] > 190);
    let card = |focus| {
        let made = picture.renditions(&Plan::share_card(focus)).unwrap().remove(0);
        assert_eq!((made.width, made.height), SHARE_CARD);
        image::load_from_memory(&made.bytes).unwrap().into_rgb8()
    };
    let blue = |card: &RgbImage| {
        card.pixels()
            .filter(|pixel| pixel.0[0] < 60 && pixel.0[2] > 180)
            .count()
    };
    assert!(blue(&card((0.9, 0.05))) > 100_000);
    assert_eq!(blue(&card((0.5, 0.95))), 0);
}

#[test]
fn a_baseline_jpeg_of_ninety_megapixels_is_taken() {
    let bytes = fixtures::write(
        &RgbImage::from_pixel(12_000, 7_500, Rgb([30, 90, 150])).into(),
        ImageFormat::Jpeg,
    );
    let opened = opened(&bytes);
    assert_eq!(opened.dimensions(), (1920, 1200));
    assert!(opened.get_pixel(900, 600).0[2].abs_diff(150) < 5);
}

#[test]
fn what_breaks_off_in_its_pixels_is_refused_as_before() {
    let whole = fixtures::write(&flat(4_200, 2_800).into(), ImageFormat::Png);
    assert!(Picture::decode(&whole[..whole.len() / 2]).is_err());
    let whole = fixtures::write(&flat(4_200, 2_800).into(), ImageFormat::Jpeg);
    assert!(Picture::decode(&whole[..whole.len() / 2]).is_err());
}
