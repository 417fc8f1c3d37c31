//! House style as files: rules in YAML, Hunspell dictionaries and the paper's own words, read from a folder beside the data.
//! Every reading of a story asks [`Style::current`], which looks at the files' times and reads anew what changed.

use super::archive::Archive;
use courant_copydesk::{Rules, Spelling};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Most files of a folder that are looked at.
const MOST_FILES: usize = 3_000;
/// How deep folders may lie in each other.
const DEEPEST: usize = 5;
/// Most bytes of a rule file or a list of words.
const LONGEST_RULE: u64 = 1 << 20;
/// Most bytes of a file of a dictionary.
const LONGEST_DICTIONARY: u64 = 48 << 20;

/// What is wrong with a file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, from the folder on.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

/// The files as they were read last.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rules in force: the paper's own, and those of the set that ships whose names it does not use.
    pub rules: Arc<Rules>,
    /// Dictionaries by language.
    spellings: BTreeMap<String, Arc<Spelling>>,
    /// What could not be used.
    pub faults: Vec<Fault>,
    /// The house allows marks in a headline around words that only paraphrase.
    pub headline_marks_may_paraphrase: bool,
    /// How many of the rules come from the folder.
    pub own_rules: usize,
    /// The paper's own words from files.
    pub own_words: usize,
}

impl Loaded {
    /// The dictionary of a language, `en-GB` or else any `en`.
    pub fn spelling(&self, language: &str) -> Option<Arc<Spelling>> {
        let wanted = language.to_lowercase().replace('_', "-");
        let base = wanted.split('-').next().unwrap_or_default();
        let near = |name: &&String| name.split('-').next() == Some(base);
        self.spellings
            .get(&wanted)
            .or_else(|| self.spellings.iter().find(|(name, _)| near(name)).map(|(_, one)| one))
            .cloned()
    }

    /// Languages of the dictionaries.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.spellings.keys().map(String::as_str)
    }
}

/// A file, its time and its length.
type Seen = (PathBuf, SystemTime, u64);

/// The folder, and what was read from it.
#[derive(Debug)]
pub struct Style {
    folder: Option<PathBuf>,
    kept: Mutex<Option<(Vec<Seen>, Arc<Loaded>)>>,
    /// Names as the archive spells them.
    pub archive: Archive,
}

impl Style {
    /// The set that ships, without a folder.
    pub fn starter() -> Arc<Self> {
        Self::in_folder(None)
    }

    /// A folder that may or may not be there.
    pub fn in_folder(folder: Option<PathBuf>) -> Arc<Self> {
        Arc::new(Self {
            folder,
            kept: Mutex::default(),
            archive: Archive::default(),
        })
    }

    /// Where the files lie.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The files as they are now.
    pub async fn current(self: &Arc<Self>) -> Arc<Loaded> {
        let style = self.clone();
        let read = tokio::task::spawn_blocking(move || style.current_here()).await;
        read.unwrap_or_else(|_| self.current_here())
    }

    /// The files as they are now; reads what changed on this thread.
    pub fn current_here(&self) -> Arc<Loaded> {
        let mut seen = Vec::new();
        if let Some(folder) = &self.folder {
            look(folder, 0, &mut seen);
            seen.sort();
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, loaded)) = kept.as_ref()
            && *before == seen
        {
            return loaded.clone();
        }
        let loaded = Arc::new(load(self.folder.as_deref(), &seen));
        for fault in &loaded.faults {
            tracing::warn!(
                file = fault.file,
                line = fault.line,
                message = fault.message,
                "a file of the house style is not used"
            );
        }
        *kept = Some((seen, loaded.clone()));
        loaded
    }
}

fn look(folder: &Path, depth: usize, seen: &mut Vec<Seen>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A link is followed: a folder of styles is often kept elsewhere.
        let Ok(about) = fs::metadata(&path) else { continue };
        if hidden || seen.len() >= MOST_FILES {
            continue;
        }
        if about.is_dir() {
            if depth < DEEPEST {
                look(&path, depth + 1, seen);
            }
        } else {
            seen.push((path, about.modified().unwrap_or(SystemTime::UNIX_EPOCH), about.len()));
        }
    }
}

/// One folder being read.
struct Reading<'f> {
    folder: &'f Path,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn name(&self, path: &Path) -> String {
        path.strip_prefix(self.folder)
            .unwrap_or(path)
            .to_string_lossy()
            .into_owned()
    }

    fn fault(&mut self, path: &Path, line: Option<usize>, message: impl Into<String>) {
        let file = self.name(path);
        self.faults.push(Fault {
            file,
            line,
            message: message.into(),
        });
    }

    fn text(&mut self, path: &Path, most: u64) -> Option<String> {
        match fs::metadata(path).map(|about| about.len()) {
            Ok(length) if length > most => {
                self.fault(path, None, format!("is longer than {} KB", most / 1024));
                return None;
            }
            _ => {}
        }
        match fs::read(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
                Err(error) => {
                    let before = error
                        .as_bytes()
                        .get(..error.utf8_error().valid_up_to())
                        .unwrap_or_default();
                    let line = before.split(|byte| *byte == b'\n').count();
                    self.fault(path, Some(line), "is not UTF-8 from here on");
                    None
                }
            },
            Err(error) => {
                self.fault(path, None, error.to_string());
                None
            }
        }
    }
}

