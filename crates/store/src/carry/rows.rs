//! The way out: the rows of a table as lines of JSON, one after the other from one read transaction.
//! A line is the same whichever engine it comes from, and rows come in the order of their key, so two exports can be compared.

use super::{Column, Kind, Table};
use crate::keys::Keys;
use crate::tx::{Connection, Tx};
use crate::{Result, StoreError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::TryStreamExt;
use serde_json::value::RawValue;
use sqlx::{AssertSqlSafe, Database, Decode, Row, Type};
use std::io::Write;

/// How a table is read.
pub struct Reading<'k> {
    /// Whether secret columns go out.
    pub secrets: bool,
    /// Opens what is sealed.
    pub keys: &'k Keys,
    /// Ids of rows whose sealed words open with another key alone; they go out without those.
    pub unreadable: Vec<String>,
}

impl<'k> Reading<'k> {
    /// With these keys.
    pub fn new(keys: &'k Keys, secrets: bool) -> Self {
        Self {
            secrets,
            keys,
            unreadable: Vec::new(),
        }
    }
}

/// How many rows of a table go out.
#[crate::boxed]
pub async fn count(tx: &mut Tx, table: &Table) -> Result<u64> {
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM \"{}\"{}",
        table.name,
        condition(table)
    );
    let rows: i64 = match tx.connection() {
        Connection::Sqlite(db) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await?,
        Connection::Postgres(db) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await?,
    };
    Ok(rows.try_into().unwrap_or_default())
}

/// Gives every row to `each` as a line without its end, in the order of the table's key; returns how many there were.
#[crate::boxed]
pub async fn read_out(
    tx: &mut Tx,
    table: &Table,
    reading: &mut Reading<'_>,
    each: &mut (dyn FnMut(&[u8]) -> Result<()> + Send),
) -> Result<u64> {
    let columns: Vec<Column> = table
        .list()
        .into_iter()
        .filter(|column| reading.secrets || !column.secret)
        .collect();
    let mut line = Vec::with_capacity(4_096);
    let mut rows = 0;
    macro_rules! walk {
        ($db:expr, $postgres:expr) => {{
            let sql = select(table, &columns, $postgres);
            let mut found = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch($db);
            while let Some(row) = found.try_next().await? {
                line.clear();
                write(&row, table, &columns, reading, &mut line)?;
                each(&line)?;
                rows += 1;
            }
        }};
    }
    match tx.connection() {
        Connection::Sqlite(db) => walk!(db, false),
        Connection::Postgres(db) => walk!(db, true),
    }
    Ok(rows)
}

fn condition(table: &Table) -> String {
    if table.only.is_empty() {
        return String::new();
    }
    format!(" WHERE {}", table.only)
}

fn select(table: &Table, columns: &[Column], postgres: bool) -> String {
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let order: Vec<String> = table
        .key
        .split_whitespace()
        .map(|key| {
            let is_number = columns
                .iter()
                .any(|column| column.name == key && matches!(column.kind, Kind::Number | Kind::Time));
            // Text is in the order of its bytes on both engines.
            let collation = if postgres && !is_number { " COLLATE \"C\"" } else { "" };
            format!("\"{key}\"{collation}")
        })
        .collect();
    format!(
        "SELECT {} FROM \"{}\"{} ORDER BY {}",
        names.join(", "),
        table.name,
        condition(table),
        order.join(", ")
    )
}

