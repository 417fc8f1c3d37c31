//! The site as files: every page that readers can reach is asked for, written where a server of files finds it, and named in
//! lists of redirects. `courant export site` runs it.
//!
//! What there is, is found by going from link to link, beginning with the front page, the machines' files and every address that
//! the paper ever gave out. A second run writes what changed, and takes away what is gone.

mod folder;
mod links;
mod places;
mod redirects;

pub use folder::Kept;

use crate::failure::{Failure, Result};
use courant_web::{Answered, Copy};
use folder::Folder;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::path::Path;
use tokio::task::JoinSet;
use url::Url;

/// Pages that are asked for at once.
const AT_ONCE: usize = 4;

/// Where the walk begins, besides every address of the paper.
const BEGINNINGS: [&str; 12] = [
    "/",
    "/latest",
    "/corrections",
    "/search",
    "/quotations",
    "/correction",
    "/robots.txt",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/feed.xml",
    "/favicon.ico",
    "/people",
];

/// Something that is not in the copy as it is on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The address.
    pub address: String,
    /// A page that links there; empty when none does.
    pub linked_from: String,
    /// What is the matter.
    pub what: String,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// Pages.
    pub pages: u64,
    /// Feeds, sitemaps and other files for machines.
    pub machines: u64,
    /// Pictures, fonts, styles.
    pub assets: u64,
    /// Addresses that lead elsewhere.
    pub redirects: u64,
    /// Files of the copy.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were written, since they were new or changed.
    pub written: u64,
    /// Files that were as they should be.
    pub unchanged: u64,
    /// Files that are gone from the site and were taken away.
    pub removed: u64,
    /// What is not as it is on the site.
    pub problems: Vec<Problem>,
}

/// An address to be asked for, and where it was found.
struct Wanted {
    path: String,
    from: String,
}

/// Copies a site under `url` into a folder. `addresses` are those that the paper gave out; `progress` hears what is done and
/// what is known of.
pub async fn run(
    copy: &Copy,
    url: &Url,
    addresses: Vec<String>,
    folder: &Path,
    mut progress: impl FnMut(u64, u64),
) -> Result<Copied> {
    let mut walk = Walk {
        root: url.as_str().trim_end_matches('/').to_owned(),
        folder: Folder::open(folder)?,
        copied: Copied::default(),
        seen: HashSet::new(),
        waiting: VecDeque::new(),
        moved: BTreeMap::new(),
        gone: Vec::new(),
    };
    for path in BEGINNINGS.iter().map(|path| (*path).to_owned()).chain(addresses) {
        walk.want(path, "");
    }
    let mut asked: JoinSet<(Wanted, std::io::Result<Answered>)> = JoinSet::new();
    let mut done = 0;
    loop {
        while asked.len() < AT_ONCE
            && let Some(wanted) = walk.waiting.pop_front()
        {
            let copy = copy.clone();
            asked.spawn(async move {
                let answer = copy.answer(&wanted.path).await;
                (wanted, answer)
            });
        }
        let Some(answer) = asked.join_next().await else { break };
        let (wanted, answer) = answer.map_err(|_| Failure::new("printing a page broke off"))?;
        walk.take(&wanted, answer?);
        done += 1;
        progress(done, walk.seen.len() as u64);
    }
    let missing = copy.missing().await?;
    walk.keep("404.html", &missing.body)?;
    walk.redirects()?;
    let Walk { folder, mut copied, .. } = walk;
    let kept = folder.end()?;
    copied.files = kept.files;
    copied.bytes = kept.bytes;
    copied.written = kept.written;
    copied.unchanged = kept.unchanged;
    copied.removed = kept.removed;
    Ok(copied)
}

struct Walk {
    root: String,
    folder: Folder,
    copied: Copied,
    seen: HashSet<String>,
    waiting: VecDeque<Wanted>,
    /// Where each address leads that leads elsewhere, both as a link has them.
    moved: BTreeMap<String, String>,
    gone: Vec<String>,
}

impl Walk {
    fn want(&mut self, path: String, from: &str) {
        if !self.seen.contains(&path) {
            self.seen.insert(path.clone());
            self.waiting.push_back(Wanted {
                path,
                from: from.to_owned(),
            });
        }
    }

    /// What becomes of an answer: a file, a redirect, or a problem.
    fn take(&mut self, wanted: &Wanted, answer: Answered) {
        let path = &wanted.path;
        match answer.status {
            200 => {}
            301 | 302 | 307 | 308 => {
                let to = links::own(&self.root, &answer.location).unwrap_or(answer.location);
                if to.starts_with('/') {
                    self.want(to.split(['?', '#']).next().unwrap_or_default().to_owned(), path);
                }
                self.moved.insert(path.clone(), to);
                self.copied.redirects += 1;
                return;
            }
            410 if wanted.from.is_empty() => {
                self.gone.push(path.clone());
                return;
            }
            // A beginning that this paper does not have.
            404 if wanted.from.is_empty() => return,
            status => {
                self.problem(wanted, format!("it answers {status}"));
                return;
            }
        }
        let kind = answer
            .content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        let Some(place) = places::of(path, &kind) else {
            self.problem(wanted, "no file can have this name".to_owned());
            return;
        };
        let found = match kind.as_str() {
            "text/html" => {
                self.copied.pages += 1;
                links::of_page(&self.root, &answer.body)
            }
            "text/css" => {
                self.copied.assets += 1;
                links::of_style(path, &answer.body)
            }
            other
                if other.contains("xml") && !other.contains("svg")
                    || other.contains("json")
                    || other == "text/plain" =>
            {
                self.copied.machines += 1;
                links::of_text(&self.root, &answer.body)
            }
            _ => {
                self.copied.assets += 1;
                Vec::new()
            }
        };
        for link in found {
            if !links::stays_away(&link) {
                self.want(link, path);
            }
        }
        if let Err(why) = self.folder.keep(&place, &answer.body) {
            self.problem(wanted, why.to_string());
        }
    }

    fn keep(&mut self, place: &str, bytes: &[u8]) -> Result<()> {
        self.folder.keep(place, bytes)
    }

    fn problem(&mut self, wanted: &Wanted, what: String) {
        self.copied.problems.push(Problem {
            address: wanted.path.clone(),
            linked_from: wanted.from.clone(),
            what,
        });
    }

    /// Redirects three times: as pages that any server sends, and as lists for those that can do better.
    fn redirects(&mut self) -> Result<()> {
        let moved = std::mem::take(&mut self.moved);
        let gone = std::mem::take(&mut self.gone);
        for (from, to) in &moved {
            let Some(place) = places::of(from, "text/html") else {
                continue;
            };
            let page = redirects::page(&self.root, to);
            if let Err(why) = self.folder.keep(&place, page.as_bytes()) {
                let wanted = Wanted {
                    path: from.clone(),
                    from: String::new(),
                };
                self.problem(&wanted, why.to_string());
            }
        }
        self.keep("_redirects", redirects::list(&moved).as_bytes())?;
        self.keep("nginx-redirects.conf", redirects::nginx(&moved, &gone).as_bytes())
    }
}
