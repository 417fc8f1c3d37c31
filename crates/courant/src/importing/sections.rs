//! Sections, topics and authors of a site that moves in: made once, by the table, and known by the names of the old site.
//! The commands call `make_terms` first; `ready` and `posts` ask where a story lies.

use super::table::Goal;
use super::{ACTOR, Import, addresses, print_of, who};
use crate::failure::Result;
use courant_exchange::wordpress::{Author, Tagged, Taxonomy, Term};
use courant_model::brought::Kind;
use courant_model::story::Byline;
use courant_newsroom::commands::add_author::{self, NewAuthor};
use courant_newsroom::commands::keep_address::{self, Goal as Leads};
use courant_newsroom::commands::keep_settings::{self, Edit, SectionForm};
use courant_newsroom::commands::name_topic;
use courant_newsroom::{Error, settings};
use courant_store::{Tx, q};
use std::collections::{HashMap, HashSet};

/// Addresses that are tried for a section.
const MOST_TRIES: u32 = 9;

/// What is known of the paper by the old site's names.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Sections by the end of the address that the table wants for them: their id and the one that they have.
    sections: HashMap<String, (String, String)>,
    /// Topic ids by the end of their address.
    topics_at: HashMap<String, String>,
    /// Who signs, by login.
    authors: HashMap<String, Byline>,
    /// The category above a category.
    above: HashMap<String, String>,
    /// Categories by number.
    numbers: HashMap<i64, String>,
    /// Names of terms, for topics that are made when they are first used.
    names: HashMap<(String, String), String>,
}

/// Where lists of terms and authors stood.
#[derive(Debug, Clone)]
pub struct Bases {
    /// Of categories: `category`.
    pub category: String,
    /// Of tags: `tag`.
    pub tag: String,
}

impl Default for Bases {
    fn default() -> Self {
        Self {
            category: "category".to_owned(),
            tag: "tag".to_owned(),
        }
    }
}

/// Where a story lies, by its terms.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The section, by the end of its address.
    pub(super) section: String,
    /// Topics by the end of their address, each once.
    pub(super) topics: Vec<String>,
}

