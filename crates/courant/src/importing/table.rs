//! The table that says what becomes of another system's categories, types and authors: proposed from the file, kept as
//! TOML, and edited by whoever knows the paper. The commands settle it, and `sections` goes by it.

use super::addresses;
use crate::failure::{Failure, Result};
use courant_exchange::wordpress::{Author, Taxonomy, Term};
use courant_model::address;
use courant_model::slug;
use courant_model::term::Section;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Sections that a paper gets of categories at most, when nobody says otherwise. The row of a front page holds no more.
const MOST_SECTIONS: usize = 8;
/// What WordPress calls the category of what has none.
const NO_CATEGORY: &str = "uncategorized";

/// The table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The section of a story whose categories name none, by the end of its address.
    pub default_section: String,
    /// `story`, `page` or `none`, by type.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// `section`, `section:SLUG`, `topic`, `topic:SLUG` or `none`, by the slug of the category.
    #[serde(default)]
    pub categories: BTreeMap<String, String>,
    /// `topic` or `none`, by taxonomy.
    #[serde(default)]
    pub taxonomies: BTreeMap<String, String>,
    /// The name under which stories are signed, by login; empty signs none.
    #[serde(default)]
    pub authors: BTreeMap<String, String>,
}

/// What becomes of an item of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A story.
    Story,
    /// A standing page.
    Page,
    /// It is left out.
    Nothing,
}

/// What becomes of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A section at an address.
    Section(String),
    /// A topic at an address.
    Topic(String),
    /// Nothing.
    Nothing,
}

/// What a file holds that a table speaks of.
#[derive(Debug, Default)]
pub struct Found<'f> {
    /// Its terms.
    pub terms: &'f [Term],
    /// Posts by taxonomy and slug of their terms.
    pub used: HashMap<(String, String), usize>,
    /// Its types of items.
    pub types: Vec<String>,
    /// Those who sign.
    pub authors: &'f [Author],
}

impl Table {
    /// A table for a file, and the sections that the paper has.
    pub fn proposed(found: &Found<'_>, sections: &[Section]) -> Self {
        let mut table = Self::default();
        for kind in &found.types {
            let form = if kind == "page" { "page" } else { "story" };
            table.types.insert(kind.clone(), form.to_owned());
        }
        let mut by_use: Vec<(&Term, usize)> = found
            .terms
            .iter()
            .filter(|term| term.taxonomy == Taxonomy::Category)
            .map(|term| {
                let key = ("category".to_owned(), term.slug.clone());
                (term, found.used.get(&key).copied().unwrap_or(0))
            })
            .collect();
        by_use.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.slug.cmp(&b.slug)));
        let mut made = 0;
        for (term, used) in by_use {
            let own = slug::of(&addresses::slug_of(&term.slug));
            let named = slug::of(&term.name);
            let standing = sections
                .iter()
                .find(|section| section.slug == own || section.slug == named || slug::of(&section.name) == named);
            // Those that stand count too, so that a table for the same file is the same once its sections are made.
            let goal = match standing {
                Some(section) => {
                    made += 1;
                    format!("section:{}", section.slug)
                }
                None if own == NO_CATEGORY => format!("section:{}", catch_all(sections)),
                None if term.parent.is_none() && used > 0 && made < MOST_SECTIONS && stands_free(&own) => {
                    made += 1;
                    "section".to_owned()
                }
                None => "topic".to_owned(),
            };
            table.categories.insert(term.slug.clone(), goal);
        }
        for term in found.terms {
            if let Taxonomy::Custom(name) = &term.taxonomy {
                table.taxonomies.insert(name.clone(), "topic".to_owned());
            }
        }
        for author in found.authors {
            table.authors.insert(author.login.clone(), author.name.clone());
        }
        table.default_section = catch_all(sections);
        table
    }

    /// Reads a table that somebody has edited.
    pub fn read(text: &str, name: &str) -> Result<Self> {
        let table: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Failure::new(format!("{name}:{line}: {}", error.message()))
        })?;
        table.check(name)?;
        Ok(table)
    }

    fn check(&self, name: &str) -> Result<()> {
        let wrong = |what: String| Err(Failure::new(format!("{name}: {what}")));
        for (kind, form) in &self.types {
            if !matches!(form.as_str(), "story" | "page" | "none") {
                return wrong(format!("types.{kind} is {form:?}; say story, page or none"));
            }
        }
        for (category, goal) in &self.categories {
            if read_goal(goal, category).is_none() {
                return wrong(format!(
                    "categories.{category} is {goal:?}; say section, section:SLUG, topic, topic:SLUG or none"
                ));
            }
        }
        for (taxonomy, goal) in &self.taxonomies {
            if !matches!(goal.as_str(), "topic" | "none") {
                return wrong(format!("taxonomies.{taxonomy} is {goal:?}; say topic or none"));
            }
        }
        if !stands_free(&self.default_section) {
            return wrong(format!("a section cannot stand at /{}", self.default_section));
        }
        Ok(())
    }

    /// What a file lacks of the table is as it would be proposed.
    pub fn filled(mut self, proposed: Self) -> Self {
        fn fill(into: &mut BTreeMap<String, String>, from: BTreeMap<String, String>) {
            for (key, value) in from {
                into.entry(key).or_insert(value);
            }
        }
        fill(&mut self.types, proposed.types);
        fill(&mut self.categories, proposed.categories);
        fill(&mut self.taxonomies, proposed.taxonomies);
        fill(&mut self.authors, proposed.authors);
        self
    }

    /// As a file, with what can be said in it.
    pub fn written(&self) -> Result<String> {
        let body = toml::to_string(self).map_err(|error| Failure::new(error.to_string()))?;
        Ok(format!(
            "# What becomes of the old site's types, categories and authors. Edit it and give it back with --table.\n\
             # types:      story, page or none\n\
             # categories: section, section:SLUG, topic, topic:SLUG or none\n\
             # taxonomies: topic or none\n\
             # authors:    the name that signs; \"\" signs none\n\n{body}"
        ))
    }

    /// What becomes of a type.
    pub fn form(&self, kind: &str) -> Form {
        match self.types.get(kind).map(String::as_str) {
            Some("none") => Form::Nothing,
            Some("page") => Form::Page,
            None if kind == "page" => Form::Page,
            _ => Form::Story,
        }
    }

    /// What becomes of a term.
    pub fn goal(&self, taxonomy: &Taxonomy, slug: &str) -> Goal {
        let topic = || Goal::Topic(slug::of(&addresses::slug_of(slug)));
        match taxonomy {
            Taxonomy::Category => self
                .categories
                .get(slug)
                .and_then(|goal| read_goal(goal, slug))
                .unwrap_or_else(topic),
            Taxonomy::Tag => topic(),
            Taxonomy::Custom(name) if self.taxonomies.get(name).is_none_or(|goal| goal != "none") => topic(),
            _ => Goal::Nothing,
        }
    }
}

