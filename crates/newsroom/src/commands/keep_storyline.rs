//! Keeps a storyline: its title and summary, whether it goes on, and whether readers and engines see its page.
//! Called by the desk and the demo; stories are filed in it by `file_in_storyline`.

use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::storyline::Storyline;
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// Longest title, in characters.
const LONGEST_TITLE: usize = 120;
/// Longest summary, in characters.
const LONGEST_SUMMARY: usize = 600;

/// Who sees the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Open {
    /// The desk alone.
    #[default]
    Desk,
    /// Readers; engines are asked to leave it out.
    Readers,
    /// Readers and engines.
    Engines,
}

impl Open {
    /// As a form has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Readers => "readers",
            Self::Engines => "engines",
        }
    }

    /// Reads a form's value; anything else is the desk alone.
    pub fn parse(text: &str) -> Self {
        match text {
            "readers" => Self::Readers,
            "engines" => Self::Engines,
            _ => Self::Desk,
        }
    }

    /// Of a kept storyline.
    pub fn of(storyline: &Storyline) -> Self {
        match (storyline.is_public, storyline.noindex) {
            (false, _) => Self::Desk,
            (true, true) => Self::Readers,
            (true, false) => Self::Engines,
        }
    }
}

/// A storyline as it is to be.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// Which one; `None` makes a new one.
    pub id: Option<String>,
    /// When it was last changed as far as the form knew; changed since, it is a conflict. `None` does not compare.
    pub seen: Option<Micros>,
    /// As printed.
    pub title: String,
    /// A sentence or two; may be empty.
    pub summary: String,
    /// It does not go on.
    pub closed: bool,
    /// Who sees its page.
    pub open: Open,
}

/// Keeps it. The end of its address is made of the first title, and stays.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, keep: &Keep) -> Result<Storyline> {
    let before = match &keep.id {
        Some(id) => Some(found(tx, id).await?),
        None => None,
    };
    if let (Some(before), Some(seen)) = (&before, keep.seen)
        && before.changed_at != seen
    {
        return Err(Error::Conflict(
            "somebody changed this storyline while you had it open".to_owned(),
        ));
    }
    let (title, summary) = decide(who, keep)?;
    withheld::guard(tx, house, who, &[&title, &summary]).await?;
    let now = house.now();
    let storyline = Storyline {
        title,
        summary,
        state: if keep.closed { "closed" } else { "open" }.to_owned(),
        is_public: keep.open != Open::Desk,
        noindex: keep.open != Open::Engines,
        changed_at: now,
        ..match before {
            Some(before) => before,
            None => Storyline {
                id: house.id(),
                number: q!(tx, paper::next_number("storyline"))?,
                slug: free_slug(tx, &keep.title).await?,
                title: String::new(),
                summary: String::new(),
                state: String::new(),
                is_public: false,
                noindex: true,
                created_at: now,
                changed_at: now,
            },
        }
    };
    if keep.id.is_some() {
        q!(tx, storylines::revise(&storyline))?;
    } else {
        q!(tx, storylines::add(&storyline))?;
    }
    tx.enter(now, &who.actor(), "keep", &Thing::Storyline(storyline.id.clone()));
    // Sitemaps have storylines too.
    tx.enter(now, &who.actor(), "keep", &Thing::Record);
    Ok(storyline)
}

/// A storyline, or that there is none.
pub(super) async fn found(tx: &mut Tx, id: &str) -> Result<Storyline> {
    q!(tx, storylines::by_id(id))?.ok_or_else(|| Error::NotFound("such storyline".to_owned()))
}

/// Title and summary as they are kept.
fn decide(who: &Who, keep: &Keep) -> Result<(String, String), Refusal> {
    who.check(Act::KeepRecord, On::NOTHING)?;
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (title, summary) = (fold(&keep.title), fold(&keep.summary));
    if slug::of(&title).is_empty() {
        return Err(Refusal::new("storyline-title", "a storyline needs a title"));
    }
    if title.chars().count() > LONGEST_TITLE {
        return Err(Refusal::new(
            "storyline-title-long",
            format!("a title has at most {LONGEST_TITLE} characters"),
        ));
    }
    if summary.chars().count() > LONGEST_SUMMARY {
        return Err(Refusal::new(
            "storyline-summary-long",
            format!("a summary has at most {LONGEST_SUMMARY} characters"),
        ));
    }
    Ok((title, summary))
}

async fn free_slug(tx: &mut Tx, title: &str) -> Result<String> {
    let wanted = slug::of(title);
    let mut n = 1;
    loop {
        let slug = slug::nth(&wanted, n);
        if q!(tx, storylines::by_slug(&slug))?.is_none() {
            return Ok(slug);
        }
        n += 1;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_model::account::{Member, Role};

    fn member(role: Role) -> Who {
        Who::Member(Member {
            account: "a".into(),
            roles: vec![role],
            ..Member::default()
        })
    }

    #[test]
    fn an_editor_keeps_storylines_and_a_reporter_does_not() {
        let keep = Keep {
            title: " The  harbour budget ".into(),
            summary: "Who pays\nfor the quay.".into(),
            ..Keep::default()
        };
        assert_eq!(
            decide(&member(Role::Editor), &keep).unwrap(),
            ("The harbour budget".to_owned(), "Who pays for the quay.".to_owned())
        );
        assert_eq!(decide(&member(Role::Reporter), &keep).unwrap_err().key, "not-allowed");
    }

    #[test]
    fn a_title_has_letters_and_an_end() {
        let titled = |title: &str| {
            let keep = Keep {
                title: title.to_owned(),
                ..Keep::default()
            };
            decide(&member(Role::Chief), &keep)
        };
        assert_eq!(titled(" … ").unwrap_err().key, "storyline-title");
        assert_eq!(titled(&"a ".repeat(200)).unwrap_err().key, "storyline-title-long");
    }

    #[test]
    fn a_page_is_opened_to_readers_before_engines() {
        for open in [Open::Desk, Open::Readers, Open::Engines] {
            assert_eq!(Open::parse(open.as_str()), open);
        }
        assert_eq!(Open::parse("everybody"), Open::Desk);
    }
}
