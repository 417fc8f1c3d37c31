//! How documents are printed: for pages with ids and hints, for feeds plain and absolute.

use courant_text::html::{PictureSource, StoredPicture, StoryLink, Surroundings};
use courant_text::{SequentialIds, html, markdown};

struct Paper;

impl Surroundings for Paper {
    fn picture(&self, id: &str) -> Option<StoredPicture> {
        (id == "meeting").then(|| StoredPicture {
            width: 800,
            height: 600,
            sources: vec![PictureSource {
                media_type: "image/webp".to_owned(),
                srcset: "/media/h/400.webp 400w, /media/h/800.webp 800w".to_owned(),
            }],
            src: "/media/h/800.jpg".to_owned(),
            sizes: "100vw".to_owned(),
            alt: "Own alt".to_owned(),
            credit: "Agency".to_owned(),
            file_date: Some("File, 3 May 2021".to_owned()),
            ..StoredPicture::default()
        })
    }

    fn story(&self, id: &str) -> Option<StoryLink> {
        (id == "visit").then(|| StoryLink {
            href: "/international/visit".to_owned(),
            title: "The visit".to_owned(),
            label: Some("Analysis".to_owned()),
        })
    }
}

const SOURCE: &str = "A [link](/x).\n\n![](picture:meeting \"They met.\")\n\n\
    Read more: [Visit](story:visit)\n\nRead more: Gone\n\n```pullquote\nSaid.\n```\n\n|a|b|\n|-|-|\n|1|2|\n";

#[test]
fn a_page_names_blocks_pictures_and_cards() {
    let document = markdown::read(SOURCE, &mut SequentialIds::new()).document;
    assert_eq!(
        html::write(&document, &Paper),
        "<p id=\"p-b1\">A <a href=\"/x\">link</a>.</p>\n\
         <figure class=\"picture\" id=\"p-b2\">\n<picture><source type=\"image/webp\" \
         srcset=\"/media/h/400.webp 400w, /media/h/800.webp 800w\" sizes=\"100vw\">\
         <img src=\"/media/h/800.jpg\" width=\"800\" height=\"600\" alt=\"Own alt\" loading=\"lazy\" decoding=\"async\"></picture>\n\
         <figcaption>They met. <span class=\"file-date\">File, 3 May 2021</span> <span class=\"credit\">Agency</span></figcaption>\n</figure>\n\
         <aside class=\"read-more\" id=\"p-b3\"><p><span class=\"read-more-label\">Read more</span> \
         <a class=\"read-more-title\" href=\"/international/visit\">Visit</a> <span class=\"read-more-kind\">Analysis</span></p></aside>\n\
         <aside class=\"read-more\" id=\"p-b4\"><p><span class=\"read-more-label\">Read more</span> \
         <span class=\"read-more-title\">Gone</span></p></aside>\n\
         <aside class=\"pull-quote\" aria-hidden=\"true\" id=\"p-b5\">\n<p>Said.</p>\n</aside>\n\
         <div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\" id=\"p-b6\">\n<table>\n\
         <thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>\n</div>\n"
    );
}

#[test]
fn a_feed_gets_plain_pictures_and_absolute_addresses() {
    let document = markdown::read(SOURCE, &mut SequentialIds::new()).document;
    let feed = html::write_for_feeds(&document, &Paper, "https://paper.example/");
    assert!(feed.contains("<a href=\"https://paper.example/x\">"), "{feed}");
    assert!(
        feed.contains("<img src=\"https://paper.example/media/h/800.jpg\""),
        "{feed}"
    );
    assert!(
        feed.contains("<a href=\"https://paper.example/international/visit\">"),
        "{feed}"
    );
    for absent in [" id=", "aria-", "loading", "Said.", "class="] {
        assert!(!feed.contains(absent), "{absent} in {feed}");
    }
}
