//! What comes out: upright, in the right colours, never wider than what went in, and saying nothing about its origin.
#![expect(clippy::unwrap_used, reason = "tests")]

mod fixtures;

use std::path::Path;

use courant_images::{AvifEffort, Crop, Format, Picture, Plan, Rendition, inspect, metadata, renditions};
use image::{DynamicImage, ImageFormat, RgbImage};

fn plan(widths: &[u32], formats: &[Format]) -> Plan {
    Plan {
        widths: widths.to_vec(),
        formats: formats.to_vec(),
        crop: None,
        avif: AvifEffort { speed: 10, threads: 1 },
    }
}

fn pixels(rendition: &Rendition) -> RgbImage {
    image::load_from_memory(&rendition.bytes).unwrap().to_rgb8()
}

/// Mean difference of two pictures per channel, 0 to 255.
fn difference(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let total: u64 = one
        .as_raw()
        .iter()
        .zip(other.as_raw())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    total as f64 / one.as_raw().len() as f64
}

#[test]
fn a_photograph_comes_out_upright_however_the_camera_was_held() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/images/orientation");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    let plan = plan(&[320], &[Format::Jpeg, Format::WebP]);
    for kind in ["Landscape", "Portrait"] {
        let read = |number: u8| std::fs::read(folder.join(format!("{kind}_{number}.jpg"))).unwrap();
        let upright = renditions(&read(1), &plan).unwrap().remove(0);
        let card = renditions(&read(1), &Plan::share_card((0.3, 0.4))).unwrap().remove(0);
        for number in 0..=8 {
            let bytes = read(number);
            let looked = inspect(&bytes).unwrap();
            assert_eq!(looked.orientation, number.max(1), "{kind}_{number}");
            assert_eq!(looked.width > looked.height, kind == "Landscape");
            for made in renditions(&bytes, &plan).unwrap() {
                assert_eq!((made.width, made.height), (upright.width, upright.height));
                let off = difference(&pixels(&made), &pixels(&upright));
                assert!(off < 8.0, "{kind}_{number} is off by {off} as {}", made.format);
            }
            let cut = renditions(&bytes, &Plan::share_card((0.3, 0.4))).unwrap().remove(0);
            let off = difference(&pixels(&cut), &pixels(&card));
            assert!(off < 8.0, "the card of {kind}_{number} is off by {off}");
            let (master, widths) = Picture::decode(&bytes).unwrap().master(&[320]).unwrap();
            let made = master
                .rendition(*widths.first().unwrap(), Format::Jpeg, AvifEffort::default())
                .unwrap();
            assert!(difference(&pixels(&made), &pixels(&upright)) < 6.0, "{kind}_{number}");
        }
    }
}

#[test]
fn each_of_the_eight_orientations_comes_out_upright_in_every_rendition() {
    let upright: DynamicImage = fixtures::gradient(240, 160).into();
    let formats = [Format::Jpeg, Format::WebP];
    let wanted = renditions(&fixtures::write(&upright, ImageFormat::Png), &plan(&[120], &formats)).unwrap();
    for exif in 1..=8_u8 {
        // Stored so that showing it as the block says gives the upright picture.
        let stored = match exif {
            2 => upright.fliph(),
            3 => upright.rotate180(),
            4 => upright.flipv(),
            5 => upright.rotate90().fliph(),
            6 => upright.rotate270(),
            7 => upright.rotate270().fliph(),
            8 => upright.rotate90(),
            _ => upright.clone(),
        };
        let block = fixtures::exif(&[(0x0112, 3, 1, u32::from(exif))], &[]);
        let bytes = fixtures::with_segment(&fixtures::write(&stored, ImageFormat::Jpeg), 0xE1, &block);
        let made = renditions(&bytes, &plan(&[120], &formats)).unwrap();
        for (one, wanted) in made.iter().zip(&wanted) {
            let off = difference(&pixels(one), &pixels(wanted));
            assert!(off < 4.0, "orientation {exif} is off by {off} as {}", one.format);
        }
    }
}

#[test]
fn a_master_makes_the_same_renditions_without_the_original() {
    let bytes = fixtures::jpeg(1400, 900);
    let (master, widths) = Picture::decode(&bytes)
        .unwrap()
        .master(&courant_images::WIDTHS)
        .unwrap();
    assert_eq!(widths, [320, 480, 640, 960, 1280]);
    assert_eq!(master.size().0, 1280);
    let whole = renditions(&bytes, &plan(&widths, &[Format::Jpeg])).unwrap();
    for wanted in whole {
        let made = master
            .rendition(wanted.width, Format::Jpeg, AvifEffort::default())
            .unwrap();
        assert_eq!(made, wanted);
    }
}

#[test]
fn every_format_is_written_in_every_width_that_fits() {
    let made = renditions(
        &fixtures::png(700, 500),
        &plan(&[640, 320, 960], &[Format::Jpeg, Format::WebP, Format::Avif]),
    )
    .unwrap();
    let sizes: Vec<_> = made.iter().map(|made| (made.width, made.height, made.format)).collect();
    assert_eq!(
        sizes,
        [
            (320, 229, Format::Jpeg),
            (320, 229, Format::WebP),
            (320, 229, Format::Avif),
            (640, 457, Format::Jpeg),
            (640, 457, Format::WebP),
            (640, 457, Format::Avif),
        ]
    );
    for made in made.iter().filter(|made| made.format != Format::Avif) {
        let looked = inspect(&made.bytes).unwrap();
        assert_eq!((looked.width, looked.height), (made.width, made.height));
        let wanted = fixtures::gradient(made.width, made.height);
        assert!(difference(&pixels(made), &wanted) < 5.0);
    }
    for made in made.iter().filter(|made| made.format == Format::Avif) {
        assert_eq!(made.bytes.get(4..12), Some(b"ftypavif".as_slice()));
    }
}

