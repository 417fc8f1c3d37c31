//! A line of an export read back into the values of a row. What is wrong with it is said in words; file and number of the
//! line are known to whoever reads the file.

use super::{Column, Kind, Table};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Flag(Option<bool>),
    Bytes(Option<Vec<u8>>),
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// In the order of the table's columns.
    pub(super) values: Vec<Value>,
    /// What the column said that names another row of the table, when it names one.
    pub(super) own: Option<String>,
}

impl Line {
    /// Reads a line. Where the export is of an older schema, a column that it does not have is empty.
    pub fn read(table: &Table, columns: &[Column], line: &str, older: bool) -> Result<Self, Fault> {
        let found: BTreeMap<&str, &RawValue> =
            serde_json::from_str(line).map_err(|error| Fault(format!("no object of JSON in one line: {error}")))?;
        if let Some(unknown) = found
            .keys()
            .find(|name| !columns.iter().any(|column| column.name == **name))
        {
            return Err(Fault(format!("{unknown:?} is no field of this file")));
        }
        let mut values = Vec::with_capacity(columns.len());
        let mut own = None;
        for column in columns {
            let written = found
                .get(column.name)
                .map(|value| value.get())
                .filter(|value| *value != "null");
            let value = match written {
                Some(written) => read(column, written)?,
                None if column.nullable || column.secret || column.kind == Kind::Sealed => nothing(column),
                None if older && !found.contains_key(column.name) => nothing(column),
                None => return Err(Fault(format!("{:?} is missing", column.name))),
            };
            if table.own == Some(column.name) {
                if let Value::Text(Some(other)) = value {
                    own = Some(other);
                }
                values.push(Value::Text(None));
            } else {
                values.push(value);
            }
        }
        Ok(Self { values, own })
    }

    /// The text of a column.
    pub(super) fn text(&self, columns: &[Column], name: &str) -> Option<&str> {
        let at = columns.iter().position(|column| column.name == name)?;
        match self.values.get(at) {
            Some(Value::Text(Some(text))) => Some(text),
            _ => None,
        }
    }
}

fn nothing(column: &Column) -> Value {
    let is_empty = !column.nullable;
    match column.kind {
        Kind::Text | Kind::Json => Value::Text(is_empty.then(String::new)),
        Kind::Number | Kind::Time => Value::Number(is_empty.then_some(0)),
        Kind::Flag => Value::Flag(is_empty.then_some(false)),
        Kind::Bytes | Kind::Sealed => Value::Bytes(is_empty.then(Vec::new)),
    }
}

fn read(column: &Column, written: &str) -> Result<Value, Fault> {
    let wrong = |wanted: &str| Fault(format!("{:?} is no {wanted}", column.name));
    let string = || serde_json::from_str::<String>(written);
    Ok(match column.kind {
        Kind::Text => Value::Text(Some(string().map_err(|_| wrong("string"))?)),
        Kind::Json if written.starts_with(['{', '[']) => Value::Text(Some(written.to_owned())),
        Kind::Json => Value::Text(Some(string().map_err(|_| wrong("object, list or string"))?)),
        Kind::Number => Value::Number(Some(written.parse().map_err(|_| wrong("whole number"))?)),
        Kind::Time => Value::Number(Some(match written.parse::<i64>() {
            Ok(number) => number,
            Err(_) => string()
                .ok()
                .and_then(|text| text.parse::<jiff::Timestamp>().ok())
                .ok_or_else(|| wrong("time such as 2026-11-25T14:05:00Z"))?
                .as_microsecond(),
        })),
        Kind::Flag => Value::Flag(Some(written.parse().map_err(|_| wrong("true or false"))?)),
        Kind::Bytes => Value::Bytes(Some(
            string()
                .ok()
                .and_then(|text| STANDARD.decode(text).ok())
                .ok_or_else(|| wrong("base64"))?,
        )),
        // Sealed once the row is put in.
        Kind::Sealed => Value::Bytes(Some(written.as_bytes().to_vec())),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::carry::TABLES;

    fn topic(line: &str) -> Result<Line, Fault> {
        let table = TABLES.iter().find(|table| table.name == "topic").unwrap();
        Line::read(table, &table.list(), line, false)
    }

    #[test]
    fn what_is_wrong_with_a_line_is_named() {
        let whole = r#"{"id":"1","number":4,"slug":"a","name":"A","description":""}"#;
        assert!(topic(whole).is_ok());
        for (line, words) in [
            ("{\"id\":", "no object of JSON"),
            (
                r#"{"id":"1","number":"four","slug":"a","name":"A","description":""}"#,
                "\"number\" is no whole number",
            ),
            (
                r#"{"id":"1","number":4,"slug":"a","name":null,"description":""}"#,
                "\"name\" is missing",
            ),
            (
                r#"{"id":"1","number":4,"slug":"a","name":"A","description":"","x":1}"#,
                "\"x\" is no field",
            ),
        ] {
            let fault = topic(line).unwrap_err().to_string();
            assert!(fault.contains(words), "{fault}");
        }
    }

    #[test]
    fn json_is_kept_to_the_letter() {
        let column = Column::parse("document:j");
        for kept in ["{\"b\": 1,  \"a\":[ ]}", "[]"] {
            assert_eq!(read(&column, kept).unwrap(), Value::Text(Some(kept.to_owned())));
        }
        assert_eq!(
            read(&column, "\"plain\"").unwrap(),
            Value::Text(Some("plain".to_owned()))
        );
    }

    #[test]
    fn a_time_is_exact_to_the_microsecond() {
        let column = Column::parse("at:t");
        let read = |text| read(&column, text).unwrap();
        assert_eq!(
            read("\"2026-11-23T12:00:00.000001Z\""),
            Value::Number(Some(1_795_435_200_000_001))
        );
        assert_eq!(read("12"), Value::Number(Some(12)));
    }
}
