//! The only room that serves HTTP: the reader's site from the page cache, and the server loop under it.
//! The binary calls [`run`]; `courant theme` uses [`templates`].

mod api;
mod app;
mod auth;
pub mod cache;
mod copy;
mod desk;
pub mod reads;
mod router;
pub mod serve;
pub mod site;
pub mod templates;
mod wp;

pub use app::{Machine, MachineLine, Settings, run};
pub use auth::SignOn;
pub use copy::{Answered, Copy};
