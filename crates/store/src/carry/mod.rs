//! The whole paper as lines of JSON, and back: which rows of which table go out, how each column is written, and the way in.
//! `newsroom::moving` makes a folder of it; nothing else reads or writes whole tables.
//!
//! There is one list, [`TABLES`]. A test holds it against the schema of both engines, table by table and column by column, so
//! that a migration without a decision about moving out fails there.

mod lines;
mod put;
mod rows;
mod tables;

pub use lines::{Fault, Line};
pub use put::{Putting, clear, is_empty, pause_webhooks};
pub use rows::{Reading, count, read_out};
pub use tables::TABLES;

/// What becomes of a table when the paper moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Its rows go out, into this file of the export.
    Kept(&'static str),
    /// Its rows go out with the secrets alone, into this file of the export.
    Secret(&'static str),
    /// It is worked out of other tables, and built anew where the paper arrives.
    Derived,
    /// It is of the running house alone, such as sessions; nothing of it goes out.
    Fleeting,
}

/// A table and what of it goes out.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name in the schema.
    pub name: &'static str,
    /// What becomes of it.
    pub fate: Fate,
    /// Its key: rows are written in this order.
    pub key: &'static str,
    /// Its columns as [`Column::parse`] reads them.
    pub columns: &'static str,
    /// What it is, for the page that explains the export.
    pub says: &'static str,
    /// A condition on the rows that go out, beside all others; empty takes every row.
    pub only: &'static str,
    /// A column that names another row of the same table.
    pub own: Option<&'static str>,
    /// The column that holds the id for which sealed words of a row were sealed.
    pub sealed_for: &'static str,
}

impl Table {
    /// The file of the export; none for what never goes out.
    pub fn file(&self, secrets: bool) -> Option<&'static str> {
        match self.fate {
            Fate::Kept(file) => Some(file),
            Fate::Secret(file) if secrets => Some(file),
            _ => None,
        }
    }

    /// The columns, in the order in which they are written.
    pub fn list(&self) -> Vec<Column> {
        self.columns.split_whitespace().map(Column::parse).collect()
    }
}

/// How a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A number.
    Number,
    /// A time: microseconds UTC in the store, RFC 3339 in the file.
    Time,
    /// True or false.
    Flag,
    /// JSON that is kept as text; in the file it stands as JSON.
    Json,
    /// Bytes: base64.
    Bytes,
    /// Words sealed by the key of the paper; in the file they stand open, and they are sealed again by the key of the paper that
    /// takes them in.
    Sealed,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// Whether it may be empty.
    pub nullable: bool,
    /// Whether it goes out with the secrets alone.
    pub secret: bool,
}

impl Column {
    /// Reads `name`, then `:n` number, `:t` time, `:b` flag, `:j` JSON, `:x` bytes or `:s` sealed; `?` may be empty, `!` is secret.
    pub fn parse(written: &'static str) -> Self {
        let bare = written.trim_end_matches(['?', '!']);
        let (name, kind) = bare.split_once(':').unwrap_or((bare, ""));
        let marks = written.get(bare.len()..).unwrap_or_default();
        Self {
            name,
            kind: match kind {
                "n" => Kind::Number,
                "t" => Kind::Time,
                "b" => Kind::Flag,
                "j" => Kind::Json,
                "x" => Kind::Bytes,
                "s" => Kind::Sealed,
                _ => Kind::Text,
            },
            nullable: marks.contains('?'),
            secret: marks.contains('!'),
        }
    }
}

/// The number of the newest migration: an export says of which schema it is.
pub fn schema() -> i64 {
    courant_store_sqlite::MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_as_it_is_written() {
        let column = Column::parse("totp:x?!");
        assert_eq!((column.name, column.kind), ("totp", Kind::Bytes));
        assert!(column.nullable && column.secret);
        let column = Column::parse("name");
        assert_eq!((column.name, column.kind), ("name", Kind::Text));
        assert!(!column.nullable && !column.secret);
    }

    #[test]
    fn a_file_and_a_table_stand_in_the_list_once() {
        let mut files: Vec<&str> = TABLES.iter().filter_map(|table| table.file(true)).collect();
        let mut names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        let (all_files, all_names) = (files.len(), names.len());
        files.sort_unstable();
        files.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!((files.len(), names.len()), (all_files, all_names));
        assert!(TABLES.iter().all(|table| !table.says.is_empty()));
    }
}
