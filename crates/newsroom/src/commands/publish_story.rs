//! Puts a story before readers for the first time and gives it its address; unseen when nobody else has read it.
//! Called by the desk, the scheduler, `courant story publish`, imports and the demo.

use super::going_out::{self, Leaving};
use crate::permissions::Who;
use crate::record::prints;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::address::{self, Address, Leads};
use courant_model::entry::Thing;
use courant_model::paper::Paper;
use courant_model::permalink::{self, Filling};
use courant_model::slug;
use courant_model::story::{Live, Revision, State, Story};
use courant_model::time::{Micros, timestamp};
use courant_model::workflow::Workflow;
use courant_store::{Tx, q};

/// Most addresses that differ by their number alone.
const MOST_ALIKE: u32 = 100_000;

/// The date under which a story goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// Now.
    Now,
    /// At a moment in the past, for imports.
    At(Micros),
    /// The date is unknown: outside Latest, fronts, feeds and the news sitemap.
    Unknown,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Publish {
    /// The story.
    pub story_id: String,
    /// Its date; of no effect on a story that readers see already.
    pub dated: Dated,
    /// For imports, which bring the date of an update along: the page says "Updated" with this moment.
    pub updated: Option<Micros>,
    /// More is expected, until this moment.
    pub developing: Option<Micros>,
    /// Wanted end of the address; empty takes the one wanted at the desk, or makes one of the headline.
    pub slug: String,
    /// Nobody else has read it: it goes on the list of what is still to be read.
    pub unseen: bool,
    /// The same text is before readers already, and goes out again all the same.
    pub again: bool,
}

impl Publish {
    /// Now, seen, with nothing special.
    pub fn now(story_id: impl Into<String>) -> Self {
        Self {
            story_id: story_id.into(),
            dated: Dated::Now,
            updated: None,
            developing: None,
            slug: String::new(),
            unseen: false,
            again: false,
        }
    }
}

/// What publishing will do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    published_at: Option<Micros>,
    updated_at: Option<Micros>,
    listed: bool,
}

/// Publishes.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, publish: &Publish) -> Result<Live> {
    let verb = if publish.unseen { "publish-unseen" } else { "publish" };
    by_step(tx, house, who, publish, verb).await
}

/// Publishes at a path of its own, for imports that keep the address a story had. Where something else stands there, or
/// the paper keeps the word for itself, the story gets an address by the pattern; the row says which.
#[crate::boxed]
pub async fn standing_at(tx: &mut Tx, house: &House, who: &Who, publish: &Publish, path: &str) -> Result<Live> {
    put_at(tx, house, who, publish, "publish", Some(path)).await
}

/// Publishes by a step of the paper's table.
pub(super) async fn by_step(tx: &mut Tx, house: &House, who: &Who, publish: &Publish, verb: &str) -> Result<Live> {
    put_at(tx, house, who, publish, verb, None).await
}

async fn put_at(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    publish: &Publish,
    verb: &str,
    kept: Option<&str>,
) -> Result<Live> {
    let leaving = going_out::load(tx, house, who, &publish.story_id).await?;
    let Leaving { story, head, live } = &leaving;
    let own = going_out::is_own(tx, who, story, head).await?;
    going_out::may_publish(who, story, head, own, publish.unseen)?;
    let paper = super::revise_paper::current(tx).await?;
    let workflow = paper.workflow();
    is_far_enough(&workflow, who, story, live.is_some(), verb)?;
    let change = decide(story, head, live.as_ref(), publish, house.now())?;
    let first = live.is_none();
    if first && who.account().is_some() {
        is_new(tx, who, head, publish.again).await?;
    }
    let mut row = if let Some(live) = live {
        live.clone()
    } else {
        let wanted = if publish.slug.is_empty() {
            &story.wanted_slug
        } else {
            &publish.slug
        };
        let dated = change.published_at.unwrap_or_else(|| house.now());
        let strict = story.form == "page" && !wanted.is_empty() && who.account().is_some();
        let path = match kept {
            Some(path) if address::is_free_word(path) && may_stand(tx, path).await? => path.to_owned(),
            _ => propose_path(tx, &paper, story, head, (wanted, strict), dated).await?,
        };
        going_out::first_row(story, path)
    };
    row.published_at = change.published_at;
    row.updated_at = change.updated_at;
    row.listed = change.listed;
    row.noindex = story.noindex;
    row.placed_at = row.placed_at.or(change.published_at);
    row.developing_until = publish.developing;
    let act = if first { "publish" } else { "update" };
    if first {
        let address = Address {
            path: row.path.clone(),
            kind: Leads::Story.as_str().to_owned(),
            target: story.id.clone(),
        };
        q!(tx, addresses::put(&address, house.now()))?;
        tx.enter(house.now(), &who.actor(), act, &Thing::Address(address.path));
    }
    let live = going_out::put_out(tx, house, who, act, &leaving, row, &[]).await?;
    if publish.unseen {
        q!(tx, acts::set_unread(&story.id, Some(house.now()), house.now()))?;
        going_out::keep_act(tx, house, &who.actor(), "unseen", &story.id, Some(&head.id), "").await?;
        tx.enter(house.now(), &who.actor(), "unseen", &Thing::Story(story.id.clone()));
    }
    Ok(live)
}

