//! A story with all that stands around it, in the order in which a reader meets it.
//! Filled by the site's story handler from the live row; printed by `story.html`.

use serde::Serialize;

use super::{Answer, Author, Card, Chrome, Correction, Html, Kind, Known, Link, Moment, Picture, samples};

/// A line of "Who said what", tied to the sentence it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Who said it.
    pub who: String,
    /// The person's or organisation's page.
    pub href: Option<String>,
    /// What was said: the quotation to the letter, or the paraphrase.
    pub words: String,
    /// Whether these are the reporter's words for it.
    pub paraphrase: bool,
    /// Whether only some of the words are the speaker's: they stand between marks of their own.
    pub partly: bool,
    /// How it is known.
    pub known: Known,
    /// Whether the story was corrected in this sentence.
    pub corrected: bool,
    /// What the accused said, when it accuses somebody.
    pub answer: Option<Answer>,
    /// The sentence: `#p-b12`.
    pub sentence: String,
}

/// One step of a storyline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StorylineEntry {
    /// The day.
    pub time: Moment,
    /// The headline of the part.
    pub headline: String,
    /// Its path; none for the story being read.
    pub href: Option<String>,
}

/// The developing story that this story is a part of, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Storyline {
    /// Its name and page.
    pub link: Link,
    /// The parts around this one.
    pub entries: Vec<StorylineEntry>,
}

/// The form that tells the newsroom of an error; it is no reply and is not printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReportForm {
    /// Where it posts to. Fields: `quote`, `text`, `email`, `website` (a trap, stays empty), `story`, `stamp`.
    pub action: String,
    /// The story's id.
    pub story: String,
    /// The signed stamp.
    pub stamp: String,
}

/// The reply a reply answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReplyParent {
    /// Who wrote it.
    pub name: String,
    /// Where it stands: `#reply-12`.
    pub href: String,
}

/// One approved reply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// The `id` of its element: `reply-12`.
    pub anchor: String,
    /// Its place among the story's replies in order of time, from 1.
    pub number: u32,
    /// The name that the writer gave.
    pub name: String,
    /// Whether the writer is one of the newsroom.
    pub newsroom: bool,
    /// When it was written.
    pub time: Moment,
    /// The reply.
    pub body: Html,
    /// Its own address: `/replies/ID`.
    pub permalink: String,
    /// The page with a form that answers it; none when replies are closed.
    pub answer: Option<String>,
    /// The reply it answers; none at the top.
    pub parent: Option<ReplyParent>,
    /// The answers to it, oldest first.
    pub answers: Vec<Reply>,
}

/// Why no more replies are taken; the words come from the theme's strings (`replies-closed-time`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closed {
    /// The time for replies to this story is over.
    #[default]
    Time,
    /// The newsroom closed them.
    Desk,
    /// This section takes none.
    Section,
    /// The page is a file of a static copy, which takes none.
    Copy,
}

/// The reply form and what it already holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReplyForm {
    /// Where it posts to. Fields: `name`, `email`, `text`, `website` (a trap, stays empty), `story`, `parent`, `stamp`.
    pub action: String,
    /// The story's id.
    pub story: String,
    /// The id of the reply that is answered, or empty.
    pub parent: String,
    /// The signed stamp over story and render time.
    pub stamp: String,
    /// The name, kept.
    pub name: String,
    /// The address, kept; only ever on a page that its writer alone sees.
    pub email: String,
    /// The text, kept.
    pub text: String,
    /// The most characters that a text may have.
    pub longest: u32,
}

/// A reply deeper than this stands beside what it answers, with its "in answer to": a chain of a thousand answers must
/// neither run out of the screen nor out of the renderer's stack.
pub const DEEPEST_ANSWER: usize = 4;

impl Reply {
    /// Threads from replies in order of time, each with its id and that of the reply it answers. A reply whose parent is not
    /// among them begins a thread.
    pub fn threads(replies: Vec<(String, Option<String>, Self)>) -> Vec<Self> {
        use std::collections::HashMap;

        // Where each reply hangs, found from the top down: parents come before their answers in time.
        let mut depths: HashMap<String, usize> = HashMap::new();
        let mut hung: Vec<(String, Option<String>, Self)> = Vec::with_capacity(replies.len());
        let mut parents: HashMap<String, Option<String>> = HashMap::new();
        for (id, parent, reply) in replies {
            let above = parent.filter(|parent| depths.contains_key(parent));
            let (depth, below) = match above {
                None => (0, None),
                Some(parent) => {
                    let depth = depths.get(&parent).copied().unwrap_or(0);
                    if depth + 1 < DEEPEST_ANSWER {
                        (depth + 1, Some(parent))
                    } else {
                        (depth, parents.get(&parent).cloned().flatten())
                    }
                }
            };
            depths.insert(id.clone(), depth);
            parents.insert(id.clone(), below.clone());
            hung.push((id, below, reply));
        }
        // From the last to the first, each is put into its parent's answers, which stand before it.
        let mut waiting: HashMap<String, Vec<Self>> = HashMap::new();
        let mut top = Vec::new();
        for (id, below, mut reply) in hung.into_iter().rev() {
            reply.answers = waiting.remove(&id).unwrap_or_default();
            reply.answers.reverse();
            match below {
                Some(parent) => waiting.entry(parent).or_default().push(reply),
                None => top.push(reply),
            }
        }
        top.reverse();
        top
    }
}

