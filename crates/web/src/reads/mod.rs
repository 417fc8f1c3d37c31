//! Counts reads as pages are served, from the cache or not: a story, a source, robots apart. Without cookie or script.
//! The page cache calls [`Meter::note`]; a task of the serving process takes the counts away and the newsroom keeps them.

mod hosts;
mod robots;
mod run;
mod seen;
#[cfg(test)]
mod tests;

use http::{HeaderMap, Method, StatusCode};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use courant_model::reading::{OTHER_SOURCE, Who, pages};
use courant_newsroom::numbers::Counted;

pub(crate) use hosts::name as source_name;
pub(crate) use run::run;
use seen::{Seen, Source};

/// Parts of the counter, so that threads seldom meet.
const LANES: usize = 16;
/// Pages that a lane counts apart until it is emptied; further ones are counted as "other".
const PAGES: usize = 4_096;
/// Hosts that no table knows which a lane counts apart until it is emptied; further ones are "other".
const HOSTS_OF_A_LANE: usize = 256;
/// Hosts that no table knows which the node lets in within a minute; further ones are "other".
const HOSTS_OF_A_MINUTE: usize = 500;

/// A page's counts in one lane.
#[derive(Debug, Default)]
struct Counts {
    /// By the place of the source in the table.
    known: Vec<u32>,
    /// By host.
    hosts: HashMap<Box<str>, u32>,
    /// By the place of the robot in the list.
    robots: Vec<u32>,
}

#[derive(Debug, Default)]
struct Lane {
    pages: HashMap<Arc<str>, Counts>,
    /// Different hosts in all of it.
    hosts: usize,
}

/// Hosts that were let in during a minute.
#[derive(Debug, Default)]
struct Admitted {
    minute: i64,
    hosts: HashSet<String>,
}

/// The counter of one node.
pub struct Meter {
    lanes: Box<[Mutex<Lane>]>,
    admitted: Mutex<Admitted>,
    /// The paper's own host: who comes from there comes from this site.
    own: Box<str>,
}

impl std::fmt::Debug for Meter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meter").field("own", &self.own).finish_non_exhaustive()
    }
}

fn one_more(counts: &mut Vec<u32>, at: usize) {
    if counts.len() <= at {
        counts.resize(at + 1, 0);
    }
    if let Some(count) = counts.get_mut(at) {
        *count = count.saturating_add(1);
    }
}

/// The lane of this thread.
fn lane() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static MINE: Cell<usize> = const { Cell::new(usize::MAX) };
    }
    MINE.with(|mine| {
        if mine.get() == usize::MAX {
            mine.set(NEXT.fetch_add(1, Ordering::Relaxed) % LANES);
        }
        mine.get()
    })
}

impl Meter {
    /// A counter for the site of this host.
    pub fn new(own: &str) -> Self {
        // The tables are read now and not by the first reader.
        robots::list();
        hosts::table();
        Self {
            lanes: (0..LANES).map(|_| Mutex::default()).collect(),
            admitted: Mutex::default(),
            own: own.to_ascii_lowercase().into(),
        }
    }

    /// Notes that a page was served, if that was a read. Costs no allocation once page and source are known, and no
    /// lock that another thread is likely to hold.
    pub fn note(&self, page: &Arc<str>, method: &Method, headers: &HeaderMap, query: Option<&str>, status: StatusCode) {
        if method != Method::GET || !matches!(status, StatusCode::OK | StatusCode::NOT_MODIFIED) {
            return;
        }
        let seen = seen::judge(headers, query, &self.own);
        if seen == Seen::Nothing {
            return;
        }
        let Some(lane) = self.lanes.get(lane()) else { return };
        let mut lane = lane.lock().unwrap_or_else(PoisonError::into_inner);
        let Lane { pages, hosts } = &mut *lane;
        let known = pages.len() < PAGES || pages.contains_key(page);
        let page = if known {
            Arc::clone(page)
        } else {
            Arc::from(pages::OTHER)
        };
        let counts = pages.entry(page).or_default();
        match seen {
            Seen::Nothing => {}
            Seen::Robot(robot) => one_more(&mut counts.robots, robot),
            Seen::Reader(Source::Known(at)) => one_more(&mut counts.known, at),
            Seen::Reader(Source::Host(host)) => {
                if let Some(count) = counts.hosts.get_mut(host) {
                    *count = count.saturating_add(1);
                } else if *hosts < HOSTS_OF_A_LANE {
                    counts.hosts.insert(host.into(), 1);
                    *hosts += 1;
                } else {
                    one_more(&mut counts.known, hosts::OTHER);
                }
            }
        }
    }

    /// Takes the counts away, around a minute that is told by its number.
    pub fn take(&self, minute: i64) -> Vec<Counted> {
        let mut sums: BTreeMap<(String, Who, String), i64> = BTreeMap::new();
        for lane in &self.lanes {
            let taken = std::mem::take(&mut *lane.lock().unwrap_or_else(PoisonError::into_inner));
            for (page, counts) in taken.pages {
                let mut add = |who, source: String, count: u32| {
                    if count > 0 {
                        *sums.entry((page.to_string(), who, source)).or_default() += i64::from(count);
                    }
                };
                for (at, count) in counts.known.into_iter().enumerate() {
                    add(Who::Reader, hosts::key(at).to_owned(), count);
                }
                for (at, count) in counts.robots.into_iter().enumerate() {
                    add(Who::Robot, robots::name(at).to_owned(), count);
                }
                for (host, count) in counts.hosts {
                    add(Who::Reader, self.admit(host.into(), minute), count);
                }
            }
        }
        sums.into_iter()
            .map(|((page, who, source), count)| Counted {
                page,
                who,
                source,
                count,
            })
            .collect()
    }

    /// The host, or "other" when too many came within the minute.
    fn admit(&self, host: String, minute: i64) -> String {
        let mut admitted = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        if admitted.minute != minute {
            admitted.minute = minute;
            admitted.hosts.clear();
        }
        if admitted.hosts.contains(&host) {
            return host;
        }
        if admitted.hosts.len() >= HOSTS_OF_A_MINUTE {
            return OTHER_SOURCE.to_owned();
        }
        admitted.hosts.insert(host.clone());
        host
    }
}
