//! Sample stories, a strict look at XML and the rules' folder, for the tests of this folder.
//! Only tests call it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::{Feed, FeedStory, Note, Paper, Picture, Signature};

pub(super) fn picture() -> Picture {
    Picture {
        url: "https://paper.example/media/0a1b/1280.jpg".into(),
        mime: "image/jpeg".into(),
        bytes: 48_213,
        width: 1280,
        height: 853,
        alt: "A ferry leaving \"the quay\" & its wake".into(),
        credit: "Ana Sousa / The Paper".into(),
    }
}

pub(super) fn story(number: i64) -> FeedStory {
    FeedStory {
        id: format!("urn:ulid:01HZX0000000000000000000{number:02}"),
        url: format!("https://paper.example/international/ferry-{number}"),
        headline: format!("Ferry {number} sails again – “after two years”"),
        standfirst: "The crossing & its people are back.".into(),
        html: "<p>The ferry left at 6 &amp; came back.</p>\n<p>See <a href=\"https://paper.example/latest?a=1&amp;b=2\">more</a>. 船</p>".into(),
        authors: vec![
            Signature { name: "Ana Sousa".into(), url: Some("https://paper.example/by/ana-sousa".into()) },
            Signature { name: "Rui Prado".into(), url: None },
        ],
        published: "2026-03-01T09:30:00.123456Z".parse().unwrap(),
        updated: Some("2026-03-02T10:00:00Z".parse().unwrap()),
        section: "International".into(),
        topics: vec!["Ferries".into(), "International".into(), "Ports & harbours".into()],
        picture: Some(picture()),
        corrections: vec![Note {
            label: "Correction".into(),
            text: "An earlier version gave the wrong hour < 6.".into(),
            at: "2026-03-02T10:00:00Z".parse().unwrap(),
        }],
        language: "en-GB".into(),
        ..FeedStory::default()
    }
}

pub(super) fn feed(stories: i64, name: &str) -> Feed {
    Feed {
        id: "urn:ulid:01HZXFEED".into(),
        title: "The Paper & Sons".into(),
        description: "News from the river".into(),
        home_url: "https://paper.example/".into(),
        feed_url: format!("https://paper.example/{name}"),
        language: "en-GB".into(),
        updated: "2026-03-02T09:00:00Z".parse().unwrap(),
        icon: Some(Picture {
            url: "https://paper.example/assets/icon.png".into(),
            mime: "image/png".into(),
            width: 512,
            height: 512,
            ..Picture::default()
        }),
        stories: (1..=stories).map(story).collect(),
        hub: Some("https://hub.example/".into()),
    }
}

pub(super) fn paper() -> Paper {
    Paper {
        name: "The Paper".into(),
        description: "News from the river".into(),
        url: "https://paper.example/".into(),
        language: "en-GB".into(),
        logo: Some(Picture {
            url: "https://paper.example/assets/logo.png".into(),
            width: 600,
            height: 60,
            ..Picture::default()
        }),
        search_url: "https://paper.example/search".into(),
        corrections_url: Some("https://paper.example/corrections".into()),
        same_as: vec![],
    }
}

/// Fails unless the bytes are one well-formed document.
pub(super) fn well_formed(bytes: &[u8]) {
    walk(bytes, |_| {});
}

/// The names of all elements whose parents are exactly `path`, in order.
pub(super) fn children(xml: &str, path: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    walk(xml.as_bytes(), |open| {
        if let [parents @ .., name] = open
            && parents.iter().map(String::as_str).eq(path.iter().copied())
        {
            found.push(name.clone());
        }
    });
    found
}

fn walk(bytes: &[u8], mut each: impl FnMut(&[String])) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<String> = Vec::new();
    let mut roots = 0;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => {
                roots += usize::from(open.is_empty());
                assert!(
                    start.attributes().all(|attribute| attribute.is_ok()),
                    "attributes of {:?}",
                    start.name()
                );
                open.push(start.name().as_ref().to_owned());
                each(&open);
            }
            Ok(Event::Empty(start)) => {
                assert!(
                    start.attributes().all(|attribute| attribute.is_ok()),
                    "attributes of {:?}",
                    start.name()
                );
                open.push(start.name().as_ref().to_owned());
                each(&open);
                open.pop();
            }
            Ok(Event::End(_)) => {
                open.pop();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error}\n{}", String::from_utf8_lossy(bytes)),
        }
    }
    assert!(open.is_empty() && roots == 1, "one root, all closed");
}
