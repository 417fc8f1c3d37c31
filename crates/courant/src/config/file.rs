//! Reads `courant.toml` into raw values; every fault is named with file, line and column.
//! Called by [`super::read`] with the bytes of the file.

use super::keys::{self, KEYS, Sort};
use super::{Raw, Source};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file with the places of its faults.
struct File<'f> {
    path: &'f Path,
    text: &'f str,
}

impl File<'_> {
    /// Line and column, from 1, of the start of a range.
    fn place(&self, span: &Range<usize>) -> (usize, usize) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        (line, column)
    }

    fn at(&self, span: &Range<usize>) -> String {
        let (line, column) = self.place(span);
        format!("{}:{line}:{column}", self.path.display())
    }

    fn folder(&self) -> PathBuf {
        self.path.parent().map(Path::to_owned).unwrap_or_default()
    }
}

/// Takes the values of a settings file.
pub(super) fn read(path: &Path, bytes: &[u8], raws: &mut BTreeMap<&'static str, Raw>, faults: &mut Vec<String>) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or(bytes);
            let line = before.split(|byte| *byte == b'\n').count();
            faults.push(format!("{}:{line}: the file is not UTF-8 from here on", path.display()));
            return;
        }
    };
    let file = File { path, text };
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        faults.extend(errors.iter().map(|error| {
            let at = error
                .span()
                .map_or_else(|| path.display().to_string(), |span| file.at(&span));
            format!("{at}: {}", error.message())
        }));
        return;
    }
    take_table("", table.get_ref(), &file, raws, faults);
}

fn take_table(
    prefix: &str,
    table: &DeTable<'_>,
    file: &File<'_>,
    raws: &mut BTreeMap<&'static str, Raw>,
    faults: &mut Vec<String>,
) {
    for (name, value) in table {
        let full = format!("{prefix}{}", name.get_ref());
        let is_table = value.get_ref().is_table();
        if let Some(inner) = value
            .get_ref()
            .as_table()
            .filter(|_| prefix.is_empty() && full == "blobs")
        {
            take_table("blobs.", inner, file, raws, faults);
            continue;
        }
        let Some(key) = KEYS.iter().find(|key| key.name == full) else {
            let what = if is_table { "table" } else { "key" };
            let advice = advice(&full);
            faults.push(format!("{}: unknown {what} `{full}`; {advice}", file.at(&name.span())));
            continue;
        };
        match texts(key.sort, value) {
            Ok(texts) => {
                let raw = Raw {
                    texts,
                    from: Source::File(file.path.to_owned(), file.place(&value.span()).0),
                    place: file.at(&value.span()),
                    folder: file.folder(),
                };
                raws.insert(key.name, raw);
            }
            Err(wanted) => faults.push(format!(
                "{}: `{full}` must be {wanted}, not {}",
                file.at(&value.span()),
                sort_of(value.get_ref())
            )),
        }
    }
}

/// What to do about a name that means nothing.
fn advice(name: &str) -> String {
    match keys::nearest(name, KEYS.iter().map(|key| key.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if is_of_the_paper(name) => {
            "it belongs to the paper and is kept in the store, not in this file".to_owned()
        }
        None => "`courant config` lists the known ones".to_owned(),
    }
}

fn texts(sort: Sort, value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, &'static str> {
    let value = value.get_ref();
    match sort {
        Sort::Text => match value.as_str() {
            Some(text) => Ok(vec![text.to_owned()]),
            None => Err("a text"),
        },
        Sort::Number => match (value.as_str(), value.as_integer()) {
            (Some(text), _) => Ok(vec![text.to_owned()]),
            (None, Some(number)) if number.radix() == 10 => Ok(vec![number.as_str().replace('_', "")]),
            _ => Err("a whole number"),
        },
        Sort::List => match (value.as_str(), value.as_array()) {
            (Some(text), _) => Ok(super::values::split_list(text)),
            (None, Some(items)) => items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
                .ok_or("a list of texts"),
            (None, None) => Err("a list of texts"),
        },
    }
}

fn sort_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Settings that people look for here and that stand with the paper.
fn is_of_the_paper(name: &str) -> bool {
    [
        "name",
        "tagline",
        "zone",
        "language",
        "sections",
        "navigation",
        "replies",
        "footer",
    ]
    .contains(&name)
}
