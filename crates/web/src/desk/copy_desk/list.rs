//! The notes of a story as a list: the same rows in the rail, before publishing, and in what the island gets while typing.
//! Filled from the findings of the newsroom's copy desk; a row carries its place so that script can lead to it.

use crate::desk::print::Page;
use crate::desk::visit::Desk;
use courant_copydesk::{Fix, Place, Role, Severity};
use courant_model::account::Act;
use courant_model::story::{Revision, Story};
use courant_newsroom::copydesk::{Finding, Findings, Standing};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, accounts};
use serde::Serialize;

/// Checks whose notes have no one right answer: there one asks the writer or opens the source.
const OF_QUOTATIONS: [&str; 3] = ["altered", "wordings", "speaker"];
/// Characters of a passage that a row shows.
const SHORT: usize = 160;

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Spot {
    pub(crate) block: String,
    pub(crate) role: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
}

/// A mend that one key takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mend {
    /// `replace`, `cut` or `card`.
    pub(crate) kind: &'static str,
    /// What comes: new words, or the title of the card.
    pub(crate) with: String,
    /// The whole block goes.
    pub(crate) whole: bool,
    pub(crate) at: Spot,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    /// Unique in the list.
    pub(crate) key: String,
    pub(crate) rule: String,
    pub(crate) passage: String,
    /// `stop`, `warn` or `hint`.
    pub(crate) severity: &'static str,
    pub(crate) message: String,
    /// The words, cut short.
    pub(crate) text: String,
    /// The words whole, for letting them be in all stories.
    pub(crate) word: String,
    pub(crate) at: Option<Spot>,
    pub(crate) also: Vec<Spot>,
    pub(crate) mend: Option<Mend>,
    /// It is about a quotation.
    pub(crate) quotation: bool,
    /// The chief holds it.
    pub(crate) held: bool,
    /// `open`, `dismissed` or `overridden`.
    pub(crate) standing: &'static str,
    /// Who put it aside, and why.
    pub(crate) by: String,
    pub(crate) reason: String,
    /// It may be let be in all stories.
    pub(crate) may_never: bool,
    pub(crate) may_override: bool,
}

/// A relative word of time and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Meant {
    pub(crate) words: String,
    pub(crate) means: String,
    pub(crate) at: Spot,
}

/// A source of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SourceLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) url: String,
    pub(crate) words: usize,
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CopyList {
    pub(crate) story: String,
    pub(crate) stops: usize,
    pub(crate) warnings: usize,
    pub(crate) hints: usize,
    /// Open notes in the order of the page.
    pub(crate) open: Vec<Row>,
    /// Notes that somebody put aside, and stops that were overridden.
    pub(crate) settled: Vec<Row>,
    pub(crate) meant: Vec<Meant>,
    pub(crate) sources: Vec<SourceLine>,
    /// Whom a note about a quotation asks.
    pub(crate) writer: String,
    pub(crate) may_write: bool,
}

/// The list alone, for the island.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ListAlone {
    #[serde(skip)]
    language: String,
    pub(crate) list: CopyList,
}

impl Page for ListAlone {
    const TEMPLATE: &'static str = "parts/copy-desk-list.html";

    fn language(&self) -> &str {
        &self.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![CopyList::sample().alone("en")]
    }
}

impl CopyList {
    /// Fills the list of a story.
    pub(crate) async fn fill(
        desk: &mut Desk<'_>,
        who: &Who,
        story: &Story,
        head: &Revision,
        found: &Findings,
    ) -> Result<Self, Error> {
        let may_write = who.check_story(Act::Write, story, head).is_ok();
        let may_override = who.check_story(Act::OverrideStop, story, head).is_ok();
        let may_withhold = desk.may(Act::Withhold);
        let mut open = Vec::new();
        let mut settled = Vec::new();
        for (number, one) in found.notes.iter().enumerate() {
            let mut row = row(number, one, may_override, may_withhold);
            if let Standing::Dismissed(_) | Standing::Overridden(_) = &one.standing {
                let (actor, reason) = match &one.standing {
                    Standing::Dismissed(by) => (&by.actor, &by.reason),
                    Standing::Overridden(by) => (&by.actor, &by.reason),
                    Standing::Open => continue,
                };
                row.by = desk.actor_name(actor).await?;
                if !one.is_held() || may_withhold {
                    row.reason.clone_from(reason);
                }
                settled.push(row);
            } else {
                open.push(row);
            }
        }
        let sources = courant_store::q!(desk.tx, copydesk::sources(&story.id))?
            .into_iter()
            .map(|source| SourceLine {
                words: source.body.split_whitespace().count(),
                id: source.id,
                name: source.name,
                kind: desk.word(&format!("source-{}", source.kind)),
                url: source.url,
            })
            .collect();
        let writer = match story.assignee.as_ref().or(story.begun_by.as_ref()) {
            Some(id) if Some(id.as_str()) != who.account() => match accounts::open(&mut desk.tx, id).await {
                Ok(account) => account.name,
                Err(_) => String::new(),
            },
            _ => String::new(),
        };
        let meant = found
            .understood
            .iter()
            .map(|(one, place)| Meant {
                words: one.words.clone(),
                means: desk.meant(&one.day, one.unit),
                at: spot(place, &one.words),
            })
            .collect();
        Ok(Self {
            story: story.id.clone(),
            stops: found.count(Severity::Stop),
            warnings: found.count(Severity::Warn),
            hints: found.count(Severity::Hint),
            open,
            settled,
            meant,
            sources,
            writer,
            may_write,
        })
    }

