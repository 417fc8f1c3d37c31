//! Every row of every table as text, for tests that ask whether a word is kept anywhere.
//! Blobs come as hexadecimal digits; [`hex`] tells what a word looks like in them.

use super::TestPaper;
use courant_store::Database;
use sqlx::{AssertSqlSafe, Connection};
use std::collections::BTreeMap;

impl TestPaper {
    /// The rows of each table, one a line.
    pub async fn tables(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        match &self.scratch.database {
            Database::Sqlite(path) => {
                let mut db = sqlx::SqliteConnection::connect(&format!("sqlite:{}", path.display()))
                    .await
                    .unwrap();
                let tables: Vec<String> = sqlx::query_scalar(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                )
                .fetch_all(&mut db)
                .await
                .unwrap();
                for table in tables {
                    let columns: Vec<String> =
                        sqlx::query_scalar(AssertSqlSafe(format!("SELECT name FROM pragma_table_info('{table}')")))
                            .fetch_all(&mut db)
                            .await
                            .unwrap();
                    let quoted: Vec<String> = columns.iter().map(|name| format!("quote({name})")).collect();
                    let sql = format!("SELECT {} FROM {table}", quoted.join(" || ',' || "));
                    let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut db).await.unwrap();
                    found.insert(table, rows.join("\n"));
                }
            }
            Database::Postgres(url) => {
                let mut db = sqlx::PgConnection::connect(url).await.unwrap();
                let tables: Vec<String> =
                    sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
                        .fetch_all(&mut db)
                        .await
                        .unwrap();
                for table in tables {
                    let sql = format!("SELECT t::text FROM {table} t");
                    let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut db).await.unwrap();
                    found.insert(table, rows.join("\n"));
                }
            }
        }
        found.retain(|table, _| table != "_sqlx_migrations");
        found
    }

    /// The tables in which a word stands, also within blobs; small and capital letters count as one.
    pub async fn tables_with(&self, word: &str) -> Vec<String> {
        let word = word.to_lowercase();
        let in_blobs = hex(&word);
        let tables = self.tables().await;
        assert!(tables.len() > 20, "{:?}", tables.keys());
        tables
            .into_iter()
            .filter(|(_, rows)| {
                let rows = rows.to_lowercase();
                rows.contains(&word) || rows.contains(&in_blobs)
            })
            .map(|(table, _)| table)
            .collect()
    }
}

/// A word as the digits of its bytes.
fn hex(word: &str) -> String {
    word.bytes()
        .fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
}
