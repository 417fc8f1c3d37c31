//! Themes: finds the templates, strings and assets of the paper's theme, and turns a context of `site/view` into a page.
//! Used by the site's handlers (`render`), the asset route (`asset`), and the commands `courant theme copy` and `courant theme check`.
//!
//! A theme is a folder. Files are looked up one by one: the paper's own theme first, then `broadsheet`, which is
//! part of the binary. A file of the paper's theme that does not parse, fails, runs for too long or prints
//! too much is put aside, named with its line, and the built-in one takes its place; the site stays up.

use std::{
    collections::{BTreeSet, HashMap},
    io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, escape_formatter,
    syntax::SyntaxConfig,
    value::{Kwargs, Serde, Value},
};

mod assets;
#[cfg(test)]
mod contexts;
mod folder;
mod moments;
mod pages;
#[cfg(test)]
mod tests;
mod words;

pub use assets::Asset;
pub(crate) use assets::{mime, minify, short_hash};
pub use folder::{CONTRACT, Manifest};
pub use moments::Dates;
pub use pages::Page;
pub use words::Words;
pub(crate) use words::candidates;

use assets::Assets;
use folder::Folder;

/// How much a page may compute, in minijinja's units (about one an instruction). The longest page of the samples takes
/// about a hundredth of it.
const FUEL: u64 = 4_000_000;

/// How long a page may get, in bytes.
const LONGEST_PAGE: usize = 8 * 1024 * 1024;

/// What is wrong with a file of the paper's own theme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct ThemeProblem {
    /// The file, as a path inside the theme: `templates/story.html`.
    pub file: String,
    /// The line, from 1, when it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

/// A rendered page.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The page.
    pub html: String,
    /// Set when this render found a file of the paper's theme broken: told once a file, then the file stays aside.
    pub theme_problem: Option<ThemeProblem>,
}

/// What can be wrong with rendering when even the built-in theme fails: a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("the built-in theme failed: {0}")]
pub struct RenderError(ThemeProblem);

/// Environments by language, and the files that were put aside. Both change together.
#[derive(Default)]
struct Dressing {
    aside: BTreeSet<String>,
    environments: HashMap<String, Arc<Environment<'static>>>,
}

/// The themes of a paper: its own, if it has one, over the built-in one.
pub struct Themes {
    folder: Arc<Folder>,
    assets: Arc<Assets>,
    words: RwLock<HashMap<String, Arc<Words>>>,
    dressing: RwLock<Dressing>,
    problems: Vec<ThemeProblem>,
}

