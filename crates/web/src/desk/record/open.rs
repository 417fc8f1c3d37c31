//! Open names: what the copy desk found in published stories and nobody has decided on, and the page on which one decides.
//! Nothing is chosen beforehand where the record knows several of a name.

use super::super::frame::Frame;
use super::super::print::Page;
use super::super::problem;
use super::super::query::{self, Typed};
use super::super::stories::Choice;
use super::super::visit::{Desk, leads_to, said};
use super::{ROWS, Row, check, found, kind_asked, kinds, page_asked};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::record::{EntityKind, NamingStory, fold};
use courant_newsroom::commands::decide_mention::{self, Decision, Wanted};
use courant_newsroom::record::names::resolve;
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Stories of one name that are shown and decided on at once.
const STORIES: i64 = 100;

/// The list of open names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OpenNames {
    frame: Frame,
    kinds: Vec<Choice>,
    rows: Vec<OpenRow>,
    more: Option<String>,
}

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
struct OpenRow {
    href: String,
    words: String,
    kind: String,
    kind_word: String,
    stories: i64,
    times: i64,
    /// How many of the name the record knows.
    known: usize,
}

/// The page on which one decides.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OpenName {
    frame: Frame,
    words: String,
    folded: String,
    /// What the copy desk takes it for.
    kind: String,
    candidates: Vec<Row>,
    /// What was typed to find others.
    q: String,
    kinds: Vec<Choice>,
    stories: Vec<InStory>,
}

/// A story in which the name stands.
#[derive(Debug, Clone, Serialize)]
pub(super) struct InStory {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) state: String,
    pub(super) state_word: String,
    pub(super) words: String,
    pub(super) folded: String,
    pub(super) path: Option<String>,
}

impl InStory {
    /// A story as such lists print it.
    pub(super) fn of(desk: &Desk<'_>, story: NamingStory) -> Self {
        Self {
            title: Some(story.headline)
                .filter(|headline| !headline.is_empty())
                .unwrap_or(story.working_slug),
            id: story.story_id,
            state_word: desk.word(&format!("state-{}", story.state)),
            state: story.state,
            words: story.words,
            folded: story.folded,
            path: story.path,
        }
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            id: "01S".into(),
            title: "The <ferry>".into(),
            state: "published".into(),
            state_word: "Published".into(),
            words: "Caldeira".into(),
            folded: "caldeira".into(),
            path: Some("/local/ferry".into()),
        }
    }
}

impl Page for OpenNames {
    const TEMPLATE: &'static str = "record-open.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let row = OpenRow {
            href: "/desk/record/name?name=a".into(),
            words: "Ana <b>".into(),
            kind: "person".into(),
            kind_word: "Person".into(),
            stories: 2,
            times: 5,
            known: 2,
        };
        let page = |rows| Self {
            frame: Frame::sample("Open names"),
            kinds: Vec::new(),
            rows,
            more: Some("/desk/record/open?page=2".into()),
        };
        vec![page(vec![row]), page(Vec::new())]
    }
}

impl Page for OpenName {
    const TEMPLATE: &'static str = "record-name.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let page = |candidates, stories| Self {
            frame: Frame::sample("Ana"),
            words: "Ana <b>".into(),
            folded: "ana b".into(),
            kind: "person".into(),
            candidates,
            q: "\"".into(),
            kinds: vec![Choice {
                value: "person".into(),
                label: "Person".into(),
                chosen: false,
            }],
            stories,
        };
        vec![
            page(vec![Row::sample(), Row::sample()], vec![InStory::sample()]),
            page(Vec::new(), Vec::new()),
        ]
    }
}

fn address_of(folded: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("name", folded);
    format!("/desk/record/name?{}", query.finish())
}

