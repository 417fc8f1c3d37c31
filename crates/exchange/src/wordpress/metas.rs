//! Meta fields of items, terms and replies, and what plugins for search engines keep in them.
//! Called for every item; values are bounded, and what is too large is named and dropped.

use super::element::Element;
use super::php::Php;

/// The longest value that is kept, in bytes. Page builders keep whole pages in one; none of it is read.
const LONGEST: usize = 256 << 10;
/// Fields of one item.
const MOST: usize = 2000;

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Its name.
    pub key: String,
    /// Its value; PHP's serialised form where it is no plain text.
    pub value: String,
}

/// What a plugin for search engines was told of a post.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seo {
    /// The title for search engines, its variables filled in; `None` where it only repeats the headline.
    pub title: Option<String>,
    /// The description for search engines.
    pub description: Option<String>,
    /// The address that the post gives as its own, when it is another.
    pub canonical: Option<String>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The number of the category that counts as the post's own.
    pub primary_category: Option<i64>,
}

/// The fields of an element, and sentences about those that were dropped.
pub(super) fn metas(element: &Element<'_>, name: &str) -> (Vec<Meta>, Vec<String>) {
    let mut kept = Vec::new();
    let mut dropped = Vec::new();
    for meta in element.all(name) {
        let Some(key) = meta.wp("meta_key") else { continue };
        if kept.len() >= MOST {
            dropped.push(format!("more than {MOST} meta fields; the rest was dropped"));
            break;
        }
        let value = meta.wp("meta_value").unwrap_or_default();
        if value.len() > LONGEST {
            dropped.push(format!(
                "the meta field {key} has {} bytes and was dropped",
                value.len()
            ));
            continue;
        }
        kept.push(Meta { key, value });
    }
    (kept, dropped)
}

/// The first value of a field that is not empty.
pub(super) fn value<'a>(metas: &'a [Meta], key: &str) -> Option<&'a str> {
    metas
        .iter()
        .find(|meta| meta.key == key && !meta.value.trim().is_empty())
        .map(|meta| meta.value.trim())
}

/// The first of several fields that has a value.
pub(super) fn any<'a>(metas: &'a [Meta], keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| value(metas, key))
}

/// What Yoast SEO, Rank Math, All in One SEO, SEOPress and The SEO Framework keep.
pub(super) fn seo(metas: &[Meta], title: &str, site: &str, link: &str) -> Seo {
    let titled = any(
        metas,
        &[
            "_yoast_wpseo_title",
            "rank_math_title",
            "_aioseo_title",
            "_aioseop_title",
            "_seopress_titles_title",
            "_genesis_title",
        ],
    )
    .map(|template| filled(template, title, site))
    .filter(|found| !found.is_empty() && !repeats(found, title, site));
    let description = any(
        metas,
        &[
            "_yoast_wpseo_metadesc",
            "rank_math_description",
            "_aioseo_description",
            "_aioseop_description",
            "_seopress_titles_desc",
            "_genesis_description",
        ],
    )
    .map(|template| filled(template, title, site))
    .filter(|found| !found.is_empty());
    let canonical = any(
        metas,
        &[
            "_yoast_wpseo_canonical",
            "rank_math_canonical_url",
            "_seopress_robots_canonical",
            "_genesis_canonical_uri",
        ],
    )
    .and_then(courant_text::link::allowed)
    .filter(|address| Some(address) != courant_text::link::allowed(link).as_ref());
    let noindex = value(metas, "_yoast_wpseo_meta-robots-noindex") == Some("1")
        || value(metas, "_seopress_robots_index") == Some("yes")
        || value(metas, "_genesis_noindex") == Some("1")
        || value(metas, "_aioseop_noindex") == Some("on")
        || value(metas, "rank_math_robots")
            .and_then(Php::read)
            .is_some_and(|robots| {
                robots
                    .values()
                    .iter()
                    .any(|value| value.text().as_deref() == Some("noindex"))
            });
    let primary_category = any(
        metas,
        &[
            "_yoast_wpseo_primary_category",
            "rank_math_primary_category",
            "_seopress_robots_primary_cat",
        ],
    )
    .and_then(|number| number.parse().ok());
    Seo {
        title: titled,
        description,
        canonical,
        noindex,
        primary_category,
    }
}

/// Fills `%%title%%` (Yoast), `%title%` (Rank Math) and `#post_title` (All in One SEO). Variables nobody can fill go.
fn filled(template: &str, title: &str, site: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['%', '#']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let variable = if let Some(name) = from.strip_prefix("%%") {
            name.split_once("%%")
        } else if let Some(name) = from.strip_prefix('%') {
            name.split_once('%')
        } else {
            let name = from.get(1..).unwrap_or_default();
            let end = name
                .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
                .unwrap_or(name.len());
            name.split_at_checked(end).filter(|(name, _)| {
                matches!(
                    *name,
                    "post_title" | "site_title" | "separator_sa" | "tagline" | "post_excerpt" | "page_number"
                )
            })
        };
        let known = variable.filter(|(name, _)| {
            !name.is_empty()
                && name.len() < 60
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '(' | ')'))
        });
        if let Some((name, after)) = known {
            match name {
                "title" | "post_title" | "seo_title" => out.push_str(title),
                "sitename" | "sitetitle" | "site_title" | "site_name" => out.push_str(site),
                "sep" | "separator" | "separator_sa" => out.push('-'),
                _ => {}
            }
            rest = after;
        } else {
            out.push_str(from.get(..1).unwrap_or_default());
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    let out = super::body::plain_title(&out);
    out.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '|' | '–' | '»' | '·'))
        .to_owned()
}

/// Whether a title is the headline, with or without the name of the site.
fn repeats(found: &str, title: &str, site: &str) -> bool {
    let found = crate::page::folded(found);
    found == crate::page::folded(title)
        || found == crate::page::folded(&format!("{title} {site}"))
        || found == crate::page::folded(&format!("{site} {title}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seo_of(pairs: &[(&str, &str)]) -> Seo {
        let metas: Vec<Meta> = pairs
            .iter()
            .map(|(key, value)| Meta {
                key: (*key).to_owned(),
                value: (*value).to_owned(),
            })
            .collect();
        seo(&metas, "Tide comes in", "Shore", "https://shore.example/tide")
    }

    #[test]
    fn a_template_that_says_nothing_new_is_no_title() {
        assert_eq!(
            seo_of(&[("_yoast_wpseo_title", "%%title%% %%page%% %%sep%% %%sitename%%")]).title,
            None
        );
        assert_eq!(seo_of(&[("rank_math_title", "%title% %sep% %sitename%")]).title, None);
        assert_eq!(
            seo_of(&[("_yoast_wpseo_title", "When is high water? %%sep%% %%sitename%%")])
                .title
                .as_deref(),
            Some("When is high water? - Shore")
        );
        assert_eq!(
            seo_of(&[("_aioseop_description", "Up by 5% & more, #1 on the coast")])
                .description
                .as_deref(),
            Some("Up by 5% & more, #1 on the coast")
        );
    }

    #[test]
    fn robots_and_the_main_category_are_read() {
        let seo = seo_of(&[
            ("rank_math_robots", "a:1:{i:0;s:7:\"noindex\";}"),
            ("_yoast_wpseo_primary_category", "12"),
            ("_yoast_wpseo_canonical", "https://shore.example/tide"),
        ]);
        assert_eq!(
            (seo.noindex, seo.primary_category, seo.canonical),
            (true, Some(12), None)
        );
    }
}
