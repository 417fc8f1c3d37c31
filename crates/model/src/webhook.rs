//! Webhooks: which events another machine is told of, how the ledger tells them, and what is kept of subscriptions and
//! deliveries. The follower, the courier and the desk's settings go by these types.

use crate::time::Micros;
use serde::{Deserialize, Serialize};

/// Something that another machine may want to know. Whatever is told is public already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// A story is before readers for the first time.
    StoryPublished,
    /// What readers see of a story changed: an update, a new top, a small fix, whether more is expected.
    StoryUpdated,
    /// A correction or clarification was printed.
    StoryCorrected,
    /// A story stands at another address.
    StoryMoved,
    /// A notice stands in place of a story.
    StoryRetracted,
    /// A story was taken from readers.
    StoryRemoved,
    /// A standing page is before readers for the first time.
    PagePublished,
    /// What readers see of a standing page, or its address, changed.
    PageUpdated,
    /// A standing page was taken from readers.
    PageRemoved,
    /// A reply is before readers.
    ReplyApproved,
    /// A front was put live as somebody arranged it, or its breaking strip changed.
    FrontChanged,
    /// A trial, sent by hand. Nobody subscribes to it.
    Test,
}

impl Event {
    /// Every event that can be subscribed to, in the order of the settings page.
    pub const ALL: [Self; 11] = [
        Self::StoryPublished,
        Self::StoryUpdated,
        Self::StoryCorrected,
        Self::StoryMoved,
        Self::StoryRetracted,
        Self::StoryRemoved,
        Self::PagePublished,
        Self::PageUpdated,
        Self::PageRemoved,
        Self::ReplyApproved,
        Self::FrontChanged,
    ];

    /// As receivers read it, and as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StoryPublished => "story.published",
            Self::StoryUpdated => "story.updated",
            Self::StoryCorrected => "story.corrected",
            Self::StoryMoved => "story.moved",
            Self::StoryRetracted => "story.retracted",
            Self::StoryRemoved => "story.removed",
            Self::PagePublished => "page.published",
            Self::PageUpdated => "page.updated",
            Self::PageRemoved => "page.removed",
            Self::ReplyApproved => "reply.approved",
            Self::FrontChanged => "front.changed",
            Self::Test => "webhook.test",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain([Self::Test])
            .find(|event| event.as_str() == text)
    }

    /// What an entry of the ledger tells, of a story that is a standing page or not. This is the one place where acts
    /// become events; an act that is not named here is nobody's business outside.
    pub fn told_by(act: &str, thing: &str, is_page: bool) -> Option<Self> {
        let (sort, _) = thing.split_once(':').unwrap_or((thing, ""));
        Some(match (sort, act) {
            ("story", "publish") if is_page => Self::PagePublished,
            ("story", "retract" | "remove") if is_page => Self::PageRemoved,
            ("story", "update" | "new top" | "fix" | "correct" | "clarify" | "move" | "anonymise") if is_page => {
                Self::PageUpdated
            }
            ("story", "publish") => Self::StoryPublished,
            ("story", "update" | "new top" | "fix" | "developing" | "developed" | "anonymise") => Self::StoryUpdated,
            ("story", "correct" | "clarify") => Self::StoryCorrected,
            ("story", "move") => Self::StoryMoved,
            ("story", "retract") => Self::StoryRetracted,
            ("story", "remove") => Self::StoryRemoved,
            // A reply that nobody need approve is entered as `reply`; whether it stands is asked when it is told.
            ("reply", "approve" | "reply") => Self::ReplyApproved,
            // A lock is the desk's own matter.
            ("front", act) if act != "lock" => Self::FrontChanged,
            ("section", "arrange" | "restore" | "scheduled") => Self::FrontChanged,
            _ => return None,
        })
    }
}

/// Reads a list of events as it is kept: words with spaces between.
pub fn events(kept: &str) -> Vec<Event> {
    kept.split_whitespace().filter_map(Event::parse).collect()
}

