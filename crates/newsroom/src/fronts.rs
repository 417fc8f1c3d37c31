//! Fronts as they stand: the arrangement in force, the draft that somebody works on, locks, and the stories that fill the
//! seats. The commands of fronts change it through [`Front`]s taken hold of here; site and desk read it.

use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::front::{self, BAND, Candidate, Changes, Filled, Front, Layout, Locks, Seat, Slot, Step, Working};
use courant_model::story::{Kind, Live};
use courant_model::time::Micros;
use courant_store::{StoreError, Tx, q};
use std::collections::BTreeSet;

/// A front as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub front: Front,
    /// Number of the revision in force; 0 before the first.
    pub number: i64,
    /// The arrangement in force.
    pub live: Layout,
    /// The locked seats.
    pub locks: Locks,
    /// Counts what was done to the draft: whoever changes it says which they saw.
    pub turn: i64,
    /// The draft, when somebody works on one.
    pub draft: Option<Draft>,
}

/// A draft arrangement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The arrangement, with locked seats as they are locked.
    pub layout: Layout,
    /// The revision that it was begun from.
    pub base: i64,
    /// Who changed it last, as [`Actor`] prints itself.
    pub by: String,
    /// When.
    pub at: Micros,
}

impl Standing {
    /// What the desk shows: the draft, or what is in force.
    pub fn shown(&self) -> &Layout {
        self.draft.as_ref().map_or(&self.live, |draft| &draft.layout)
    }

    /// What the draft changes.
    pub fn changes(&self) -> Changes {
        self.live.changes_to(self.shown())
    }

    /// Refuses when the draft has changed since somebody saw it.
    pub(crate) fn unchanged_since(&self, seen: i64) -> Result<()> {
        if seen == self.turn {
            return Ok(());
        }
        Err(Error::Conflict(
            "the draft of this front has changed meanwhile".to_owned(),
        ))
    }
}

/// Refuses what the table of roles does not allow on a front.
pub fn check(who: &Who, front: &Front) -> Result<(), Refusal> {
    match front {
        Front::Paper => who.check(Act::Front, On::NOTHING),
        Front::Section(id) => who.check(
            Act::SectionFront,
            On {
                own: false,
                section: Some(id),
            },
        ),
    }
}

/// The arrangement in force, for the pages of the site.
#[crate::boxed]
pub async fn layout(tx: &mut Tx, front: &Front) -> Result<Layout> {
    match q!(tx, fronts::current(front.as_str()))? {
        Some(revised) => Ok(revised.read().map_err(unreadable)?),
        None => Ok(Layout::default()),
    }
}

/// How a front stands.
#[crate::boxed]
pub async fn standing(tx: &mut Tx, front: &Front) -> Result<Standing> {
    let working = q!(tx, fronts::working(front.as_str()))?;
    assemble(tx, front, working).await
}

/// Takes hold of a front until the transaction ends: whoever changes one begins here.
#[crate::boxed]
pub(crate) async fn claim(tx: &mut Tx, front: &Front) -> Result<Standing> {
    let working = q!(tx, fronts::claim(front.as_str()))?;
    assemble(tx, front, Some(working)).await
}

async fn assemble(tx: &mut Tx, front: &Front, working: Option<Working>) -> Result<Standing> {
    let current = q!(tx, fronts::current(front.as_str()))?;
    let (number, live) = match current {
        Some(revised) => (revised.number, revised.read().map_err(unreadable)?),
        None => (0, Layout::default()),
    };
    let locks = match &working {
        Some(working) => working.locks().map_err(unreadable)?,
        None => Locks::new(),
    };
    let draft = match q!(tx, fronts::draft(front.as_str()))? {
        Some(step) => Some(Draft {
            layout: step.read().map_err(unreadable)?.under(&locks),
            base: working.as_ref().map_or(0, |working| working.base),
            by: step.actor,
            at: step.at,
        }),
        None => None,
    };
    Ok(Standing {
        front: front.clone(),
        number,
        live,
        locks,
        turn: working.map_or(0, |working| working.turn),
        draft,
    })
}

/// Keeps a new draft, made by somebody.
#[crate::boxed]
pub(crate) async fn keep_draft(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    standing: &Standing,
    layout: &Layout,
    base: i64,
) -> Result<()> {
    if *layout == standing.live {
        return drop_draft(tx, house, actor, standing).await;
    }
    let turn = standing.turn + 1;
    keep_working(tx, standing, turn, base, &standing.locks).await?;
    let step = Step {
        turn,
        at: house.now(),
        actor: actor.to_string(),
        layout: written(layout)?,
    };
    q!(tx, fronts::step(standing.front.as_str(), &step))?;
    tx.enter(house.now(), actor, "arrange", &arrangement(&standing.front));
    Ok(())
}

