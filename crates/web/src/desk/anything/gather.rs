//! Gathers what fits the typed words: the acts of the open story, rooms and commands, stories, people, pictures,
//! storylines, writers of replies. Nothing is found that the member may not see.

use super::commands::COMMANDS;
use crate::desk::find::{fits, lines, title};
use crate::desk::visit::Desk;
use crate::desk::{rail, record, settings, story};
use courant_model::account::{Act, On};
use courant_model::address::Leads;
use courant_model::reading::ReplyWriter;
use courant_model::shelf::{self, Line};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, library};
use courant_store::q;
use serde::Serialize;

/// Answers in all.
const MOST: usize = 40;
/// Answers of a kind, but for stories and rooms.
const FEW: usize = 6;
/// Stories that stand there before anything is typed.
const RECENT: usize = 8;
/// Replies whose writers are looked through, the newest.
const REPLIES: i64 = 2_000;
/// Storylines that are looked through, those changed last.
const STORYLINES: i64 = 1_000;

/// Something that was found.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Found {
    /// `act`, `place`, `command`, `story`, `entity`, `person`, `colleague`, `picture`, `storyline`, `reply`.
    pub(crate) kind: &'static str,
    pub(crate) label: String,
    /// What tells it from others of its name.
    pub(crate) note: String,
    pub(crate) href: String,
    /// Lower stands higher.
    #[serde(skip)]
    rank: u8,
}

/// How well a label answers what was typed: it is that, begins so, or has it in it; then by something else of the thing.
fn rank(q: &str, label: &str) -> u8 {
    let (typed, label) = (shelf::words(q), shelf::words(label));
    if typed.is_empty() {
        return 0;
    }
    if typed == label {
        0
    } else if typed
        .iter()
        .zip(&label)
        .all(|(one, other)| other.starts_with(one.as_str()))
        && typed.len() <= label.len()
    {
        1
    } else if typed
        .iter()
        .all(|one| label.iter().any(|other| other.starts_with(one.as_str())))
    {
        2
    } else {
        3
    }
}

/// Everything that is found, in its order.
struct Basket<'q> {
    q: &'q str,
    found: Vec<Found>,
}

impl Basket<'_> {
    fn add(&mut self, kind: &'static str, label: String, note: String, href: String) {
        let rank = rank(self.q, &label);
        self.found.push(Found {
            kind,
            label,
            note,
            href,
            rank,
        });
    }
}

/// What fits, the best first; without words what is recent, what can be done with the open story, and every room.
pub(super) async fn gather(desk: &mut Desk<'_>, q: &str, open: &str) -> Result<Vec<Found>, Error> {
    let mut basket = Basket { q, found: Vec::new() };
    if q.is_empty() {
        recent(desk, &mut basket, open).await?;
    } else {
        by_number(desk, &mut basket).await?;
    }
    acts(desk, &mut basket, open).await?;
    rooms(desk, &mut basket);
    if !q.is_empty() {
        stories(desk, &mut basket).await?;
        people(desk, &mut basket).await?;
        things(desk, &mut basket).await?;
        replies(desk, &mut basket).await?;
        // What is better comes first; of the same kind of answer the order above stays.
        basket.found.sort_by_key(|one| one.rank);
    }
    let mut seen = std::collections::HashSet::new();
    basket.found.retain(|one| seen.insert(one.href.clone()));
    basket.found.truncate(MOST);
    Ok(basket.found)
}

fn put_story(desk: &Desk<'_>, basket: &mut Basket<'_>, line: &Line) {
    let section = desk
        .section(line.section_id.as_deref())
        .map(|section| section.name.clone());
    let state = desk.word(&format!("state-{}", line.state));
    // A headline does not say by which slug the newsroom knows it.
    let slug = (!line.headline.is_empty() && line.headline != line.working_slug).then(|| line.working_slug.clone());
    let note: Vec<String> = [Some(state), section, slug].into_iter().flatten().collect();
    let href = format!("/desk/stories/{}", line.id);
    basket.add("story", title(line), note.join(" · "), href);
}

/// The member's own stories in work, then what changed last; the open one needs no way to it.
async fn recent(desk: &mut Desk<'_>, basket: &mut Basket<'_>, open: &str) -> Result<(), Error> {
    let Some(member) = desk.member.clone() else {
        return Ok(());
    };
    if !desk.may_anywhere(Act::Read) {
        return Ok(());
    }
    let own: Vec<Line> = q!(desk.tx, shelf::in_work("", &member.account, i64::MAX, "", 4))?;
    let newest = lines(desk, "").await?;
    let mut all: Vec<Line> = Vec::new();
    for line in own.into_iter().chain(newest) {
        if line.id != open && all.len() < RECENT && !all.iter().any(|known| known.id == line.id) {
            all.push(line);
        }
    }
    for line in &all {
        put_story(desk, basket, line);
    }
    Ok(())
}

