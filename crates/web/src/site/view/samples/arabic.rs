//! Sample values of a paper that reads from the right.
//! Used by the front's and the story's samples.

use super::super::{Author, Card, Chrome, Html, Kind, Link, NavLink, Replies, ReplyForm, StoryPage};
use super::{moment, picture};

fn chrome(title: &str, path: &str) -> Chrome {
    let sections = [
        ("آخر الأخبار", "/latest"),
        ("محليات", "/local"),
        ("دولي", "/international"),
        ("اقتصاد", "/economy"),
    ];
    Chrome {
        paper: "بريد مارين".into(),
        tagline: Some("الميناء والمدينة والوادي".into()),
        language: "ar".into(),
        dir: "rtl".into(),
        sections: sections
            .iter()
            .map(|(label, href)| NavLink {
                label: (*label).into(),
                href: (*href).into(),
                current: *href == path,
            })
            .collect(),
        title: format!("{title} | بريد مارين"),
        copyright: "© 2026 بريد مارين".into(),
        footer: vec![
            Link::new("من نحن", "/about"),
            Link::new("اتصل بنا", "/contact"),
            Link::new("تصويبات", "/corrections"),
        ],
        card: None,
        feeds: Vec::new(),
        ..super::chrome(title, path)
    }
}

/// The front page's chrome.
pub fn front_chrome() -> Chrome {
    Chrome {
        title: "بريد مارين".into(),
        today: Some(moment("2026-03-14", "السبت 14 مارس 2026", "السبت 14 مارس 2026")),
        ..chrome("بريد مارين", "/")
    }
}

/// A lead with a picture.
pub fn card() -> Card {
    Card {
        href: "/local/night-ferry".into(),
        headline: "العبّارة الليلية تعود بعد أحد عشر عامًا".into(),
        standfirst: Some("سينتظر آخر قارب آخر قطار من جديد، بعدما صوّت المجلس بفارق صوت واحد.".into()),
        section: Link::new("محليات", "/local"),
        picture: Some(picture(
            "ferry",
            640,
            "عبّارة صغيرة مضاءة تعبر الميناء ليلًا",
            "العبّارة في رحلة تجريبية مساء الخميس.",
            "أودا ليند",
        )),
        time: Some(moment(
            "2026-03-14T13:40:00+00:00",
            "13:40 WET",
            "14 مارس 2026، 13:40 WET",
        )),
        byline: "إينس كالديرا".into(),
        replies: 2,
        ..Card::default()
    }
}

/// An opinion.
pub fn second() -> Card {
    Card {
        href: "/local/gulls".into(),
        headline: "اتركوا الرصيف للنوارس".into(),
        kind: Kind::Opinion,
        byline: "روت ألدانا".into(),
        picture: None,
        developing: false,
        ..card()
    }
}

/// A short report.
pub fn third() -> Card {
    Card {
        href: "/local/storm".into(),
        headline: "رفع التحذير من العاصفة عن الجزر الخارجية".into(),
        picture: None,
        standfirst: None,
        ..card()
    }
}

/// A story.
pub fn story() -> StoryPage {
    let card = card();
    StoryPage {
        chrome: chrome(&card.headline, "/local"),
        id: "01JPQ0ARABI".into(),
        href: card.href,
        section: card.section,
        headline: card.headline,
        standfirst: card.standfirst,
        authors: vec![Author {
            name: card.byline,
            href: Some("/by/ines".into()),
            ..Author::default()
        }],
        published: card.time,
        picture: card.picture,
        dateline: Some("مارين".into()),
        body: Html(
            "<p id=\"b1\"><b class=\"dateline\">مارين</b> سينتظر آخر قارب آخر قطار من جديد. فقد صوّت مجلس المدينة في ساعة متأخرة من مساء الجمعة لإعادة العبّارة الليلية.</p>\
             <p id=\"b2\">قال جوناس بيل، مدير الميناء: «لم نفقد القارب قط، بل فقدنا الإرادة».</p>\
             <figure class=\"quote\" id=\"b3\"><blockquote><p>يُستعمل الصندوق في صيانة الممر الملاحي.</p></blockquote><figcaption>نظام صندوق الميناء</figcaption></figure>"
                .into(),
        ),
        people: vec![Link::new("سارة النجار", "/people/sara")],
        also: Vec::new(),
        topics: vec![Link::new("العبّارة", "/topic/ferry")],
        related: vec![second(), third()],
        replies: Replies {
            form: Some(ReplyForm {
                action: "/replies".into(),
                story: "01JPQ0ARABI".into(),
                longest: 5000,
                ..ReplyForm::default()
            }),
            ..Replies::default()
        },
        ..StoryPage::default()
    }
}
