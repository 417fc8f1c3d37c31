//! Sample values: a few days of The Maren Courier, a paper of a harbour town that does not exist.
//! Used by the `samples()` of the contexts, and so by `courant theme check`, the tests and the documentation.

use super::{
    Author, Band, Card, Chrome, Correction, Feed, Html, Kind, Link, Moment, NavLink, Picture, PictureSource, Replies,
    Reply, ReplyForm, ReplyParent, ReportForm, Said, ShareCard, ShareImage, StoryPage, Storyline, StorylineEntry,
};

mod arabic;
pub(super) use arabic::{
    card as arabic_card, front_chrome as arabic_front_chrome, second as arabic_second, story as arabic_story,
    third as arabic_third,
};

const SITE: &str = "https://courier.example";

/// A moment from its three forms.
pub(super) fn moment(iso: &str, text: &str, full: &str) -> Moment {
    Moment {
        iso: iso.into(),
        text: text.into(),
        full: full.into(),
    }
}

fn today(time: &str) -> Moment {
    moment(
        &format!("2026-03-14T{time}:00+00:00"),
        &format!("{time} WET"),
        &format!("14 March 2026, {time} WET"),
    )
}

fn yesterday(time: &str) -> Moment {
    moment(
        &format!("2026-03-13T{time}:00+00:00"),
        "13 March 2026",
        &format!("13 March 2026, {time} WET"),
    )
}

/// A page of the paper; `path` says which section is the current one.
pub(super) fn chrome(title: &str, path: &str) -> Chrome {
    let sections = [
        ("Latest", "/latest"),
        ("Local", "/local"),
        ("International", "/international"),
        ("US Politics", "/us-politics"),
        ("Economy", "/economy"),
    ];
    Chrome {
        paper: "The Maren Courier".into(),
        tagline: Some("Harbour, town and valley since 1911".into()),
        language: "en".into(),
        dir: "ltr".into(),
        home: "/".into(),
        sections: sections
            .iter()
            .map(|(label, href)| NavLink {
                label: (*label).into(),
                href: (*href).into(),
                current: *href == path,
            })
            .collect(),
        search: "/search".into(),
        title: format!("{title} | The Maren Courier"),
        description: Some("News from Maren, written by people who live there.".into()),
        canonical: Some(format!("{SITE}{path}")),
        robots: None,
        card: Some(ShareCard {
            kind: "website".into(),
            title: title.into(),
            description: "News from Maren, written by people who live there.".into(),
            url: format!("{SITE}{path}"),
            locale: "en_GB".into(),
            ..ShareCard::default()
        }),
        json_ld: Vec::new(),
        opensearch: Some("/opensearch.xml".into()),
        feeds: feeds("The Maren Courier", ""),
        oembed: None,
        prev: None,
        next: None,
        footer: vec![
            Link::new("About us", "/about"),
            Link::new("Contact", "/contact"),
            Link::new("Corrections", "/corrections"),
            Link::new("RSS", "/feed.xml"),
        ],
        copyright: "© 2026 The Maren Courier".into(),
        today: None,
    }
}

/// The front page's chrome, with today's date.
pub(super) fn front_chrome() -> Chrome {
    Chrome {
        title: "The Maren Courier".into(),
        today: Some(moment("2026-03-14", "Saturday 14 March 2026", "Saturday 14 March 2026")),
        ..chrome("The Maren Courier", "/")
    }
}

/// The chrome of a page that no engine should list.
pub(super) fn problem_chrome(title: &str) -> Chrome {
    Chrome {
        canonical: None,
        robots: Some("noindex".into()),
        card: None,
        description: None,
        ..chrome(title, "")
    }
}

/// The three feeds under a path.
pub(super) fn feeds(name: &str, path: &str) -> Vec<Feed> {
    [
        ("application/rss+xml", "RSS", "feed.xml"),
        ("application/atom+xml", "Atom", "atom.xml"),
        ("application/feed+json", "JSON", "feed.json"),
    ]
    .iter()
    .map(|(mime, form, file)| Feed {
        mime: (*mime).into(),
        title: format!("{name} ({form})"),
        href: format!("{path}/{file}"),
    })
    .collect()
}

fn picture(name: &str, height: u32, alt: &str, caption: &str, credit: &str) -> Picture {
    let srcset = |form: &str| {
        format!("/media/{name}/480.{form} 480w, /media/{name}/960.{form} 960w, /media/{name}/1440.{form} 1440w")
    };
    Picture {
        src: format!("/media/{name}/960.jpg"),
        srcset: srcset("jpg"),
        sources: vec![PictureSource {
            mime: "image/webp".into(),
            srcset: srcset("webp"),
        }],
        width: 960,
        height,
        alt: alt.into(),
        caption: Some(caption.into()),
        credit: Some(credit.into()),
        file_date: None,
    }
}

fn local() -> Link {
    Link::new("Local", "/local")
}

