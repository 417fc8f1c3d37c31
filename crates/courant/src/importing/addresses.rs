//! Old addresses as the paper keeps them: the path without what may change (host, slash at the end), or nothing for an
//! address that is known by its number alone.
//! Every importer asks here, and `posts` and `pictures` keep redirects by it.

use courant_model::path;
use url::Url;

/// The path of an address at the old site; `None` where it has none of its own (`/?p=12`) or lies elsewhere.
pub fn path_of(address: &str, site: Option<&Url>) -> Option<String> {
    let own;
    let written = if address.starts_with('/') && !address.starts_with("//") {
        address.split(['?', '#']).next()?
    } else {
        let url = match Url::parse(address) {
            Ok(url) => url,
            Err(_) => site?.join(address).ok()?,
        };
        if let Some(site) = site
            && bare(site.host_str()?) != bare(url.host_str()?)
        {
            return None;
        }
        own = url;
        own.path()
    };
    let plain = path::decoded(written)?;
    let plain = plain
        .split('/')
        .filter(|part| !part.is_empty())
        .fold(String::new(), |path, part| format!("{path}/{part}"));
    (!plain.is_empty() && !plain.contains(['?', '#', '\\']) && plain.len() <= 1_000).then_some(plain)
}

/// The same path with another last part: an address that something had before.
pub fn with_last(path: &str, last: &str) -> Option<String> {
    let last = path::decoded(&format!("/{last}"))?;
    let (folder, _) = path.rsplit_once('/')?;
    Some(format!("{folder}{last}"))
}

/// A slug as a person would write it: WordPress keeps other scripts percent-encoded.
pub fn slug_of(written: &str) -> String {
    path::decoded(&format!("/{written}")).map_or_else(|| written.to_owned(), |plain| plain.trim_matches('/').to_owned())
}

/// Whether an address lies at the old site.
pub fn is_of(address: &str, site: Option<&Url>) -> bool {
    let (Some(site), Ok(url)) = (site, Url::parse(address)) else {
        return false;
    };
    matches!((site.host_str(), url.host_str()), (Some(one), Some(two)) if bare(one) == bare(two))
}

fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_is_its_path_at_the_same_site() {
        let site = Url::parse("https://www.news.example/").ok();
        let of = |address| path_of(address, site.as_ref());
        assert_eq!(
            of("https://news.example/2019/03/ferry/").as_deref(),
            Some("/2019/03/ferry")
        );
        assert_eq!(
            of("http://news.example/2019/%C3%A9t%C3%A9/?x=1").as_deref(),
            Some("/2019/été")
        );
        assert_eq!(of("/about/").as_deref(), Some("/about"));
        assert_eq!(path_of("/harbour/ferry/?x", None).as_deref(), Some("/harbour/ferry"));
        assert_eq!(of("https://news.example//a//b/").as_deref(), Some("/a/b"));
        for none in [
            "https://news.example/?p=12",
            "https://other.example/a",
            "https://news.example/",
            "mailto:a@b.example",
        ] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn an_older_slug_stands_beside_the_newer() {
        assert_eq!(
            with_last("/2019/03/ferry", "the-ferry").as_deref(),
            Some("/2019/03/the-ferry")
        );
        assert_eq!(slug_of("%C3%A9t%C3%A9"), "été");
        assert_eq!(slug_of("100%"), "100%");
    }
}
