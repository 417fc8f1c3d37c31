//! The rail beside a story: tabs, and what each holds. `story.rs` prints it with the page; htmx takes only the rail of it.
//! What a member may not do here is not offered; the commands ask again.

mod copy_desk;
mod out;
mod plan;
mod record;
mod related;

use super::copy_desk::{CopyList, Row};
use super::story::Asked;
use super::versions::{self, VersionLine};
use super::visit::Desk;
use courant_model::account::Act;
use courant_model::story::{Revision, State, Story};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, drafts};
use serde::Serialize;

pub(crate) use out::Out;
pub(crate) use plan::Plan;
pub(crate) use record::Record;
pub(crate) use related::{Copy, Together};

/// The tabs, in their order.
pub(crate) const TABS: [&str; 7] = [
    "copy-desk",
    "record",
    "notes",
    "pictures",
    "related",
    "publish",
    "versions",
];

/// The rail.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Rail {
    tabs: Vec<Tab>,
    /// The open tab.
    tab: String,
    /// What was refused, in words.
    wrong: Option<String>,
    /// The act that was refused: its form is open.
    verb: String,
    /// What was typed into it.
    typed: std::collections::BTreeMap<String, String>,
    /// Texts that were typed into a form which is not offered any more.
    kept: Vec<String>,
    steps: Vec<Step>,
    /// Suggestions that nobody has accepted or refused yet.
    suggestions: usize,
    out: Out,
    plan: Plan,
    /// What the copy desk says, in its own tab and before publishing.
    copy_desk: Option<CopyList>,
    /// Stops that keep it back.
    stopping: Vec<Row>,
    notes: Vec<NoteLine>,
    versions: Vec<VersionLine>,
    together: Together,
    /// Texts before readers that are nearly the same.
    copies: Vec<Copy>,
    /// The very same text may go out once more.
    may_override: bool,
    record: Record,
    may_write: bool,
    /// Whether the member has just shown who they are; else the address that asks for it.
    confirm: Option<String>,
}

/// A tab of the rail.
#[derive(Debug, Clone, Serialize)]
struct Tab {
    key: &'static str,
    label: String,
    count: Option<usize>,
    open: bool,
}

/// A step of the workflow that the member may take now.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Step {
    verb: String,
    label: String,
    /// Whoever takes it says why.
    reason: bool,
    /// It puts the story away.
    grave: bool,
}

/// A note as the rail shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NoteLine {
    pub(crate) id: String,
    pub(crate) by: String,
    pub(crate) at: crate::site::view::Moment,
    /// The words, with names in place of mentions.
    pub(crate) body: String,
    pub(crate) quoted: String,
    /// The step whose reason it is.
    pub(crate) step: String,
    pub(crate) resolved: bool,
    pub(crate) answers: Vec<NoteLine>,
}

/// Fills the rail.
pub(crate) async fn fill(
    desk: &mut Desk<'_>,
    who: &Who,
    story: &Story,
    head: &Revision,
    asked: &Asked<'_>,
) -> Result<Rail, Error> {
    let tab = TABS.into_iter().find(|tab| *tab == asked.tab).unwrap_or("publish");
    let notes = super::notes::lines(desk, &story.id).await?;
    let copy_desk = copy_desk::fill(desk, who, story, head, tab).await?;
    let grave = copy_desk.as_ref().map_or(0, |list| list.stops + list.warnings);
    let open_notes = notes.iter().filter(|note| !note.resolved).count();
    let tabs = TABS
        .into_iter()
        .map(|key| Tab {
            key,
            label: desk.word(&format!("tab-{key}")),
            count: match key {
                "notes" => Some(open_notes),
                "copy-desk" => Some(grave),
                _ => None,
            }
            .filter(|count| *count > 0),
            open: key == tab,
        })
        .collect();
    let may_write = who.check_story(Act::Write, story, head).is_ok();
    let out = out::fill(desk, who, story, head).await?;
    // Of what readers see already there is nothing to hand in or to send back.
    let idle = out.is_current() && !drafts::has_unsettled(&mut desk.tx, &story.id).await?;
    let steps = steps(desk, who, story, head, idle);
    let stopping = (copy_desk.as_ref().filter(|_| out.may_go()))
        .map(CopyList::stopping)
        .unwrap_or_default();
    let offered = steps.iter().any(|step| step.verb == asked.verb)
        || out.offers(asked.verb)
        || !["reason", "notice", "wrong", "correct"]
            .iter()
            .any(|name| asked.typed.contains_key(*name));
    let kept = if offered {
        Vec::new()
    } else {
        ["reason", "notice", "wrong", "correct"]
            .iter()
            .filter_map(|name| asked.typed.get(*name).filter(|text| !text.trim().is_empty()).cloned())
            .collect()
    };
    Ok(Rail {
        tabs,
        tab: tab.to_owned(),
        wrong: asked.wrong.clone(),
        verb: asked.verb.to_owned(),
        typed: asked.typed.clone(),
        kept,
        steps,
        suggestions: drafts::open_suggestions(&mut desk.tx, &story.id).await?,
        out,
        plan: plan::fill(desk, who, story, head).await?,
        versions: if tab == "versions" {
            versions::lines(desk, who, &story.id).await?
        } else {
            Vec::new()
        },
        together: if tab == "related" {
            related::fill(desk, who, story, head).await?
        } else {
            Together::default()
        },
        copies: if tab == "publish" {
            related::copies(desk, story, head).await?
        } else {
            Vec::new()
        },
        may_override: who.check_story(Act::OverrideStop, story, head).is_ok(),
        stopping,
        copy_desk,
        record: if tab == "record" {
            record::fill(desk, who, story, head).await?
        } else {
            Record::default()
        },
        notes,
        may_write,
        confirm: asked.confirm.clone(),
    })
}