fn ending(path: &Path) -> String {
    path.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// `Style.Rule` for a file in a folder of its own, as Vale names them; the bare name for one on top.
fn rule_name(folder: &Path, path: &Path) -> String {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    match path
        .parent()
        .filter(|parent| *parent != folder)
        .and_then(Path::file_name)
    {
        Some(style) => format!("{}.{stem}", style.to_string_lossy()),
        None => stem,
    }
}

fn load(folder: Option<&Path>, seen: &[Seen]) -> Loaded {
    let mut loaded = Loaded::default();
    let mut rules = Rules::starter();
    if let Some(folder) = folder {
        let mut reading = Reading {
            folder,
            faults: Vec::new(),
        };
        let of = |wanted: &'static [&'static str]| {
            seen.iter()
                .map(|(path, ..)| path)
                .filter(move |path| wanted.contains(&ending(path).as_str()))
        };
        for path in of(&["yml", "yaml"]) {
            let stem = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            if stem == "house" {
                loaded.headline_marks_may_paraphrase = switches(&mut reading, path);
                continue;
            }
            // Vale keeps other matters in these.
            if matches!(stem.as_str(), "meta" | "vocab") {
                continue;
            }
            let Some(text) = reading.text(path, LONGEST_RULE) else {
                continue;
            };
            let name = rule_name(folder, path);
            let (read, bad) = Rules::read([(name.as_str(), text.as_str())]);
            for one in bad {
                reading.fault(path, line_in(&one.why), one.why);
            }
            let wrong = read.test();
            for one in &wrong {
                let why = one.strip_prefix(&format!("{name}: ")).unwrap_or(one);
                reading.fault(
                    path,
                    line_of_example(&text, why),
                    format!("its own example fails: {why}"),
                );
            }
            if wrong.is_empty() {
                for rule in read.rules {
                    rules.rules.retain(|before| before.name != rule.name);
                    rules.rules.push(rule);
                    loaded.own_rules += 1;
                }
            }
        }
        let mut own = String::new();
        for path in of(&["txt"]) {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            if matches!(name.as_str(), "words.txt" | "accept.txt")
                && let Some(text) = reading.text(path, LONGEST_RULE)
            {
                loaded.own_words += text
                    .lines()
                    .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
                    .count();
                own.push_str(&text);
                own.push('\n');
            }
        }
        let accepted = own.lines().map(str::trim);
        let accepted = accepted.filter(|line| !line.is_empty() && !line.starts_with('#'));
        rules.accept(&accepted.map(str::to_owned).collect::<Vec<_>>());
        for path in of(&["dic"]) {
            let aff = path.with_extension("aff");
            let (Some(dic), Some(aff)) = (
                reading.text(path, LONGEST_DICTIONARY),
                reading.text(&aff, LONGEST_DICTIONARY),
            ) else {
                continue;
            };
            match Spelling::new(&aff, &dic, &own) {
                Ok(spelling) => {
                    let stem = path
                        .file_stem()
                        .map(|stem| stem.to_string_lossy().to_lowercase())
                        .unwrap_or_default();
                    loaded.spellings.insert(stem.replace('_', "-"), Arc::new(spelling));
                }
                Err(error) => reading.fault(path, None, error.to_string()),
            }
        }
        loaded.faults = reading.faults;
    }
    loaded.rules = Arc::new(rules);
    loaded
}

/// The switches of `house.yml`; there is one so far.
fn switches(reading: &mut Reading<'_>, path: &Path) -> bool {
    let mut paraphrase = false;
    let Some(text) = reading.text(path, LONGEST_RULE) else {
        return false;
    };
    for (at, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        match line.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
            _ if line.is_empty() => {}
            Some(("headline-marks-may-paraphrase", value @ ("true" | "false"))) => paraphrase = value == "true",
            _ => reading.fault(
                path,
                Some(at + 1),
                "knows only `headline-marks-may-paraphrase: true` or `false`",
            ),
        }
    }
    paraphrase
}

/// The line that a reader of YAML names.
fn line_in(why: &str) -> Option<usize> {
    let (_, after) = why.split_once("line ")?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The line of an example that failed.
fn line_of_example(text: &str, why: &str) -> Option<usize> {
    let (_, from) = why.split_once('“')?;
    let start: String = from.trim_end_matches('”').chars().take(24).collect();
    text.lines().position(|line| line.contains(&start)).map(|at| at + 1)
}
