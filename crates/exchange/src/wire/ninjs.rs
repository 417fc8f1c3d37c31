//! ninjs, IPTC's news in JSON: version 1 with a field for each form of a text, 2 and 3 with lists, and what Superdesk writes.
//! Called by [`super::read`]; names of fields are compared without regard to case, in which version 3 differs from 2.

use serde_json::Value;

use super::text::{self, Form, moment};
use super::{Concept, Item, MOST, MOST_ITEMS, Picture, Reference, Refusal, Rendition, Sort, Status, Wire, kind};
use crate::wordpress::body::{plain, plain_title};
use crate::wordpress::characters::clean;

/// Reads one item, a list of them, an object that holds a list, or one item a line.
pub(super) fn read(source: &str) -> Result<Wire, Refusal> {
    let mut wire = Wire::default();
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(source).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(value),
            Err(error) if values.is_empty() => {
                return Err(Refusal::NotJson {
                    line: error.line(),
                    column: error.column(),
                    problem: error.to_string(),
                });
            }
            Err(error) => {
                wire.problems
                    .push(format!("what comes after line {} is no JSON", error.line()));
                break;
            }
        }
        if values.len() > MOST_ITEMS {
            break;
        }
    }
    for value in &values {
        let listed = ["items", "_items", "newsitems"]
            .iter()
            .find_map(|name| get(value, name)?.as_array());
        let several = match value {
            Value::Array(items) => Some(items),
            Value::Object(_) if get(value, "uri").is_none() && get(value, "guid").is_none() => listed,
            _ => None,
        };
        match several {
            Some(items) => items.iter().for_each(|value| add(value, &mut wire)),
            None => add(value, &mut wire),
        }
    }
    if wire.items.is_empty() {
        return Err(Refusal::Unknown("no object in it has a uri".to_owned()));
    }
    Ok(wire)
}

fn add(value: &Value, wire: &mut Wire) {
    if wire.items.len() >= MOST_ITEMS {
        if wire.items.len() == MOST_ITEMS && wire.problems.iter().all(|known| !known.starts_with("more than")) {
            wire.problems
                .push(format!("more than {MOST_ITEMS} items; the rest was left out"));
        }
        return;
    }
    match item(value) {
        Some(item) => wire.items.push(item),
        None => wire.problems.push("an item without a uri was left out".to_owned()),
    }
}

fn get<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let object = value.as_object()?;
    object
        .get(name)
        .or_else(|| {
            object
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        })
        .filter(|value| !value.is_null())
}

/// A field as text, by the first of some names that has any.
fn text(value: &Value, names: &[&str]) -> String {
    names
        .iter()
        .filter_map(|name| get(value, name))
        .map(|found| match found {
            Value::String(text) => clean(text.trim()),
            Value::Number(number) => number.to_string(),
            // Superdesk writes the dateline as an object.
            Value::Object(_) => get(found, "text")
                .or_else(|| get(found, "name"))
                .and_then(Value::as_str)
                .map(|text| clean(text.trim()))
                .unwrap_or_default(),
            _ => String::new(),
        })
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

fn list<'v>(value: &'v Value, names: &[&str]) -> impl Iterator<Item = &'v Value> {
    names
        .iter()
        .find_map(|name| get(value, name))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(MOST)
}

fn item(value: &Value) -> Option<Item> {
    let guid = text(value, &["uri", "guid"]);
    if guid.is_empty() {
        return None;
    }
    let status = Status::of(&text(value, &["pubstatus"]));
    let mut item = Item {
        version: text(value, &["version"]),
        follows: Some(text(value, &["evolvedfrom"])).filter(|guid| !guid.is_empty()),
        sort: Sort::of(&text(value, &["type"])),
        status,
        urgency: text(value, &["urgency", "priority"]).parse().ok(),
        embargo: moment(&text(value, &["embargoed", "embargoeduntil"])),
        headline: headline(value),
        slugline: text(value, &["slugline"]),
        summary: description(value),
        byline: plain_title(&text(value, &["byline", "by"])),
        dateline: plain_title(&text(value, &["dateline"])),
        located: text(value, &["located"]),
        credit: text(value, &["creditline", "copyrightholder"]),
        source: source(value),
        provider: text(value, &["provider"]),
        copyright: text(value, &["copyrightnotice"]),
        usage: plain(&text(value, &["usageterms"])),
        ed_note: text(value, &["ednote"]),
        subjects: concepts(value, &["subjects", "subject"]),
        places: concepts(value, &["places", "place"]),
        people: concepts(value, &["people", "person"]),
        organisations: concepts(value, &["organisations", "organisation"]),
        language: text(value, &["language"]),
        created: moment(&text(value, &["firstcreated", "contentcreated"])),
        changed: moment(&text(value, &["versioncreated"])),
        guid,
        ..Item::default()
    };
    item.sent = item.changed;
    let signals: Vec<String> = list(value, &["signals", "signal"])
        .map(|signal| {
            signal
                .as_str()
                .map_or_else(|| text(signal, &["code", "name", "literal"]), str::to_owned)
        })
        .collect();
    item.kind = kind::decide(status, &item.version, &signals, &item.ed_note, &item.headline);
    if let Some((form, body)) = body(value) {
        text::put(&mut item, form, &body);
    }
    if matches!(item.sort, Sort::Picture | Sort::Graphic) {
        item.pictures.push(picture(value));
    }
    associations(value, &mut item);
    Some(item)
}