/// Everything that the member may do with a story now, each with its words; the rail has a form or a button for it.
pub(crate) async fn acts(
    desk: &mut Desk<'_>,
    who: &Who,
    story: &Story,
    head: &Revision,
) -> Result<Vec<(String, String)>, Error> {
    let out = out::fill(desk, who, story, head).await?;
    let idle = out.is_current() && !drafts::has_unsettled(&mut desk.tx, &story.id).await?;
    let steps = steps(desk, who, story, head, idle)
        .into_iter()
        .map(|step| (step.verb, step.label));
    let mut all: Vec<(String, String)> = out
        .may()
        .iter()
        .map(|verb| ((*verb).to_owned(), desk.word(&format!("verb-{verb}"))))
        .chain(steps)
        .collect();
    if out.offers("correct") {
        all.push(("clarify".to_owned(), desk.word("verb-clarify")));
    }
    if who.check_story(Act::Write, story, head).is_ok() {
        all.push(("rename".to_owned(), desk.word("plan-more")));
    }
    Ok(all)
}

/// The steps of the paper's table that lead on from here, without those of publishing, which have forms of their own.
fn steps(desk: &Desk<'_>, who: &Who, story: &Story, head: &Revision, idle: bool) -> Vec<Step> {
    let Some(state) = State::parse(&story.state) else {
        return Vec::new();
    };
    desk.paper
        .workflow()
        .from(state)
        .filter(|step| !courant_model::workflow::Workflow::is_of_publishing(&step.verb))
        .filter(|step| who.check_story(step.act, story, head).is_ok())
        .filter(|step| !(idle && step.to == state))
        .map(|step| Step {
            label: desk.words.text(&format!("verb-{}", step.verb)).unwrap_or_else(|| {
                super::visit::sentence(&step.verb.replace('-', " "))
                    .trim_end_matches('.')
                    .to_owned()
            }),
            reason: step.reason,
            grave: matches!(step.to, State::Spiked | State::Killed),
            verb: step.verb.clone(),
        })
        .collect()
}

#[cfg(test)]
pub(crate) fn samples() -> Vec<Rail> {
    use crate::site::view::samples::moment;
    let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
    let note = |answers| NoteLine {
        id: "n".into(),
        by: "Rui Paz".into(),
        at: at(),
        body: "Ask @Ana Reis <b>".into(),
        quoted: "four per cent".into(),
        step: "Sent back".into(),
        resolved: false,
        answers,
    };
    let mut all = Vec::new();
    for out in Out::samples() {
        for tab in TABS {
            all.push(Rail {
                tabs: TABS
                    .into_iter()
                    .map(|key| Tab {
                        key,
                        label: key.into(),
                        count: Some(2),
                        open: key == tab,
                    })
                    .collect(),
                tab: tab.into(),
                wrong: Some("Say why.".into()),
                verb: "send-back".into(),
                typed: [("reason".to_owned(), "<x>".to_owned())].into(),
                kept: vec!["<b>Again.".into()],
                steps: ["send-back", "kill"]
                    .map(|verb| Step {
                        verb: verb.into(),
                        label: verb.into(),
                        reason: true,
                        grave: verb == "kill",
                    })
                    .to_vec(),
                suggestions: 2,
                out: out.clone(),
                plan: Plan::sample(),
                copy_desk: (tab == "copy-desk").then(CopyList::sample),
                stopping: CopyList::sample().stopping(),
                notes: vec![note(vec![note(Vec::new())])],
                versions: VersionLine::samples(),
                together: Together::sample(),
                copies: vec![Copy::sample()],
                may_override: true,
                record: Record::sample(),
                may_write: true,
                confirm: (tab == "publish").then(|| "/desk/confirm?next=x&open=".into()),
            });
        }
    }
    all
}
