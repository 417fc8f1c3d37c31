//! Storylines and the events of their timelines: what happened, planned, reported or confirmed, on a day known as well
//! as it is known. The newsroom's commands keep them; the site prints them.

use crate::time::Micros;

/// A developing story: stories, and a timeline of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storyline {
    /// ULID.
    pub id: String,
    /// Unique number among storylines.
    pub number: i64,
    /// Last part of the address of its page.
    pub slug: String,
    /// As printed.
    pub title: String,
    /// A sentence or two, in an editor's words; may be empty.
    pub summary: String,
    /// `open` while it goes on, else `closed`.
    pub state: String,
    /// Whether readers have a page of it.
    pub is_public: bool,
    /// Whether engines are asked to leave the page out.
    pub noindex: bool,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub changed_at: Micros,
}

impl Storyline {
    /// Whether it goes on.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// Path of its page.
    pub fn path(&self) -> String {
        format!("/storylines/{}", self.slug)
    }
}

/// A storyline as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorylineLine {
    /// ULID.
    pub id: String,
    /// Last part of the address of its page.
    pub slug: String,
    /// As printed.
    pub title: String,
    /// `open` or `closed`.
    pub state: String,
    /// Whether readers have a page of it.
    pub is_public: bool,
    /// Whether engines are asked to leave the page out.
    pub noindex: bool,
    /// When it was last changed.
    pub changed_at: Micros,
    /// Stories filed in it.
    pub stories: i64,
    /// Events that were confirmed.
    pub events: i64,
    /// Events that wait to be confirmed again.
    pub stale: i64,
}

/// A story of a storyline as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorylineStory {
    /// The story.
    pub story_id: String,
    /// As the desk calls it.
    pub working_slug: String,
    /// Headline of its newest revision; may be empty.
    pub headline: String,
    /// Its state.
    pub state: String,
    /// Its address, when readers see it.
    pub path: Option<String>,
    /// When it was published, when it was.
    pub published_at: Option<Micros>,
    /// When it was filed in the storyline.
    pub added_at: Micros,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$of])* $variant),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it is kept.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// Reads the kept form.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

words!(
    /// What kind of thing happened.
    EventKind {
        /// Somebody said something that counts as an act.
        Statement => "statement",
        /// People met.
        Meeting => "meeting",
        /// A penalty by a state or a body.
        Sanction => "sanction",
        /// A vote or an election.
        Vote => "vote",
        /// An attack.
        Attack => "attack",
        /// An arrest.
        Arrest => "arrest",
        /// A treaty, a contract, a deal.
        Agreement => "agreement",
        /// A journey to somebody.
        Visit => "visit",
        /// A trial, a charge, a verdict, a sentence.
        Trial => "trial",
        /// Somebody takes or leaves an office.
        Appointment => "appointment",
        /// An accident or a disaster.
        Disaster => "disaster",
        /// A death.
        Death => "death",
        /// A protest or a strike.
        Protest => "protest",
        /// Anything else.
        Other => "other",
    }
);

words!(
    /// How sure it is that it happened.
    EventStatus {
        /// Somebody intends it.
        Planned => "planned",
        /// Somebody says that it happened.
        Reported => "reported",
        /// It happened.
        Confirmed => "confirmed",
    }
);

words!(
    /// What a person decided about an event.
    EventState {
        /// It stands on the timeline where its sentence is printed.
        Confirmed => "confirmed",
        /// It is no event of this storyline.
        Refused => "refused",
        /// Its sentence changed after it was confirmed.
        Stale => "stale",
    }
);

/// An event on which a person decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// ULID.
    pub id: String,
    /// The storyline.
    pub storyline_id: String,
    /// The story that tells of it.
    pub story_id: String,
    /// [`EventKind`] as kept.
    pub kind: String,
    /// [`EventStatus`] as kept.
    pub status: String,
    /// [`Day`] as kept; empty when unknown.
    pub day: String,
    /// In an editor's words; empty prints the sentence.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// The revision in which the sentence stood when it was decided.
    pub revision_id: String,
    /// The block of the sentence, or empty when it stands in the standfirst.
    pub block: String,
    /// The sentence to the letter.
    pub sentence: String,
    /// [`EventState`] as kept.
    pub state: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: Micros,
}

/// An event that readers see, with the story it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveEvent {
    /// ULID of the event.
    pub id: String,
    /// [`EventKind`] as kept.
    pub kind: String,
    /// [`EventStatus`] as kept.
    pub status: String,
    /// [`Day`] as kept; empty when unknown.
    pub day: String,
    /// In an editor's words; may be empty.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// The block of the sentence as it is printed now.
    pub block: String,
    /// The sentence.
    pub sentence: String,
    /// The story.
    pub story_id: String,
    /// Its address.
    pub path: String,
    /// Its headline.
    pub headline: String,
    /// When it was published.
    pub published_at: Option<Micros>,
}

/// A person of the record who takes part in a storyline and whom readers have a page of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastMember {
    /// ULID of the person.
    pub id: String,
    /// Last part of the address of the page.
    pub slug: String,
    /// As printed.
    pub name: String,
    /// In which public role; may be empty.
    pub public_role: String,
}

/// A story that goes with another, as it was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveRelated {
    /// From 0, the nearest first.
    pub position: i64,
    /// The other story.
    pub related_id: String,
    /// The two are nearly the same text: never shown beside each other.
    pub duplicate: bool,
}

/// A day, a month or a year: a date as well as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year.
    pub year: i16,
    /// From 1, when it is known.
    pub month: Option<i8>,
    /// From 1, when it is known.
    pub day: Option<i8>,
}

impl Day {
    /// Reads `2026-11-25`, `2026-11` or `2026`; nothing else is a day.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let number = |part: &str, long: usize| -> Option<i16> {
            let digits = part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse().ok())?
        };
        let year = number(parts.next()?, 4)?;
        let month = match parts.next() {
            Some(part) => Some(i8::try_from(number(part, 2)?).ok()?),
            None => None,
        };
        let day = match parts.next() {
            Some(part) => Some(i8::try_from(number(part, 2)?).ok()?),
            None => None,
        };
        if parts.next().is_some() {
            return None;
        }
        // The first day of the whole must be a day of the calendar.
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_kept_as_well_as_it_is_known() {
        for text in ["2026-11-25", "2026-11", "2026", "2024-02-29"] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        for text in [
            "",
            "26",
            "2026-13",
            "2026-02-30",
            "2026-11-25T10",
            "2026-1-1",
            "soon",
            "2026-11-25-1",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_kind_is_read_as_it_is_kept() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(EventStatus::parse("rumoured"), None);
    }
}
