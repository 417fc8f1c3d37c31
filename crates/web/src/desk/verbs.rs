//! The acts on a story: `POST /desk/stories/{id}/{verb}`. Each is a form, a command, and the way back to the story.
//! A refusal comes back as the story's page with its form open and everything typed in it.

use super::problem;
use super::query::{self, Typed};
use super::story::{self, Asked};
use super::visit::{Desk, leads_to};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_model::story::State as Stage;
use courant_model::time::HOUR;
use courant_newsroom::commands::anonymise_story::{self, Anonymise};
use courant_newsroom::commands::assign_story::{self, Assign};
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::plan_story::{self, Plan};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::step_story::{self, Step};
use courant_newsroom::commands::update_story::{self, Update};
use courant_newsroom::commands::{
    developing_story, embargo_story, fix_story, name_revision, noindex_story, preview_story, read_story, remove_story,
    revise_paper, schedule_story, unschedule_story,
};
use courant_newsroom::{Error, drafts};
use courant_store::{Tx, q};
use http::StatusCode;
use std::sync::Arc;

/// Acts that ask who one is again before they are done.
const GRAVE: [&str; 3] = ["retract", "remove", "anonymise"];

/// What an act leads to.
enum Done {
    /// The story's page, which says so.
    Said(&'static str),
    /// The story's page with an address that is shown this once.
    Preview(String),
}

/// Runs an act on a story.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, verb)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    if GRAVE.contains(&verb.as_str())
        && let Err(confirm) = signed.confirmed(&app)
    {
        return confirm;
    }
    let answer = match run(&app, &signed, &id, &verb, &typed).await {
        Ok(Done::Said(done)) => Ok(leads_to(&format!(
            "/desk/stories/{id}?tab={}&done={done}",
            tab_of(&verb)
        ))),
        Ok(Done::Preview(address)) => shown(&app, &signed, &id, address).await,
        Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let wrong = Desk::door(&app).await.map(|desk| desk.refusal(&refusal));
            again(&app, &signed, &id, &verb, typed, wrong, status).await
        }
        Err(Error::Conflict(message)) => {
            let wrong = Ok(super::visit::sentence(&message));
            again(&app, &signed, &id, &verb, typed, wrong, StatusCode::CONFLICT).await
        }
        Err(error) => Err(error),
    };
    problem::or(&app, Some(&signed.member), answer).await
}

fn tab_of(verb: &str) -> &'static str {
    if matches!(verb, "restore" | "name") {
        "versions"
    } else {
        "publish"
    }
}

async fn again(
    app: &App,
    signed: &Signed,
    id: &str,
    verb: &str,
    typed: Typed,
    wrong: Result<String, Error>,
    status: StatusCode,
) -> Result<Response, Error> {
    let asked = Asked {
        tab: tab_of(verb),
        wrong: Some(wrong?),
        verb,
        typed,
        status,
        ..Asked::default()
    };
    story::page(app, signed, id, &asked).await
}

async fn shown(app: &App, signed: &Signed, id: &str, address: String) -> Result<Response, Error> {
    let asked = Asked {
        tab: "publish",
        verb: "preview",
        done: Some("preview"),
        typed: [("address".to_owned(), app.absolute_raw(&address))].into(),
        ..Asked::default()
    };
    story::page(app, signed, id, &asked).await
}

async fn run(app: &App, signed: &Signed, id: &str, verb: &str, typed: &Typed) -> Result<Done, Error> {
    let mut tx = app.newsroom.store.write().await?;
    let done = in_transaction(app, &mut tx, signed, id, verb, typed).await?;
    let seq = tx.commit().await?;
    // Whoever comes to the site from here sees what was done.
    app.cache.reached(seq as u64).await;
    Ok(done)
}

