//! The copy desk: reads a story as a sub-editor does, and says what it finds.
//! Used by `courant check`, by the desk while people write, and before a story is printed; it is pure and usable on its own.
//!
//! ```
//! use courant_copydesk::{Page, Reading};
//!
//! let page = Page::from_plain("“The ferry sails at noon,” Anna Berg said.\n");
//! let reading = Reading::of(&page);
//! let quotation = reading.quotations.first().map(|q| (page.at(q.span), q.speaker.as_deref()));
//! assert_eq!(quotation, Some(("The ferry sails at noon,", Some("Anna Berg"))));
//! ```

pub mod checks;
pub mod circumstances;
pub mod cues;
pub mod dates;
pub mod desk;
pub mod evaluation;
pub mod events;
pub mod furniture;
pub mod gazetteer;
mod lexicon;
pub mod marks;
mod markup;
pub mod names;
pub mod note;
pub mod page;
mod phrases;
mod plain;
pub mod quotations;
pub mod reading;
pub mod related;
pub mod report;
pub mod rules;
pub mod span;
mod speakers;
pub mod spelling;
mod story;
mod subjects;
pub mod tokens;
pub mod when;

pub use desk::{Desk, DoNotName, Said, Source};
pub use events::{Event, EventKind, Standing};
pub use gazetteer::NameKind;
pub use names::Name;
pub use note::{Fix, Note, Severity};
pub use page::{Facts, LinkFacts, Page, Part, PictureFacts, Place, Role};
pub use quotations::{Manner, Quotation};
pub use reading::{Reading, Sentence};
pub use report::Report;
pub use rules::Rules;
pub use span::Span;
pub use spelling::Spelling;
pub use story::Fields;
pub use when::{Precision, When};

/// Reads a page and runs all checks and house rules.
pub fn check<'p>(page: &'p Page, desk: &Desk) -> Report<'p> {
    let reading = Reading::of(page);
    let notes = checks::run(&reading, desk);
    Report { reading, notes }
}
