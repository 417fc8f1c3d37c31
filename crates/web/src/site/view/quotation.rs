//! Quotations of the record as readers see them: on the page of whoever spoke, in the search, and the form that asks for a correction.
//! Filled by the site's `quotations` and `ask_correction`; printed by `quotations.html`, `ask-correction.html` and the pages of the record.

use serde::Serialize;

use super::{Chrome, Link, Moment, Pager, samples};

/// How the newsroom knows that something was said; the words come from the theme's strings (`known-told-to`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Known {
    /// `heard`, `transcript`, `told-to` or `quoted-by`.
    pub how: String,
    /// The other house, where there is one.
    pub outlet: String,
}

/// What somebody who is accused said to it; the words come from the theme's strings (`answer-silent`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Who is accused.
    pub accused: String,
    /// `answered`, `denied`, `silent` or `not-asked`.
    pub kind: String,
    /// Their words.
    pub words: Option<String>,
    /// The day by which there were none, as a date.
    pub by: Option<String>,
}

/// One remark with the newest story that tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The `id` of its element: `quotation-12`.
    pub anchor: String,
    /// Who said it, with their page when readers have one.
    pub who: String,
    /// The speaker's page.
    pub who_href: Option<String>,
    /// The whole sentence as the story prints it.
    pub sentence: String,
    /// The words within it: the speaker's own when it is direct.
    pub words: String,
    /// `direct`, `mixed` or `indirect`: only the last has none of the speaker's own words.
    pub manner: String,
    /// When it was said: a date, a month or a year.
    pub said_on: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// On what occasion.
    pub occasion: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// How it is known.
    pub known: Known,
    /// When somebody of the newsroom confirmed it.
    pub confirmed: Moment,
    /// Who did, when they sign stories.
    pub confirmed_by: Option<String>,
    /// When the story was corrected in this sentence.
    pub corrected: Option<Moment>,
    /// What the accused said, when it accuses somebody.
    pub answer: Option<Answer>,
    /// The story, with the place of the sentence in it.
    pub story: Link,
    /// When the story was published.
    pub published: Option<Moment>,
    /// Other stories that tell the same remark.
    pub also: Vec<Link>,
    /// The form that asks for a correction.
    pub ask: String,
}

/// The search in what was said; without a question the newest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Quotations {
    /// What all pages share.
    pub chrome: Chrome,
    /// The path that the form asks.
    pub action: String,
    /// What was asked, as typed.
    pub query: String,
    /// How many there are.
    pub total: u64,
    /// This page of them, newest story first.
    pub quotations: Vec<Quoted>,
    /// The same question to all stories.
    pub stories: Option<String>,
    /// Where this page stands.
    pub pager: Pager,
}

/// The form that asks for a correction of the record; it is never printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AskCorrection {
    /// What all pages share.
    pub chrome: Chrome,
    /// Where it posts to. Fields: `quotation` or `entity`, `text`, `email`, `website` (a trap, stays empty), `stamp`.
    pub action: String,
    /// Id of the quotation, or empty.
    pub quotation: String,
    /// Id of the person, organisation or place, or empty.
    pub entity: String,
    /// The signed stamp.
    pub stamp: String,
    /// What it is about: the sentence, or the name.
    pub about: String,
    /// Where that stands.
    pub back: Link,
    /// The text, kept.
    pub text: String,
    /// The address, kept; only ever on a page that its writer alone sees.
    pub email: String,
    /// Nothing was written, or too much: `empty` or `long`.
    pub wrong: Option<String>,
}

