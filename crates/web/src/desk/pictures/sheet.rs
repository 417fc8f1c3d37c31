//! The sheet of a picture: what is said of it, its focal point with every crop that the theme makes, its rights, where it
//! is used, what it was before. The library leads here; what is done on it is in `acts.rs`.

use super::acts::{mille, words};
use super::{label, may_look, src};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed, field};
use crate::desk::visit::Desk;
use crate::site::pictures::{focus, jpeg_near};
use crate::site::view::Moment;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_model::account::{Act, On};
use courant_model::picture::Picture;
use courant_newsroom::commands::{describe_picture, picture_rights};
use courant_newsroom::{Error, library};
use courant_store::q;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use std::sync::Arc;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sheet {
    frame: Frame,
    id: String,
    src: String,
    width: u32,
    height: u32,
    /// The crop of share cards, when it is made.
    share: Option<String>,
    focus: String,
    /// In per cent, as the fields take it.
    focus_x: String,
    focus_y: String,
    alt: String,
    caption: String,
    credit: String,
    copyright: String,
    holder: String,
    notes: String,
    taken: String,
    until: String,
    time: String,
    zone: String,
    /// When its rights end.
    ends: Option<Moment>,
    ends_soon: bool,
    /// `rights` or `hand`, when it was taken down.
    down: String,
    down_at: Option<Moment>,
    uses: Vec<UseLine>,
    versions: Vec<VersionLine>,
    file_name: String,
    pixels: String,
    megabytes: String,
    added: Option<Moment>,
    added_by: String,
    formats: Vec<String>,
    may_change: bool,
    may_rights: bool,
}

/// A story that has it.
#[derive(Debug, Clone, Serialize)]
struct UseLine {
    id: String,
    title: String,
    state: String,
    state_word: String,
    /// Readers see it there; the address of the story.
    path: Option<String>,
    /// It leads there: cards, feeds and share cards have it too.
    leads: bool,
    /// The newest revision has it.
    in_draft: bool,
}

/// What it was before.
#[derive(Debug, Clone, Serialize)]
struct VersionLine {
    id: String,
    file_name: String,
    pixels: String,
    at: Moment,
    by: String,
    src: String,
}

impl Page for Sheet {
    const TEMPLATE: &'static str = "picture.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let full = Self {
            frame: Frame::sample("The ferry"),
            id: "01P".into(),
            src: "/media/ab/ferry-960.jpg".into(),
            width: 960,
            height: 640,
            share: Some("/media/ab/ferry-1200.jpg".into()),
            focus: "fx2 fy7".into(),
            focus_x: "20".into(),
            focus_y: "70.5".into(),
            alt: "A \"ferry\"".into(),
            caption: "The <ferry>".into(),
            credit: "Oda Lind".into(),
            copyright: "© Oda Lind".into(),
            holder: "Port Agency".into(),
            notes: "Ask first.\nTwice.".into(),
            taken: "2024-05-03".into(),
            until: "2026-12-31".into(),
            time: "18:00".into(),
            zone: "Europe/Lisbon".into(),
            ends: Some(at()),
            ends_soon: true,
            down: String::new(),
            down_at: None,
            uses: vec![UseLine {
                id: "01A".into(),
                title: "Fares <rise>".into(),
                state: "published".into(),
                state_word: "Published".into(),
                path: Some("/local/fares".into()),
                leads: true,
                in_draft: true,
            }],
            versions: vec![VersionLine {
                id: "01V".into(),
                file_name: "old.jpg".into(),
                pixels: "600 × 400".into(),
                at: at(),
                by: "Ana Reis".into(),
                src: "/desk/pictures/01P/image?version=01V".into(),
            }],
            file_name: "DSC_1.jpg".into(),
            pixels: "6000 × 4000".into(),
            megabytes: "9.4".into(),
            added: Some(at()),
            added_by: "Ana Reis".into(),
            formats: vec!["AVIF".into(), "JPEG".into()],
            may_change: true,
            may_rights: true,
        };
        let bare = Self {
            src: String::new(),
            share: None,
            focus: String::new(),
            ends: None,
            ends_soon: false,
            down: "hand".into(),
            down_at: Some(at()),
            uses: Vec::new(),
            versions: Vec::new(),
            file_name: String::new(),
            megabytes: String::new(),
            added: None,
            added_by: String::new(),
            ..full.clone()
        };
        let reader = Self {
            may_change: false,
            may_rights: false,
            down: "rights".into(),
            ..bare.clone()
        };
        vec![full, bare, reader]
    }
}

