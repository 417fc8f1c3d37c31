//! What stands before the forms: signed stamps, the origin check, rate limits, and who the client is.
//! No captcha, no script: a robot is known by what it sends and how often.

use crate::app::App;
use axum::extract::ConnectInfo;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use courant_newsroom::House;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::request::Parts;
use http::{HeaderMap, header};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

/// Replies and reports that one client may send at once, and one more each so many seconds.
const CLIENT: (NonZeroU32, Duration) = (NonZeroU32::new(6).expect("not zero"), Duration::from_secs(20));
/// Replies that one story takes at once, and one more each so many seconds.
const STORY: (NonZeroU32, Duration) = (NonZeroU32::new(120).expect("not zero"), Duration::from_millis(500));

/// What became of a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// Ours, for this story.
    Good,
    /// None was sent.
    Missing,
    /// Not ours, or for another story.
    Forged,
}

/// Tries at the desk's door that one client may make at once, and one more each so many seconds.
const DOOR: (NonZeroU32, Duration) = (NonZeroU32::new(20).expect("not zero"), Duration::from_secs(6));

/// Questions that one program may ask of the API at once, and one more each so many seconds.
const PROGRAM: (NonZeroU32, Duration) = (NonZeroU32::new(60).expect("not zero"), Duration::from_millis(500));

fn quota((burst, every): (NonZeroU32, Duration)) -> Quota {
    Quota::with_period(every)
        .unwrap_or(Quota::per_second(burst))
        .allow_burst(burst)
}

/// The rate limit of the desk's door.
pub(crate) struct Door(DefaultKeyedRateLimiter<Vec<u8>>);

impl Default for Door {
    fn default() -> Self {
        Self(RateLimiter::keyed(quota(DOOR)))
    }
}

impl Door {
    /// Whether a client may try now; else how long it must wait.
    pub(crate) fn pass(&self, client: &[u8]) -> Result<(), Duration> {
        self.0
            .check_key(&client.to_vec())
            .map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()))?;
        if self.0.len() > 10_000 {
            self.0.retain_recent();
        }
        Ok(())
    }
}

/// Answers that one program may have rendered for it at once, and one more each so often. What is in the page cache costs
/// nothing and is not counted.
const RENDER: (NonZeroU32, Duration) = (NonZeroU32::new(400).expect("not zero"), Duration::from_millis(40));

/// A rate limit of programs.
pub(crate) struct Programs(DefaultKeyedRateLimiter<Vec<u8>>);

impl Default for Programs {
    fn default() -> Self {
        Self(RateLimiter::keyed(quota(PROGRAM)))
    }
}

impl Programs {
    /// The limit of answers that are rendered and kept.
    pub(crate) fn of_renders() -> Self {
        Self(RateLimiter::keyed(quota(RENDER)))
    }

    /// Whether a client may ask now; else how long it must wait.
    pub(crate) fn pass(&self, client: &[u8]) -> Result<(), Duration> {
        self.0
            .check_key(&client.to_vec())
            .map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()))?;
        if self.0.len() > 10_000 {
            self.0.retain_recent();
        }
        Ok(())
    }
}

/// Trial letters that one account may send at once, and one more each so long.
const TRIAL: (NonZeroU32, Duration) = (NonZeroU32::new(5).expect("not zero"), Duration::from_mins(1));

/// The rate limit of trial letters of the settings.
pub(crate) struct Trials(DefaultKeyedRateLimiter<String>);

impl Default for Trials {
    fn default() -> Self {
        Self(RateLimiter::keyed(quota(TRIAL)))
    }
}

impl Trials {
    /// Whether an account may send one now; else how long it must wait.
    pub(crate) fn pass(&self, account: &str) -> Result<(), Duration> {
        self.0
            .check_key(&account.to_owned())
            .map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()))
    }
}

/// The rate limits of the forms.
pub(crate) struct Gate {
    clients: DefaultKeyedRateLimiter<Vec<u8>>,
    stories: DefaultKeyedRateLimiter<String>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            clients: RateLimiter::keyed(quota(CLIENT)),
            stories: RateLimiter::keyed(quota(STORY)),
        }
    }
}

