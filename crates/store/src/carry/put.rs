//! The way in: rows put into an empty store, many in one statement; and how empty a store is.
//! A row that refers to another of its own table is put in without that, and told of it in a second walk through the file.

use super::lines::Value;
use super::{Column, Kind, Line, TABLES, Table};
use crate::keys::Keys;
use crate::tx::{Connection, Tx};
use crate::{Result, StoreError};
use sqlx::AssertSqlSafe;

/// Values of one statement on SQLite, at most.
const MOST_VALUES: usize = 2_000;
/// Rows of one statement on PostgreSQL, at most.
const MOST_ROWS: usize = 500;
/// Bytes of text that wait for a statement, at most.
const MOST_BYTES: usize = 4 << 20;

/// Tables of which an empty paper has no row.
const CONTENT: [&str; 5] = ["story", "reply", "picture", "entity", "account"];

/// Whether nobody has kept anything yet: no story, reply, picture, entry of the record or account.
#[crate::boxed]
pub async fn is_empty(tx: &mut Tx) -> Result<bool> {
    for table in TABLES.iter().filter(|table| CONTENT.contains(&table.name)) {
        if super::count(tx, table).await? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes every row out of every table: what a new paper and its schema begin with.
#[crate::boxed]
pub async fn clear(tx: &mut Tx) -> Result<()> {
    for table in TABLES.iter().rev() {
        run(tx, format!("DELETE FROM \"{}\"", table.name)).await?;
    }
    Ok(())
}

async fn run(tx: &mut Tx, sql: String) -> Result<()> {
    match tx.connection() {
        Connection::Sqlite(db) => {
            sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(db).await?;
        }
        Connection::Postgres(db) => {
            sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(db).await?;
        }
    }
    Ok(())
}

/// Rows of one table on their way in.
pub struct Putting {
    table: Table,
    columns: Vec<Column>,
    waiting: Vec<Line>,
    bytes: usize,
}

impl Putting {
    /// Into a table.
    pub fn into(table: &Table) -> Self {
        Self {
            table: *table,
            columns: table.list(),
            waiting: Vec::new(),
            bytes: 0,
        }
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows wait for the next statement.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Takes a row; true when it is time for [`Putting::flush`].
    pub fn add(&mut self, mut line: Line, keys: &Keys) -> Result<bool> {
        self.seal(&mut line, keys)?;
        self.bytes += line.values.iter().map(length).sum::<usize>();
        self.waiting.push(line);
        let full = self.waiting.len() >= MOST_ROWS || self.waiting.len() * self.columns.len() >= MOST_VALUES;
        Ok(full || self.bytes >= MOST_BYTES)
    }

    fn seal(&self, line: &mut Line, keys: &Keys) -> Result<()> {
        for (at, column) in self.columns.iter().enumerate() {
            if column.kind != Kind::Sealed {
                continue;
            }
            let id = line
                .text(&self.columns, self.table.sealed_for)
                .unwrap_or_default()
                .to_owned();
            if let Some(Value::Bytes(Some(words))) = line.values.get_mut(at)
                && !words.is_empty()
            {
                *words = keys.seal_secret(&id, words)?;
            }
        }
        Ok(())
    }

    /// Puts in what waits. On a failure nothing of it is in, and the place among the waiting rows is given of the first that
    /// the database refuses.
    #[crate::boxed]
    pub async fn flush(&mut self, tx: &mut Tx) -> Result<(), (usize, StoreError)> {
        let rows = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        if rows.is_empty() {
            return Ok(());
        }
        let unplaced = |error: StoreError| (0, error);
        run(tx, "SAVEPOINT carry".to_owned()).await.map_err(unplaced)?;
        let Err(error) = self.put(tx, &rows).await else {
            return run(tx, "RELEASE SAVEPOINT carry".to_owned()).await.map_err(unplaced);
        };
        run(tx, "ROLLBACK TO SAVEPOINT carry".to_owned())
            .await
            .map_err(unplaced)?;
        for (at, row) in rows.iter().enumerate() {
            if let Err(error) = self.put(tx, std::slice::from_ref(row)).await {
                return Err((at, error));
            }
        }
        Err((0, error))
    }

    async fn put(&self, tx: &mut Tx, rows: &[Line]) -> Result<()> {
        match tx.connection() {
            Connection::Sqlite(db) => {
                let mut query = sqlx::query(AssertSqlSafe(self.by_rows(rows.len())));
                for value in rows.iter().flat_map(|row| &row.values) {
                    query = match value {
                        Value::Text(text) => query.bind(text.as_deref()),
                        Value::Number(number) => query.bind(*number),
                        Value::Flag(flag) => query.bind(*flag),
                        Value::Bytes(bytes) => query.bind(bytes.as_deref()),
                    };
                }
                query.execute(db).await?;
            }
            Connection::Postgres(db) => {
                let mut query = sqlx::query(AssertSqlSafe(self.by_columns()));
                for (at, column) in self.columns.iter().enumerate() {
                    let values = rows.iter().map(|row| row.values.get(at));
                    query = match column.kind {
                        Kind::Text | Kind::Json => query.bind(values.map(text).collect::<Vec<_>>()),
                        Kind::Number | Kind::Time => query.bind(values.map(number).collect::<Vec<_>>()),
                        Kind::Flag => query.bind(values.map(flag).collect::<Vec<_>>()),
                        Kind::Bytes | Kind::Sealed => query.bind(values.map(bytes).collect::<Vec<_>>()),
                    };
                }
                query.execute(db).await?;
            }
        }
        Ok(())
    }

    fn names(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        names.join(", ")
    }

    fn by_rows(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        format!(
            "INSERT INTO \"{}\" ({}) VALUES {}",
            self.table.name,
            self.names(),
            vec![row; rows].join(", ")
        )
    }

    fn by_columns(&self) -> String {
        let arrays: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let of = match column.kind {
                    Kind::Text | Kind::Json => "TEXT",
                    Kind::Number | Kind::Time => "BIGINT",
                    Kind::Flag => "BOOLEAN",
                    Kind::Bytes | Kind::Sealed => "BYTEA",
                };
                format!("${}::{of}[]", at + 1)
            })
            .collect();
        format!(
            "INSERT INTO \"{}\" ({}) SELECT * FROM UNNEST({})",
            self.table.name,
            self.names(),
            arrays.join(", ")
        )
    }

    /// Tells a row which other of its table it refers to, once all are in. Nothing when it refers to none.
    #[crate::boxed]
    pub async fn refer(&self, tx: &mut Tx, line: &Line) -> Result<()> {
        let (Some(column), Some(other), Some(id)) =
            (self.table.own, &line.own, line.text(&self.columns, self.table.key))
        else {
            return Ok(());
        };
        let sql = format!(
            "UPDATE \"{}\" SET \"{column}\" = $1 WHERE \"{}\" = $2",
            self.table.name, self.table.key
        );
        match tx.connection() {
            Connection::Sqlite(db) => {
                sqlx::query(AssertSqlSafe(sql)).bind(other).bind(id).execute(db).await?;
            }
            Connection::Postgres(db) => {
                sqlx::query(AssertSqlSafe(sql)).bind(other).bind(id).execute(db).await?;
            }
        }
        Ok(())
    }
}

fn text(value: Option<&Value>) -> Option<&str> {
    match value {
        Some(Value::Text(text)) => text.as_deref(),
        _ => None,
    }
}

fn number(value: Option<&Value>) -> Option<i64> {
    match value {
        Some(Value::Number(number)) => *number,
        _ => None,
    }
}

fn flag(value: Option<&Value>) -> Option<bool> {
    match value {
        Some(Value::Flag(flag)) => *flag,
        _ => None,
    }
}

fn bytes(value: Option<&Value>) -> Option<&[u8]> {
    match value {
        Some(Value::Bytes(bytes)) => bytes.as_deref(),
        _ => None,
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Text(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        _ => 8,
    }
}

/// Pauses webhooks that came without their secret; returns how many.
#[crate::boxed]
pub async fn pause_webhooks(tx: &mut Tx) -> Result<u64> {
    let sql = "UPDATE webhook SET state = 'paused', paused_why = 'hand' WHERE state = 'active'";
    Ok(match tx.connection() {
        Connection::Sqlite(db) => sqlx::query(sql).execute(db).await?.rows_affected(),
        Connection::Postgres(db) => sqlx::query(sql).execute(db).await?.rows_affected(),
    })
}
