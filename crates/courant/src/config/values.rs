//! Turns raw values into settings; what cannot be understood is named with its place.
//! Called by [`super::read`] once file, environment and flags have spoken.

use super::{BlobPlace, DATA, LISTEN, LOG, Machine, PAGE_CACHE, Raw};
use courant_newsroom::outside::mail::{Place, mailbox};
use courant_store::Database;
use courant_store::blobs::Bucket;
use courant_web::SignOn;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use url::{Host, Url};

/// Understands all settings, or adds every fault; `None` when one has no value to go on with.
pub(super) fn understand(raws: &BTreeMap<&'static str, Raw>, faults: &mut Vec<String>) -> Option<Machine> {
    let mut reading = Reading { raws, faults };
    let data = reading.path("data").unwrap_or_else(|| PathBuf::from(DATA));
    let listen = reading.value("listen", listen).or_else(|| listen(LISTEN).ok());
    let url = reading.value("url", site_url);
    let database = reading
        .database()
        .unwrap_or_else(|| Database::Sqlite(data.join("courant.db")));
    let blobs = reading.blobs().unwrap_or_else(|| BlobPlace::Folder(data.join("blobs")));
    let secret_file = reading.path("secret_file").unwrap_or_else(|| data.join("secret.key"));
    let theme = reading.path("theme");
    let styles = reading.path("styles").unwrap_or_else(|| data.join("styles"));
    let log = reading.value("log", filter).unwrap_or_else(|| LOG.to_owned());
    let shared_cache_seconds = reading.value("shared_cache_seconds", |text| {
        text.trim()
            .parse::<u32>()
            .map_err(|_| format!("{text:?} is no whole number of seconds"))
    });
    let page_cache_bytes = reading.value("page_cache", size).or_else(|| size(PAGE_CACHE).ok());
    let mail = reading.mail().unwrap_or_else(|| Place::Folder(data.join("mail")));
    let mail_from = reading.value("mail_from", |text| {
        mailbox(text)
            .map(|from| from.to_string())
            .map_err(|error| error.to_string())
    });
    let proxies = reading.proxies();
    let sign_on = reading.sign_on();
    let webhooks_inside = reading.webhooks_inside();
    Some(Machine {
        listen: listen?,
        url,
        data,
        database,
        blobs,
        secret_file,
        proxies,
        theme,
        styles,
        mail,
        mail_from,
        log,
        shared_cache_seconds,
        page_cache_bytes: page_cache_bytes?,
        sign_on,
        webhooks_inside,
    })
}

struct Reading<'r> {
    raws: &'r BTreeMap<&'static str, Raw>,
    faults: &'r mut Vec<String>,
}

impl Reading<'_> {
    fn value<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let raw = self.raws.get(name)?;
        match read(raw.text()) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push(format!("{}: `{name}`: {fault}", raw.place));
                None
            }
        }
    }

    fn path(&mut self, name: &str) -> Option<PathBuf> {
        let folder = self.raws.get(name)?.folder.clone();
        self.value(name, |text| {
            if text.is_empty() {
                Err("a path cannot be empty".to_owned())
            } else {
                Ok(folder.join(text))
            }
        })
    }

    fn database(&mut self) -> Option<Database> {
        let folder = self.raws.get("database")?.folder.clone();
        // The text may hold a password, so it is not repeated in the fault.
        let database = self.value("database", |text| {
            Database::parse(text).map_err(|_| "say sqlite:PATH or postgres://USER@HOST/NAME".to_owned())
        })?;
        Some(match database {
            Database::Sqlite(path) => Database::Sqlite(folder.join(path)),
            Database::Postgres(url) => Database::Postgres(url),
        })
    }

    /// A server needs to know whom its letters are from, since it may refuse to take any from elsewhere.
    fn mail(&mut self) -> Option<Place> {
        let raw = self.raws.get("mail")?;
        let (folder, place) = (raw.folder.clone(), raw.place.clone());
        let mail = self.value("mail", Place::parse)?;
        if matches!(mail, Place::Server(_)) && !self.raws.contains_key("mail_from") {
            self.faults.push(format!(
                "{place}: a mail server needs `mail_from` too, such as \"The Example <desk@news.example>\""
            ));
        }
        Some(match mail {
            Place::Folder(path) => Place::Folder(folder.join(path)),
            server @ Place::Server(_) => server,
        })
    }

    /// The place that was named at the higher rank; a bucket before a folder at the same one.
    fn blobs(&mut self) -> Option<BlobPlace> {
        let rank = |name: &str| self.raws.get(name).map(|raw| raw.from.rank());
        let (folder, bucket) = (rank("blobs"), rank("blobs.bucket"));
        if bucket.is_none() {
            let lone = ["blobs.endpoint", "blobs.region", "blobs.access_key", "blobs.secret_key"];
            if let Some(raw) = lone.iter().find_map(|name| self.raws.get(name)) {
                self.faults
                    .push(format!("{}: without `blobs.bucket` this has no meaning", raw.place));
            }
        }
        if bucket.is_none() || folder > bucket {
            return self.path("blobs").map(BlobPlace::Folder);
        }
        let place = self.raws.get("blobs.bucket")?.place.clone();
        let text = |name: &str| self.raws.get(name).map(|raw| raw.text().to_owned());
        let (name, endpoint, region) = (text("blobs.bucket")?, text("blobs.endpoint"), text("blobs.region"));
        let (access_key, secret_key) = (text("blobs.access_key"), text("blobs.secret_key"));
        for (key, value) in [("blobs.access_key", &access_key), ("blobs.secret_key", &secret_key)] {
            if value.is_none() {
                self.faults.push(format!("{place}: a bucket needs `{key}` too"));
            }
        }
        Some(BlobPlace::Bucket(Bucket {
            name,
            endpoint,
            region: region.unwrap_or_else(|| "us-east-1".to_owned()),
            access_key: access_key.unwrap_or_default(),
            secret_key: secret_key.unwrap_or_default(),
        }))
    }

    /// The issuer of single sign-on: all of it, or nothing.
    fn sign_on(&mut self) -> Option<SignOn> {
        let names = ["issuer", "client_id", "client_secret"].map(|name| format!("login.oidc.{name}"));
        let place = names
            .iter()
            .chain([&"login.oidc.name".to_owned()])
            .find_map(|name| Some(self.raws.get(name.as_str())?.place.clone()))?;
        let issuer = self.value("login.oidc.issuer", issuer);
        for name in &names {
            if !self.raws.contains_key(name.as_str()) {
                self.faults.push(format!("{place}: single sign-on needs `{name}` too"));
            }
        }
        let text = |name: &str| self.raws.get(name).map(|raw| raw.text().to_owned());
        Some(SignOn {
            issuer: issuer?,
            client_id: text("login.oidc.client_id")?,
            client_secret: text("login.oidc.client_secret")?,
            name: text("login.oidc.name").unwrap_or_else(|| "single sign-on".to_owned()),
        })
    }

    fn webhooks_inside(&mut self) -> Vec<Url> {
        let Some(raw) = self.raws.get("webhooks_inside") else {
            return Vec::new();
        };
        let mut urls = Vec::new();
        for text in &raw.texts {
            match inside(text) {
                Ok(url) => urls.push(url),
                Err(fault) => self.faults.push(format!("{}: `webhooks_inside`: {fault}", raw.place)),
            }
        }
        urls
    }

    fn proxies(&mut self) -> Vec<(IpAddr, u8)> {
        let Some(raw) = self.raws.get("proxies") else {
            return Vec::new();
        };
        let mut networks = Vec::new();
        for text in &raw.texts {
            match network(text) {
                Ok(network) => networks.push(network),
                Err(fault) => self.faults.push(format!("{}: `proxies`: {fault}", raw.place)),
            }
        }
        networks
    }
}

