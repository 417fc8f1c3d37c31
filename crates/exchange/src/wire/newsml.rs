//! NewsML-G2: a news item, a package, or a message that holds several of both.
//! Called by [`super::read`]; codes are compared without their vocabulary, since every agency calls it as it likes.

use std::collections::HashMap;

use super::text::{self, Form, moment};
use super::{Concept, Item, MOST, MOST_ITEMS, Picture, Reference, Refusal, Rendition, Sort, Status, Wire, kind, nitf};
use crate::wordpress::body::{plain, plain_title};
use crate::xml::{self, Node};

/// Pictures that packages of one file give to texts, all together.
const MOST_SHARED: usize = 2000;

/// Reads whatever of these a file is.
pub(super) fn read(source: &str) -> Result<Wire, Refusal> {
    let (tree, faults) = xml::read(source);
    let Some(root) = tree else {
        return Err(Refusal::Unknown("it has no element".to_owned()));
    };
    let mut wire = Wire {
        problems: faults,
        ..Wire::default()
    };
    match root.name() {
        "newsItem" | "packageItem" => add(&root, None, &mut wire),
        "newsMessage" => {
            let sent = moment(&root.line_of(&["header", "sent"]));
            for set in root.all("itemSet") {
                for node in set.nodes() {
                    match node.name() {
                        "newsItem" | "packageItem" => add(node, sent, &mut wire),
                        other => wire.problems.push(format!("a {other} is no news and was left out")),
                    }
                }
            }
        }
        other => return Err(Refusal::Unknown(format!("its outermost element is {other}"))),
    }
    if wire.items.is_empty() && wire.problems.is_empty() {
        wire.problems.push("the message holds no item".to_owned());
    }
    share_pictures(&mut wire.items);
    Ok(wire)
}

fn add(node: &Node, sent: Option<jiff::Timestamp>, wire: &mut Wire) {
    if wire.items.len() >= MOST_ITEMS {
        let what = format!("more than {MOST_ITEMS} items; the rest was left out");
        if !wire.problems.contains(&what) {
            wire.problems.push(what);
        }
        return;
    }
    match item(node) {
        Some(mut item) => {
            item.sent = sent.or(item.changed);
            wire.items.push(item);
        }
        None => wire.problems.push("an item without a guid was left out".to_owned()),
    }
}

/// The code of an element, whichever way it is given, without its vocabulary.
fn coded(node: &Node) -> String {
    concept_code(node).0
}

fn concept_code(node: &Node) -> (String, String) {
    match (
        node.attribute("qcode"),
        node.attribute("uri"),
        node.attribute("literal"),
    ) {
        (Some(code), _, _) | (None, Some(code), _) => text::code(code),
        (None, None, Some(literal)) => (literal.to_owned(), String::new()),
        (None, None, None) => (String::new(), String::new()),
    }
}

/// The name of something in the language of the item, else the first one, else its code.
fn named(node: &Node, language: &str) -> String {
    let own = node
        .all("name")
        .find(|name| name.attribute("lang").is_some_and(|lang| lang == language));
    own.or_else(|| node.child("name"))
        .and_then(Node::line)
        .or_else(|| node.attribute("literal").map(str::to_owned))
        .unwrap_or_default()
}

