//! The names of all settings of the machine, in the order in which they are printed.
//! The readers of file and environment look names up here; a name that is missing here does not exist.

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A text.
    Text,
    /// A whole number, or a text that holds one with its unit.
    Number,
    /// Texts; in a variable separated by commas.
    List,
}

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// In `courant.toml`; a full stop stands for a table.
    pub name: &'static str,
    /// How its value is written.
    pub sort: Sort,
}

impl Key {
    /// The environment variable of the same meaning.
    pub fn variable(&self) -> String {
        format!("COURANT_{}", self.name.replace('.', "_").to_uppercase())
    }
}

const fn key(name: &'static str, sort: Sort) -> Key {
    Key { name, sort }
}

/// All settings.
pub const KEYS: &[Key] = &[
    key("listen", Sort::Text),
    key("url", Sort::Text),
    key("data", Sort::Text),
    key("database", Sort::Text),
    key("blobs", Sort::Text),
    key("blobs.bucket", Sort::Text),
    key("blobs.endpoint", Sort::Text),
    key("blobs.region", Sort::Text),
    key("blobs.access_key", Sort::Text),
    key("blobs.secret_key", Sort::Text),
    key("secret_file", Sort::Text),
    key("proxies", Sort::List),
    key("theme", Sort::Text),
    key("styles", Sort::Text),
    key("mail", Sort::Text),
    key("mail_from", Sort::Text),
    key("webhooks_inside", Sort::List),
    key("log", Sort::Text),
    key("shared_cache_seconds", Sort::Number),
    key("page_cache", Sort::Number),
    key("login.oidc.issuer", Sort::Text),
    key("login.oidc.client_id", Sort::Text),
    key("login.oidc.client_secret", Sort::Text),
    key("login.oidc.name", Sort::Text),
];

/// The known name that is most like a wrong one, when one is like it at all.
pub fn nearest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (wrong.chars().count() / 3).max(1);
    names
        .map(|name| (distance(wrong, name), name))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, name)| name)
}

/// How many letters must be put in, taken out or exchanged to make one word of the other (Levenshtein 1966).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for ((above_left, above), b) in row.iter().zip(row.iter().skip(1)).zip(&other) {
            left = (left + 1).min(above + 1).min(above_left + usize::from(a != *b));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
