//! Somebody was faster: what has changed on a front meanwhile, beside what was to be done. Nothing is overwritten; whoever
//! still wants it sends it again with what they have seen by now.

use super::{At, acts, front_of, words};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{Desk, sentence};
use axum::response::Response;
use courant_model::front::{Changes, Layout, Slot};
use courant_newsroom::Error;
use courant_newsroom::fronts::{self, Standing};
use courant_store::{StoreError, q};
use http::StatusCode;
use serde::Serialize;

/// The comparison.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FrontCompare {
    frame: Frame,
    at: At,
    why: String,
    /// Who changed it last; empty when nobody did.
    by: String,
    /// What was to be done, in words.
    wanted: Vec<String>,
    /// What has changed meanwhile.
    meanwhile: Vec<String>,
    /// The act and its fields, to send it again; empty when it must be done in another way.
    again: String,
    fields: Vec<(String, String)>,
    turn: i64,
    /// Readers see another front than the draft was begun from: its changes can be taken over.
    may_take_over: bool,
}

impl Page for FrontCompare {
    const TEMPLATE: &'static str = "front-compare.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let one = Self {
            frame: Frame::sample("Changed meanwhile"),
            at: At::sample(),
            why: "The draft has changed.".into(),
            by: "Bo <b>".into(),
            wanted: vec!["Lead: ‘Ferry <b>’ instead of automatic".into()],
            meanwhile: vec!["Lead: ‘Fares’ instead of automatic".into()],
            again: "put".into(),
            fields: vec![("seat".into(), "lead\"".into())],
            turn: 4,
            may_take_over: false,
        };
        let live = Self {
            by: String::new(),
            again: String::new(),
            may_take_over: true,
            meanwhile: Vec::new(),
            wanted: Vec::new(),
            ..one.clone()
        };
        vec![one, live]
    }
}

/// The page of a conflict.
pub(super) async fn page(
    app: &App,
    signed: &Signed,
    name: &str,
    act: &str,
    typed: &Typed,
    why: &str,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let front = front_of(&desk, name)?;
    fronts::check(&signed.who(), &front)?;
    let standing = fronts::standing(&mut desk.tx, &front).await?;
    let of_the_front = matches!(act, "live" | "restore") && acts::number(typed, "seen") == standing.turn;
    let (before, after) = if of_the_front || act == "restore" {
        let base = match (&standing.draft, act) {
            (Some(draft), "live") => draft.base,
            _ => acts::number(typed, "number"),
        };
        let before = match q!(desk.tx, fronts::revision(front.as_str(), base))? {
            Some(revised) => revised.read().map_err(unreadable)?,
            None => Layout::default(),
        };
        (before, standing.live.clone())
    } else {
        (seen(&mut desk, &standing, typed).await?, standing.shown().clone())
    };
    let meanwhile = words::lines(&mut desk, &before, &before.changes_to(&after)).await?;
    let by = if of_the_front {
        let current = q!(desk.tx, fronts::current(front.as_str()))?;
        current.map(|revised| revised.actor)
    } else {
        standing.draft.as_ref().map(|draft| draft.by.clone())
    };
    let by = match by {
        Some(actor) => desk.actor_name(&actor).await?,
        None => String::new(),
    };
    let wanted = match act {
        "live" => words::lines(&mut desk, &standing.live, &standing.changes()).await?,
        _ => asked(&mut desk, &standing, act, typed).await?,
    };
    let again = match act {
        "put" | "move" | "open" | "band" | "discard" => act.to_owned(),
        _ => String::new(),
    };
    let fields = typed
        .iter()
        .filter(|(field, _)| field.as_str() != "seen" && !again.is_empty())
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect();
    let title = desk.word("front-compare-title");
    let frame = desk.frame(&title, "front").await?;
    let page = FrontCompare {
        at: At::of(&desk, &front),
        why: sentence(why),
        by,
        wanted,
        meanwhile,
        again,
        fields,
        turn: standing.turn,
        may_take_over: act == "live"
            && standing
                .draft
                .as_ref()
                .is_some_and(|draft| draft.base != standing.number),
        frame,
    };
    desk.print(StatusCode::CONFLICT, &page)
}

/// The draft as whoever sent the form saw it, where its step is still kept; else what readers see.
async fn seen(desk: &mut Desk<'_>, standing: &Standing, typed: &Typed) -> Result<Layout, Error> {
    let turn = acts::number(typed, "seen");
    let steps = q!(desk.tx, fronts::steps(standing.front.as_str()))?;
    match steps.into_iter().find(|step| step.turn == turn) {
        Some(step) => Ok(step.read().map_err(unreadable)?.under(&standing.locks)),
        None => Ok(standing.live.clone()),
    }
}

/// What a form was to do, in words.
async fn asked(desk: &mut Desk<'_>, standing: &Standing, act: &str, typed: &Typed) -> Result<Vec<String>, Error> {
    let story = query::field(typed, "story");
    let shown = standing.shown().clone();
    let changes = match act {
        "put" => Changes::of(acts::seat(typed, "seat")?, Slot::story(story)),
        "move" => shown.swap(&acts::seat(typed, "from")?, &acts::seat(typed, "to")?, story),
        "open" => Changes::of(acts::seat(typed, "seat")?, Slot::AUTOMATIC),
        _ => return Ok(Vec::new()),
    };
    words::lines(desk, &shown, &changes).await
}

#[expect(clippy::needless_pass_by_value, reason = "given to map_err")]
fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Unreadable(format!("a front: {error}"))
}
