//! A reader answers a story by name and address. The reply waits for approval unless its section says otherwise.
//! The site's form handler runs it; rate limits and stamps are checked there, everything about the reply itself here.

use crate::copydesk::withheld;
use crate::{Error, House, Result};
use base64::Engine;
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::paper::ReplyRules;
use courant_model::reply::{NewReply, Reply, ReplyState};
use courant_model::term::Section;
use courant_model::time::{DAY, Micros};
use courant_store::{Tx, q};
use unicode_normalization::UnicodeNormalization;

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 60;
/// Longest text, in characters.
pub const LONGEST_TEXT: usize = 6_000;
/// Most links in a text.
pub const MOST_LINKS: usize = 4;

/// What the reader sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The story.
    pub story_id: String,
    /// The reply it answers, by id; empty when it answers the story.
    pub parent: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Text, Markdown-light.
    pub text: String,
    /// The client's network address; kept as a keyed hash.
    pub client: String,
}

/// Why a reply is not taken. The words are the theme's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// No text.
    Empty,
    /// Too much text.
    TooLong,
    /// No name, or too long a one.
    Name,
    /// Not an address.
    Email,
    /// It stands or waits there already.
    Duplicate,
    /// Replies are closed.
    Closed,
    /// Too many links.
    Links,
    /// What it answers is gone.
    Parent,
}

/// A reply that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// Whether readers see it already.
    pub approved: bool,
    /// Shows it to its writer while it waits; known to nobody else.
    pub key: String,
}

/// Why replies to a story are closed, when they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBy {
    /// The section takes none.
    Section,
    /// The time is over.
    Time,
}

/// Whether replies to a story are closed at `now`, and the moment at which they will close.
pub fn closing(
    section: Option<&Section>,
    published_at: Option<Micros>,
    now: Micros,
) -> (Option<ClosedBy>, Option<Micros>) {
    let Some(section) = section else {
        return (Some(ClosedBy::Section), None);
    };
    if section.replies == "closed" {
        return (Some(ClosedBy::Section), None);
    }
    let closes = published_at
        .filter(|_| section.replies_close_after_days > 0)
        .map(|at| at.saturating_add(section.replies_close_after_days.saturating_mul(DAY)));
    match closes {
        Some(at) if at <= now => (Some(ClosedBy::Time), None),
        _ => (None, closes),
    }
}

/// Takes the reply, or says why not.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, sent: &Sent) -> Result<Result<Taken, NotTaken>> {
    let live =
        q!(tx, live::by_id(&sent.story_id))?.ok_or_else(|| Error::NotFound("such story before readers".to_owned()))?;
    let paper = super::revise_paper::current(tx).await?;
    let mut sections = q!(tx, terms::sections())?;
    paper.rule_replies(&mut sections);
    let section = sections
        .into_iter()
        .find(|section| Some(&section.id) == live.section_id.as_ref())
        // A retracted story takes no more replies.
        .filter(|_| live.retracted_at.is_none());
    let (closed, _) = closing(section.as_ref(), live.published_at, house.now());
    if closed.is_some() {
        return Ok(Err(NotTaken::Closed));
    }
    let (name, email, document) = match decide(sent) {
        Ok(clean) => clean,
        Err(why) => return Ok(Err(why)),
    };
    let parent_id = match sent.parent.trim() {
        "" => None,
        id => match q!(tx, replies::by_id(id))? {
            Some(parent) if parent.story_id == live.story_id && parent.state == ReplyState::Approved.as_str() => {
                Some(parent.id)
            }
            _ => return Ok(Err(NotTaken::Parent)),
        },
    };
    let text_mac = text_mac(house, &name, &sent.text);
    if q!(tx, replies::is_duplicate(&live.story_id, &text_mac))? {
        return Ok(Err(NotTaken::Duplicate));
    }
    // A name that is held back waits for the chief, also where replies appear at once.
    let held = withheld::holds(tx, house, &[&name, &courant_text::plain::write(&document), &sent.text]).await?;
    let plain = courant_text::plain::write(&document);
    let waits = waits(&paper.replies, &sent.text, &format!("{name}\n{plain}"));
    let approved = !held && !waits && section.is_some_and(|section| section.replies == "open");
    let key = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(house.keys.random_bytes::<18>()?);
    let domain = email.rsplit('@').next().unwrap_or_default();
    let new = NewReply {
        reply: Reply {
            id: house.id(),
            number: q!(tx, paper::next_number("reply"))?,
            story_id: live.story_id.clone(),
            parent_id,
            name,
            document: courant_text::json::write(&document),
            state: if approved {
                ReplyState::Approved
            } else {
                ReplyState::Waiting
            }
            .as_str()
            .to_owned(),
            at: house.now(),
        },
        email_cipher: house.keys.seal(&email)?,
        email_key: house.keys.id().to_owned(),
        email_mac: house.keys.address_mac(&email),
        domain_mac: house.keys.address_mac(domain),
        client_mac: house.keys.client_mac(&sent.client),
        text_mac,
        writer_key: house.keys.stamp(&format!("writer {key}")),
    };
    q!(tx, replies::add(&new))?;
    tx.enter(
        house.now(),
        &Actor::Reader,
        "reply",
        &Thing::Reply(new.reply.id.clone()),
    );
    if approved {
        tx.enter(house.now(), &Actor::Reader, "reply", &Thing::Story(live.story_id));
    }
    Ok(Ok(Taken {
        id: new.reply.id,
        approved,
        key,
    }))
}

