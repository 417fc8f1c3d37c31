//! What is refused, and in which words: bombs, lies, broken-off files, and bytes that are nothing at all.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod fixtures;

use courant_images::{MEMORY_LIMIT, PIXEL_LIMIT, Picture, Plan, Refused, SourceFormat, inspect, metadata, renditions};
use image::ImageFormat;
use proptest::prelude::*;

#[test]
fn the_format_comes_from_the_content() {
    let gradient = fixtures::gradient(48, 32).into();
    for (codec, format) in [
        (ImageFormat::Jpeg, SourceFormat::Jpeg),
        (ImageFormat::Png, SourceFormat::Png),
        (ImageFormat::WebP, SourceFormat::WebP),
        (ImageFormat::Gif, SourceFormat::Gif),
        (ImageFormat::Tiff, SourceFormat::Tiff),
    ] {
        let looked = inspect(&fixtures::write(&gradient, codec)).unwrap();
        assert_eq!(
            (looked.format, looked.width, looked.height, looked.orientation),
            (format, 48, 32, 1)
        );
    }
}

#[test]
fn what_is_no_accepted_picture_is_named() {
    let named = |bytes: &[u8]| inspect(bytes).unwrap_err().to_string();
    assert_eq!(inspect(b""), Err(Refused::Empty));
    assert_eq!(inspect(b"hello, newsroom"), Err(Refused::NotAPicture));
    assert_eq!(inspect(b"<!doctype html><svg></svg>"), Err(Refused::NotAPicture));
    for svg in [
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "\u{feff}<?xml version='1.0'?>\n<!-- made by hand -->\n<svg width='1'>",
        "<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>",
    ] {
        assert_eq!(inspect(svg.as_bytes()), Err(Refused::Svg), "{svg}");
    }
    assert!(named(b"\0\0\0\x18ftypheic\0\0\0\0").contains("HEIC"));
    assert!(named(b"\0\0\0\x18ftypavif\0\0\0\0").contains("AVIF"));
    assert!(named(b"%PDF-1.7 and so on").contains("PDF"));
    assert!(named(b"8BPS\0\x01").contains("Photoshop"));
    assert!(named(b"BM\x10\0\0\0\0\0\0\0\x36").contains("BMP"));
}

#[test]
fn a_header_that_breaks_off_is_refused_for_each_format() {
    let gradient = fixtures::gradient(48, 32).into();
    for codec in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Tiff,
    ] {
        let whole = fixtures::write(&gradient, codec);
        let start = &whole[..12.min(whole.len())];
        assert!(inspect(start).is_err(), "{codec:?}");
    }
}

#[test]
fn a_picture_whose_pixels_break_off_makes_no_renditions() {
    let gradient = fixtures::gradient(300, 200).into();
    for codec in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Tiff,
    ] {
        let whole = fixtures::write(&gradient, codec);
        let half = &whole[..whole.len() / 2];
        let refused = renditions(half, &Plan::standard()).map(|_| ()).unwrap_err();
        assert!(
            matches!(refused, Refused::Truncated(_) | Refused::Damaged { .. }),
            "{codec:?}: {refused:?}"
        );
    }
    let half_jpeg = fixtures::jpeg(300, 200);
    let refused = inspect(&half_jpeg[..half_jpeg.len() / 2]);
    assert_eq!(refused, Err(Refused::Truncated(SourceFormat::Jpeg)));
}

#[test]
fn a_one_bit_bomb_of_900_megapixels_is_refused_by_its_header() {
    let refused = inspect(&fixtures::png_bomb(30_000)).unwrap_err();
    assert_eq!(
        refused,
        Refused::TooManyPixels {
            width: 30_000,
            height: 30_000
        }
    );
    assert!(refused.to_string().contains("100 megapixels"), "{refused}");
}

#[test]
fn sizes_that_a_header_lies_about_cost_no_memory() {
    // A GIF screen and a JPEG frame of 65535 × 65535 in a few hundred bytes.
    let mut gif = fixtures::animated_gif();
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    assert!(matches!(inspect(&gif), Err(Refused::TooManyPixels { .. })));
    let mut jpeg = fixtures::jpeg(16, 16);
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert!(matches!(inspect(&jpeg), Err(Refused::TooManyPixels { .. })));
}

#[test]
fn a_progressive_picture_is_weighed_with_its_coefficients() {
    // 9,000 × 9,000 is below the pixel limit; progressive without subsampling its coefficients alone need 486 MB.
    let pixels = fixtures::gradient(16, 16);
    let mut jpeg = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, 95);
    encoder.set_progressive(true);
    encoder
        .encode(pixels.as_raw(), 16, 16, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC2]).unwrap();
    let side = 9_000_u16.to_be_bytes();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[side, side].concat());
    let refused = inspect(&jpeg).unwrap_err();
    assert!(
        matches!(refused, Refused::TooHeavy { megabytes: 517, .. }),
        "{refused:?}"
    );
    const { assert!(9_000 * 9_000 < PIXEL_LIMIT && MEMORY_LIMIT < 517_000_000) }
}

#[test]
fn an_empty_plan_is_refused_in_words() {
    let png = fixtures::png(20, 20);
    let mut plan = Plan::standard();
    plan.formats.clear();
    assert_eq!(renditions(&png, &plan), Err(Refused::EmptyPlan("no format")));
    let mut plan = Plan::standard();
    plan.widths.clear();
    assert_eq!(renditions(&png, &plan), Err(Refused::EmptyPlan("no width")));
}

#[test]
fn a_picture_like_a_hair_is_refused_instead_of_written_wrong() {
    let png = fixtures::png(2, 20_000);
    assert_eq!(inspect(&png).unwrap().height, 20_000);
    assert!(matches!(
        renditions(&png, &Plan::standard()),
        Err(Refused::TooTall { .. })
    ));
}

/// Everything this crate does with foreign bytes.
fn everything(bytes: &[u8]) {
    let _ = metadata(bytes);
    let _ = inspect(bytes);
    if let Ok(picture) = Picture::decode(bytes) {
        let _ = picture.renditions(&Plan {
            widths: vec![16],
            ..Plan::standard()
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        everything(&bytes);
    }

    #[test]
    fn arbitrary_bytes_behind_a_signature_never_panic(
        which in 0_usize..6,
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let signatures: [&[u8]; 6] = [
            b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\xFF\0\0\0WEBPVP8 ", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08",
        ];
        everything(&[signatures[which], &bytes].concat());
    }

    #[test]
    fn a_picture_with_some_bytes_changed_never_panics(
        which in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let codecs = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Tiff];
        let mut bytes = fixtures::write(&fixtures::gradient(24, 18).into(), codecs[which]);
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        everything(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        everything(&bytes);
    }
}
