//! Changes one room of the settings, takes a change back, or restores a state of before. Each is a revision of its own.
//! Called by the desk. A form names the revision that it was made of; one that is stale in what it shows is a conflict.

use crate::permissions::Who;
use crate::settings::{self, Standing};
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::look::Look;
use courant_model::navigation::{Link, RowEntry};
use courant_model::paper::ReplyRules;
use courant_model::settings::{Change, Settings, section_of};
use courant_model::slug;
use courant_model::term::Section;
use courant_store::Tx;

/// What a room changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Name, line, language and zone.
    Nameplate {
        /// On the nameplate.
        name: String,
        /// Under it.
        tagline: String,
        /// BCP 47.
        language: String,
        /// IANA.
        zone: String,
    },
    /// A new section, the last in the order.
    AddSection(SectionForm),
    /// A section that stands; its address stays.
    Section {
        /// Which.
        id: String,
        /// As it is to be.
        form: SectionForm,
    },
    /// Takes away a section that no story lies in.
    RemoveSection(String),
    /// The sections' order, by id; what it does not name stays behind.
    Order(Vec<String>),
    /// The row; empty follows the sections.
    Row(Vec<RowEntry>),
    /// Leaves a section out of the row, or puts it back.
    Show {
        /// Which.
        id: String,
        /// Whether it stands there.
        shown: bool,
    },
    /// The links of the foot.
    Foot(Vec<Link>),
    /// The pattern of addresses.
    Permalink(String),
    /// How replies are taken.
    Replies(ReplyRules),
    /// What the theme is asked for.
    Look(Look),
    /// What crawlers are asked.
    Crawlers {
        /// Engines may list the paper.
        indexed: bool,
        /// Those that train models are asked to stay away.
        refuse_training: bool,
        /// Those that answer questions too.
        refuse_answering: bool,
        /// Lines of the paper's own.
        lines: String,
    },
}

/// What is said of a section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionForm {
    /// As printed.
    pub name: String,
    /// End of its address; of a new section only, and empty makes one of the name.
    pub slug: String,
    /// One line.
    pub description: String,
    /// `paper`, `approve`, `open` or `closed`.
    pub replies: String,
    /// Days until replies close.
    pub close_after_days: i64,
    /// Whether it stands in the row.
    pub shown: bool,
}

/// Keeps an edit that was made of revision `seen`. Gives back the number of the new revision, or of the old one where
/// nothing differs.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, seen: i64, edit: &Edit) -> Result<i64> {
    who.check(Act::Settings, On::NOTHING)?;
    settings::claim(tx).await?;
    let before = settings::standing(tx).await?;
    let mut after = before.settings.clone();
    edit.apply(&mut after)?;
    if !between(tx, seen, &before, edit).await?.is_empty() && after != before.settings {
        return Err(Error::Conflict(
            "somebody else changed this meanwhile; look at both before you keep yours".to_owned(),
        ));
    }
    settings::put(tx, house, &who.actor(), "revise", &before, &after).await
}

/// What stands now (`before`) beside what an edit would make of it (`after`), for whoever was told of a conflict.
#[crate::boxed]
pub async fn beside(tx: &mut Tx, edit: &Edit) -> Result<Vec<Change>> {
    let now = settings::standing(tx).await?.settings;
    let mut wanted = now.clone();
    edit.apply(&mut wanted)?;
    Ok(now.changes_to(&wanted))
}

/// Whether an edit could be kept, for whoever looks before keeping it: the settings as they would be.
#[crate::boxed]
pub async fn preview(tx: &mut Tx, edit: &Edit) -> Result<Settings> {
    let mut wanted = settings::standing(tx).await?.settings;
    edit.apply(&mut wanted)?;
    settings::decide(&wanted)?;
    Ok(wanted)
}

/// What others changed since revision `seen` of what an edit covers.
async fn between(tx: &mut Tx, seen: i64, now: &Standing, edit: &Edit) -> Result<Vec<Change>> {
    if seen == now.number {
        return Ok(Vec::new());
    }
    let mut changes = settings::at(tx, seen).await?.changes_to(&now.settings);
    changes.retain(|change| edit.covers(&change.key));
    Ok(changes)
}

/// Takes back what revision `number` changed, where nothing later touched the same; the rest is given back.
#[crate::boxed]
pub async fn undo(tx: &mut Tx, house: &House, who: &Who, number: i64) -> Result<Vec<Change>> {
    who.check(Act::Settings, On::NOTHING)?;
    settings::claim(tx).await?;
    let changes = settings::changes(tx, number).await?;
    let before = settings::standing(tx).await?;
    let mut after = before.settings.clone();
    let left = after.take_back(&changes);
    if left.len() == changes.len() {
        return Err(Refusal::new(
            "undo-touched",
            "there is nothing to take back: what this changed was changed again since",
        )
        .into());
    }
    settings::put(tx, house, &who.actor(), "undo", &before, &after).await?;
    Ok(left)
}

