//! The library of pictures: newest first, found by typing, narrowed to what lacks something; and the plain form that
//! takes many files at once. With script files go in parts (`uploads.rs`), and the list follows the typing.

pub(crate) mod acts;
pub(crate) mod describe;
pub(crate) mod sheet;
mod taken;

use super::find::FoundPicture;
use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::stories::Choice;
use super::visit::{Desk, leads_to};
use crate::app::App;
use crate::auth::Signed;
use crate::site::pictures::focus;
use crate::site::view::Moment;
use axum::Json;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_model::account::{Act, On};
use courant_model::picture::{Picture, Which};
use courant_newsroom::library::{self, Wanted};
use courant_newsroom::{Error, Refusal, uploads};
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::sync::Arc;

/// Pictures of one page.
const TILES: usize = 48;
/// Files of one plain form.
const FILES: usize = 40;
/// Largest body of the plain form, in bytes. It is written down as it comes and never held.
pub(crate) const LARGEST: usize = FILES * uploads::LARGEST as usize;

/// Largest body of a form with one file.
pub(crate) const LARGEST_FILE: usize = uploads::LARGEST as usize + 64 * 1024;

/// The library.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Library {
    frame: Frame,
    tiles: Vec<Tile>,
    /// What was typed.
    q: String,
    which: Vec<Choice>,
    /// Only those that whoever looks has brought.
    mine: bool,
    narrowed: bool,
    /// The address of older pictures, when there are more.
    older: Option<String>,
    may_add: bool,
    /// Pictures before readers whose rights end soon; 0 for whoever may not renew them.
    ending: i64,
    days: i64,
    largest: i64,
}

/// A picture in the library.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Tile {
    id: String,
    /// Empty while there is nothing to show.
    src: String,
    width: u32,
    height: u32,
    /// Classes of the focal point.
    focus: String,
    /// Caption, else alt text, else the file's name.
    label: String,
    credit: String,
    alt: String,
    without_alt: bool,
    without_credit: bool,
    used: bool,
    /// `rights` or `hand`, when it was taken down.
    down: String,
    /// When its rights end, if that is soon.
    ends: Option<Moment>,
    /// WebP and AVIF are not all made yet.
    in_the_making: bool,
}

