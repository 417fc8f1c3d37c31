//! The rules of RSS 2.0, after its specification and profile, over what the paper prints.

use super::tree::Node;
use super::{ATOM, Faults, values};
use std::collections::HashSet;

const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const TERMS: &str = "http://purl.org/dc/terms/";
const MEDIA: &str = "http://search.yahoo.com/mrss/";

/// What may stand in an element: written name, namespace, attributes, and whether it may stand there again.
type Allowed = (&'static str, &'static str, &'static [&'static str], bool);

const CHANNEL: &[Allowed] = &[
    ("title", "", &[], false),
    ("link", "", &[], false),
    ("description", "", &[], false),
    ("language", "", &[], false),
    ("lastBuildDate", "", &[], false),
    ("generator", "", &[], false),
    ("docs", "", &[], false),
    ("ttl", "", &[], false),
    ("atom:link", ATOM, &["href", "rel", "type"], true),
    ("image", "", &[], false),
    ("item", "", &[], true),
];
const IMAGE: &[Allowed] = &[
    ("url", "", &[], false),
    ("title", "", &[], false),
    ("link", "", &[], false),
    ("width", "", &[], false),
    ("height", "", &[], false),
];
const ITEM: &[Allowed] = &[
    ("title", "", &[], false),
    ("link", "", &[], false),
    ("guid", "", &["isPermaLink"], false),
    ("pubDate", "", &[], false),
    ("dcterms:modified", TERMS, &[], false),
    ("dc:creator", DC, &[], true),
    ("category", "", &[], true),
    ("description", "", &[], false),
    ("content:encoded", CONTENT, &[], false),
    ("enclosure", "", &["url", "length", "type"], false),
    (
        "media:content",
        MEDIA,
        &["url", "type", "medium", "fileSize", "width", "height"],
        false,
    ),
];
const PICTURE: &[Allowed] = &[
    ("media:description", MEDIA, &["type"], false),
    ("media:credit", MEDIA, &[], false),
];

/// What is wrong with a feed that stands at an address.
pub fn check(root: &Node, stands_at: &str) -> Faults {
    let mut faults = Faults::default();
    if root.name != "rss" || !root.space.is_empty() {
        faults.add("UndefinedElement", "root");
    }
    if root.attributes != [("version".to_owned(), "2.0".to_owned())] {
        faults.add("UseOfExtensionAttr", "rss");
    }
    let Some(channel) = root.child("channel").filter(|_| root.children.len() == 1) else {
        faults.add("MissingElement", "rss channel");
        return faults;
    };
    super::stands(&mut faults, channel, CHANNEL);
    for (name, rule) in [
        ("title", "MissingTitle"),
        ("link", "MissingLink"),
        ("description", "MissingDescription"),
    ] {
        if channel.child(name).is_none() {
            faults.add(rule, "channel");
        }
    }
    let first = channel.children.iter().position(|child| child.name == "item");
    if first.is_some_and(|at| channel.children.iter().skip(at).any(|child| child.name != "item")) {
        faults.add("MisplacedItem", "channel");
    }
    of_channel(&mut faults, channel, stands_at);
    let mut seen = HashSet::new();
    for item in channel.all("item") {
        super::stands(&mut faults, item, ITEM);
        of_item(&mut faults, item);
        if !seen.insert(item.text_of("guid")) {
            faults.add("DuplicateValue", "item guid");
        }
    }
    faults
}

