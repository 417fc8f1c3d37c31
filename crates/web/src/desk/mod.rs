//! The desk: where the newsroom works, one file a page. The router nests [`routes`] under `/desk`.
//! A handler opens the [`visit::Desk`], fills the context of its page, and prints it; forms run a command and lead on.

pub(crate) mod assets;
pub(crate) mod frame;
mod pages;
pub(crate) mod print;
pub(crate) mod problem;
pub(crate) mod visit;

use crate::app::App;
use crate::auth;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use std::sync::Arc;

/// Largest body of a form of the desk, in bytes: a long story as Markdown, encoded.
const LARGEST_FORM: usize = 4 * 1024 * 1024;

/// Every route of the desk, below `/desk`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        // Browsers that fetch what pages name
        .route("/assets/{version}/{*path}", get(assets::send))
        // Whoever wants to come in
        .merge(auth::routes())
        .fallback(problem::missing)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}