fn item(node: &Node) -> Option<Item> {
    let guid = node.attribute("guid")?.to_owned();
    let empty = Node::default();
    let rights = node.child("rightsInfo").unwrap_or(&empty);
    let meta = node.child("itemMeta").unwrap_or(&empty);
    let content = node.child("contentMeta").unwrap_or(&empty);
    let language = content
        .child("language")
        .and_then(|language| language.attribute("tag"))
        .or_else(|| node.attribute("lang"))
        .unwrap_or_default()
        .to_owned();
    let status = meta
        .child("pubStatus")
        .map(|status| Status::of(&coded(status)))
        .unwrap_or_default();
    let signals: Vec<String> = meta.all("signal").take(MOST).map(coded).collect();
    let sort = match meta.child("itemClass").map(coded) {
        Some(class) => Sort::of(&class),
        None if node.name() == "packageItem" => Sort::Package,
        None => Sort::Text,
    };
    let note = meta.all("edNote").filter_map(Node::line).collect::<Vec<_>>().join(" ");
    let by: Vec<String> = content.all("by").filter_map(Node::line).collect();
    let line = |name: &'static str| plain_title(&content.line_of(&[name]));
    let named_all = |parent: &Node, name: &'static str| {
        let names: Vec<String> = parent
            .all(name)
            .take(20)
            .map(|one| named(one, &language))
            .filter(|name| !name.is_empty())
            .collect();
        names.join(", ")
    };
    let headline = preferred(content, "headline", &language).map(|line| plain_title(&line));
    let mut item = Item {
        guid,
        version: node.attribute("version").unwrap_or_default().to_owned(),
        follows: meta
            .all("link")
            .chain(node.all("link"))
            .find(|link| {
                link.attribute("rel").is_some_and(|rel| {
                    matches!(
                        text::code(rel).0.as_str(),
                        "previousVersion" | "updateOf" | "translatedFrom"
                    )
                })
            })
            .and_then(|link| link.attribute("residref").or_else(|| link.attribute("href")))
            .map(str::to_owned),
        sort,
        status,
        urgency: content
            .line_of(&["urgency"])
            .parse()
            .ok()
            .or_else(|| meta.line_of(&["urgency"]).parse().ok()),
        embargo: moment(&meta.line_of(&["embargoed"])),
        headline: headline.unwrap_or_default(),
        slugline: line("slugline"),
        summary: described(content, &["summary"]),
        byline: if by.is_empty() {
            named_all(content, "creator")
        } else {
            by.join(", ")
        },
        dateline: line("dateline"),
        located: named_all(content, "located"),
        credit: Some(line("creditline"))
            .filter(|credit| !credit.is_empty())
            .unwrap_or_else(|| named_all(rights, "copyrightHolder")),
        source: named_all(content, "infoSource"),
        provider: meta
            .child("provider")
            .map(|provider| {
                Some(named(provider, &language))
                    .filter(|name| !name.is_empty())
                    .unwrap_or_else(|| coded(provider))
            })
            .unwrap_or_default(),
        copyright: rights.line_of(&["copyrightNotice"]),
        usage: plain(&rights.line_of(&["usageTerms"])),
        created: moment(&meta.line_of(&["firstCreated"])).or_else(|| moment(&content.line_of(&["contentCreated"]))),
        changed: moment(&meta.line_of(&["versionCreated"])),
        ed_note: note,
        ..Item::default()
    };
    if item.headline.is_empty() {
        item.headline = plain_title(&meta.line_of(&["title"]));
    }
    subjects(content, &language, &mut item);
    item.language = language;
    if let Some(set) = node.child("contentSet") {
        contents(set, &mut item);
    }
    if matches!(item.sort, Sort::Picture | Sort::Graphic) {
        let picture = picture(node, content, &item);
        item.pictures.push(picture);
    }
    for reference in node
        .all("groupSet")
        .flat_map(|set| set.all("group"))
        .flat_map(|group| group.all("itemRef"))
    {
        let named = reference.attribute("residref").or_else(|| reference.attribute("href"));
        if let Some(guid) = named.filter(|_| item.references.len() < MOST) {
            item.references.push(Reference {
                guid: guid.to_owned(),
                title: plain_title(&reference.line_of(&["title"])),
                sort: reference
                    .child("itemClass")
                    .map(|class| Sort::of(&coded(class)))
                    .unwrap_or_default(),
            });
        }
    }
    item.kind = kind::decide(status, &item.version, &signals, &item.ed_note, &item.headline);
    Some(item)
}

/// Of several elements of a name the one in the language of the item, else the first.
fn preferred(node: &Node, name: &'static str, language: &str) -> Option<String> {
    let own = node
        .all(name)
        .find(|one| one.attribute("lang").is_some_and(|lang| lang == language));
    own.or_else(|| node.child(name)).and_then(Node::line)
}

/// The description in one of some roles; without roles, the first one that has none.
fn described(content: &Node, roles: &[&str]) -> String {
    let role_of = |one: &Node| one.attribute("role").map(|role| text::code(role).0);
    let found = content
        .all("description")
        .find(|one| role_of(one).is_some_and(|role| roles.contains(&role.as_str())))
        .or_else(|| content.all("description").find(|one| role_of(one).is_none()));
    found.and_then(Node::line).map(|line| plain(&line)).unwrap_or_default()
}

fn subjects(content: &Node, language: &str, item: &mut Item) {
    for subject in content.all("subject").take(MOST) {
        let (code, scheme) = concept_code(subject);
        let concept = Concept {
            name: named(subject, language),
            code,
            scheme,
        };
        if concept.name.is_empty() && concept.code.is_empty() {
            continue;
        }
        let sort = subject
            .attribute("type")
            .map(|sort| text::code(sort).0)
            .unwrap_or_default();
        match sort.as_str() {
            "geoArea" | "poi" | "place" => item.places.push(concept),
            "person" => item.people.push(concept),
            "organisation" | "organization" => item.organisations.push(concept),
            _ => item.subjects.push(concept),
        }
    }
    for keyword in content.all("keyword").take(MOST).filter_map(Node::line) {
        item.subjects.push(Concept {
            name: keyword,
            ..Concept::default()
        });
    }
}

