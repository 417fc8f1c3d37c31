//! Standing pages: About, Contact, Imprint and their like. `/desk/settings/pages` lists them, begins one, and puts it out,
//! moves it, links it in the foot and takes it down. They are written in the editor, as stories are.

use super::{Around, enter, frame};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{Desk, leads_to, said};
use crate::site::view::Moment;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::navigation::RowEntry;
use courant_model::standing::StandingPage;
use courant_model::story::State as Stage;
use courant_newsroom::Error;
use courant_newsroom::commands::begin_page::{self, BeginPage};
use courant_newsroom::commands::move_story::{self, Move};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::remove_story;
use courant_newsroom::commands::update_story::{self, Update};
use courant_newsroom::permissions::Who;
use courant_store::{Tx, q};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StandingPages {
    frame: Frame,
    around: Around,
    pages: Vec<Line>,
    /// Those that were taken down.
    gone: Vec<Line>,
    may_begin: bool,
    title: String,
    address: String,
}

/// A page.
#[derive(Debug, Clone, Default, Serialize)]
struct Line {
    id: String,
    title: String,
    state: String,
    /// Where readers find it.
    path: Option<String>,
    /// The end of its address, in its field.
    slug: String,
    /// Older addresses that lead to it.
    leading: Vec<String>,
    /// The newest version is the one that readers see.
    current: bool,
    changed: Option<Moment>,
    in_foot: bool,
    /// It is linked in the row under the nameplate.
    in_row: bool,
    may_write: bool,
    /// Names of the acts that are offered.
    may: Vec<&'static str>,
    /// An act on it was just refused.
    open: bool,
}

impl Page for StandingPages {
    const TEMPLATE: &'static str = "settings-pages.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let line = Line {
            id: "01P".into(),
            title: "About <us>".into(),
            state: "published".into(),
            path: Some("/about".into()),
            slug: "about".into(),
            leading: vec!["/who-we-are".into()],
            current: false,
            changed: Some(moment(
                "2026-03-14T14:05:00+00:00",
                "14:05 WET",
                "14 March 2026, 14:05 WET",
            )),
            in_foot: true,
            in_row: true,
            may_write: true,
            may: vec!["update", "unseen-update", "move", "unfoot", "remove"],
            open: true,
        };
        let draft = Line {
            path: None,
            state: "draft".into(),
            in_foot: false,
            may: vec!["publish", "publish-unseen", "want"],
            open: false,
            ..line.clone()
        };
        vec![
            Self {
                frame: Frame::sample("Pages"),
                around: Around::sample(),
                gone: vec![Line {
                    state: "removed".into(),
                    may: Vec::new(),
                    ..draft.clone()
                }],
                pages: vec![line, draft],
                may_begin: true,
                title: "Imprint".into(),
                address: "/imprint".into(),
            },
            Self {
                frame: Frame::sample("Pages"),
                around: Around::sample(),
                pages: Vec::new(),
                gone: Vec::new(),
                may_begin: false,
                title: String::new(),
                address: String::new(),
            },
        ]
    }
}