impl std::fmt::Debug for Themes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Themes")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Themes {
    /// Reads a theme's folder, or only the built-in theme. Never fails: what is wrong stands in [`Themes::problems`], and
    /// a theme without a readable `theme.toml` of our contract is left out as a whole.
    pub fn new(custom: Option<PathBuf>) -> Self {
        let (folder, mut problems) = Folder::open(custom);
        let assets = Assets::gather(&folder, &mut problems);
        Self {
            folder: Arc::new(folder),
            assets: Arc::new(assets),
            words: RwLock::default(),
            dressing: RwLock::default(),
            problems,
        }
    }

    /// What was wrong with the theme when it was read.
    pub fn problems(&self) -> &[ThemeProblem] {
        &self.problems
    }

    /// Name, author and licence of the theme in use.
    pub fn manifest(&self) -> &Manifest {
        self.folder.manifest()
    }

    /// Whether a theme of the paper's own lies over the built-in one.
    pub fn is_custom(&self) -> bool {
        self.folder.has_custom()
    }

    /// The strings of the theme in a language, falling back to English string by string.
    pub fn words(&self, language: &str) -> Arc<Words> {
        if let Some(words) = read(&self.words).get(language) {
            return Arc::clone(words);
        }
        let words = Arc::new(Words::load(&self.folder, language).0);
        write(&self.words).insert(language.to_owned(), Arc::clone(&words));
        words
    }

    /// Dates in a language.
    pub fn dates(&self, language: &str) -> Dates {
        Dates::new(self.words(language))
    }

    /// Renders a page.
    ///
    /// # Errors
    /// Only when the built-in theme itself fails.
    pub fn render<P: Page>(&self, page: &P) -> Result<Rendered, RenderError> {
        let context = Value::from(Serde(page));
        let language = page.language();
        let mut theme_problem = None;
        loop {
            let environment = self.environment(language);
            let problem = match run(&environment, P::TEMPLATE, &context) {
                Ok(html) => {
                    return Ok(Rendered { html, theme_problem });
                }
                Err(error) => problem_of(&error, P::TEMPLATE),
            };
            if !self.put_aside(&problem.file) {
                return Err(RenderError(problem));
            }
            theme_problem.get_or_insert(problem);
        }
    }

    /// Renders every template with every sample, strictly, and names what is wrong. Empty when all is well.
    pub fn check(&self) -> Vec<ThemeProblem> {
        let mut problems = self.problems.clone();
        for language in self.folder.languages() {
            problems.extend(Words::load(&self.folder, &language).1);
        }
        let mut environments: HashMap<String, Environment<'static>> = HashMap::new();
        pages::each_sample(&mut |template, language, context| {
            let environment = environments.entry(language.to_owned()).or_insert_with(|| {
                let mut environment = self.dress(language, BTreeSet::new());
                environment.set_undefined_behavior(UndefinedBehavior::Strict);
                environment
            });
            if let Err(error) = run(environment, template, &context) {
                let problem = problem_of(&error, template);
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        });
        problems
    }

    /// Writes the built-in theme into a folder that is empty or not there yet.
    ///
    /// # Errors
    /// When the folder holds anything, or can't be written.
    pub fn copy_to(target: &Path) -> io::Result<()> {
        folder::copy_to(target)
    }

    /// The asset behind `/assets/NAME`, where `NAME` is what [`Themes::asset_href`] made of a path.
    ///
    /// A name with another hash than the present one answers with the present file, not to be kept, so that a page that
    /// a browser still holds after a change of theme is not left without its style.
    pub fn asset(&self, name: &str) -> Option<Asset> {
        self.assets.by_name(name)
    }

    /// The address of an asset, with the hash of its content: `site.css` becomes `/assets/1f0c…-site.css`.
    pub fn asset_href(&self, path: &str) -> Option<String> {
        self.assets.href(path).map(str::to_owned)
    }

    /// A hash over everything that decides how pages look: it changes when the theme does.
    pub fn version(&self) -> String {
        let templates = self.folder.text_hash();
        assets::short_hash(format!("{templates}{}", self.assets.hashes()).as_bytes())
    }

    fn environment(&self, language: &str) -> Arc<Environment<'static>> {
        let aside = {
            let dressing = read(&self.dressing);
            if let Some(environment) = dressing.environments.get(language) {
                return Arc::clone(environment);
            }
            dressing.aside.clone()
        };
        let environment = Arc::new(self.dress(language, aside.clone()));
        let mut dressing = write(&self.dressing);
        if dressing.aside == aside {
            dressing
                .environments
                .insert(language.to_owned(), Arc::clone(&environment));
        }
        environment
    }

    /// Puts a file of the paper's theme aside. A fault in a built-in file can come from one of the paper's (a macro that it
    /// calls), so then all of the paper's templates go. False when there was nothing left to put aside.
    fn put_aside(&self, file: &str) -> bool {
        let mut dressing = write(&self.dressing);
        let before = dressing.aside.len();
        if self.folder.is_custom(file) && !dressing.aside.contains(file) {
            dressing.aside.insert(file.to_owned());
        } else {
            dressing.aside.extend(self.folder.custom_templates());
        }
        dressing.environments.clear();
        dressing.aside.len() > before
    }

    fn dress(&self, language: &str, aside: BTreeSet<String>) -> Environment<'static> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Lenient);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_reload(false);
        let folder = Arc::clone(&self.folder);
        environment.set_loader(move |name| {
            let path = format!("templates/{name}");
            folder
                .text(&path, !aside.contains(&path))
                .map_err(|problem| Error::new(ErrorKind::InvalidOperation, problem.message))
        });
        environment.set_formatter(print_value);
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true);
        if let Ok(syntax) = syntax.build() {
            environment.set_syntax(syntax);
        }
        let words = self.words(language);
        environment.add_function("t", move |key: &str, values: Kwargs| words.say(key, &values));
        let assets = Arc::clone(&self.assets);
        environment.add_function("asset", move |path: &str| {
            assets
                .href(path)
                .map(str::to_owned)
                .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("the theme has no asset {path}")))
        });
        environment
    }
}

/// Prints a value into a page: escaped unless it is HTML of our own, and nothing at all for nothing.
///
/// minijinja's own formatter also escapes `/`, which makes every address in a page three times as long.
pub(crate) fn print_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.as_str() {
        Some(text) if !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html) => text,
        _ if value.is_none() => return Ok(()),
        _ => return escape_formatter(out, state, value),
    };
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, after) = rest.split_at(at);
        out.write_str(before)?;
        let mut letters = after.chars();
        out.write_str(match letters.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = letters.as_str();
    }
    out.write_str(rest)?;
    Ok(())
}

/// Takes what is printed until it is too long.
struct Paper(Vec<u8>);

impl io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST_PAGE {
            return Err(io::Error::other("the page is longer than 8 MB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(crate) fn run(environment: &Environment<'_>, template: &str, context: &Value) -> Result<String, Error> {
    let mut page = Paper(Vec::with_capacity(32 * 1024));
    environment
        .get_template(template)?
        .render_captured_to(context.clone(), &mut page)?;
    String::from_utf8(page.0).map_err(|_| Error::new(ErrorKind::WriteFailure, "the page is not UTF-8"))
}

/// The innermost place that an error names, for an error of an included file is wrapped in its includer's.
pub(crate) fn problem_of(error: &Error, template: &str) -> ThemeProblem {
    let mut place = (error.name().unwrap_or(template).to_owned(), error.line());
    let mut message = said(error);
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(inner) = inner.downcast_ref::<Error>() {
            if let Some(name) = inner.name() {
                place = (name.to_owned(), inner.line());
                message = said(inner);
            }
        } else {
            message = format!("{message}: {inner}");
        }
        source = inner.source();
    }
    ThemeProblem {
        file: format!("templates/{}", place.0),
        line: place.1,
        message,
    }
}

fn said(error: &Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