/// Whether `key` is the one that was given to the writer of a reply.
#[crate::boxed]
pub async fn is_writer(tx: &mut Tx, house: &House, id: &str, key: &str) -> Result<bool> {
    Ok(q!(tx, replies::writer_key(id))?.is_some_and(|kept| house.keys.stamp_is_ours(&format!("writer {key}"), &kept)))
}

/// Whether the paper wants to see a reply first, also where replies appear at once.
fn waits(rules: &ReplyRules, text: &str, printed: &str) -> bool {
    let small = text.to_lowercase();
    let has_link = links(&small) > 0 || small.contains("www.");
    if rules.hold_links && has_link {
        return true;
    }
    let printed = words(printed);
    rules
        .wait_words
        .iter()
        .map(|word| words(word))
        .any(|word| word.len() > 2 && printed.contains(&word))
}

/// How many addresses stand in a text in lower case.
fn links(small: &str) -> usize {
    small.matches("http://").count() + small.matches("https://").count()
}

/// The words of a text in lower case, each between spaces.
fn words(text: &str) -> String {
    let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!(" {} ", words.join(" "))
}

fn decide(sent: &Sent) -> Result<(String, String, courant_text::Document), NotTaken> {
    if sent.text.chars().count() > LONGEST_TEXT {
        return Err(NotTaken::TooLong);
    }
    let name = printable_line(&sent.name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(NotTaken::Name);
    }
    let email = normalised_address(&sent.email).ok_or(NotTaken::Email)?;
    let document = courant_text::reply::read(&sent.text, &mut courant_text::SequentialIds::new());
    if courant_text::plain::write(&document).trim().is_empty() {
        return Err(NotTaken::Empty);
    }
    if links(&sent.text.to_lowercase()) > MOST_LINKS {
        return Err(NotTaken::Links);
    }
    Ok((name, email, document))
}

/// One line without controls, direction tricks or invisible characters; white space folded.
pub fn printable_line(text: &str) -> String {
    let seen: String = text
        .nfc()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| {
            !c.is_control()
                && !matches!(u32::from(*c), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFEFF | 0xFFF9..=0xFFFB)
        })
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address in the form under which it is known again; `None` when it cannot be one.
pub fn normalised_address(text: &str) -> Option<String> {
    let address = text.trim();
    let (local, domain) = address.rsplit_once('@')?;
    let domain = domain.trim_end_matches('.').to_lowercase();
    let labels_hold = domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    let local_holds = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    (labels_hold && local_holds && address.len() <= 254).then(|| format!("{}@{domain}", local.to_lowercase()))
}