async fn in_transaction(
    app: &App,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    verb: &str,
    typed: &Typed,
) -> Result<Done, Error> {
    let house = &app.newsroom.house;
    let who = &signed.who();
    let paper = revise_paper::current(tx).await?;
    let zone = paper.zone.as_str();
    let text = |name: &str| query::field(typed, name).to_owned();
    let checked = |name: &str| typed.contains_key(name);
    Ok(Done::Said(match verb {
        "publish" | "publish-unseen" => {
            let publish = Publish {
                slug: text("slug"),
                unseen: verb == "publish-unseen",
                again: checked("again"),
                developing: checked("developing").then(|| house.now() + developing_story::USUAL),
                ..Publish::now(id)
            };
            publish_story::run(tx, house, who, &publish).await?;
            "published"
        }
        "update" | "new-top" => {
            let update = Update {
                story_id: id.to_owned(),
                new_top: verb == "new-top" || checked("new-top"),
                unseen: checked("unseen"),
            };
            update_story::run(tx, house, who, &update).await?;
            "updated"
        }
        "correct" | "clarify" => {
            let kind = if verb == "correct" {
                "correction"
            } else {
                "clarification"
            };
            let correct = Correct {
                story_id: id.to_owned(),
                kind: kind.to_owned(),
                wrong: text("wrong"),
                correct: text("correct"),
                grave: checked("grave").then_some(true),
                at: None,
            };
            correct_story::run(tx, house, who, &correct).await?;
            "corrected"
        }
        "fix" => {
            fix_story::run(tx, house, who, id).await?;
            "fixed"
        }
        "retract" => {
            let retract = Retract {
                story_id: id.to_owned(),
                notice: text("notice"),
            };
            retract_story::run(tx, house, who, &retract).await?;
            "retracted"
        }
        "remove" => {
            remove_story::run(tx, house, who, id).await?;
            "removed"
        }
        "anonymise" => {
            let anonymise = Anonymise {
                story_id: id.to_owned(),
                spellings: text("spellings")
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(str::to_owned)
                    .collect(),
                wording: text("wording"),
                authors: checked("authors"),
            };
            anonymise_story::run(tx, house, who, &anonymise).await?;
            "anonymised"
        }
        "noindex" => {
            noindex_story::run(tx, house, who, id, !checked("off")).await?;
            "noindex"
        }
        "schedule" => {
            let at = query::local(typed, "at", zone)?;
            if checked("new-top") {
                schedule_story::with_new_top(tx, house, who, id, &at).await?;
            } else {
                schedule_story::run(tx, house, who, id, &at).await?;
            }
            "scheduled"
        }
        "unschedule" => {
            unschedule_story::run(tx, house, who, id).await?;
            "unscheduled"
        }
        "embargo" => {
            embargo_story::run(tx, house, who, id, &query::local(typed, "until", zone)?).await?;
            "embargoed"
        }
        "lift-embargo" => {
            embargo_story::lift(tx, house, who, id).await?;
            "lifted"
        }
        "read" => {
            read_story::run(tx, house, who, id).await?;
            "read"
        }
        "developing" => {
            let hours: i64 = query::field(typed, "hours").parse().unwrap_or(24);
            let until = (!checked("off")).then(|| house.now() + hours.clamp(1, 72) * HOUR);
            developing_story::run(tx, house, who, id, until).await?;
            "developing"
        }
        "preview" => {
            return Ok(Done::Preview(
                preview_story::make(tx, house, who, id, preview_story::USUAL).await?,
            ));
        }
        "revoke-preview" => {
            preview_story::revoke(tx, house, who, id).await?;
            "revoked"
        }
        "assign" => {
            let assign = Assign {
                story_id: id.to_owned(),
                to: query::some(typed, "to"),
                seen: typed.contains_key("seen").then(|| query::some(typed, "seen")),
                ..Assign::default()
            };
            assign_story::run(tx, house, who, &assign).await?;
            "assigned"
        }
        "rename" => {
            let plan = Plan {
                story_id: id.to_owned(),
                due_at: typed
                    .contains_key("due")
                    .then(|| query::moment(typed, "due", zone))
                    .transpose()?,
                planned_words: typed
                    .contains_key("words")
                    .then(|| query::number(typed, "words"))
                    .transpose()?,
                brief: typed.get("brief").cloned(),
                working_slug: typed.get("slug").cloned(),
                wanted_slug: typed.get("wanted-slug").cloned(),
                ..Plan::default()
            };
            plan_story::run(tx, house, who, &plan).await?;
            "planned"
        }
        "restore" => {
            drafts::restore(tx, house, who, id, query::field(typed, "revision")).await?;
            "restored"
        }
        "name" => {
            name_revision::run(tx, house, who, id, query::field(typed, "revision"), &text("name")).await?;
            "named"
        }
        step => {
            // The text that is handed on is the text as it stands now.
            let story = q!(tx, stories::by_id(id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))?;
            let head =
                q!(tx, stories::revision(&story.head))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
            who.check_story(Act::Read, &story, &head)?;
            let step = Step {
                story_id: id.to_owned(),
                verb: step.to_owned(),
                reason: text("reason"),
                seen: Stage::parse(query::field(typed, "seen")),
            };
            step_story::run(tx, house, who, &step).await?;
            "step"
        }
    }))
}
