//! Search: words in, stories out, with excerpts and facets by section, author and date.
//! The router calls it at `/search`; nothing of it is cached.

use super::listing::pager;
use super::reader::Reader;
use super::view::{self, Facet, FacetChoice, FacetKind, Html, Link, SearchResult};
use super::{problem, quotations};
use crate::app::App;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_newsroom::Error;
use courant_newsroom::copydesk::withheld;
use courant_newsroom::search::{Age, Dates, Query, Results};
use courant_store::{StoreError, q};
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use std::sync::Arc;

/// Results on a page.
const PER_PAGE: u32 = 15;
/// Longest question, in characters.
const LONGEST: usize = 300;
/// Choices of a facet.
const CHOICES: usize = 8;

/// What was asked, by the parameters of the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    words: String,
    section: Option<String>,
    author: Option<String>,
    date: Option<Age>,
    page: u32,
}

impl Asked {
    fn read(query: &str) -> Self {
        let mut asked = Self {
            page: 1,
            ..Self::default()
        };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let chosen = || Some(value.to_string()).filter(|value| !value.is_empty());
            match name.as_ref() {
                "q" => asked.words = value.chars().filter(|c| !c.is_control()).take(LONGEST).collect(),
                "section" => asked.section = chosen(),
                "author" => asked.author = chosen(),
                "date" => asked.date = Age::from_slug(&value),
                "page" => asked.page = value.parse().unwrap_or(1).clamp(1, 500),
                _ => {}
            }
        }
        asked.words = asked.words.trim().to_owned();
        asked
    }

    fn kept(&self) -> Vec<(&'static str, String)> {
        [
            ("section", self.section.clone()),
            ("author", self.author.clone()),
            ("date", self.date.map(|age| age.slug().to_owned())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    fn href(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &self.words);
        for (name, value) in self.kept() {
            query.append_pair(name, &value);
        }
        format!("/search?{}", query.finish())
    }

    fn is_narrowed(&self) -> bool {
        self.section.is_some() || self.author.is_some() || self.date.is_some()
    }
}

/// Answers a question.
pub(crate) async fn ask(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    match answer(&app, &query.unwrap_or_default()).await {
        Ok(html) => {
            let mut response = axum::response::Html(html).into_response();
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            response
        }
        Err(error) => problem::of(&app, &error).await,
    }
}

async fn find(app: &App, asked: &Asked) -> Result<Option<Results>, Error> {
    let Some(index) = app
        .newsroom
        .index
        .clone()
        .filter(|_| !asked.words.is_empty() || asked.is_narrowed())
    else {
        return Ok(None);
    };
    let query = Query {
        text: asked.words.clone(),
        section: asked.section.clone(),
        author: asked.author.clone(),
        dates: asked.date.map(Dates::Age),
        page: asked.page as usize,
        per_page: PER_PAGE as usize,
        now: app.newsroom.house.now(),
        ..Query::default()
    };
    tokio::task::spawn_blocking(move || index.search(&query))
        .await
        .map_err(|_| StoreError::Unreadable("the search broke off".to_owned()))?
        .map(Some)
        .map_err(|error| StoreError::Unreadable(format!("search index: {error}")).into())
}

async fn answer(app: &App, query: &str) -> Result<String, Error> {
    let mut asked = Asked::read(query);
    if !asked.words.is_empty() {
        let mut tx = app.newsroom.store.read().await?;
        // A name that is held back is neither looked for nor said once more.
        if withheld::holds(&mut tx, &app.newsroom.house, &[&asked.words]).await? {
            asked.words.clear();
        }
    }
    let found = find(app, &asked).await?;
    let mut reader = Reader::begin(app).await?;
    let mut results = Vec::new();
    let mut total = 0;
    let mut facets = Vec::new();
    if let Some(found) = found {
        total = found.total;
        for hit in &found.hits {
            // What readers may see is decided by the store alone; the index may be a moment behind.
            let Some(live) = q!(reader.tx, live::by_id(&hit.id))?.filter(|live| live.retracted_at.is_none()) else {
                continue;
            };
            let story = reader.card(&live).await?;
            results.push(SearchResult {
                story,
                excerpt: marked(&hit.excerpt),
            });
        }
        facets = choices(&reader, &asked, &found);
    }
    let title = if asked.words.is_empty() {
        reader.word("search")
    } else {
        asked.words.clone()
    };
    let bare = Asked {
        section: None,
        author: None,
        date: None,
        ..asked.clone()
    };
    let place = pager(
        app,
        "/search",
        asked.page,
        i64::try_from(total).unwrap_or(i64::MAX),
        PER_PAGE,
    );
    let page_href = |page: u32| format!("{}&page={page}", asked.href());
    let pager = place.map(|place| view::Pager {
        prev: place.prev.map(|_| page_href(place.page - 1)),
        next: place.next.map(|_| page_href(place.page + 1)),
        ..place
    });
    let said = said(&mut reader, &asked).await?;
    let chrome = reader.quiet_chrome(&title);
    let context = view::Search {
        said,
        chrome,
        action: "/search".to_owned(),
        query: asked.words.clone(),
        kept: asked
            .kept()
            .into_iter()
            .map(|(name, value)| Link::new(name, value))
            .collect(),
        total,
        facets,
        results,
        instead: None,
        clear: asked.is_narrowed().then(|| bare.href()),
        pager: pager.unwrap_or(view::Pager {
            page: 1,
            pages: 1,
            prev: None,
            next: None,
        }),
    };
    reader.print(&context)
}

/// How many quotations of the record have the words, with a link to them.
async fn said(reader: &mut Reader<'_>, asked: &Asked) -> Result<Option<Link>, Error> {
    let wanted = quotations::wanted(&asked.words, 1, 0);
    if wanted.words.is_empty() {
        return Ok(None);
    }
    let total = q!(reader.tx, live_quotations::count(&wanted))?;
    let label = reader.words.counted("quotations-with", "total", total);
    let bare = Asked {
        words: asked.words.clone(),
        ..Asked::default()
    };
    let href = bare.href().replacen("/search", "/quotations", 1);
    Ok(label.filter(|_| total > 0).map(|label| Link::new(label, href)))
}

fn choices(reader: &Reader<'_>, asked: &Asked, found: &Results) -> Vec<Facet> {
    let choice = |label: String, count: u64, chosen: bool, with: Asked, without: Asked| FacetChoice {
        label,
        count,
        href: if chosen { without.href() } else { with.href() },
        chosen,
    };
    let sections = found.facets.sections.iter().filter_map(|(slug, count)| {
        let name = reader
            .sections
            .iter()
            .find(|section| &section.slug == slug)?
            .name
            .clone();
        let chosen = asked.section.as_ref() == Some(slug);
        let with = Asked {
            section: Some(slug.clone()),
            ..asked.clone()
        };
        Some(choice(
            name,
            *count,
            chosen,
            with,
            Asked {
                section: None,
                ..asked.clone()
            },
        ))
    });
    let authors = found
        .facets
        .authors
        .iter()
        .filter(|(slug, ..)| !slug.is_empty())
        .map(|(slug, name, count)| {
            let chosen = asked.author.as_ref() == Some(slug);
            let with = Asked {
                author: Some(slug.clone()),
                ..asked.clone()
            };
            choice(
                name.clone(),
                *count,
                chosen,
                with,
                Asked {
                    author: None,
                    ..asked.clone()
                },
            )
        });
    let dates = found.facets.dates.iter().map(|(age, count)| {
        let label = reader.word(&format!("search-age-{}", age.slug()));
        let with = Asked {
            date: Some(*age),
            ..asked.clone()
        };
        choice(
            label,
            *count,
            asked.date == Some(*age),
            with,
            Asked {
                date: None,
                ..asked.clone()
            },
        )
    });
    [
        Facet {
            kind: FacetKind::Section,
            choices: sections.take(CHOICES).collect(),
        },
        Facet {
            kind: FacetKind::Author,
            choices: authors.take(CHOICES).collect(),
        },
        Facet {
            kind: FacetKind::Date,
            choices: dates.collect(),
        },
    ]
    .into_iter()
    .filter(|facet| !facet.choices.is_empty())
    .collect()
}

/// An excerpt with `<mark>` around the found words.
fn marked(pieces: &[(String, bool)]) -> Html {
    let mut html = String::new();
    for (text, found) in pieces {
        let safe = courant_text::escape::text(text);
        if *found {
            html.push_str("<mark>");
            html.push_str(&safe);
            html.push_str("</mark>");
        } else {
            html.push_str(&safe);
        }
    }
    Html(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_again() {
        let asked = Asked::read("q=night+ferry&section=local&date=week&page=3&utm_source=x");
        assert_eq!((asked.words.as_str(), asked.page), ("night ferry", 3));
        assert_eq!(asked.href(), "/search?q=night+ferry&section=local&date=week");
    }

    #[test]
    fn a_found_word_is_marked_and_everything_is_escaped() {
        let html = marked(&[("<b> ".to_owned(), false), ("ferry".to_owned(), true)]);
        assert_eq!(html.0, "&lt;b&gt; <mark>ferry</mark>");
    }
}
