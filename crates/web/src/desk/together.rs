//! The acts of storylines and related stories: make and keep a storyline, file a story, decide on an event, choose what
//! stands under a story. Each is a form of a storyline's page or of the tab Related, a command, and the way back.

use super::problem;
use super::query::{self, Typed};
use super::story::{self, Asked as StoryAsked};
use super::storylines::{self, Asked};
use super::visit::{leads_to, said};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_newsroom::Error;
use courant_newsroom::commands::decide_event::{self, Decide};
use courant_newsroom::commands::keep_storyline::{self, Keep, Open};
use courant_newsroom::commands::{file_in_storyline, relate_stories};
use courant_store::Tx;
use std::sync::Arc;

/// Makes a storyline.
pub(crate) async fn make(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let made = async {
        let mut tx = app.newsroom.store.write().await?;
        let keep = Keep {
            title: query::field(&typed, "title").to_owned(),
            summary: query::field(&typed, "summary").to_owned(),
            ..Keep::default()
        };
        let kept = keep_storyline::run(&mut tx, &app.newsroom.house, &signed.who(), &keep).await?;
        tx.commit().await?;
        Ok(kept.id)
    }
    .await;
    let answer = match made {
        Ok(id) => Ok(leads_to(&format!("/desk/storylines/{id}?done=storyline-made"))),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let asked = Asked {
                    wrong: Some(wrong),
                    typed,
                    status,
                    ..Asked::default()
                };
                storylines::list_page(&app, &signed, &asked).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Runs an act on a storyline: `keep`, `file`, `take-out`, `event`.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, verb)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let done = async {
        let mut tx = app.newsroom.store.write().await?;
        let done = in_transaction(&app, &mut tx, &signed, &id, &verb, &typed).await?;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(done)
    }
    .await;
    let back = query::field(&typed, "from").to_owned();
    let answer = match done {
        // A form of the tab Related leads back to its story.
        Ok(done) if is_id(&back) => Ok(leads_to(&format!("/desk/stories/{back}?tab=related&done={done}"))),
        Ok(done) => Ok(leads_to(&format!("/desk/storylines/{id}?done={done}"))),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) if is_id(&back) => {
                let asked = StoryAsked {
                    tab: "related",
                    wrong: Some(wrong),
                    status,
                    ..StoryAsked::default()
                };
                story::page(&app, &signed, &back, &asked).await
            }
            Some((status, wrong)) => {
                let asked = Asked {
                    wrong: Some(wrong),
                    typed: if verb == "keep" { typed } else { Typed::new() },
                    status,
                    ..Asked::default()
                };
                storylines::page(&app, &signed, &id, &asked).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn in_transaction(
    app: &App,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    verb: &str,
    typed: &Typed,
) -> Result<&'static str, Error> {
    let (house, who) = (&app.newsroom.house, &signed.who());
    let field = |name: &str| query::field(typed, name).to_owned();
    Ok(match verb {
        "keep" => {
            let keep = Keep {
                id: Some(id.to_owned()),
                seen: field("seen").parse().ok(),
                title: field("title"),
                summary: field("summary"),
                closed: typed.contains_key("closed"),
                open: Open::parse(&field("open")),
            };
            keep_storyline::run(tx, house, who, &keep).await?;
            "kept"
        }
        "file" => {
            file_in_storyline::run(tx, house, who, &chosen(id, typed), &field("story")).await?;
            "filed"
        }
        "take-out" => {
            file_in_storyline::take_out(tx, house, who, id, &field("story")).await?;
            "taken-out"
        }
        "event" => {
            let refuse = field("do") == "refuse";
            let decide = Decide {
                id: query::some(typed, "id"),
                storyline_id: id.to_owned(),
                story_id: field("story"),
                sentence: field("sentence"),
                kind: field("kind"),
                status: field("status"),
                day: field("day"),
                title: field("title"),
                place: field("place"),
                refuse,
            };
            decide_event::run(tx, house, who, &decide).await?;
            if refuse { "event-refused" } else { "event-confirmed" }
        }
        _ => return Err(Error::NotFound("such act on a storyline".to_owned())),
    })
}

/// The storyline of a form that lets one choose; that of the address where it does not.
fn chosen(id: &str, typed: &Typed) -> String {
    query::some(typed, "storyline").unwrap_or_else(|| id.to_owned())
}

/// Chooses what stands under a story: the ids in their order.
pub(crate) async fn relate(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let done = async {
        let ids: Vec<String> = query::field(&typed, "stories")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let mut tx = app.newsroom.store.write().await?;
        relate_stories::run(&mut tx, &app.newsroom.house, &signed.who(), &id, &ids).await?;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(())
    }
    .await;
    let answer = match done {
        Ok(()) => Ok(leads_to(&format!("/desk/stories/{id}?tab=related&done=related"))),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let asked = StoryAsked {
                    tab: "related",
                    wrong: Some(wrong),
                    status,
                    ..StoryAsked::default()
                };
                story::page(&app, &signed, &id, &asked).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Whether a field holds an id and nothing else: it becomes part of an address.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn the_way_back_is_an_id_and_no_address() {
        assert!(is_id("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        for text in ["", "../accounts", "01A?x=1", "//evil.example"] {
            assert!(!is_id(text), "{text}");
        }
    }
}