fn card(headline: &str, href: &str, section: Link, time: Moment) -> Card {
    Card {
        href: href.into(),
        headline: headline.into(),
        section,
        time: Some(time),
        byline: "Tomas Brandt".into(),
        ..Card::default()
    }
}

/// The lead.
pub(super) fn ferry() -> Card {
    Card {
        standfirst: Some(
            "The last boat will wait for the last train again. The council voted by one voice to pay for three years of it.".into(),
        ),
        picture: Some(picture(
            "ferry",
            640,
            "A small lit ferry crossing a dark harbour below a row of houses",
            "The Santa Brava on a trial crossing on Thursday night.",
            "Oda Lind / The Maren Courier",
        )),
        byline: "Inês Caldeira and Tomas Brandt".into(),
        replies: 14,
        developing: true,
        ..card("Night ferry to return after eleven years", "/local/night-ferry-returns", local(), today("13:40"))
    }
}

/// A second.
pub(super) fn budget() -> Card {
    Card {
        standfirst: Some(
            "A hole of four million is to be closed with harbour dues and a later start for the swimming hall.".into(),
        ),
        picture: Some(picture(
            "hall",
            640,
            "The town hall of Maren in morning light",
            "The town hall, where the sitting ran past midnight.",
            "Oda Lind / The Maren Courier",
        )),
        replies: 3,
        ..card(
            "Budget passes after a night of counting",
            "/economy/budget-passes",
            Link::new("Economy", "/economy"),
            today("08:20"),
        )
    }
}

/// An opinion, without a picture.
pub(super) fn opinion() -> Card {
    Card {
        kind: Kind::Opinion,
        standfirst: Some("A promenade is a fine thing. A harbour that works is a finer one.".into()),
        byline: "Ruth Aldana".into(),
        replies: 41,
        ..card(
            "Leave the quay to the gulls",
            "/local/leave-the-quay",
            local(),
            today("07:00"),
        )
    }
}

/// A headline of a length that nobody should write and somebody will.
pub(super) fn long_headline() -> Card {
    Card {
        kind: Kind::Analysis,
        standfirst: Some("The paper that both ministers signed leaves the hardest question, who inspects the warehouses, to a commission that has no chair, no budget and no date.".into()),
        byline: "Inês Caldeira".into(),
        ..card(
            "What the two governments agreed on in the seventh round of talks about fishing rights, transit fees and the disputed warehouses on the north bank",
            "/international/seventh-round-what-was-agreed",
            Link::new("International", "/international"),
            today("11:15"),
        )
    }
}

/// A story over a year old.
pub(super) fn old() -> Card {
    Card {
        age: Some("2 May 2024".into()),
        ..card(
            "How the harbour went dark",
            "/local/harbour-went-dark",
            local(),
            moment("2024-05-02T10:00:00+01:00", "2 May 2024", "2 May 2024, 10:00 WEST"),
        )
    }
}

/// Eight of the newest, over two days.
pub(super) fn latest() -> Vec<Card> {
    let international = || Link::new("International", "/international");
    let economy = || Link::new("Economy", "/economy");
    let us = || Link::new("US Politics", "/us-politics");
    vec![
        card(
            "Barge strikes harbour bridge, nobody hurt",
            "/local/bridge-closed-barge",
            local(),
            today("14:05"),
        ),
        card(
            "Talks on north bank adjourned until Tuesday",
            "/international/talks-adjourned",
            international(),
            today("12:50"),
        ),
        Card {
            kind: Kind::Explainer,
            ..card(
                "How a harbour due is worked out, and who pays it",
                "/economy/harbour-dues-explained",
                economy(),
                today("10:30"),
            )
        },
        card(
            "Senate panel asks for the shipping files",
            "/us-politics/senate-shipping-files",
            us(),
            today("09:10"),
        ),
        Card {
            kind: Kind::Interview,
            ..card(
                "“I never said the lighthouse was for sale”",
                "/local/lighthouse-keeper-interview",
                local(),
                yesterday("19:30"),
            )
        },
        card(
            "Cannery to take on sixty for the summer",
            "/economy/cannery-sixty",
            economy(),
            yesterday("17:45"),
        ),
        card(
            "Storm warning lifted for the outer islands",
            "/local/storm-warning-lifted",
            local(),
            yesterday("16:20"),
        ),
        Card {
            kind: Kind::Live,
            ..card(
                "Council sitting, as it happened",
                "/local/council-sitting-live",
                local(),
                yesterday("09:00"),
            )
        },
    ]
}

/// A page of a list: every sort of card.
pub(super) fn many() -> Vec<Card> {
    let mut cards = vec![ferry(), opinion(), budget(), long_headline()];
    cards.extend(latest().into_iter().take(4));
    cards.push(old());
    cards
}

