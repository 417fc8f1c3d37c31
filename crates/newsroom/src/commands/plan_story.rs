//! Plans a story: due time or day, promised length, picture wanted, brief, working slug, and the wanted end of its address.
//! Called by the desk; what is not named stays, and whoever moves a story that moved meanwhile is told so.

use super::begin_story::{check_plan, due_day, working_slug};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, names};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::story::{Revision, Story};
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What is asked; `None` keeps what was said.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The story.
    pub story_id: String,
    /// When it is due; `Some(None)` makes it due at no time.
    pub due_at: Option<Option<Micros>>,
    /// The local day on which it is due, where no hour is said; empty means no day. Counts for nothing beside a moment.
    pub due_day: Option<String>,
    /// When it was due as far as whoever asks saw; another time by now is a conflict. `None` does not compare.
    pub seen: Option<Due>,
    /// A picture is asked for.
    pub picture_wanted: Option<bool>,
    /// Promised length in words; 0 promises none.
    pub planned_words: Option<i64>,
    /// What is wanted of it.
    pub brief: Option<String>,
    /// For the newsroom alone.
    pub working_slug: Option<String>,
    /// Wanted end of its address at the first publishing; empty makes one of the headline.
    pub wanted_slug: Option<String>,
}

/// When a story is due: at a moment, on a day, or at no time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// The moment.
    pub at: Option<Micros>,
    /// The day; empty beside a moment.
    pub day: String,
}

impl Due {
    /// Of a story.
    pub fn of(story: &Story) -> Self {
        Self {
            at: story.due_at,
            day: story.due_day.clone(),
        }
    }
}

/// Plans it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, plan: &Plan) -> Result<Story> {
    let (story, head) = super::story_with_head(tx, &plan.story_id).await?;
    if let Some(seen) = &plan.seen
        && *seen != Due::of(&story)
    {
        return Err(Error::Conflict(moved(tx, &story).await?));
    }
    let planned = decide(who, &story, &head, plan)?;
    let now = house.now();
    let kept = courant_model::shelf::Plan {
        due_at: planned.due_at,
        due_day: &planned.due_day,
        picture_wanted: planned.picture_wanted,
        planned_words: planned.planned_words,
        brief: &planned.brief,
        working_slug: &planned.working_slug,
        wanted_slug: &planned.wanted_slug,
    };
    q!(tx, planning::plan(&story.id, &kept, now))?;
    tx.enter(now, &who.actor(), "plan", &Thing::Story(story.id));
    super::story(tx, &plan.story_id).await
}

/// Who moved it meanwhile.
async fn moved(tx: &mut Tx, story: &Story) -> Result<String> {
    let thing = Thing::Story(story.id.clone()).to_string();
    Ok(match q!(tx, ledger::last_about(&thing))? {
        Some(entry) => {
            let name = names::of_actor(tx, &entry.actor).await?;
            format!("{name} moved it while you had it open; nothing was overwritten")
        }
        None => "somebody moved it while you had it open; nothing was overwritten".to_owned(),
    })
}

/// The story as it is planned.
fn decide(who: &Who, story: &Story, head: &Revision, plan: &Plan) -> Result<Story, Refusal> {
    super::still_in_work(story)?;
    who.check_story(Act::Write, story, head)?;
    let mut planned = story.clone();
    let due_at = plan.due_at.unwrap_or(story.due_at);
    let day = match &plan.due_day {
        Some(day) => due_day(due_at, day)?,
        None => due_day(due_at, &story.due_day)?,
    };
    if due_at != story.due_at || day != story.due_day {
        // A time that an editor set is an editor's to move.
        let set_oneself = story.begun_by.is_some() && story.begun_by.as_deref() == who.account();
        if !set_oneself {
            who.check_story(Act::Assign, story, head)?;
        }
        planned.due_at = due_at;
        planned.due_day = day;
    }
    planned.picture_wanted = plan.picture_wanted.unwrap_or(story.picture_wanted);
    planned.planned_words = plan.planned_words.unwrap_or(story.planned_words);
    if let Some(brief) = &plan.brief {
        brief.trim().clone_into(&mut planned.brief);
    }
    check_plan(&planned.brief, planned.planned_words)?;
    if let Some(typed) = &plan.working_slug {
        planned.working_slug = working_slug(typed)?;
    }
    if let Some(typed) = &plan.wanted_slug {
        planned.wanted_slug = slug::of(typed);
        if planned.wanted_slug.is_empty() && !typed.trim().is_empty() {
            return Err(Refusal::new("slug-empty", "an address needs a letter or a digit"));
        }
    }
    Ok(planned)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::commands::samples;
    use courant_model::account::{Member, Role};
    use courant_model::story::State;

    fn reporter() -> Who {
        Who::Member(Member {
            account: "me".into(),
            roles: vec![Role::Reporter],
            ..Member::default()
        })
    }

    #[test]
    fn a_writer_plans_their_story_but_moves_no_deadline_of_an_editor() {
        let (mut story, head) = samples::story(State::Draft);
        story.assignee = Some("me".into());
        let mut plan = Plan {
            brief: Some(" Ask the harbour. ".into()),
            wanted_slug: Some("Ferry Fares".into()),
            ..Plan::default()
        };
        let planned = decide(&reporter(), &story, &head, &plan).unwrap();
        assert_eq!(
            (planned.brief.as_str(), planned.wanted_slug.as_str()),
            ("Ask the harbour.", "ferry-fares")
        );
        plan.due_at = Some(Some(9));
        assert_eq!(
            decide(&reporter(), &story, &head, &plan).unwrap_err().key,
            "not-allowed"
        );
        story.begun_by = Some("me".into());
        assert_eq!(decide(&reporter(), &story, &head, &plan).unwrap().due_at, Some(9));
    }

    #[test]
    fn a_story_is_due_at_a_moment_or_on_a_day_and_never_both() {
        let (mut story, head) = samples::story(State::Draft);
        story.begun_by = Some("me".into());
        let due = |story: &Story, at: Option<Option<i64>>, day: Option<&str>| {
            let plan = Plan {
                due_at: at,
                due_day: day.map(str::to_owned),
                ..Plan::default()
            };
            decide(&reporter(), story, &head, &plan).map(|planned| (planned.due_at, planned.due_day))
        };
        assert_eq!(
            due(&story, None, Some("2026-11-30")).unwrap(),
            (None, "2026-11-30".into())
        );
        story.due_day = "2026-11-30".into();
        assert_eq!(due(&story, None, None).unwrap(), (None, "2026-11-30".into()));
        assert_eq!(
            due(&story, Some(Some(7)), Some("2026-11-30")).unwrap(),
            (Some(7), String::new())
        );
        story.due_at = Some(7);
        story.due_day = String::new();
        assert_eq!(
            due(&story, Some(None), Some("2026-12-01")).unwrap(),
            (None, "2026-12-01".into())
        );
        assert_eq!(due(&story, Some(None), None).unwrap(), (None, String::new()));
        assert_eq!(due(&story, None, None).unwrap(), (Some(7), String::new()));
        assert_eq!(due(&story, Some(None), Some("soon")).unwrap_err().key, "day-unreadable");
    }

    #[test]
    fn an_address_of_signs_alone_is_refused() {
        let (mut story, head) = samples::story(State::Draft);
        story.assignee = Some("me".into());
        let plan = Plan {
            wanted_slug: Some("—".into()),
            ..Plan::default()
        };
        assert_eq!(decide(&reporter(), &story, &head, &plan).unwrap_err().key, "slug-empty");
    }
}
