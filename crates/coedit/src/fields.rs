//! What a draft holds beside its body: headlines, standfirst, dateline, byline, topics, section, kind and lead picture.
//! Kept in texts, a map and arrays at the top of the Y document; read strictly, since browsers write them.

use courant_model::story::{Byline, Kind};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use yrs::types::ToJson;
use yrs::{Any, Array, ArrayRef, Doc, GetString, Map, MapRef, ReadTxn, Text, TextRef, TransactionMut};

use crate::{Refused, bring, tree};

/// Longest of the six texts, in characters. A command may want them shorter.
const LONGEST: usize = 20_000;
/// Most names of a byline, and most topics.
const MOST: usize = 200;

/// Everything of a copy but its body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// Headline.
    pub headline: String,
    /// Short headline or empty.
    pub short_headline: String,
    /// Search title or empty.
    pub search_title: String,
    /// Share title or empty.
    pub share_title: String,
    /// Standfirst or empty.
    pub standfirst: String,
    /// Dateline or empty.
    pub dateline: String,
    /// Kind.
    pub kind: Kind,
    /// Section id.
    pub section: Option<String>,
    /// Lead picture's id.
    pub picture: Option<String>,
    /// Authors and guests, in order.
    pub byline: Vec<Byline>,
    /// Topic ids, in order.
    pub topics: Vec<String>,
}

