//! What the head of a page says of its story: meta tags, linked data, microdata, links.
//! Gathered once by `web`; printed text is preferred over it wherever both speak.

use courant_model::story::Kind;
use scraper::{ElementRef, Html};
use url::Url;

use super::date::{self, PrintedDate, Reading};
use super::ld::{self, Linked};
use super::{byline, squeeze};

/// A value and where it stood.
pub(crate) type Sourced<T> = Option<(T, &'static str)>;

/// All that was found.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub linked: Linked,
    /// Titles in order of trust: og:title, twitter:title, title.
    pub titles: Vec<(String, &'static str)>,
    pub description: Sourced<String>,
    pub authors: Sourced<Vec<String>>,
    pub published: Sourced<PrintedDate>,
    pub doubtful_date: Option<String>,
    pub section: Sourced<String>,
    pub language: Sourced<String>,
    pub site: Sourced<String>,
    pub rights: Sourced<String>,
    pub canonical: Option<Url>,
    pub base: Option<Url>,
    pub image: Sourced<String>,
    pub image_alt: Option<String>,
    pub kind: Option<Kind>,
    pub next_page: Option<String>,
    pub locked: bool,
    /// `og:type` is website and nothing speaks of a story.
    pub says_website: bool,
    pub meta_refresh: bool,
}

/// Reads the head and the marked-up values of the page.
pub(crate) fn gather(page: &Html, address: Option<&Url>) -> Told {
    let mut told = Told::default();
    let mut blocks: Vec<String> = Vec::new();
    let mut metas: Vec<(String, String)> = Vec::new();
    let mut microdata_author: Vec<String> = Vec::new();
    let mut microdata_date: Option<String> = None;
    let mut microdata_section: Option<String> = None;
    let mut in_body_title = false;
    let mut base_href = None;
    let mut canonical = None;
    for element in page.root_element().descendent_elements() {
        let value = element.value();
        match value.name() {
            "html" => {
                if let Some(tag) = value
                    .attr("lang")
                    .or_else(|| value.attr("xml:lang"))
                    .and_then(language_tag)
                {
                    told.language = Some((tag, "html lang"));
                }
            }
            "script"
                if value
                    .attr("type")
                    .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) =>
            {
                blocks.push(element.text().collect());
            }
            "meta" => {
                let content = value.attr("content").map(squeeze).unwrap_or_default();
                let key = value
                    .attr("property")
                    .or_else(|| value.attr("name"))
                    .or_else(|| value.attr("itemprop"))
                    .map(|key| key.trim().to_ascii_lowercase());
                if value
                    .attr("http-equiv")
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"))
                {
                    told.meta_refresh = true;
                }
                if value
                    .attr("http-equiv")
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("content-language"))
                    && told.language.is_none()
                {
                    told.language = language_tag(&content).map(|tag| (tag, "meta content-language"));
                }
                if let Some(key) = key
                    && !content.is_empty()
                    && metas.len() < 400
                {
                    metas.push((key, content));
                }
            }
            "title" if !in_body_title => {
                in_body_title = true;
                let title = squeeze(&element.text().collect::<String>());
                if !title.is_empty() {
                    told.titles.push((title, "title"));
                }
            }
            "base" if base_href.is_none() => base_href = value.attr("href"),
            "link" => {
                let rel = value.attr("rel").unwrap_or_default().to_ascii_lowercase();
                let href = value.attr("href").unwrap_or_default();
                for word in rel.split_ascii_whitespace() {
                    match word {
                        "canonical" if canonical.is_none() => canonical = Some(href.to_owned()),
                        "next" if told.next_page.is_none() => told.next_page = Some(href.to_owned()),
                        "license" if told.rights.is_none() => told.rights = Some((href.to_owned(), "link rel=license")),
                        _ => {}
                    }
                }
            }
            "a" if value
                .attr("rel")
                .is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "license"))
                && told.rights.is_none() =>
            {
                let words = squeeze(&element.text().collect::<String>());
                let href = value.attr("href").unwrap_or_default();
                let rights = if words.is_empty() {
                    href.to_owned()
                } else {
                    format!("{words} ({href})")
                };
                told.rights = Some((rights, "rel=license"));
            }
            _ => {}
        }
        if let Some(prop) = value.attr("itemprop").or_else(|| value.attr("property")) {
            for prop in prop.split_ascii_whitespace() {
                let content = || {
                    let text = value
                        .attr("content")
                        .or_else(|| value.attr("datetime"))
                        .map_or_else(|| element.text().collect::<String>(), str::to_owned);
                    squeeze(&text)
                };
                match prop {
                    "author" | "schema:author" if !inside_comment(element) && microdata_author.len() < 10 => {
                        // The author is a scope with a name inside, or the text itself.
                        let name = element
                            .descendent_elements()
                            .find(|inner| {
                                inner
                                    .value()
                                    .attr("itemprop")
                                    .is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "name"))
                            })
                            .map_or_else(content, |inner| {
                                squeeze(
                                    &inner
                                        .value()
                                        .attr("content")
                                        .map_or_else(|| inner.text().collect(), str::to_owned),
                                )
                            });
                        if name.chars().count() < 120 {
                            for name in byline::names(&name, byline::is_byline(&name)) {
                                if !microdata_author.contains(&name) {
                                    microdata_author.push(name);
                                }
                            }
                        }
                    }
                    "datePublished" | "schema:datePublished"
                        if microdata_date.is_none() && !inside_comment(element) =>
                    {
                        microdata_date = Some(content());
                    }
                    "articleSection" | "schema:articleSection" if microdata_section.is_none() => {
                        microdata_section =
                            Some(content()).filter(|text| !text.is_empty() && text.chars().count() < 60);
                    }
                    _ => {}
                }
            }
        }
    }
    told.linked = ld::read(&blocks);
    from_metas(&mut told, &metas);
    let linked = told.linked.clone();

    if let Some(printed) = &linked.published {
        told.take_date(printed, "JSON-LD datePublished");
    }
    for key in [
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "datepublished",
        "date.published",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "article.published",
        "date",
        "rnews:datepublished",
        "citation_publication_date",
        "originalpublicationdate",
    ] {
        if told.published.is_some() {
            break;
        }
        if let Some((_, content)) = metas.iter().find(|(name, _)| name == key) {
            told.take_date(content, "meta date");
        }
    }
    if let Some(printed) = &microdata_date
        && told.published.is_none()
    {
        told.take_date(printed, "microdata datePublished");
    }

    if !linked.authors.is_empty() {
        told.authors = Some((linked.authors.clone(), "JSON-LD author"));
    } else if !microdata_author.is_empty() {
        told.authors = Some((microdata_author, "microdata author"));
    }
    if let Some(section) = linked.section.clone() {
        told.section = Some((section, "JSON-LD articleSection"));
    } else if told.section.is_none() {
        told.section = microdata_section.map(|section| (section, "microdata articleSection"));
    }
    if told.language.is_none() {
        told.language = linked
            .language
            .as_deref()
            .and_then(language_tag)
            .map(|tag| (tag, "JSON-LD inLanguage"));
    }
    if told.site.is_none() {
        told.site = linked.publisher.clone().map(|site| (site, "JSON-LD publisher"));
    }
    if let Some(rights) = &linked.rights
        && told.rights.is_none()
    {
        told.rights = Some((rights.clone(), "JSON-LD"));
    }
    if told.image.is_none() {
        told.image = linked.image.clone().map(|image| (image, "JSON-LD image"));
    }
    told.kind = told.kind.or(linked.kind);
    told.locked |= linked.free == Some(false);

    let parse = |href: &str| match address {
        Some(address) => address.join(href.trim()).ok(),
        None => Url::parse(href.trim()).ok(),
    };
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    told.canonical = canonical
        .as_deref()
        .and_then(parse)
        .or_else(|| {
            metas
                .iter()
                .find(|(key, _)| key == "og:url")
                .and_then(|(_, href)| parse(href))
        })
        .or_else(|| linked.address.as_deref().and_then(parse))
        .filter(is_web);
    told.base = base_href
        .and_then(parse)
        .filter(is_web)
        .or_else(|| address.cloned().filter(is_web))
        .or_else(|| told.canonical.clone());
    if let Some(next) = told.next_page.take() {
        told.next_page = super::pictures::absolute(&next, told.base.as_ref());
    }
    told
}