/// Shows it.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, &id, query.get("done"), None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Sends a rendition to whoever is signed in, also of a picture that readers do not see: `?width=` and `?version=`.
pub(crate) async fn image(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let answer = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        may_look(&desk, &signed)?;
        let missing = || Error::NotFound("such picture".to_owned());
        let renditions = match query.get("version") {
            Some(version) => {
                let version = q!(desk.tx, pictures::versions(&id))?
                    .into_iter()
                    .find(|one| one.id == *version);
                serde_json::from_str(&version.ok_or_else(missing)?.renditions).unwrap_or_default()
            }
            None => q!(desk.tx, pictures::by_id(&id))?.ok_or_else(missing)?.all_renditions(),
        };
        let width = field(&query, "width").parse().unwrap_or(960);
        let one = jpeg_near(&renditions, width).ok_or_else(missing)?;
        let bytes = app.newsroom.blobs.get(&one.hash).await?.ok_or_else(missing)?;
        let mut response = bytes.into_response();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
        Ok(response)
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

pub(super) async fn page(
    app: &App,
    signed: &Signed,
    id: &str,
    done: Option<&String>,
    wrong: Option<(String, Option<&Typed>)>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    may_look(&desk, signed)?;
    let mut picture = q!(desk.tx, pictures::by_id(id))?.ok_or_else(|| Error::NotFound("such picture".to_owned()))?;
    let may_change = describe_picture::may(&mut desk.tx, &signed.who(), &picture).await?;
    let mut frame = desk.frame(&label(&picture), "pictures").await?;
    frame.done = desk.done(done.map(String::as_str));
    if let Some((wrong, typed)) = wrong {
        frame.wrong = Some(wrong);
        if let Some(typed) = typed {
            typed_into(&mut picture, typed);
        }
    }
    let renditions = picture.all_renditions();
    let near = jpeg_near(&renditions, 960);
    let share = picture.renditions().into_iter().find(|one| one.share);
    let (until, time) = picture_rights::as_given(&picture.rights_local);
    let now = app.newsroom.house.now();
    let mut formats: Vec<String> = renditions
        .iter()
        .filter(|one| !one.share)
        .map(|one| match one.mime.as_str() {
            "image/avif" => "AVIF".to_owned(),
            "image/webp" => "WebP".to_owned(),
            _ => "JPEG".to_owned(),
        })
        .collect();
    formats.dedup();
    let added_by = match &picture.added_by {
        Some(account) => desk.account_name(account).await?,
        None => String::new(),
    };
    let page = Sheet {
        frame,
        src: near.map_or_else(String::new, |one| src(&picture, one.width)),
        width: near.map_or(3, |one| one.width),
        height: near.map_or(2, |one| one.height),
        share: share.map(|one| crate::site::pictures::href(&picture, &one)),
        focus: focus(picture.focus_x, picture.focus_y),
        focus_x: per_cent(picture.focus_x),
        focus_y: per_cent(picture.focus_y),
        until,
        time,
        zone: desk.paper.zone.clone(),
        ends: picture.rights_until.map(|until| desk.moment(until)),
        ends_soon: picture
            .rights_until
            .is_some_and(|until| until < now.saturating_add(library::SOON)),
        down_at: picture.down_at.map(|at| desk.moment(at)),
        uses: uses(&mut desk, signed, id).await?,
        versions: versions(&mut desk, id).await?,
        pixels: format!("{} × {}", picture.width, picture.height),
        megabytes: megabytes(picture.bytes),
        added: Some(picture.added_at).filter(|at| *at > 0).map(|at| desk.moment(at)),
        added_by,
        formats,
        may_change,
        may_rights: desk.may(Act::PictureRights),
        id: picture.id,
        alt: picture.alt,
        caption: picture.caption,
        credit: picture.credit,
        copyright: picture.copyright,
        holder: picture.holder,
        notes: picture.notes,
        taken: picture.taken.unwrap_or_default(),
        down: picture.down_why,
        file_name: picture.file_name,
    };
    desk.print(status, &page)
}

/// What was typed stands where it was typed, also when it was refused.
fn typed_into(picture: &mut Picture, typed: &Typed) {
    let words = words(typed);
    picture.alt = words.alt;
    picture.caption = words.caption;
    picture.credit = words.credit;
    picture.copyright = words.copyright;
    picture.holder = words.holder;
    picture.notes = words.notes;
    picture.taken = words.taken;
    if let (Ok(x), Ok(y)) = (mille(typed, "focus-x"), mille(typed, "focus-y")) {
        (picture.focus_x, picture.focus_y) = (x, y);
    }
}

/// The stories that have it, as far as whoever looks may read them.
async fn uses(desk: &mut Desk<'_>, signed: &Signed, id: &str) -> Result<Vec<UseLine>, Error> {
    let reads = signed.who().may(Act::Read, On::NOTHING);
    let found = library::uses(&mut desk.tx, id).await?;
    Ok(found
        .into_iter()
        .filter(|one| reads || one.path.is_some())
        .map(|one| UseLine {
            title: if one.headline.is_empty() {
                one.working_slug
            } else {
                one.headline
            },
            state_word: desk.word(&format!("state-{}", one.state)),
            state: one.state,
            path: one.path.filter(|_| one.in_live > 0),
            leads: one.leads > 0,
            in_draft: one.in_draft > 0,
            id: one.story_id,
        })
        .collect())
}

async fn versions(desk: &mut Desk<'_>, id: &str) -> Result<Vec<VersionLine>, Error> {
    let mut lines = Vec::new();
    for one in q!(desk.tx, pictures::versions(id))? {
        lines.push(VersionLine {
            pixels: format!("{} × {}", one.width, one.height),
            at: desk.moment(one.at),
            by: desk.actor_name(&one.actor).await?,
            src: format!("/desk/pictures/{id}/image?width=320&version={}", one.id),
            file_name: one.file_name,
            id: one.id,
        });
    }
    Ok(lines)
}

/// Per mille as a field of per cent.
fn per_cent(mille: i64) -> String {
    if mille % 10 == 0 {
        return (mille / 10).to_string();
    }
    format!("{}.{}", mille / 10, mille % 10)
}

fn megabytes(bytes: i64) -> String {
    if bytes <= 0 {
        return String::new();
    }
    format!("{:.1}", (bytes as f64 / 1e6).max(0.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_focal_point_is_shown_as_it_was_given() {
        assert_eq!(per_cent(333), "33.3");
        assert_eq!(per_cent(500), "50");
    }
}
