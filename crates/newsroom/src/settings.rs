//! The settings as they stand and as they stood: read for the desk, and kept as a new revision by every command that
//! changes them. What a change means beyond its row (addresses of sections, schedules of another zone) follows here.

use crate::commands::{change_zone, revise_section};
use crate::copydesk::withheld;
use crate::{Error, House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::address::{self, Address, Leads};
use courant_model::entry::Thing;
use courant_model::navigation::{self, RowEntry};
use courant_model::paper::Paper;
use courant_model::settings::{Change, Revised, Settings, section_of};
use courant_model::term::Section;
use courant_model::{crawlers, permalink, slug};
use courant_store::{StoreError, Tx, q};

/// Most words that make a reply wait, and the longest of them in characters.
const MOST_WORDS: usize = 500;
const LONGEST_WORD: usize = 80;

/// The settings in force, with the number of their revision.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The revision.
    pub number: i64,
    /// As it stands.
    pub settings: Settings,
}

/// What stands now.
#[crate::boxed]
pub async fn standing(tx: &mut Tx) -> Result<Standing> {
    let latest = q!(tx, paper::latest())?.ok_or_else(no_paper)?;
    Ok(Standing {
        number: latest.number,
        settings: Settings {
            paper: paper_of(&latest)?,
            sections: q!(tx, terms::sections())?,
        },
    })
}

/// A state of before; the sections are those of now where the revision does not know its own.
#[crate::boxed]
pub async fn at(tx: &mut Tx, number: i64) -> Result<Settings> {
    let revised = q!(tx, paper::revision(number))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
    read(tx, &revised).await
}

/// A revision as settings.
#[crate::boxed]
pub async fn read(tx: &mut Tx, revised: &Revised) -> Result<Settings> {
    let sections = match sections_of(revised)? {
        Some(sections) => sections,
        None => q!(tx, terms::sections())?,
    };
    Ok(Settings {
        paper: paper_of(revised)?,
        sections,
    })
}

/// What a revision changed of the one before it. Where one of the two does not know its sections, the paper alone counts.
#[crate::boxed]
pub async fn changes(tx: &mut Tx, number: i64) -> Result<Vec<Change>> {
    let pair = q!(tx, paper::revisions(number, 2))?;
    match pair.as_slice() {
        [after, before] if after.number == number => between(before, after),
        [first] if first.number == number => Ok(Vec::new()),
        _ => Err(Error::NotFound("such revision".to_owned())),
    }
}

/// What differs between two revisions.
pub fn between(before: &Revised, after: &Revised) -> Result<Vec<Change>> {
    let (one, two) = (sections_of(before)?, sections_of(after)?);
    let knows = one.is_some() && two.is_some();
    let state = |revised: &Revised, sections: Option<Vec<Section>>| -> Result<Settings> {
        Ok(Settings {
            paper: paper_of(revised)?,
            sections: sections.filter(|_| knows).unwrap_or_default(),
        })
    };
    Ok(state(before, one)?.changes_to(&state(after, two)?))
}

/// Takes the right of way: until the commit nobody else changes the settings.
#[crate::boxed]
pub(crate) async fn claim(tx: &mut Tx) -> Result<()> {
    q!(tx, paper::next_number("settings"))?;
    Ok(())
}

/// Keeps a new state: decides, writes what follows from it, and enters what changed. Nothing happens where nothing
/// differs. Whoever calls it has the right of way.
#[crate::boxed]
pub(crate) async fn put(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    act: &str,
    before: &Standing,
    after: &Settings,
) -> Result<i64> {
    let mut after = after.clone();
    for (place, section) in after.sections.iter_mut().enumerate() {
        section.position = place as i64;
    }
    let changes = before.settings.changes_to(&after);
    if changes.is_empty() {
        return Ok(before.number);
    }
    decide(&after)?;
    guard(tx, house, &after, &changes).await?;
    if before.settings.paper.zone != after.paper.zone {
        change_zone::run(tx, house, actor, &after.paper).await?;
    }
    keep_sections(tx, house, actor, &before.settings, &mut after).await?;
    let known = written(&before.settings.sections)?;
    q!(tx, paper::fill_sections(before.number, &known))?;
    let revised = Revised {
        number: before.number + 1,
        at: house.now(),
        actor: actor.to_string(),
        act: act.to_owned(),
        settings: written(&after.paper)?,
        sections: written(&after.sections)?,
    };
    q!(tx, paper::revise(&revised))?;
    // Names of sections, rules for replies, the row: whatever of it a page prints, the page has read the paper.
    tx.enter(house.now(), actor, "revise", &Thing::Paper);
    Ok(revised.number)
}

