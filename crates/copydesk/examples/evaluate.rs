//! Prints how well the copy desk reads: names, quotations, false alarms and time, on texts that are no part of the project.
//! Run by `cargo xtask bench copydesk`; `-v` also prints what was wrong, for the tuning split only, and `--unjudged`
//! the stops and warnings that `judged-alarms.tsv` does not know yet, as lines for it.

use courant_copydesk::evaluation::judged::{self, Tally, Verdicts};
use courant_copydesk::evaluation::{self, NamedText, Score};
use courant_copydesk::related::{Related, Words};
use courant_copydesk::{Desk, NameKind, Page, Rules, Severity};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|a| a == flag);
    let folder = std::env::var("COURANT_NEWS").unwrap_or_else(|_| "../shared/data/news".into());
    if has("--only-alarms") {
        alarms(Path::new(&folder), has("--unjudged"));
        return;
    }
    if !has("--only-quotations") {
        names(Path::new(&folder), has("-v"));
    }
    if !has("--only-quotations") {
        alarms(Path::new(&folder), has("--unjudged"));
        time(Path::new(&folder));
        events(Path::new(&folder));
    }
    if let Ok(folder) = std::env::var("COURANT_POLNEAR") {
        for split in ["train", "dev"] {
            if split == "dev" || has("--train") {
                quotations(
                    &Path::new(&folder).join("data").join(split),
                    split,
                    has("-v") && split == "train",
                );
            }
        }
    }
}

fn names(folder: &Path, verbose: bool) {
    let Ok(text) = fs::read_to_string(folder.join("gum-names.jsonl")) else {
        println!("names: n/a (no gum-names.jsonl)");
        return;
    };
    for split in ["train", "dev"] {
        let (mut marked, mut meant) = (Score::default(), Score::default());
        for line in text.lines() {
            let Ok(one) = serde_json::from_str::<NamedText>(line) else {
                continue;
            };
            if one.split == split {
                let also = judged(&one.id);
                marked.add(evaluation::names_as_marked(&one, &also).0);
                let (score, report) = evaluation::names_as_meant(&one, &also);
                meant.add(score);
                for line in report.iter().filter(|_| verbose && split == "train") {
                    println!("{line}");
                }
            }
        }
        println!("names, {split}: {meant}");
        println!("names, {split}, to the letter of the marks: {marked}");
    }
}

/// Proper names without an article, as read in the texts.
fn judged(id: &str) -> Vec<(String, NameKind)> {
    include_str!("judged-names.tsv")
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (text, kind, name) = (fields.next()?, fields.next()?, fields.next()?);
            let kind = match kind {
                "person" => NameKind::Person,
                "organisation" => NameKind::Organisation,
                "place" => NameKind::Place,
                _ => return None,
            };
            (text == id).then(|| (name.to_string(), kind))
        })
        .collect()
}

fn quotations(folder: &Path, split: &str, verbose: bool) {
    let Ok(entries) = fs::read_dir(folder.join("text")) else {
        println!("quotations: n/a (no texts in {})", folder.display());
        return;
    };
    let (mut speakers, mut content, mut count) = (Score::default(), Score::default(), 0);
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let stem = path
            .file_stem()
            .map(|s| s.to_string_lossy().to_string())
            .unwrap_or_default();
        let Some(annotations) = annotations(&folder.join("attributions"), &stem) else {
            continue;
        };
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let gold = evaluation::attributions(&text, &annotations);
        let score = evaluation::quotations(&text, &gold);
        speakers.add(score.speakers);
        content.add(score.content);
        count += 1;
        if verbose {
            println!("# {stem}");
            for line in score.report {
                println!("{line}");
            }
        }
    }
    println!("speakers of quoted words, {split}, {count} texts: {speakers}");
    println!("content of all quotations by token, {split}: {content}");
}

/// Annotations carry a hash after the name of the text.
fn annotations(folder: &Path, stem: &str) -> Option<String> {
    let start: String = stem.chars().take(60).collect();
    let path = fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .find(|p| {
            p.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with(start.trim_end_matches('.')))
        })?;
    fs::read_to_string(path).ok()
}

