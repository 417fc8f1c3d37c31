//! Notes in the margin of a story: written with mentions of colleagues, answered, resolved, opened again.
//! Called by the desk; the mark that ties a note to words of the draft carries the note's id and lives in the draft.

use crate::notices::{self, Happening};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, names, people};
use courant_model::account::{Act, Member};
use courant_model::entry::Thing;
use courant_model::note::{Note, NoticeKind};
use courant_store::{Tx, q};

/// Longest note, in characters.
pub const LONGEST: usize = 5_000;
/// So much is kept of the words that a note is about, in characters.
pub const LONGEST_QUOTED: usize = 500;

/// A note to be written.
#[derive(Debug, Clone, Default)]
pub struct Write {
    /// The story.
    pub story_id: String,
    /// The id that the mark in the draft carries: 1 to 40 letters, digits, hyphens and underscores. `None` makes one.
    pub id: Option<String>,
    /// The note that it answers.
    pub parent_id: Option<String>,
    /// The words; `@Ana Lima` mentions a colleague.
    pub body: String,
    /// The words of the story that it is about.
    pub quoted: String,
}

/// Writes it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, write: &Write) -> Result<Note> {
    let (story, head) = super::story_with_head(tx, &write.story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    let colleagues = people::all(tx).await?;
    let (body, mentioned) = decide(write, &colleagues)?;
    for member in &mentioned {
        if !people::may(member, Act::Read, &story, &head) {
            return Err(Refusal::new(
                "mention-unreadable",
                format!(
                    "{} may not read this story; give it to them first, or leave the mention out",
                    member.name
                ),
            )
            .into());
        }
    }
    let id = write.id.clone().unwrap_or_else(|| house.id());
    if q!(tx, notes::by_id(&id))?.is_some() {
        return Err(Error::Conflict("this note has been written already".to_owned()));
    }
    let mut tell: Vec<String> = mentioned.into_iter().map(|member| member.account).collect();
    let root = match &write.parent_id {
        Some(parent) => {
            let parent = of_story(tx, &write.story_id, parent).await?;
            // Answers stand in one row under the note that began it.
            let root = match parent.parent_id {
                Some(root) => of_story(tx, &write.story_id, &root).await?,
                None => parent,
            };
            if root.resolved_at.is_some() {
                q!(tx, notes::resolve(&root.id, None, None))?;
            }
            tell.extend(root.account_id.clone());
            Some(root.id)
        }
        None => None,
    };
    let actor = who.actor();
    let note = Note {
        id,
        story_id: write.story_id.clone(),
        parent_id: root,
        account_id: who.account().map(str::to_owned),
        at: house.now(),
        body,
        quoted: write.quoted.trim().chars().take(LONGEST_QUOTED).collect(),
        verb: String::new(),
        resolved_by: None,
        resolved_at: None,
    };
    q!(tx, notes::add(&note))?;
    let happening = Happening {
        kind: NoticeKind::Mentioned,
        story_id: &write.story_id,
        note_id: Some(&note.id),
        by: &actor,
    };
    notices::tell(tx, house, &tell, &happening).await?;
    tx.enter(house.now(), &actor, "note", &Thing::Story(story.id));
    Ok(note)
}

/// Resolves a note, or opens it again. Who may write in the story may do both.
#[crate::boxed]
pub async fn resolve(tx: &mut Tx, house: &House, who: &Who, story_id: &str, id: &str, resolved: bool) -> Result<Note> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    let mut note = of_story(tx, story_id, id).await?;
    if note.resolved_at.is_some() == resolved {
        // Two people who click at once mean the same.
        return Ok(note);
    }
    note.resolved_at = resolved.then(|| house.now());
    note.resolved_by = who.account().filter(|_| resolved).map(str::to_owned);
    q!(tx, notes::resolve(id, note.resolved_by.as_deref(), note.resolved_at))?;
    let act = if resolved { "resolve" } else { "reopen" };
    tx.enter(house.now(), &who.actor(), act, &Thing::Story(story.id));
    Ok(note)
}

/// The notes of a story, oldest first, for whoever may read it.
#[crate::boxed]
pub async fn list(tx: &mut Tx, who: &Who, story_id: &str) -> Result<Vec<Note>> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Read, &story, &head)?;
    Ok(q!(tx, notes::of_story(story_id))?)
}

/// The words of a note with the present names of those whom it mentions.
#[crate::boxed]
pub async fn printed(tx: &mut Tx, body: &str) -> Result<String> {
    let mut told = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("@{") {
        told.push_str(before);
        if let Some((id, end)) = after.split_once('}').filter(|(id, _)| is_plain(id)) {
            told.push('@');
            told.push_str(&names::of_account(tx, id).await?);
            rest = end;
        } else {
            told.push_str("@{");
            rest = after;
        }
    }
    told.push_str(rest);
    Ok(told)
}

async fn of_story(tx: &mut Tx, story_id: &str, id: &str) -> Result<Note> {
    q!(tx, notes::by_id(id))?
        .filter(|note| note.story_id == story_id)
        .ok_or_else(|| Error::NotFound("such note at this story".to_owned()))
}