impl Tile {
    fn of(desk: &Desk<'_>, picture: &Picture) -> Self {
        let renditions = picture.all_renditions();
        let near = crate::site::pictures::jpeg_near(&renditions, 480);
        let soon = desk.app.newsroom.house.now().saturating_add(library::SOON);
        Self {
            src: near.map_or_else(String::new, |one| src(picture, one.width)),
            width: near.map_or(3, |one| one.width),
            height: near.map_or(2, |one| one.height),
            focus: focus(picture.focus_x, picture.focus_y),
            label: label(picture),
            credit: picture.credit.clone(),
            alt: picture.alt.clone(),
            without_alt: picture.alt.is_empty(),
            without_credit: picture.credit.is_empty(),
            used: picture.used > 0,
            down: picture.down_why.clone(),
            ends: picture
                .rights_until
                .filter(|until| *until < soon && !picture.is_down())
                .map(|until| desk.moment(until)),
            in_the_making: !renditions.iter().any(|one| one.mime == "image/avif"),
            id: picture.id.clone(),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let full = Self {
            id: "01P".into(),
            src: "/media/ab/ferry-480.jpg".into(),
            width: 480,
            height: 320,
            focus: "fx2 fy7".into(),
            label: "The \"ferry\" <b>".into(),
            credit: "Oda Lind".into(),
            alt: "A <ferry>".into(),
            without_alt: false,
            without_credit: false,
            used: true,
            down: String::new(),
            ends: Some(moment(
                "2026-03-14T14:05:00+00:00",
                "14:05 WET",
                "14 March 2026, 14:05 WET",
            )),
            in_the_making: false,
        };
        let bare = Self {
            src: String::new(),
            focus: String::new(),
            credit: String::new(),
            alt: String::new(),
            without_alt: true,
            without_credit: true,
            used: false,
            down: "rights".into(),
            ends: None,
            in_the_making: true,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What a picture is called where there is room for a line.
pub(super) fn label(picture: &Picture) -> String {
    [&picture.caption, &picture.alt, &picture.file_name, &picture.name]
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_default()
}

/// The address of a picture near a width, for the desk: readers' address while there is one, else the desk's own.
pub(crate) fn src(picture: &Picture, width: u32) -> String {
    match crate::site::pictures::jpeg_near(&picture.renditions(), width) {
        Some(one) => crate::site::pictures::href(picture, one),
        None => format!("/desk/pictures/{}/image?width={width}", picture.id),
    }
}

impl Page for Library {
    const TEMPLATE: &'static str = "pictures.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let empty = Self {
            frame: Frame::sample("Pictures"),
            tiles: Vec::new(),
            q: String::new(),
            which: vec![Choice {
                value: String::new(),
                label: "All".into(),
                chosen: true,
            }],
            mine: false,
            narrowed: false,
            older: None,
            may_add: true,
            ending: 0,
            days: 14,
            largest: 40,
        };
        vec![
            Self {
                tiles: Tile::samples(),
                older: Some("/desk/pictures?before=3".into()),
                ending: 2,
                ..empty.clone()
            },
            Self {
                q: "\"<b>".into(),
                narrowed: true,
                mine: true,
                may_add: false,
                ..empty.clone()
            },
            empty,
        ]
    }
}

/// Shows the library.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    problem::or(&app, Some(&signed.member), page(&app, &signed, &query).await).await
}

async fn page(app: &App, signed: &Signed, query: &Typed) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    may_look(&desk, signed)?;
    let which = Which::parse(query::field(query, "which"));
    let mine = query::field(query, "mine") == "1";
    let q: String = query::field(query, "q").chars().take(200).collect();
    let wanted = Wanted {
        which,
        account: mine.then(|| signed.member.account.clone()),
        typed: q.clone(),
        before: query::field(query, "before").parse().ok(),
        limit: TILES,
    };
    let found = library::list(&mut desk.tx, &app.newsroom.house, &wanted).await?;
    let older = found.next.map(|before| {
        let mut out = url::form_urlencoded::Serializer::new("/desk/pictures?".to_owned());
        for (name, value) in [("q", q.as_str()), ("which", which.as_str())] {
            if !value.is_empty() {
                out.append_pair(name, value);
            }
        }
        if mine {
            out.append_pair("mine", "1");
        }
        out.append_pair("before", &before.to_string());
        out.finish()
    });
    let ending = if desk.may(Act::PictureRights) {
        library::ending_soon(&mut desk.tx, &app.newsroom.house).await?
    } else {
        0
    };
    let choices = Which::ALL
        .into_iter()
        .map(|one| Choice {
            value: one.as_str().to_owned(),
            label: desk.word(match one {
                Which::Any => "pictures-any",
                Which::Unused => "pictures-unused",
                Which::WithoutAlt => "pictures-without-alt",
                Which::WithoutCredit => "pictures-without-credit",
                Which::Ending => "pictures-ending",
                Which::Down => "pictures-down",
            }),
            chosen: one == which,
        })
        .collect();
    let mut frame = desk.frame(&desk.word("nav-pictures"), "pictures").await?;
    frame.done = desk.done(query.get("done").map(String::as_str));
    let page = Library {
        frame,
        tiles: found.pictures.iter().map(|picture| Tile::of(&desk, picture)).collect(),
        narrowed: !q.is_empty() || which != Which::Any || mine,
        q,
        which: choices,
        mine,
        older,
        may_add: desk.may(Act::Begin),
        ending,
        days: library::SOON / courant_model::time::DAY,
        largest: uploads::LARGEST / 1024 / 1024,
    };
    desk.print(StatusCode::OK, &page)
}

/// Whoever neither reads nor begins stories has no pictures to look at.
pub(super) fn may_look(desk: &Desk<'_>, signed: &Signed) -> Result<(), Error> {
    if !desk.may_anywhere(Act::Read) {
        signed.who().check(Act::Read, On::NOTHING)?;
    }
    Ok(())
}

/// Takes the files of a plain form, each for itself, and leads to the sheet that describes them. A script that sends one
/// file is answered as JSON.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    signed: Signed,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let says = |name: &str, word: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|said| said.contains(word))
    };
    let wants_json = says(ACCEPT.as_str(), "application/json") || says("x-requested-with", "courant");
    let answer = async {
        signed.who().check(Act::Begin, On::NOTHING)?;
        let form = form.map_err(|_| unreadable())?;
        let taken = taken::all(&app, &signed, form, FILES).await?;
        if wants_json {
            return one_as_json(&app, taken).await;
        }
        if taken.refused.is_empty() && taken.twins.is_empty() && !taken.pictures.is_empty() {
            return Ok(leads_to(&format!(
                "/desk/pictures/describe?ids={}",
                taken.pictures.join(",")
            )));
        }
        describe::after(&app, &signed, taken).await
    }
    .await;
    if wants_json {
        return problem::for_script(&app, &signed.member, &headers, answer).await;
    }
    problem::or(&app, Some(&signed.member), answer).await
}

async fn one_as_json(app: &App, mut taken: taken::Taken) -> Result<Response, Error> {
    if let Some(refused) = taken.refused.pop() {
        return Err(refused.refusal.into());
    }
    let id = taken.pictures.pop().or_else(|| taken.twins.pop().map(|twin| twin.1));
    let id = id.ok_or_else(|| Refusal::new("upload-empty", "no picture was sent"))?;
    let mut tx = app.newsroom.store.read().await?;
    let picture = courant_store::q!(tx, pictures::by_id(&id))?;
    let picture = picture.ok_or_else(|| Error::NotFound("such picture".to_owned()))?;
    Ok(Json(FoundPicture::of(picture)).into_response())
}

fn unreadable() -> Refusal {
    Refusal::new("upload-unreadable", "the upload broke off; send the files again")
}
