//! Sample values: a few days of The Maren Courier, a paper of a harbour town that does not exist.
//! Used by the `samples()` of the contexts, and so by `courant theme check`, the tests and the documentation.

use super::{Band, Card, Chrome, Feed, Kind, Link, Moment, NavLink, Picture, PictureSource, ShareCard};

mod arabic;
mod story;
pub(super) use arabic::{
    card as arabic_card, front_chrome as arabic_front_chrome, second as arabic_second, story as arabic_story,
    third as arabic_third,
};

pub(super) use story::{author, blank_form, columnist, correction, kept_form, opinion_body, reply, story, story_link};

const SITE: &str = "https://courier.example";

/// A moment from its three forms.
pub(crate) fn moment(iso: &str, text: &str, full: &str) -> Moment {
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
        look: "accent-blue type-mixed".into(),
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
        copy: false,
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
        focus: String::new(),
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