fn write<R, D>(row: &R, table: &Table, columns: &[Column], reading: &mut Reading<'_>, line: &mut Vec<u8>) -> Result<()>
where
    D: Database,
    R: Row<Database = D>,
    usize: sqlx::ColumnIndex<R>,
    for<'a> &'a str: Decode<'a, D> + Type<D>,
    for<'a> &'a [u8]: Decode<'a, D> + Type<D>,
    for<'a> i64: Decode<'a, D> + Type<D>,
    for<'a> bool: Decode<'a, D> + Type<D>,
{
    for (at, column) in columns.iter().enumerate() {
        line.push(if at == 0 { b'{' } else { b',' });
        line.push(b'"');
        line.extend_from_slice(column.name.as_bytes());
        line.extend_from_slice(b"\":");
        match column.kind {
            Kind::Text => match row.try_get_unchecked::<Option<&str>, _>(at)? {
                Some(text) => json(line, text)?,
                None => line.extend_from_slice(b"null"),
            },
            Kind::Json => match row.try_get_unchecked::<Option<&str>, _>(at)? {
                Some(text) if stands_open(text) => line.extend_from_slice(text.as_bytes()),
                Some(text) => json(line, text)?,
                None => line.extend_from_slice(b"null"),
            },
            Kind::Number => match row.try_get_unchecked::<Option<i64>, _>(at)? {
                Some(number) => json(line, &number)?,
                None => line.extend_from_slice(b"null"),
            },
            Kind::Time => match row.try_get_unchecked::<Option<i64>, _>(at)? {
                Some(at) => time(line, at)?,
                None => line.extend_from_slice(b"null"),
            },
            Kind::Flag => match row.try_get_unchecked::<Option<bool>, _>(at)? {
                Some(flag) => json(line, &flag)?,
                None => line.extend_from_slice(b"null"),
            },
            Kind::Bytes => match row.try_get_unchecked::<Option<&[u8]>, _>(at)? {
                Some(bytes) => json(line, &STANDARD.encode(bytes))?,
                None => line.extend_from_slice(b"null"),
            },
            Kind::Sealed => {
                let sealed = row.try_get_unchecked::<Option<&[u8]>, _>(at)?.unwrap_or_default();
                let id = row.try_get_unchecked::<&str, _>(place(columns, table.sealed_for)?)?;
                match open(reading, id, sealed) {
                    Some(words) => line.extend_from_slice(words.as_bytes()),
                    None => line.extend_from_slice(b"null"),
                }
            }
        }
    }
    line.push(b'}');
    Ok(())
}

fn place(columns: &[Column], name: &str) -> Result<usize> {
    columns
        .iter()
        .position(|column| column.name == name)
        .ok_or_else(|| StoreError::Unreadable(format!("no column {name} says what is sealed for whom")))
}

/// What was sealed, open; nothing when nothing was, or when another key sealed it.
fn open(reading: &mut Reading<'_>, id: &str, sealed: &[u8]) -> Option<String> {
    if sealed.is_empty() {
        return None;
    }
    let opened = reading
        .keys
        .unseal_secret(id, sealed)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .filter(|words| stands_open(words));
    if opened.is_none() {
        reading.unreadable.push(id.to_owned());
    }
    opened
}

/// Whether kept text stands in the file as the JSON that it is; anything else stands there as a string.
fn stands_open(text: &str) -> bool {
    text.starts_with(['{', '['])
        && !text.contains(['\n', '\r'])
        && serde_json::from_str::<&RawValue>(text).is_ok_and(|value| value.get().len() == text.len())
}

fn json<T: serde::Serialize + ?Sized>(line: &mut Vec<u8>, value: &T) -> Result<()> {
    serde_json::to_writer(line, value).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// A moment as RFC 3339; one outside the calendar as its number.
fn time(line: &mut Vec<u8>, at: i64) -> Result<()> {
    let written = match jiff::Timestamp::from_microsecond(at) {
        Ok(moment) => write!(line, "\"{moment}\""),
        Err(_) => write!(line, "{at}"),
    };
    written.map_err(|error| StoreError::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_reads_back_to_the_letter_stands_open() {
        assert!(stands_open("{\"a\": [1]}"));
        assert!(stands_open("[]"));
        for other in ["", "text", "\"text\"", "{\"a\":1} ", "{\"a\":\n1}", "{", "12"] {
            assert!(!stands_open(other), "{other:?}");
        }
    }
}
