//! The page cache's key of a request to the API: its path and the parameters that some route knows, in one order.
//! The router asks before anything else; what has no key is worked out anew each time.

use http::Uri;
use std::borrow::Cow;

/// Where the API stands.
pub(crate) const ROOT: &str = "/wp-json";
/// The parameter that names a route where addresses cannot be rewritten.
const ROUTE: &str = "rest_route";
/// Longest key, in bytes; what is longer is asked once.
const LONGEST: usize = 400;

/// Every parameter on which an answer may depend.
const KNOWN: [&str; 38] = [
    "_embed",
    "_envelope",
    "_fields",
    "after",
    "author",
    "author_exclude",
    "author_name",
    "before",
    "categories",
    "categories_exclude",
    "context",
    "exclude",
    "format",
    "hide_empty",
    "include",
    "media_type",
    "mime_type",
    "modified_after",
    "modified_before",
    "offset",
    "order",
    "orderby",
    "page",
    "parent",
    "parent_exclude",
    "per_page",
    "post",
    "slug",
    "status",
    "sticky",
    "subtype",
    "tags",
    "tags_exclude",
    "tax_relation",
    "type",
    "url",
    "maxwidth",
    "menu_order",
];

/// Whether a request is one for the API.
pub(crate) fn is_ours(uri: &Uri) -> bool {
    let path = uri.path();
    under(path).is_some() || (matches!(path, "/" | "/index.php") && named(uri).is_some())
}

/// The route that a request asks for, such as `/wp/v2/posts`.
pub(crate) fn route(uri: &Uri) -> String {
    let route = under(uri.path()).map_or_else(|| named(uri).unwrap_or_default(), str::to_owned);
    format!("/{}", route.trim_matches('/'))
}

fn under(path: &str) -> Option<&str> {
    path.strip_prefix(ROOT)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn named(uri: &Uri) -> Option<String> {
    url::form_urlencoded::parse(uri.query()?.as_bytes())
        .find(|(name, _)| name == ROUTE)
        .map(|(_, value)| value.into_owned())
}

/// The key; `None` for what is not kept: searches, another spelling of the root, long lists of parameters.
pub(crate) fn of(uri: &Uri) -> Option<Cow<'_, str>> {
    let path = under(uri.path())?;
    let path = format!("{ROOT}{}", path.trim_end_matches('/'));
    if path.ends_with("/search") || path.len() > LONGEST {
        return None;
    }
    let Some(query) = uri.query() else {
        return Some(Cow::Owned(path));
    };
    let mut pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let base = name.split('[').next().unwrap_or_default();
        if base == "search" || base == ROUTE {
            return None;
        }
        if KNOWN.contains(&base) {
            pairs.push((name, value));
        }
    }
    // Equal names keep their order: the last one counts, or all do.
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    let mut key = url::form_urlencoded::Serializer::for_suffix(format!("{path}?"), path.len() + 1);
    for (name, value) in &pairs {
        key.append_pair(name, value);
    }
    let key = key.finish();
    (key.len() <= LONGEST).then_some(Cow::Owned(key))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn key(address: &str) -> Option<String> {
        of(&address.parse().unwrap()).map(Cow::into_owned)
    }

    #[test]
    fn the_same_question_has_one_key() {
        let one = key("/wp-json/wp/v2/posts?page=2&per_page=5&utm_source=x");
        assert_eq!(one, key("/wp-json/wp/v2/posts/?per_page=5&page=2"));
        assert_ne!(one, key("/wp-json/wp/v2/posts?per_page=5&page=3"));
        assert_ne!(key("/wp-json/wp/v2/posts?include[]=1"), key("/wp-json/wp/v2/posts"));
    }

    #[test]
    fn what_is_not_kept_has_none() {
        assert_eq!(key("/wp-json/wp/v2/posts?search=ferry"), None);
        assert_eq!(key("/wp-json/wp/v2/search?search=ferry"), None);
        assert_eq!(key(&format!("/wp-json/wp/v2/posts?slug={}", "x".repeat(500))), None);
        assert_eq!(key("/wp-jsonx"), None);
    }

    #[test]
    fn a_route_is_named_by_path_or_by_parameter() {
        let of = |address: &str| route(&address.parse().unwrap());
        assert_eq!(of("/wp-json/wp/v2/posts/"), "/wp/v2/posts");
        assert_eq!(of("/?rest_route=/wp/v2/posts"), "/wp/v2/posts");
        assert_eq!(of("/wp-json"), "/");
        assert!(is_ours(&"/?rest_route=/".parse().unwrap()));
        assert!(!is_ours(&"/?q=/".parse().unwrap()));
    }
}
