//! The rules that keep one query text right on both databases: types, keys, and what the engines would answer differently.
//! Called by `tidy::run` for migrations and for every Rust file of the store's crates; the few statements that must differ stand in `only.rs`.

use super::{Offence, Page};
use std::collections::BTreeSet;

/// Words that have no place in a statement of the store, and what stands there instead.
const NOT_IN_QUERIES: &[(&str, &str)] = &[
    ("INTEGER", "BIGINT, never INTEGER"),
    ("LIKE", "store a folded key and compare it"),
    ("ILIKE", "store a folded key and compare it"),
    ("GLOB", "store a folded key and compare it"),
    ("NOCASE", "store a folded key and compare it"),
    ("LOWER(", "store a folded key and compare it"),
    ("UPPER(", "store a folded key and compare it"),
    ("->", "no JSON operators: keep it in a column"),
    ("->>", "no JSON operators: keep it in a column"),
];

const NOT_IN_TABLES: &[(&str, &str)] = &[
    ("INTEGER", "BIGINT, never INTEGER"),
    ("INT", "BIGINT, never INT"),
    ("TIMESTAMP", "times are BIGINT, microseconds UTC"),
    ("TIMESTAMPTZ", "times are BIGINT, microseconds UTC"),
    ("DATETIME", "times are BIGINT, microseconds UTC"),
    ("NOCASE", "store a folded key and compare it"),
];

/// Migrations: types that both engines read back alike, and keys that SQLite cannot leave empty.
pub fn migration(page: &Page) -> Vec<Offence> {
    if page.extension() != "sql" || !page.path.contains("/migrations/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, line) in page.text.lines().enumerate() {
        let code = line.split("--").next().unwrap_or("").to_uppercase();
        for (word, instead) in NOT_IN_TABLES {
            if has_word(&code, word) {
                found.push(Offence::new(&page.path, at + 1, format!("{word}: {instead}")));
            }
        }
        if let Some((head, tail)) = code.split_once("PRIMARY KEY") {
            // `PRIMARY KEY (a, b)` names columns that say NOT NULL themselves.
            let of_table = tail.trim_start().starts_with('(');
            let wide = has_word(head, "TEXT") || has_word(head, "BIGINT");
            let sound = wide && head.contains("NOT NULL");
            if !of_table && !sound {
                let what = "a key is `TEXT NOT NULL PRIMARY KEY`: SQLite lets other keys be null";
                found.push(Offence::new(&page.path, at + 1, what));
            }
        }
    }
    found
}

/// Queries in the store's crates.
pub fn statements(page: &Page) -> Vec<Offence> {
    let ours = page.extension() == "rs" && page.path.starts_with("crates/store");
    if !ours || page.path.ends_with("/only.rs") || page.path.contains("/tests/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (line, text) in strings(&page.text) {
        let statement = text.to_uppercase();
        let first = statement.split_whitespace().next().unwrap_or("");
        if !["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first) {
            continue;
        }
        // An INSERT has a table, an UPDATE a SET: words alone do not make a statement.
        if !["FROM", "INTO", "SET", "SELECT EXISTS"]
            .iter()
            .any(|word| statement.contains(word))
        {
            continue;
        }
        for (word, instead) in NOT_IN_QUERIES {
            if has_word(&statement, word) {
                found.push(Offence::new(&page.path, line, format!("{word}: {instead}")));
            }
        }
        let cast = statement.replace(char::is_whitespace, "");
        if cast.matches("SUM(").count() > cast.matches("CAST(SUM(").count() + cast.matches("COALESCE(SUM(").count() {
            let what = "CAST(sum(x) AS BIGINT): the engines differ in the type of a sum";
            found.push(Offence::new(&page.path, line, what));
        }
        if cast.starts_with("SELECTEXISTS(") && !text.contains("!: bool") {
            let what = "EXISTS(…) AS \"e!: bool\": SQLite answers with a number";
            found.push(Offence::new(&page.path, line, what));
        }
    }
    found
}

/// Both engines have the same migrations, by number.
pub fn same_numbers(pages: &[Page]) -> Vec<Offence> {
    let numbers = |engine: &str| -> BTreeSet<String> {
        let folder = format!("crates/store/migrations/{engine}/");
        pages
            .iter()
            .filter_map(|page| page.path.strip_prefix(&folder))
            .map(|name| name.split('_').next().unwrap_or(name).to_string())
            .collect()
    };
    let (sqlite, postgres) = (numbers("sqlite"), numbers("postgres"));
    sqlite
        .symmetric_difference(&postgres)
        .map(|number| {
            let what = format!("migration {number} stands for one database only");
            Offence::new("crates/store/migrations", 0, what)
        })
        .collect()
}