/// A story by its number, its address, or its whole address on the site.
async fn by_number(desk: &mut Desk<'_>, basket: &mut Basket<'_>) -> Result<(), Error> {
    let site = desk.app.settings.url.as_str().trim_end_matches('/');
    let path = basket.q.strip_prefix(site).unwrap_or(basket.q);
    let id = if let Ok(number) = basket.q.trim_start_matches('#').parse::<i64>() {
        q!(desk.tx, palette::story_by_number(number))?
    } else if let Some(rest) = path.strip_prefix("/desk/stories/") {
        rest.split(['/', '?', '#']).next().map(str::to_owned)
    } else if path.starts_with('/') {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let path = crate::site::path::decoded(path).unwrap_or_else(|| path.to_owned());
        story_at(desk, &path).await?
    } else {
        None
    };
    let (Some(id), Some(member)) = (id, desk.member.clone()) else {
        return Ok(());
    };
    // What the member may not read is not found, and not told from what is not there.
    if story::readable(desk, &Who::Member(member), &id).await.is_ok()
        && let Some(line) = q!(desk.tx, shelf::line(&id))?
    {
        put_story(desk, basket, &line);
        if let Some(one) = basket.found.last_mut() {
            one.rank = 0;
        }
    }
    Ok(())
}

/// The story of an address, also of one that it had before.
async fn story_at(desk: &mut Desk<'_>, path: &str) -> Result<Option<String>, Error> {
    let mut path = path.trim_end_matches('/').to_owned();
    for _ in 0..2 {
        let Some(address) = q!(desk.tx, addresses::at(&path))? else {
            return Ok(None);
        };
        match Leads::parse(&address.kind) {
            Leads::Story => return Ok(Some(address.target)),
            Leads::Redirect => path = address.target,
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// What can be done with the story that is open: each leads to its form in the rail, or to a page of the story.
async fn acts(desk: &mut Desk<'_>, basket: &mut Basket<'_>, open: &str) -> Result<(), Error> {
    let Some(member) = desk.member.clone().filter(|_| !open.is_empty()) else {
        return Ok(());
    };
    let who = Who::Member(member);
    let Ok((story, head)) = story::readable(desk, &who, open).await else {
        return Ok(());
    };
    let note = if head.headline.is_empty() {
        story.working_slug.clone()
    } else {
        head.headline.clone()
    };
    let at = format!("/desk/stories/{open}");
    for (verb, label) in rail::acts(desk, &who, &story, &head).await? {
        if fits(basket.q, &[&label, &verb.replace('-', " ")]) {
            basket.add("act", label, note.clone(), format!("{at}?tab=publish&open={verb}#rail"));
        }
    }
    let mut pages: Vec<(String, String)> = rail::TABS
        .iter()
        .map(|tab| (format!("tab-{tab}"), format!("{at}?tab={tab}#rail")))
        .collect();
    pages.push(("rail-numbers".to_owned(), format!("/desk/numbers/{open}")));
    pages.push(("rail-compare".to_owned(), format!("{at}/compare")));
    if who.check_story(Act::Write, &story, &head).is_ok() {
        pages.push(("plain-link".to_owned(), format!("{at}/plain")));
    }
    for (word, href) in pages {
        let label = desk.word(&word);
        // Pages of the story are asked for by name; nobody wants eleven of them before having typed.
        if !basket.q.is_empty() && fits(basket.q, &[&label]) {
            basket.add("act", label, note.clone(), href);
        }
    }
    Ok(())
}

/// The rooms of the navigation, the commands, and the fronts of sections.
fn rooms(desk: &Desk<'_>, basket: &mut Basket<'_>) {
    let mut offer = |kind, word: &str, href: String| {
        let label = desk.word(word);
        let also = desk.words.text(&format!("also-{}", word.trim_start_matches("do-")));
        if fits(basket.q, &[&label, also.as_deref().unwrap_or_default()]) {
            basket.add(kind, label, String::new(), href);
        }
    };
    for place in desk.places("") {
        offer("place", &format!("nav-{}", place.key), place.href.into_owned());
    }
    if basket.q.is_empty() {
        return;
    }
    for command in COMMANDS.iter().filter(|command| (command.may)(desk)) {
        let mut offer = |label: String, also: String| {
            if fits(basket.q, &[&label, &also]) {
                basket.add("command", label, String::new(), command.href.to_owned());
            }
        };
        let also = desk
            .words
            .text(&format!("also-{}", command.word.trim_start_matches("do-")));
        offer(desk.word(command.word), also.unwrap_or_default());
    }
    if desk.may(Act::Settings) {
        for (key, href) in settings::ROOMS {
            let name = desk.word(&format!("room-{key}"));
            let label = desk.words.with("do-settings", &[("name", &name)]).unwrap_or_default();
            if fits(basket.q, &[&label]) {
                basket.add("command", label, String::new(), (*href).to_owned());
            }
        }
    }
    for section in &desk.sections {
        let on = On {
            own: false,
            section: Some(&section.id),
        };
        if desk
            .member
            .as_ref()
            .is_some_and(|member| member.may(Act::SectionFront, on))
        {
            let label = desk
                .words
                .with("do-section-front", &[("name", &section.name)])
                .unwrap_or_default();
            if fits(basket.q, &[&label]) {
                basket.add("command", label, String::new(), format!("/desk/front/{}", section.slug));
            }
        }
        if fits(basket.q, &[&section.name]) && desk.may_anywhere(Act::Read) {
            let label = desk
                .words
                .with("do-section-stories", &[("name", &section.name)])
                .unwrap_or_default();
            basket.add(
                "command",
                label,
                String::new(),
                format!("/desk/stories?section={}", section.id),
            );
        }
    }
}

async fn stories(desk: &mut Desk<'_>, basket: &mut Basket<'_>) -> Result<(), Error> {
    for line in lines(desk, basket.q).await? {
        put_story(desk, basket, &line);
    }
    Ok(())
}

/// The record, authors, colleagues.
async fn people(desk: &mut Desk<'_>, basket: &mut Basket<'_>) -> Result<(), Error> {
    let q = basket.q;
    if desk.may_anywhere(Act::Record) {
        for entity in record::found(desk, q, "", FEW as i64, 0).await? {
            let kind = desk.word(&format!("entity-{}", entity.kind));
            let said = [entity.description, entity.public_role]
                .into_iter()
                .find(|text| !text.is_empty());
            let note = said.map_or(kind.clone(), |said| format!("{kind} · {said}"));
            basket.add("entity", entity.name, note, format!("/desk/record/{}", entity.id));
        }
    }
    let authors = q!(desk.tx, terms::authors())?;
    for author in authors.into_iter().filter(|author| fits(q, &[&author.name])).take(FEW) {
        basket.add("person", author.name, author.role, format!("/by/{}", author.slug));
    }
    // A colleague's stories are for those who read stories, the account for those who keep accounts.
    let (keeps, reads) = (desk.may(Act::Accounts), desk.may(Act::Read));
    if keeps || reads {
        let accounts = q!(desk.tx, accounts::all())?;
        for account in accounts
            .into_iter()
            .filter(|one| one.is_open() && fits(q, &[&one.name]))
            .take(FEW)
        {
            let roles = account.member().roles;
            let roles: Vec<String> = roles
                .iter()
                .map(|role| desk.word(&format!("role-{}", role.as_str())))
                .collect();
            let href = if keeps {
                format!("/desk/accounts/{}", account.id)
            } else {
                format!("/desk/stories?of={}", account.id)
            };
            basket.add("colleague", account.name, roles.join(", "), href);
        }
    }
    Ok(())
}

/// Pictures by caption, credit, alt text and file name; storylines.
async fn things(desk: &mut Desk<'_>, basket: &mut Basket<'_>) -> Result<(), Error> {
    let q = basket.q;
    if desk.may_anywhere(Act::Read) {
        let wanted = library::Wanted {
            typed: q.to_owned(),
            limit: FEW,
            ..library::Wanted::default()
        };
        let house = &desk.app.newsroom.house;
        for picture in library::list(&mut desk.tx, house, &wanted).await?.pictures {
            let file = if picture.file_name.is_empty() {
                picture.name
            } else {
                picture.file_name
            };
            let label = [picture.caption, picture.alt, file.clone()]
                .into_iter()
                .find(|text| !text.is_empty());
            let note: Vec<String> = [picture.credit, file]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
            let href = format!("/desk/pictures/{}", picture.id);
            basket.add("picture", label.unwrap_or_default(), note.join(" · "), href);
        }
    }
    if desk.may_anywhere(Act::Record) {
        let storylines = q!(desk.tx, storylines::lines("", STORYLINES, 0))?;
        for one in storylines.into_iter().filter(|one| fits(q, &[&one.title])).take(FEW) {
            basket.add(
                "storyline",
                one.title,
                String::new(),
                format!("/desk/storylines/{}", one.id),
            );
        }
    }
    Ok(())
}

/// Who replied, for those who decide replies: by the name that they gave, each once a story.
async fn replies(desk: &mut Desk<'_>, basket: &mut Basket<'_>) -> Result<(), Error> {
    if !desk.may(Act::Replies) {
        return Ok(());
    }
    let writers: Vec<ReplyWriter> = q!(desk.tx, palette::reply_writers(REPLIES))?;
    let fitting = writers.into_iter().filter(|one| fits(basket.q, &[&one.name]));
    for writer in fitting.take(FEW) {
        let href = match (&writer.path, desk.may(Act::Read)) {
            (_, true) => format!("/desk/numbers/{}#replies", writer.story_id),
            (Some(path), false) => format!("{path}#replies"),
            (None, false) => continue,
        };
        let state = desk.words.text(&format!("reply-{}", writer.state)).unwrap_or_default();
        let note: Vec<String> = [state, writer.headline.unwrap_or_default()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        basket.add("reply", writer.name, note.join(" · "), href);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn the_thing_itself_stands_before_what_begins_so_and_what_has_it_in_it() {
        assert_eq!(rank("ferry", "Ferry"), 0);
        assert_eq!(rank("fer", "Ferry fares rise"), 1);
        assert_eq!(rank("fares", "Ferry fares rise"), 2);
        assert_eq!(rank("fares ferry", "Ferry fares rise"), 2);
        assert_eq!(rank("gulls", "Ferry fares rise"), 3, "by its slug, or its caption");
        assert_eq!(rank("", "anything"), 0);
    }
}
