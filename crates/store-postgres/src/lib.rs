//! The queries of `store/queries` compiled and checked against Postgres.
//! Only the crate `store` calls these, through its `q!`.

/// On an async function: its future comes in a box, so that its body is compiled in this crate, once, and not again in
/// every crate that awaits it.
pub(crate) use async_recursion::async_recursion as boxed;

/// The engine of this crate.
pub type Db = sqlx::Postgres;
/// A connection of it.
pub type Conn = sqlx::PgConnection;

/// The schema, step by step.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../store/migrations/postgres");

#[path = "../../store/queries/accounts.rs"]
pub mod accounts;
#[path = "../../store/queries/acts.rs"]
pub mod acts;
#[path = "../../store/queries/addresses.rs"]
pub mod addresses;
#[path = "../../store/queries/brought.rs"]
pub mod brought;
#[path = "../../store/queries/copydesk.rs"]
pub mod copydesk;
#[path = "../../store/queries/corrections.rs"]
pub mod corrections;
#[path = "../../store/queries/day.rs"]
pub mod day;
#[path = "../../store/queries/diary.rs"]
pub mod diary;
#[path = "../../store/queries/doors.rs"]
pub mod doors;
#[path = "../../store/queries/drafts.rs"]
pub mod drafts;
#[path = "../../store/queries/erasing.rs"]
pub mod erasing;
#[path = "../../store/queries/fronts.rs"]
pub mod fronts;
#[path = "../../store/queries/jobs.rs"]
pub mod jobs;
#[path = "../../store/queries/ledger.rs"]
pub mod ledger;
#[path = "../../store/queries/library.rs"]
pub mod library;
#[path = "../../store/queries/listings.rs"]
pub mod listings;
#[path = "../../store/queries/live.rs"]
pub mod live;
#[path = "../../store/queries/live_quotations.rs"]
pub mod live_quotations;
#[path = "../../store/queries/machine.rs"]
pub mod machine;
#[path = "../../store/queries/mentions.rs"]
pub mod mentions;
#[path = "../../store/queries/names.rs"]
pub mod names;
#[path = "../../store/queries/notes.rs"]
pub mod notes;
pub mod only;
#[path = "../../store/queries/palette.rs"]
pub mod palette;
#[path = "../../store/queries/paper.rs"]
pub mod paper;
#[path = "../../store/queries/pictures.rs"]
pub mod pictures;
#[path = "../../store/queries/planning.rs"]
pub mod planning;
#[path = "../../store/queries/previews.rs"]
pub mod previews;
#[path = "../../store/queries/quotations.rs"]
pub mod quotations;
#[path = "../../store/queries/reading.rs"]
pub mod reading;
#[path = "../../store/queries/related.rs"]
pub mod related;
#[path = "../../store/queries/replies.rs"]
pub mod replies;
#[path = "../../store/queries/requests.rs"]
pub mod requests;
#[path = "../../store/queries/revisions.rs"]
pub mod revisions;
#[path = "../../store/queries/schedules.rs"]
pub mod schedules;
#[path = "../../store/queries/shelf.rs"]
pub mod shelf;
#[path = "../../store/queries/standing.rs"]
pub mod standing;
#[path = "../../store/queries/stories.rs"]
pub mod stories;
#[path = "../../store/queries/storylines.rs"]
pub mod storylines;
#[path = "../../store/queries/templates.rs"]
pub mod templates;
#[path = "../../store/queries/terms.rs"]
pub mod terms;
#[path = "../../store/queries/uploads.rs"]
pub mod uploads;
#[path = "../../store/queries/webhooks.rs"]
pub mod webhooks;