/// Whether a word stands by itself; one that is not made of letters may touch anything but its like.
fn has_word(text: &str, word: &str) -> bool {
    let of_word = |c: char| c.is_alphanumeric() || c == '_';
    let letters = word.starts_with(of_word);
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|tail| tail.chars().next());
        if letters {
            let open = word.ends_with('(') || !after.is_some_and(of_word);
            !before.is_some_and(of_word) && open
        } else {
            after != Some('>')
        }
    })
}

/// The string literals of a Rust file with the lines on which they begin; comments and characters are passed over.
fn strings(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let letters: Vec<char> = source.chars().collect();
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let (mut i, mut line) = (0, 1);
    while i < letters.len() {
        match at(i) {
            '\n' => line += 1,
            '/' if at(i + 1) == '/' => {
                while i + 1 < letters.len() && at(i + 1) != '\n' {
                    i += 1;
                }
            }
            // 'x', '\'' and '"' are characters; 'a is a lifetime.
            '\'' if at(i + 1) == '\\' => i += 3,
            '\'' if at(i + 2) == '\'' => i += 2,
            '"' => {
                let hashes = (1..=i).take_while(|n| at(i - n) == '#').count();
                let raw = i > hashes && at(i - hashes - 1) == 'r';
                let begins = line;
                let mut text = String::new();
                i += 1;
                while i < letters.len() {
                    let c = at(i);
                    if c == '\n' {
                        line += 1;
                    }
                    if c == '"' && (!raw || (1..=hashes).all(|n| at(i + n) == '#')) {
                        break;
                    }
                    if c == '\\' && !raw {
                        text.push(if at(i + 1) == '"' { '"' } else { ' ' });
                        if at(i + 1) == '\n' {
                            line += 1;
                        }
                        i += 2;
                        continue;
                    }
                    text.push(c);
                    i += 1;
                }
                found.push((begins, text));
            }
            _ => {}
        }
        i += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::page;
    use super::*;

    fn of_migration(text: &str) -> usize {
        migration(&page("crates/store/migrations/sqlite/0001_first.sql", text)).len()
    }

    fn of_query(query: &str) -> usize {
        let text = format!("fn a<'a>() -> u8 {{ let c = '\"'; query!(\n  r#\"{query}\"#) }}");
        statements(&page("crates/store/queries/stories.rs", &text)).len()
    }

    #[test]
    fn keys_are_never_null_and_numbers_are_wide() {
        assert_eq!(of_migration("id TEXT NOT NULL PRIMARY KEY, -- not INTEGER\n"), 0);
        assert_eq!(of_migration("PRIMARY KEY (story, number)\n"), 0);
        assert_eq!(of_migration("path TEXT COLLATE \"C\" NOT NULL PRIMARY KEY,\n"), 0);
        assert_eq!(of_migration("id TEXT PRIMARY KEY,\n"), 1);
        assert_eq!(of_migration("count integer NOT NULL,\n"), 1);
        assert_eq!(of_migration("hint BIGINT, pointed TEXT,\n"), 0);
    }

    #[test]
    fn what_the_engines_answer_differently_is_not_asked() {
        assert_eq!(of_query("SELECT id FROM live WHERE path = $1"), 0);
        assert_eq!(of_query("SELECT id FROM live WHERE headline LIKE $1"), 1);
        assert_eq!(of_query("SELECT id FROM live WHERE lower(headline) = $1"), 1);
        assert_eq!(of_query("SELECT body->>'a' FROM live"), 1);
        assert_eq!(of_query("SELECT likes FROM live WHERE unlike = $1"), 0);
    }

    #[test]
    fn sums_are_cast_and_answers_of_exists_are_named() {
        assert_eq!(of_query("SELECT sum(words) FROM live"), 1);
        assert_eq!(of_query("SELECT CAST(sum(words) AS BIGINT) FROM live"), 0);
        assert_eq!(of_query("SELECT EXISTS(SELECT 1 FROM live) AS e"), 1);
        assert_eq!(of_query("SELECT EXISTS(SELECT 1 FROM live) AS \"e!: bool\""), 0);
    }

    #[test]
    fn words_that_are_no_statement_are_left_alone() {
        assert_eq!(of_query("select what you LIKE"), 0);
        assert_eq!(of_query("we LIKE arrows -> from here"), 0);
    }

    #[test]
    fn a_statement_is_placed_on_the_line_where_it_begins() {
        let source = "let a = \"x \\\n  y\";\n// \"not\n'\\'';\nb(\"z\")";
        let found: Vec<usize> = strings(source).iter().map(|(line, _)| *line).collect();
        assert_eq!(found, [1, 5]);
    }

    #[test]
    fn a_migration_for_one_database_only_is_found() {
        let pages = [
            page("crates/store/migrations/sqlite/0001_first.sql", ""),
            page("crates/store/migrations/postgres/0001_start.sql", ""),
            page("crates/store/migrations/postgres/0002_more.sql", ""),
        ];
        assert_eq!(same_numbers(&pages).len(), 1);
    }
}
