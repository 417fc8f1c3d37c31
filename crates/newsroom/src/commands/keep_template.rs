//! Keeps the templates with which stories begin: makes, changes and removes them, and makes a copy for a new story.
//! Called by the desk's page of templates; `begin_story` takes the copy.

use super::file_story::{self, Copy};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::entry::Thing;
use courant_model::paper::Paper;
use courant_model::story::Kind;
use courant_model::template::Template;
use courant_model::time::{Micros, timestamp};
use courant_store::{StoreError, Tx, q};
use courant_text::Document;

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 80;

/// A template as it is to be.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// Which one; `None` makes a new one.
    pub id: Option<String>,
    /// When it was last changed as far as the form knew; changed since, it is a conflict. `None` does not compare.
    pub seen: Option<Micros>,
    /// As the desk calls it.
    pub name: String,
    /// Kind of its stories.
    pub kind: Kind,
    /// Pattern of the headline: `{slug}` and `{date}` are filled in.
    pub headline: String,
    /// Pattern of the standfirst.
    pub standfirst: String,
    /// The body.
    pub document: Document,
    /// What is wanted of such a story.
    pub brief: String,
    /// Usual length in words.
    pub planned_words: i64,
}

/// Keeps it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, keep: &Keep) -> Result<Template> {
    who.check(Act::Templates, On::NOTHING)?;
    let all: Vec<Template> = q!(tx, templates::all())?;
    if let Some(id) = &keep.id {
        let before = all
            .iter()
            .find(|one| &one.id == id)
            .ok_or_else(|| Error::NotFound("such template".to_owned()))?;
        unchanged(keep.seen, before.changed_at)?;
    }
    let name = decide(keep, &all)?;
    let template = Template {
        id: keep.id.clone().unwrap_or_else(|| house.id()),
        name,
        kind: keep.kind.as_str().to_owned(),
        headline: keep.headline.trim().to_owned(),
        standfirst: keep.standfirst.trim().to_owned(),
        document: courant_text::json::write(&keep.document),
        brief: keep.brief.trim().to_owned(),
        planned_words: keep.planned_words,
        changed_at: house.now(),
    };
    q!(tx, templates::put(&template))?;
    tx.enter(house.now(), &who.actor(), "keep", &Thing::Template(template.id.clone()));
    Ok(template)
}

/// A conflict when something was changed since a form was opened.
pub(super) fn unchanged(seen: Option<Micros>, changed_at: Micros) -> Result<()> {
    if seen.is_some_and(|seen| seen != changed_at) {
        return Err(Error::Conflict(
            "somebody else changed this while you had it open; open it anew and put your changes in again".to_owned(),
        ));
    }
    Ok(())
}

/// Removes one; stories begun with it stay as they are.
#[crate::boxed]
pub async fn remove(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Templates, On::NOTHING)?;
    q!(tx, templates::by_id(id))?.ok_or_else(|| Error::NotFound("such template".to_owned()))?;
    q!(tx, templates::remove(id))?;
    tx.enter(house.now(), &who.actor(), "remove", &Thing::Template(id.to_owned()));
    Ok(())
}

/// What a story begins with: the copy, with its patterns filled in.
pub fn copy_of(template: &Template, paper: &Paper, working_slug: &str, now: Micros) -> Result<Copy, StoreError> {
    let document = courant_text::json::read(&template.document)
        .map_err(|refused| StoreError::Unreadable(format!("template {}: {refused}", template.name)))?;
    let day = timestamp(now).to_zoned_datetime(paper.time_zone());
    let english = paper.language.split('-').next() == Some("en");
    let date = if english {
        day.strftime("%-d %B %Y").to_string()
    } else {
        day.date().to_string()
    };
    let words = working_slug.replace('-', " ");
    let mut letters = words.chars();
    let slug: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    let fill = |pattern: &str| pattern.replace("{slug}", &slug).replace("{date}", &date);
    Ok(Copy {
        headline: fill(&template.headline),
        standfirst: fill(&template.standfirst),
        document,
        kind: Kind::parse(&template.kind).unwrap_or_default(),
        ..Copy::default()
    })
}

/// The name as it is kept.
fn decide(keep: &Keep, all: &[Template]) -> Result<String, Refusal> {
    let name = decide_name(&keep.name, "template")?;
    if all
        .iter()
        .any(|one| one.name == name && Some(&one.id) != keep.id.as_ref())
    {
        return Err(Refusal::new(
            "name-taken",
            format!("there is a template {name} already"),
        ));
    }
    super::begin_story::check_plan(&keep.brief, keep.planned_words)?;
    file_story::check_length(&Copy {
        headline: keep.headline.clone(),
        ..Copy::default()
    })?;
    Ok(name)
}

/// A name of one line that is there and not too long.
pub(super) fn decide_name(name: &str, of: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Refusal::new("name-missing", format!("a {of} needs a name")));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::new(
            "name-long",
            format!("the name of a {of} has at most {LONGEST_NAME} characters"),
        ));
    }
    Ok(name)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn template(id: &str, name: &str) -> Template {
        Template {
            id: id.into(),
            name: name.into(),
            kind: "news".into(),
            headline: "Weather, {date}: {slug}".into(),
            standfirst: String::new(),
            document: courant_text::json::write(&Document::default()),
            brief: String::new(),
            planned_words: 0,
            changed_at: 0,
        }
    }

    #[test]
    fn patterns_are_filled_in_the_papers_day() {
        let mut paper = Paper::new("The Example", "Pacific/Auckland");
        // 23:00 UTC is the next morning there.
        let now = 1_764_025_200_000_000;
        let copy = copy_of(&template("t", "Weather"), &paper, "storm-warning", now).unwrap();
        assert_eq!(copy.headline, "Weather, 25 November 2025: Storm warning");
        paper.language = "ja".into();
        let copy = copy_of(&template("t", "Weather"), &paper, "storm", now).unwrap();
        assert_eq!(copy.headline, "Weather, 2025-11-25: Storm");
    }

    #[test]
    fn two_templates_have_two_names() {
        let all = [template("a", "Brief"), template("b", "Court")];
        let mut keep = Keep {
            name: " Court ".into(),
            ..Keep::default()
        };
        assert_eq!(decide(&keep, &all).unwrap_err().key, "name-taken");
        keep.id = Some("b".into());
        assert_eq!(decide(&keep, &all).unwrap(), "Court");
        keep.name = String::new();
        assert_eq!(decide(&keep, &all).unwrap_err().key, "name-missing");
    }
}