fn inside_comment(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|above| {
        let value = above.value();
        value.attr("itemprop").is_some_and(|p| p == "comment" || p == "review")
            || value
                .attr("itemtype")
                .is_some_and(|t| t.ends_with("/Comment") || t.ends_with("/UserComments"))
    })
}

impl Told {
    fn take_date(&mut self, printed: &str, from: &'static str) {
        match date::read(printed) {
            Reading::Sure(date) => self.published = Some((date, from)),
            Reading::TwoReadings(text) => self.doubtful_date = Some(text),
            Reading::None => {}
        }
    }
}

fn from_metas(told: &mut Told, metas: &[(String, String)]) {
    let find = |key: &str| {
        metas
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, content)| content.clone())
    };
    let mut titles: Vec<(String, &'static str)> = Vec::new();
    for (key, from) in [
        ("og:title", "og:title"),
        ("twitter:title", "twitter:title"),
        ("dc.title", "meta title"),
        ("parsely-title", "meta title"),
        ("headline", "meta headline"),
    ] {
        if let Some(title) = find(key) {
            titles.push((title, from));
        }
    }
    titles.append(&mut told.titles);
    told.titles = titles;
    told.description = [
        ("og:description", "og:description"),
        ("description", "meta description"),
        ("twitter:description", "twitter:description"),
    ]
    .iter()
    .find_map(|(key, from)| find(key).map(|text| (text, *from)))
    .or_else(|| {
        told.linked
            .description
            .clone()
            .map(|text| (text, "JSON-LD description"))
    });
    let mut authors: Vec<String> = Vec::new();
    for key in [
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "byline",
        "twitter:creator:name",
    ] {
        for (_, content) in metas.iter().filter(|(name, _)| name == key) {
            for name in byline::names(content, byline::is_byline(content)) {
                if !authors.contains(&name) {
                    authors.push(name);
                }
            }
        }
        if !authors.is_empty() {
            told.authors = Some((authors, "meta author"));
            break;
        }
    }
    told.section = [
        "article:section",
        "og:article:section",
        "parsely-section",
        "cxenseparse:section",
        "section",
    ]
    .iter()
    .find_map(|key| find(key))
    .filter(|section| section.chars().count() < 60)
    .map(|section| (section, "meta section"));
    told.site = find("og:site_name")
        .map(|site| (site, "og:site_name"))
        .or_else(|| find("application-name").map(|site| (site, "meta application-name")));
    if told.language.is_none() {
        told.language = find("og:locale")
            .or_else(|| find("language"))
            .or_else(|| find("dc.language"))
            .and_then(|tag| language_tag(&tag))
            .map(|tag| (tag, "meta language"));
    }
    if told.rights.is_none() {
        told.rights = [
            "dcterms.rights",
            "dc.rights",
            "copyright",
            "rights",
            "license",
            "dcterms.license",
            "rights-standard",
        ]
        .iter()
        .find_map(|key| find(key))
        .map(|rights| (rights, "meta rights"));
    }
    told.image = [
        "og:image:secure_url",
        "og:image",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
    ]
    .iter()
    .find_map(|key| find(key))
    .map(|image| (image, "og:image"));
    told.image_alt = find("og:image:alt").or_else(|| find("twitter:image:alt"));
    told.locked = find("article:content_tier").is_some_and(|tier| matches!(tier.as_str(), "locked" | "metered"));
    told.says_website = find("og:type").is_some_and(|kind| kind == "website");
    if find("article:opinion").is_some_and(|flag| flag == "true") {
        told.kind = Some(Kind::Opinion);
    }
}

