//! The desk: where the newsroom works, one file a page. The router nests [`routes`] under `/desk`.
//! A handler opens the [`visit::Desk`], fills the context of its page, and prints it; forms run a command and lead on.

mod anything;
pub(crate) mod assets;
mod background;
mod begin;
pub(crate) mod copy_desk;
mod day;
mod diary;
mod events;
mod find;
mod flash;
pub(crate) mod frame;
mod front;
mod home;
mod house_style;
mod notes;
mod numbers;
mod pages;
mod paste;
pub(crate) mod pictures;
mod plain;
pub(crate) mod print;
pub(crate) mod problem;
pub(crate) mod query;
mod quotations;
mod rail;
pub(crate) mod record;
mod requests;
mod room;
pub(crate) mod settings;
mod stories;
mod story;
mod storylines;
mod templates;
mod together;
mod uploads;
mod verbs;
mod versions;
pub(crate) mod visit;
mod withheld;

use crate::app::App;
use crate::auth;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use courant_newsroom::uploads::LARGEST_PART;
use std::sync::Arc;

/// Largest body of a form of the desk, in bytes: a long story as Markdown, encoded.
const LARGEST_FORM: usize = 4 * 1024 * 1024;

/// Every route of the desk, below `/desk`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        // Browsers that fetch what pages name
        .route("/assets/{version}/{*path}", get(assets::send))
        // The editor
        .route("/stories/{id}/room", get(room::open))
        // Whoever wants to come in
        .merge(auth::routes())
        // Writers
        .route("/", get(home::show))
        .route("/stories", get(stories::show).post(begin::begin))
        .route("/stories/new", get(begin::show))
        .route("/day", get(day::today).post(day::acts::plan))
        .route("/day/{date}", get(day::show))
        .route("/day/stories/{id}", post(day::acts::change))
        .route("/diary", get(diary::show).post(diary::acts::keep))
        .route("/diary/new", get(diary::sheet::fresh))
        .route(
            "/diary/import",
            get(diary::import::show)
                .post(diary::import::take)
                .layer(DefaultBodyLimit::max(diary::import::LARGEST)),
        )
        .route("/diary/{id}", get(diary::sheet::show).post(diary::acts::keep))
        .route("/diary/{id}/{act}", post(diary::acts::act))
        .route("/flash", get(flash::show).post(flash::send))
        .route("/front", get(front::show))
        .route("/front/{page}", get(front::section))
        .route("/front/{page}/preview", get(front::preview::show))
        .route("/front/{page}/frame", get(front::preview::framed))
        .route("/front/{page}/history", get(front::history::show))
        .route("/front/{page}/{act}", post(front::acts::act))
        .route("/stories/{id}", get(story::show))
        .route("/stories/{id}/plain", get(plain::show).post(plain::keep))
        .route("/stories/{id}/compare", get(versions::compare))
        .route("/stories/{id}/notes", get(notes::list).post(notes::add))
        .route("/stories/{id}/notes/{note}/resolve", post(notes::resolve))
        .route("/stories/{id}/quotations/{verb}", post(quotations::act))
        .route("/stories/{id}/names", post(quotations::name))
        .route("/stories/{id}/seen", post(story::seen))
        .route("/stories/{id}/relate", post(together::relate))
        .route("/storylines", get(storylines::list).post(together::make))
        .route("/storylines/{id}", get(storylines::show))
        .route("/storylines/{id}/{verb}", post(together::act))
        .route("/stories/{id}/copy-desk", post(copy_desk::notes))
        .route("/stories/{id}/copy-desk/decide", post(copy_desk::decide))
        .route("/stories/{id}/copy-desk/override", post(copy_desk::override_stop))
        .route(
            "/stories/{id}/sources",
            post(copy_desk::attach).layer(DefaultBodyLimit::max(copy_desk::LARGEST_SOURCE + 64 * 1024)),
        )
        .route("/stories/{id}/sources/{source}", get(copy_desk::source))
        .route("/stories/{id}/sources/{source}/remove", post(copy_desk::remove))
        .route("/checks/{name}", get(copy_desk::check))
        // Editors and owners
        .route("/templates", get(templates::list).post(templates::keep))
        .route("/templates/new", get(templates::fresh))
        .route("/templates/{id}", get(templates::show).post(templates::keep))
        .route("/templates/{id}/remove", post(templates::remove))
        .route("/backgrounds", post(background::keep))
        .route("/backgrounds/new", get(background::fresh))
        .route("/backgrounds/{id}", get(background::show).post(background::keep))
        .route("/backgrounds/{id}/remove", post(background::remove))
        // Pictures
        .route(
            "/pictures",
            get(pictures::show)
                .post(pictures::add)
                .layer(DefaultBodyLimit::max(pictures::LARGEST)),
        )
        .route(
            "/pictures/describe",
            get(pictures::describe::show).post(pictures::describe::keep),
        )
        .route("/pictures/{id}", get(pictures::sheet::show).post(pictures::acts::keep))
        .route("/pictures/{id}/image", get(pictures::sheet::image))
        .route("/pictures/{id}/rights", post(pictures::acts::rights))
        .route("/pictures/{id}/down", post(pictures::acts::down))
        .route("/pictures/{id}/up", post(pictures::acts::up))
        .route(
            "/pictures/{id}/replace",
            post(pictures::acts::replace).layer(DefaultBodyLimit::max(pictures::LARGEST_FILE)),
        )
        .route("/pictures/{id}/undo", post(pictures::acts::undo))
        .route("/uploads", post(uploads::begin))
        .route(
            "/uploads/{id}",
            get(uploads::offset)
                .patch(uploads::grow)
                .layer(DefaultBodyLimit::max(LARGEST_PART)),
        )
        .route("/uploads/{id}/{act}", post(uploads::act))
        // Numbers
        .route("/numbers", get(numbers::show))
        .route("/numbers/{id}", get(numbers::sheet::show))
        // The record
        .route("/record", get(record::show).post(record::sheet::keep))
        .route("/record/new", get(record::sheet::fresh))
        .route("/record/open", get(record::open::list))
        .route("/record/requests", get(requests::show))
        .route("/record/requests/{id}", post(requests::answer))
        .route("/record/name", get(record::open::show).post(record::open::decide))
        .route("/record/{id}", get(record::sheet::show).post(record::sheet::keep))
        .route("/record/{id}/erase", get(record::erase::ask).post(record::erase::erase))
        .route("/record/{id}/{act}", post(record::sheet::act))
        .route("/house-style", get(house_style::show))
        .route("/house-style/{act}", post(house_style::act))
        // The chief
        .route("/withheld", get(withheld::show).post(withheld::keep))
        .route("/withheld/{id}", post(withheld::keep))
        .route("/withheld/{id}/release", post(withheld::release))
        // The settings of the paper
        .merge(settings::routes())
        // The desk's scripts
        .route("/events", get(events::stream))
        .route("/find/stories", get(find::stories))
        .route("/find/pictures", get(find::pictures))
        .route("/find/authors", get(find::authors))
        .route("/find/accounts", get(find::accounts))
        .route("/find/topics", get(find::topics))
        .route("/find", get(anything::show))
        .route("/find/anything", get(anything::answer))
        .route("/background", get(find::background))
        .route("/paste", post(paste::clean))
        // Acts on a story: each verb is an act of its own
        .route("/stories/{id}/{verb}", post(verbs::act))
        .fallback(problem::missing)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}
