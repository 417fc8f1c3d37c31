//! Answers pickers as JSON: stories in any state, pictures, authors, accounts, topics, background. What a member may not
//! read on a page is not found here either. The search for anything is [`super::anything`].

use super::problem;
use super::query::{self, Typed};
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_model::account::Act;
use courant_model::picture::Picture;
use courant_model::shelf::{self, Line};
use courant_newsroom::permissions::Who;
use courant_newsroom::shelf::{Wanted, Which, list};
use courant_newsroom::{Error, library};
use courant_store::q;
use http::HeaderMap;
use serde::Serialize;
use std::sync::Arc;

/// Answers of a kind.
const MOST: usize = 12;

#[derive(Debug, Serialize)]
struct FoundStory {
    id: String,
    headline: String,
    state: String,
    #[serde(rename = "stateWord")]
    state_word: String,
    section: String,
    path: Option<String>,
    published: bool,
}

/// A picture as pickers and the editor take it.
#[derive(Debug, Serialize)]
pub(crate) struct FoundPicture {
    pub(crate) id: String,
    pub(crate) alt: String,
    pub(crate) caption: String,
    pub(crate) credit: String,
    pub(crate) src: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
}

impl FoundPicture {
    pub(crate) fn of(picture: Picture) -> Self {
        Self {
            src: super::visit::picture_src(&picture),
            id: picture.id,
            alt: picture.alt,
            caption: picture.caption,
            credit: picture.credit,
            width: picture.width,
            height: picture.height,
        }
    }
}

/// Something with an id and a name.
#[derive(Debug, Serialize)]
struct Named {
    id: String,
    name: String,
}

macro_rules! finder {
    ($(#[$doc:meta])* $name:ident => $find:ident) => {
        $(#[$doc])*
        pub(crate) async fn $name(
            State(app): State<Arc<App>>,
            signed: Signed,
            headers: HeaderMap,
            RawQuery(raw): RawQuery,
        ) -> Response {
            let query = query::pairs(raw.as_deref());
            let answer = async {
                let mut desk = Desk::enter(&app, &signed.member).await?;
                // Who neither reads nor begins stories has nothing to look for.
                if !desk.may_anywhere(Act::Read) {
                    signed.who().check(Act::Read, courant_model::account::On::NOTHING)?;
                }
                $find(&mut desk, &query).await
            }
            .await;
            problem::for_script(&app, &signed.member, &headers, answer).await
        }
    };
}

finder! {
    /// Stories in any state.
    stories => find_stories
}
finder! {
    /// Pictures by alt text, caption, credit and name.
    pictures => find_pictures
}
finder! {
    /// Authors by name.
    authors => find_authors
}
finder! {
    /// Colleagues by name, for mentions.
    accounts => find_accounts
}
finder! {
    /// Topics by name.
    topics => find_topics
}
finder! {
    /// Shared background by name.
    background => find_background
}

/// Stories that have a word beginning with each typed one, in any state; without words the newest.
pub(super) async fn lines(desk: &mut Desk<'_>, q: &str) -> Result<Vec<Line>, Error> {
    let Some(member) = desk.member.clone() else {
        return Ok(Vec::new());
    };
    let wanted = Wanted {
        which: Which::Any,
        typed: q.to_owned(),
        limit: MOST,
        ..Wanted::default()
    };
    Ok(list(&mut desk.tx, &Who::Member(member), &wanted).await?.lines)
}

async fn find_stories(desk: &mut Desk<'_>, query: &Typed) -> Result<Response, Error> {
    let q = query::field(query, "q");
    let found: Vec<FoundStory> = lines(desk, q)
        .await?
        .into_iter()
        .map(|line| FoundStory {
            headline: title(&line),
            state_word: desk.word(&format!("state-{}", line.state)),
            section: desk
                .section(line.section_id.as_deref())
                .map(|section| section.name.clone())
                .unwrap_or_default(),
            published: line.path.is_some(),
            id: line.id,
            state: line.state,
            path: line.path,
        })
        .collect();
    Ok(Json(found).into_response())
}

pub(super) fn title(line: &Line) -> String {
    if line.headline.is_empty() {
        line.working_slug.clone()
    } else {
        line.headline.clone()
    }
}

/// Whether every typed word begins a word of one of the texts.
pub(super) fn fits(q: &str, texts: &[&str]) -> bool {
    let words: Vec<String> = texts.iter().flat_map(|text| shelf::words(text)).collect();
    shelf::words(q)
        .iter()
        .all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
}

async fn some_pictures(desk: &mut Desk<'_>, q: &str, most: usize) -> Result<Vec<Picture>, Error> {
    let wanted = library::Wanted {
        typed: q.to_owned(),
        limit: most,
        ..library::Wanted::default()
    };
    let house = &desk.app.newsroom.house;
    let found = library::list(&mut desk.tx, house, &wanted).await?;
    // What readers may not see nobody puts into a story.
    Ok(found.pictures.into_iter().filter(|one| !one.is_down()).collect())
}

/// By words, or the one of an id.
async fn find_pictures(desk: &mut Desk<'_>, query: &Typed) -> Result<Response, Error> {
    let found = match query::some(query, "id") {
        Some(id) => q!(desk.tx, pictures::by_id(&id))?.into_iter().collect(),
        None => some_pictures(desk, query::field(query, "q"), MOST * 2).await?,
    };
    let found: Vec<FoundPicture> = found.into_iter().map(FoundPicture::of).collect();
    Ok(Json(found).into_response())
}

async fn find_authors(desk: &mut Desk<'_>, query: &Typed) -> Result<Response, Error> {
    let q = query::field(query, "q");
    let found: Vec<Named> = q!(desk.tx, terms::authors())?
        .into_iter()
        .filter(|author| fits(q, &[&author.name]))
        .take(MOST)
        .map(|author| Named {
            id: author.id,
            name: author.name,
        })
        .collect();
    Ok(Json(found).into_response())
}

async fn find_accounts(desk: &mut Desk<'_>, query: &Typed) -> Result<Response, Error> {
    let q = query::field(query, "q");
    let found: Vec<serde_json::Value> = desk
        .colleagues()
        .await?
        .into_iter()
        .filter(|(_, name)| fits(q, &[name]))
        .take(MOST)
        .map(|(account, name)| serde_json::json!({ "account": account, "name": name }))
        .collect();
    Ok(Json(found).into_response())
}

async fn find_topics(desk: &mut Desk<'_>, query: &Typed) -> Result<Response, Error> {
    let q = query::field(query, "q");
    let found: Vec<Named> = q!(desk.tx, terms::topics())?
        .into_iter()
        .filter(|topic| fits(q, &[&topic.name]))
        .take(MOST)
        .map(|topic| Named {
            id: topic.id,
            name: topic.name,
        })
        .collect();
    Ok(Json(found).into_response())
}

async fn find_background(desk: &mut Desk<'_>, query: &Typed) -> Result<Response, Error> {
    let q = query::field(query, "q");
    let found: Vec<serde_json::Value> = q!(desk.tx, templates::background())?
        .into_iter()
        .filter(|one| fits(q, &[&one.name]))
        .take(MOST)
        .filter_map(|one| {
            let document: serde_json::Value = serde_json::from_str(&one.document).ok()?;
            Some(serde_json::json!({ "id": one.id, "name": one.name, "document": document }))
        })
        .collect();
    Ok(Json(found).into_response())
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn every_typed_word_must_begin_a_word_of_the_thing() {
        assert!(fits("fer qu", &["The ferry at the quay"]));
        assert!(fits("", &["anything"]));
        assert!(!fits("fer quit", &["The ferry at the quay"]));
    }
}
