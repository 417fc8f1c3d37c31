//! Stands in for the site until the web room has its door. `commands/serve.rs` calls it.

use courant_newsroom::Newsroom;
use std::future::Future;
use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;
use url::Url;

pub(crate) struct Settings {
    pub url: Url,
    pub proxies: Vec<(IpAddr, u8)>,
    pub shared_cache_seconds: Option<u32>,
    pub theme: Option<PathBuf>,
    pub page_cache_bytes: u64,
}

pub(crate) async fn run(
    newsroom: Newsroom,
    settings: Settings,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    tracing::debug!(
        engine = newsroom.store.engine(),
        url = %settings.url,
        proxies = settings.proxies.len(),
        shared = settings.shared_cache_seconds,
        theme = ?settings.theme,
        cache = settings.page_cache_bytes,
        ?listener,
        "nothing is served yet"
    );
    stop.await;
    Ok(())
}

pub(crate) struct Themes;

pub(crate) struct Manifest {
    pub name: String,
}

#[derive(Clone)]
pub(crate) struct Problem {
    pub file: String,
    pub line: Option<usize>,
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.file, self.message)
    }
}

impl Themes {
    pub(crate) fn new(_: Option<PathBuf>) -> Self {
        Self
    }
    pub(crate) fn check(&self) -> Vec<Problem> {
        Vec::new()
    }
    pub(crate) fn manifest(&self) -> Manifest {
        Manifest { name: String::new() }
    }
    pub(crate) fn copy_to(_: &std::path::Path) -> std::io::Result<()> {
        Ok(())
    }
}
