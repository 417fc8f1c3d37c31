//! The ways to readers and back: publish, schedule, embargo, update, correct, retract, remove. Part of the rail.

use crate::desk::visit::Desk;
use crate::site::view::Moment;
use courant_model::account::Act;
use courant_model::permalink;
use courant_model::schedule::Local;
use courant_model::story::{Live, Revision, State, Story};
use courant_newsroom::Error;
use courant_newsroom::permissions::Who;
use courant_store::q;
use jiff::tz::TimeZone;
use serde::Serialize;

/// What stands between a story and its readers.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Out {
    /// Readers see it.
    live: Option<Standing>,
    /// Names of acts that are offered: `publish`, `update` …
    may: Vec<&'static str>,
    /// Why Publish is not offered although the story could go out; a key of the strings.
    why_not: Option<&'static str>,
    scheduled: Option<Scheduled>,
    embargo: Option<Moment>,
    /// The embargo as a form's field has it.
    embargo_field: String,
    zone: String,
    /// The next change of the clocks, when one is near.
    clocks: Option<Moment>,
    /// Where it would stand, without the paper's address.
    wanted_path: String,
    site: String,
    card: Card,
    corrections: Vec<Correction>,
    unread: bool,
    noindex: bool,
    previews: usize,
}

/// What readers see.
#[derive(Debug, Clone, Serialize)]
struct Standing {
    path: String,
    published: Option<Moment>,
    updated: Option<Moment>,
    /// The newest version is the one that readers see.
    current: bool,
    developing: Option<Moment>,
    retracted: bool,
}

/// A schedule that waits, or failed.
#[derive(Debug, Clone, Serialize)]
struct Scheduled {
    at: Moment,
    problem: String,
    waiting: bool,
    /// The story moves to the head of lists with it.
    new_top: bool,
}

/// As others' sites show a link to it.
#[derive(Debug, Clone, Serialize)]
struct Card {
    title: String,
    text: String,
    picture: Option<String>,
    host: String,
}

/// What was corrected.
#[derive(Debug, Clone, Serialize)]
struct Correction {
    kind: String,
    at: Moment,
    wrong: String,
    correct: String,
}

/// Days before a change of the clocks in which a form speaks of it.
const NEAR: i64 = 60;

pub(super) async fn fill(desk: &mut Desk<'_>, who: &Who, story: &Story, head: &Revision) -> Result<Out, Error> {
    let live = q!(desk.tx, live::by_id(&story.id))?;
    let now = desk.app.newsroom.house.now();
    let schedules = q!(desk.tx, schedules::of_story(&story.id))?;
    let scheduled = schedules
        .iter()
        .find(|one| one.state == "waiting")
        .or_else(|| schedules.first().filter(|one| one.state == "failed"))
        .map(|one| Scheduled {
            at: desk.moment(one.due_at),
            problem: one.problem.clone(),
            waiting: one.state == "waiting",
            new_top: one.kind == "new-top",
        });
    let may = may(
        who,
        story,
        head,
        live.as_ref(),
        scheduled.as_ref().is_some_and(|one| one.waiting),
    );
    let ready = matches!(State::parse(&story.state), Some(State::Ready | State::InEdit));
    let why_not = match (&live, may.contains(&"publish"), ready) {
        (None, false, true) if who.check_story(Act::Publish, story, head).is_ok() => Some("publish-own"),
        (None, false, false) if who.check_story(Act::Publish, story, head).is_ok() => Some("publish-not-ready"),
        _ => None,
    };
    let corrections = q!(desk.tx, corrections::of_story(&story.id))?
        .into_iter()
        .map(|one| Correction {
            at: desk.moment(one.at),
            kind: one.kind,
            wrong: one.wrong,
            correct: one.correct,
        })
        .collect();
    let slug = if story.wanted_slug.is_empty() {
        courant_model::slug::of(&head.headline)
    } else {
        story.wanted_slug.clone()
    };
    let section = desk
        .section(head.section_id.as_deref())
        .filter(|_| story.form != "page");
    let filling = permalink::Filling {
        section: section.map_or("", |section| section.slug.as_str()),
        slug: &slug,
        number: story.number,
        day: desk.now.date(),
    };
    let pattern = section.map_or("/{slug}", |_| desk.paper.permalink.as_str());
    let wanted_path = permalink::fill(pattern, filling);
    let picture = desk.lead_picture(head.picture_id.as_deref()).await?;
    let previews = q!(desk.tx, previews::of_story(&story.id, now))?.len();
    let standing = live.map(|live| standing(desk, live, head, now));
    Ok(Out {
        live: standing,
        may,
        why_not,
        scheduled,
        embargo: story.embargo_until.filter(|at| *at > now).map(|at| desk.moment(at)),
        embargo_field: Local::kept(&story.embargo_local)
            .map(|local| local.field())
            .unwrap_or_default(),
        zone: desk.paper.zone.clone(),
        clocks: clocks(desk),
        wanted_path,
        site: desk.app.settings.url.as_str().trim_end_matches('/').to_owned(),
        card: Card {
            title: first(&[&head.share_title, &head.headline, &story.working_slug]),
            text: head.standfirst.clone(),
            picture: picture.map(|picture| picture.src),
            host: desk.app.settings.url.host_str().unwrap_or_default().to_owned(),
        },
        corrections,
        unread: story.unread_since.is_some(),
        noindex: story.noindex,
        previews,
    })
}

