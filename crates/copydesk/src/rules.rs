//! House style as files: rules in YAML in the manner of Vale, each with examples that test it.
//! Read by the desk and by `courant check`; [`Rules::starter`] is the set that ships.

mod capitals;
mod file;
mod matching;
mod mend;
mod metric;
mod places;
mod scope;

pub use file::{Action, BadRule, Examples, Level, RuleFile};

use crate::note::{Note, Severity};
use crate::page::{Page, Part, Role};
use crate::reading::Reading;
use crate::span::Span;
use crate::spelling::Spelling;
use matching::Matcher;
use scope::Scope;

/// One rule, ready to run.
#[derive(Debug)]
pub struct Rule {
    /// Its name: the name of its file.
    pub name: String,
    /// How grave its notes are.
    pub severity: Severity,
    message: String,
    link: Option<String>,
    limit: Option<usize>,
    action: Action,
    vocab: bool,
    scope: Scope,
    matcher: Matcher,
    /// Examples that it must find, and that it must leave alone.
    pub examples: Examples,
}

/// A set of rules.
#[derive(Debug, Default)]
pub struct Rules {
    /// In the order in which they were read.
    pub rules: Vec<Rule>,
}

/// The rules that ship, by name.
const STARTER: &[(&str, &str)] = &[
    ("cliches", include_str!("../rules/cliches.yml")),
    ("currency", include_str!("../rules/currency.yml")),
    ("dashes", include_str!("../rules/dashes.yml")),
    ("euphemisms", include_str!("../rules/euphemisms.yml")),
    ("headings", include_str!("../rules/headings.yml")),
    ("long-sentences", include_str!("../rules/long-sentences.yml")),
    ("needless-words", include_str!("../rules/needless-words.yml")),
    ("organisations", include_str!("../rules/organisations.yml")),
    ("people-first", include_str!("../rules/people-first.yml")),
    ("same-verb", include_str!("../rules/same-verb.yml")),
    ("short-forms", include_str!("../rules/short-forms.yml")),
    ("spelling-of-pairs", include_str!("../rules/spelling-of-pairs.yml")),
];

impl Rules {
    /// The set that ships. A rule of it that cannot be read is left out; a test sees to it that none is.
    pub fn starter() -> Self {
        Self::read(STARTER.iter().copied()).0
    }

    /// Reads rules from name and text of their files; those that cannot be read come back with the reason.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<BadRule>) {
        let mut all = Self::default();
        let mut bad = Vec::new();
        for (name, text) in files {
            match Rule::read(name, text) {
                Ok(rule) => all.rules.push(rule),
                Err(why) => bad.push(why),
            }
        }
        (all, bad)
    }

    /// The notes of all rules on a page; a rule of spelling asks the dictionary, where there is one.
    pub fn notes(&self, reading: &Reading<'_>, spelling: Option<&Spelling>) -> Vec<Note> {
        let each = self.rules.iter().flat_map(|rule| rule.notes(reading, spelling));
        each.collect()
    }

    /// Gives the paper's own words to the rules, which leave them alone; a rule with `vocab: false` does not.
    pub fn accept(&mut self, words: &[String]) {
        for rule in self.rules.iter_mut().filter(|rule| rule.vocab) {
            rule.matcher.accept(words);
        }
    }

    /// A rule of the house reads the spelling, in place of the check that ships.
    pub fn spells(&self) -> bool {
        self.rules.iter().any(|rule| rule.matcher.spells())
    }

    /// The files of the set that ships, by name.
    pub fn starter_files() -> &'static [(&'static str, &'static str)] {
        STARTER
    }

    /// Runs every rule on its own examples; what comes back is wrong.
    pub fn test(&self) -> Vec<String> {
        self.rules.iter().flat_map(Rule::test).collect()
    }
}

impl Rule {
    /// Reads the text of a rule file.
    ///
    /// # Errors
    /// When it is no YAML, names a kind of rule that is not known, or holds a pattern that is none.
    pub fn read(name: &str, text: &str) -> Result<Self, BadRule> {
        let file = RuleFile::read(name, text)?;
        let scope = Scope::read(&file.scope)
            .map_err(|word| BadRule::at(name, text, "scope", &format!("no story has the scope `{word}`")))?;
        let matcher = Matcher::new(name, text, &file, &scope)?;
        let severity = match file.level {
            Level::Suggestion => Severity::Hint,
            Level::Warning => Severity::Warn,
            Level::Error => Severity::Stop,
        };
        Ok(Self {
            name: name.into(),
            severity,
            message: file.message,
            link: Some(file.link).filter(|link| !link.is_empty()),
            limit: file.limit.filter(|limit| *limit > 0),
            action: file.action,
            vocab: file.vocab.unwrap_or(true),
            scope,
            matcher,
            examples: file.examples,
        })
    }

    /// Its notes on a page. Words of others, between marks or in a block quotation, are left alone.
    pub fn notes(&self, reading: &Reading<'_>, spelling: Option<&Spelling>) -> Vec<Note> {
        let parts: Vec<&Part> = reading
            .page
            .parts
            .iter()
            .filter(|part| self.scope.holds(part.role))
            .collect();
        let hits = self.matcher.find(reading, &parts, spelling);
        hits.into_iter()
            .filter(|hit| hit.whole || !reading.is_quoted(hit.span))
            .take(self.limit.unwrap_or(usize::MAX))
            .map(|hit| {
                let mut note = Note::new(&self.name, self.severity, hit.span, fill(&self.message, &hit.words));
                note.fix = mend::of(reading.page, &hit, &self.action);
                note.also = hit.also;
                note.link.clone_from(&self.link);
                note
            })
            .collect()
    }

    fn test(&self) -> Vec<String> {
        let finds = |text: &str| {
            let mut page = Page::from_plain(text);
            if !self.scope.holds(Role::Paragraph) {
                let roles = [
                    Role::Headline,
                    Role::Subhead,
                    Role::Item,
                    Role::Cell,
                    Role::Alt,
                    Role::Caption,
                ];
                let role = roles.into_iter().find(|role| self.scope.holds(*role));
                for part in &mut page.parts {
                    part.role = role.unwrap_or(part.role);
                }
            }
            !self.notes(&Reading::of(&page), None).is_empty()
        };
        let missed = self
            .examples
            .hits
            .iter()
            .filter(|text| !finds(text))
            .map(|text| format!("{}: does not find “{text}”", self.name));
        let false_alarms = self
            .examples
            .silent
            .iter()
            .filter(|text| finds(text))
            .map(|text| format!("{}: should leave “{text}” alone", self.name));
        missed.chain(false_alarms).collect()
    }
}

/// One place that a rule found.
#[derive(Debug)]
struct Hit {
    span: Span,
    words: Vec<String>,
    with: Option<String>,
    also: Vec<Span>,
    /// It speaks of the whole text and only stands here.
    whole: bool,
}

impl Hit {
    fn of(page: &Page, span: Span) -> Self {
        Self {
            span,
            words: vec![page.at(span).into()],
            with: None,
            also: Vec::new(),
            whole: false,
        }
    }
}

/// Puts the words into the places of a message that are marked `%s`, in order.
fn fill(message: &str, words: &[String]) -> String {
    let mut out = String::new();
    let mut words = words.iter();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once("%s") {
        out.push_str(before);
        out.push_str(words.next().map_or("", String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}
