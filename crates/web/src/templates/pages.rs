//! Which template prints which context: each pair stands here once.
//! Used by `Themes::render`, by `Themes::check`, and by the tests that print every sample.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::site::view::{
    AskCorrection, Corrections, Entities, EntityPage, Front, Listing, Problem, Quotations, ReplyAnswer, ReplyConfirm,
    ReplyRefused, ReplyWaiting, ReportSent, Retracted, Search, Standing, StoryPage, StorylinePage,
};

/// A context that a template of the theme prints.
pub trait Page: Serialize {
    /// The template's file in `templates/`.
    const TEMPLATE: &'static str;

    /// The language of the page.
    fn language(&self) -> &str;
}

macro_rules! pages {
    ($($context:ident => $template:literal),+ $(,)?) => {
        $(impl Page for $context {
            const TEMPLATE: &'static str = $template;

            fn language(&self) -> &str {
                &self.chrome.language
            }
        })+

        /// Hands over every sample of every context, with its template and its language.
        pub(super) fn each_sample(visit: &mut dyn FnMut(&'static str, &str, Value)) {
            $(for sample in $context::samples() {
                visit($context::TEMPLATE, sample.language(), Value::from(Serde(&sample)));
            })+
        }
    };
}

pages! {
    Front => "front.html",
    Listing => "listing.html",
    EntityPage => "entity.html",
    Entities => "entities.html",
    StoryPage => "story.html",
    StorylinePage => "storyline.html",
    Retracted => "retracted.html",
    Standing => "standing.html",
    Corrections => "corrections.html",
    Search => "search.html",
    Quotations => "quotations.html",
    AskCorrection => "ask-correction.html",
    Problem => "problem.html",
    ReplyWaiting => "reply-waiting.html",
    ReplyConfirm => "reply-confirm.html",
    ReplyRefused => "reply-refused.html",
    ReplyAnswer => "reply-answer.html",
    ReportSent => "report-sent.html",
}