/// `headline`, or of the headlines the main one.
fn headline(value: &Value) -> String {
    let one = text(value, &["headline"]);
    if !one.is_empty() {
        return plain_title(&one);
    }
    let role = |headline: &&Value| text(headline, &["role"]).eq_ignore_ascii_case("main");
    let found = list(value, &["headlines"])
        .find(role)
        .or_else(|| list(value, &["headlines"]).next());
    let found = found.map(|headline| text(headline, &["value"])).unwrap_or_default();
    let found = if found.is_empty() {
        text(value, &["title"])
    } else {
        found
    };
    plain_title(&found)
}

/// Fields `PREFIX_SUFFIX` of version 1, and the list of versions 2 and 3, as form and text.
fn forms(value: &Value, prefix: &str, lists: &str) -> Vec<(Form, String)> {
    let mut found: Vec<(Form, String)> = Vec::new();
    for (name, text) in value.as_object().into_iter().flatten().take(MOST) {
        let lower = name.to_ascii_lowercase();
        if let (Some(suffix), Some(text)) = (lower.strip_prefix(prefix), text.as_str())
            && !text.trim().is_empty()
        {
            found.push((Form::of(suffix, text), text.to_owned()));
        }
    }
    for one in list(value, &[lists]) {
        let words = get(one, "value").and_then(Value::as_str).unwrap_or_default();
        if !words.trim().is_empty() {
            let kind = text(one, &["contenttype"]);
            let kind = if kind.is_empty() { text(one, &["role"]) } else { kind };
            let other = kind.contains("xml") && !kind.contains("html") && !kind.contains("nitf");
            // An agency's own markup says nothing that the others do not.
            if !other || words.contains("<nitf") {
                found.push((Form::of(&kind, words), words.to_owned()));
            }
        }
    }
    found
}

/// The text in the form that says most.
fn body(value: &Value) -> Option<(Form, String)> {
    forms(value, "body_", "bodies")
        .into_iter()
        .min_by_key(|(form, _)| *form)
}

/// A description as plain text; one that is plain already comes first.
fn description(value: &Value) -> String {
    let one = text(value, &["description", "abstract"]);
    if !one.is_empty() {
        return plain(&one);
    }
    let found = forms(value, "description_", "descriptions")
        .into_iter()
        .max_by_key(|(form, _)| *form);
    found.map_or_else(String::new, |(form, text)| {
        if form == Form::Plain {
            clean(text.trim())
        } else {
            plain(&text)
        }
    })
}

fn source(value: &Value) -> String {
    let names: Vec<String> = list(value, &["infosources", "infosource"])
        .map(|source| text(source, &["name", "literal", "code"]))
        .filter(|name| !name.is_empty())
        .collect();
    if names.is_empty() {
        text(value, &["source"])
    } else {
        names.join(", ")
    }
}

fn concepts(value: &Value, names: &[&str]) -> Vec<Concept> {
    list(value, names)
        .map(|concept| {
            let uri = text(concept, &["uri"]);
            let (code, scheme) = if uri.is_empty() {
                (text(concept, &["code", "qcode", "literal"]), text(concept, &["scheme"]))
            } else {
                text::code(&uri)
            };
            Concept {
                name: text(concept, &["name"]),
                code,
                scheme,
            }
        })
        .filter(|concept| !concept.name.is_empty() || !concept.code.is_empty())
        .collect()
}

/// A map by name in version 1, a list in 2 and 3.
fn children<'v>(value: &'v Value, name: &str) -> Vec<(String, &'v Value)> {
    match get(value, name) {
        Some(Value::Object(map)) => map.iter().take(MOST).map(|(name, one)| (name.clone(), one)).collect(),
        Some(Value::Array(list)) => list.iter().take(MOST).map(|one| (text(one, &["name"]), one)).collect(),
        _ => Vec::new(),
    }
}

fn picture(value: &Value) -> Picture {
    let side = |rendition: &Value, name: &str| text(rendition, &[name]).parse::<f64>().ok().map(|side| side as u32);
    let by = plain_title(&text(value, &["byline", "by"]));
    let holder = text(value, &["creditline", "copyrightholder"]);
    Picture {
        guid: text(value, &["uri", "guid"]),
        headline: headline(value),
        caption: description(value),
        credit: match (by.is_empty(), holder.is_empty() || by.contains(&holder)) {
            (false, false) => format!("{by} / {holder}"),
            (false, true) => by,
            (true, _) => holder,
        },
        copyright: text(value, &["copyrightnotice"]),
        renditions: children(value, "renditions")
            .into_iter()
            .map(|(name, rendition)| Rendition {
                name,
                address: text(rendition, &["href"]),
                media_type: text(rendition, &["contenttype", "mimetype"]),
                width: side(rendition, "width"),
                height: side(rendition, "height"),
            })
            .filter(|rendition| !rendition.address.is_empty())
            .collect(),
    }
}

fn associations(value: &Value, item: &mut Item) {
    for (_, one) in children(value, "associations") {
        // Version 1.1 and Superdesk allow a list under one name.
        let several = one
            .as_array()
            .map_or_else(|| vec![one], |list| list.iter().take(MOST).collect());
        for one in several {
            let sort = match text(one, &["type"]).as_str() {
                "" => {
                    let shown = children(one, "renditions");
                    let image = shown
                        .iter()
                        .any(|(_, rendition)| text(rendition, &["contenttype", "mimetype"]).starts_with("image/"));
                    if image { Sort::Picture } else { Sort::Text }
                }
                name => Sort::of(name),
            };
            let withdrawn = Status::of(&text(one, &["pubstatus"])) != Status::Usable;
            let guid = text(one, &["uri", "guid"]);
            let title = headline(one);
            if matches!(sort, Sort::Picture | Sort::Graphic) && !withdrawn && item.pictures.len() < MOST {
                item.pictures.push(picture(one));
            }
            if !guid.is_empty() && item.references.len() < MOST {
                item.references.push(Reference { guid, title, sort });
            }
        }
    }
}
