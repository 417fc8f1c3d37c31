//! One sheet for many pictures at once: alt text, caption and credit of each, one credit for all. It stands behind every
//! upload, and says which files were not taken and why.

use super::taken::Taken;
use super::{Tile, may_look};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed, field};
use crate::desk::visit::{Desk, leads_to, said};
use axum::extract::{RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::picture::Words;
use courant_newsroom::Error;
use courant_newsroom::commands::describe_picture;
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Pictures of one sheet.
const MOST: usize = 100;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Describe {
    frame: Frame,
    rows: Vec<Row>,
    refused: Vec<Line>,
    twins: Vec<Line>,
}

/// A picture of it.
#[derive(Debug, Clone, Serialize)]
struct Row {
    tile: Tile,
    file_name: String,
    caption: String,
    may_change: bool,
}

/// A file that became no picture.
#[derive(Debug, Clone, Serialize)]
struct Line {
    name: String,
    /// Why; of a twin nothing.
    why: String,
    /// The picture of the same bytes.
    picture: String,
}

impl Page for Describe {
    const TEMPLATE: &'static str = "describe.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let rows = Tile::samples()
            .into_iter()
            .enumerate()
            .map(|(n, tile)| Row {
                tile,
                file_name: "DSC_1.jpg".into(),
                caption: "The <ferry>".into(),
                may_change: n == 0,
            })
            .collect();
        let line = |why: &str, picture: &str| Line {
            name: "bad \"file\".png".into(),
            why: why.into(),
            picture: picture.into(),
        };
        let full = Self {
            frame: Frame::sample("Describe"),
            rows,
            refused: vec![line("This is not a picture.", "")],
            twins: vec![line("", "01P")],
        };
        let bare = Self {
            rows: Vec::new(),
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// Shows it: `?ids=a,b,c`.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let ids: Vec<String> = field(&query, "ids")
        .split(',')
        .filter(|id| !id.is_empty())
        .take(MOST)
        .map(str::to_owned)
        .collect();
    let page = page(&app, &signed, &ids, Taken::default(), None).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// The sheet after a plain form, with what was not taken.
pub(super) async fn after(app: &App, signed: &Signed, taken: Taken) -> Result<Response, Error> {
    let ids = taken.pictures.clone();
    page(app, signed, &ids, taken, None).await
}

/// Keeps what was typed of each.
pub(crate) async fn keep(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let ids: Vec<String> = typed
        .keys()
        .filter_map(|name| name.strip_prefix("alt-"))
        .take(MOST)
        .map(str::to_owned)
        .collect();
    let done: Result<(), Error> = async {
        let (who, house) = (signed.who(), &app.newsroom.house);
        who.check(
            Act::Pictures,
            On {
                own: true,
                section: None,
            },
        )?;
        let mut tx = app.newsroom.store.write().await?;
        for id in &ids {
            let picture = q!(tx, pictures::by_id(id))?.ok_or_else(|| Error::NotFound("such picture".to_owned()))?;
            let all = field(&typed, "credit");
            let own = field(&typed, &format!("credit-{id}"));
            let words = Words {
                alt: field(&typed, &format!("alt-{id}")).to_owned(),
                caption: field(&typed, &format!("caption-{id}")).to_owned(),
                // The credit for all is for those that have none of their own.
                credit: if own.is_empty() { all } else { own }.to_owned(),
                copyright: picture.copyright,
                holder: picture.holder,
                notes: picture.notes,
                taken: picture.taken,
            };
            describe_picture::run(&mut tx, house, &who, id, words).await?;
        }
        tx.commit().await?;
        Ok(())
    }
    .await;
    let answer = match done {
        Ok(()) => Ok(leads_to("/desk/pictures?done=described")),
        Err(error) => match said(&app, &error).await {
            Some(wrong) => page(&app, &signed, &ids, Taken::default(), Some((wrong, &typed))).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn page(
    app: &App,
    signed: &Signed,
    ids: &[String],
    taken: Taken,
    wrong: Option<((StatusCode, String), &Typed)>,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    may_look(&desk, signed)?;
    let mut rows = Vec::new();
    for id in ids {
        let Some(mut picture) = q!(desk.tx, pictures::by_id(id))? else {
            continue;
        };
        if let Some((_, typed)) = &wrong {
            picture.alt = field(typed, &format!("alt-{id}")).to_owned();
            picture.caption = field(typed, &format!("caption-{id}")).to_owned();
            picture.credit = field(typed, &format!("credit-{id}")).to_owned();
        }
        rows.push(Row {
            may_change: describe_picture::may(&mut desk.tx, &signed.who(), &picture).await?,
            tile: Tile::of(&desk, &picture),
            file_name: picture.file_name,
            caption: picture.caption,
        });
    }
    let refused: Vec<Line> = taken
        .refused
        .into_iter()
        .map(|one| Line {
            why: desk.refusal(&one.refusal),
            name: one.name,
            picture: String::new(),
        })
        .collect();
    let twins = taken
        .twins
        .into_iter()
        .map(|(name, picture)| Line {
            name,
            why: String::new(),
            picture,
        })
        .collect();
    let mut status = if rows.is_empty() && !refused.is_empty() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let mut frame = desk.frame(&desk.word("describe-title"), "pictures").await?;
    if let Some(((why, message), _)) = wrong {
        status = why;
        frame.wrong = Some(message);
    }
    let page = Describe {
        frame,
        rows,
        refused,
        twins,
    };
    desk.print(status, &page)
}