/// A language tag in its usual form; `None` for what is none.
pub(crate) fn language_tag(tag: &str) -> Option<String> {
    let tag = tag.trim().split(',').next()?.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    if !(2..=3).contains(&first.len()) || !first.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let mut out = first.to_ascii_lowercase();
    for part in parts {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            break;
        }
        out.push('-');
        match part.len() {
            2 => out.push_str(&part.to_ascii_uppercase()),
            4 => {
                let mut chars = part.chars();
                out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
                out.extend(chars.map(|c| c.to_ascii_lowercase()));
            }
            _ => out.push_str(part),
        }
    }
    Some(out)
}

/// Resolves the character references that linked data carries when it was escaped for HTML first.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains('&') && !text.contains('<') {
        return text.to_owned();
    }
    if text.contains('&') && !text.contains('<') && text.len() < 100_000 {
        return Html::parse_fragment(text).root_element().text().collect();
    }
    if text.contains("</") || text.contains("/>") || text.contains("<br") {
        let source = super::tame::tame(text);
        let page = Html::parse_fragment(&source);
        let mut out = String::new();
        for step in super::survey::steps(page.root_element()) {
            match step {
                super::survey::Step::Text(run) => out.push_str(run),
                super::survey::Step::Open(element) if super::survey::is_block(element.value().name()) => out.push(' '),
                _ => {}
            }
        }
        return out;
    }
    text.to_owned()
}
