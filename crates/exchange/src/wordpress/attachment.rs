//! An uploaded file: its address, and what is said of it in the library, in its metas and in the picture itself.
//! Made by [`super::item`]; the import fetches the file and finds its pictures by number or address.

use super::body;
use super::comment::{self, Comment};
use super::element::{Element, Space};
use super::metas::{self, Meta};
use super::php::Php;
use super::post::{self, State};
use super::wxr::Reading;
use super::{Dates, Problem};

/// Fields in which plugins and themes keep who made a picture.
const CREDITS: &[&str] = &[
    "_media_credit",
    "media_credit",
    "_navis_media_credit",
    "credit",
    "_credit",
    "image_credit",
    "_image_credit",
    "photo_credit",
    "_photo_credit",
    "photographer_name",
    "_photographer",
    "photographer",
    "isc_image_source",
    "_wp_attachment_source_name",
    "_source_name",
    "_custom_credit",
    "copyright",
];

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its number.
    pub number: Option<i64>,
    /// Where the file lies, or empty when the export does not say.
    pub url: String,
    /// The file's place below the uploads folder (`2019/03/pier.jpg`), or empty.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its slug.
    pub slug: String,
    /// The page that shows it.
    pub link: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// The caption, as plain text.
    pub caption: String,
    /// The description, as plain text.
    pub description: String,
    /// Who made it, if a field says so; else what the picture's own data say.
    pub credit: Option<String>,
    /// The copyright line within the picture.
    pub copyright: Option<String>,
    /// Width in pixels, when known.
    pub width: Option<i64>,
    /// Height in pixels, when known.
    pub height: Option<i64>,
    /// The post it was uploaded to.
    pub parent: Option<i64>,
    /// The login of who uploaded it.
    pub uploaded_by: String,
    /// When it was uploaded.
    pub dates: Dates,
    /// Its state; `Inherit` for nearly all.
    pub state: State,
    /// Replies to its page.
    pub comments: Vec<Comment>,
    /// Every meta field that was not too large.
    pub metas: Vec<Meta>,
    /// What could not be read.
    pub unreadable: Vec<Problem>,
}

pub(super) fn read(item: &Element<'_>, reading: &Reading<'_>) -> Attachment {
    let rss = |name: &str| item.child(Space::Rss, name).and_then(Element::some).unwrap_or_default();
    let number = item.wp("post_id").and_then(|number| number.parse().ok());
    let (metas, mut what) = metas::metas(item, "postmeta");
    let title = body::plain_title(&rss("title"));
    let within = metas::value(&metas, "_wp_attachment_metadata");
    let data = within.and_then(Php::read);
    if within.is_some() && data.is_none() {
        what.push("its metadata could not be read".to_owned());
    }
    let image = data.as_ref().and_then(|data| data.get("image_meta"));
    let of_image = |key: &str| {
        image
            .and_then(|meta| meta.get(key))
            .and_then(Php::text)
            .map(|text| body::plain_title(&text))
            .filter(|text| !text.is_empty() && text != "0")
    };
    let side = |name: &str| match data.as_ref().and_then(|data| data.get(name)) {
        Some(Php::Int(pixels)) => Some(*pixels),
        Some(Php::Text(pixels)) => pixels.parse().ok(),
        _ => None,
    };
    let guid = rss("guid");
    let url = item
        .wp("attachment_url")
        .or_else(|| (guid.starts_with("http") && !guid.contains('?')).then_some(guid))
        .unwrap_or_default();
    if url.is_empty() {
        what.push("no address says where the file lies".to_owned());
    }
    let organisation = metas::value(&metas, "_navis_media_credit_org");
    let credit = metas::any(&metas, CREDITS)
        .map(body::plain)
        .or_else(|| of_image("credit"));
    let credit = match (credit, organisation) {
        (Some(name), Some(organisation)) => Some(format!("{name} / {}", body::plain(organisation))),
        (name, organisation) => name.or_else(|| organisation.map(body::plain)),
    };
    let (comments, unread) = comment::read_all(item, reading);
    what.extend(unread);
    let text = |space: Space| {
        item.child(space, "encoded")
            .and_then(Element::some)
            .map(|text| body::plain(&text))
            .unwrap_or_default()
    };
    Attachment {
        number,
        url,
        file: metas::value(&metas, "_wp_attached_file").unwrap_or_default().to_owned(),
        slug: item.wp("post_name").unwrap_or_default(),
        link: rss("link"),
        alt: metas::value(&metas, "_wp_attachment_image_alt")
            .map(body::plain_title)
            .unwrap_or_default(),
        caption: text(Space::Excerpt),
        description: text(Space::Content),
        credit: credit.filter(|credit| !credit.is_empty()),
        copyright: of_image("copyright"),
        width: side("width"),
        height: side("height"),
        parent: item
            .wp("post_parent")
            .and_then(|id| id.parse().ok())
            .filter(|id| *id > 0),
        uploaded_by: item
            .child(Space::Dc, "creator")
            .and_then(Element::some)
            .unwrap_or_default(),
        dates: post::dates_of(item),
        state: State::of(&item.wp("status").unwrap_or_default()),
        comments,
        metas,
        unreadable: what
            .into_iter()
            .map(|what| Problem {
                place: reading.place.clone(),
                item: number,
                title: title.clone(),
                what,
            })
            .collect(),
        title,
    }
}