/// By what the same text of the same name is known again.
pub(super) fn text_mac(house: &House, name: &str, text: &str) -> Vec<u8> {
    house
        .keys
        .text_mac(&format!("{}\n{}", name.to_lowercase(), folded(text)))
}

/// The text as a duplicate is known by: letters and digits alone.
fn folded(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn sent() -> Sent {
        Sent {
            name: "Ana".into(),
            email: "Ana@Example.org".into(),
            text: "Well said.".into(),
            ..Sent::default()
        }
    }

    #[test]
    fn a_plain_reply_is_taken() {
        let (name, email, _) = decide(&sent()).unwrap();
        assert_eq!((name.as_str(), email.as_str()), ("Ana", "ana@example.org"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(
            decide(&Sent {
                text: " \u{200b} ".into(),
                ..sent()
            })
            .unwrap_err(),
            NotTaken::Empty
        );
        assert_eq!(
            decide(&Sent {
                text: "x".repeat(LONGEST_TEXT + 1),
                ..sent()
            })
            .unwrap_err(),
            NotTaken::TooLong
        );
        assert_eq!(
            decide(&Sent {
                name: "\u{202e}\u{200b}".into(),
                ..sent()
            })
            .unwrap_err(),
            NotTaken::Name
        );
        assert_eq!(
            decide(&Sent {
                email: "ana at example".into(),
                ..sent()
            })
            .unwrap_err(),
            NotTaken::Email
        );
        assert_eq!(
            decide(&Sent {
                text: "http://a HTTPS://b ".repeat(3),
                ..sent()
            })
            .unwrap_err(),
            NotTaken::Links
        );
    }

    #[test]
    fn a_link_or_a_word_makes_a_reply_wait() {
        let rules = ReplyRules {
            hold_links: true,
            wait_words: vec!["Casino".into(), "free money".into(), " ".into()],
            ..ReplyRules::default()
        };
        let of = |text: &str| waits(&rules, text, text);
        assert!(of("See https://a.example"));
        assert!(of("See HTTPS://a.example") && of("Http://a.example") && of("WWW.a.example"));
        assert!(of("The CASINO!"));
        assert!(of("free, money"));
        assert!(!of("casinos are another word"));
        assert!(!of("Well said."));
        assert!(!waits(&ReplyRules::default(), "https://a.example", "https://a.example"));
    }

    #[test]
    fn addresses_are_known_again() {
        assert_eq!(
            normalised_address(" A.B+c@EXAMPLE.org. ").as_deref(),
            Some("a.b+c@example.org")
        );
        for wrong in [
            "",
            "a",
            "a@b",
            "@b.c",
            "a b@c.d",
            "a@-b.c",
            "a@b..c",
            "a@b.c\r\nBcc: x@y.z",
            "<a@b.c>",
        ] {
            assert_eq!(normalised_address(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn replies_close_at_the_set_time() {
        let mut section = Section {
            id: "x".into(),
            number: 1,
            slug: "x".into(),
            name: "X".into(),
            description: String::new(),
            position: 0,
            replies: "approve".into(),
            replies_close_after_days: 2,
        };
        assert_eq!(closing(Some(&section), Some(0), DAY), (None, Some(2 * DAY)));
        assert_eq!(closing(Some(&section), Some(0), 2 * DAY), (Some(ClosedBy::Time), None));
        assert_eq!(closing(Some(&section), None, 9 * DAY), (None, None));
        section.replies_close_after_days = 0;
        assert_eq!(closing(Some(&section), Some(0), 900 * DAY), (None, None));
        section.replies = "closed".into();
        assert_eq!(closing(Some(&section), Some(0), 0).0, Some(ClosedBy::Section));
    }
}