impl Import<'_> {
    /// Makes the sections, topics and authors that the file and the table want.
    pub async fn make_terms(&mut self, authors: &[Author], terms: &[Term], bases: &Bases) -> Result<()> {
        let mut tx = self.tx().await?;
        for section in q!(tx, terms::sections())? {
            let known = (section.id, section.slug.clone());
            self.known.sections.insert(section.slug, known);
        }
        for term in terms {
            let key = (term.taxonomy.name().to_owned(), term.slug.clone());
            self.known.names.insert(key, term.name.clone());
            if term.taxonomy == Taxonomy::Category {
                if let Some(parent) = &term.parent {
                    self.known.above.insert(term.slug.clone(), parent.clone());
                }
                if let Some(number) = term.number {
                    self.known.numbers.insert(number, term.slug.clone());
                }
            }
        }
        for term in terms {
            self.term(&mut tx, term, bases).await?;
        }
        for author in authors {
            self.author(&mut tx, author).await?;
        }
        if !self.asked.dry_run {
            // The next run goes by the same table.
            let table = self.table.written()?;
            self.keep(&mut tx, Kind::Table, "", &table, "", "").await?;
        }
        self.done(tx).await
    }

    async fn term(&mut self, tx: &mut Tx, term: &Term, bases: &Bases) -> Result<()> {
        let base = match &term.taxonomy {
            Taxonomy::Category => bases.category.clone(),
            Taxonomy::Tag => bases.tag.clone(),
            Taxonomy::Custom(name) => name.clone(),
            Taxonomy::Format | Taxonomy::Menu | Taxonomy::Author => return Ok(()),
        };
        self.said.found.terms += 1;
        let path = match self.table.goal(&term.taxonomy, &term.slug) {
            Goal::Nothing => return Ok(()),
            Goal::Section(slug) => {
                self.section(tx, &slug, Some(term)).await?;
                let stands = self.known.sections.get(&slug).map_or(&slug, |(_, stands)| stands);
                format!("/{stands}")
            }
            Goal::Topic(slug) => {
                let Some(slug) = self
                    .topic(tx, &term.taxonomy, &term.slug, &slug, &term.description)
                    .await?
                else {
                    self.said.problem(
                        &term.name,
                        "",
                        "a term without letters or digits has no address; it was left out",
                    );
                    return Ok(());
                };
                format!("/topic/{slug}")
            }
        };
        self.said.kept.terms += 1;
        if self.asked.dry_run {
            return Ok(());
        }
        let plain = addresses::slug_of(&term.slug);
        let mut olds = vec![format!("/{base}/{plain}")];
        let above = self.above(&term.slug);
        if !above.is_empty() {
            olds.push(format!("/{base}/{}/{plain}", above.join("/")));
        }
        for old in olds {
            keep_address::run(tx, &self.newsroom.house, &ACTOR, &old, &Leads::Path(path.clone())).await?;
        }
        if let Some(number) = term.number {
            self.keep(tx, Kind::Term, &number.to_string(), &path, "", "").await?;
        }
        Ok(())
    }

    /// The categories above one, the outermost first. A circle ends where it began.
    fn above(&self, slug: &str) -> Vec<String> {
        let mut out = Vec::new();
        let mut seen = HashSet::from([slug.to_owned()]);
        let mut at = slug.to_owned();
        while let Some(parent) = self.known.above.get(&at) {
            if !seen.insert(parent.clone()) {
                break;
            }
            out.push(addresses::slug_of(parent));
            at.clone_from(parent);
        }
        out.reverse();
        out
    }

    /// Makes a section unless it stands.
    async fn section(&mut self, tx: &mut Tx, slug: &str, term: Option<&Term>) -> Result<()> {
        if self.known.sections.contains_key(slug) {
            return Ok(());
        }
        if let Some(beside) = self.brought(tx, Kind::Section, slug).await?
            && let Some(section) = q!(tx, terms::sections())?
                .into_iter()
                .find(|section| section.id == beside.target)
        {
            self.known.sections.insert(slug.to_owned(), (section.id, section.slug));
            return Ok(());
        }
        if self.asked.dry_run {
            self.known
                .sections
                .insert(slug.to_owned(), (String::new(), slug.to_owned()));
            return Ok(());
        }
        let named = term
            .filter(|term| term.slug != "uncategorized")
            .map(|term| term.name.trim());
        let name = match named.filter(|name| !name.is_empty()) {
            Some(name) => name.to_owned(),
            None => titled(slug),
        };
        // Where a story or page stands at the address, the section stands beside it.
        for n in 1..=MOST_TRIES {
            let stands = courant_model::slug::nth(slug, n);
            let form = SectionForm {
                name: name.clone(),
                slug: stands.clone(),
                description: String::new(),
                replies: "paper".to_owned(),
                close_after_days: 0,
                shown: true,
            };
            let seen = settings::standing(tx).await?.number;
            match keep_settings::run(tx, &self.newsroom.house, &who(), seen, &Edit::AddSection(form)).await {
                Ok(_) => {}
                Err(Error::Refusal(refusal)) if refusal.key == "section-taken" && n < MOST_TRIES => continue,
                Err(error) => return Err(error.into()),
            }
            if n > 1 {
                self.said.problem(
                    &name,
                    "",
                    format!("something stands at /{slug}; the section stands at /{stands}"),
                );
            }
            let made = q!(tx, terms::sections())?
                .into_iter()
                .find(|section| section.slug == stands);
            if let Some(section) = made {
                if n > 1 {
                    self.keep(tx, Kind::Section, slug, &section.id, "", "").await?;
                }
                self.known.sections.insert(slug.to_owned(), (section.id, section.slug));
            }
            break;
        }
        Ok(())
    }

    /// The topic of a term, made unless it stands; its end of an address, or nothing where there is none.
    async fn topic(
        &mut self,
        tx: &mut Tx,
        taxonomy: &Taxonomy,
        term: &str,
        wanted: &str,
        description: &str,
    ) -> Result<Option<String>> {
        let key = (taxonomy.name().to_owned(), term.to_owned());
        let name = self
            .known
            .names
            .get(&key)
            .cloned()
            .unwrap_or_else(|| addresses::slug_of(term));
        let slug = match courant_model::slug::of(wanted) {
            empty if empty.is_empty() => courant_model::slug::of(&name),
            slug => slug,
        };
        if slug.is_empty() {
            return Ok(None);
        }
        if !self.known.topics_at.contains_key(&slug) {
            let id = if self.asked.dry_run {
                String::new()
            } else {
                name_topic::at(tx, &self.newsroom.house, &ACTOR, &slug, &name, description)
                    .await?
                    .id
            };
            self.known.topics_at.insert(slug.clone(), id);
        }
        Ok(Some(slug))
    }

    async fn author(&mut self, tx: &mut Tx, author: &Author) -> Result<()> {
        self.said.found.authors += 1;
        let name = self
            .table
            .authors
            .get(&author.login)
            .unwrap_or(&author.name)
            .trim()
            .to_owned();
        let slug = courant_model::slug::of(&name);
        if slug.is_empty() {
            // Nobody of that name is to sign, or nobody could.
            self.known.authors.insert(author.login.clone(), Byline::default());
            return Ok(());
        }
        self.said.kept.authors += 1;
        let outside = author.login.clone();
        let brought = self.brought(tx, Kind::Author, &outside).await?;
        let standing = match &brought {
            Some(brought) => q!(tx, terms::author(&brought.target))?,
            None => None,
        };
        let standing = match standing {
            Some(author) => Some(author),
            None => q!(tx, terms::author_by_slug(&slug))?.filter(|one| one.name == name),
        };
        let id = match standing {
            Some(author) => author.id,
            None if self.asked.dry_run => String::new(),
            None => {
                let new = NewAuthor {
                    slug: slug.clone(),
                    name: name.clone(),
                    role: String::new(),
                    bio: author.bio.clone(),
                    contact: author.website.clone(),
                };
                add_author::run(tx, &self.newsroom.house, &ACTOR, &new).await?.id
            }
        };
        let line = Byline {
            author: Some(id.clone()),
            ..Byline::default()
        };
        self.known.authors.insert(author.login.clone(), line.clone());
        if let Some(linked) = &author.linked_login {
            self.known.authors.insert(linked.clone(), line);
        }
        if self.asked.dry_run {
            return Ok(());
        }
        if brought.is_none() {
            let print = print_of(&(&name, &author.bio))?;
            self.keep(tx, Kind::Author, &outside, &id, "", &print).await?;
            if let Some(number) = author.number.filter(|_| !author.guest) {
                self.keep(tx, Kind::Author, &number.to_string(), &id, "", &print)
                    .await?;
            }
        }
        let Some(standing) = q!(tx, terms::author(&id))? else {
            return Ok(());
        };
        let goal = Leads::Path(format!("/by/{}", standing.slug));
        for old in [
            addresses::slug_of(&author.login),
            courant_model::slug::of(&author.login),
            slug,
        ] {
            if !old.is_empty() && !old.contains(['/', '?', '#', '@', ' ']) {
                keep_address::run(tx, &self.newsroom.house, &ACTOR, &format!("/author/{old}"), &goal).await?;
            }
        }
        Ok(())
    }

    /// Where a story lies by its terms: the section of its own category, or of the first that has one; every other term
    /// is a topic. `own` is the category that counts as the story's own.
    pub(super) fn place(&self, terms: &[Tagged], own: Option<i64>) -> Place {
        let mut place = Place::default();
        let mut sections: Vec<String> = Vec::new();
        let add = |topic: String, place: &mut Place| {
            if !topic.is_empty() && !place.topics.contains(&topic) {
                place.topics.push(topic);
            }
        };
        let own = own.and_then(|number| self.known.numbers.get(&number));
        let first = terms
            .iter()
            .filter(|term| term.taxonomy == Taxonomy::Category && Some(&term.slug) == own);
        let rest = terms
            .iter()
            .filter(|term| term.taxonomy != Taxonomy::Category || Some(&term.slug) != own);
        for term in first.chain(rest) {
            let slug = if term.slug.is_empty() {
                courant_model::slug::of(&term.name)
            } else {
                term.slug.clone()
            };
            match self.table.goal(&term.taxonomy, &slug) {
                Goal::Nothing => {}
                Goal::Section(section) => {
                    if sections.is_empty() {
                        sections.push(section);
                    } else if !sections.contains(&section) {
                        // A story lies in one section; the others stay findable.
                        add(section.clone(), &mut place);
                        sections.push(section);
                    }
                }
                Goal::Topic(topic) => {
                    let topic = match topic {
                        empty if empty.is_empty() => courant_model::slug::of(&term.name),
                        topic => topic,
                    };
                    add(topic, &mut place);
                    // A category below one that is a section lies in that section.
                    if term.taxonomy == Taxonomy::Category && sections.is_empty() {
                        let above = self.known.above.get(&slug);
                        if let Some(Goal::Section(section)) =
                            above.map(|parent| self.table.goal(&Taxonomy::Category, parent))
                        {
                            sections.push(section);
                        }
                    }
                }
            }
        }
        place.section = sections
            .into_iter()
            .next()
            .unwrap_or_else(|| self.table.default_section.clone());
        place
    }

    /// The ids of a place, making what is missing.
    pub(super) async fn ids_of(
        &mut self,
        tx: &mut Tx,
        place: &Place,
        terms: &[Tagged],
    ) -> Result<(String, Vec<String>)> {
        self.section(tx, &place.section, None).await?;
        let section = self.known.sections.get(&place.section);
        let section = section.map(|(id, _)| id.clone()).unwrap_or_default();
        let mut topics = Vec::with_capacity(place.topics.len());
        for slug in &place.topics {
            if !self.known.topics_at.contains_key(slug) {
                let named = terms.iter().find(|term| {
                    courant_model::slug::of(&addresses::slug_of(&term.slug)) == *slug
                        || courant_model::slug::of(&term.name) == *slug
                });
                let name = named.map_or_else(|| titled(slug), |term| term.name.clone());
                let topic = name_topic::at(tx, &self.newsroom.house, &ACTOR, slug, &name, "").await?;
                self.known.topics_at.insert(slug.clone(), topic.id);
            }
            topics.extend(self.known.topics_at.get(slug).cloned());
        }
        Ok((section, topics))
    }

    /// Who signs, in order; whoever the file does not introduce signs as a guest.
    pub(super) fn byline(&self, signatures: &[courant_exchange::wordpress::Signature]) -> Vec<Byline> {
        let mut out: Vec<Byline> = Vec::new();
        for signature in signatures {
            let line = match self.known.authors.get(&signature.login) {
                Some(line) => line.clone(),
                None => Byline {
                    guest: signature.name.clone().unwrap_or_else(|| signature.login.clone()),
                    ..Byline::default()
                },
            };
            let says = line.author.is_some() || !line.guest.is_empty();
            if says && !out.contains(&line) {
                out.push(line);
            }
        }
        out
    }
}

/// `night-ferries` as a title: "Night ferries".
fn titled(slug: &str) -> String {
    let words = slug.replace('-', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
