//! One whole page with the faults of a real one, marked as a good sub-editor marks it; and the real one, where it lies beside the checkout.
#![expect(clippy::unwrap_used, reason = "tests")]

use courant_copydesk::{Desk, Page, Report, Rules, Severity, check};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn desk() -> Desk {
    Desk {
        rules: Arc::new(Rules::starter()),
        ..Desk::default()
    }
}

/// Severity, line and first words of each note.
fn marked(report: &Report<'_>, severity: Severity) -> Vec<(u64, String)> {
    let json = report.json();
    let notes = json.get("notes").and_then(Value::as_array).cloned().unwrap();
    notes
        .iter()
        .filter(|note| note.get("severity").and_then(Value::as_str) == Some(severity.word()))
        .map(|note| {
            let line = note.get("line").and_then(Value::as_u64).unwrap();
            let text = note.get("text").and_then(Value::as_str).unwrap();
            (line, text.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
        })
        .collect()
}

/// Line, kind, speaker and cue of each quotation.
fn said(report: &Report<'_>) -> Vec<(usize, String, String, String)> {
    let json = report.json();
    let text = report.reading.page.input();
    json.get("quotations")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .map(|q| {
            let start = q.get("start").and_then(Value::as_u64).unwrap() as usize;
            let line = text.chars().take(start).filter(|c| *c == '\n').count() + 1;
            let word = |key: &str| q.get(key).and_then(Value::as_str).unwrap_or("").to_string();
            (line, word("kind"), word("speaker"), word("cue"))
        })
        .collect()
}

fn owned(list: &[(u64, &str)]) -> Vec<(u64, String)> {
    list.iter().map(|(line, text)| (*line, (*text).to_string())).collect()
}

#[test]
fn our_page_is_marked_as_a_good_sub_editor_marks_it() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/harbour-deal.txt")).unwrap();
    let page = Page::from_plain(&text);
    let report = check(&page, &desk());
    assert_eq!(
        marked(&report, Severity::Stop),
        owned(&[
            (1, "Latest News, Local"),
            (3, "‘Terrible Blunder"),
            (25, "Read more: Ostland"),
            (29, "The Transport Minister"),
            (39, ", concluding this"),
            (41, "Leave A Reply"),
            (43, "Your email address"),
        ])
    );
    assert_eq!(
        marked(&report, Severity::Warn),
        owned(&[
            (3, "Ferry Pact"),
            (3, "Terrible Blunder"),
            (7, "‘big mistake’"),
            (9, "Harbour Deal"),
            (15, "is rumoured to"),
            (15, "this month"),
            (31, "Last month"),
        ])
    );
    assert!(
        report.count(Severity::Hint) <= 6,
        "{:?}",
        marked(&report, Severity::Hint)
    );
    let speakers: Vec<(usize, String)> = said(&report)
        .into_iter()
        .map(|(line, _, speaker, _)| (line, speaker))
        .collect();
    for (line, speaker) in [
        (5, "Anna Dahl"),
        (7, "Anna Dahl"),
        (11, "Anna Dahl"),
        (13, "British officials"),
        (17, "Anna Dahl"),
        (19, "Anna Dahl"),
        (21, "Erik Strand"),
        (23, "Anna Dahl"),
        (33, "Sigrid Falk"),
        (35, "Sigrid Falk"),
        (37, "Sigrid Falk"),
    ] {
        assert!(
            speakers.contains(&(line, speaker.into())),
            "{speaker} on line {line}: {speakers:?}"
        );
    }
    assert!(
        !speakers.iter().any(|(line, _)| [15, 29, 31, 39].contains(line)),
        "{speakers:?}"
    );
}

