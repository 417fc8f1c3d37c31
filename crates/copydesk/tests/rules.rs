//! Every rule in `tests/rules` holds on its own examples, and gives the notes that stand in the `.expected` beside it on the `.txt`
//! beside it; those in `tests/rules/refused` are refused with the message beside them. A new case is a new file;
//! `UPDATE_RULES=1 cargo test -p courant-copydesk --test rules` writes what is expected.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use courant_copydesk::{Desk, Fix, Page, Rules, Spelling, check};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn rules(folder: &str) -> Vec<(PathBuf, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yml"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        (path, name, text)
    };
    paths.into_iter().map(read).collect()
}

fn hold(beside: &Path, found: &str) {
    if std::env::var_os("UPDATE_RULES").is_some() {
        fs::write(beside, found).unwrap();
    }
    let expected = fs::read_to_string(beside).unwrap_or_else(|_| panic!("{} is missing", beside.display()));
    assert_eq!(found, expected, "{}", beside.display());
}

/// The notes on the text beside a rule, a line each: passage, mend, message, link.
fn notes(rules: Rules, name: &str, text: &str) -> String {
    let dictionary = "5\nferry\nthe\nsailed\nshe\nsaid\n";
    let desk = Desk {
        rules: Arc::new(rules),
        spelling: Some(Arc::new(Spelling::new("SET UTF-8\n", dictionary, "kaimanu\n").unwrap())),
        ..Desk::default()
    };
    let page = Page::from_markdown(text);
    let report = check(&page, &desk);
    assert!(
        !report
            .notes
            .iter()
            .any(|note| note.check == "spelling" && name == "spelling"),
        "a rule of spelling takes the place of the check"
    );
    let mut out = String::new();
    for note in report.notes.iter().filter(|note| note.check == format!("House.{name}")) {
        let mend = match &note.fix {
            Some(Fix::Replace { span, with }) => format!(" | {:?} → {with:?}", page.at(*span)),
            _ => String::new(),
        };
        let link = note.link.as_ref().map_or_else(String::new, |link| format!(" | {link}"));
        let passage: String = page.at(note.span).chars().take(40).collect();
        let _ = writeln!(
            out,
            "{} | {passage}{mend} | {}{link}",
            note.severity.word(),
            note.message
        );
    }
    out
}

#[test]
fn every_kind_of_rule_reads_its_options() {
    for (path, name, text) in rules("") {
        let house = format!("House.{name}");
        let (mut rules, bad) = Rules::read([(house.as_str(), text.as_str())]);
        assert_eq!(
            bad.iter().map(ToString::to_string).collect::<Vec<_>>(),
            Vec::<String>::new()
        );
        assert_eq!(rules.test(), Vec::<String>::new(), "{}", path.display());
        let beside = path.with_extension("txt");
        if let Ok(text) = fs::read_to_string(&beside) {
            rules.accept(&["kaimanu".to_string(), "WAKA".to_string()]);
            hold(&path.with_extension("expected"), &notes(rules, &name, &text));
        } else {
            assert!(
                text.contains("hits:") && text.contains("silent:"),
                "{} needs examples",
                path.display()
            );
        }
    }
}

#[test]
fn every_kind_of_rule_has_a_case() {
    let all = rules("").into_iter().map(|(_, _, text)| text).collect::<String>();
    for kind in [
        "existence",
        "substitution",
        "occurrence",
        "repetition",
        "consistency",
        "conditional",
        "capitalization",
        "metric",
        "readability",
        "spelling",
    ] {
        assert!(all.contains(&format!("extends: {kind}\n")), "{kind} has no case");
    }
}

#[test]
fn what_cannot_be_used_is_named_with_line_and_reason_and_the_others_run() {
    let refused = rules("refused");
    let sound = ("sound", "extends: existence\nmessage: \"%s\"\ntokens: [steamboat]\n");
    let files = refused.iter().map(|(_, name, text)| (name.as_str(), text.as_str()));
    let (rules, bad) = Rules::read(files.chain([sound]));
    assert_eq!(rules.rules.len(), 1);
    assert_eq!(bad.len(), refused.len());
    for ((path, ..), why) in refused.iter().zip(&bad) {
        hold(&path.with_extension("expected"), &format!("{why}\n"));
    }
    let desk = Desk {
        rules: Arc::new(rules),
        ..Desk::default()
    };
    let page = Page::from_plain("The steamboat sailed at noon.");
    assert!(check(&page, &desk).notes.iter().any(|note| note.check == "sound"));
}
