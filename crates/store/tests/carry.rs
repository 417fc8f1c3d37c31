//! The list of what goes out with a paper, held against the schema of both engines: no table and no column is forgotten, and
//! what is put in after another thing can name it.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use courant_store::carry::{Column, Fate, Kind, Line, Putting, Reading, TABLES, clear, read_out};
use courant_store::keys::Keys;
use courant_store::scratch::Scratch;
use courant_store::{Database, on_both};
use sqlx::{AssertSqlSafe, Connection};
use std::collections::{BTreeMap, BTreeSet};

on_both!(
    every_table_and_column_of_the_schema_is_decided_on,
    a_row_comes_after_what_it_names,
    rows_go_out_and_come_in_to_the_letter,
    a_row_that_the_database_refuses_is_known_by_its_place,
);

/// Name of a column, its type as the engine says it, whether it may be empty.
type Found = (String, String, bool);

/// Tables with their columns, and which tables each refers to.
async fn schema(scratch: &Scratch) -> (BTreeMap<String, Vec<Found>>, BTreeSet<(String, String)>) {
    scratch.open().await.unwrap();
    let mut tables: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    let mut refers = BTreeSet::new();
    match &scratch.database {
        Database::Sqlite(path) => {
            let mut db = sqlx::SqliteConnection::connect(&format!("sqlite:{}", path.display()))
                .await
                .unwrap();
            let names: Vec<String> =
                sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                    .fetch_all(&mut db)
                    .await
                    .unwrap();
            for name in names {
                let columns: Vec<(String, String, bool)> = sqlx::query_as(AssertSqlSafe(format!(
                    "SELECT name, type, \"notnull\" = 0 FROM pragma_table_info('{name}')"
                )))
                .fetch_all(&mut db)
                .await
                .unwrap();
                let others: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                    "SELECT \"table\" FROM pragma_foreign_key_list('{name}')"
                )))
                .fetch_all(&mut db)
                .await
                .unwrap();
                refers.extend(others.into_iter().map(|other| (name.clone(), other)));
                tables.insert(name, columns);
            }
        }
        Database::Postgres(url) => {
            let mut db = sqlx::PgConnection::connect(url).await.unwrap();
            let columns: Vec<(String, String, String, bool)> = sqlx::query_as(
                "SELECT table_name::text, column_name::text, upper(data_type::text), is_nullable = 'YES'
                 FROM information_schema.columns WHERE table_schema = 'public'",
            )
            .fetch_all(&mut db)
            .await
            .unwrap();
            for (table, column, of, nullable) in columns {
                tables.entry(table).or_default().push((column, of, nullable));
            }
            let others: Vec<(String, String)> = sqlx::query_as(
                "SELECT a.relname::text, b.relname::text FROM pg_constraint c
                 JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid WHERE c.contype = 'f'",
            )
            .fetch_all(&mut db)
            .await
            .unwrap();
            refers.extend(others);
        }
    }
    tables.remove("_sqlx_migrations");
    (tables, refers)
}

fn is_of(kind: Kind, of: &str) -> bool {
    match kind {
        Kind::Text | Kind::Json => of == "TEXT",
        Kind::Number | Kind::Time => of == "BIGINT",
        Kind::Flag => of == "BOOLEAN",
        Kind::Bytes | Kind::Sealed => matches!(of, "BLOB" | "BYTEA"),
    }
}

async fn every_table_and_column_of_the_schema_is_decided_on(scratch: Scratch) {
    let (tables, _) = schema(&scratch).await;
    assert!(tables.len() > 80, "the schema is read wrongly: {:?}", tables.keys());
    let mut forgotten = Vec::new();
    for (name, columns) in &tables {
        let Some(table) = TABLES.iter().find(|table| table.name == name) else {
            forgotten.push(format!(
                "{name}: say in crates/store/src/carry/tables.rs whether it goes out with the paper"
            ));
            continue;
        };
        let list = table.list();
        for (column, of, nullable) in columns {
            match list.iter().find(|known| known.name == column) {
                None => forgotten.push(format!("{name}.{column}: it is in no export")),
                Some(known) => {
                    if !is_of(known.kind, of) || known.nullable != *nullable {
                        forgotten.push(format!("{name}.{column}: {known:?} is not {of}, empty {nullable}"));
                    }
                }
            }
        }
        for known in &list {
            if !columns.iter().any(|(column, ..)| column == known.name) {
                forgotten.push(format!("{name}.{}: there is no such column", known.name));
            }
        }
    }
    for table in TABLES {
        if !tables.contains_key(table.name) {
            forgotten.push(format!("{}: there is no such table", table.name));
        }
    }
    assert!(forgotten.is_empty(), "{}", forgotten.join("\n"));
}

async fn a_row_comes_after_what_it_names(scratch: Scratch) {
    let (_, refers) = schema(&scratch).await;
    assert!(refers.len() > 40, "{refers:?}");
    let place = |name: &str| TABLES.iter().position(|table| table.name == name).unwrap();
    for (table, other) in &refers {
        let (own, named) = (&TABLES[place(table)], &TABLES[place(other)]);
        if table == other {
            assert!(own.own.is_some(), "{table} refers to itself: name the column by `own`");
        } else {
            assert!(
                place(table) > place(other),
                "{table} refers to {other} and stands before it"
            );
        }
        // Whatever goes out without secrets names nothing that does not.
        if matches!(own.fate, Fate::Kept(_)) {
            assert!(
                matches!(named.fate, Fate::Kept(_)),
                "{table} would name rows of {other} that stay behind"
            );
        }
    }
}