fn of_channel(faults: &mut Faults, channel: &Node, stands_at: &str) {
    for child in &channel.children {
        let (name, text) = (child.name.as_str(), child.text.as_str());
        match name {
            "title" => values::plain(faults, "channel title", text),
            "description" => values::html(faults, "channel description", text),
            "link" | "docs" => values::address(faults, name, text),
            "language" => values::language(faults, name, text),
            "lastBuildDate" => values::rss_date(faults, name, text),
            "ttl" if text.parse::<u32>().is_ok_and(|minutes| minutes > 0) => {}
            "ttl" => faults.add("InvalidInteger", name),
            "generator" => values::plain(faults, name, text),
            _ => {}
        }
    }
    if channel.text_of("description").trim().is_empty() {
        faults.add("NotBlank", "channel description");
    }
    super::links(faults, channel, "atom:link", "application/rss+xml", stands_at);
    if let Some(image) = channel.child("image") {
        super::stands(faults, image, IMAGE);
        for (name, rule) in [
            ("url", "MissingElement"),
            ("title", "MissingTitle"),
            ("link", "MissingLink"),
        ] {
            if image.child(name).is_none() {
                faults.add(rule, "image");
            }
        }
        values::address(faults, "image url", image.text_of("url"));
        let file = image.text_of("url").to_lowercase();
        if ![".png", ".jpg", ".jpeg", ".gif"].iter().any(|end| file.ends_with(end)) {
            faults.add("ImageUrlFormat", "image url");
        }
        if image.text_of("title") != channel.text_of("title") {
            faults.add("ImageTitleDoesntMatch", "image title");
        }
        if image.text_of("link") != channel.text_of("link") {
            faults.add("ImageLinkDoesntMatch", "image link");
        }
        for (name, most, rule) in [("width", 144, "InvalidWidth"), ("height", 400, "InvalidHeight")] {
            let holds = |text: &str| text.parse::<u32>().is_ok_and(|size| (1..=most).contains(&size));
            if image.child(name).is_some_and(|child| !holds(&child.text)) {
                faults.add(rule, "image");
            }
        }
    }
}

fn of_item(faults: &mut Faults, item: &Node) {
    if item.child("title").is_none() {
        faults.add("ItemMustContainTitleOrDescription", "item");
    }
    if item.child("link").is_none() {
        faults.add("MissingLink", "item");
    }
    let guid = item.child("guid");
    match guid.map(|guid| guid.attribute("isPermaLink")) {
        None => faults.add("MissingGuid", "item"),
        Some(Some("false")) => values::id(faults, "item guid", item.text_of("guid")),
        Some(Some("true") | None) if item.text_of("guid").starts_with("http") => {
            values::address(faults, "item guid", item.text_of("guid"));
        }
        Some(Some("true") | None) => faults.add("InvalidHttpGUID", "item guid"),
        Some(Some(_)) => faults.add("InvalidBooleanAttribute", "item guid"),
    }
    if guid.is_some_and(|guid| guid.text.trim().chars().count() < 8) {
        faults.add("NotSufficientlyUnique", "item guid");
    }
    let last = item.children.iter().rposition(|child| child.name == "description");
    let content = item.children.iter().position(|child| child.name == "content:encoded");
    if last.is_some_and(|last| content.is_some_and(|content| content < last)) {
        faults.add("NeedDescriptionBeforeContent", "item");
    }
    for child in &item.children {
        let place = format!("item {}", child.name);
        match child.name.as_str() {
            "title" | "category" => values::plain(faults, &place, &child.text),
            "dc:creator" => super::person(faults, &place, &child.text),
            "link" => values::address(faults, &place, &child.text),
            "pubDate" => values::rss_date(faults, &place, &child.text),
            "dcterms:modified" => values::atom_date(faults, &place, &child.text),
            "description" | "content:encoded" => values::html(faults, &place, &child.text),
            "enclosure" => enclosure(faults, child),
            "media:content" => {
                super::stands(faults, child, PICTURE);
                values::address(faults, &place, child.attribute("url").unwrap_or_default());
            }
            _ => {}
        }
    }
}

fn enclosure(faults: &mut Faults, one: &Node) {
    for name in ["url", "length", "type"] {
        if one.attribute(name).is_none() {
            faults.add("MissingAttribute", &format!("enclosure {name}"));
        }
    }
    let of = |name: &str| one.attribute(name).unwrap_or_default();
    if !(of("url").starts_with("http://") || of("url").starts_with("https://")) {
        faults.add("InvalidURLAttribute", "enclosure url");
    }
    match of("length").parse::<i64>() {
        Err(_) => faults.add("InvalidIntegerAttribute", "enclosure length"),
        Ok(length) if length < 0 => faults.add("InvalidNonNegativeInteger", "enclosure length"),
        Ok(_) => {}
    }
    if !values::is_mime(of("type")) {
        faults.add("InvalidMIMEAttribute", "enclosure type");
    }
}
