//! What the copy desk found, as people and programs read it: lines for a terminal, JSON, and SARIF 2.1.0.
//! Called by `courant check` and by the desk; offsets are Unicode scalar values of the input.

use crate::note::{Fix, Note, Severity};
use crate::page::{Page, Ruler};
use crate::reading::Reading;
use crate::span::Span;
use crate::{checks, note};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A page with its notes.
#[derive(Debug)]
pub struct Report<'p> {
    /// What was read.
    pub reading: Reading<'p>,
    /// What was found, in the order of the page.
    pub notes: Vec<Note>,
}

struct Places<'p> {
    page: &'p Page,
    ruler: Ruler<'p>,
}

impl<'p> Places<'p> {
    fn of(page: &'p Page) -> Self {
        Self {
            page,
            ruler: Ruler::new(page.input()),
        }
    }

    fn scalars(&self, span: Span) -> (usize, usize) {
        let source = self.page.in_source(span);
        (self.ruler.scalars(source.start), self.ruler.scalars(source.end))
    }

    fn line(&self, span: Span) -> usize {
        self.ruler.line(self.page.in_source(span).start)
    }

    fn text(&self, span: Span) -> &'p str {
        let source = self.page.in_source(span);
        self.page.input().get(source.start..source.end).unwrap_or("")
    }
}

impl Report<'_> {
    /// How many notes have this gravity.
    pub fn count(&self, severity: Severity) -> usize {
        self.notes.iter().filter(|note| note.severity == severity).count()
    }

    /// The JSON form: notes, quotations and names.
    pub fn json(&self) -> Value {
        let places = Places::of(self.reading.page);
        let notes: Vec<Value> = self
            .notes
            .iter()
            .map(|note| {
                let (start, end) = places.scalars(note.span);
                json!({
                    "check": note.check, "severity": note.severity.word(), "message": note.message, "start": start, "end": end,
                    "line": places.line(note.span), "text": places.text(note.span), "fix": note.fix.as_ref().map(|fix| fix_json(fix, &places)),
                })
            })
            .collect();
        let quotations: Vec<Value> = self
            .spoken()
            .map(|q| {
                let (start, end) = places.scalars(q.span);
                json!({
                    "speaker": q.speaker, "words": places.text(q.span), "cue": q.cue.map(|cue| places.text(cue)), "start": start, "end": end, "kind": q.manner.word(),
                })
            })
            .collect();
        let names: Vec<Value> = self
            .reading
            .names
            .iter()
            .map(|name| {
                let (start, end) = places.scalars(name.span);
                let id = name.id.to_string();
                json!({
                    "text": places.text(name.span), "kind": name.kind.word(), "start": start, "end": end,
                    "id": if id.is_empty() { Value::Null } else { Value::String(id) },
                })
            })
            .collect();
        json!({"notes": notes, "quotations": quotations, "names": names})
    }

    /// Quotations of the record: speech in the body, each told once where a paragraph was printed twice.
    pub fn spoken(&self) -> impl Iterator<Item = &crate::Quotation> {
        let page = self.reading.page;
        let repeated: Vec<Span> = self
            .notes
            .iter()
            .filter(|n| n.check == "repeats" && n.severity == Severity::Stop)
            .map(|n| n.span)
            .collect();
        self.reading.quotations.iter().filter(move |q| {
            let body = page
                .part_at(q.span.start)
                .and_then(|i| page.parts.get(i))
                .is_some_and(|part| !part.role.is_heading());
            q.speech
                && body
                && q.speaker
                    .as_deref()
                    .is_some_and(|who| !NOBODY.contains(&who.to_lowercase().as_str()))
                && !repeated.iter().any(|span| span.holds(q.span))
        })
    }

    /// SARIF 2.1.0, as code hosts and editors read it.
    pub fn sarif(&self, file: &str) -> Value {
        let places = Places::of(self.reading.page);
        let rules: Vec<Value> = checks::ALL
            .iter()
            .map(|check| json!({"id": check.name, "shortDescription": {"text": check.reason}}))
            .collect();
        let results: Vec<Value> = self
            .notes
            .iter()
            .map(|note| {
                let (start, end) = places.scalars(note.span);
                let level = match note.severity {
                    note::Severity::Stop => "error",
                    note::Severity::Warn => "warning",
                    note::Severity::Hint => "note",
                };
                let mut result = json!({
                    "ruleId": note.check, "level": level, "message": {"text": note.message},
                    "locations": [{"physicalLocation": {
                        "artifactLocation": {"uri": file},
                        "region": {"startLine": places.line(note.span), "charOffset": start, "charLength": end.saturating_sub(start), "snippet": {"text": places.text(note.span)}},
                    }}],
                });
                if let (Some(link), Some(result)) = (&note.link, result.as_object_mut()) {
                    result.insert("properties".into(), json!({"link": link}));
                }
                result
            })
            .collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [{"tool": {"driver": {"name": "courant check", "rules": rules}}, "columnKind": "unicodeCodePoints", "results": results}],
        })
    }

    /// Lines for a terminal.
    pub fn lines(&self, file: &str) -> String {
        let places = Places::of(self.reading.page);
        let mut out = String::new();
        for note in &self.notes {
            let text: String = places.text(note.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = if text.chars().count() > 70 {
                text.chars().take(69).chain(['…']).collect()
            } else {
                text
            };
            let mend = match &note.fix {
                Some(Fix::Card { .. }) => " [fix: make a card]".to_string(),
                Some(Fix::Replace { with, .. }) if with.is_empty() => " [fix: cut]".to_string(),
                Some(Fix::Replace { with, .. }) => format!(" [fix: {with}]"),
                None => String::new(),
            };
            let _ = writeln!(
                out,
                "{file}:{}: {} {}: {}{}\n    {short}{mend}",
                places.line(note.span),
                note.severity.word(),
                note.check,
                note.message,
                note.link.as_ref().map_or_else(String::new, |link| format!(" ({link})"))
            );
        }
        let count = |severity| self.count(severity);
        let spoken: Vec<_> = self.spoken().collect();
        if !spoken.is_empty() {
            out.push_str("\nWho said what\n");
            for q in spoken {
                let words: String = places.text(q.span).split_whitespace().collect::<Vec<_>>().join(" ");
                let short: String = if words.chars().count() > 90 {
                    words.chars().take(89).chain(['…']).collect()
                } else {
                    words
                };
                let _ = writeln!(
                    out,
                    "    {} ({}, line {}): {short}",
                    q.speaker.as_deref().unwrap_or("?"),
                    q.manner.word(),
                    places.line(q.span)
                );
            }
        }
        let _ = writeln!(
            out,
            "\n{} stops, {} warnings, {} hints",
            count(Severity::Stop),
            count(Severity::Warn),
            count(Severity::Hint)
        );
        out
    }
}

/// Words that name no speaker until somebody says whom they mean.
const NOBODY: &[&str] = &["it", "you", "one", "this", "who", "which", "i", "we"];

fn fix_json(fix: &Fix, places: &Places<'_>) -> Value {
    let (start, end) = places.scalars(fix.span());
    match fix {
        Fix::Replace { with, .. } => {
            json!({"kind": if with.is_empty() { "cut" } else { "replace" }, "start": start, "end": end, "with": with})
        }
        Fix::Card { title, .. } => json!({"kind": "card", "start": start, "end": end, "title": title}),
    }
}