#[test]
fn a_small_picture_is_used_as_it_is_and_never_blown_up() {
    for (width, height) in [(90, 60), (1, 1), (3, 700)] {
        let formats = [Format::Jpeg, Format::WebP, Format::Avif];
        let made = renditions(&fixtures::png(width, height), &plan(&[320, 640], &formats)).unwrap();
        assert!(made.iter().all(|made| (made.width, made.height) == (width, height)));
        assert_eq!(made.len(), 3);
    }
}

#[test]
fn a_share_card_is_cut_around_its_focus() {
    let mut picture = RgbImage::from_pixel(1600, 1600, image::Rgb([240, 240, 240]));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        if (700..900).contains(&x) && (1400..1500).contains(&y) {
            pixel.0 = [200, 0, 0];
        }
    }
    let bytes = fixtures::write(&picture.into(), ImageFormat::Png);
    let card = renditions(&bytes, &Plan::share_card((0.5, 0.9))).unwrap().remove(0);
    assert_eq!((card.width, card.height, card.format), (1200, 630, Format::Jpeg));
    assert!(pixels(&card).pixels().any(|pixel| pixel.0[0] > 180 && pixel.0[1] < 40));
    let away = renditions(&bytes, &Plan::share_card((0.5, 0.1))).unwrap().remove(0);
    assert!(!pixels(&away).pixels().any(|pixel| pixel.0[1] < 40));
}

#[test]
fn a_crop_of_a_turned_photograph_is_the_crop_of_the_upright_one() {
    let upright: DynamicImage = fixtures::gradient(240, 160).into();
    let mut plan = plan(&[60], &[Format::WebP]);
    plan.crop = Some(Crop {
        aspect: (1, 1),
        focus: (0.9, 0.2),
    });
    let wanted = renditions(&fixtures::write(&upright, ImageFormat::Png), &plan)
        .unwrap()
        .remove(0);
    // Orientation 6 is shown turned clockwise, so it is stored turned the other way.
    let stored = fixtures::write(&upright.rotate270(), ImageFormat::Jpeg);
    let block = fixtures::exif(&[(0x0112, 3, 1, 6)], &[]);
    let turned = fixtures::with_segment(&stored, 0xE1, &block);
    assert_eq!(inspect(&turned).unwrap().orientation, 6);
    let made = renditions(&turned, &plan).unwrap().remove(0);
    assert!(difference(&pixels(&made), &pixels(&wanted)) < 4.0);
}

#[test]
fn unusual_pixels_come_out_as_plain_colours() {
    let deep = image::ImageBuffer::from_pixel(40, 30, image::Rgb([65_535_u16, 32_896, 0]));
    let half = image::ImageBuffer::from_pixel(40, 30, image::LumaA([0_u8, 128]));
    let colours = [
        (
            fixtures::write(&DynamicImage::ImageRgb16(deep), ImageFormat::Png),
            [255, 128, 0],
        ),
        (
            fixtures::write(&DynamicImage::ImageLumaA8(half), ImageFormat::Png),
            [127, 127, 127],
        ),
        (fixtures::cmyk_jpeg(40, 30), [255, 255, 255]),
        (fixtures::animated_gif(), [200, 20, 20]),
        (fixtures::animated_png(), [200, 20, 20]),
    ];
    for (bytes, wanted) in colours {
        let made = renditions(&bytes, &plan(&[320], &[Format::Jpeg])).unwrap().remove(0);
        let middle = pixels(&made).get_pixel(20, 15).0;
        let near = middle.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 8);
        assert!(near, "{middle:?} instead of {wanted:?}");
    }
}

#[test]
fn nothing_about_its_origin_leaves_with_a_rendition() {
    // A caption, and a GPS directory that points at one latitude reference.
    let tail = b"Secret garden\0";
    let place = 8 + 2 + 2 * 12 + 4;
    let block = fixtures::exif(&[(0x010E, 2, 14, place), (0x8825, 4, 1, place)], tail);
    let bytes = fixtures::with_segment(&fixtures::jpeg(400, 300), 0xE1, &block);
    assert_eq!(metadata(&bytes).caption.as_deref(), Some("Secret garden"));
    let formats = [Format::Jpeg, Format::WebP, Format::Avif];
    for made in renditions(&bytes, &plan(&[320], &formats)).unwrap() {
        assert_eq!(metadata(&made.bytes), courant_images::Metadata::default());
        for mark in [b"Secret".as_slice(), b"Exif", b"EXIF", b"ICC_PROFILE", b"adobe"] {
            assert!(!made.bytes.windows(mark.len()).any(|window| window == mark));
        }
    }
}

#[test]
fn one_decoding_serves_several_plans() {
    let picture = Picture::decode(&fixtures::jpeg(1400, 900)).unwrap();
    assert_eq!((picture.width(), picture.height()), (1400, 900));
    assert_eq!(picture.renditions(&Plan::standard()).unwrap().len(), 10);
    assert_eq!(picture.renditions(&Plan::share_card((0.5, 0.5))).unwrap().len(), 1);
}