/// What was refused, and what was typed.
struct Refused<'t> {
    /// The page; none for a new one.
    id: Option<&'t str>,
    typed: &'t Typed,
    wrong: String,
    status: StatusCode,
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, query.get("done").map(String::as_str), None).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Begins one and leads to its editor.
pub(crate) async fn begin(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let begin = BeginPage {
            title: query::field(&typed, "title").to_owned(),
            address: query::field(&typed, "address").to_owned(),
        };
        let mut tx = app.newsroom.store.write().await?;
        let story = begin_page::run(&mut tx, &app.newsroom.house, &signed.who(), &begin).await?;
        tx.commit().await?;
        Ok(leads_to(&format!("/desk/stories/{}", story.id)))
    };
    let answer = match run.await {
        Err(error) => again(&app, &signed, None, &typed, error).await,
        done => done,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Runs an act on one.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    if act == "remove"
        && signed.who().may(Act::Settings, On::NOTHING)
        && let Err(confirm) = signed.confirmed(&app)
    {
        return confirm;
    }
    let run = async {
        let mut tx = app.newsroom.store.write().await?;
        let done = run(&app, &mut tx, &signed.who(), &id, &act, &typed).await?;
        let seq = tx.commit().await?;
        // Whoever goes to the page from here sees what was done.
        app.cache.reached(seq as u64).await;
        Ok(leads_to(&format!("/desk/settings/pages?done={done}")))
    };
    let answer = match run.await {
        Err(error) => again(&app, &signed, Some(&id), &typed, error).await,
        done => done,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn run(app: &App, tx: &mut Tx, who: &Who, id: &str, act: &str, typed: &Typed) -> Result<&'static str, Error> {
    who.check(Act::Settings, On::NOTHING)?;
    let house = &app.newsroom.house;
    let missing = || Error::NotFound("such page".to_owned());
    q!(tx, stories::by_id(id))?
        .filter(|story| story.form == "page")
        .ok_or_else(missing)?;
    Ok(match act {
        "publish" | "publish-unseen" => {
            let publish = Publish {
                unseen: act == "publish-unseen",
                ..Publish::now(id)
            };
            publish_story::run(tx, house, who, &publish).await?;
            "page-published"
        }
        "update" | "unseen-update" => {
            let update = Update {
                story_id: id.to_owned(),
                new_top: false,
                unseen: act == "unseen-update",
            };
            update_story::run(tx, house, who, &update).await?;
            "page-updated"
        }
        "move" => {
            let wanted = Move {
                story_id: id.to_owned(),
                section_id: None,
                slug: Some(query::field(typed, "address").trim_matches('/').to_owned()),
            };
            move_story::run(tx, house, who, &wanted).await?;
            "page-moved"
        }
        "want" => {
            begin_page::want(tx, house, who, id, query::field(typed, "address")).await?;
            "page-wanted"
        }
        "foot" => {
            begin_page::foot(tx, house, who, id, true).await?;
            "page-foot"
        }
        "unfoot" => {
            begin_page::foot(tx, house, who, id, false).await?;
            "page-unfoot"
        }
        "remove" => {
            remove_story::run(tx, house, who, id).await?;
            "page-removed"
        }
        _ => return Err(Error::NotFound("such act".to_owned())),
    })
}

async fn again(app: &App, signed: &Signed, id: Option<&str>, typed: &Typed, error: Error) -> Result<Response, Error> {
    match said(app, &error).await {
        Some((status, wrong)) => {
            let refused = Refused {
                id,
                typed,
                wrong,
                status,
            };
            page(app, signed, None, Some(refused)).await
        }
        None => Err(error),
    }
}

async fn page(app: &App, signed: &Signed, done: Option<&str>, refused: Option<Refused<'_>>) -> Result<Response, Error> {
    let mut desk = enter(app, signed).await?;
    let (mut frame, around) = frame(&mut desk, "pages").await?;
    frame.done = desk.done(done);
    let who = signed.who();
    let mut pages = Vec::new();
    let mut gone = Vec::new();
    for one in q!(desk.tx, standing::pages())? {
        let mut line = line(&mut desk, &who, one).await?;
        if let Some(refused) = refused.as_ref().filter(|refused| refused.id == Some(line.id.as_str())) {
            line.open = true;
            if let Some(typed) = refused.typed.get("address") {
                typed.clone_into(&mut line.slug);
            }
        }
        if line.state == Stage::Removed.as_str() {
            gone.push(line);
        } else {
            pages.push(line);
        }
    }
    let mut status = StatusCode::OK;
    let (mut title, mut address) = (String::new(), String::new());
    if let Some(refused) = refused {
        status = refused.status;
        frame.wrong = Some(refused.wrong);
        if refused.id.is_none() {
            query::field(refused.typed, "title").clone_into(&mut title);
            query::field(refused.typed, "address").clone_into(&mut address);
        }
    }
    let page = StandingPages {
        frame,
        around,
        pages,
        gone,
        may_begin: desk.may(Act::Begin),
        title,
        address,
    };
    desk.print(status, &page)
}

async fn line(desk: &mut Desk<'_>, who: &Who, one: StandingPage) -> Result<Line, Error> {
    let missing = || Error::NotFound("such page".to_owned());
    let story = q!(desk.tx, stories::by_id(&one.id))?.ok_or_else(missing)?;
    let head = q!(desk.tx, stories::revision(&one.head))?.ok_or_else(missing)?;
    let (leading, in_foot, in_row) = match &one.path {
        Some(path) => (
            q!(desk.tx, addresses::leading_to(path))?,
            desk.paper.footer.iter().any(|link| &link.href == path),
            desk.paper
                .row
                .iter()
                .any(|entry| matches!(entry, RowEntry::Link(link) if &link.href == path)),
        ),
        None => (Vec::new(), false, false),
    };
    let current = one.seen.as_deref() == Some(one.head.as_str());
    let publishes = who.check_story(Act::Publish, &story, &head).is_ok();
    let own = who.owns(&story, &head) && who.check_story(Act::PublishOwn, &story, &head).is_err();
    let stage = Stage::parse(&one.state);
    let mut may = Vec::new();
    let mut offer = |act, yes: bool| {
        if yes {
            may.push(act);
        }
    };
    let writes = who.check_story(Act::Write, &story, &head).is_ok();
    if one.path.is_some() {
        offer("update", publishes && !own);
        offer("unseen-update", publishes && own);
        offer("move", publishes);
        offer(if in_foot { "unfoot" } else { "foot" }, true);
        offer("remove", who.check_story(Act::Remove, &story, &head).is_ok());
    } else if !matches!(stage, Some(Stage::Removed | Stage::Killed | Stage::Spiked)) {
        let ready = matches!(stage, Some(Stage::Ready | Stage::InEdit));
        offer("publish", publishes && ready && !own);
        offer(
            "publish-unseen",
            publishes && (own || !ready) && stage != Some(Stage::Idea),
        );
        offer("want", writes);
    }
    Ok(Line {
        slug: match &one.path {
            Some(path) => path.trim_start_matches('/').to_owned(),
            None => one.wanted_slug,
        },
        title: if one.title.is_empty() {
            one.working_slug
        } else {
            one.title
        },
        changed: Some(desk.moment(one.changed_at)),
        id: one.id,
        state: one.state,
        path: one.path,
        leading,
        current,
        in_foot,
        in_row,
        may_write: writes,
        may,
        open: false,
    })
}