/// Whether a path is free, or only leads elsewhere since an import.
async fn may_stand(tx: &mut Tx, path: &str) -> Result<bool> {
    Ok(q!(tx, addresses::at(path))?.is_none_or(|there| Leads::parse(&there.kind) == Leads::Redirect))
}

/// Refuses the very text of a story that readers see, unless somebody who may override stops says that it is meant.
async fn is_new(tx: &mut Tx, who: &Who, head: &Revision, again: bool) -> Result<()> {
    let print = prints::of(head)?;
    if print.is_empty() {
        return Ok(());
    }
    if let Some(same) = q!(tx, storylines::same_print(&print, &head.story_id))? {
        if again {
            who.check(Act::OverrideStop, On::NOTHING)?;
        } else {
            return Err(Refusal::new(
                "story-identical",
                format!("this is word for word “{}” ({})", same.headline, same.path),
            )
            .into());
        }
    }
    Ok(())
}

fn decide(
    story: &Story,
    revision: &Revision,
    before: Option<&Live>,
    publish: &Publish,
    now: Micros,
) -> Result<Change, Refusal> {
    going_out::stands(story, before)?;
    going_out::free_of_embargo(story, now)?;
    going_out::is_whole(story, revision)?;
    let is_page = story.form == "page";
    if let Some(live) = before {
        return Ok(Change {
            published_at: live.published_at,
            updated_at: publish.updated.or(live.updated_at),
            listed: live.listed,
        });
    }
    let published_at = match publish.dated {
        Dated::Now => Some(now),
        Dated::At(at) if at > now => {
            return Err(Refusal::new("date-ahead", "a story cannot be dated in the future"));
        }
        Dated::At(at) => Some(at),
        Dated::Unknown => None,
    };
    Ok(Change {
        published_at,
        updated_at: publish.updated,
        listed: !is_page && published_at.is_some(),
    })
}

/// The paper's table says from which states one publishes. The house brings in stories that went through another desk; it
/// may publish a draft, and a story that is out once more.
fn is_far_enough(workflow: &Workflow, who: &Who, story: &Story, is_out: bool, verb: &str) -> Result<(), Refusal> {
    let state = State::parse(&story.state);
    if matches!(state, Some(State::Spiked | State::Killed)) {
        return Err(Refusal::new(
            "story-spiked",
            "the story is spiked or killed; it has to be taken up again first",
        ));
    }
    if who.account().is_none() {
        return Ok(());
    }
    if is_out {
        return Err(Refusal::new(
            "story-out",
            "readers see the story already: print an update, a correction or a small fix",
        ));
    }
    if state.and_then(|state| workflow.step(verb, state)).is_none() {
        return Err(Refusal::new(
            "story-not-ready",
            "only a story that is ready is published; one that nobody else has read can be published unseen",
        ));
    }
    Ok(())
}

/// By the paper's pattern for stories, `/SLUG` for pages; `-2`, `-3` … when something stands there. What is wanted
/// strictly, as a page whose address somebody at the desk chose, stands there or nowhere.
async fn propose_path(
    tx: &mut Tx,
    paper: &Paper,
    story: &Story,
    revision: &Revision,
    (wanted, strict): (&str, bool),
    at: Micros,
) -> Result<String> {
    let path = pattern_path(tx, paper, story, revision, wanted, at).await?;
    let (folder, end) = path.rsplit_once('/').unwrap_or(("", &path));
    if strict {
        super::begin_page::free(tx, end, None).await?;
    }
    free_path(tx, folder, end).await
}

/// The path that a story would get at a moment if nothing stood there.
pub(crate) async fn pattern_path(
    tx: &mut Tx,
    paper: &Paper,
    story: &Story,
    revision: &Revision,
    wanted: &str,
    at: Micros,
) -> Result<String> {
    let end = slug::of(if wanted.is_empty() { &revision.headline } else { wanted });
    let section = match &revision.section_id {
        Some(id) if story.form != "page" => q!(tx, terms::sections())?
            .into_iter()
            .find(|section| &section.id == id)
            .map(|section| section.slug)
            .ok_or_else(|| Error::NotFound("such section".to_owned()))?,
        _ => String::new(),
    };
    let filling = Filling {
        section: &section,
        slug: &end,
        number: story.number,
        day: timestamp(at).to_zoned_datetime(paper.time_zone()).date(),
    };
    let pattern = if section.is_empty() {
        "/{slug}"
    } else {
        &paper.permalink
    };
    Ok(permalink::fill(pattern, filling))
}

