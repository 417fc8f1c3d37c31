//! The pattern of addresses, tried on a story of the paper. `/desk/settings/addresses`.
//! It only proposes: what is published keeps its address.

use super::{Around, Shown};
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::query::{self, Typed};
use crate::desk::visit::Desk;
use axum::response::Response;
use courant_model::permalink::{self, Filling};
use courant_model::time::timestamp;
use courant_newsroom::Error;
use courant_newsroom::commands::keep_settings::Edit;
use courant_store::q;
use serde::Serialize;

/// Patterns that many papers use.
const USUAL: [&str; 4] = [
    permalink::DEFAULT,
    "/{year}/{month}/{day}/{slug}",
    "/{section}/{year}/{month}/{slug}",
    "/{section}/{slug}-{number}",
];

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Addresses {
    frame: Frame,
    around: Around,
    pattern: String,
    /// A pattern as it was typed that cannot be.
    invalid: bool,
    pieces: Vec<&'static str>,
    usual: Vec<Tried>,
    /// The pattern of the field, tried.
    tried: Option<Tried>,
    /// The story that it was tried on, and where that stands.
    headline: String,
    stands: String,
    site: String,
}

/// A pattern and what it makes.
#[derive(Debug, Clone, Serialize)]
struct Tried {
    pattern: String,
    path: String,
}

impl Page for Addresses {
    const TEMPLATE: &'static str = "settings-addresses.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let tried = Tried {
            pattern: permalink::DEFAULT.into(),
            path: "/local/ferry".into(),
        };
        let full = Self {
            frame: Frame::sample("Addresses"),
            around: Around::sample(),
            pattern: "/{section}/<b>".into(),
            invalid: true,
            pieces: permalink::PIECES.to_vec(),
            usual: vec![tried.clone()],
            tried: Some(tried),
            headline: "Ferry <b>".into(),
            stands: "/local/ferry".into(),
            site: "https://paper.example".into(),
        };
        let bare = Self {
            headline: String::new(),
            stands: String::new(),
            tried: None,
            invalid: false,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What the form means.
pub(super) fn edit(typed: &Typed) -> Edit {
    Edit::Permalink(query::field(typed, "pattern").to_owned())
}

/// Prints the room.
pub(super) async fn page(mut desk: Desk<'_>, shown: Shown) -> Result<Response, Error> {
    let pattern = shown.of("pattern", desk.paper.permalink.clone());
    let newest = q!(desk.tx, live::latest(false, 1, 0))?.into_iter().next();
    let number = match &newest {
        Some(live) => q!(desk.tx, stories::by_id(&live.story_id))?.map_or(1, |story| story.number),
        None => 1,
    };
    let section = newest
        .as_ref()
        .and_then(|live| desk.section(live.section_id.as_deref()))
        .or(desk.sections.first())
        .map_or_else(|| "section".to_owned(), |section| section.slug.clone());
    let end = newest
        .as_ref()
        .map_or_else(|| "headline".to_owned(), |live| courant_model::slug::of(&live.headline));
    let day = newest.as_ref().and_then(|live| live.published_at).map_or_else(
        || desk.now.date(),
        |at| timestamp(at).to_zoned_datetime(desk.paper.time_zone()).date(),
    );
    let tried = |pattern: &str| Tried {
        pattern: pattern.to_owned(),
        path: permalink::fill(
            pattern,
            Filling {
                section: &section,
                slug: &end,
                number,
                day,
            },
        ),
    };
    let site = desk.app.settings.url.as_str().trim_end_matches('/').to_owned();
    let invalid = permalink::fault(&pattern).is_some();
    let (frame, around, status) = shown.frame(&mut desk, "addresses").await?;
    let page = Addresses {
        frame,
        around,
        invalid,
        pieces: permalink::PIECES.to_vec(),
        usual: USUAL.iter().map(|pattern| tried(pattern)).collect(),
        tried: (!invalid).then(|| tried(&pattern)),
        pattern,
        headline: newest.as_ref().map(|live| live.headline.clone()).unwrap_or_default(),
        stands: newest.map(|live| live.path).unwrap_or_default(),
        site,
    };
    desk.print(status, &page)
}
