//! The machine, shown and not set: what `courant.toml` says, how much room there is, what waits and what fails. And the
//! trial letter, which says at once what became of it. `/desk/settings/machine`.

use super::{Around, enter, frame};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{Desk, said};
use crate::site::view::Moment;
use axum::extract::{RawForm, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_newsroom::jobs::mail;
use courant_newsroom::outside::mail::Sent;
use courant_newsroom::webhooks::follow;
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files that are counted in a folder; one with more is said to have at least so much.
const MOST_FILES: usize = 100_000;
/// Jobs that failed and are listed.
const FAILING: i64 = 20;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MachineRoom {
    frame: Frame,
    around: Around,
    version: &'static str,
    /// `sqlite` or `postgres`.
    engine: &'static str,
    engine_version: String,
    nodes: i64,
    /// Readers come by https.
    tls: bool,
    /// A mail server is set; else letters lie in a folder.
    mails: bool,
    room: Vec<Size>,
    /// The settings file that was read.
    file: Option<String>,
    settings: Vec<Setting>,
    ledger: i64,
    followers: Vec<Follower>,
    jobs: Vec<Jobs>,
    failing: Vec<Failing>,
    /// What stands in the field of the trial letter.
    address: String,
    outcome: Option<Outcome>,
}

/// How much room something takes, or is left.
#[derive(Debug, Clone, Serialize)]
struct Size {
    /// Its word is `machine-KEY`.
    key: &'static str,
    bytes: String,
    /// There is more than was counted.
    at_least: bool,
}

/// One setting in force.
#[derive(Debug, Clone, Serialize)]
struct Setting {
    key: &'static str,
    variable: String,
    value: Option<String>,
    from: String,
}

/// How far a follower of the ledger has read.
#[derive(Debug, Clone, Serialize)]
struct Follower {
    name: String,
    seq: i64,
    behind: i64,
}

/// Jobs of one kind.
#[derive(Debug, Clone, Serialize)]
struct Jobs {
    kind: String,
    waiting: i64,
    failing: i64,
}

/// A job that failed and is tried again.
#[derive(Debug, Clone, Serialize)]
struct Failing {
    kind: String,
    problem: String,
    tries: i64,
    next: Moment,
}

/// What became of the trial letter.
#[derive(Debug, Clone, Serialize)]
struct Outcome {
    /// `taken`, `kept` or `refused`; its word is `letter-KIND`.
    kind: &'static str,
    address: String,
    /// What the server said, or where the file is.
    said: String,
}

impl Page for MachineRoom {
    const TEMPLATE: &'static str = "settings-machine.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let outcome = |kind| Outcome {
            kind,
            address: "ana@news.example".into(),
            said: "250 <queued>".into(),
        };
        let one = |outcome, engine, nodes| Self {
            frame: Frame::sample("Machine"),
            around: Around::sample(),
            version: "0.1.0",
            engine,
            engine_version: "17.2".into(),
            nodes,
            tls: nodes > 1,
            mails: nodes > 1,
            room: ["database", "index", "blobs", "originals", "free"]
                .map(|key| Size {
                    key,
                    bytes: "1.2 GB".into(),
                    at_least: key == "blobs",
                })
                .into(),
            file: (nodes > 1).then(|| "courant.toml".into()),
            settings: vec![Setting {
                key: "login.oidc.client_secret",
                variable: "COURANT_LOGIN_OIDC_CLIENT_SECRET".into(),
                value: Some("***".into()),
                from: "courant.toml:3".into(),
            }],
            ledger: 12,
            followers: vec![Follower {
                name: "search".into(),
                seq: 10,
                behind: 2,
            }],
            jobs: vec![Jobs {
                kind: "mail".into(),
                waiting: 2,
                failing: 1,
            }],
            failing: vec![Failing {
                kind: "mail".into(),
                problem: "the mail <server>".into(),
                tries: 3,
                next: crate::site::view::samples::moment(
                    "2026-03-14T14:05:00+00:00",
                    "14:05 WET",
                    "14 March 2026, 14:05 WET",
                ),
            }],
            address: "ana@news.example".into(),
            outcome,
        };
        let mut empty = one(None, "sqlite", 1);
        empty.jobs.clear();
        empty.failing.clear();
        vec![
            empty,
            one(Some(outcome("taken")), "postgres", 2),
            one(Some(outcome("kept")), "sqlite", 1),
            one(Some(outcome("refused")), "postgres", 2),
        ]
    }
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, None, None, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Sends a trial letter and says what became of it.
pub(crate) async fn letter(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match send(&app, &signed, &typed).await {
        Ok(outcome) => page(&app, &signed, Some(&typed), Some(outcome), None, StatusCode::OK).await,
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => page(&app, &signed, Some(&typed), None, Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn send(app: &App, signed: &Signed, typed: &Typed) -> Result<Outcome, Error> {
    let who = signed.who();
    who.check(Act::Settings, On::NOTHING)?;
    let address = query::field(typed, "address").to_owned();
    if let Err(wait) = app.trials.pass(&signed.member.account) {
        return Err(Refusal::new(
            "trial-often",
            format!(
                "so many trial letters have gone; the next one can go in {} seconds",
                wait.as_secs() + 1
            ),
        )
        .into());
    }
    let outcome = |kind, said: String| Outcome {
        kind,
        address: address.clone(),
        said,
    };
    match mail::trial(&app.newsroom, &who, &address).await {
        Ok(Sent::Taken(said)) => Ok(outcome("taken", said)),
        Ok(Sent::Kept(file)) => Ok(outcome("kept", file.display().to_string())),
        Err(Error::Refusal(refusal)) if refusal.key == "mail" => Ok(outcome("refused", refusal.message)),
        Err(error) => Err(error),
    }
}

async fn page(
    app: &App,
    signed: &Signed,
    typed: Option<&Typed>,
    outcome: Option<Outcome>,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = enter(app, signed).await?;
    let (mut frame, around) = frame(&mut desk, "machine").await?;
    frame.wrong = wrong;
    let address = match typed {
        Some(typed) => query::field(typed, "address").to_owned(),
        None => q!(desk.tx, accounts::by_id(&signed.member.account))?
            .map(|account| account.email)
            .unwrap_or_default(),
    };
    let ledger = q!(desk.tx, ledger::last())?;
    let machine = &app.settings.machine;
    let mut jobs: Vec<Jobs> = q!(desk.tx, machine::jobs())?
        .into_iter()
        .map(|(kind, waiting, failing)| Jobs { kind, waiting, failing })
        .collect();
    let (waiting, failing) = q!(desk.tx, webhooks::waiting())?;
    if waiting > 0 {
        jobs.push(Jobs {
            kind: "webhook".to_owned(),
            waiting,
            failing,
        });
    }
    let failing = q!(desk.tx, machine::failing(FAILING))?
        .into_iter()
        .map(|(kind, problem, tries, next)| Failing {
            kind,
            problem,
            tries,
            next: desk.moment(next),
        })
        .collect();
    let page = MachineRoom {
        frame,
        around,
        version: machine.version,
        engine: app.newsroom.store.engine(),
        engine_version: q!(desk.tx, only::version())?,
        nodes: q!(desk.tx, only::nodes())?.max(1),
        tls: app.settings.url.scheme() == "https",
        mails: app.newsroom.mails(),
        room: sizes(app, &mut desk).await?,
        file: machine.file.clone(),
        settings: machine
            .lines
            .iter()
            .map(|line| Setting {
                key: line.key,
                variable: line.variable.clone(),
                value: line.value.clone(),
                from: line.from.clone(),
            })
            .collect(),
        ledger,
        followers: followers(app, &mut desk, ledger).await?,
        jobs,
        failing,
        address,
        outcome,
    };
    desk.print(status, &page)
}

/// Those that read the ledger, each with its place.
async fn followers(app: &App, desk: &mut Desk<'_>, ledger: i64) -> Result<Vec<Follower>, Error> {
    let active = q!(desk.tx, webhooks::any_active())?;
    let mut read = vec![("pages".to_owned(), app.cache.position() as i64)];
    if let Some(index) = &app.newsroom.index {
        read.push(("search".to_owned(), index.cursor() as i64));
    }
    for (name, seq) in q!(desk.tx, machine::followers())? {
        // Without a subscription there is nothing for it to read.
        if name != follow::NAME || active {
            // The kept cursor moves where there was something to do, and another node may have moved it.
            let looked = app.newsroom.looked.of(&name).unwrap_or(seq);
            read.push((name, seq.max(looked)));
        }
    }
    Ok(read
        .into_iter()
        .map(|(name, seq)| Follower {
            name,
            seq,
            behind: (ledger - seq).max(0),
        })
        .collect())
}

/// What takes room, and how much is left.
async fn sizes(app: &App, desk: &mut Desk<'_>) -> Result<Vec<Size>, Error> {
    let machine = &app.settings.machine;
    let size = |key, bytes: u64, at_least| Size {
        key,
        bytes: written(bytes),
        at_least,
    };
    let database = q!(desk.tx, only::size())?;
    let mut sizes = vec![size("database", u64::try_from(database).unwrap_or(0), false)];
    if !machine.data.as_os_str().is_empty() {
        let index = machine.data.join("search");
        let (data, blobs) = (machine.data.clone(), machine.blobs.clone());
        let looked =
            tokio::task::spawn_blocking(move || (folder(&index), blobs.as_deref().map(folder), free(&data))).await;
        if let Ok((index, blobs, free)) = looked {
            sizes.push(size("index", index.0, index.1));
            if let Some((bytes, more)) = blobs {
                sizes.push(size("blobs", bytes, more));
            }
            if let Some(free) = free {
                sizes.push(size("free", free, false));
            }
        }
    }
    if machine.blobs.is_none() {
        // In a bucket nobody counts; the library knows its originals.
        let (_, bytes) = q!(desk.tx, machine::originals())?;
        sizes.push(size("originals", u64::try_from(bytes).unwrap_or(0), false));
    }
    Ok(sizes)
}

/// Bytes of the files below a folder, and whether there are more than were counted.
fn folder(root: &Path) -> (u64, bool) {
    let mut open: Vec<PathBuf> = vec![root.to_owned()];
    let (mut bytes, mut files) = (0_u64, 0);
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            if files >= MOST_FILES {
                return (bytes, true);
            }
            files += 1;
            match entry.metadata() {
                Ok(found) if found.is_dir() => open.push(entry.path()),
                Ok(found) if found.is_file() => bytes = bytes.saturating_add(found.len()),
                _ => {}
            }
        }
    }
    (bytes, false)
}

/// Bytes that are free for this process on the disk of a folder.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free(_folder: &Path) -> Option<u64> {
    None
}

/// Bytes for people: `1.2 GB`.
fn written(bytes: u64) -> String {
    let mut amount = bytes as f64;
    let mut unit = "B";
    for next in ["kB", "MB", "GB", "TB"] {
        if amount < 1000.0 {
            break;
        }
        amount /= 1000.0;
        unit = next;
    }
    if unit == "B" || amount >= 100.0 {
        format!("{amount:.0} {unit}")
    } else {
        format!("{amount:.1} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn bytes_are_written_for_people() {
        assert_eq!(written(0), "0 B");
        assert_eq!(written(999), "999 B");
        assert_eq!(written(1_234), "1.2 kB");
        assert_eq!(written(456_000_000), "456 MB");
        assert_eq!(written(7_800_000_000_000), "7.8 TB");
    }
}