/// Keeps the first state of a paper.
#[crate::boxed]
pub(crate) async fn open(tx: &mut Tx, house: &House, actor: &Actor, settings: &Settings) -> Result<()> {
    decide(settings)?;
    let revised = Revised {
        number: 1,
        at: house.now(),
        actor: actor.to_string(),
        act: "open".to_owned(),
        settings: written(&settings.paper)?,
        sections: written(&settings.sections)?,
    };
    q!(tx, paper::revise(&revised))?;
    tx.enter(house.now(), actor, "revise", &Thing::Paper);
    Ok(())
}

/// Writes the rows of sections that differ, and their addresses.
async fn keep_sections(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    before: &Settings,
    after: &mut Settings,
) -> Result<()> {
    for section in before.sections.iter().filter(|one| after.section(&one.id).is_none()) {
        if q!(tx, terms::is_section_used(&section.id))? {
            return Err(Refusal::new(
                "section-used",
                format!(
                    "there are stories in {}; move them to another section first",
                    section.name
                ),
            )
            .into());
        }
        q!(tx, terms::set_section_removed(&section.id, Some(house.now())))?;
        stand(tx, house, actor, section, Leads::Gone, "remove").await?;
    }
    for section in &mut after.sections {
        match before.section(&section.id) {
            Some(known) if known == section => {}
            Some(known) if known.slug != section.slug => {
                return Err(Refusal::new("section-slug", "the address of a section stays").into());
            }
            Some(_) => {
                q!(tx, terms::revise_section(section))?;
                tx.enter(house.now(), actor, "revise", &Thing::Section(section.id.clone()));
            }
            None => join(tx, house, actor, section).await?,
        }
    }
    after
        .paper
        .hidden_sections
        .retain(|id| after.sections.iter().any(|one| one.id == *id));
    Ok(())
}

/// A new section, or one that comes back to its address.
async fn join(tx: &mut Tx, house: &House, actor: &Actor, section: &mut Section) -> Result<()> {
    let taken = || {
        Refusal::new(
            "section-taken",
            format!("something stands at /{} already", section.slug),
        )
    };
    match q!(tx, terms::section_at(&section.slug))? {
        Some((_, _, false)) => return Err(taken().into()),
        Some((id, number, true)) => {
            section.id = id;
            section.number = number;
            q!(tx, terms::set_section_removed(&section.id, None))?;
            q!(tx, terms::revise_section(section))?;
        }
        None => {
            let path = format!("/{}", section.slug);
            if q!(tx, addresses::at(&path))?.is_some() {
                return Err(taken().into());
            }
            if section.id.is_empty() {
                section.id = house.id();
                section.number = q!(tx, paper::next_number("term"))?;
            }
            q!(tx, terms::add_section(section))?;
        }
    }
    stand(tx, house, actor, section, Leads::Section, "open").await
}

async fn stand(tx: &mut Tx, house: &House, actor: &Actor, section: &Section, leads: Leads, act: &str) -> Result<()> {
    let address = Address {
        path: format!("/{}", section.slug),
        kind: leads.as_str().to_owned(),
        target: section.id.clone(),
    };
    q!(tx, addresses::put(&address, house.now()))?;
    tx.enter(house.now(), actor, act, &Thing::Section(section.id.clone()));
    tx.enter(house.now(), actor, act, &Thing::Address(address.path));
    Ok(())
}

/// Every page prints name, line, row and foot. Whoever changes settings has no say over names that are held back; the
/// chief takes a name off the list first. What stood before is no new printing.
async fn guard(tx: &mut Tx, house: &House, after: &Settings, changes: &[Change]) -> Result<()> {
    let mut texts: Vec<&str> = Vec::new();
    let (paper, touched) = (&after.paper, |key: &str| changes.iter().any(|change| change.key == key));
    for (key, text) in [
        ("name", &paper.name),
        ("tagline", &paper.tagline),
        ("robots_lines", &paper.robots_lines),
    ] {
        if touched(key) {
            texts.push(text);
        }
    }
    let row = paper.row.iter().filter_map(|entry| match entry {
        RowEntry::Link(link) => Some(link),
        _ => None,
    });
    for link in paper
        .footer
        .iter()
        .filter(|_| touched("footer"))
        .chain(row.filter(|_| touched("row")))
    {
        texts.extend([link.label.as_str(), link.href.as_str()]);
    }
    for section in &after.sections {
        let is_touched = |change: &Change| section_of(&change.key).is_some_and(|(id, _)| id == section.id);
        if changes.iter().any(is_touched) {
            texts.extend([
                section.name.as_str(),
                section.description.as_str(),
                section.slug.as_str(),
            ]);
        }
    }
    if withheld::holds(tx, house, &texts).await? {
        return Err(withheld::held());
    }
    Ok(())
}