fn is_plain(id: &str) -> bool {
    (1..=40).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The words as they are kept, and who is mentioned in them.
fn decide(write: &Write, colleagues: &[Member]) -> Result<(String, Vec<Member>), Refusal> {
    let body = write.body.trim();
    if body.is_empty() {
        return Err(Refusal::new("note-empty", "a note needs words"));
    }
    if body.chars().count() > LONGEST {
        return Err(Refusal::new(
            "note-long",
            format!("a note has at most {LONGEST} characters"),
        ));
    }
    if write.id.as_deref().is_some_and(|id| !is_plain(id)) {
        return Err(Refusal::new("note-id", "this is no id of a note"));
    }
    Ok(mentions(body, colleagues))
}

/// Puts `@{ACCOUNT}` in the place of each `@name`. The longest name that fits is meant; a first name will do while
/// nobody else has it.
fn mentions(body: &str, colleagues: &[Member]) -> (String, Vec<Member>) {
    let mut names: Vec<(String, &Member)> = Vec::new();
    for member in colleagues {
        names.push((member.name.clone(), member));
        let first = first_name(&member.name);
        let alone = colleagues
            .iter()
            .filter(|other| first_name(&other.name) == first)
            .count()
            == 1;
        if alone {
            names.push((first.to_owned(), member));
        }
    }
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
    let mut kept = String::new();
    let mut mentioned: Vec<Member> = Vec::new();
    let mut rest = body;
    let mut before: Option<char> = None;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        // Inside a word it is an e-mail address.
        let begins = letter == '@' && !before.is_some_and(char::is_alphanumeric);
        let found = begins.then(|| {
            // The desk's picker writes the marker itself.
            marked(after, colleagues).or_else(|| {
                names
                    .iter()
                    .find_map(|(name, member)| Some((after_name(after, name)?, *member)))
            })
        });
        if let Some(Some((end, member))) = found {
            kept.push_str("@{");
            kept.push_str(&member.account);
            kept.push('}');
            if !mentioned.contains(member) {
                mentioned.push(member.clone());
            }
            rest = end;
            before = Some('}');
            continue;
        }
        kept.push(letter);
        before = Some(letter);
        rest = after;
    }
    (kept, mentioned)
}

/// A colleague whose marker stands at the start of a text, and what follows it.
fn marked<'t, 'm>(text: &'t str, colleagues: &'m [Member]) -> Option<(&'t str, &'m Member)> {
    let (id, rest) = text.strip_prefix('{')?.split_once('}')?;
    Some((rest, colleagues.iter().find(|member| member.account == id)?))
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// What follows a name at the start of a text; capitals do not count.
fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    if name.is_empty() {
        return None;
    }
    let mut letters = text.char_indices();
    let mut end = 0;
    for wanted in name.chars() {
        let (at, letter) = letters.next()?;
        if !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        end = at + letter.len_utf8();
    }
    let rest = text.get(end..)?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn member(account: &str, name: &str) -> Member {
        Member {
            account: account.into(),
            name: name.into(),
            ..Member::default()
        }
    }

    fn told(body: &str) -> (String, Vec<String>) {
        let colleagues = [
            member("01A", "Ana Lima"),
            member("01B", "Ana Limam"),
            member("01C", "José Ñandú"),
        ];
        let (body, mentioned) = mentions(body, &colleagues);
        (body, mentioned.into_iter().map(|member| member.account).collect())
    }

    #[test]
    fn a_name_after_a_sign_is_a_mention() {
        assert_eq!(
            told("@ana lima, ask @Ana Limam."),
            (
                "@{01A}, ask @{01B}.".to_owned(),
                vec!["01A".to_owned(), "01B".to_owned()]
            )
        );
        assert_eq!(told("(@josé) @José Ñandú!").0, "(@{01C}) @{01C}!");
        assert_eq!(
            told("@{01B}: look"),
            ("@{01B}: look".to_owned(), vec!["01B".to_owned()])
        );
    }

    #[test]
    fn what_names_nobody_for_sure_stays_as_it_was_written() {
        for body in [
            "@Ana is one of two",
            "mail@josé.example",
            "@",
            "@ Ana Lima",
            "@{nobody",
            "@Ana Limas",
        ] {
            assert_eq!(told(body), (body.to_owned(), Vec::new()), "{body}");
        }
    }

    #[test]
    fn a_note_has_words_of_measured_length_and_a_plain_id() {
        let write = |body: &str, id: Option<&str>| Write {
            body: body.into(),
            id: id.map(str::to_owned),
            ..Write::default()
        };
        assert!(decide(&write("Who says so?", Some("01_a-b")), &[]).is_ok());
        assert_eq!(decide(&write(" ", None), &[]).unwrap_err().key, "note-empty");
        assert_eq!(
            decide(&write(&"x".repeat(LONGEST + 1), None), &[]).unwrap_err().key,
            "note-long"
        );
        assert_eq!(decide(&write("x", Some("a b")), &[]).unwrap_err().key, "note-id");
    }
}
