//! The copy desk at work on the paper's stories: what it reads, what it goes by, and what people decided on its notes.
//! The desk asks [`gather`] while people write; `commands::going_out` asks once more at the second of publication.

mod archive;
mod desk;
mod findings;
mod page;
mod passage;
mod statistics;
mod style;
mod understood;
pub mod withheld;

pub use desk::{Going, desk_for};
pub(crate) use findings::gather_with;
pub use findings::{Finding, Findings, Material, Standing, gather};
pub use page::{When, page_of};
pub use passage::{folded, passage_of};
pub use statistics::{RuleLine, lines};
pub use style::{Fault, Loaded, Style};
pub use understood::{Understood, understood};

/// Where a check's page lies in the documentation, for links.
pub const DOCS: &str = "docs/copydesk";

/// The check that no desk puts aside.
pub const DO_NOT_NAME: &str = "do-not-name";

/// Whether a name is that of a check of the house, rather than of a house rule.
pub fn is_check(name: &str) -> bool {
    courant_copydesk::checks::ALL.iter().any(|check| check.name == name)
}