/// The draft is over: it is live, scheduled, or thrown away.
#[crate::boxed]
pub(crate) async fn drop_draft(tx: &mut Tx, house: &House, actor: &Actor, standing: &Standing) -> Result<()> {
    q!(tx, fronts::clear_steps(standing.front.as_str()))?;
    keep_working(tx, standing, standing.turn + 1, 0, &standing.locks).await?;
    tx.enter(house.now(), actor, "arranged", &arrangement(&standing.front));
    Ok(())
}

/// A draft that was in step with what was in force before something else went live stays in step: it takes that over
/// below its own changes. Where both changed the same seat it is left, and whoever puts it live sees a comparison.
#[crate::boxed]
pub(crate) async fn rebase(tx: &mut Tx, house: &House, actor: &Actor, before: &Standing, number: i64) -> Result<()> {
    let Some(draft) = before.draft.as_ref().filter(|draft| draft.base == before.number) else {
        return Ok(());
    };
    let now = standing(tx, &before.front).await?;
    let gone = gone(tx, &draft.layout).await?;
    let mine = before
        .live
        .changes_to(&draft.layout.without(|story| gone.contains(story)));
    let theirs = before.live.changes_to(&now.live);
    let both = mine
        .slots
        .iter()
        .any(|(seat, slot)| theirs.slots.get(seat).is_some_and(|other| other != slot));
    if both || (mine.order.is_some() && theirs.order.is_some()) {
        return Ok(());
    }
    keep_draft(tx, house, actor, &now, &now.live.with(&mine), number).await
}

/// Keeps the locks of a front.
#[crate::boxed]
pub(crate) async fn keep_locks(tx: &mut Tx, standing: &Standing, locks: &Locks) -> Result<()> {
    let base = standing.draft.as_ref().map_or(0, |draft| draft.base);
    keep_working(tx, standing, standing.turn, base, locks).await
}

async fn keep_working(tx: &mut Tx, standing: &Standing, turn: i64, base: i64, locks: &Locks) -> Result<()> {
    let working = Working {
        turn,
        base,
        locks: serde_json::to_string(locks).map_err(unreadable)?,
    };
    Ok(q!(tx, fronts::keep_working(standing.front.as_str(), &working))?)
}

/// Keeps a new arrangement in force; gives its number.
#[crate::boxed]
pub(crate) async fn put(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    front: &Front,
    act: &str,
    layout: &Layout,
) -> Result<i64> {
    let json = written(layout)?;
    let number = q!(
        tx,
        fronts::revise(front.as_str(), house.now(), &actor.to_string(), act, &json)
    )?;
    tx.enter(house.now(), actor, act, &front.thing());
    tx.enter(house.now(), actor, act, &arrangement(front));
    Ok(number)
}

/// What the ledger names when a draft, a lock or a schedule of a front changes.
pub(crate) fn arrangement(front: &Front) -> Thing {
    Thing::Arrangement(front.as_str().to_owned())
}

pub(crate) fn written(layout: &Layout) -> Result<String, StoreError> {
    serde_json::to_string(layout).map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "given to map_err")]
pub(crate) fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Unreadable(format!("a front: {error}"))
}

/// Ids of the sections, in the paper's order.
#[crate::boxed]
pub async fn sections(tx: &mut Tx) -> Result<Vec<String>> {
    Ok(q!(tx, terms::sections())?.into_iter().map(|one| one.id).collect())
}

/// A story that may stand on a front, or that readers do not see it.
#[crate::boxed]
pub(crate) async fn placeable(tx: &mut Tx, story: &str) -> Result<Live> {
    q!(tx, live::by_id(story))?.filter(may_stand).ok_or_else(|| {
        Refusal::new(
            "front-not-published",
            "only a story that readers see can stand on a front: publish it first",
        )
        .into()
    })
}

/// Stories of an arrangement that readers do not see any more.
#[crate::boxed]
pub(crate) async fn gone(tx: &mut Tx, layout: &Layout) -> Result<BTreeSet<String>> {
    let mut gone = BTreeSet::new();
    for story in layout.stories() {
        if !q!(tx, live::by_id(story))?.is_some_and(|live| may_stand(&live)) {
            gone.insert(story.to_owned());
        }
    }
    Ok(gone)
}

