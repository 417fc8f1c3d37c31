//! The folder of a theme over the built-in one, file by file.
//! Used by `Themes` for templates, strings and assets, and by `courant theme copy`.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use rust_embed::RustEmbed;
use serde::Deserialize;

use super::{ThemeProblem, assets};

/// The version of the contexts in `site/view`. It rises when a change would break a theme.
pub const CONTRACT: u32 = 1;

/// The most bytes of one file of a theme.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// The most files of a theme.
const MOST_FILES: usize = 2_000;

/// The built-in theme.
#[derive(RustEmbed)]
#[folder = "../../themes/broadsheet"]
struct Broadsheet;

/// What `theme.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The theme's name.
    pub name: String,
    /// The version of the contexts that it was written for.
    pub contract: u32,
    /// Who made it.
    #[serde(default)]
    pub author: String,
    /// Under which licence.
    #[serde(default)]
    pub licence: String,
}

/// A theme's files. Those of the paper's own theme are read once, so that a page never waits for a disk and a half-written file
/// is seen by nobody.
#[derive(Debug)]
pub(super) struct Folder {
    manifest: Manifest,
    own: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// Reads the paper's theme, if it has one.
    pub(super) fn open(custom: Option<PathBuf>) -> (Self, Vec<ThemeProblem>) {
        let mut problems = Vec::new();
        let built_in = Self {
            manifest: Broadsheet::get("theme.toml")
                .and_then(|file| read_manifest(&file.data).ok())
                .unwrap_or_default(),
            own: BTreeMap::new(),
        };
        let Some(root) = custom else {
            return (built_in, problems);
        };
        let mut own = BTreeMap::new();
        if let Err(error) = gather(&root, &root, &mut own, &mut problems, 0) {
            problems.push(problem(&root.display().to_string(), None, &error.to_string()));
            return (built_in, problems);
        }
        let manifest = match own.get("theme.toml").map(|bytes| read_manifest(bytes)) {
            Some(Ok(manifest)) => manifest,
            Some(Err(found)) => {
                problems.push(found);
                return (built_in, problems);
            }
            None => {
                problems.push(problem("theme.toml", None, "the theme has no theme.toml"));
                return (built_in, problems);
            }
        };
        (Self { manifest, own }, problems)
    }

    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// A file: the paper's own when it has one and `own` allows it, else the built-in one.
    pub(super) fn bytes(&self, path: &str, own: bool) -> Option<Cow<'_, [u8]>> {
        if own && let Some(bytes) = self.own.get(path) {
            return Some(Cow::Borrowed(bytes));
        }
        Broadsheet::get(path).map(|file| file.data)
    }

    /// A file as text.
    pub(super) fn text(&self, path: &str, own: bool) -> Result<Option<String>, ThemeProblem> {
        let Some(bytes) = self.bytes(path, own) else {
            return Ok(None);
        };
        String::from_utf8(bytes.into_owned()).map(Some).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let line = error
                .as_bytes()
                .iter()
                .take(valid)
                .filter(|byte| **byte == b'\n')
                .count();
            problem(path, Some(line + 1), "the file is not UTF-8")
        })
    }

    /// Whether a theme of the paper's own is in use.
    pub(super) fn has_custom(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether a file is the paper's own.
    pub(super) fn is_custom(&self, path: &str) -> bool {
        self.own.contains_key(path)
    }

    /// The templates that are the paper's own.
    pub(super) fn custom_templates(&self) -> impl Iterator<Item = String> + '_ {
        self.own.keys().filter(|path| path.starts_with("templates/")).cloned()
    }

    /// The paths under a folder, in the order of their names, of both themes.
    pub(super) fn paths(&self, under: &str) -> BTreeSet<String> {
        Broadsheet::iter()
            .map(Cow::into_owned)
            .chain(self.own.keys().cloned())
            .filter(|path| path.starts_with(under))
            .collect()
    }

    /// The languages that the theme has strings in.
    pub(super) fn languages(&self) -> Vec<String> {
        self.paths("strings/")
            .iter()
            .filter_map(|path| path.strip_prefix("strings/")?.strip_suffix(".ftl"))
            .map(str::to_owned)
            .collect()
    }

    /// A hash over templates and strings.
    pub(super) fn text_hash(&self) -> String {
        let mut all = Vec::new();
        for path in self.paths("templates/").into_iter().chain(self.paths("strings/")) {
            all.extend_from_slice(path.as_bytes());
            if let Some(bytes) = self.bytes(&path, true) {
                all.extend_from_slice(&bytes);
            }
        }
        assets::short_hash(&all)
    }
}

/// Reads the files of a theme, without following links and without hidden ones.
fn gather(
    root: &Path,
    folder: &Path,
    own: &mut BTreeMap<String, Vec<u8>>,
    problems: &mut Vec<ThemeProblem>,
    depth: usize,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let Some(name) = path
            .strip_prefix(root)
            .ok()
            .and_then(Path::to_str)
            .map(|name| name.replace('\\', "/"))
        else {
            continue;
        };
        let about = entry.metadata()?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if about.is_dir() && depth < 6 {
            gather(root, &path, own, problems, depth + 1)?;
        } else if about.is_file() {
            if about.len() > LARGEST_FILE || own.len() >= MOST_FILES {
                problems.push(problem(
                    &name,
                    None,
                    "the theme is too large: 4 MB a file and 2000 files are taken",
                ));
                continue;
            }
            own.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}

fn read_manifest(bytes: &[u8]) -> Result<Manifest, ThemeProblem> {
    let text = std::str::from_utf8(bytes).map_err(|_| problem("theme.toml", None, "the file is not UTF-8"))?;
    let manifest: Manifest = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map(|span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
        problem("theme.toml", line, error.message())
    })?;
    if manifest.contract != CONTRACT {
        let line = text
            .lines()
            .position(|line| line.trim_start().starts_with("contract"))
            .map(|line| line + 1);
        return Err(problem(
            "theme.toml",
            line,
            &format!(
                "the theme is written for contract {}, this Courant speaks contract {CONTRACT}",
                manifest.contract
            ),
        ));
    }
    Ok(manifest)
}

fn problem(file: &str, line: Option<usize>, message: &str) -> ThemeProblem {
    ThemeProblem {
        file: file.into(),
        line,
        message: message.into(),
    }
}

/// Writes the built-in theme out.
pub(super) fn copy_to(target: &Path) -> io::Result<()> {
    fs::create_dir_all(target)?;
    if fs::read_dir(target)?.next().is_some() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{} is not empty", target.display()),
        ));
    }
    for path in Broadsheet::iter() {
        let Some(file) = Broadsheet::get(&path) else {
            continue;
        };
        let to = target.join(&*path);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(to, &file.data)?;
    }
    Ok(())
}
