//! How much memory one picture takes from opening it to its last rendition. Each test runs in a process of its own (by
//! nextest), and prints what it measured: bytes asked of the allocator, so without libwebp, which is C.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod fixtures;

use courant_images::{AvifEffort, Format, MEMORY_LIMIT, Picture, Plan, WIDTHS};
use image::{ImageFormat, Rgb, RgbImage};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Most bytes that the work took beside what was there before it.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, u64) {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let done = work();
    (done, ALLOCATOR.peak_usage().saturating_sub(before) as u64)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A photograph of 24 megapixels, with something in each block.
fn photograph() -> RgbImage {
    RgbImage::from_fn(6_000, 4_000, |x, y| {
        let grain = ((x * 7919) ^ (y * 104_729)) % 64;
        Rgb([(x / 24) as u8, (y / 16) as u8, (90 + grain) as u8])
    })
}

#[test]
fn a_photograph_of_24_megapixels_and_each_of_its_renditions() {
    let bytes = fixtures::write(&photograph().into(), ImageFormat::Jpeg);
    let (picture, opening) = peak_of(|| Picture::decode(&bytes).unwrap());
    println!(
        "24 megapixels, baseline JPEG of {:.1} MB: opened with {:.1} MB",
        megabytes(bytes.len() as u64),
        megabytes(opening)
    );
    let (_, card) = peak_of(|| picture.renditions(&Plan::share_card((0.5, 0.5))).unwrap());
    println!("share card: {:.1} MB beside it", megabytes(card));
    let ((master, widths), making) = peak_of(|| picture.master(&WIDTHS).unwrap());
    println!(
        "brought to {} pixels across: {:.1} MB beside it",
        master.size().0,
        megabytes(making)
    );
    drop(picture);
    assert!(opening < 60_000_000, "opened at full size it would be 72 MB: {opening}");
    for format in [Format::Jpeg, Format::WebP, Format::Avif] {
        for width in &widths {
            let (made, took) = peak_of(|| master.rendition(*width, format, AvifEffort::default()).unwrap());
            println!("{format} {} × {}: {:.1} MB", made.width, made.height, megabytes(took));
            assert!(took < MEMORY_LIMIT, "{format} {width}: {took}");
        }
    }
}

#[test]
fn whatever_is_opened_stays_below_the_limit() {
    let picture = photograph();
    let mut progressive = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut progressive, 90);
    encoder.set_progressive(true);
    encoder
        .encode(picture.as_raw(), 6_000, 4_000, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    let files = [
        ("progressive JPEG of 24 megapixels, colour at full size", progressive),
        (
            "PNG of 24 megapixels",
            fixtures::write(&picture.clone().into(), ImageFormat::Png),
        ),
        (
            "TIFF of 24 megapixels",
            fixtures::write(&picture.into(), ImageFormat::Tiff),
        ),
    ];
    for (what, bytes) in files {
        let (opened, took) = peak_of(|| Picture::decode(&bytes));
        println!("{what}: {:.1} MB, opened: {}", megabytes(took), opened.is_ok());
        assert!(opened.is_ok(), "{what}: {:?}", opened.err());
        assert!(took < MEMORY_LIMIT + 10_000_000, "{what}: {took}");
    }
}