/// Brings back everything as it was at revision `number`. Sections that came since stay, behind the others.
#[crate::boxed]
pub async fn restore(tx: &mut Tx, house: &House, who: &Who, number: i64, seen: i64) -> Result<()> {
    who.check(Act::Settings, On::NOTHING)?;
    settings::claim(tx).await?;
    let before = settings::standing(tx).await?;
    if seen != before.number {
        return Err(Error::Conflict(
            "somebody else changed the settings meanwhile; look at the history once more".to_owned(),
        ));
    }
    let mut after = settings::at(tx, number).await?;
    for section in &before.settings.sections {
        if after.section(&section.id).is_none() {
            after.sections.push(section.clone());
            after.show(&section.id, before.settings.shows(&section.id));
        }
    }
    settings::put(tx, house, &who.actor(), "restore", &before, &after).await?;
    Ok(())
}

impl Edit {
    /// Makes of settings what the edit wants.
    pub fn apply(&self, settings: &mut Settings) -> Result<()> {
        let paper = &mut settings.paper;
        match self {
            Self::Nameplate {
                name,
                tagline,
                language,
                zone,
            } => {
                paper.name.clone_from(name);
                paper.tagline.clone_from(tagline);
                paper.language.clone_from(language);
                paper.zone.clone_from(zone);
            }
            Self::AddSection(form) => settings.sections.push(form.section()),
            Self::Section { id, form } => {
                let section = settings
                    .sections
                    .iter_mut()
                    .find(|one| one.id == *id)
                    .ok_or_else(no_section)?;
                form.name.clone_into(&mut section.name);
                form.description.clone_into(&mut section.description);
                form.replies.clone_into(&mut section.replies);
                section.replies_close_after_days = form.close_after_days;
                settings.show(id, form.shown);
            }
            Self::RemoveSection(id) => {
                settings.section(id).ok_or_else(no_section)?;
                settings.sections.retain(|one| one.id != *id);
                settings.show(id, true);
            }
            Self::Order(order) => settings.arrange(order),
            Self::Row(row) => paper.row.clone_from(row),
            Self::Show { id, shown } => {
                settings.section(id).ok_or_else(no_section)?;
                settings.show(id, *shown);
            }
            Self::Foot(links) => paper.footer.clone_from(links),
            Self::Permalink(pattern) => paper.permalink.clone_from(pattern),
            Self::Replies(rules) => paper.replies.clone_from(rules),
            Self::Look(look) => paper.look = *look,
            Self::Crawlers {
                indexed,
                refuse_training,
                refuse_answering,
                lines,
            } => {
                paper.indexed = *indexed;
                paper.refuse_training = *refuse_training;
                paper.refuse_answering = *refuse_answering;
                paper.robots_lines.clone_from(lines);
            }
        }
        Ok(())
    }

    /// Whether an edit is about a setting, so that somebody else's change of it comes between.
    pub fn covers(&self, key: &str) -> bool {
        let section = section_of(key);
        match self {
            Self::Nameplate { .. } => matches!(key, "name" | "tagline" | "language" | "zone"),
            Self::AddSection(_) => false,
            Self::Section { id, .. } => section.is_some_and(|(one, _)| one == id),
            Self::RemoveSection(id) => section.is_some_and(|(one, _)| one == id),
            Self::Order(_) => key == "order",
            Self::Row(_) => {
                key == "row"
                    || key == "order"
                    || section.is_some_and(|(_, part)| part.is_none_or(|part| part == "shown"))
            }
            Self::Show { id, .. } => section == Some((id, Some("shown"))),
            Self::Foot(_) => key == "footer",
            Self::Permalink(_) => key == "permalink",
            Self::Replies(_) => key.starts_with("replies."),
            Self::Look(_) => key.starts_with("look."),
            Self::Crawlers { .. } => {
                matches!(key, "indexed" | "refuse_training" | "refuse_answering" | "robots_lines")
            }
        }
    }
}

impl SectionForm {
    /// A section that stands nowhere yet.
    fn section(&self) -> Section {
        Section {
            id: String::new(),
            number: 0,
            slug: if self.slug.is_empty() {
                slug::of(&self.name)
            } else {
                self.slug.clone()
            },
            name: self.name.clone(),
            description: self.description.clone(),
            position: 0,
            replies: self.replies.clone(),
            replies_close_after_days: self.close_after_days,
        }
    }
}

fn no_section() -> Error {
    Error::NotFound("such section".to_owned())
}
