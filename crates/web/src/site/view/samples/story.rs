//! The sample story with its authors, corrections and replies.
//! Used by the samples of stories, of reply pages and of the corrections log.

use super::{SITE, budget, chrome, ferry, local, long_headline, moment, old, opinion, today};
use crate::site::view::{
    Answer, Author, Card, Chrome, Correction, Html, Kind, Known, Link, Replies, Reply, ReplyForm, ReplyParent,
    ReportForm, Said, ShareCard, ShareImage, StoryPage, Storyline, StorylineEntry,
};

/// A reporter with everything.
pub fn author() -> Author {
    Author {
        name: "Inês Caldeira".into(),
        href: Some("/by/ines-caldeira".into()),
        role: Some("Harbour correspondent".into()),
        contact: Some(Link::new("ines@courier.example", "mailto:ines@courier.example")),
        bio: Some(
            "Inês Caldeira has written about the port and its money since 2014. She lives on the lower quay.".into(),
        ),
        picture: None,
    }
}

/// A columnist.
pub fn columnist() -> Author {
    Author {
        name: "Ruth Aldana".into(),
        href: Some("/by/ruth-aldana".into()),
        role: Some("Columnist".into()),
        contact: None,
        bio: Some("Ruth Aldana was a pilot for thirty years.".into()),
        picture: None,
    }
}

/// A correction with what was wrong.
pub fn correction() -> Correction {
    Correction {
        story: None,
        clarification: false,
        retraction: false,
        time: today("15:10"),
        wrong: Some("An earlier version said that the vote was 12 to 10.".into()),
        right: "The council voted by 12 to 11.".into(),
    }
}

/// The story that the reply pages belong to.
pub fn story_link() -> Link {
    Link::new("Night ferry to return after eleven years", "/local/night-ferry-returns")
}

/// A reply and, for the first, an answer to it with one more below.
pub fn reply(number: u32) -> Reply {
    let (name, text) = match number {
        1 => (
            "Ansel Roe",
            "<p>My father took that boat to the cannery every night for twenty years. It is good to hear the horn again.</p>",
        ),
        2 => (
            "Inês Caldeira",
            "<p>The horn is the old one, by the way: the pilots’ museum has lent it.</p>",
        ),
        3 => (
            "Ansel Roe",
            "<blockquote><p>the pilots’ museum has lent it</p></blockquote><p>Then I know the man who kept it dry.</p>",
        ),
        _ => (
            "M. Okafor",
            "<p>Three years is not a plan. Who pays in the <em>fourth</em>?</p>",
        ),
    };
    Reply {
        anchor: format!("reply-{number}"),
        number,
        name: name.into(),
        newsroom: number == 2,
        time: today(match number {
            1 => "14:02",
            2 => "14:11",
            3 => "14:30",
            _ => "14:48",
        }),
        body: Html(text.into()),
        permalink: format!("/replies/01JPQ00{number}"),
        answer: Some(format!("/replies/01JPQ00{number}#answer")),
        parent: (number == 2 || number == 3).then(|| ReplyParent {
            name: if number == 2 { "Ansel Roe" } else { "Inês Caldeira" }.into(),
            href: format!("#reply-{}", number - 1),
        }),
        answers: match number {
            1 => vec![reply(2)],
            2 => vec![reply(3)],
            _ => Vec::new(),
        },
    }
}

/// An empty form.
pub fn blank_form() -> ReplyForm {
    ReplyForm {
        action: "/replies".into(),
        story: "01JPQ0STORY".into(),
        stamp: "v1.1773497400.c2FtcGxl".into(),
        longest: 5000,
        ..ReplyForm::default()
    }
}

/// A form with what was typed, and somebody's attempt at our HTML.
pub fn kept_form() -> ReplyForm {
    ReplyForm {
        name: "M. Okafor".into(),
        email: "m.okafor@".into(),
        text: "Three years is not a plan. Who pays in the *fourth*?\n</textarea><script>x()</script>".into(),
        ..blank_form()
    }
}

/// The body of the column.
pub fn opinion_body() -> &'static str {
    "<p id=\"b1\">Every ten years somebody in Maren wants to take the working boats off the quay and put café tables there. It is spring, and it is somebody’s turn.</p>\
     <p id=\"b2\">I brought ships in here for thirty years. I know what a quay costs when it is empty of work: it costs the ice house, then the chandler, then the school.</p>\
     <h2 id=\"b3\">What the gulls know</h2>\
     <p id=\"b4\">Gulls do not stay for cappuccino. They stay where something is landed. Count them on a Sunday, and you have the town’s accounts.</p>"
}