    /// By itself, in a language.
    pub(crate) fn alone(self, language: &str) -> ListAlone {
        ListAlone {
            language: language.to_owned(),
            list: self,
        }
    }

    /// Stops that keep the story from its readers.
    pub(crate) fn stopping(&self) -> Vec<Row> {
        self.open.iter().filter(|row| row.severity == "stop").cloned().collect()
    }

    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        let at = || Spot {
            block: "b1".into(),
            role: "paragraph",
            start: 0,
            end: 4,
            text: "said".into(),
        };
        let row = |severity, standing, mend| Row {
            key: format!("n-{severity}-{standing}"),
            rule: "altered".into(),
            passage: "0123456789abcdef0123456789abcdef".into(),
            severity,
            message: "The source has <b> other words.".into(),
            text: "“We\" will".into(),
            word: "“We\" will".into(),
            at: Some(at()),
            also: vec![at()],
            mend,
            quotation: true,
            held: severity == "stop",
            standing,
            by: "Ana Reis".into(),
            reason: "It is <i>so</i>.".into(),
            may_never: true,
            may_override: true,
        };
        let mend = |kind| {
            Some(Mend {
                kind,
                with: "to \"x\"".into(),
                whole: kind == "cut",
                at: at(),
            })
        };
        Self {
            story: "01S".into(),
            stops: 1,
            warnings: 1,
            hints: 1,
            open: vec![
                row("stop", "open", mend("cut")),
                row("warn", "open", mend("replace")),
                row("hint", "open", mend("card")),
                row("hint", "open", None),
            ],
            settled: vec![row("warn", "dismissed", None), row("stop", "overridden", None)],
            meant: vec![Meant {
                words: "last <month>".into(),
                means: "October 2026".into(),
                at: at(),
            }],
            sources: vec![SourceLine {
                id: "01X".into(),
                name: "Transcript <1>".into(),
                kind: "Transcript".into(),
                url: "https://example.org/a".into(),
                words: 900,
            }],
            writer: "Rui Paz".into(),
            may_write: true,
        }
    }
}

fn row(number: usize, one: &Finding, may_override: bool, may_withhold: bool) -> Row {
    let note = &one.note;
    let stop = note.severity == Severity::Stop;
    let held = one.is_held();
    let words: String = one.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mend = note.fix.as_ref().zip(one.mend.as_ref()).map(|(fix, place)| match fix {
        Fix::Replace { with, .. } => Mend {
            kind: if with.is_empty() { "cut" } else { "replace" },
            with: with.clone(),
            whole: one.whole && with.is_empty(),
            at: spot(place, ""),
        },
        Fix::Card { title, .. } => Mend {
            kind: "card",
            with: title.clone(),
            whole: true,
            at: spot(place, ""),
        },
    });
    Row {
        key: format!("n{number}"),
        rule: note.check.clone(),
        passage: one.passage.clone(),
        severity: note.severity.word(),
        message: note.message.clone(),
        text: short(&words),
        may_never: !held && !words.is_empty() && words.chars().count() <= 120 && (!stop || may_override),
        word: words,
        at: one.place.as_ref().map(|place| spot(place, &one.text)),
        also: one.also.iter().map(|(place, text)| spot(place, text)).collect(),
        mend,
        quotation: OF_QUOTATIONS.contains(&note.check.as_str()),
        held,
        standing: match one.standing {
            Standing::Open => "open",
            Standing::Dismissed(_) => "dismissed",
            Standing::Overridden(_) => "overridden",
        },
        by: String::new(),
        reason: String::new(),
        may_override: stop && may_override && (!held || may_withhold),
    }
}

fn short(words: &str) -> String {
    if words.chars().count() <= SHORT {
        return words.to_owned();
    }
    words.chars().take(SHORT - 2).chain([' ', '…']).collect()
}

fn spot(place: &Place, text: &str) -> Spot {
    Spot {
        block: place.block.as_ref().map(|id| id.0.clone()).unwrap_or_default(),
        role: role(place.role),
        start: place.start,
        end: place.end,
        text: text.to_owned(),
    }
}

/// As the island knows the parts of a page.
fn role(role: Role) -> &'static str {
    match role {
        Role::Headline => "headline",
        Role::Standfirst => "standfirst",
        Role::Alt => "alt",
        Role::Credit => "credit",
        Role::Field | Role::Line | Role::Furniture => "field",
        Role::Caption => "caption",
        Role::Attribution => "attribution",
        Role::Cell => "cell",
        Role::Subhead | Role::Paragraph | Role::Quote | Role::PullQuote | Role::Item | Role::Verse => "paragraph",
    }
}