fn read_goal(goal: &str, category: &str) -> Option<Goal> {
    let own = || slug::of(&addresses::slug_of(category));
    let (what, at) = match goal.split_once(':') {
        Some((what, at)) => (what, slug::of(at)),
        None => (goal, own()),
    };
    match what {
        "section" if stands_free(&at) => Some(Goal::Section(at)),
        "topic" => Some(Goal::Topic(at)),
        "none" => Some(Goal::Nothing),
        _ => None,
    }
}

fn stands_free(slug: &str) -> bool {
    !slug.is_empty() && address::is_free_word(slug)
}

/// The section for what has none: News, which is made when the paper does not have it.
fn catch_all(sections: &[Section]) -> String {
    let news = sections
        .iter()
        .find(|section| section.slug == "news" || section.name == "News");
    news.map_or_else(|| "news".to_owned(), |section| section.slug.clone())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn category(slug: &str, name: &str, parent: Option<&str>) -> Term {
        Term {
            number: None,
            taxonomy: Taxonomy::Category,
            slug: slug.into(),
            name: name.into(),
            parent: parent.map(str::to_owned),
            description: String::new(),
            metas: Vec::new(),
        }
    }

    fn section(slug: &str, name: &str) -> Section {
        Section {
            id: slug.into(),
            number: 1,
            slug: slug.into(),
            name: name.into(),
            description: String::new(),
            position: 0,
            replies: "approve".into(),
            replies_close_after_days: 0,
        }
    }

    #[test]
    fn large_categories_become_sections_and_the_rest_topics() {
        let terms = [
            category("lokales", "Local", None),
            category("ferries", "Ferries", None),
            category("night-ferries", "Night ferries", Some("ferries")),
            category("search", "Search", None),
            category("empty", "Empty", None),
            category("uncategorized", "Uncategorized", None),
        ];
        let used = ["lokales", "ferries", "night-ferries", "search", "uncategorized"]
            .map(|slug| (("category".to_owned(), slug.to_owned()), 5));
        let found = Found {
            terms: &terms,
            used: used.into_iter().collect(),
            types: vec!["post".into(), "page".into(), "event".into()],
            authors: &[],
        };
        let table = Table::proposed(&found, &[section("local", "Local")]);
        let goal = |slug: &str| table.goal(&Taxonomy::Category, slug);
        assert_eq!(goal("lokales"), Goal::Section("local".into()));
        assert_eq!(goal("ferries"), Goal::Section("ferries".into()));
        assert_eq!(goal("night-ferries"), Goal::Topic("night-ferries".into()));
        assert_eq!(goal("search"), Goal::Topic("search".into()));
        assert_eq!(goal("empty"), Goal::Topic("empty".into()));
        assert_eq!(goal("uncategorized"), Goal::Section("news".into()));
        assert_eq!(table.form("event"), Form::Story);
        assert_eq!(table.form("page"), Form::Page);
        let again = Table::read(&table.written().unwrap(), "table.toml").unwrap();
        assert_eq!(again, table);
    }

    #[test]
    fn a_table_that_says_nonsense_names_the_place() {
        let told = |text: &str| Table::read(text, "t.toml").unwrap_err().to_string();
        assert!(told("default_section = \"news\"\n[types]\nevent = \"film\"").contains("types.event"));
        assert!(told("default_section = \"news\"\nrubbish = 1").starts_with("t.toml:2:"));
        assert!(told("default_section = \"search\"").contains("/search"));
        assert!(told("default_section = \"news\"\n[categories]\na = \"section:desk\"").contains("categories.a"));
    }
}
