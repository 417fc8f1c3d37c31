//! `cargo xtask sql`: has both database crates compile every query against a real engine and keeps what they learned in each crate's `.sqlx`.
//! Run by whoever changes a query or a migration; `--check`, a part of `xtask test`, does it in a scratch folder and compares.

use crate::cluster::Cluster;
use crate::run::{self, Scratch, aloud, cargo, quietly};
use crate::{Outcome, machine};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The engine's folder of migrations and the crate that compiles its queries.
const ENGINES: [&str; 2] = ["sqlite", "postgres"];

/// Replaces what is committed.
pub fn write() -> Outcome<()> {
    machine::provide(machine::SQL)?;
    let cluster = Cluster::start()?;
    for engine in ENGINES {
        let kept = crate_of(engine).join(".sqlx");
        // Into a scratch folder first: a query that does not compile must not cost the ones that did.
        let scratch = Scratch::new("sql")?;
        let fresh = learn(engine, &cluster, scratch.path())?;
        drop(fs::remove_dir_all(&kept));
        fs::create_dir_all(&kept)?;
        for (name, text) in &fresh {
            fs::write(kept.join(name), text)?;
        }
        println!("{engine}: {} queries", fresh.len());
    }
    Ok(())
}

/// Compares with a cluster of its own.
pub fn check() -> Outcome<()> {
    machine::provide(machine::SQL)?;
    compare(&Cluster::start()?)
}

/// Compares what is committed with what the engines say now; an error names every query that differs.
pub fn compare(cluster: &Cluster) -> Outcome<()> {
    let mut differences = Vec::new();
    for engine in ENGINES {
        let scratch = Scratch::new("sql")?;
        let fresh = learn(engine, cluster, scratch.path())?;
        let kept = read(&crate_of(engine).join(".sqlx"))?;
        println!("{engine}: {} queries", fresh.len());
        differences.extend(compared(engine, &kept, &fresh));
    }
    if differences.is_empty() {
        return Ok(());
    }
    differences.push("run `cargo xtask sql` and commit what it wrote".into());
    Err(differences.join("\n").into())
}

fn crate_of(engine: &str) -> PathBuf {
    run::root().join("crates").join(format!("store-{engine}"))
}

/// Has the engine's crate compiled with a database at hand and reads what the query macros wrote.
fn learn(engine: &str, cluster: &Cluster, scratch: &Path) -> Outcome<BTreeMap<String, String>> {
    let home = crate_of(engine);
    let url = database(engine, cluster, scratch)?;
    let answers = scratch.join("answers");
    fs::create_dir_all(&answers)?;
    // The macros run only when the crate is compiled anew.
    let lib = home.join("src/lib.rs");
    fs::File::options()
        .append(true)
        .open(&lib)?
        .set_modified(std::time::SystemTime::now())?;
    let variable = url_variable(&fs::read_to_string(home.join("sqlx.toml")).unwrap_or_default());
    let package = format!("courant-store-{engine}");
    let said = aloud(
        cargo()
            .args(["check", "--quiet", "-p", &package])
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &answers)
            .env(variable, url),
    )?;
    if !said.ok {
        return Err(format!("the queries of {package} do not compile").into());
    }
    read(&answers)
}

/// Makes a database with every migration in it and says where it is.
fn database(engine: &str, cluster: &Cluster, scratch: &Path) -> Outcome<String> {
    let migrations = migrations(engine)?;
    if engine == "sqlite" {
        let file = scratch.join("paper.sqlite");
        for migration in migrations {
            let read = format!(".read '{}'", migration.display());
            quietly(Command::new("sqlite3").arg("-bail").arg(&file).arg(read))?;
        }
        return Ok(format!("sqlite://{}", file.display()));
    }
    let name = "sql_check";
    let url = cluster.create(name)?;
    for migration in migrations {
        quietly(cluster.psql(name).arg("-1").arg("-f").arg(migration))?;
    }
    Ok(url)
}

fn migrations(engine: &str) -> Outcome<Vec<PathBuf>> {
    let folder = run::root().join("crates/store/migrations").join(engine);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "sql"))
        .collect();
    files.sort();
    Ok(files)
}

fn read(folder: &Path) -> Outcome<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(found);
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            found.insert(name, fs::read_to_string(entry.path())?);
        }
    }
    Ok(found)
}

fn compared(engine: &str, kept: &BTreeMap<String, String>, fresh: &BTreeMap<String, String>) -> Vec<String> {
    let mut differences = Vec::new();
    for (name, text) in fresh {
        match kept.get(name) {
            None => differences.push(format!("{engine}: {name} is not committed")),
            Some(old) if old.trim_end() != text.trim_end() => {
                differences.push(format!("{engine}: {name} differs"));
            }
            Some(_) => {}
        }
    }
    for name in kept.keys().filter(|name| !fresh.contains_key(*name)) {
        differences.push(format!("{engine}: {name} belongs to no query any more"));
    }
    differences
}

/// The environment variable that the crate's `sqlx.toml` names for its database.
fn url_variable(sqlx_toml: &str) -> String {
    sqlx_toml
        .lines()
        .filter_map(|line| line.trim().strip_prefix("database-url-var"))
        .filter_map(|rest| rest.split('"').nth(1))
        .map(String::from)
        .next()
        .unwrap_or_else(|| "DATABASE_URL".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        of.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
    }

    #[test]
    fn the_variable_is_the_one_that_the_crate_names() {
        let toml = "[common]\ndatabase-url-var = \"COURANT_SQLITE_URL\"\n";
        assert_eq!(url_variable(toml), "COURANT_SQLITE_URL");
        assert_eq!(url_variable(""), "DATABASE_URL");
    }

    #[test]
    fn a_query_that_is_new_changed_or_gone_is_named() {
        let kept = files(&[("query-a", "1"), ("query-b", "2"), ("query-c", "3")]);
        let fresh = files(&[("query-a", "1\n"), ("query-b", "x"), ("query-d", "4")]);
        assert_eq!(
            compared("sqlite", &kept, &fresh),
            [
                "sqlite: query-b differs",
                "sqlite: query-d is not committed",
                "sqlite: query-c belongs to no query any more",
            ]
        );
    }
}