impl Gate {
    /// Whether a client may send to a story now; else how long it must wait.
    pub(crate) fn pass(&self, client: &[u8], story: &str) -> Result<(), Duration> {
        let wait = |not_until: governor::NotUntil<_>| not_until.wait_time_from(DefaultClock::default().now());
        self.clients.check_key(&client.to_vec()).map_err(wait)?;
        self.stories.check_key(&story.to_owned()).map_err(wait)?;
        // Keys that are full again are forgotten, so that a flood of addresses does not fill the memory.
        if self.clients.len() > 10_000 {
            self.clients.retain_recent();
        }
        if self.stories.len() > 10_000 {
            self.stories.retain_recent();
        }
        Ok(())
    }
}

/// A stamp over story and render time. It is accepted at any age: a page may be cached for days.
pub(crate) fn stamp(house: &House, story: &str) -> String {
    let at = house.now().to_string();
    let signature = house.keys.stamp(&format!("reply {story} {at}"));
    format!("{at}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Checks a stamp.
pub(crate) fn check(house: &House, story: &str, stamp: &str) -> Stamp {
    if stamp.is_empty() {
        return Stamp::Missing;
    }
    let good = stamp.split_once('.').is_some_and(|(at, signature)| {
        URL_SAFE_NO_PAD
            .decode(signature)
            .is_ok_and(|signature| house.keys.stamp_is_ours(&format!("reply {story} {at}"), &signature))
    });
    if good { Stamp::Good } else { Stamp::Forged }
}

/// Whether a form came from a page of this site. Browsers say so; what says nothing is no browser and carries no
/// reader's authority.
pub(crate) fn is_from_here(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        Some(origin) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            let named = url::Url::parse(origin).ok();
            let same_host = named.as_ref().is_some_and(|url| {
                let with_port = url.port().map_or_else(
                    || url.host_str().unwrap_or_default().to_owned(),
                    |port| format!("{}:{port}", url.host_str().unwrap_or_default()),
                );
                with_port == host
            });
            same_host || named.is_some_and(|url| url.origin() == app.settings.url.origin())
        }
        None => true,
    }
}

/// The client's network address: the peer's, or, when the peer is a proxy of ours, the last address in
/// `X-Forwarded-For` that is not one.
pub(crate) fn client(app: &App, parts: &Parts) -> String {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_canonical());
    let Some(peer) = peer else { return "unknown".to_owned() };
    let trusted = |address: IpAddr| {
        app.settings
            .proxies
            .iter()
            .any(|(network, length)| contains(*network, *length, address))
    };
    if !trusted(peer) {
        return folded(peer);
    }
    let forwarded: Vec<IpAddr> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|one| one.trim().parse::<IpAddr>().ok())
        .map(|address| address.to_canonical())
        .collect();
    folded(
        forwarded
            .into_iter()
            .rev()
            .find(|address| !trusted(*address))
            .unwrap_or(peer),
    )
}

/// One household has one IPv6 network of 64 bits, and as many addresses as it likes in it.
fn folded(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn contains(network: IpAddr, length: u8, address: IpAddr) -> bool {
    let (network, address, bits) = match (network, address) {
        (IpAddr::V4(n), IpAddr::V4(a)) => (u128::from(u32::from(n)), u128::from(u32::from(a)), 32),
        (IpAddr::V6(n), IpAddr::V6(a)) => (u128::from(n), u128::from(a), 128),
        _ => return false,
    };
    let shift = bits - u32::from(length).min(bits);
    network.checked_shr(shift).unwrap_or(0) == address.checked_shr(shift).unwrap_or(0)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_addresses() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert!(contains(ip("10.0.0.0"), 8, ip("10.9.9.9")));
        assert!(!contains(ip("10.0.0.0"), 8, ip("11.0.0.1")));
        assert!(contains(ip("::1"), 128, ip("::1")));
        assert!(contains(ip("0.0.0.0"), 0, ip("1.2.3.4")));
        assert!(!contains(ip("10.0.0.0"), 8, ip("::1")));
    }

    #[test]
    fn a_household_cannot_pass_by_changing_its_last_bits() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(folded(ip("2001:db8:1:2::1")), folded(ip("2001:db8:1:2:ffff::9")));
    }
}