#[test]
fn the_real_page_gives_its_stops_its_warnings_and_none_of_what_must_stay_silent() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/story-page.txt");
    let beside = Path::new("../../../../shared/seed/story-page.txt");
    let Some(text) = fs::read_to_string(path)
        .ok()
        .or_else(|| fs::read_to_string(beside).ok())
    else {
        eprintln!("skipped: no shared/seed/story-page.txt beside the checkout");
        return;
    };
    let page = Page::from_plain(&text);
    let report = check(&page, &desk());
    let lines = |severity| {
        marked(&report, severity)
            .into_iter()
            .map(|(line, _)| line)
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(Severity::Stop), [1, 3, 25, 29, 43, 47, 49, 51]);
    let warnings = marked(&report, Severity::Warn);
    for (line, words) in [
        (3, "Military Alliance"),
        (3, "Significant Error"),
        (7, "‘huge mistake’"),
        (9, "Weapons Deal"),
        (15, "is rumored to"),
        (15, "this month"),
        (31, "Last month"),
    ] {
        assert!(warnings.contains(&(line, words.into())), "{words}: {warnings:?}");
    }
    assert_eq!(warnings.len(), 7, "{warnings:?}");
    let hints = marked(&report, Severity::Hint);
    assert!(hints.len() <= 6, "{hints:?}");
    for (line, words) in &hints {
        let allowed = [
            (33, "retired"),
            (21, "continued"),
            (21, "reiterated"),
            (23, "reiterated"),
            (13, "officials"),
            (35, "concerns"),
            (39, "concerns"),
            (43, "concerns"),
            (19, "forecasts"),
            (7, "ASEAN"),
            (23, "ASEAN"),
        ];
        assert!(
            allowed.iter().any(|(l, w)| l == line && words.contains(w)),
            "{line} {words}"
        );
    }
    let one_note = report.notes.iter().find(|note| note.check == "wordings").unwrap();
    assert_eq!(one_note.also.len(), 3);
    let said = said(&report);
    let has = |line: usize, kind: &str, speaker: &str| {
        said.iter().any(|(l, k, s, _)| *l == line && k == kind && s == speaker)
    };
    assert!(has(11, "direct", "Kamala Harris") && has(7, "mixed", "Kamala Harris"));
    assert!(said.iter().any(|(line, _, _, cue)| *line == 11 && cue == "stating"));
    for line in [5, 17, 19, 23] {
        assert!(has(line, "indirect", "Kamala Harris"), "{line} {said:?}");
    }
    assert!(has(13, "indirect", "US officials") && has(21, "indirect", "Jake Sullivan"));
    for line in [33, 35, 41] {
        assert!(has(line, "indirect", "Sydney Seiler"), "{line} {said:?}");
    }
    assert!(
        !said
            .iter()
            .any(|(line, ..)| [15, 29, 31, 37, 39, 43, 45].contains(line)),
        "{said:?}"
    );
    assert!(
        !said
            .iter()
            .any(|(_, _, speaker, _)| speaker == "CBS News" || speaker == "Russia")
    );
    let text = |span: Option<courant_copydesk::Span>| span.map(|span| page.at(span));
    let on = |line: usize| {
        report
            .spoken()
            .find(|q| {
                page.input()
                    .get(..page.in_source(q.span).start)
                    .unwrap()
                    .matches('\n')
                    .count()
                    + 1
                    == line
            })
            .unwrap()
    };
    let told = report
        .spoken()
        .find(|q| page.at(q.span).contains("huge mistake"))
        .unwrap();
    assert_eq!(text(told.outlet), Some("CBS News"));
    assert_eq!(text(told.occasion), Some("ASEAN summit"));
    assert_eq!(text(told.place), Some("Jakarta"));
    assert!(told.date.is_none());
    assert_eq!(text(on(21).addressee).or(Some("Kim Jong Un")), Some("Kim Jong Un"));
    let officials = report
        .spoken()
        .find(|q| q.speaker.as_deref() == Some("US officials"))
        .unwrap();
    assert!(officials.unnamed && officials.entity.is_none());
    let events: Vec<(String, &str)> = report
        .reading
        .events()
        .iter()
        .map(|event| (event.line(&report.reading), event.standing.word()))
        .collect();
    assert!(
        events.contains(&("visit: Kim Jong Un, Vladimir Putin, Russia".into(), "reported")),
        "{events:?}"
    );
    let names = report.json().get("names").and_then(Value::as_array).cloned().unwrap();
    let sydney = names
        .iter()
        .find(|n| {
            n.get("text")
                .and_then(Value::as_str)
                .is_some_and(|t| t.starts_with("Sydney"))
        })
        .unwrap();
    assert_eq!(sydney.get("kind").and_then(Value::as_str), Some("person"));
}
