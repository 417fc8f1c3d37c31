//! What the paper chooses of the built-in theme's looks, seen on the real front page by day and by night before it is
//! kept. `/desk/settings/look`.

use super::{Around, Shown, enter};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::front::preview::{AROUND, in_frame, set};
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::Desk;
use crate::site;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_model::front::Front;
use courant_model::look::{Accent, Look, Plate, Scheme, Type, Width};
use courant_newsroom::commands::keep_settings::Edit;
use courant_newsroom::{Error, fronts};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use serde::Serialize;
use std::sync::Arc;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LookRoom {
    frame: Frame,
    around: Around,
    choices: Vec<Choices>,
    /// The choices as the query of the framed page.
    asked: String,
    /// What is shown is not what readers see.
    ahead: bool,
    /// Name of the theme in use.
    theme: String,
    /// The built-in theme is in use, without files of the paper's own.
    built_in: bool,
}

/// One choice of several.
#[derive(Debug, Clone, Serialize)]
struct Choices {
    /// Name of the field; its words are `look-NAME` and `look-NAME-VALUE`.
    name: &'static str,
    values: Vec<One>,
}

/// A value that can be chosen.
#[derive(Debug, Clone, Serialize)]
struct One {
    value: &'static str,
    chosen: bool,
}

impl Page for LookRoom {
    const TEMPLATE: &'static str = "settings-look.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let full = Self {
            frame: Frame::sample("Look"),
            around: Around::sample(),
            choices: choices(Look::default()),
            asked: query_of(Look::default()),
            ahead: true,
            theme: "Ours <b>".into(),
            built_in: false,
        };
        let bare = Self {
            ahead: false,
            built_in: true,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What the form means; a value that nobody knows is the theme's own.
pub(super) fn edit(typed: &Typed) -> Edit {
    Edit::Look(look_of(typed))
}

fn look_of(typed: &Typed) -> Look {
    let field = |name| query::field(typed, name);
    Look {
        accent: Accent::parse(field("accent")).unwrap_or_default(),
        set_in: Type::parse(field("type")).unwrap_or_default(),
        width: Width::parse(field("width")).unwrap_or_default(),
        scheme: Scheme::parse(field("scheme")).unwrap_or_default(),
        plate: Plate::parse(field("plate")).unwrap_or_default(),
    }
}

fn query_of(look: Look) -> String {
    format!(
        "accent={}&type={}&width={}&scheme={}&plate={}",
        look.accent.as_str(),
        look.set_in.as_str(),
        look.width.as_str(),
        look.scheme.as_str(),
        look.plate.as_str()
    )
}

fn choices(look: Look) -> Vec<Choices> {
    macro_rules! of {
        ($name:literal, $all:expr, $chosen:expr) => {
            Choices {
                name: $name,
                values: $all
                    .iter()
                    .map(|one| One {
                        value: one.as_str(),
                        chosen: *one == $chosen,
                    })
                    .collect(),
            }
        };
    }
    vec![
        of!("accent", Accent::ALL, look.accent),
        of!("type", Type::ALL, look.set_in),
        of!("width", Width::ALL, look.width),
        of!("scheme", Scheme::ALL, look.scheme),
        of!("plate", Plate::ALL, look.plate),
    ]
}

/// Prints the room.
pub(super) async fn page(mut desk: Desk<'_>, shown: Shown) -> Result<Response, Error> {
    let stands = desk.paper.look;
    let look = shown.typed.as_ref().map_or(stands, look_of);
    let manifest = desk.app.themes.manifest();
    let (theme, built_in) = (manifest.name.clone(), !desk.app.themes.is_custom());
    let (frame, around, status) = shown.frame(&mut desk, "look").await?;
    let page = LookRoom {
        frame,
        around,
        choices: choices(look),
        asked: query_of(look),
        ahead: look != stands,
        theme,
        built_in,
    };
    let mut answer = desk.print(status, &page)?;
    set(&mut answer, CONTENT_SECURITY_POLICY, AROUND);
    Ok(answer)
}

/// The front page with the choices of the query, for a frame of this room.
pub(crate) async fn framed(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let answer = async {
        drop(enter(&app, &signed).await?);
        let typed = query::pairs(raw.as_deref());
        let mut reader = site::Reader::begin(&app).await?;
        reader.paper.look = look_of(&typed);
        let standing = fronts::standing(&mut reader.tx, &Front::Paper).await?;
        let mut page = site::front::view(&mut reader, &standing.live).await?;
        page.chrome.robots = Some("noindex".to_owned());
        page.chrome.canonical = None;
        let mut html = reader.print(&page)?;
        if let Some(sheet) = app.themes.asset_href("site.css") {
            let night = query::field(&typed, "night") == "1";
            let own = format!("/desk/settings/look/sheet?night={}", u8::from(night));
            html = html.replace(&sheet, &own);
        }
        Ok(in_frame(html))
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// The theme's style sheet as a browser reads it by day or by night, whatever the one that shows the frame prefers.
pub(crate) async fn sheet(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let answer = async {
        drop(enter(&app, &signed).await?);
        let night = query::field(&query::pairs(raw.as_deref()), "night") == "1";
        let asset = app
            .themes
            .asset("-site.css")
            .ok_or_else(|| Error::NotFound("such sheet".to_owned()))?;
        let text = String::from_utf8_lossy(&asset.bytes);
        let mut answer = at_night(&text, night).into_response();
        set(&mut answer, CONTENT_TYPE, "text/css; charset=utf-8");
        set(&mut answer, CACHE_CONTROL, "no-store, private");
        Ok(answer)
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// The sheet with its question for dark colours answered.
fn at_night(sheet: &str, night: bool) -> String {
    let (dark, light) = if night {
        ("(min-width:0)", "(max-width:0)")
    } else {
        ("(max-width:0)", "(min-width:0)")
    };
    let own = if night {
        "color-scheme:dark"
    } else {
        "color-scheme:light"
    };
    [":", ": "].into_iter().fold(sheet.to_owned(), |text, colon| {
        text.replace(&format!("(prefers-color-scheme{colon}dark)"), dark)
            .replace(&format!("(prefers-color-scheme{colon}light)"), light)
            .replace(&format!("color-scheme{colon}light dark"), own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_by_day_or_by_night() {
        let sheet = ":root{color-scheme:light dark}@media (prefers-color-scheme:dark){a{b:c}}";
        assert_eq!(
            at_night(sheet, true),
            ":root{color-scheme:dark}@media (min-width:0){a{b:c}}"
        );
        assert_eq!(
            at_night(sheet, false),
            ":root{color-scheme:light}@media (max-width:0){a{b:c}}"
        );
    }

    #[test]
    fn what_a_query_asks_reads_back() {
        let look = Look {
            accent: Accent::Plum,
            set_in: Type::Sans,
            width: Width::Dense,
            scheme: Scheme::Light,
            plate: Plate::Left,
        };
        assert_eq!(look_of(&query::pairs(Some(&query_of(look)))), look);
        assert_eq!(look_of(&query::pairs(Some("accent=<b>"))), Look::default());
    }
}
