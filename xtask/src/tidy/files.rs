//! Rules about single files: how they open, how long they are, what must not stand in them.
//! Called by `tidy::run` for every page of the checkout that a person wrote.

use super::{Offence, Page};

/// Past this many lines ask whether a file is two.
const LONG: usize = 500;

/// Every Rust file opens with two sentences: what it is and who calls it.
pub fn opening(page: &Page) -> Option<Offence> {
    if page.extension() != "rs" {
        return None;
    }
    let opening: Vec<&str> = page
        .text
        .lines()
        .map_while(|line| line.trim_start().strip_prefix("//!"))
        .map(str::trim)
        .take_while(|line| !line.starts_with("```"))
        .collect();
    let what = match sentences(&opening.join(" ")) {
        0 if opening.is_empty() => "opens without `//!`: say what the file is and who calls it",
        // Cargo calls tests and build scripts; what such a file is takes one sentence.
        1 if called_by_cargo(&page.path) => return None,
        0 | 1 => "opens with fewer than two sentences: say what the file is and who calls it",
        _ => return None,
    };
    Some(Offence::new(&page.path, 1, what))
}

fn called_by_cargo(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("/build.rs")
}

fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let ends = matches!(letter, '.' | '!' | '?');
        let mut closed = letters.clone();
        let next = closed.find(|c| !matches!(c, '"' | ')' | '”' | '`' | '*'));
        if ends && next.is_none_or(char::is_whitespace) {
            count += 1;
        }
    }
    count
}

/// The number of lines, when it invites the question.
pub fn long(page: &Page) -> Option<usize> {
    let watched = ["rs", "mjs", "js", "ts", "css", "html"].contains(&page.extension());
    let lines = page.text.lines().count();
    (watched && lines > LONG).then_some(lines)
}