/// Reads an address inside a private network to which webhooks may go: by https, or by http where it is this machine
/// itself, so that nothing is sent over a network in the open.
fn inside(text: &str) -> Result<Url, String> {
    let fault = || format!("{text:?} is no address such as https://hooks.internal or http://127.0.0.1:9000");
    let url = Url::parse(text).map_err(|_| fault())?;
    let at_home = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let sound = url.has_host()
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    match url.scheme() {
        "https" if sound => Ok(url),
        "http" if sound && at_home => Ok(url),
        "http" if sound => Err(format!(
            "{text:?}: only this machine itself is sent to by http; say https"
        )),
        _ => Err(fault()),
    }
}

/// Items between commas.
pub(super) fn split_list(text: &str) -> Vec<String> {
    text.split(',')
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

/// Reads `ADDRESS:PORT`; `localhost` and a bare `:PORT` are this machine alone.
pub fn listen(text: &str) -> Result<SocketAddr, String> {
    let written = match text.strip_prefix("localhost:").or_else(|| text.strip_prefix(':')) {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    written
        .parse()
        .map_err(|_| format!("{text:?} is no address and port such as {LISTEN}"))
}

/// Reads the address of an issuer; only one on this machine may do without TLS.
fn issuer(text: &str) -> Result<Url, String> {
    let fault = || format!("{text:?} is no address such as https://login.example");
    let url = Url::parse(text).map_err(|_| fault())?;
    let here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(fault()),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if here => Ok(url),
        "http" => Err(format!(
            "{text:?} must begin with https, or whoever listens signs in as anybody"
        )),
        _ => Err(fault()),
    }
}

/// Reads the paper's own address: scheme, host, perhaps a port, nothing else.
pub fn site_url(text: &str) -> Result<Url, String> {
    let fault = || format!("{text:?} is no address such as https://news.example");
    let url = Url::parse(text).map_err(|_| fault())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(fault());
    }
    if !matches!(url.path(), "" | "/")
        || url.query().is_some()
        || url.fragment().is_some()
        || !url.username().is_empty()
    {
        return Err(format!(
            "{text:?} must end after host and port; the paper stands at the root"
        ));
    }
    Ok(url)
}

/// An address of a site without the slash at its end.
pub(super) fn bare(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// Reads `ADDRESS` or `ADDRESS/BITS`.
fn network(text: &str) -> Result<(IpAddr, u8), String> {
    let fault = || format!("{text:?} is no network such as 10.0.0.0/8");
    let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
    let address: IpAddr = address.trim().parse().map_err(|_| fault())?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = match bits {
        Some(bits) => bits.trim().parse::<u8>().map_err(|_| fault())?,
        None => all,
    };
    if bits > all {
        return Err(fault());
    }
    Ok((address, bits))
}

/// Reads a number of bytes: `67108864`, `64 MB`, `64 MiB`.
fn size(text: &str) -> Result<u64, String> {
    let fault = || format!("{text:?} is no size such as 64 MB");
    let text_end = text.trim_end();
    let digits = text_end.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text_end.get(digits.len()..).unwrap_or("").trim();
    let number: u64 = digits.trim().replace('_', "").parse().map_err(|_| fault())?;
    let times: u64 = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err(fault()),
    };
    number.checked_mul(times).ok_or_else(fault)
}

/// Reads a filter of log lines: `warn`, or `info,courant_web=debug`.
fn filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::builder()
        .parse(text)
        .map(|_| text.to_owned())
        .map_err(|error| format!("{text:?} is no filter of log lines ({error}); say warn, or info,courant_web=debug"))
}