/// The first free path of `folder/end`, `folder/end-2` … None is free below a word of the house.
pub(super) async fn free_path(tx: &mut Tx, folder: &str, end: &str) -> Result<String> {
    if !folder.is_empty() && !address::is_free_word(folder) {
        return Err(Refusal::new(
            "permalink-word",
            format!("addresses below {folder} belong to the house; choose another pattern for addresses"),
        )
        .into());
    }
    for n in 1..=MOST_ALIKE {
        let path = format!("{folder}/{}", slug::nth(end, n));
        if address::is_free_word(&path) && q!(tx, addresses::at(&path))?.is_none() {
            return Ok(path);
        }
    }
    Err(Refusal::new(
        "address-alike",
        format!("{MOST_ALIKE} addresses like {folder}/{end} are taken; choose another end"),
    )
    .into())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_model::account::{Member, Role};
    use courant_model::actor::Actor;

    const HOUSE: Who = Who::House(Actor::Console);

    fn chief() -> Who {
        Who::Member(Member {
            account: "chief".into(),
            roles: vec![Role::Chief],
            ..Member::default()
        })
    }

    fn story(state: State, form: &str) -> Story {
        Story {
            id: "s".into(),
            number: 1,
            form: form.into(),
            state: state.as_str().into(),
            working_slug: "s".into(),
            head: "r".into(),
            origin: None,
            rights: None,
            noindex: false,
            created_at: 0,
            begun_by: None,
            assignee: None,
            brief: String::new(),
            due_at: None,
            planned_words: 0,
            wanted_slug: String::new(),
            embargo_until: None,
            embargo_local: String::new(),
            unread_since: None,
            changed_at: 0,
            due_day: String::new(),
            picture_wanted: false,
        }
    }

    fn revision(section: Option<&str>) -> Revision {
        Revision {
            id: "r".into(),
            story_id: "s".into(),
            at: 0,
            actor: "console".into(),
            headline: "H".into(),
            short_headline: String::new(),
            search_title: String::new(),
            share_title: String::new(),
            standfirst: String::new(),
            document: String::new(),
            dateline: String::new(),
            section_id: section.map(str::to_owned),
            kind: "news".into(),
            picture_id: None,
            byline: "[]".into(),
            topics: "[]".into(),
            words: 0,
            name: String::new(),
        }
    }

    fn asked(dated: Dated) -> Publish {
        Publish {
            story_id: "s".into(),
            dated,
            updated: None,
            developing: None,
            slug: String::new(),
            unseen: false,
            again: false,
        }
    }

    #[test]
    fn a_story_of_unknown_date_is_on_no_list() {
        let change = decide(
            &story(State::Draft, "story"),
            &revision(Some("x")),
            None,
            &asked(Dated::Unknown),
            5,
        )
        .unwrap();
        assert_eq!(
            change,
            Change {
                published_at: None,
                updated_at: None,
                listed: false
            }
        );
    }

    #[test]
    fn a_story_without_a_section_and_a_removed_one_are_refused() {
        assert!(
            decide(
                &story(State::Draft, "story"),
                &revision(None),
                None,
                &asked(Dated::Now),
                5
            )
            .is_err()
        );
        assert!(
            decide(
                &story(State::Removed, "story"),
                &revision(Some("x")),
                None,
                &asked(Dated::Now),
                5
            )
            .is_err()
        );
    }

    #[test]
    fn nothing_is_dated_ahead() {
        assert!(
            decide(
                &story(State::Draft, "story"),
                &revision(Some("x")),
                None,
                &asked(Dated::At(6)),
                5
            )
            .is_err()
        );
    }

    #[test]
    fn a_page_is_published_without_section_and_stands_on_no_list() {
        let change = decide(
            &story(State::Draft, "page"),
            &revision(None),
            None,
            &asked(Dated::Now),
            5,
        )
        .unwrap();
        assert!(!change.listed);
    }

    #[test]
    fn a_member_publishes_what_the_table_lets_out() {
        let workflow = Workflow::built_in();
        let may = |who: &Who, state, verb| is_far_enough(&workflow, who, &story(state, "story"), false, verb);
        for state in State::ALL {
            let put_aside = matches!(state, State::Spiked | State::Killed);
            let plain = matches!(state, State::InEdit | State::Ready);
            assert_eq!(may(&chief(), state, "publish").is_ok(), plain, "{state:?}");
            let unseen = plain || state == State::Draft;
            assert_eq!(may(&chief(), state, "publish-unseen").is_ok(), unseen, "{state:?}");
            assert_eq!(may(&HOUSE, state, "publish").is_ok(), !put_aside, "{state:?}");
        }
    }

    #[test]
    fn nothing_goes_out_before_an_embargo_ends() {
        let mut story = story(State::Ready, "story");
        story.embargo_until = Some(10);
        let at = |now| decide(&story, &revision(Some("x")), None, &asked(Dated::Now), now);
        assert_eq!(at(9).unwrap_err().key, "embargoed");
        assert!(at(10).is_ok());
    }
}
