//! Works on the draft arrangement of a front: puts stories into seats, moves them, opens seats, orders bands. Readers see
//! nothing of it until `put_front_live`. Whoever changes the draft says which state of it they saw.

use crate::fronts::{self, Standing};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::front::{Changes, Front, Layout, Seat, Slot};
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What is done to the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// A story goes into a seat.
    Put {
        /// The seat.
        seat: Seat,
        /// The story.
        story: String,
        /// Until when it stands there; then the seat is automatic.
        until: Option<Micros>,
    },
    /// What stands in one seat goes to another, and what was held there comes back.
    Move {
        /// Where it stands.
        from: Seat,
        /// Where it goes.
        to: Seat,
        /// The story that whoever moves it sees there.
        story: String,
    },
    /// A seat becomes automatic.
    Open(Seat),
    /// A band goes a place up or down.
    Band {
        /// Its section.
        section: String,
        /// Up, else down.
        up: bool,
    },
    /// The last step is taken back.
    Back,
    /// What has gone live since the draft was begun is taken over, one's own changes above it.
    TakeOver,
    /// The draft is thrown away.
    Discard,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrange {
    /// Which front.
    pub front: Front,
    /// The state of the draft that whoever asks saw: [`Standing::turn`].
    pub seen: i64,
    /// What to do.
    pub work: Work,
}

/// Does it in the caller's transaction. A draft that changed meanwhile is a conflict, and stays as it is.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, arrange: &Arrange) -> Result<Standing> {
    let front = &arrange.front;
    fronts::check(who, front)?;
    let standing = fronts::claim(tx, front).await?;
    standing.unchanged_since(arrange.seen)?;
    let mut base = standing.draft.as_ref().map_or(standing.number, |draft| draft.base);
    let layout = match &arrange.work {
        Work::Discard => standing.live.clone(),
        Work::Back => back(tx, &standing).await?,
        Work::TakeOver => {
            let begun = match q!(tx, fronts::revision(front.as_str(), base))? {
                Some(revised) => revised.read().map_err(fronts::unreadable)?,
                None => Layout::default(),
            };
            base = standing.number;
            let gone = fronts::gone(tx, standing.shown()).await?;
            let mine = standing.shown().over(&begun, &standing.live);
            mine.without(|story| gone.contains(story)).under(&standing.locks)
        }
        Work::Band { section, up } => {
            let sections = fronts::sections(tx).await?;
            if *front != Front::Paper || !sections.contains(section) {
                return Err(Error::NotFound("such band".to_owned()));
            }
            let order = standing.shown().order_with(&sections, section, *up);
            standing.shown().with(&Changes {
                order: Some(order),
                ..Changes::default()
            })
        }
        work => {
            let changes = changes(tx, house, &standing, work).await?;
            fronts::free_of_locks(&standing.locks, &changes)?;
            standing.shown().with(&changes)
        }
    };
    fronts::keep_draft(tx, house, &who.actor(), &standing, &layout, base).await?;
    fronts::standing(tx, front).await
}

async fn changes(tx: &mut Tx, house: &House, standing: &Standing, work: &Work) -> Result<Changes> {
    let front = &standing.front;
    Ok(match work {
        Work::Put { seat, story, until } => {
            fronts::seat_of(tx, front, seat).await?;
            fronts::placeable(tx, story).await?;
            let slot = Slot {
                story: Some(story.clone()),
                until: *until,
            };
            fronts::ends_later(&slot, house.now())?;
            Changes::of(seat.clone(), slot)
        }
        Work::Move { from, to, story } => {
            fronts::seat_of(tx, front, from).await?;
            fronts::seat_of(tx, front, to).await?;
            fronts::placeable(tx, story).await?;
            if from == to {
                return Err(Refusal::new("front-same-seat", "it stands there already").into());
            }
            standing.shown().swap(from, to, story)
        }
        Work::Open(seat) => {
            fronts::seat_of(tx, front, seat).await?;
            Changes::of(seat.clone(), Slot::AUTOMATIC)
        }
        _ => Changes::default(),
    })
}

/// Takes the last step of the draft back: the step before it is the draft again, or there is none.
async fn back(tx: &mut Tx, standing: &Standing) -> Result<Layout> {
    let front = standing.front.as_str();
    let mut steps = q!(tx, fronts::steps(front))?;
    if steps.pop().is_none() {
        return Err(Refusal::new("front-no-draft", "there is no draft of this front").into());
    }
    let Some(step) = steps.pop() else {
        return Ok(standing.live.clone());
    };
    q!(tx, fronts::clear_steps_from(front, step.turn))?;
    Ok(step.read().map_err(fronts::unreadable)?.under(&standing.locks))
}