/// The replies of a story with the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Replies {
    /// How many are approved, in all threads.
    pub count: u32,
    /// The threads, oldest first.
    pub threads: Vec<Reply>,
    /// The form, when replies are open.
    pub form: Option<ReplyForm>,
    /// Why they are closed, when they are; with neither this nor a form, the story has no replies at all.
    pub closed: Option<Closed>,
}

/// A story page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StoryPage {
    /// What all pages share; its `robots` says `noindex` when the rights are not known.
    pub chrome: Chrome,
    /// The story's id.
    pub id: String,
    /// The story's path.
    pub href: String,
    /// What kind of story it is.
    pub kind: Kind,
    /// The kicker: the section and its path.
    pub section: Link,
    /// The headline.
    pub headline: String,
    /// The standfirst.
    pub standfirst: Option<String>,
    /// "6 September 2023" when the story is over a year old.
    pub age: Option<String>,
    /// Whether more is expected within hours.
    pub developing: bool,
    /// Corrections of headline, first paragraphs, a name or a figure.
    pub corrections_top: Vec<Correction>,
    /// Other corrections.
    pub corrections_foot: Vec<Correction>,
    /// Who signs, in order.
    pub authors: Vec<Author>,
    /// The house a story came from, when it is not ours: "Maren Port Authority".
    pub origin: Option<String>,
    /// When it was published; none is printed as "Date unknown".
    pub published: Option<Moment>,
    /// Only after an update or a correction.
    pub updated: Option<Moment>,
    /// The lead picture.
    pub picture: Option<Picture>,
    /// The dateline, run in at the start of the body by whoever prints it; here for themes that set it elsewhere.
    pub dateline: Option<String>,
    /// The body, with the dateline run in ([`Html::with_dateline`]).
    pub body: Html,
    /// "Who said what", from the record.
    pub said: Vec<Said>,
    /// The storyline.
    pub storyline: Option<Storyline>,
    /// The topics.
    pub topics: Vec<Link>,
    /// People in the story of whom readers have a page.
    pub people: Vec<Link>,
    /// Organisations and places in the story of which readers have a page.
    pub also: Vec<Link>,
    /// The form that reports an error.
    pub report: Option<ReportForm>,
    /// Addresses of other sites that share this story.
    pub share: Vec<Link>,
    /// At most four.
    pub related: Vec<Card>,
    /// The replies.
    pub replies: Replies,
}

impl Html {
    /// Runs a dateline in at the start of a printed body; a body that begins with no paragraph gets one.
    #[must_use]
    pub fn with_dateline(self, dateline: &str) -> Self {
        let mut place = String::from("<b class=\"dateline\">");
        for letter in dateline.chars() {
            match letter {
                '&' => place.push_str("&amp;"),
                '<' => place.push_str("&lt;"),
                '>' => place.push_str("&gt;"),
                letter => place.push(letter),
            }
        }
        place.push_str("</b>");
        let start = self.0.trim_start();
        let paragraph = start.starts_with("<p>") || start.starts_with("<p ");
        match start.split_once('>') {
            Some((tag, rest)) if paragraph => Self(format!("{tag}>{place} {rest}")),
            _ => Self(format!("<p>{place}</p>\n{start}")),
        }
    }
}

impl StoryPage {
    /// A report with everything, an opinion without a picture, an old story without a date, a corrected one, and one that reads from the right.
    pub fn samples() -> Vec<Self> {
        let full = samples::story();
        let opinion = Self {
            chrome: samples::chrome("Leave the quay to the gulls", "/local"),
            kind: Kind::Opinion,
            headline: "Leave the quay to the gulls".into(),
            standfirst: Some("A promenade is a fine thing. A harbour that works is a finer one.".into()),
            picture: None,
            corrections_top: Vec::new(),
            corrections_foot: Vec::new(),
            developing: false,
            dateline: None,
            updated: None,
            body: Html(samples::opinion_body().into()),
            authors: vec![samples::columnist()],
            said: Vec::new(),
            storyline: None,
            replies: Replies {
                count: 0,
                threads: Vec::new(),
                ..full.replies.clone()
            },
            ..full.clone()
        };
        let undated = Self {
            chrome: Chrome {
                robots: Some("noindex".into()),
                ..samples::chrome("The lamps of the lower town", "/local")
            },
            headline: "The lamps of the lower town".into(),
            standfirst: None,
            kind: Kind::PressRelease,
            origin: Some("Maren Lighting Company".into()),
            authors: Vec::new(),
            published: None,
            topics: Vec::new(),
            share: Vec::new(),
            related: Vec::new(),
            report: None,
            replies: Replies::default(),
            ..opinion.clone()
        };
        let old = Self {
            chrome: samples::chrome(&samples::long_headline().headline, "/international"),
            headline: samples::long_headline().headline,
            kind: Kind::Analysis,
            section: Link::new("International", "/international"),
            age: Some("6 September 2023".into()),
            published: Some(samples::moment(
                "2023-09-06T08:15:00+01:00",
                "6 September 2023",
                "6 September 2023, 08:15 WEST",
            )),
            updated: None,
            developing: false,
            corrections_top: Vec::new(),
            replies: Replies {
                form: None,
                closed: Some(Closed::Time),
                ..full.replies.clone()
            },
            ..full.clone()
        };
        vec![full, opinion, undated, old, samples::arabic_story()]
    }
}
