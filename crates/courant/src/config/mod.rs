//! The machine's settings: from defaults, `courant.toml`, `COURANT_*` and flags, each rank over the one before it.
//! Every command reads them first; `courant config` prints what is in force and where each value came from.

mod file;
pub mod keys;
mod values;

use courant_newsroom::outside::mail::Place;
use courant_store::Database;
use courant_store::blobs::Bucket;
use courant_web::SignOn;
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use url::Url;

pub use keys::KEYS;
pub use values::{listen, site_url};

/// Where the address to listen on is when nothing names one.
const LISTEN: &str = "127.0.0.1:8000";
/// The data folder when nothing names one.
const DATA: &str = "data";
/// What is logged when nothing says otherwise.
const LOG: &str = "warn,courant=info";
/// Memory for rendered pages when nothing says otherwise.
const PAGE_CACHE: &str = "64 MB";

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nobody said anything.
    Default,
    /// A line of the settings file.
    File(PathBuf, usize),
    /// An environment variable.
    Environment(String),
    /// A flag of the command.
    Flag(&'static str),
}

impl Source {
    /// The higher rank wins.
    fn rank(&self) -> u8 {
        match self {
            Self::Default => 0,
            Self::File(..) => 1,
            Self::Environment(_) => 2,
            Self::Flag(_) => 3,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// A value as it was written, not yet understood.
#[derive(Debug, Clone)]
struct Raw {
    /// One text, or the items of a list.
    texts: Vec<String>,
    from: Source,
    /// What a fault is said to stand at: `courant.toml:3:10`, `COURANT_LISTEN`, `--listen`.
    place: String,
    /// Relative paths are seen from here; empty is the working folder.
    folder: PathBuf,
}

impl Raw {
    fn text(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }
}

/// What the flags of a command say.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--database`
    pub database: Option<String>,
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--listen`
    pub listen: Option<SocketAddr>,
    /// `--url`
    pub url: Option<Url>,
}

/// Everything besides the flags that settings come from; tests pass their own.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Environment variables whose names begin with `COURANT_`.
    pub variables: BTreeMap<String, String>,
    /// The working folder.
    pub folder: PathBuf,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .filter(|(name, _)| name.starts_with("COURANT_"))
            .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
            .collect();
        Self {
            variables,
            folder: PathBuf::new(),
        }
    }
}

/// Where the blobs lie.
#[derive(Debug, Clone)]
pub enum BlobPlace {
    /// In a folder.
    Folder(PathBuf),
    /// In an S3-compatible bucket.
    Bucket(Bucket),
}

/// The settings, understood.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Address and port to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Address under which readers reach the paper, when it was said.
    pub url: Option<Url>,
    /// The data folder.
    pub data: PathBuf,
    /// The database.
    pub database: Database,
    /// The blobs.
    pub blobs: BlobPlace,
    /// The file of the secret key.
    pub secret_file: PathBuf,
    /// Networks whose word about a client's address is taken.
    pub proxies: Vec<(IpAddr, u8)>,
    /// Folder of the paper's own theme.
    pub theme: Option<PathBuf>,
    /// Folder of the house style: rules, dictionaries, words.
    pub styles: PathBuf,
    /// Where mail goes.
    pub mail: Place,
    /// Whom mail is from, when it was said: `NAME <ADDRESS>`.
    pub mail_from: Option<String>,
    /// What is logged.
    pub log: String,
    /// How long shared caches may keep pages, when purging is set up.
    pub shared_cache_seconds: Option<u32>,
    /// Most memory for rendered pages, in bytes.
    pub page_cache_bytes: u64,
    /// Single sign-on at the desk.
    pub sign_on: Option<SignOn>,
    /// Addresses inside a private network to which webhooks may go.
    pub webhooks_inside: Vec<Url>,
}

impl Machine {
    /// The address under which readers reach the paper when it listens on `listen`.
    pub fn url_on(&self, listen: SocketAddr) -> Option<Url> {
        self.url.clone().or_else(|| Url::parse(&default_url(listen)).ok())
    }

    /// Whom mail is from: as set, else the desk at the host of the paper's own address.
    pub fn mail_from(&self, url: &Url) -> String {
        let host = url.domain().unwrap_or("localhost");
        self.mail_from.clone().unwrap_or_else(|| format!("desk@{host}"))
    }
}

/// One setting in force, for printing; secrets are hidden already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name in `courant.toml`.
    pub key: &'static str,
    /// Its value; nothing when it is not set and has no default.
    pub value: Option<String>,
    /// Where the value came from.
    pub from: Source,
}

/// The settings with their origins.
#[derive(Debug, Clone)]
pub struct InForce {
    /// The settings.
    pub machine: Machine,
    /// One line a setting.
    pub lines: Vec<Line>,
    /// The settings file that was read.
    pub file: Option<PathBuf>,
    /// `COURANT_*` variables that mean nothing.
    pub unknown_variables: Vec<String>,
}

/// What is wrong with the settings, all of it, one line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

/// Reads the settings.
pub fn read(flags: &Flags, around: &Surroundings) -> Result<InForce, ConfigError> {
    let mut faults = Vec::new();
    let mut raws: BTreeMap<&'static str, Raw> = BTreeMap::new();
    let file = file_of(flags, around).map_err(|fault| ConfigError(vec![fault]))?;
    if let Some(path) = &file {
        match std::fs::read(around.folder.join(path)) {
            Ok(bytes) => file::read(path, &bytes, &mut raws, &mut faults),
            Err(error) => faults.push(format!("{}: {error}", path.display())),
        }
    }
    let unknown_variables = from_environment(around, &mut raws);
    from_flags(flags, &mut raws);
    let machine = values::understand(&raws, &mut faults);
    match machine {
        Some(machine) if faults.is_empty() => Ok(InForce {
            lines: lines(&machine, &raws),
            machine,
            file,
            unknown_variables,
        }),
        _ => Err(ConfigError(faults)),
    }
}

/// The settings file: the one that is named, else that of the data folder, else that of the working folder.
fn file_of(flags: &Flags, around: &Surroundings) -> Result<Option<PathBuf>, String> {
    let named = match &flags.config {
        Some(path) => Some((path.clone(), "--config")),
        None => around
            .variables
            .get("COURANT_CONFIG")
            .map(|path| (PathBuf::from(path), "COURANT_CONFIG")),
    };
    if let Some((path, by)) = named {
        return if around.folder.join(&path).is_file() {
            Ok(Some(path))
        } else {
            Err(format!("{by}: there is no file {}", path.display()))
        };
    }
    let data = flags
        .data
        .clone()
        .or_else(|| around.variables.get("COURANT_DATA").map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from(DATA));
    Ok([data.join("courant.toml"), PathBuf::from("courant.toml")]
        .into_iter()
        .find(|path| around.folder.join(path).is_file()))
}

/// Takes the variables that name settings and returns the names of those that mean nothing.
fn from_environment(around: &Surroundings, raws: &mut BTreeMap<&'static str, Raw>) -> Vec<String> {
    let mut unknown = Vec::new();
    for (name, value) in &around.variables {
        match KEYS.iter().find(|key| key.variable() == *name) {
            Some(key) => {
                let texts = match key.sort {
                    keys::Sort::List => values::split_list(value),
                    keys::Sort::Text | keys::Sort::Number => vec![value.clone()],
                };
                let raw = Raw {
                    texts,
                    from: Source::Environment(name.clone()),
                    place: name.clone(),
                    folder: PathBuf::new(),
                };
                raws.insert(key.name, raw);
            }
            None if name == "COURANT_CONFIG" || name.starts_with("COURANT_TEST_") => {}
            None => unknown.push(name.clone()),
        }
    }
    unknown
}

fn from_flags(flags: &Flags, raws: &mut BTreeMap<&'static str, Raw>) {
    let mut put = |name: &'static str, text: Option<String>| {
        if let Some(text) = text {
            let raw = Raw {
                texts: vec![text],
                from: Source::Flag(name),
                place: format!("--{name}"),
                folder: PathBuf::new(),
            };
            raws.insert(name, raw);
        }
    };
    put(
        "data",
        flags.data.as_deref().map(|path| path.to_string_lossy().into_owned()),
    );
    put("database", flags.database.clone());
    put("listen", flags.listen.map(|address| address.to_string()));
    put("url", flags.url.as_ref().map(Url::to_string));
}

/// `http://` and the address; a name for the machine itself where the address stands for all of its networks.
fn default_url(listen: SocketAddr) -> String {
    if listen.ip().is_unspecified() {
        format!("http://localhost:{}", listen.port())
    } else {
        format!("http://{listen}")
    }
}

/// What `courant config` prints.
fn lines(machine: &Machine, raws: &BTreeMap<&'static str, Raw>) -> Vec<Line> {
    let path = |path: &Path| Some(path.display().to_string());
    let mut lines = Vec::new();
    for key in KEYS {
        let value = match (key.name, &machine.blobs) {
            ("listen", _) => Some(machine.listen.to_string()),
            ("url", _) => machine.url_on(machine.listen).map(|url| values::bare(&url)),
            ("data", _) => path(&machine.data),
            ("database", _) => Some(shown_database(&machine.database)),
            ("secret_file", _) => path(&machine.secret_file),
            ("proxies", _) => Some(
                machine
                    .proxies
                    .iter()
                    .map(|(address, bits)| format!("{address}/{bits}"))
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            ("theme", _) => machine.theme.as_deref().and_then(path),
            ("styles", _) => path(&machine.styles),
            ("mail", _) => Some(machine.mail.shown()),
            ("mail_from", _) => machine.mail_from.clone(),
            ("webhooks_inside", _) => Some(
                machine
                    .webhooks_inside
                    .iter()
                    .map(values::bare)
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            ("log", _) => Some(machine.log.clone()),
            ("shared_cache_seconds", _) => machine.shared_cache_seconds.map(|seconds| seconds.to_string()),
            ("page_cache", _) => Some(machine.page_cache_bytes.to_string()),
            ("login.oidc.issuer", _) => machine.sign_on.as_ref().map(|one| one.issuer.to_string()),
            ("login.oidc.client_id", _) => machine.sign_on.as_ref().map(|one| one.client_id.clone()),
            ("login.oidc.client_secret", _) => machine.sign_on.as_ref().map(|_| "***".to_owned()),
            ("login.oidc.name", _) => machine.sign_on.as_ref().map(|one| one.name.clone()),
            ("blobs", BlobPlace::Folder(folder)) => path(folder),
            ("blobs.bucket", BlobPlace::Bucket(bucket)) => Some(bucket.name.clone()),
            ("blobs.endpoint", BlobPlace::Bucket(bucket)) => bucket.endpoint.clone(),
            ("blobs.region", BlobPlace::Bucket(bucket)) => Some(bucket.region.clone()),
            ("blobs.access_key", BlobPlace::Bucket(bucket)) => Some(bucket.access_key.clone()),
            ("blobs.secret_key", BlobPlace::Bucket(_)) => Some("***".to_owned()),
            // The other place of the blobs is not in force.
            _ => continue,
        };
        lines.push(Line {
            key: key.name,
            value,
            from: raws.get(key.name).map_or(Source::Default, |raw| raw.from.clone()),
        });
    }
    lines
}

/// The database's address without its password.
pub fn shown_database(database: &Database) -> String {
    let url = match database {
        Database::Sqlite(path) => return format!("sqlite:{}", path.display()),
        Database::Postgres(url) => url,
    };
    let Ok(mut url) = Url::parse(url) else {
        return "postgres://***".to_owned();
    };
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return "postgres://***".to_owned();
    }
    if url.query().is_some() {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                let hidden = name.contains("password") || name.contains("key");
                (
                    name.into_owned(),
                    if hidden { "***".to_owned() } else { value.into_owned() },
                )
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    url.to_string()
}

#[cfg(test)]
mod tests;