fn may_stand(live: &Live) -> bool {
    live.listed && live.retracted_at.is_none()
}

/// A story that may fill a seat.
#[derive(Debug, Clone)]
pub struct Newest(pub Live);

impl Candidate for Newest {
    fn id(&self) -> &str {
        &self.0.story_id
    }
    fn section(&self) -> Option<&str> {
        self.0.section_id.as_deref()
    }
    fn published(&self) -> Micros {
        self.0.placed_at.unwrap_or_default()
    }
    fn has_picture(&self) -> bool {
        self.0.picture_id.is_some()
    }
    fn is_ours(&self) -> bool {
        !matches!(Kind::parse(&self.0.kind), Some(Kind::PressRelease | Kind::Sponsored))
    }
}

/// The stories of which a front is filled: the newest of the paper and of each section, and those that seats hold.
#[crate::boxed]
pub async fn candidates(tx: &mut Tx, front: &Front, layout: &Layout, sections: &[String]) -> Result<Vec<Newest>> {
    let mut rows = Vec::new();
    match front {
        Front::Paper => {
            // Enough that a band fills even when all the others took from its section.
            let most = (1 + usize::from(front::SECONDS) + front::LATEST + layout.slots.len()) as i64;
            rows.extend(q!(tx, live::latest(false, most, 0))?);
            for section in sections {
                rows.extend(q!(tx, live::of_section(section, false, most + 1 + i64::from(BAND), 0))?);
            }
        }
        Front::Section(id) => {
            let most = 2 * (1 + i64::from(front::SECONDS));
            rows.extend(q!(tx, live::of_section(id, false, most, 0))?);
        }
    }
    for story in layout.stories() {
        rows.extend(q!(tx, live::by_id(story))?.filter(may_stand));
    }
    let mut seen = BTreeSet::new();
    rows.retain(|live| seen.insert(live.story_id.clone()));
    Ok(rows.into_iter().map(Newest).collect())
}

/// What stands where on a front that is arranged so.
#[crate::boxed]
pub async fn filled(tx: &mut Tx, front: &Front, layout: &Layout, now: Micros) -> Result<(Filled, Vec<Newest>)> {
    let sections = sections(tx).await?;
    let candidates = candidates(tx, front, layout, &sections).await?;
    let filled = front::fill(front, layout, &candidates, &sections, now);
    Ok((filled, candidates))
}

/// A story leaves readers: seats that hold it open, also locked ones, and a strip that leads to it ends.
#[crate::boxed]
pub(crate) async fn leave(tx: &mut Tx, house: &House, actor: &Actor, story: &str) -> Result<()> {
    for page in q!(tx, fronts::pages())? {
        let front = Front::parse(&page);
        let standing = claim(tx, &front).await?;
        let mut locks = standing.locks.clone();
        locks.retain(|_, lock| lock.story != story);
        if locks != standing.locks {
            keep_locks(tx, &standing, &locks).await?;
        }
        let layout = standing.live.without(|one| one == story);
        if layout != standing.live {
            let number = put(tx, house, actor, &front, "left", &layout).await?;
            rebase(tx, house, actor, &standing, number).await?;
        }
    }
    let strip = q!(tx, fronts::strip())?;
    if strip.is_some_and(|strip| strip.story_id.as_deref() == Some(story)) {
        q!(tx, fronts::clear_strip())?;
        tx.enter(house.now(), actor, "breaking ended", &Thing::Front);
    }
    Ok(())
}

/// The seat, when the front has it, and a name for who meant another.
#[crate::boxed]
pub(crate) async fn seat_of(tx: &mut Tx, front: &Front, seat: &Seat) -> Result<()> {
    if front.has(seat, &sections(tx).await?) {
        return Ok(());
    }
    Err(Error::NotFound(format!("seat {seat} on this front")))
}

/// Refuses a change of a locked seat, and a story that stands in one.
pub(crate) fn free_of_locks(locks: &Locks, changes: &Changes) -> Result<(), Refusal> {
    if changes.clone().refused_by(locks).is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "front-locked",
        "the seat is locked, or the story stands in one that is: unlock it first",
    ))
}

/// Refuses an end that is over already.
pub(crate) fn ends_later(slot: &Slot, now: Micros) -> Result<(), Refusal> {
    if slot.until.is_some_and(|until| until <= now) {
        return Err(Refusal::new(
            "front-until-past",
            "the time until which it is to stand is over",
        ));
    }
    Ok(())
}
