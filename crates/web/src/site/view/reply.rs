//! The pages around sending a reply or a report: waiting, to be confirmed, refused, answering, thanks.
//! Filled by the site's reply handlers, never cached; printed by `reply-*.html` and `report-sent.html`.

use serde::Serialize;

use super::{Chrome, Html, Link, Moment, Reply, ReplyForm, samples};

/// Why a reply was refused; the words come from the theme's strings (`refused-empty`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// No text.
    #[default]
    Empty,
    /// More text than is taken.
    TooLong,
    /// No name, or one that is too long.
    Name,
    /// No address, or one that can't be one.
    Email,
    /// The same words stand there already, or wait.
    Duplicate,
    /// Too many replies in too short a time.
    TooMany,
    /// Replies closed while it was written.
    Closed,
    /// The stamp is not ours.
    Stamp,
    /// More links than is taken.
    Links,
    /// The reply it answers is gone.
    Parent,
    /// It looks like the work of a robot.
    Robot,
    /// The house could not keep it.
    Broken,
}

/// The field that a refusal is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedField {
    /// The name.
    Name,
    /// The address.
    Email,
    /// The text.
    Text,
    /// The reply as a whole.
    #[default]
    Whole,
}

impl Refused {
    /// The field that this refusal is about.
    pub fn field(self) -> RefusedField {
        match self {
            Self::Empty | Self::TooLong | Self::Links => RefusedField::Text,
            Self::Name => RefusedField::Name,
            Self::Email => RefusedField::Email,
            _ => RefusedField::Whole,
        }
    }
}

/// A reply that waits for approval, as its writer alone sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReplyWaiting {
    /// What all pages share; says `noindex`.
    pub chrome: Chrome,
    /// The story.
    pub story: Link,
    /// The name that was given.
    pub name: String,
    /// When it was written.
    pub time: Moment,
    /// The reply as it would be printed.
    pub body: Html,
}

impl ReplyWaiting {
    /// One that waits.
    pub fn samples() -> Vec<Self> {
        let reply = samples::reply(7);
        vec![Self {
            chrome: samples::problem_chrome("Your reply is waiting"),
            story: samples::story_link(),
            name: reply.name,
            time: reply.time,
            body: reply.body,
        }]
    }
}

/// A reply that came without a stamp: the text is kept and one button sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReplyConfirm {
    /// What all pages share; says `noindex`.
    pub chrome: Chrome,
    /// The story.
    pub story: Link,
    /// The form with everything that was typed and a fresh stamp.
    pub form: ReplyForm,
    /// The reply as it would be printed.
    pub preview: Html,
}

impl ReplyConfirm {
    /// One to be confirmed.
    pub fn samples() -> Vec<Self> {
        vec![Self {
            chrome: samples::problem_chrome("Send your reply?"),
            story: samples::story_link(),
            form: samples::kept_form(),
            preview: samples::reply(7).body,
        }]
    }
}

/// A reply that was refused: why, and the form with the text kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReplyRefused {
    /// What all pages share; says `noindex`.
    pub chrome: Chrome,
    /// The story.
    pub story: Link,
    /// Why.
    pub reason: Refused,
    /// The field that it is about.
    pub field: RefusedField,
    /// When to try again, when that helps.
    pub retry: Option<Moment>,
    /// The form with everything that was typed; none when replies are closed, and then `text` still holds the text.
    pub form: Option<ReplyForm>,
    /// The text, for its writer to copy.
    pub text: String,
}

impl ReplyRefused {
    /// A wrong address, a duplicate, and replies that closed meanwhile.
    pub fn samples() -> Vec<Self> {
        let one = |reason: Refused, form: Option<ReplyForm>| Self {
            chrome: samples::problem_chrome("Your reply was not sent"),
            story: samples::story_link(),
            reason,
            field: reason.field(),
            retry: None,
            text: samples::kept_form().text,
            form,
        };
        vec![
            one(Refused::Email, Some(samples::kept_form())),
            one(Refused::Duplicate, Some(samples::kept_form())),
            Self {
                retry: Some(samples::moment(
                    "2026-03-14T14:20:00+00:00",
                    "14:20 WET",
                    "14 March 2026, 14:20 WET",
                )),
                ..one(Refused::TooMany, Some(samples::kept_form()))
            },
            one(Refused::Closed, None),
        ]
    }
}

/// One reply by itself at `/replies/ID`, with a form that answers it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReplyAnswer {
    /// What all pages share; says `noindex`.
    pub chrome: Chrome,
    /// The story.
    pub story: Link,
    /// The reply; its `answers` are left empty.
    pub reply: Reply,
    /// The form, when replies are open; its `parent` is the reply.
    pub form: Option<ReplyForm>,
}

impl ReplyAnswer {
    /// One with a form, one without.
    pub fn samples() -> Vec<Self> {
        let open = Self {
            chrome: samples::problem_chrome("Reply by Ansel Roe"),
            story: samples::story_link(),
            reply: Reply {
                answers: Vec::new(),
                ..samples::reply(1)
            },
            form: Some(samples::blank_form()),
        };
        let closed = Self {
            form: None,
            ..open.clone()
        };
        vec![open, closed]
    }
}

/// Thanks for a report of an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReportSent {
    /// What all pages share; says `noindex`.
    pub chrome: Chrome,
    /// The story.
    pub story: Link,
}

impl ReportSent {
    /// Thanks.
    pub fn samples() -> Vec<Self> {
        vec![Self {
            chrome: samples::problem_chrome("Thank you"),
            story: samples::story_link(),
        }]
    }
}