async fn put(tx: &mut courant_store::Tx, name: &str, keys: &Keys, lines: &[&str]) -> Result<(), (usize, String)> {
    let table = TABLES.iter().find(|table| table.name == name).unwrap();
    let mut putting = Putting::into(table);
    for line in lines {
        let line = Line::read(table, &table.list(), line, false).unwrap();
        putting.add(line, keys).unwrap();
    }
    putting
        .flush(tx)
        .await
        .map_err(|(place, error)| (place, error.to_string()))
}

async fn rows_go_out_and_come_in_to_the_letter(scratch: Scratch) {
    let store = scratch.open().await.unwrap();
    let keys = Keys::from_secret(&[7; 32]).unwrap();
    let story = r#"{"id":"s1","number":1,"form":"story","state":"draft","working_slug":"a \"b\" \\ ü","head":"r1","origin":null,"rights":"ours","noindex":true,"created_at":"2026-11-23T12:00:00.000001Z","begun_by":null,"assignee":null,"brief":"two\nlines","due_at":null,"planned_words":0,"wanted_slug":"","embargo_until":"1970-01-01T00:00:00Z","embargo_local":"","unread_since":null,"changed_at":"2026-11-23T12:00:00Z","section_id":null,"due_day":"","picture_wanted":false}"#;
    let diary = r#"{"id":"d1","title":"Council","all_day":false,"starts":"2026-11-23T10:00","ends":"2026-11-23T11:00","zone":"UTC","place":"","section_id":null,"sealed":{"contact":"the clerk","notes":"ask twice"},"people":[],"repeats":"","exceptions":[],"cancelled":false,"first_day":"2026-11-22","last_day":"2026-11-24","uid":"u1","sequence":0,"created_by":null,"changed_at":"2026-11-23T12:00:00Z","removed_at":null}"#;
    let draft = r#"{"story_id":"s1","epoch":"e","last_seq":1,"settled_seq":0,"compacted_to":0,"snapshot":"AAECAw==","suggestions":0,"words":3,"writer":"console","written_at":"2026-11-23T12:00:00Z"}"#;
    let rows = [("story", story), ("draft", draft), ("diary_event", diary)];
    let mut tx = store.write().await.unwrap();
    clear(&mut tx).await.unwrap();
    for (table, line) in rows {
        put(&mut tx, table, &keys, &[line]).await.unwrap();
    }
    for (name, line) in rows {
        let table = TABLES.iter().find(|table| table.name == name).unwrap();
        let mut out = Vec::new();
        let mut reading = Reading::new(&keys, true);
        read_out(&mut tx, table, &mut reading, &mut |line| {
            out.push(String::from_utf8(line.to_vec()).unwrap());
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(out, [line]);
        assert!(reading.unreadable.is_empty());
    }
    // What is sealed is sealed in the store, and opens with no other key.
    let other = Keys::from_secret(&[8; 32]).unwrap();
    let table = TABLES.iter().find(|table| table.name == "diary_event").unwrap();
    let mut reading = Reading::new(&other, true);
    read_out(&mut tx, table, &mut reading, &mut |line| {
        assert!(!String::from_utf8_lossy(line).contains("clerk"));
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(reading.unreadable, ["d1"]);
}

async fn a_row_that_the_database_refuses_is_known_by_its_place(scratch: Scratch) {
    let store = scratch.open().await.unwrap();
    let keys = Keys::from_secret(&[7; 32]).unwrap();
    let topic =
        |id: &str, slug: &str| format!(r#"{{"id":"{id}","number":{id},"slug":"{slug}","name":"T","description":""}}"#);
    let lines = [topic("1", "a"), topic("2", "b"), topic("3", "a"), topic("4", "d")];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut tx = store.write().await.unwrap();
    let (place, error) = put(&mut tx, "topic", &keys, &lines).await.unwrap_err();
    assert_eq!(place, 2, "{error}");
    assert!(error.to_lowercase().contains("unique"), "{error}");
}

#[test]
fn what_is_secret_is_marked() {
    let marked: Vec<String> = TABLES
        .iter()
        .flat_map(|table| {
            let secret = matches!(table.fate, Fate::Secret(_) | Fate::Fleeting | Fate::Derived);
            let columns: Vec<Column> = table.list();
            columns
                .into_iter()
                .filter(move |column| secret || column.secret)
                .map(move |column| format!("{}.{}", table.name, column.name))
        })
        .collect();
    // Whatever its name says to be a key, a hash of one, or an address stays behind.
    for table in TABLES {
        for column in table.list() {
            let tells = ["email_", "_mac", "cipher", "password", "totp", "token", "secret"];
            let name = format!("{}.{}", table.name, column.name);
            let harmless = ["account.email_folded", "account.totp_step"].contains(&name.as_str());
            if tells.iter().any(|part| column.name.contains(part)) && !harmless {
                assert!(marked.contains(&name), "{name} goes out without --secrets");
            }
        }
    }
}
