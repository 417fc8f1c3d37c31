//! The rules of Atom (RFC 4287) over what the paper prints.

use super::tree::Node;
use super::{ATOM, Faults, values};
use std::collections::HashSet;

type Allowed = (&'static str, &'static str, &'static [&'static str], bool);

const LINK: &[&str] = &["rel", "type", "href", "length", "hreflang", "title"];
const FEED: &[Allowed] = &[
    ("id", ATOM, &[], false),
    ("title", ATOM, &["type"], false),
    ("subtitle", ATOM, &["type"], false),
    ("updated", ATOM, &[], false),
    ("link", ATOM, LINK, true),
    ("icon", ATOM, &[], false),
    ("logo", ATOM, &[], false),
    ("generator", ATOM, &["uri", "version"], false),
    ("entry", ATOM, &["xml:lang"], true),
];
const ENTRY: &[Allowed] = &[
    ("id", ATOM, &[], false),
    ("title", ATOM, &["type"], false),
    ("published", ATOM, &[], false),
    ("updated", ATOM, &[], false),
    ("author", ATOM, &[], true),
    ("link", ATOM, LINK, true),
    ("category", ATOM, &["term", "scheme", "label"], true),
    ("summary", ATOM, &["type"], false),
    ("content", ATOM, &["type"], false),
];
const PERSON: &[Allowed] = &[("name", ATOM, &[], false), ("uri", ATOM, &[], false)];

/// What is wrong with a feed that stands at an address.
pub fn check(root: &Node, stands_at: &str) -> Faults {
    let mut faults = Faults::default();
    match root.space.as_str() {
        ATOM => {}
        "" => faults.add("MissingNamespace", "feed"),
        "http://purl.org/atom/ns#" => faults.add("ObsoleteNamespace", "feed"),
        _ => faults.add("InvalidNamespace", "feed"),
    }
    if root.name.contains(':') {
        faults.add("AvoidNamespacePrefix", "feed");
    }
    for (name, value) in &root.attributes {
        match name.as_str() {
            "xml:lang" => values::language(&mut faults, "feed xml:lang", value),
            _ => faults.add("UnexpectedAttribute", "feed"),
        }
    }
    super::stands(&mut faults, root, FEED);
    let first = root.children.iter().position(|child| child.name == "entry");
    if first.is_some_and(|at| root.children.iter().skip(at).any(|child| child.name != "entry")) {
        faults.add("MisplacedMetadata", "feed");
    }
    of_both(&mut faults, root, "feed");
    super::links(&mut faults, root, "link", "application/atom+xml", stands_at);
    values::plain(&mut faults, "feed generator", root.text_of("generator"));
    for name in ["icon", "logo"] {
        for child in root.all(name) {
            values::address(&mut faults, name, &child.text);
        }
    }
    let (mut ids, mut moments) = (HashSet::from([root.text_of("id")]), HashSet::new());
    for entry in root.all("entry") {
        super::stands(&mut faults, entry, ENTRY);
        of_both(&mut faults, entry, "entry");
        of_entry(&mut faults, entry);
        if !ids.insert(entry.text_of("id")) {
            faults.add("DuplicateIds", "entry");
        }
        if !moments.insert(entry.text_of("updated")) {
            faults.add("DuplicateUpdated", "entry");
        }
    }
    faults
}

/// What feed and entry have in common.
fn of_both(faults: &mut Faults, node: &Node, place: &str) {
    for name in ["id", "title", "updated"] {
        if node.child(name).is_none() {
            faults.add("MissingElement", &format!("{place} {name}"));
        }
    }
    for child in &node.children {
        let place = format!("{place} {}", child.name);
        match child.name.as_str() {
            "id" => values::id(faults, &place, &child.text),
            "updated" | "published" => values::atom_date(faults, &place, &child.text),
            "title" | "subtitle" | "summary" => match child.attribute("type") {
                None | Some("text") => {
                    let before = faults.0.len();
                    values::plain(faults, &place, &child.text);
                    for fault in &mut faults.0[before..] {
                        if fault.0 == "ContainsHTML" {
                            fault.0 = "ContainsUndeclaredHTML";
                        }
                    }
                }
                Some("") => faults.add("AttrNotBlank", &place),
                Some(_) => faults.add("InvalidTextType", &place),
            },
            _ => {}
        }
    }
}

fn of_entry(faults: &mut Faults, entry: &Node) {
    let mut authors = entry.all("author").peekable();
    if authors.peek().is_none() {
        faults.add("MissingElement", "entry author");
    }
    for author in authors {
        super::stands(faults, author, PERSON);
        match author.child("name") {
            Some(name) => super::person(faults, "author name", &name.text),
            None => faults.add("MissingElement", "author name"),
        }
        for uri in author.all("uri") {
            values::address(faults, "author uri", &uri.text);
        }
    }
    let alternates: Vec<&Node> = entry
        .all("link")
        .filter(|link| link.attribute("rel") == Some("alternate"))
        .collect();
    match entry.child("content") {
        Some(content) => match content.attribute("type") {
            Some("html") => values::html(faults, "entry content", &content.text),
            Some(kind) if values::is_mime(kind) => faults.add("UndeterminableVocabulary", "entry content"),
            Some(_) => faults.add("InvalidMIMEType", "entry content"),
            None => faults.add("MissingTypeAttr", "entry content"),
        },
        None if alternates.is_empty() => faults.add("MissingContentOrAlternate", "entry"),
        None => faults.add("MissingTextualContent", "entry"),
    }
    if alternates.len() != 1 {
        faults.add(
            if alternates.is_empty() {
                "MissingElement"
            } else {
                "DuplicateAtomLink"
            },
            "entry link",
        );
    }
    for link in entry.all("link") {
        super::link(faults, "entry link", link);
    }
    if entry
        .all("link")
        .filter(|link| link.attribute("rel") == Some("enclosure"))
        .count()
        > 1
    {
        faults.add("DuplicateEnclosure", "entry link");
    }
    for category in entry.all("category") {
        match category.attribute("term") {
            None => faults.add("MissingAttribute", "category term"),
            Some(term) => values::plain(faults, "category term", term),
        }
    }
}