/// Stops and warnings on published news, and those of the stories that a person has read with them. A published story has a date,
/// so each text gets one.
fn alarms(folder: &Path, list: bool) {
    let desk = Desk {
        rules: Arc::new(Rules::starter()),
        ..Desk::default()
    };
    let read = |text: &str| {
        let mut page = Page::from_plain(text);
        page.facts.date = Some("2015-01-01".into());
        page
    };
    let texts = stories(folder);
    let (mut stops, mut warnings, mut hints) = (0, 0, 0);
    for (_, text) in &texts {
        let page = read(text);
        let report = courant_copydesk::check(&page, &desk);
        stops += report.count(Severity::Stop);
        warnings += report.count(Severity::Warn);
        hints += report.count(Severity::Hint);
    }
    let share = |count: usize| count as f64 / texts.len().max(1) as f64;
    println!(
        "alarms on {} published texts: {:.2} stops and {:.2} warnings a story, {:.2} hints",
        texts.len(),
        share(stops),
        share(warnings),
        share(hints)
    );
    let verdicts = Verdicts::read(include_str!("judged-alarms.tsv"));
    let chosen = judged::chosen(corpus(folder, FIRST), corpus(folder, SECOND));
    let (mut tally, mut given) = (Tally::default(), HashSet::new());
    for (id, text) in &chosen {
        let page = read(text);
        let report = courant_copydesk::check(&page, &desk);
        tally.add(&verdicts, id, text, &report.notes, &page);
        let alarms: Vec<_> = report.notes.iter().filter(|note| judged::is_alarm(note)).collect();
        given.extend(alarms.iter().map(|note| (id.clone(), judged::hash_of(note, &page))));
        if list && alarms.is_empty() && !verdicts.knows(id, text) {
            println!("{id}\t{}\t-\t-\tnone\t", judged::hash(text));
        }
        for note in alarms.iter().filter(|_| list) {
            if verdicts.right(id, text, note, &page).is_none() {
                println!(
                    "{id}\t{}\t{}\t{}\t?\t{} | {} | {}",
                    judged::hash(text),
                    note.check,
                    judged::hash_of(note, &page),
                    note.severity.word(),
                    page.at(note.span).replace(['\n', '\t'], " "),
                    note.message
                );
            }
        }
    }
    println!(
        "alarms as judged: {tally}; {} verdicts on alarms that are gone",
        verdicts.gone(&given)
    );
}

const FIRST: &str = "gum-names.jsonl";
const SECOND: &str = "ecb-topics-1-20.jsonl";

/// The news texts, by id.
fn stories(folder: &Path) -> Vec<(String, String)> {
    let mut texts = corpus(folder, FIRST);
    texts.extend(corpus(folder, SECOND));
    texts
}

fn corpus(folder: &Path, file: &str) -> Vec<(String, String)> {
    let all = fs::read_to_string(folder.join(file)).unwrap_or_default();
    all.lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .map(|value| {
            let field = |name: &str| value.get(name).and_then(|v| v.as_str()).unwrap_or("").to_string();
            (field("id"), field("text"))
        })
        .collect()
}

/// The whole analysis of a text of 500 words, the median of all such.
fn time(folder: &Path) {
    let desk = Desk {
        rules: Arc::new(Rules::starter()),
        ..Desk::default()
    };
    let mut took: Vec<f64> = Vec::new();
    for (_, text) in stories(folder) {
        let words: Vec<&str> = text.split_inclusive(' ').take(500).collect();
        if words.len() == 500 {
            let start = std::time::Instant::now();
            let page = Page::from_plain(&words.concat());
            let report = courant_copydesk::check(&page, &desk);
            std::hint::black_box(&report.notes);
            took.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    took.sort_by(f64::total_cmp);
    let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or(0.0);
    println!(
        "whole analysis of 500 words: median {:.2} ms, 95th percentile {:.2} ms, {} texts",
        at(50),
        at(95),
        took.len()
    );
}

/// Whether a story of the same event stands among the first five, and how long the question takes at 10,000 stories.
fn events(folder: &Path) {
    let all = fs::read_to_string(folder.join("ecb-topics-1-20.jsonl")).unwrap_or_default();
    let stories: Vec<(String, Words)> = all
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .map(|value| {
            let field = |name: &str| value.get(name).and_then(|v| v.as_str()).unwrap_or("").to_string();
            (field("event"), Words::of_plain(&field("text")))
        })
        .collect();
    let mut index = Related::default();
    for (_, words) in &stories {
        index.add(words);
    }
    let hit = |number: usize, event: &str, words: &Words| {
        let near = index.nearest(words, Some(number), 5);
        near.iter()
            .any(|(other, _)| stories.get(*other).is_some_and(|(e, _)| e == event))
    };
    let hits = stories
        .iter()
        .enumerate()
        .filter(|(number, (event, words))| hit(*number, event, words))
        .count();
    println!(
        "same event among the first five: {:.3} of {} stories",
        hits as f64 / stories.len().max(1) as f64,
        stories.len()
    );
    let first = stories.iter().enumerate().filter(|(number, (event, words))| {
        let near = index.nearest(words, Some(*number), 1);
        near.first()
            .and_then(|(other, _)| stories.get(*other))
            .is_some_and(|(e, _)| e == event)
    });
    println!(
        "same event first: {:.3}",
        first.count() as f64 / stories.len().max(1) as f64
    );
    let mut large = Related::default();
    while !stories.is_empty() && large.len() < 10_000 {
        for (_, words) in stories.iter().take(10_000 - large.len()) {
            large.add(words);
        }
    }
    let start = std::time::Instant::now();
    for (_, words) in stories.iter().take(100) {
        std::hint::black_box(large.nearest(words, None, 5));
    }
    println!(
        "a question at {} stories: {:.2} ms",
        large.len(),
        start.elapsed().as_secs_f64() * 10.0
    );
}
