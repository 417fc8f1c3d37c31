//! What the copy desk knows beside a story: house rules, dictionary, sources, the record, names held back, dead links.
//! Called by [`super::gather`]; all of it is read in the caller's transaction, so that a check at publication is of one state.

use super::withheld;
use crate::{House, Result};
use courant_copydesk::{Desk, NameKind, Page, Said, Source};
use courant_model::address::{self, Leads};
use courant_model::paper::Paper;
use courant_store::{Tx, q};
use std::collections::HashSet;

/// Names of the record that a story is held against, of each kind.
const MOST_NAMES: i64 = 20_000;

/// Speakers of the record that are looked for in a story, by each of their names.
const MOST_SPEAKERS: i64 = 20_000;
/// Speakers whose words a story is held against.
const MOST_QUOTED: usize = 30;
/// Words of one speaker, the newest first.
const MOST_WORDS: i64 = 200;

/// Where an internal link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Going {
    /// To a page.
    Well,
    /// Nowhere.
    Nowhere,
    /// To another address by now.
    Elsewhere(String),
}

/// The desk for a story's page.
#[crate::boxed]
pub async fn desk_for(tx: &mut Tx, house: &House, paper: &Paper, story_id: &str, page: &Page) -> Result<Desk> {
    let loaded = house.style.current().await;
    let sources = q!(tx, copydesk::sources(story_id))?
        .into_iter()
        .map(|source| Source {
            name: source.name,
            text: source.body,
        })
        .collect();
    let mut dead_links = Vec::new();
    let mut moved_links = Vec::new();
    for link in &page.facts.links {
        match leads(tx, &link.to).await? {
            Going::Well => {}
            Going::Nowhere => dead_links.push(link.to.clone()),
            Going::Elsewhere(to) => moved_links.push((link.to.clone(), to)),
        }
    }
    Ok(Desk {
        rules: loaded.rules.clone(),
        spelling: loaded.spelling(&paper.language),
        sources,
        record: said(tx, story_id, &page.text).await?,
        known_names: likely(
            q!(tx, copydesk::known_names(NameKind::Person.word(), MOST_NAMES))?,
            &house.style.archive.people(tx, house.now()).await?,
            &page.text,
        ),
        do_not_name: withheld::for_check(tx, house).await?,
        dead_links,
        moved_links,
        headline_marks_may_paraphrase: loaded.headline_marks_may_paraphrase,
    })
}

/// What other stories have, to the letter, of those whose names stand in the text; readers see all of it.
async fn said(tx: &mut Tx, story: &str, text: &str) -> Result<Vec<Said>> {
    let mut said = Vec::new();
    let speakers = q!(tx, copydesk::speakers(MOST_SPEAKERS))?.into_iter();
    for speaker in speakers.filter(|one| text.contains(&one.name)).take(MOST_QUOTED) {
        for words in q!(tx, copydesk::said_elsewhere(&speaker.id, story, MOST_WORDS))? {
            let speaker = speaker.name.clone();
            said.push(Said { speaker, words });
        }
    }
    Ok(said)
}

/// Those of the record's and the archive's names whose first word stands in a text: a name that is misspelt shares at
/// least that. Where both have a name it is told once.
fn likely(mut names: Vec<String>, archive: &[String], text: &str) -> Vec<String> {
    let words: HashSet<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    let first = |name: &str| {
        name.split(|letter: char| !letter.is_alphanumeric())
            .next()
            .map(str::to_owned)
    };
    let stands = |name: &String| first(name).is_some_and(|first| words.contains(first.as_str()));
    names.retain(stands);
    names.extend(archive.iter().filter(|name| stands(name)).cloned());
    names.sort_unstable();
    names.dedup();
    names
}

/// Where a link of this site leads; links of other sites are nobody's to judge here.
async fn leads(tx: &mut Tx, href: &str) -> Result<Going> {
    if !href.starts_with('/') || href.starts_with("//") {
        return Ok(Going::Well);
    }
    let path = href.split(['?', '#']).next().unwrap_or(href);
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let path = if path.len() > 1 {
        path.trim_end_matches('/')
    } else {
        &path
    };
    if path.len() <= 1 {
        return Ok(Going::Well);
    }
    if let Some(found) = q!(tx, addresses::at(path))? {
        return Ok(match Leads::parse(&found.kind) {
            Leads::Redirect => Going::Elsewhere(found.target),
            Leads::Gone => Going::Nowhere,
            _ => Going::Well,
        });
    }
    // What Courant answers itself, and the feeds below a list.
    if !address::is_free_word(path) {
        return Ok(Going::Well);
    }
    let below = ["/feed.xml", "/atom.xml", "/feed.json"]
        .iter()
        .find_map(|feed| path.strip_suffix(feed));
    match below {
        Some(list) if q!(tx, addresses::at(list))?.is_some() => Ok(Going::Well),
        _ => Ok(Going::Nowhere),
    }
}

#[cfg(test)]
mod tests {
    use super::likely;

    #[test]
    fn of_many_names_only_those_are_looked_at_that_may_stand_in_the_text() {
        let names = ["Anna Berg", "Jean-Luc Picard", "Otto Lund"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(
            likely(
                names,
                &["Anna Berg".into(), "Anna Lind".into()],
                "Anna Borg met Jean-Luc."
            ),
            ["Anna Berg", "Anna Lind", "Jean-Luc Picard"]
        );
    }
}
