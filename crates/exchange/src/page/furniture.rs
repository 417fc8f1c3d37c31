//! What is furniture and not story: names that sites give to their boxes, and to the text of a story.
//! Asked by `survey` and `body` for elements; `phrases` does the same for lines of text.

/// Words of class, id and role, cut at hyphens, underscores and capitals: `entry-content`, `relatedPosts` → entry, content, related, posts.
pub(crate) fn name_words(names: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in names.chars().take(400) {
        if !c.is_ascii_alphanumeric() {
            if !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            was_lower = false;
            continue;
        }
        if c.is_ascii_uppercase() && was_lower && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        word.push(c.to_ascii_lowercase());
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// Single words that name furniture wherever they stand in a class.
const BOXES: &[(&str, &str)] = &[
    ("share", "share buttons"),
    ("sharing", "share buttons"),
    ("shares", "share buttons"),
    ("sharedaddy", "share buttons"),
    ("addtoany", "share buttons"),
    ("addthis", "share buttons"),
    ("sharethis", "share buttons"),
    ("social", "share buttons"),
    ("socials", "share buttons"),
    ("sharebar", "share buttons"),
    ("followus", "share buttons"),
    ("sharetools", "share buttons"),
    ("sharebox", "share buttons"),
    ("addtoanyshare", "share buttons"),
    ("related", "links to other stories"),
    ("relateds", "links to other stories"),
    ("jp-relatedposts", "links to other stories"),
    ("relatedposts", "links to other stories"),
    ("yarpp", "links to other stories"),
    ("recommended", "links to other stories"),
    ("recommendations", "links to other stories"),
    ("recirc", "links to other stories"),
    ("recirculation", "links to other stories"),
    ("trending", "links to other stories"),
    ("outbrain", "links to other stories"),
    ("taboola", "links to other stories"),
    ("readnext", "links to other stories"),
    ("upnext", "links to other stories"),
    ("mostread", "links to other stories"),
    ("mostpopular", "links to other stories"),
    ("teaser", "links to other stories"),
    ("teasers", "links to other stories"),
    ("morefrom", "links to other stories"),
    ("newsletter", "a newsletter box"),
    ("newsletters", "a newsletter box"),
    ("signup", "a newsletter box"),
    ("subscribe", "a newsletter box"),
    ("subscription", "a newsletter box"),
    ("mailchimp", "a newsletter box"),
    ("optin", "a newsletter box"),
    ("advert", "an advertisement"),
    ("advertisement", "an advertisement"),
    ("advertising", "an advertisement"),
    ("adverts", "an advertisement"),
    ("ad", "an advertisement"),
    ("ads", "an advertisement"),
    ("adslot", "an advertisement"),
    ("adsense", "an advertisement"),
    ("adunit", "an advertisement"),
    ("adsbygoogle", "an advertisement"),
    ("adbox", "an advertisement"),
    ("adwrap", "an advertisement"),
    ("promo", "an advertisement"),
    ("promos", "an advertisement"),
    ("promotion", "an advertisement"),
    ("dfp", "an advertisement"),
    ("gpt", "an advertisement"),
    ("sponsored", "an advertisement"),
    ("mpu", "an advertisement"),
    ("leaderboard", "an advertisement"),
    ("comments", "comments of readers"),
    ("commentlist", "comments of readers"),
    ("disqus", "comments of readers"),
    ("respond", "the reply form"),
    ("commentform", "the reply form"),
    ("comment", "comments of readers"),
    ("replies", "comments of readers"),
    ("fbcomments", "comments of readers"),
    ("breadcrumb", "the section line"),
    ("breadcrumbs", "the section line"),
    ("crumbs", "the section line"),
    ("nav", "navigation"),
    ("navigation", "navigation"),
    ("navbar", "navigation"),
    ("menu", "navigation"),
    ("submenu", "navigation"),
    ("sitenav", "navigation"),
    ("topnav", "navigation"),
    ("pagination", "navigation"),
    ("pager", "navigation"),
    ("skip", "navigation"),
    ("skiplink", "navigation"),
    ("toc", "the table of contents"),
    ("sidebar", "the side column"),
    ("footer", "the foot of the page"),
    ("masthead", "the head of the page"),
    ("cookie", "a cookie notice"),
    ("cookies", "a cookie notice"),
    ("consent", "a cookie notice"),
    ("gdpr", "a cookie notice"),
    ("onetrust", "a cookie notice"),
    ("popup", "a pop-up box"),
    ("modal", "a pop-up box"),
    ("lightbox", "a pop-up box"),
    ("overlay", "a pop-up box"),
    ("toolbar", "buttons"),
    ("toolbox", "buttons"),
    ("paywall", "the paywall's words"),
    ("regwall", "the paywall's words"),
    ("piano", "the paywall's words"),
    ("tags", "the tag line"),
    ("taglist", "the tag line"),
    ("postmeta", "the byline and date line"),
    ("byline", "the byline and date line"),
    ("bylines", "the byline and date line"),
    ("timestamp", "the byline and date line"),
    ("timestamps", "the byline and date line"),
    ("printfriendly", "buttons"),
    ("widget", "a box beside the story"),
    ("ratings", "buttons"),
    ("voting", "buttons"),
    ("copyright", "the copyright line"),
    ("disclaimer", "the foot of the page"),
    ("login", "the sign-in box"),
    ("searchform", "a form"),
    ("speechkit", "buttons"),
];

/// Runs of words that name furniture together.
const BOX_PHRASES: &[(&[&str], &str)] = &[
    (&["most", "read"], "links to other stories"),
    (&["most", "popular"], "links to other stories"),
    (&["most", "viewed"], "links to other stories"),
    (&["read", "next"], "links to other stories"),
    (&["up", "next"], "links to other stories"),
    (&["see", "also"], "links to other stories"),
    (&["also", "like"], "links to other stories"),
    (&["more", "from"], "links to other stories"),
    (&["more", "stories"], "links to other stories"),
    (&["latest", "news"], "links to other stories"),
    (&["latest", "stories"], "links to other stories"),
    (&["other", "stories"], "links to other stories"),
    (&["top", "stories"], "links to other stories"),
    (&["story", "links"], "links to other stories"),
    (&["further", "reading"], "links to other stories"),
    (&["author", "bio"], "about the author"),
    (&["author", "box"], "about the author"),
    (&["author", "info"], "about the author"),
    (&["author", "card"], "about the author"),
    (&["author", "description"], "about the author"),
    (&["about", "author"], "about the author"),
    (&["about", "the", "author"], "about the author"),
    (&["author", "profile"], "about the author"),
    (&["writer", "bio"], "about the author"),
    (&["entry", "meta"], "the byline and date line"),
    (&["post", "meta"], "the byline and date line"),
    (&["article", "meta"], "the byline and date line"),
    (&["story", "meta"], "the byline and date line"),
    (&["article", "info"], "the byline and date line"),
    (&["article", "date"], "the byline and date line"),
    (&["post", "date"], "the byline and date line"),
    (&["entry", "date"], "the byline and date line"),
    (&["publish", "date"], "the byline and date line"),
    (&["date", "line"], "the byline and date line"),
    (&["pub", "date"], "the byline and date line"),
    (&["by", "line"], "the byline and date line"),
    (&["author", "name"], "the byline and date line"),
    (&["entry", "footer"], "the foot of the story"),
    (&["post", "footer"], "the foot of the story"),
    (&["article", "footer"], "the foot of the story"),
    (&["post", "tags"], "the tag line"),
    (&["tag", "list"], "the tag line"),
    (&["article", "tags"], "the tag line"),
    (&["entry", "tags"], "the tag line"),
    (&["tags", "links"], "the tag line"),
    (&["cat", "links"], "the section line"),
    (&["entry", "categories"], "the section line"),
    (&["post", "categories"], "the section line"),
    (&["mail", "list"], "a newsletter box"),
    (&["email", "signup"], "a newsletter box"),
    (&["sign", "up"], "a newsletter box"),
    (&["call", "to", "action"], "an advertisement"),
    (&["social", "media"], "share buttons"),
    (&["ad", "container"], "an advertisement"),
    (&["google", "ad"], "an advertisement"),
    (&["side", "bar"], "the side column"),
    (&["right", "rail"], "the side column"),
    (&["left", "rail"], "the side column"),
    (&["right", "column"], "the side column"),
    (&["right", "col"], "the side column"),
    (&["site", "header"], "the head of the page"),
    (&["page", "header", "logo"], "the head of the page"),
    (&["top", "bar"], "the head of the page"),
    (&["site", "footer"], "the foot of the page"),
    (&["page", "footer"], "the foot of the page"),
    (&["skip", "link"], "navigation"),
    (&["print", "only"], "hidden from sight"),
    (&["hide", "from", "screen"], "hidden from sight"),
    (&["screen", "reader"], "hidden from sight"),
    (&["sr", "only"], "hidden from sight"),
    (&["visually", "hidden"], "hidden from sight"),
    (&["visuallyhidden"], "hidden from sight"),
    (&["assistive", "text"], "hidden from sight"),
    (&["image", "expand"], "buttons"),
    (&["font", "size"], "buttons"),
    (&["text", "size"], "buttons"),
    (&["reading", "time"], "the byline and date line"),
    (&["read", "time"], "the byline and date line"),
    (&["wp", "block", "latest", "posts"], "links to other stories"),
    (&["post", "navigation"], "navigation"),
    (&["nav", "links"], "navigation"),
    (&["video", "playlist"], "links to other stories"),
    (&["correction", "link"], "buttons"),
    (&["report", "error"], "buttons"),
    (&["download", "app"], "an advertisement"),
    (&["app", "promo"], "an advertisement"),
];

/// Words that, standing beside a furniture word, make the class one of the page's frame and not of a box ("content-with-sidebar", "no-comments").
const FRAME_WORDS: &[&str] = &[
    "has", "no", "with", "without", "is", "supports", "enable", "enabled", "hide", "hidden", "show", "open", "closed",
    "page", "single", "layout", "wrapper", "postid", "format",
];

/// Why an element with these class, id and role words is furniture, if it is.
pub(crate) fn box_reason(names: &str) -> Option<&'static str> {
    // Each class is looked at by itself: "story has-sidebar" is not a side column.
    for class in names.split_ascii_whitespace() {
        let words = name_words(class);
        let framed = words.iter().any(|w| FRAME_WORDS.contains(&w.as_str()));
        for (phrase, why) in BOX_PHRASES {
            if words
                .windows(phrase.len())
                .any(|run| run.iter().zip(*phrase).all(|(word, wanted)| word == wanted))
            {
                return Some(why);
            }
        }
        if framed {
            continue;
        }
        for word in &words {
            if let Some((_, why)) = BOXES.iter().find(|(name, _)| name == word) {
                return Some(why);
            }
        }
    }
    None
}

/// Names under which sites keep the text of a story.
const BODY_CLASSES: &[&str] = &[
    "entry-content",
    "post-content",
    "article-content",
    "article-body",
    "articlebody",
    "article__body",
    "article__content",
    "article-text",
    "article_body",
    "article_text",
    "story-body",
    "story__body",
    "storybody",
    "story-content",
    "story__content",
    "story-text",
    "storytext",
    "post-body",
    "post__content",
    "post__body",
    "postbody",
    "post_content",
    "body-content",
    "body-copy",
    "bodytext",
    "td-post-content",
    "c-entry-content",
    "e-content",
    "gh-content",
    "article-body__content",
    "article__body-text",
    "field--name-body",
    "content__article-body",
    "article-body-content",
    "article-main",
    "single-content",
    "wysiwyg",
    "rich-text",
    "richtext",
    "paywall-content",
    "articletext",
    "article-copy",
    "content-body",
    "story-body-text",
    "main-article",
    "news-content",
    "news-text",
    "newsbody",
    "news-body",
    "detail-content",
    "texto",
    "cuerpo",
    "cikk-torzs",
    "js_post-content",
    "entry",
    "mw-parser-output",
];

/// Whether one of the classes (or the id) is a usual name of a story's text.
pub(crate) fn is_body_name(names: &str) -> bool {
    names
        .split_ascii_whitespace()
        .any(|class| BODY_CLASSES.contains(&class.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_known_by_their_names_and_frames_are_not() {
        assert!(box_reason("sharedaddy sd-sharing").is_some());
        assert!(box_reason("relatedPosts").is_some());
        assert!(box_reason("author-bio").is_some());
        assert!(box_reason("post has-sidebar").is_none());
        assert!(box_reason("entry-content").is_none());
        assert!(box_reason("headline").is_none());
        assert!(box_reason("shadow loaded").is_none());
    }
}
