//! The strings of the theme in one language, by Fluent, with English behind it.
//! Used by the `t` function of templates, by `Dates`, and by handlers that need a word of the site's language.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use minijinja::{Error, ErrorKind, value::Kwargs, value::Value};
use unic_langid::LanguageIdentifier;

use super::{ThemeProblem, folder::Folder};

/// Strings by key.
pub struct Words {
    language: String,
    /// The paper's language first, English last.
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// Loads `pt-BR.ftl`, `pt.ftl` and `en.ftl`, each when there; says what is wrong in them.
    pub(super) fn load(folder: &Folder, language: &str) -> (Self, Vec<ThemeProblem>) {
        let mut problems = Vec::new();
        let mut texts = Vec::new();
        for name in candidates(language) {
            // The paper's own file may hold only the few strings that it changes: the built-in one stands behind it.
            for own in [true, false] {
                let path = format!("strings/{name}.ftl");
                if own && !folder.is_custom(&path) {
                    continue;
                }
                match folder.text(&path, own) {
                    Ok(Some(text)) => texts.push((name.to_owned(), text)),
                    Ok(None) => {}
                    Err(problem) => problems.push(problem),
                }
            }
        }
        let (words, found) = Self::of_texts(language, texts);
        problems.extend(found);
        (words, problems)
    }

    /// Strings out of texts, each with the name of its language; the first that has a key says it.
    pub(crate) fn of_texts(language: &str, texts: Vec<(String, String)>) -> (Self, Vec<ThemeProblem>) {
        let mut problems = Vec::new();
        let mut bundles = Vec::new();
        for (name, text) in texts {
            let (resource, found) = parse(&format!("strings/{name}.ftl"), text);
            problems.extend(found);
            let tag: LanguageIdentifier = name.parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            // Isolation marks would stand in titles and in attributes.
            bundle.set_use_isolating(false);
            bundle.add_resource_overriding(resource);
            bundles.push(bundle);
        }
        let words = Self {
            language: language.to_owned(),
            bundles,
        };
        (words, problems)
    }

    /// The language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// A string without values.
    pub fn text(&self, key: &str) -> Option<String> {
        self.format(key, &FluentArgs::new())
    }

    /// A string with a number, which decides about its plural.
    pub fn counted(&self, key: &str, name: &str, count: i64) -> Option<String> {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), count);
        self.format(key, &args)
    }

    /// A string with values: `words.with("published", &[("date", "6 May")])`.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set((*name).to_owned(), (*value).to_owned());
        }
        self.format(key, &args)
    }

    /// What `t("key", name=value)` prints.
    pub(crate) fn say(&self, key: &str, values: &Kwargs) -> Result<String, Error> {
        let mut args = FluentArgs::new();
        for name in values.args() {
            let value: Value = values.get(name)?;
            let value = match i64::try_from(value.clone()) {
                Ok(number) if value.is_number() => FluentValue::from(number),
                _ => FluentValue::from(value.to_string()),
            };
            args.set(name.to_owned(), value);
        }
        self.format(key, &args)
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("the theme has no string {key}")))
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(args), &mut errors);
            errors.is_empty().then(|| text.into_owned())
        })
    }
}

/// The languages whose strings serve a language, nearest first: `pt-BR`, `pt`, `en`.
pub(crate) fn candidates(language: &str) -> Vec<&str> {
    let plain = language.split('-').next().unwrap_or(language);
    let mut names = vec![language, plain, "en"];
    names.dedup();
    names
}

/// Parses strings; what can be read of a broken file is kept.
fn parse(path: &str, text: String) -> (FluentResource, Vec<ThemeProblem>) {
    match FluentResource::try_new(text) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => {
            let problems = errors
                .iter()
                .map(|error| ThemeProblem {
                    file: path.to_owned(),
                    line: Some(
                        resource
                            .source()
                            .bytes()
                            .take(error.pos.start)
                            .filter(|byte| *byte == b'\n')
                            .count()
                            + 1,
                    ),
                    message: error.kind.to_string(),
                })
                .collect();
            (resource, problems)
        }
    }
}
