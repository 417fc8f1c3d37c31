//! `GET /api/v1/quotations?q=&speaker=&story=&page=`: confirmed quotations of live stories as JSON.
//! Rate-limited like the other addresses of programs; what accuses somebody carries their answer or is not there.

use super::{Answered, limited};
use crate::app::App;
use crate::site::quotations::{PER_PAGE, wanted};
use axum::extract::{RawQuery, Request, State};
use axum::response::Response;
use courant_model::quotation::{Seat, Stands, Told, stands};
use courant_model::record::EntityKind;
use courant_store::q;
use serde_json::{Value, json};
use std::sync::Arc;

/// Answers.
pub(crate) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery, request: Request) -> Response {
    limited(&app, request, async || {
        find(&app, query.as_deref().unwrap_or_default()).await
    })
    .await
}

async fn find(app: &App, query: &str) -> Answered {
    let mut words = String::new();
    let (mut speaker, mut story, mut page) = (String::new(), String::new(), 1_u32);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "q" => words = value.chars().take(300).collect(),
            "speaker" => speaker = value.into_owned(),
            "story" => story = value.into_owned(),
            "page" => page = value.parse().unwrap_or(1).clamp(1, 10_000),
            _ => {}
        }
    }
    let mut tx = app.newsroom.store.read().await?;
    let mut wanted = wanted(&words, i64::from(PER_PAGE), i64::from(page - 1) * i64::from(PER_PAGE));
    let mut nothing = !words.trim().is_empty() && wanted.words.is_empty();
    if !speaker.is_empty() {
        // By id, or by the address of a page that readers have: `people/anna-berg`.
        let found = match speaker
            .split_once('/')
            .and_then(|(folder, slug)| Some((EntityKind::of_folder(folder)?, slug)))
        {
            Some((kind, slug)) => q!(tx, names::by_slug(kind.as_str(), slug))?,
            None => q!(tx, names::by_id(&speaker))?,
        };
        match found.filter(|entity| entity.is_public) {
            Some(entity) => wanted.speaker = entity.id,
            None => nothing = true,
        }
    }
    wanted.story = story;
    let mut quotations = Vec::new();
    let mut total = 0;
    if !nothing {
        total = q!(tx, live_quotations::count(&wanted))?;
        for id in q!(tx, live_quotations::find(&wanted))? {
            if let Some(told) = q!(tx, live_quotations::by_id(&id))? {
                quotations.extend(one(app, &told));
            }
        }
    }
    let pages = u32::try_from(total).unwrap_or(u32::MAX).div_ceil(PER_PAGE).max(1);
    Ok(json!({ "quotations": quotations, "total": total, "page": page, "pages": pages }))
}

/// A quotation as JSON, when it may be told.
fn one(app: &App, told: &Told) -> Option<Value> {
    let how = stands(told.accusation(), Seat::Found);
    if how == Stands::Not {
        return None;
    }
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let at = |at: i64| courant_model::time::timestamp(at).to_string();
    let public = told.speaker_public == Some(true);
    let accusation = (how == Stands::WithAnswer).then(|| {
        json!({
            "accused": told.accused, "answer": told.answer_kind, "words": text(&told.answer), "by": text(&told.answer_by),
        })
    });
    Some(json!({
        "id": told.id,
        "remark": told.remark_id,
        "speaker": {
            "name": told.speaker(),
            "id": told.speaker_id.as_ref().filter(|_| public),
            "url": told.speaker_path().map(|path| app.absolute(&path)),
        },
        // Paraphrase never stands in quotation marks: it has no words of the speaker.
        "words": Some(&told.words).filter(|_| told.manner != "indirect"),
        "sentence": told.sentence,
        "manner": told.manner,
        "known": { "how": told.known_how, "outlet": text(&told.known_outlet) },
        "addressee": text(&told.addressee),
        "outlet": text(&told.outlet),
        "occasion": text(&told.occasion),
        "place": text(&told.place),
        "said_on": text(&told.said_on),
        "accusation": accusation,
        "confirmed_at": at(told.decided_at),
        "corrected_at": told.corrected_at.map(at),
        "story": {
            "id": told.story_id,
            "headline": told.headline,
            "url": format!("{}#p-{}", app.absolute(&told.path), told.block),
            "published_at": told.published_at.map(at),
        },
    }))
}
