//! Makes of a JSON feed one that the library reads, whatever version it names and however it writes its identifiers.
//! Called by [`super::read`].

use serde_json::Value;

use super::Refusal;
use super::tidy::person;

/// What a JSON feed says of itself, and its items, each with a version and identifiers as the library wants them.
pub(super) fn parts(mut value: Value) -> Result<(Value, Vec<Value>), Refusal> {
    let Some(object) = value.as_object_mut() else {
        return Err(Refusal::NoFeed("it is no object".to_owned()));
    };
    let version = object.get("version").and_then(Value::as_str).unwrap_or_default();
    if !version.contains("jsonfeed.org/version/") {
        return Err(Refusal::NoFeed("its JSON names no version of JSON Feed".to_owned()));
    }
    object.insert("version".to_owned(), Value::from("https://jsonfeed.org/version/1.1"));
    if !object.get("title").is_some_and(Value::is_string) {
        object.insert("title".to_owned(), Value::from(""));
    }
    let items = object.remove("items");
    people(&mut value);
    let items = match items {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    let items = items
        .into_iter()
        .map(|mut item| {
            let id = item.get("id").cloned();
            if let (Some(Value::Number(number)), Some(object)) = (id, item.as_object_mut()) {
                object.insert("id".to_owned(), Value::from(number.to_string()));
            }
            people(&mut item);
            item
        })
        .collect();
    Ok((value, items))
}

/// The names of authors, as in XML.
fn people(value: &mut Value) {
    let tame = |author: &mut Value| {
        if let Some(name) = author.get_mut("name")
            && let Some(text) = name.as_str().map(person)
        {
            *name = Value::from(text);
        }
    };
    if let Some(author) = value.get_mut("author") {
        tame(author);
    }
    if let Some(authors) = value.get_mut("authors").and_then(Value::as_array_mut) {
        authors.iter_mut().for_each(tame);
    }
}

/// The picture of an item of a JSON feed, which the library leaves.
pub(super) fn picture_of(item: &Value) -> Option<String> {
    ["image", "banner_image"]
        .iter()
        .find_map(|name| item.get(name)?.as_str())
        .filter(|address| !address.is_empty())
        .map(str::to_owned)
}