/// The text: markup first, then lines. What only lies elsewhere is named.
fn contents(set: &Node, item: &mut Item) {
    let markup = set.child("inlineXML");
    if let Some(inline) = markup {
        let inner = inline.nodes().next().unwrap_or(inline);
        let nitf = inner.name() == "nitf"
            || inline
                .attribute("contenttype")
                .is_some_and(|kind| kind.contains("nitf"));
        if nitf {
            let html = nitf::take(inner, item);
            text::put_html(item, &html);
        } else {
            let mut html = String::new();
            let body = inner
                .find("body")
                .unwrap_or(if inner.name() == "html" { inner } else { inline });
            body.inner(&mut html);
            text::put_html(item, &html);
        }
    }
    let mut lines: Vec<(Form, String)> = set
        .all("inlineData")
        .take(20)
        .map(|data| {
            let text = data.text();
            (Form::of(data.attribute("contenttype").unwrap_or_default(), &text), text)
        })
        .filter(|(_, text)| !text.trim().is_empty())
        .collect();
    lines.sort_by_key(|(form, _)| *form);
    if let Some((form, text)) = lines.into_iter().next().filter(|_| markup.is_none()) {
        text::put(item, form, &text);
    } else if markup.is_none() && item.sort == Sort::Text {
        for remote in set.all("remoteContent").take(20) {
            if let Some(address) = remote.attribute("href") {
                let address: String = address.chars().take(300).collect();
                item.left.push(format!("its text lies elsewhere: {address}"));
            }
        }
    }
}

fn picture(node: &Node, content: &Node, item: &Item) -> Picture {
    let maker: Vec<String> = content
        .all("creator")
        .map(|creator| named(creator, &item.language))
        .filter(|name| !name.is_empty())
        .collect();
    let maker = maker.join(", ");
    let credit = match (maker.is_empty(), item.credit.is_empty() || maker.contains(&item.credit)) {
        (false, false) => format!("{maker} / {}", item.credit),
        (false, true) => maker,
        (true, _) => item.credit.clone(),
    };
    Picture {
        guid: item.guid.clone(),
        headline: item.headline.clone(),
        caption: described(content, &["caption"]),
        credit,
        copyright: item.copyright.clone(),
        renditions: node
            .child("contentSet")
            .into_iter()
            .flat_map(|set| set.all("remoteContent"))
            .take(MOST)
            .filter_map(|remote| {
                let side = |name: &str| remote.attribute(name).and_then(|side| side.parse().ok());
                Some(Rendition {
                    name: remote
                        .attribute("rendition")
                        .map(|name| text::code(name).0)
                        .unwrap_or_default(),
                    address: remote
                        .attribute("href")
                        .or_else(|| remote.attribute("residref"))?
                        .to_owned(),
                    media_type: remote.attribute("contenttype").unwrap_or_default().to_owned(),
                    width: side("width"),
                    height: side("height"),
                })
            })
            .collect(),
    }
}

/// A package says which pictures go with which text: the pictures of a package that has one text are that text's.
fn share_pictures(items: &mut [Item]) {
    let places: HashMap<&str, usize> = items
        .iter()
        .enumerate()
        .map(|(place, item)| (item.guid.as_str(), place))
        .collect();
    let mut given: Vec<(usize, usize)> = Vec::new();
    for package in items.iter().filter(|item| item.sort == Sort::Package) {
        let parts = package
            .references
            .iter()
            .filter_map(|reference| places.get(reference.guid.as_str()));
        let (mut texts, mut pictures) = (Vec::new(), Vec::new());
        for place in parts {
            match items.get(*place) {
                Some(part) if part.sort == Sort::Text => texts.push(*place),
                Some(part) if part.status == Status::Usable && !part.pictures.is_empty() => pictures.push(*place),
                _ => {}
            }
        }
        if let [text] = texts.as_slice() {
            given.extend(pictures.into_iter().map(|picture| (*text, picture)));
        }
        if given.len() >= MOST_SHARED {
            break;
        }
    }
    given.sort_unstable();
    given.dedup();
    for (text, picture) in given.into_iter().take(MOST_SHARED) {
        let shown = items.get(picture).and_then(|item| item.pictures.first()).cloned();
        if let (Some(item), Some(shown)) = (items.get_mut(text), shown) {
            item.pictures.push(shown);
        }
    }
}