impl Quoted {
    /// One with everything, a paraphrase of somebody without a page, and one that accuses.
    pub fn samples() -> Vec<Self> {
        let moment = || samples::moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let full = Self {
            anchor: "quotation-12".into(),
            who: "Marta Quirino".into(),
            who_href: Some("/people/marta-quirino".into()),
            sentence:
                "“The night boat pays for itself from the second year,” Marta Quirino told Rádio Maren on Friday."
                    .into(),
            words: "The night boat pays for itself from the second year,".into(),
            manner: "direct".into(),
            said_on: Some("13 March 2026".into()),
            addressee: Some("Rádio Maren".into()),
            occasion: Some("opening of the east quay".into()),
            place: Some("Maren".into()),
            known: Known {
                how: "told-to".into(),
                outlet: "Rádio Maren".into(),
            },
            confirmed: moment(),
            confirmed_by: Some("Inês Caldeira".into()),
            corrected: Some(moment()),
            answer: None,
            story: Link::new("Harbour board approves night ferry", "/local/night-ferry#p-b3"),
            published: Some(moment()),
            also: vec![Link::new("What the night boat costs", "/economy/night-boat#p-b7")],
            ask: "/correction?quotation=01A".into(),
        };
        let paraphrase = Self {
            anchor: "quotation-13".into(),
            who: "two <officials> of the port".into(),
            who_href: None,
            sentence: "Two officials of the port said that nobody had asked them.".into(),
            manner: "indirect".into(),
            said_on: None,
            addressee: None,
            occasion: None,
            place: None,
            known: Known {
                how: "heard".into(),
                outlet: String::new(),
            },
            confirmed_by: None,
            corrected: None,
            published: None,
            also: Vec::new(),
            ..full.clone()
        };
        let accuses = Self {
            anchor: "quotation-14".into(),
            manner: "mixed".into(),
            answer: Some(Answer {
                accused: "Peter Holm".into(),
                kind: "silent".into(),
                words: None,
                by: Some("12 March 2026".into()),
            }),
            ..full.clone()
        };
        let answered = Self {
            anchor: "quotation-15".into(),
            answer: Some(Answer {
                accused: "Holm & Sons".into(),
                kind: "answered".into(),
                words: Some("We paid for every crate.".into()),
                by: None,
            }),
            ..full.clone()
        };
        vec![full, paraphrase, accuses, answered]
    }
}

impl Quotations {
    /// Something found, nothing found, nothing asked.
    pub fn samples() -> Vec<Self> {
        let found = Self {
            chrome: samples::chrome("night boat", "/quotations"),
            action: "/quotations".into(),
            query: "night boat".into(),
            total: 43,
            quotations: Quoted::samples(),
            stories: Some("/search?q=night+boat".into()),
            pager: Pager {
                page: 2,
                pages: 3,
                prev: Some("/quotations?q=night+boat&page=1".into()),
                next: Some("/quotations?q=night+boat&page=3".into()),
            },
        };
        let nothing = Self {
            query: "<b>zeppelin".into(),
            total: 0,
            quotations: Vec::new(),
            pager: Pager {
                page: 1,
                pages: 1,
                prev: None,
                next: None,
            },
            ..found.clone()
        };
        let bare = Self {
            query: String::new(),
            stories: None,
            ..nothing.clone()
        };
        vec![found, nothing, bare]
    }
}

impl AskCorrection {
    /// A new form about a sentence, and one that came back, about a person.
    pub fn samples() -> Vec<Self> {
        let fresh = Self {
            chrome: samples::chrome("Ask for a correction", "/correction"),
            action: "/correction".into(),
            quotation: "01A".into(),
            entity: String::new(),
            stamp: "1.x".into(),
            about: "“The night boat pays for itself from the second year,” she said.".into(),
            back: Link::new("Harbour board approves night ferry", "/local/night-ferry"),
            text: String::new(),
            email: String::new(),
            wrong: None,
        };
        let again = Self {
            quotation: String::new(),
            entity: "01B".into(),
            about: "Marta Quirino".into(),
            back: Link::new("Marta Quirino", "/people/marta-quirino"),
            text: "</textarea>I was not there.".into(),
            email: "marta@example.org".into(),
            wrong: Some("long".into()),
            ..fresh.clone()
        };
        let empty = Self {
            wrong: Some("empty".into()),
            text: String::new(),
            ..again.clone()
        };
        vec![fresh, again, empty]
    }
}