/// Shows the list.
pub(crate) async fn list(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        check(&desk, &signed)?;
        let kind = kind_asked(&query);
        let page = page_asked(&query);
        let mut names = q!(desk.tx, mentions::open(kind, ROWS + 1, (page - 1) * ROWS))?;
        let more = (names.len() as i64 > ROWS).then(|| format!("/desk/record/open?kind={kind}&page={}", page + 1));
        names.truncate(ROWS as usize);
        let mut rows = Vec::with_capacity(names.len());
        for name in names {
            rows.push(OpenRow {
                known: resolve(&mut desk.tx, &name.folded).await?.len(),
                href: address_of(&name.folded),
                words: name.words,
                kind_word: desk.word(&format!("entity-{}", name.kind)),
                kind: name.kind,
                stories: name.stories,
                times: name.times,
            });
        }
        let title = desk.word("record-open");
        let mut frame = desk.frame(&title, "record").await?;
        frame.done = desk.done(query.get("done").map(String::as_str));
        let page = OpenNames {
            frame,
            kinds: kinds(&desk, kind, true),
            rows,
            more,
        };
        desk.print(StatusCode::OK, &page)
    }
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Shows one name with the stories in which it is open.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, &query, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Decides on a name in the chosen stories.
pub(crate) async fn decide(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let text = std::str::from_utf8(&body).ok();
    let typed = query::pairs(text);
    let decided = async {
        let folded = fold(query::field(&typed, "name"));
        let chosen: BTreeSet<String> = url::form_urlencoded::parse(text.unwrap_or_default().as_bytes())
            .filter(|(name, _)| name == "story")
            .map(|(_, value)| value.into_owned())
            .collect();
        if chosen.is_empty() {
            return Err(Refusal::new("no-story", "choose the stories in which this one is meant").into());
        }
        let mut decision = decision(query::field(&typed, "meant"))?;
        let mut tx = app.newsroom.store.write().await?;
        for story in q!(tx, mentions::open_in(&folded, STORIES))? {
            if !chosen.contains(&story.story_id) {
                continue;
            }
            let wanted = Wanted {
                story_id: story.story_id,
                words: story.words,
                decision: decision.clone(),
            };
            let entity = decide_mention::run(&mut tx, &app.newsroom.house, &signed.who(), &wanted).await?;
            // The one that was made for the first story is meant in the others too.
            if let Some(entity) = entity {
                decision = Decision::Is(entity.id);
            }
        }
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(match decision {
            Decision::Is(id) => format!("/desk/record/{id}?done=record-decided"),
            _ => "/desk/record/open?done=record-decided".to_owned(),
        })
    }
    .await;
    let answer = match decided {
        Ok(target) => Ok(leads_to(&target)),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => page(&app, &signed, &typed, Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// What a form says: `new:KIND`, `refused`, or an id of the record.
pub(crate) fn decision(typed: &str) -> Result<Decision, Refusal> {
    match typed.split_once(':') {
        Some(("new", kind)) => EntityKind::parse(kind).map(Decision::New),
        Some(_) => None,
        None => match typed {
            "" => None,
            "refused" => Some(Decision::Refused),
            id => Some(Decision::Is(id.to_owned())),
        },
    }
    .ok_or_else(|| Refusal::new("nobody-meant", "say who is meant"))
}

async fn page(
    app: &App,
    signed: &Signed,
    typed: &Typed,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    check(&desk, signed)?;
    let folded = fold(query::field(typed, "name"));
    let stories = q!(desk.tx, mentions::open_in(&folded, STORIES))?;
    let words = stories
        .first()
        .map_or_else(|| folded.clone(), |story| story.words.clone());
    let kind = match stories.first() {
        Some(story) => q!(desk.tx, mentions::kind_found(&story.story_id, &folded))?.unwrap_or_default(),
        None => String::new(),
    };
    let q = query::field(typed, "q").to_owned();
    let entities = if q.is_empty() {
        resolve(&mut desk.tx, &folded).await?
    } else {
        found(&mut desk, &q, "", 12, 0).await?
    };
    let mut candidates = Vec::new();
    for entity in entities {
        candidates.push(Row::of(&mut desk, entity).await?);
    }
    let mut frame = desk.frame(&words, "record").await?;
    frame.wrong = wrong;
    let page = OpenName {
        frame,
        words,
        folded,
        kinds: kinds(&desk, "", false),
        kind,
        candidates,
        q,
        stories: stories.into_iter().map(|story| InStory::of(&desk, story)).collect(),
    };
    desk.print(status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_read_or_asked_for_again() {
        assert_eq!(decision("new:place").ok(), Some(Decision::New(EntityKind::Place)));
        assert_eq!(decision("refused").ok(), Some(Decision::Refused));
        assert_eq!(decision("01ABC").ok(), Some(Decision::Is("01ABC".into())));
        for typed in ["", "new:", "new:robot", "old:person"] {
            assert!(decision(typed).is_err(), "{typed}");
        }
    }
}
