//! Prints the desk's pages: minijinja templates and Fluent strings that are part of the binary, in the paper's language.
//! Handlers call it through [`super::visit::Desk::print`]; a test prints every sample of every page strictly.

use super::assets::Assets;
use crate::templates::{Words, candidates, print_value, problem_of, run};
use courant_newsroom::Error;
use courant_store::StoreError;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use rust_embed::RustEmbed;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

#[derive(RustEmbed)]
#[folder = "desk/templates"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "desk/strings"]
struct Strings;

/// A context that a template of the desk prints.
pub(crate) trait Page: Serialize {
    /// The template's file in `desk/templates`.
    const TEMPLATE: &'static str;

    /// The language of the page: the paper's.
    fn language(&self) -> &str;

    /// What the page must be able to print. Name the type in `pages.rs` too.
    #[cfg(test)]
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// Templates and strings by language, made when first asked for.
pub(crate) struct Printer {
    assets: Arc<Assets>,
    words: RwLock<HashMap<String, Arc<Words>>>,
    environments: RwLock<HashMap<String, Arc<Environment<'static>>>>,
}

impl Printer {
    /// Reads the desk's assets.
    pub(crate) fn new() -> Self {
        Self {
            assets: Arc::new(Assets::gather()),
            words: RwLock::default(),
            environments: RwLock::default(),
        }
    }

    /// The desk's own files.
    pub(crate) fn assets(&self) -> &Assets {
        &self.assets
    }

    /// The desk's strings in a language, English behind it.
    pub(crate) fn words(&self, language: &str) -> Arc<Words> {
        if let Some(words) = self.words.read().unwrap_or_else(PoisonError::into_inner).get(language) {
            return words.clone();
        }
        let words = Arc::new(strings(language));
        self.words
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(language.to_owned(), words.clone());
        words
    }

    /// A page as HTML.
    pub(crate) fn html<P: Page>(&self, page: &P) -> Result<String, Error> {
        let environment = self.environment(page.language());
        run(&environment, P::TEMPLATE, &Value::from(Serde(page))).map_err(|error| {
            Error::Internal(StoreError::Unreadable(format!(
                "the desk's own {}",
                problem_of(&error, P::TEMPLATE)
            )))
        })
    }

    fn environment(&self, language: &str) -> Arc<Environment<'static>> {
        if let Some(environment) = self
            .environments
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(language)
        {
            return environment.clone();
        }
        let environment = Arc::new(self.dress(language));
        self.environments
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(language.to_owned(), environment.clone());
        environment
    }

    fn dress(&self, language: &str) -> Environment<'static> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_loader(|name| Ok(text_of::<Templates>(name)));
        environment.set_formatter(print_value);
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true);
        if let Ok(syntax) = syntax.build() {
            environment.set_syntax(syntax);
        }
        let words = self.words(language);
        environment.add_function("t", move |key: &str, values: Kwargs| words.say(key, &values));
        let assets = self.assets.clone();
        environment.add_function("asset", move |path: &str| {
            assets
                .href(path)
                .ok_or_else(|| minijinja::Error::new(ErrorKind::InvalidOperation, format!("there is no asset {path}")))
        });
        environment
    }
}

/// The strings of a language, nearest first, English last.
fn strings(language: &str) -> Words {
    let texts = candidates(language)
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), text_of::<Strings>(&format!("{name}.ftl"))?)))
        .collect();
    let (words, problems) = Words::of_texts(language, texts);
    for problem in problems {
        tracing::error!(%problem, "the desk's strings have a fault");
    }
    words
}

fn text_of<E: RustEmbed>(name: &str) -> Option<String> {
    let file = E::get(name)?;
    Some(String::from_utf8_lossy(&file.data).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_sample_of_every_page_prints_strictly_and_without_inline_style_or_script() {
        let printer = Printer::new();
        let mut wrong = Vec::new();
        let mut printed = BTreeSet::new();
        super::super::pages::each_sample(&mut |template, language, context| {
            printed.insert(template.to_owned());
            match run(&printer.environment(language), template, &context) {
                Ok(html) => {
                    for bad in [" style=", "<style", " onclick=", "<script>", "javascript:"] {
                        if html.contains(bad) {
                            wrong.push(format!("{template}: {bad}"));
                        }
                    }
                }
                Err(error) => wrong.push(problem_of(&error, template).to_string()),
            }
        });
        assert_eq!(wrong, Vec::<String>::new());
        for name in Templates::iter() {
            let is_whole = !name.starts_with("parts/") && !["desk.html", "door.html", "icons.html"].contains(&&*name);
            assert!(!is_whole || printed.contains(&*name), "no page prints {name}");
        }
    }

    #[test]
    fn every_language_speaks_only_strings_that_english_has() {
        let keys = |text: &str| -> BTreeSet<String> {
            text.lines()
                .filter(|line| line.starts_with(|letter: char| letter.is_ascii_lowercase()))
                .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
                .collect()
        };
        let english = keys(&text_of::<Strings>("en.ftl").unwrap_or_default());
        assert!(!english.is_empty());
        for name in Strings::iter() {
            let text = text_of::<Strings>(&name).unwrap_or_default();
            let (_, problems) = Words::of_texts("en", vec![(name.to_string(), text.clone())]);
            assert_eq!(problems, [], "{name}");
            let strangers: Vec<_> = keys(&text).difference(&english).cloned().collect();
            assert_eq!(strangers, Vec::<String>::new(), "{name}");
        }
    }
}
