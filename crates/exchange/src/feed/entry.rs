//! One entry of the library's model as an item: text as a document, times, people, and what comes along.
//! Called by [`super::read`] for each.

use feed_rs::model::{self, Link};
use jiff::Timestamp;

use super::{Enclosure, Item, Person};
use crate::wordpress::body::{self, plain, plain_title};

/// Files of one item.
const MOST_MEDIA: usize = 100;

pub(super) fn item(entry: model::Entry, feed: Option<&str>) -> Item {
    let link = page(&entry.links);
    let title = entry
        .title
        .as_ref()
        .map(|title| plain_title(&title.content))
        .unwrap_or_default();
    let published = entry.published.and_then(moment);
    let updated = entry.updated.and_then(moment);
    let mut media = media(&entry);
    let mut left = Vec::new();
    let content = entry.content.and_then(|content| {
        let kind = content.content_type.to_string();
        if let (None, Some(source)) = (&content.body, &content.src) {
            let address: String = source.href.chars().take(300).collect();
            left.push(format!("its text lies elsewhere: {address}"));
        }
        let markup = kind.contains("html") || kind.ends_with("+xml");
        let plain = kind == "text/plain";
        if !markup && !plain && content.body.is_some() {
            left.push(format!("its content of the type {kind}"));
        }
        content
            .body
            .filter(|body| (markup || plain) && !body.trim().is_empty())
            .map(|body| (body, plain))
    });
    let summary = entry.summary.map(|summary| {
        let plain = summary.content_type.to_string() == "text/plain";
        (summary.content, plain)
    });
    let only_summary = content.is_none() && summary.is_some();
    let (text, shown) = match content {
        Some(content) => (Some(content), summary),
        None => (summary, None),
    };
    let base = entry.base.as_deref().or(link.as_deref()).or(feed);
    let read = match text {
        // Feeds that say plain and mean HTML are common; a text with tags in it is markup.
        Some((text, true)) if !text.contains("</") => body::of_html(&crate::wire::lines(&text), base, left),
        Some((text, _)) => body::of_html(&text, base, left),
        None => body::of_html("", base, left),
    };
    let mut categories: Vec<String> = Vec::new();
    for category in entry.categories.into_iter().take(200) {
        if category.scheme.as_deref() == Some(super::tidy::ENCLOSURE) {
            media.extend(
                enclosure(&category.term).filter(|file| !media.iter().any(|known| known.address == file.address)),
            );
            continue;
        }
        let name = plain_title(&category.label.unwrap_or(category.term));
        if !name.is_empty() && !categories.contains(&name) {
            categories.push(name);
        }
    }
    let id = [
        entry.id.trim().to_owned(),
        link.clone().unwrap_or_default(),
        match published.or(updated) {
            Some(moment) if !title.is_empty() => format!("{title} {moment}"),
            _ => title.clone(),
        },
    ]
    .into_iter()
    .find(|id| !id.is_empty())
    .unwrap_or_else(|| by_text(&courant_text::plain::write(&read.document)));
    Item {
        id,
        title,
        authors: entry.authors.into_iter().take(50).filter_map(person).collect(),
        published,
        updated,
        categories,
        summary: shown.map(|(summary, _)| plain(&summary)).unwrap_or_default(),
        document: read.document,
        only_summary,
        pictures: read.pictures,
        media,
        language: entry.language.unwrap_or_default(),
        rights: entry
            .rights
            .map(|rights| plain_title(&rights.content))
            .unwrap_or_default(),
        left: read.left,
        link,
    }
}

/// An identifier of a text that has no other: the same words give the same one. Without words there is none.
fn by_text(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    // FNV-1a, 64 bits.
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("text:{hash:016x}")
}