/// Work that is only promised belongs into an issue.
pub fn promises(page: &Page) -> Vec<Offence> {
    // Put together here, so that this file does not offend against itself.
    let marks = [("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("HA", "CK")].map(|(a, b)| [a, b].concat());
    offences(page, |line| {
        let word = line
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .find(|word| marks.iter().any(|mark| mark == word))?;
        Some(format!("{word} is not kept in files: do it, or open an issue"))
    })
}

/// No white space at the end of a line.
pub fn line_ends(page: &Page) -> Vec<Offence> {
    let ours = [
        "rs", "toml", "sql", "mjs", "js", "ts", "css", "html", "ftl", "sh", "yml",
    ];
    // What a test eats may be as dirty as the world.
    let eaten = page.path.contains("/tests/") && page.extension() != "rs";
    if eaten || !ours.contains(&page.extension()) {
        return Vec::new();
    }
    offences(page, |line| {
        let clean = line.trim_end_matches([' ', '\t', '\r']);
        (clean.len() < line.len()).then(|| "white space at the end of the line".into())
    })
}

/// No path of the machine on which something was written.
pub fn workplaces(page: &Page) -> Vec<Offence> {
    let places = ["/wo", "/tm", "/ro"].iter().zip(["rk/", "p/", "ot/"]);
    let places: Vec<String> = places.map(|(a, b)| format!("{a}{b}")).collect();
    offences(page, |line| {
        let place = places.iter().find(|place| {
            line.match_indices(place.as_str()).any(|(at, _)| {
                // After a letter it is part of an address, after a quote it is a machine.
                let before = line.get(..at).and_then(|head| head.chars().next_back());
                before.is_none_or(|c| c.is_whitespace() || "\"'`(=:,<>[".contains(c))
            })
        })?;
        Some(format!("{place} is a place on somebody's machine"))
    })
}

/// Each dependency of the workspace says on its own line what it is for.
pub fn reasons_for_dependencies(page: &Page) -> Vec<Offence> {
    if page.path != "Cargo.toml" {
        return Vec::new();
    }
    let mut within = false;
    offences(page, |line| {
        if line.starts_with('[') {
            within = line.starts_with("[workspace.dependencies]");
            return None;
        }
        let name = line.split_once('=').filter(|_| within)?.0.trim();
        let ours = line.contains("path = \"crates/") || line.starts_with('#');
        let reason = line.rsplit_once(" # ").is_some_and(|(_, why)| why.trim().len() > 1);
        (!ours && !reason).then(|| format!("{name} has no comment that says what it is for"))
    })
}

/// Lock files name versions and check sums, and no host that only one machine can reach.
pub fn lock_files(pages: &[Page]) -> Vec<Offence> {
    let mut found = Vec::new();
    for page in pages {
        if page.path.ends_with("package-lock.json") {
            found.extend(offences(page, |line| {
                line.contains("\"resolved\"").then(|| {
                    "names a host: npm config set omit-lockfile-registry-resolved true, then lock again".into()
                })
            }));
        }
        if page.path.ends_with("Cargo.lock") {
            let usual = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
            found.extend(offences(page, |line| {
                (line.starts_with("source = ") && line != usual)
                    .then(|| "comes from elsewhere than the public registry".into())
            }));
        }
    }
    found
}

fn offences(page: &Page, mut rule: impl FnMut(&str) -> Option<String>) -> Vec<Offence> {
    let mut found = Vec::new();
    for (at, line) in page.text.split('\n').enumerate() {
        if let Some(what) = rule(line) {
            found.push(Offence::new(&page.path, at + 1, what));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::page;
    use super::*;

    #[test]
    fn a_file_opens_with_two_sentences() {
        let good = page(
            "a.rs",
            "//! What it is, v1.2 of it.\n//! Who calls it (`x.rs`).\nfn a() {}\n",
        );
        assert_eq!(opening(&good), None);
        for bad in [
            "fn a() {}",
            "//! One sentence v1.2 only.\n",
            "// Two. Of the wrong kind.\n",
        ] {
            assert!(opening(&page("a.rs", bad)).is_some(), "{bad}");
        }
        assert_eq!(opening(&page("a.md", "no")), None);
        assert_eq!(
            opening(&page("crates/a/tests/reads.rs", "//! What a reader sees.\n")),
            None
        );
    }

    #[test]
    fn a_promise_is_found_as_a_whole_word() {
        let mark = ["TO", "DO"].concat();
        let text = format!("fine\n// {mark}: later\n// {mark}S are fine\n");
        let found = promises(&page("a.rs", &text));
        assert_eq!(found.len(), 1);
        assert!(found.iter().all(|offence| offence.line == 2));
    }

    #[test]
    fn white_space_at_line_ends_is_found_outside_test_cases() {
        assert_eq!(line_ends(&page("a.rs", "a \nb\t\nc\n")).len(), 2);
        assert_eq!(line_ends(&page("crates/a/tests/a.html", "a \n")).len(), 0);
        assert_eq!(line_ends(&page("a.md", "a  \n")).len(), 0);
    }

    #[test]
    fn a_place_on_a_machine_is_told_from_an_address() {
        let place = ["/wo", "rk/main"].concat();
        assert_eq!(workplaces(&page("a.rs", &format!("let a = \"{place}\";"))).len(), 1);
        assert_eq!(
            workplaces(&page("a.md", &format!("https://example.org{place}"))).len(),
            0
        );
    }

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let text = "[workspace.dependencies]\n# Ours\na = { path = \"crates/a\" }\nb = \"1\"\nc = \"1\" # for it\n[lints]\nd = 1\n";
        let found = reasons_for_dependencies(&page("Cargo.toml", text));
        assert_eq!(found.len(), 1);
        assert!(found.iter().all(|offence| offence.line == 4));
    }

    #[test]
    fn a_lock_file_names_no_host() {
        let npm = page("e2e/package-lock.json", "{\n\"resolved\": \"https://x\"\n}");
        let cargo = page("Cargo.lock", "source = \"git+https://example.org\"\n");
        assert_eq!(lock_files(&[npm, cargo]).len(), 2);
    }
}
