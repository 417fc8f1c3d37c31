//! The acts on a story's quotations: `POST /desk/stories/{id}/quotations/{verb}`. Each is a form of the rail's tab Record.
//! A refusal comes back as the story's page with the form open and everything typed in it.

use super::problem;
use super::query::{self, Typed};
use super::story::{self, Asked};
use super::visit::{leads_to, said};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::quotation::{AnswerKind, KnownHow};
use courant_model::record::EntityKind;
use courant_newsroom::commands::confirm_quotation::{self, Confirm, Details};
use courant_newsroom::commands::decide_mention::{self, Decision};
use courant_newsroom::commands::{join_remarks, refuse_quotation};
use courant_newsroom::{Error, Refusal};
use std::sync::Arc;

/// Runs an act on a quotation.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, verb)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match run(&app, &signed, &id, &verb, &typed).await {
        Ok(done) => Ok(leads_to(&format!("/desk/stories/{id}?tab=record&done={done}"))),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let asked = Asked {
                    tab: "record",
                    wrong: Some(wrong),
                    verb: "quotation",
                    typed,
                    status,
                    ..Asked::default()
                };
                story::page(&app, &signed, &id, &asked).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn run(app: &App, signed: &Signed, id: &str, verb: &str, typed: &Typed) -> Result<&'static str, Error> {
    let house = &app.newsroom.house;
    let who = &signed.who();
    let mark = query::field(typed, "mark");
    let report = query::field(typed, "report");
    let mut tx = app.newsroom.store.write().await?;
    let done = match verb {
        "confirm" => {
            let confirm = Confirm {
                story_id: id.to_owned(),
                mark: mark.to_owned(),
                again: query::some(typed, "again"),
                details: details(typed)?,
            };
            confirm_quotation::run(&mut tx, house, who, &confirm).await?;
            "quotation-confirmed"
        }
        "refuse" => {
            refuse_quotation::run(&mut tx, house, who, id, mark).await?;
            "quotation-refused"
        }
        "undo" => {
            refuse_quotation::undo(&mut tx, house, who, id, mark).await?;
            "quotation-open"
        }
        "join" => {
            join_remarks::run(&mut tx, house, who, id, report, query::field(typed, "other")).await?;
            "remarks-joined"
        }
        "part" => {
            join_remarks::part(&mut tx, house, who, id, report).await?;
            "remarks-parted"
        }
        _ => return Err(Error::NotFound("such act on a quotation".to_owned())),
    };
    let seq = tx.commit().await?;
    // Whoever comes to the site from here sees what was done.
    app.cache.reached(seq as u64).await;
    Ok(done)
}

/// Decides on a name of the story: `POST /desk/stories/{id}/names`.
pub(crate) async fn name(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let meant = query::field(&typed, "meant");
    let decision = match meant.split_once(':') {
        Some(("new", kind)) => EntityKind::parse(kind).map(Decision::New),
        _ if meant == "refused" => Some(Decision::Refused),
        _ if meant == "open" => Some(Decision::Open),
        _ if meant.is_empty() => None,
        _ => Some(Decision::Is(meant.to_owned())),
    };
    let run = async {
        let decision = decision.ok_or_else(|| Refusal::new("name-meant", "say who is meant"))?;
        let wanted = decide_mention::Wanted {
            story_id: id.clone(),
            words: query::field(&typed, "words").to_owned(),
            decision,
        };
        let mut tx = app.newsroom.store.write().await?;
        decide_mention::run(&mut tx, &app.newsroom.house, &signed.who(), &wanted).await?;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(())
    };
    let answer = match run.await {
        Ok(()) => Ok(leads_to(&format!("/desk/stories/{id}?tab=record&done=kept"))),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let asked = Asked {
                    tab: "record",
                    wrong: Some(wrong),
                    verb: "name",
                    typed,
                    status,
                    ..Asked::default()
                };
                story::page(&app, &signed, &id, &asked).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// What the form about a quotation says; nothing when the one key was pressed and no form was open.
fn details(typed: &Typed) -> Result<Option<Details>, Refusal> {
    if !typed.contains_key("speaker") {
        return Ok(None);
    }
    let text = |name: &str| query::field(typed, name).to_owned();
    let accuses = typed.contains_key("accuses");
    if accuses && query::field(typed, "accused").is_empty() {
        return Err(Refusal::new("quotation-accused", "say who is accused"));
    }
    Ok(Some(Details {
        speaker: text("speaker"),
        kind: EntityKind::parse(query::field(typed, "kind")),
        entity: query::some(typed, "entity"),
        known_how: KnownHow::parse(query::field(typed, "known-how")).unwrap_or_default(),
        known_outlet: text("known-outlet"),
        addressee: text("addressee"),
        outlet: text("outlet"),
        occasion: text("occasion"),
        place: text("place"),
        said_on: text("said-on"),
        accused: if accuses { text("accused") } else { String::new() },
        answer_kind: AnswerKind::parse(query::field(typed, "answer-kind")),
        answer: text("answer"),
        answer_by: text("answer-by"),
    }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn one_key_sends_no_details_and_the_form_sends_all() {
        assert_eq!(details(&query::pairs(Some("mark=m"))).unwrap(), None);
        let form = "mark=m&speaker=Anna+Berg&kind=person&known-how=told-to&known-outlet=CBS&accused=Holm&answer=No";
        let typed = details(&query::pairs(Some(form))).unwrap().unwrap();
        assert_eq!(
            (typed.speaker.as_str(), typed.kind),
            ("Anna Berg", Some(EntityKind::Person))
        );
        assert_eq!(typed.known_how, KnownHow::ToldTo);
        assert_eq!(typed.accused, "", "the box was not ticked");
        let ticked = details(&query::pairs(Some(&format!("{form}&accuses=1"))))
            .unwrap()
            .unwrap();
        assert_eq!(ticked.accused, "Holm");
        assert!(details(&query::pairs(Some("speaker=a&accuses=1"))).is_err());
    }
}