/// Writes a list of events, each once, in the order of [`Event::ALL`].
pub fn keep_events(events: &[Event]) -> String {
    let kept: Vec<&str> = Event::ALL
        .into_iter()
        .filter(|event| events.contains(event))
        .map(Event::as_str)
        .collect();
    kept.join(" ")
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// ULID.
    pub id: String,
    /// By which the desk knows it.
    pub name: String,
    /// Where deliveries go.
    pub address: String,
    /// As [`keep_events`] writes them.
    pub events: String,
    /// `active`, `paused` or `removed`.
    pub state: String,
    /// `hand`, `gone`, `failing`, or empty while it is active.
    pub paused_why: String,
    /// Entries of the ledger up to this place are not told.
    pub since_seq: i64,
    /// The sealed secret.
    pub secret: Vec<u8>,
    /// The sealed secret before the last rotation.
    pub old_secret: Option<Vec<u8>>,
    /// Until when the old secret signs too.
    pub old_until: Micros,
    /// Since when nothing has got through.
    pub failing_since: Option<Micros>,
    /// When it was made.
    pub made_at: Micros,
}

impl Webhook {
    /// Whether it wants an event.
    pub fn wants(&self, event: Event) -> bool {
        self.state == "active" && events(&self.events).contains(&event)
    }

    /// What a revision keeps of it.
    pub fn settings(&self) -> WebhookSettings {
        WebhookSettings {
            name: self.name.clone(),
            address: self.address.clone(),
            events: events(&self.events)
                .into_iter()
                .map(|event| event.as_str().to_owned())
                .collect(),
            state: self.state.clone(),
        }
    }
}

/// What can be set of a subscription, as revisions keep it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WebhookSettings {
    /// By which the desk knows it.
    pub name: String,
    /// Where deliveries go.
    pub address: String,
    /// Which events are sent.
    pub events: Vec<String>,
    /// `active`, `paused` or `removed`.
    pub state: String,
}

/// What a subscription was after one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookRevision {
    /// The subscription.
    pub webhook_id: String,
    /// 1, 2, 3 …
    pub number: i64,
    /// When.
    pub at: Micros,
    /// Who, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// `make`, `change`, `pause`, `resume`, `rotate`, `remove`, `restore`.
    pub act: String,
    /// JSON of [`WebhookSettings`].
    pub settings: String,
}

/// Something that is sent to a subscription, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// ULID; the message's id for its receiver, the same however often it is sent.
    pub id: String,
    /// The subscription.
    pub webhook_id: String,
    /// As [`Event`] is kept.
    pub event: String,
    /// As [`crate::entry::Thing`] prints itself.
    pub thing: String,
    /// When it happened.
    pub at: Micros,
    /// When it was asked for, last.
    pub asked_at: Micros,
    /// `waiting`, `delivered`, `dropped` or `given-up`.
    pub state: String,
    /// Somebody asked for it at the desk; it goes even while the subscription is paused.
    pub by_hand: bool,
    /// How often it was tried since it was asked for.
    pub attempts: i64,
    /// Not before.
    pub run_at: Micros,
    /// Whoever claimed it has until then.
    pub claimed_until: Micros,
    /// When it was tried last.
    pub tried_at: Option<Micros>,
    /// What the other side answered last.
    pub status: Option<i64>,
    /// How long that took, in milliseconds.
    pub duration_ms: Option<i64>,
    /// What went wrong last; empty when nothing did.
    pub problem: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_tells_what_readers_can_see_and_nothing_of_the_desk() {
        let told = |act, thing| Event::told_by(act, thing, false);
        assert_eq!(told("publish", "story:1"), Some(Event::StoryPublished));
        assert_eq!(told("new top", "story:1"), Some(Event::StoryUpdated));
        assert_eq!(told("approve", "reply:1"), Some(Event::ReplyApproved));
        assert_eq!(told("arrange", "front"), Some(Event::FrontChanged));
        assert_eq!(told("arrange", "section:1"), Some(Event::FrontChanged));
        assert_eq!(told("lock", "front"), None);
        // The same act is entered for every list that names the story.
        assert_eq!(told("publish", "section:1"), None);
        for act in [
            "begin", "revise", "note", "assign", "embargo", "schedule", "preview", "ready", "noindex",
        ] {
            assert_eq!(told(act, "story:1"), None, "{act}");
        }
        assert_eq!(told("refuse", "reply:1"), None);
        assert_eq!(told("arrange", "arrangement:front"), None);
        assert_eq!(Event::told_by("move", "story:1", true), Some(Event::PageUpdated));
    }

    #[test]
    fn a_list_of_events_is_kept_in_one_order_each_once() {
        let kept = keep_events(&[
            Event::FrontChanged,
            Event::StoryPublished,
            Event::FrontChanged,
            Event::Test,
        ]);
        assert_eq!(kept, "story.published front.changed");
        assert_eq!(events(&kept), [Event::StoryPublished, Event::FrontChanged]);
        assert_eq!(events("story.eaten"), []);
    }
}