/// Three bands.
pub(super) fn bands() -> Vec<Band> {
    let band = |section: Link, lead: Card, headlines: [&str; 3]| Band {
        headlines: headlines
            .iter()
            .enumerate()
            .map(|(number, headline)| {
                card(
                    headline,
                    &format!("{}/story-{number}", section.href),
                    section.clone(),
                    yesterday("15:00"),
                )
            })
            .collect(),
        lead: Card {
            section: section.clone(),
            ..lead
        },
        section,
    };
    let mut bands = vec![
        band(
            local(),
            Card {
                standfirst: Some("Slate from the old quarry will go back up, tile by tile, before the autumn rain.".into()),
                picture: Some(picture(
                    "library",
                    640,
                    "Scaffolding around the reading room of the library",
                    "The reading room of 1963.",
                    "Oda Lind / The Maren Courier",
                )),
                ..card("Library roof to be mended before winter", "/local/library-roof", local(), yesterday("18:00"))
            },
            [
                "School kitchen wins a prize for its soup",
                "Valley bus to run on Sundays from April",
                "Two held after the theft of a church bell",
            ],
        ),
        band(
            Link::new("International", "/international"),
            Card {
                standfirst: Some("Customs officers on both banks say that they have had no orders, and that the queue is nine kilometres long.".into()),
                ..card("Lorries wait at a border that opened on paper", "/international/lorries-wait", local(), yesterday("14:00"))
            },
            [
                "Three ministers resign over the grain contract",
                "Election observers ask for another week",
                "A glacier loses its name, and a valley its guides",
            ],
        ),
        band(
            Link::new("Economy", "/economy"),
            Card {
                standfirst: Some("Rents along the quay have risen by a fifth in two years; the council now counts empty flats.".into()),
                picture: Some(picture(
                    "quay",
                    640,
                    "Painted houses along a quay",
                    "Quay Street in February.",
                    "Oda Lind / The Maren Courier",
                )),
                ..card("Who still lives on Quay Street", "/economy/quay-street", local(), yesterday("13:00"))
            },
            [
                "Cannery orders rise as anchovies return",
                "Savings bank to keep its last two branches",
                "Why the price of ice fell in a warm winter",
            ],
        ),
    ];
    if let Some(card) = bands.get_mut(1).and_then(|band| band.headlines.get_mut(2)) {
        card.kind = Kind::Opinion;
        card.byline = "Ruth Aldana".into();
    }
    bands
}

/// A reporter with everything.
pub(super) fn author() -> Author {
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
pub(super) fn columnist() -> Author {
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
pub(super) fn correction() -> Correction {
    Correction {
        story: None,
        clarification: false,
        time: today("15:10"),
        wrong: Some("the vote was 12 to 10".into()),
        right: "The council voted by 12 to 11, not by 12 to 10.".into(),
    }
}

/// The story that the reply pages belong to.
pub(super) fn story_link() -> Link {
    Link::new("Night ferry to return after eleven years", "/local/night-ferry-returns")
}

/// A reply and, for the first, an answer to it with one more below.
pub(super) fn reply(number: u32) -> Reply {
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
pub(super) fn blank_form() -> ReplyForm {
    ReplyForm {
        action: "/replies".into(),
        story: "01JPQ0STORY".into(),
        stamp: "v1.1773497400.c2FtcGxl".into(),
        longest: 5000,
        ..ReplyForm::default()
    }
}

/// A form with what was typed, and somebody's attempt at our HTML.
pub(super) fn kept_form() -> ReplyForm {
    ReplyForm {
        name: "M. Okafor".into(),
        email: "m.okafor@".into(),
        text: "Three years is not a plan. Who pays in the *fourth*?\n</textarea><script>x()</script>".into(),
        ..blank_form()
    }
}

/// The body of the column.
pub(super) fn opinion_body() -> &'static str {
    "<p id=\"b1\">Every ten years somebody in Maren wants to take the working boats off the quay and put café tables there. It is spring, and it is somebody’s turn.</p>\
     <p id=\"b2\">I brought ships in here for thirty years. I know what a quay costs when it is empty of work: it costs the ice house, then the chandler, then the school.</p>\
     <h2 id=\"b3\">What the gulls know</h2>\
     <p id=\"b4\">Gulls do not stay for cappuccino. They stay where something is landed. Count them on a Sunday, and you have the town’s accounts.</p>"
}

/// The report with everything.
pub(super) fn story() -> StoryPage {
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
        body: Html(include_str!("samples/body.html").into()),
        said: vec![
            Said {
                who: "Jonas Pell, harbour master".into(),
                href: None,
                words: "We never stopped having the boat. We stopped having the will.".into(),
                paraphrase: false,
                sentence: "#b4".into(),
            },
            Said {
                who: "Edda Varga, councillor".into(),
                href: Some("/people/edda-varga".into()),
                words: "The subsidy would be gone before the paint was dry.".into(),
                paraphrase: true,
                sentence: "#b7".into(),
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