/// The report with everything.
pub fn story() -> StoryPage {
    let lead = ferry();
    let headline = lead.headline.clone();
    StoryPage {
        chrome: story_chrome(&headline, &lead),
        id: "01JPQ0STORY".into(),
        href: lead.href.clone(),
        kind: Kind::News,
        section: local(),
        headline,
        standfirst: lead.standfirst,
        age: None,
        developing: true,
        corrections_top: vec![correction()],
        corrections_foot: vec![Correction {
            clarification: true,
            wrong: None,
            right: "This story now says which train the last boat waits for: the 23:12 from the valley.".into(),
            ..correction()
        }],
        authors: vec![
            author(),
            Author {
                name: "Tomas Brandt".into(),
                href: Some("/by/tomas-brandt".into()),
                role: Some("in the council chamber".into()),
                ..Author::default()
            },
        ],
        origin: None,
        published: Some(today("13:40")),
        updated: Some(today("15:10")),
        picture: lead.picture,
        dateline: Some("MAREN".into()),
        body: Html(include_str!("body.html").into()),
        said: vec![
            Said {
                who: "Jonas Pell, harbour master".into(),
                href: None,
                words: "We never stopped having the boat. We stopped having the will.".into(),
                known: Known {
                    how: "heard".into(),
                    outlet: String::new(),
                },
                sentence: "#p-b4".into(),
                ..Said::default()
            },
            Said {
                who: "Edda Varga, councillor".into(),
                href: Some("/people/edda-varga".into()),
                words: "The subsidy would be gone before the paint was dry.".into(),
                paraphrase: true,
                known: Known {
                    how: "quoted-by".into(),
                    outlet: "Rádio Maren".into(),
                },
                corrected: true,
                sentence: "#p-b7".into(),
                ..Said::default()
            },
            Said {
                who: "Berta Holm".into(),
                words: "that Peter Holm “stole the <b>lamps</b>”".into(),
                partly: true,
                known: Known {
                    how: "transcript".into(),
                    outlet: String::new(),
                },
                answer: Some(Answer {
                    accused: "Peter Holm".into(),
                    kind: "denied".into(),
                    words: None,
                    by: None,
                }),
                sentence: "#p-b8".into(),
                ..Said::default()
            },
        ],
        storyline: Some(Storyline {
            link: Link::new("The night ferry", "/storylines/night-ferry"),
            entries: vec![
                StorylineEntry {
                    time: moment("2024-05-02T10:00:00+01:00", "2 May 2024", "2 May 2024, 10:00 WEST"),
                    headline: "How the harbour went dark".into(),
                    href: Some("/local/harbour-went-dark".into()),
                },
                StorylineEntry {
                    time: moment(
                        "2026-02-27T18:00:00+00:00",
                        "27 February 2026",
                        "27 February 2026, 18:00 WET",
                    ),
                    headline: "A hull is found in Serra’s yard".into(),
                    href: Some("/local/hull-found".into()),
                },
                StorylineEntry {
                    time: today("13:40"),
                    headline: "Night ferry to return after eleven years".into(),
                    href: None,
                },
            ],
        }),
        people: vec![Link::new("Inês Caldeira", "/people/ines-caldeira")],
        also: vec![Link::new("Maren Port Authority", "/organisations/maren-port-authority")],
        topics: vec![
            Link::new("Harbour ferry", "/topic/harbour-ferry"),
            Link::new("Town council", "/topic/town-council"),
            Link::new("Public transport", "/topic/public-transport"),
        ],
        report: Some(ReportForm {
            action: "/report".into(),
            story: "01JPQ0STORY".into(),
            stamp: "v1.1773497400.c2FtcGxl".into(),
        }),
        share: vec![
            Link::new(
                "Mail",
                "mailto:?subject=Night%20ferry&body=https%3A%2F%2Fcourier.example%2Flocal%2Fnight-ferry-returns",
            ),
            Link::new("Mastodon", "https://share.joinmastodon.org/#text=Night%20ferry"),
            Link::new("Bluesky", "https://bsky.app/intent/compose?text=Night%20ferry"),
            Link::new("WhatsApp", "https://wa.me/?text=Night%20ferry"),
        ],
        related: vec![opinion(), budget(), old(), long_headline()],
        replies: Replies {
            count: 4,
            threads: vec![reply(1), reply(4)],
            form: Some(blank_form()),
            closed: None,
        },
    }
}

fn story_chrome(headline: &str, card: &Card) -> Chrome {
    let mut chrome = chrome(headline, "/local");
    let url = format!("{SITE}{}", card.href);
    chrome.canonical = Some(url.clone());
    chrome.description.clone_from(&card.standfirst);
    chrome.oembed = Some(format!("{SITE}/oembed?url={url}"));
    chrome.card = Some(ShareCard {
        kind: "article".into(),
        title: headline.into(),
        description: card.standfirst.clone().unwrap_or_default(),
        url: url.clone(),
        locale: "en_GB".into(),
        image: Some(ShareImage {
            url: format!("{SITE}/media/ferry/1200x630.jpg"),
            width: 1200,
            height: 630,
            alt: "A small lit ferry crossing a dark harbour".into(),
        }),
        published: Some("2026-03-14T13:40:00+00:00".into()),
        updated: Some("2026-03-14T15:10:00+00:00".into()),
        section: Some("Local".into()),
        topics: vec!["Harbour ferry".into(), "Town council".into()],
    });
    chrome.json_ld = vec![Html(format!(
        "{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"{headline}\",\"url\":\"{url}\"}}"
    ))];
    chrome
}
