//! The notes of a story as people meet them: with their places, without what was settled, stops with their override.
//! [`gather`] reads what is needed in a transaction; [`Material::read`] does the work, on a thread that may block.

use super::page::{self, When};
use super::{DO_NOT_NAME, desk_for, folded, page_of, passage_of, understood};
use crate::commands::file_story::Copy;
use crate::{Error, House, Result};
use courant_copydesk::{Desk, Fix, Note, Page, Place, Severity, Span};
use courant_model::copydesk::{Decision, Overridden};
use courant_model::story::{Live, Story};
use courant_store::keys::Keys;
use courant_store::{StoreError, Tx, q};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Everything that a reading of one story needs; holds no transaction.
pub struct Material {
    page: Page,
    desk: Desk,
    keys: Arc<Keys>,
    decisions: HashMap<(String, String), Decision>,
    overrides: HashMap<(String, String), Overridden>,
    nevers: HashSet<(String, String)>,
    retired: HashSet<String>,
}

/// What stands of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody decided.
    Open,
    /// Somebody put it aside, with a reason.
    Dismissed(Decision),
    /// A stop that somebody overrode.
    Overridden(Overridden),
}

/// One note.
#[derive(Debug, Clone)]
pub struct Finding {
    /// As the check made it.
    pub note: Note,
    /// Its words.
    pub text: String,
    /// Where it stands; nothing for what is missing.
    pub place: Option<Place>,
    /// Other places that belong to it, with their words.
    pub also: Vec<(Place, String)>,
    /// Where its fix begins and ends.
    pub mend: Option<Place>,
    /// The fix takes whole blocks away.
    pub whole: bool,
    /// As decisions know it.
    pub passage: String,
    /// What stands of it.
    pub standing: Standing,
}

impl Finding {
    /// It keeps the story from its readers.
    pub fn stops(&self) -> bool {
        self.note.severity == Severity::Stop && !matches!(self.standing, Standing::Overridden(_))
    }

    /// It asks for somebody's eye.
    pub fn is_open(&self) -> bool {
        self.standing == Standing::Open
    }

    /// It is about a name that is held back.
    pub fn is_held(&self) -> bool {
        self.note.check == DO_NOT_NAME
    }
}

/// A story, read.
#[derive(Debug, Default)]
pub struct Findings {
    /// The notes in the order of the page, without those of rules put aside and words let be.
    pub notes: Vec<Finding>,
    /// Relative words of time, and the days that they mean.
    pub understood: Vec<(understood::Understood, Place)>,
}

impl Findings {
    /// Stops that nobody overrode.
    pub fn stops(&self) -> impl Iterator<Item = &Finding> {
        self.notes.iter().filter(|one| one.stops())
    }

    /// Open notes of a gravity.
    pub fn count(&self, severity: Severity) -> usize {
        let open = self.notes.iter().filter(|one| one.is_open());
        open.filter(|one| one.note.severity == severity).count()
    }
}

/// Reads what the copy desk needs for a story's copy.
#[crate::boxed]
pub async fn gather(
    tx: &mut Tx,
    house: &House,
    story: &Story,
    live: Option<&Live>,
    copy: &Copy,
    when: When,
) -> Result<Material> {
    gather_with(tx, house, story, live, copy, when, &[]).await
}

/// The same, with texts that are printed beside the story: a correction, a notice.
pub(crate) async fn gather_with(
    tx: &mut Tx,
    house: &House,
    story: &Story,
    live: Option<&Live>,
    copy: &Copy,
    when: When,
    beside: &[&str],
) -> Result<Material> {
    let paper = page::paper(tx).await?;
    let page = page_of(tx, &paper, story, live, copy, when, beside).await?;
    let desk = desk_for(tx, house, &paper, &story.id, &page).await?;
    let decisions = q!(tx, copydesk::decisions(&story.id))?
        .into_iter()
        .map(|one| ((one.rule.clone(), one.passage.clone()), one))
        .collect();
    let overrides = q!(tx, copydesk::overrides(&story.id))?
        .into_iter()
        .map(|one| ((one.rule.clone(), one.passage.clone()), one))
        .collect();
    let nevers = q!(tx, copydesk::nevers())?
        .into_iter()
        .map(|one| (one.rule, one.folded))
        .collect();
    let retired = q!(tx, copydesk::retired())?.into_iter().map(|one| one.rule).collect();
    Ok(Material {
        page,
        desk,
        keys: house.keys.clone(),
        decisions,
        overrides,
        nevers,
        retired,
    })
}

impl Material {
    /// Reads the story on a thread that may block.
    #[crate::boxed]
    pub async fn read(self) -> Result<Findings> {
        tokio::task::spawn_blocking(move || self.read_here())
            .await
            .map_err(|_| Error::Internal(StoreError::Unreadable("the copy desk broke off".to_owned())))
    }

    /// Reads the story here.
    pub fn read_here(&self) -> Findings {
        let report = courant_copydesk::check(&self.page, &self.desk);
        let understood = understood(&report.reading)
            .into_iter()
            .filter_map(|one| Some((one.clone(), self.page.place(one.span)?)))
            .collect();
        let notes = report.notes.into_iter().filter_map(|note| self.finding(note)).collect();
        Findings { notes, understood }
    }

    fn finding(&self, note: Note) -> Option<Finding> {
        let text = self.page.at(note.span).to_owned();
        let held = note.check == DO_NOT_NAME;
        if !held && (self.retired.contains(&note.check) || self.nevers.contains(&(note.check.clone(), folded(&text)))) {
            return None;
        }
        let passage = passage_of(&self.keys, &self.page, &note);
        let key = (note.check.clone(), passage.clone());
        let standing = if note.severity == Severity::Stop {
            self.overrides
                .get(&key)
                .cloned()
                .map_or(Standing::Open, Standing::Overridden)
        } else {
            (self
                .decisions
                .get(&key)
                .filter(|one| one.verdict == "dismissed")
                .cloned())
            .map_or(Standing::Open, Standing::Dismissed)
        };
        let place = |span: Span| if span.is_empty() { None } else { self.page.place(span) };
        let mends = note.fix.as_ref().map(Fix::span);
        Some(Finding {
            place: place(note.span),
            also: note
                .also
                .iter()
                .filter_map(|span| Some((place(*span)?, self.page.at(*span).to_owned())))
                .collect(),
            mend: mends.and_then(place),
            whole: mends.is_some_and(|span| self.is_whole(span)),
            text,
            passage,
            standing,
            note,
        })
    }

    /// A span holds all words of the block at its start.
    fn is_whole(&self, span: Span) -> bool {
        let part = self.page.part_at(span.start).and_then(|at| self.page.parts.get(at));
        part.is_some_and(|part| part.block.is_some() && span.holds(part.span))
    }
}
