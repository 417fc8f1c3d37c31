//! Opens a new paper: its settings, its sections and their addresses. `courant new` and the demo run it once a store.
//! The default sections are Local, International, US Politics and Economy; Latest is a listing, not a section.

use crate::{House, Refusal, Result, fronts, settings};
use courant_model::actor::Actor;
use courant_model::address::{self, Address, Leads};
use courant_model::entry::Thing;
use courant_model::front::{Front, Layout};
use courant_model::paper::Paper;
use courant_model::settings::Settings;
use courant_model::slug;
use courant_model::term::Section;
use courant_store::{Tx, q};

/// A section of the new paper.
#[derive(Debug, Clone)]
pub struct NewSection {
    /// End of its address; empty makes one of the name.
    pub slug: String,
    /// As printed.
    pub name: String,
    /// One line.
    pub description: String,
    /// `approve`, `open` or `closed`.
    pub replies: String,
    /// Days until replies close; 0 means never.
    pub replies_close_after_days: i64,
}

impl NewSection {
    /// A section whose replies wait for approval and close after 14 days.
    pub fn named(name: &str) -> Self {
        Self {
            slug: String::new(),
            name: name.to_owned(),
            description: String::new(),
            replies: "approve".to_owned(),
            replies_close_after_days: 14,
        }
    }
}

/// The sections of a paper that names none.
pub fn default_sections() -> Vec<NewSection> {
    ["Local", "International", "US Politics", "Economy"]
        .into_iter()
        .map(NewSection::named)
        .collect()
}

/// Opens the paper.
#[crate::boxed]
pub async fn run(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    paper: &Paper,
    sections: &[NewSection],
) -> Result<Vec<Section>> {
    let standing = q!(tx, paper::current())?;
    let planned = decide(standing.is_some(), paper, sections)?;
    fronts::put(tx, house, actor, &Front::Paper, "arrange", &Layout::default()).await?;
    let mut opened = Vec::new();
    for (position, (new, slug)) in sections.iter().zip(planned).enumerate() {
        let section = Section {
            id: house.id(),
            number: q!(tx, paper::next_number("term"))?,
            slug: slug.clone(),
            name: new.name.clone(),
            description: new.description.clone(),
            position: position as i64,
            replies: new.replies.clone(),
            replies_close_after_days: new.replies_close_after_days,
        };
        q!(tx, terms::add_section(&section))?;
        let address = Address {
            path: format!("/{slug}"),
            kind: Leads::Section.as_str().to_owned(),
            target: section.id.clone(),
        };
        q!(tx, addresses::put(&address, house.now()))?;
        tx.enter(house.now(), actor, "open", &Thing::Section(section.id.clone()));
        opened.push(section);
    }
    let whole = Settings {
        paper: paper.clone(),
        sections: opened.clone(),
    };
    settings::open(tx, house, actor, &whole).await?;
    Ok(opened)
}

/// The slug of each section, or why the paper cannot be opened so.
fn decide(stands_already: bool, paper: &Paper, sections: &[NewSection]) -> Result<Vec<String>, Refusal> {
    if stands_already {
        return Err(Refusal::new("paper-stands", "there is already a paper in this store"));
    }
    settings::decide(&Settings {
        paper: paper.clone(),
        sections: Vec::new(),
    })?;
    let mut slugs: Vec<String> = Vec::new();
    for section in sections {
        let slug = if section.slug.is_empty() {
            slug::of(&section.name)
        } else {
            section.slug.clone()
        };
        if slug != slug::of(&slug) || !address::is_free_word(&slug) {
            return Err(Refusal::new(
                "section-slug",
                format!("a section cannot stand at /{slug}"),
            ));
        }
        super::revise_section::decide(&section.name, &section.replies, section.replies_close_after_days)?;
        if slugs.contains(&slug) {
            return Err(Refusal::new(
                "section-twice",
                format!("two sections would stand at /{slug}"),
            ));
        }
        slugs.push(slug);
    }
    Ok(slugs)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_default_sections_get_readable_addresses() {
        let slugs = decide(false, &Paper::new("The Example", "Europe/Lisbon"), &default_sections()).unwrap();
        assert_eq!(slugs, ["local", "international", "us-politics", "economy"]);
    }

    #[test]
    fn a_reserved_word_is_no_section() {
        let refusal = decide(false, &Paper::new("The Example", "UTC"), &[NewSection::named("Search")]).unwrap_err();
        assert_eq!(refusal.key, "section-slug");
    }

    #[test]
    fn a_second_paper_is_refused() {
        assert!(decide(true, &Paper::new("The Example", "UTC"), &[]).is_err());
    }
}