/// Whether settings can be kept.
pub(crate) fn decide(settings: &Settings) -> Result<(), Refusal> {
    let paper = &settings.paper;
    of_the_plate(paper)?;
    let mut slugs: Vec<&str> = Vec::new();
    for section in &settings.sections {
        revise_section::decide(&section.name, &section.replies, section.replies_close_after_days)?;
        if section.slug != slug::of(&section.slug) || !address::is_free_word(&section.slug) {
            return Err(Refusal::new(
                "section-slug",
                format!("a section cannot stand at /{}", section.slug),
            ));
        }
        if slugs.contains(&section.slug.as_str()) {
            return Err(Refusal::new(
                "section-twice",
                format!("two sections would stand at /{}", section.slug),
            ));
        }
        slugs.push(&section.slug);
    }
    if paper.row.len() > navigation::MOST || paper.footer.len() > navigation::MOST {
        return Err(Refusal::new("row-long", "row and foot take 40 entries at most"));
    }
    let row = paper.row.iter().filter_map(|entry| match entry {
        RowEntry::Link(link) => Some(link),
        _ => None,
    });
    for link in paper.footer.iter().chain(row) {
        if let Some(key) = link.fault() {
            return Err(Refusal::new(
                key,
                format!("the link {:?} to {:?} cannot stand", link.label, link.href),
            ));
        }
    }
    if let Some(key) = permalink::fault(&paper.permalink) {
        return Err(Refusal::new(
            key,
            format!("{:?} is no pattern for addresses", paper.permalink),
        ));
    }
    of_replies(paper)?;
    if let Some((line, key)) = crawlers::fault(&paper.robots_lines) {
        return Err(Refusal::new(key, format!("line {line} would break robots.txt")));
    }
    if let Some(workflow) = &paper.workflow {
        workflow
            .check()
            .map_err(|faults| Refusal::new("workflow", faults.0.join("\n")))?;
    }
    Ok(())
}

fn of_the_plate(paper: &Paper) -> Result<(), Refusal> {
    if paper.name.trim().is_empty() {
        return Err(Refusal::new("paper-name", "a paper needs a name"));
    }
    for text in [&paper.name, &paper.tagline] {
        if text.chars().count() > 200 || text.chars().any(char::is_control) {
            return Err(Refusal::new(
                "paper-line",
                "name and line are one line each, of 200 characters at most",
            ));
        }
    }
    if jiff::tz::TimeZone::get(&paper.zone).is_err() {
        return Err(Refusal::new(
            "paper-zone",
            format!("{:?} is no time zone; zones look like Europe/Lisbon", paper.zone),
        ));
    }
    let language_is_plain = (2..=35).contains(&paper.language.len())
        && paper
            .language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !language_is_plain {
        return Err(Refusal::new(
            "paper-language",
            format!("{:?} is no language tag such as en or pt-PT", paper.language),
        ));
    }
    Ok(())
}

fn of_replies(paper: &Paper) -> Result<(), Refusal> {
    let rules = &paper.replies;
    if !revise_section::REPLY_RULES.contains(&rules.rule.as_str()) {
        return Err(Refusal::new(
            "section-replies",
            format!("replies are approve, open or closed, not {}", rules.rule),
        ));
    }
    if !revise_section::DAYS.contains(&rules.close_after_days) {
        return Err(Refusal::new(
            "section-days",
            "replies close after 0 (never) to 36500 days",
        ));
    }
    let too_long = |word: &String| word.chars().count() > LONGEST_WORD;
    if rules.wait_words.len() > MOST_WORDS || rules.wait_words.iter().any(too_long) {
        return Err(Refusal::new("reply-words", "500 words at most, of 80 characters each"));
    }
    Ok(())
}

fn paper_of(revised: &Revised) -> Result<Paper> {
    serde_json::from_str(&revised.settings).map_err(|error| unreadable(&error))
}

fn sections_of(revised: &Revised) -> Result<Option<Vec<Section>>> {
    if revised.sections.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(&revised.sections)
        .map(Some)
        .map_err(|error| unreadable(&error))
}

fn written<T: serde::Serialize>(what: &T) -> Result<String> {
    serde_json::to_string(what).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> Error {
    StoreError::Unreadable(format!("paper settings: {error}")).into()
}

fn no_paper() -> Error {
    Error::NotFound("paper in this store; make one with `courant new`".to_owned())
}
