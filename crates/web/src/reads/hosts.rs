//! Where readers come from, by the host of the page before: names from `data/sources.tsv`, else the host's own, made short.
//! Never a whole address, and never the number of a machine.

use super::robots::lines;
use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../data/sources.tsv");

/// No page before, or none that was told.
pub(super) const DIRECT: usize = 0;
/// What found no place of its own.
pub(super) const OTHER: usize = 1;
/// The paper's own front page.
pub(super) const HERE_FRONT: usize = 2;
/// A list of the paper: a section, Latest, a topic, search.
pub(super) const HERE_LIST: usize = 3;
/// Another story of the paper.
pub(super) const HERE_STORY: usize = 4;

/// Keys that stand before those of the table, in the order of the constants above. Their words are the desk's.
const FIRST: [&str; 5] = ["direct", "other", "here-front", "here-list", "here-story"];

/// The longest host that is kept.
const LONGEST: usize = 64;

/// Endings under which a paper or a company is given a third part: `co.uk`.
const SECOND: [&str; 13] = [
    "ac", "co", "com", "edu", "gob", "gov", "gv", "mil", "ne", "net", "nom", "or", "org",
];

/// Hosts below which everybody has a site of their own.
const SHARED: [&str; 14] = [
    "blogspot.com",
    "wordpress.com",
    "tumblr.com",
    "medium.com",
    "ghost.io",
    "github.io",
    "gitlab.io",
    "pages.dev",
    "netlify.app",
    "vercel.app",
    "web.app",
    "neocities.org",
    "livejournal.com",
    "over-blog.com",
];

pub(super) struct Hosts {
    keys: Vec<&'static str>,
    names: Vec<&'static str>,
    /// Whole hosts.
    whole: HashMap<&'static str, usize>,
    /// Names under every ending.
    any_ending: HashMap<&'static str, usize>,
    newsletters: usize,
}

pub(super) fn table() -> &'static Hosts {
    static READ: OnceLock<Hosts> = OnceLock::new();
    READ.get_or_init(|| {
        let mut table = Hosts {
            keys: FIRST.to_vec(),
            names: FIRST.to_vec(),
            whole: HashMap::new(),
            any_ending: HashMap::new(),
            newsletters: OTHER,
        };
        for line in lines(TABLE) {
            let [key, name, hosts] = line[..] else { continue };
            let place = table.keys.len();
            table.keys.push(key);
            table.names.push(name);
            for host in hosts.split(' ') {
                match host.strip_suffix(".*") {
                    Some(name) => table.any_ending.insert(name, place),
                    None => table.whole.insert(host, place),
                };
            }
            if key == "newsletters" {
                table.newsletters = place;
            }
        }
        table
    })
}

/// The key at a place.
pub(super) fn key(at: usize) -> &'static str {
    table().keys.get(at).copied().unwrap_or(FIRST[OTHER])
}

/// The place of letters by mail.
pub(super) fn newsletters() -> usize {
    table().newsletters
}

/// The name of a kept source, when it is one of the table: a host is its own name, and the first keys are the desk's words.
pub(crate) fn name(key: &str) -> Option<&'static str> {
    let table = table();
    let at = table.keys.iter().position(|known| *known == key)?;
    (at >= FIRST.len()).then(|| table.names.get(at).copied()).flatten()
}

/// A host as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told<'h> {
    /// By its place in the table.
    Known(usize),
    /// By the part of it that says whose it is.
    Host(&'h str),
}

/// What is counted of a host, which is written in small letters.
pub(super) fn of(host: &str) -> Told<'_> {
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.len() > LONGEST
        || !host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    {
        return Told::Known(OTHER);
    }
    let table = table();
    // The longest first: the host itself, then what is above it.
    let mut rest = host;
    loop {
        if let Some(place) = table.whole.get(rest) {
            return Told::Known(*place);
        }
        match rest.split_once('.') {
            Some((_, above)) => rest = above,
            None => break,
        }
    }
    let Some(own) = registered(host) else {
        return Told::Known(OTHER);
    };
    let first = own.split('.').next().unwrap_or_default();
    match table.any_ending.get(first) {
        Some(place) => Told::Known(*place),
        None => Told::Host(own),
    }
}

/// The part of a host that somebody registered: two names, three below `co.uk` and below hosts of many. Nothing for a
/// machine's number or a name without a dot.
fn registered(host: &str) -> Option<&str> {
    let (before, last) = host.rsplit_once('.')?;
    // Endings are letters; numbers are addresses.
    if last.len() < 2 || !last.bytes().all(|b| b.is_ascii_alphabetic()) && !last.starts_with("xn--") {
        return None;
    }
    if before.is_empty() || before.ends_with('.') {
        return None;
    }
    let second = before.rsplit('.').next().unwrap_or(before);
    let of_three = last.len() == 2 && SECOND.contains(&second);
    let shared = SHARED.iter().any(|shared| {
        host.strip_suffix(shared)
            .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
    });
    let parts = if of_three || shared { 3 } else { 2 };
    let mut dots = host.bytes().rev().enumerate().filter(|(_, b)| *b == b'.');
    match dots.nth(parts - 1) {
        Some((from_end, _)) => host.get(host.len() - from_end..),
        None => Some(host),
    }
}
