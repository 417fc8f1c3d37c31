//! Pictures as pages name them: only renditions that exist, each with its address under `/media/HASH/`.
//! Used for cards, story pages, feeds and share cards.

use super::view;
use crate::templates::Dates;
use courant_model::picture::{FOCUS, Picture, Rendition};
use courant_text::html::{PictureSource, StoredPicture};

/// The width that a browser without `srcset` gets, in pixels.
const FALLBACK: u32 = 960;

/// Address of a rendition.
pub(crate) fn href(picture: &Picture, rendition: &Rendition) -> String {
    let extension = match rendition.mime.as_str() {
        "image/webp" => "webp",
        "image/avif" => "avif",
        _ => "jpg",
    };
    format!(
        "/media/{}/{}-{}.{extension}",
        rendition.hash, picture.name, rendition.width
    )
}

/// The rendition that every browser can show, near a width.
pub(crate) fn jpeg_near(renditions: &[Rendition], width: u32) -> Option<&Rendition> {
    renditions
        .iter()
        .filter(|one| !one.share && one.mime == "image/jpeg")
        .min_by_key(|one| one.width.abs_diff(width))
}

/// The crop of share cards, or the rendition nearest to it.
pub(crate) fn share(renditions: &[Rendition]) -> Option<&Rendition> {
    renditions
        .iter()
        .find(|one| one.share)
        .or_else(|| jpeg_near(renditions, 1200))
}

/// A picture for a template; `None` while it has no rendition.
pub(crate) fn view(picture: &Picture, dates: &Dates) -> Option<view::Picture> {
    let renditions = picture.renditions();
    let fallback = jpeg_near(&renditions, FALLBACK)?;
    let srcset = |mime: &str| {
        let of_format: Vec<String> = renditions
            .iter()
            .filter(|one| !one.share && one.mime == mime)
            .map(|one| format!("{} {}w", href(picture, one), one.width))
            .collect();
        of_format.join(", ")
    };
    let sources = ["image/avif", "image/webp"]
        .into_iter()
        .map(|mime| view::PictureSource {
            mime: mime.to_owned(),
            srcset: srcset(mime),
        })
        .filter(|source| !source.srcset.is_empty())
        .collect();
    Some(view::Picture {
        src: href(picture, fallback),
        srcset: srcset("image/jpeg"),
        sources,
        width: fallback.width,
        height: fallback.height,
        alt: picture.alt.clone(),
        caption: super::reader::some(&picture.caption),
        credit: super::reader::some(&picture.credit),
        file_date: picture.taken.as_deref().and_then(|day| file_date(day, dates)),
        focus: focus(picture.focus_x, picture.focus_y),
    })
}

/// A picture inside a body.
pub(crate) fn stored(picture: view::Picture) -> StoredPicture {
    StoredPicture {
        width: picture.width,
        height: picture.height,
        sources: picture
            .sources
            .into_iter()
            .map(|source| PictureSource {
                media_type: source.mime,
                srcset: source.srcset,
            })
            .collect(),
        src: picture.src,
        srcset: picture.srcset,
        sizes: "(min-width: 45em) 34rem, 100vw".to_owned(),
        alt: picture.alt,
        caption: picture.caption.unwrap_or_default(),
        credit: picture.credit.unwrap_or_default(),
        file_date: picture.file_date,
    }
}

/// The classes of a focal point, in tenths; none for the usual one.
pub(crate) fn focus(x: i64, y: i64) -> String {
    let tenth = |part: i64| ((part + 50) / 100).clamp(0, 10);
    let usual = (tenth(FOCUS.0), tenth(FOCUS.1));
    match (tenth(x), tenth(y)) {
        here if here == usual => String::new(),
        (x, y) => format!("fx{x} fy{y}"),
    }
}

fn file_date(day: &str, dates: &Dates) -> Option<String> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let noon = day.at(12, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?;
    Some(dates.date(&noon))
}