impl Out {
    /// Whether readers see the newest revision.
    pub(super) fn is_current(&self) -> bool {
        self.live.as_ref().is_some_and(|live| live.current)
    }

    /// Something of it is still to go out, and this member may let it.
    pub(super) fn may_go(&self) -> bool {
        let out = ["publish", "publish-unseen", "update", "fix", "schedule"];
        self.live.as_ref().is_none_or(|live| !live.current) && out.iter().any(|verb| self.may.contains(verb))
    }

    /// Names of the acts that are offered.
    pub(super) fn may(&self) -> &[&'static str] {
        &self.may
    }

    /// Whether an act is offered here.
    pub(super) fn offers(&self, verb: &str) -> bool {
        let verb = if verb == "clarify" { "correct" } else { verb };
        self.may.contains(&verb)
    }
}

fn first(texts: &[&String]) -> String {
    texts
        .iter()
        .find(|text| !text.is_empty())
        .map(|text| (*text).clone())
        .unwrap_or_default()
}

fn standing(desk: &Desk<'_>, live: Live, head: &Revision, now: i64) -> Standing {
    Standing {
        published: live.published_at.map(|at| desk.moment(at)),
        updated: live.updated_at.map(|at| desk.moment(at)),
        current: live.revision_id == head.id,
        developing: live.developing_until.filter(|at| *at > now).map(|at| desk.moment(at)),
        retracted: live.retracted_at.is_some(),
        path: live.path,
    }
}

/// The acts that this member is offered. Whether the text allows it the command says.
fn may(who: &Who, story: &Story, head: &Revision, live: Option<&Live>, waiting: bool) -> Vec<&'static str> {
    let can = |act| who.check_story(act, story, head).is_ok();
    let mut found = Vec::new();
    let mut offer = |name, yes: bool| {
        if yes {
            found.push(name);
        }
    };
    let state = State::parse(&story.state);
    let in_work = matches!(state, Some(State::Idea | State::Draft | State::InEdit | State::Ready));
    let own = who.owns(story, head);
    let published = live.is_some() && state == Some(State::Published);
    let stands = published && live.is_some_and(|live| live.retracted_at.is_none());
    let ready = matches!(state, Some(State::InEdit | State::Ready));
    offer("publish", ready && can(Act::Publish) && (!own || can(Act::PublishOwn)));
    offer(
        "publish-unseen",
        in_work && state != Some(State::Idea) && can(Act::PublishUnseen),
    );
    offer("update", stands && can(Act::Publish));
    offer("correct", stands && can(Act::Correct));
    offer("fix", stands && can(Act::Correct));
    offer("developing", stands && can(Act::Publish));
    offer("retract", published && can(Act::Retract));
    offer("remove", published && can(Act::Remove));
    offer("anonymise", can(Act::Remove) && (published || in_work));
    offer("noindex", can(Act::Remove) && (published || in_work));
    offer("schedule", (ready || stands) && can(Act::Publish));
    offer("unschedule", waiting && can(Act::Publish));
    offer("embargo", in_work && can(Act::Embargo));
    offer("lift-embargo", story.embargo_until.is_some() && can(Act::LiftEmbargo));
    offer("read", story.unread_since.is_some() && !own && can(Act::Publish));
    offer("preview", !published && in_work && can(Act::Write));
    found
}

/// The next change of the clocks in the paper's zone, when it comes within two months.
fn clocks(desk: &Desk<'_>) -> Option<Moment> {
    let zone: TimeZone = desk.paper.time_zone();
    let now = desk.now.timestamp();
    let next = zone.following(now).next()?.timestamp();
    let near = now.checked_add(jiff::SignedDuration::from_hours(NEAR * 24)).ok()?;
    (next <= near).then(|| desk.moment(next.as_microsecond()))
}

#[cfg(test)]
impl Out {
    /// Before and after publishing.
    pub(crate) fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let before = Self {
            live: None,
            may: vec![
                "publish",
                "publish-unseen",
                "schedule",
                "unschedule",
                "embargo",
                "lift-embargo",
                "preview",
                "noindex",
            ],
            why_not: Some("publish-own"),
            scheduled: Some(Scheduled {
                at: at(),
                problem: "not ready".into(),
                waiting: false,
                new_top: false,
            }),
            embargo: Some(at()),
            embargo_field: "2026-03-14T14:05".into(),
            zone: "Europe/Lisbon".into(),
            clocks: Some(at()),
            wanted_path: "/local/ferry".into(),
            site: "https://courier.example".into(),
            card: Card {
                title: "<b>Ferry</b>".into(),
                text: String::new(),
                picture: Some("/media/a/b.jpg".into()),
                host: "courier.example".into(),
            },
            corrections: vec![Correction {
                kind: "correction".into(),
                at: at(),
                wrong: "Four".into(),
                correct: "Five".into(),
            }],
            unread: true,
            noindex: true,
            previews: 1,
        };
        vec![
            Self {
                live: Some(Standing {
                    path: "/local/ferry".into(),
                    published: Some(at()),
                    updated: Some(at()),
                    current: false,
                    developing: Some(at()),
                    retracted: true,
                }),
                may: vec![
                    "update",
                    "correct",
                    "fix",
                    "developing",
                    "retract",
                    "remove",
                    "noindex",
                    "read",
                ],
                scheduled: Some(Scheduled {
                    at: at(),
                    problem: String::new(),
                    waiting: true,
                    new_top: true,
                }),
                why_not: None,
                ..before.clone()
            },
            before,
        ]
    }
}