/// An enclosure of RSS, as [`super::tidy`] carries it.
fn enclosure(told: &str) -> Option<Enclosure> {
    let mut lines = told.split('\n');
    let address =
        courant_text::link::allowed(lines.next()?).filter(|address| courant_text::link::is_external(address))?;
    Some(Enclosure {
        address,
        media_type: lines.next().unwrap_or_default().to_owned(),
        bytes: lines.next().and_then(|bytes| bytes.trim().parse().ok()),
        ..Enclosure::default()
    })
}

/// The page that is meant: `alternate` or a link without a role.
pub(super) fn page(links: &[Link]) -> Option<String> {
    let of = |wanted: &dyn Fn(&Link) -> bool| {
        links
            .iter()
            .find(|link| wanted(link))
            .map(|link| link.href.trim().to_owned())
    };
    let html = |link: &Link| link.media_type.as_ref().is_none_or(|kind| kind.contains("html"));
    of(&|link| link.rel.as_deref() == Some("alternate") && html(link) && link.target.is_none())
        .or_else(|| of(&|link| link.rel.is_none() && link.media_type.is_none() && link.target.is_none()))
        .or_else(|| of(&|link| link.rel.as_deref() == Some("alternate")))
        .and_then(|href| courant_text::link::allowed(&href))
        .filter(|href| courant_text::link::is_external(href))
}

pub(super) fn person(person: model::Person) -> Option<Person> {
    let person = Person {
        name: plain_title(&person.name.unwrap_or_default()),
        email: person.email.unwrap_or_default(),
        page: person
            .uri
            .and_then(|page| courant_text::link::allowed(&page))
            .unwrap_or_default(),
    };
    (!person.name.is_empty() || !person.email.is_empty()).then_some(person)
}

/// A time of the library as ours.
pub(super) fn moment<T: std::fmt::Display>(time: T) -> Option<Timestamp> {
    let text = time.to_string();
    text.parse().ok().or_else(|| {
        text.strip_suffix(" UTC")
            .and_then(|text| format!("{}Z", text.replacen(' ', "T", 1)).parse().ok())
    })
}

fn media(entry: &model::Entry) -> Vec<Enclosure> {
    let mut found: Vec<Enclosure> = Vec::new();
    let mut add = |file: Enclosure| {
        let allowed =
            courant_text::link::allowed(&file.address).filter(|address| courant_text::link::is_external(address));
        if let Some(address) = allowed
            && found.len() < MOST_MEDIA
            && !found.iter().any(|known| known.address == address)
        {
            found.push(Enclosure { address, ..file });
        }
    };
    for object in entry.media.iter().take(MOST_MEDIA) {
        let title = object
            .description
            .as_ref()
            .or(object.title.as_ref())
            .map(|text| plain_title(&text.content))
            .unwrap_or_default();
        let credit: Vec<&str> = object
            .credits
            .iter()
            .map(|credit| credit.entity.trim())
            .take(10)
            .collect();
        let credit = credit.join(", ");
        for file in object.content.iter().take(MOST_MEDIA) {
            let Some(address) = &file.url else { continue };
            add(Enclosure {
                address: address.to_string(),
                media_type: file.content_type.as_ref().map(ToString::to_string).unwrap_or_default(),
                bytes: file.size,
                width: file.width,
                height: file.height,
                title: title.clone(),
                credit: credit.clone(),
                thumbnail: false,
            });
        }
        for small in object.thumbnails.iter().take(MOST_MEDIA) {
            add(Enclosure {
                address: small.image.uri.clone(),
                width: small.image.width,
                height: small.image.height,
                title: title.clone(),
                credit: credit.clone(),
                thumbnail: true,
                ..Enclosure::default()
            });
        }
    }
    let json = |link: &Link| link.rel.is_none() && link.media_type.is_some();
    for link in entry
        .links
        .iter()
        .filter(|link| link.rel.as_deref() == Some("enclosure") || json(link))
    {
        add(Enclosure {
            address: link.href.clone(),
            media_type: link.media_type.clone().unwrap_or_default(),
            bytes: link.length,
            title: link.title.clone().unwrap_or_default(),
            ..Enclosure::default()
        });
    }
    found
}
