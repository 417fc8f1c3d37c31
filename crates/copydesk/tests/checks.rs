//! Every file in `tests/checks/NAME` gives the notes that stand in the `.expected` beside it; a new case is a new file.
//! `UPDATE_CHECKS=1 cargo test -p courant-copydesk --test checks` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use courant_copydesk::{Desk, DoNotName, Fix, Page, Report, Rules, Said, Source, Spelling, checks};
use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks")
}

/// The cases of one check: everything but what is expected and what the desk knows.
fn cases(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|e| ["txt", "md", "html"].iter().any(|known| e == *known))
        })
        .collect();
    found.sort();
    found
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_string)
}

/// What the desk knows in this case, from the `.desk.json` beside it.
fn desk_of(path: &Path, page: &mut Page) -> Desk {
    let mut desk = Desk::default();
    let Ok(known) = fs::read_to_string(path.with_extension("desk.json")) else {
        return desk;
    };
    let known: Value = serde_json::from_str(&known).unwrap();
    let list = |key: &str| known.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    page.facts.date = text(&known, "date");
    page.facts.written = text(&known, "written");
    page.facts.again = known.get("again").is_some();
    page.facts.has_fields = known.get("fields").is_some();
    page.facts.section = text(&known, "section");
    for source in list("sources") {
        desk.sources.push(Source {
            name: text(&source, "name").unwrap(),
            text: text(&source, "text").unwrap(),
        });
    }
    for said in list("record") {
        desk.record.push(Said {
            speaker: text(&said, "speaker").unwrap(),
            words: text(&said, "words").unwrap(),
        });
    }
    let words = |key: &str| {
        list(key)
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    desk.known_names = words("known_names");
    desk.dead_links = words("dead_links");
    if !list("do_not_name").is_empty() {
        desk.do_not_name.push(DoNotName {
            words: words("do_not_name"),
            until: text(&known, "until"),
        });
    }
    if let Some(dictionary) = text(&known, "dictionary") {
        desk.spelling = Some(Arc::new(
            Spelling::new("SET UTF-8\n", &dictionary, &words("own").join("\n")).unwrap(),
        ));
    }
    desk
}

fn lines(report: &Report<'_>, check: &str) -> String {
    let page = report.reading.page;
    let folded = |span| page.at(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for note in report.notes.iter().filter(|note| note.check == check) {
        let fix = match &note.fix {
            None => String::new(),
            Some(Fix::Card { title, .. }) => format!(" | card: {title}"),
            Some(Fix::Replace { span, with }) => format!(" | fix: {} → {with}", folded(*span)),
        };
        let _ = writeln!(
            out,
            "{} | {}{fix} | {}",
            note.severity.word(),
            folded(note.span),
            note.message
        );
    }
    out
}

#[test]
fn every_check_finds_what_its_cases_say_and_leaves_near_misses_alone() {
    let update = std::env::var_os("UPDATE_CHECKS").is_some();
    for check in checks::ALL {
        let cases = cases(&folder().join(check.name));
        let silent = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().starts_with("silent");
        assert!(
            cases.iter().any(silent) && !cases.iter().all(silent),
            "{} needs hits and near misses",
            check.name
        );
        for path in &cases {
            let input = fs::read_to_string(path).unwrap();
            let mut page = Page::from_file(&path.to_string_lossy(), &input);
            let desk = desk_of(path, &mut page);
            let found = lines(&courant_copydesk::check(&page, &desk), check.name);
            if silent(path) {
                assert_eq!(found, "", "{} is a near miss", path.display());
                continue;
            }
            let beside = path.with_extension("expected");
            if update {
                fs::write(&beside, &found).unwrap();
            }
            let expected = fs::read_to_string(&beside).unwrap_or_else(|_| panic!("{} is missing", beside.display()));
            assert_eq!(found, expected, "{}", path.display());
            assert!(!found.is_empty() || update, "{} finds nothing", path.display());
        }
    }
}

#[test]
fn every_check_has_its_page_in_the_docs() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/copydesk");
    for check in checks::ALL {
        let page = fs::read_to_string(docs.join(format!("{}.md", check.name)))
            .unwrap_or_else(|_| panic!("{} has no page", check.name));
        assert!(page.contains(check.reason), "{}.md gives its reason", check.name);
    }
}

#[test]
fn the_starter_rules_hold_on_their_own_examples() {
    let (rules, bad) = Rules::read(Rules::starter_files().iter().copied());
    assert_eq!(
        bad.iter().map(ToString::to_string).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
    assert_eq!(rules.test(), Vec::<String>::new());
}

/// The words between quotation marks, in order.
fn quoted_words(page: &Page) -> Vec<String> {
    let reading = courant_copydesk::Reading::of(page);
    let word = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    let mut words = Vec::new();
    for quoted in reading.quoted.iter().filter(|q| q.depth == 0) {
        words.extend(
            page.at(quoted.inner)
                .split_whitespace()
                .map(word)
                .filter(|w| !w.is_empty()),
        );
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_fix_adds_removes_or_changes_a_word_inside_quotation_marks(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..24)) {
        let text = pieces.concat();
        let page = Page::from_plain(&text);
        let desk = Desk { rules: Arc::new(Rules::starter()), ..Desk::default() };
        let report = courant_copydesk::check(&page, &desk);
        for note in &report.notes {
            let Some(Fix::Replace { span, with }) = &note.fix else { continue };
            // A paragraph that is cut as a whole takes its quotations with it; that is no change of them.
            if with.is_empty() && page.parts.iter().any(|part| span.holds(part.span)) {
                continue;
            }
            let inside: Vec<_> = report.reading.quoted.iter().filter(|q| q.inner.meets(*span)).collect();
            let letters = page.at(*span).chars().any(char::is_alphanumeric) || with.chars().any(char::is_alphanumeric);
            prop_assert!(inside.is_empty() || !letters, "{note:?} in {text}");
            let mut mended = page.text.clone();
            mended.replace_range(span.start..span.end, with);
            if report.reading.troubles.is_empty() {
                prop_assert_eq!(quoted_words(&page), quoted_words(&Page::from_plain(&mended)), "{:?} in {}", note, text);
            }
        }
    }

    #[test]
    fn no_text_makes_it_fail_and_all_spans_stand_on_letters(text in "\\PC{0,400}") {
        for page in [Page::from_plain(&text), Page::from_markdown(&text), Page::from_html(&text)] {
            let report = courant_copydesk::check(&page, &Desk::default());
            for note in &report.notes {
                prop_assert!(page.text.get(note.span.start..note.span.end).is_some());
            }
            let json = report.json();
            prop_assert!(json.get("notes").is_some());
        }
    }
}

const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "Anna Berg said ",
    "the the ",
    "in order to ",
    "huge mistake ",
    "grave error ",
    "Read more: ",
    "\n\n",
    ". ",
    ", ",
    "concluding this paragraph ",
    "this month ",
    "due to the fact that ",
    "Leave A Reply",
    "The ferry sailed at noon with all of its passengers on board. ",
    "per cent ",
    "percent ",
    "she added ",
    "e.g. ",
    "— ",
];