/// The roots of the Y document that hold the fields.
pub(crate) struct Roots {
    texts: [(&'static str, TextRef); 6],
    meta: MapRef,
    byline: ArrayRef,
    topics: ArrayRef,
}

fn refuse<T>(path: impl Into<String>, problem: impl Into<String>) -> Result<T, Refused> {
    Err(Refused {
        path: path.into(),
        problem: problem.into(),
    })
}

impl Roots {
    pub(crate) fn of(doc: &Doc) -> Self {
        let names = [
            "headline",
            "shortHeadline",
            "searchTitle",
            "shareTitle",
            "standfirst",
            "dateline",
        ];
        Self {
            texts: names.map(|name| (name, doc.get_or_insert_text(name))),
            meta: doc.get_or_insert_map("meta"),
            byline: doc.get_or_insert_array("byline"),
            topics: doc.get_or_insert_array("topics"),
        }
    }

    /// Reads the fields, or says which breaks the schema.
    pub(crate) fn read(&self, txn: &impl ReadTxn) -> Result<Fields, Refused> {
        let mut texts = Vec::with_capacity(self.texts.len());
        for (name, text) in &self.texts {
            texts.push(line(name, &text.get_string(txn))?);
        }
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        let kind = match self.word(txn, "kind")? {
            None => Kind::default(),
            Some(word) => match Kind::parse(&word) {
                Some(kind) => kind,
                None => return refuse("meta.kind", format!("unknown kind {:?}", short(&word))),
            },
        };
        Ok(Fields {
            headline: next(),
            short_headline: next(),
            search_title: next(),
            share_title: next(),
            standfirst: next(),
            dateline: next(),
            kind,
            section: self.word(txn, "section")?,
            picture: self.word(txn, "picture")?,
            byline: self.names(txn)?,
            topics: self.topics(txn)?,
        })
    }

    fn word(&self, txn: &impl ReadTxn, key: &str) -> Result<Option<String>, Refused> {
        match self.meta.get(txn, key).map(|value| value.to_json(txn)) {
            None | Some(Any::Null | Any::Undefined) => Ok(None),
            Some(Any::String(word)) if word.is_empty() => Ok(None),
            Some(Any::String(word)) if is_id(&word) => Ok(Some(word.to_string())),
            Some(_) => refuse(format!("meta.{key}"), "must be a short word or nothing"),
        }
    }

    fn names(&self, txn: &impl ReadTxn) -> Result<Vec<Byline>, Refused> {
        let mut out = Vec::new();
        for (index, value) in entries(&self.byline.to_json(txn)).into_iter().enumerate() {
            let path = format!("byline[{index}]");
            let Value::Object(mut entry) = tree::value(&value) else {
                return refuse(path, "must be an object");
            };
            entry.retain(|_, value| !value.is_null());
            if let Some(key) = entry
                .keys()
                .find(|key| !["author", "guest", "role"].contains(&key.as_str()))
            {
                return refuse(path, format!("unknown key {:?}", short(key)));
            }
            let name: Byline = match serde_json::from_value(Value::Object(entry)) {
                Ok(name) => name,
                Err(error) => return refuse(path, error.to_string()),
            };
            let name = Byline {
                author: name.author.filter(|author| !author.is_empty()),
                guest: line(&format!("{path}.guest"), &name.guest)?,
                role: line(&format!("{path}.role"), &name.role)?,
            };
            if name.author.as_ref().is_some_and(|author| !is_id(author)) {
                return refuse(format!("{path}.author"), "is no id");
            }
            // A row that somebody is about to fill says nothing yet.
            if name.author.is_some() || !name.guest.is_empty() {
                out.push(name);
            }
        }
        if out.len() > MOST {
            return refuse("byline", format!("has more than {MOST} names"));
        }
        Ok(out)
    }

    fn topics(&self, txn: &impl ReadTxn) -> Result<Vec<String>, Refused> {
        let mut out: Vec<String> = Vec::new();
        for (index, value) in entries(&self.topics.to_json(txn)).into_iter().enumerate() {
            match value {
                Any::String(id) if is_id(&id) => {
                    // Two people may have picked the same one.
                    if !out.iter().any(|topic| **topic == *id) {
                        out.push(id.to_string());
                    }
                }
                _ => return refuse(format!("topics[{index}]"), "is no id"),
            }
        }
        if out.len() > MOST {
            return refuse("topics", format!("has more than {MOST} topics"));
        }
        Ok(out)
    }

    /// Brings the fields to what is wanted, touching only what differs.
    pub(crate) fn bring(&self, txn: &mut TransactionMut<'_>, fields: &Fields) {
        let wanted = [
            &fields.headline,
            &fields.short_headline,
            &fields.search_title,
            &fields.share_title,
            &fields.standfirst,
            &fields.dateline,
        ];
        for ((_, text), wanted) in self.texts.iter().zip(wanted) {
            let present = text.get_string(txn);
            for splice in bring::splices(&present, wanted) {
                text.remove_range(txn, splice.at, splice.gone);
                text.insert(txn, splice.at, &splice.new);
            }
        }
        let words = [
            ("kind", Some(fields.kind.as_str())),
            ("section", fields.section.as_deref()),
            ("picture", fields.picture.as_deref()),
        ];
        for (key, wanted) in words {
            let wanted = wanted.map_or(Any::Null, Any::from);
            if self.meta.get(txn, key).map_or(Any::Null, |value| value.to_json(txn)) != wanted {
                self.meta.insert(txn, key, wanted);
            }
        }
        let names: Vec<Any> = fields.byline.iter().map(name).collect();
        bring_array(
            txn,
            &self.byline,
            &names,
            self.read(txn).is_ok_and(|now| now.byline == fields.byline),
        );
        let topics: Vec<Any> = fields.topics.iter().map(|id| Any::from(id.as_str())).collect();
        bring_array(
            txn,
            &self.topics,
            &topics,
            self.read(txn).is_ok_and(|now| now.topics == fields.topics),
        );
    }
}

/// Replaces what differs between the first and the last entries that are the same.
fn bring_array(txn: &mut TransactionMut<'_>, array: &ArrayRef, wanted: &[Any], same: bool) {
    if same {
        return;
    }
    let present = entries(&array.to_json(txn));
    let before = present.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    let rest = |all: &[Any]| all.len() - before;
    let after = (present.iter().rev().zip(wanted.iter().rev()))
        .take(rest(&present).min(rest(wanted)))
        .take_while(|(a, b)| a == b)
        .count();
    let gone = present.len() - before - after;
    if gone > 0 {
        array.remove_range(txn, before as u32, gone as u32);
    }
    for (index, value) in wanted.iter().enumerate().take(wanted.len() - after).skip(before) {
        array.insert(txn, index as u32, value.clone());
    }
}

fn name(name: &Byline) -> Any {
    let mut entry: HashMap<String, Any> = HashMap::new();
    if let Some(author) = &name.author {
        entry.insert("author".to_owned(), Any::from(author.as_str()));
    }
    for (key, value) in [("guest", &name.guest), ("role", &name.role)] {
        if !value.is_empty() {
            entry.insert(key.to_owned(), Any::from(value.as_str()));
        }
    }
    Any::Map(Arc::new(entry))
}

/// One line of text: breaks and tabs are spaces, other control characters are refused.
fn line(path: &str, text: &str) -> Result<String, Refused> {
    if text.chars().nth(LONGEST).is_some() {
        return refuse(path, format!("is longer than {LONGEST} characters"));
    }
    let text = text.replace(['\n', '\r', '\t'], " ");
    match text.chars().find(|c| c.is_control()) {
        Some(c) => refuse(path, format!("control character U+{:04X} in text", c as u32)),
        None => Ok(text),
    }
}

fn is_id(word: &str) -> bool {
    (1..=64).contains(&word.len()) && word.chars().all(|c| !c.is_control() && !c.is_whitespace())
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The entries of an array's JSON.
fn entries(array: &Any) -> Vec<Any> {
    match array {
        Any::Array(values) => values.to_vec(),
        _ => Vec::new(),
    }
}
