//! Lines that are furniture wherever they stand, labels that point to other stories, and lines of section names.
//! Asked by `blocks`, `plain`, `outside` and `top` for every short line.

use super::{Known, folded};

/// Lines that are never part of a story. Compared folded (lower case, no punctuation).
const LINES: &[(&str, &str)] = &[
    ("leave a reply", "the reply form"),
    ("leave a comment", "the reply form"),
    ("leave your comment", "the reply form"),
    ("post a comment", "the reply form"),
    ("add a comment", "the reply form"),
    ("join the conversation", "the reply form"),
    ("cancel reply", "the reply form"),
    ("leave a reply cancel reply", "the reply form"),
    ("your email address will not be published", "the reply form"),
    ("required fields are marked", "the reply form"),
    ("write a comment", "the reply form"),
    (
        "your email address will not be published required fields are marked",
        "the reply form",
    ),
    ("required fields are marked *", "the reply form"),
    (
        "save my name email and website in this browser for the next time i comment",
        "the reply form",
    ),
    ("post comment", "the reply form"),
    ("be the first to comment", "the reply form"),
    ("comments are closed", "the reply form"),
    ("comments", "the reply form"),
    ("no comments", "the reply form"),
    ("no comments yet", "the reply form"),
    ("view comments", "the reply form"),
    ("show comments", "the reply form"),
    ("view all comments", "the reply form"),
    ("you must be logged in to post a comment", "the reply form"),
    ("log in to leave a comment", "the reply form"),
    (
        "this site uses akismet to reduce spam learn how your comment data is processed",
        "the reply form",
    ),
    ("advertisement", "an advertisement"),
    ("advertisements", "an advertisement"),
    ("advertising", "an advertisement"),
    ("ad", "an advertisement"),
    ("article continues below", "an advertisement"),
    ("article continues after this ad", "an advertisement"),
    ("sponsored", "an advertisement"),
    ("story continues below advertisement", "an advertisement"),
    ("story continues below", "an advertisement"),
    ("advertisement continue reading the main story", "an advertisement"),
    ("continue reading the main story", "an advertisement"),
    ("article continues after advertisement", "an advertisement"),
    ("article continues below advertisement", "an advertisement"),
    ("skip advertisement", "an advertisement"),
    ("scroll to continue", "an advertisement"),
    ("scroll to continue with content", "an advertisement"),
    ("story continues after advertisement", "an advertisement"),
    ("promoted", "an advertisement"),
    ("anzeige", "an advertisement"),
    ("publicidad", "an advertisement"),
    ("publicité", "an advertisement"),
    ("werbung", "an advertisement"),
    ("publicidade", "an advertisement"),
    ("share", "share buttons"),
    ("share this", "share buttons"),
    ("share this article", "share buttons"),
    ("share this story", "share buttons"),
    ("share this post", "share buttons"),
    ("share on facebook", "share buttons"),
    ("share on twitter", "share buttons"),
    ("share on x", "share buttons"),
    ("tweet", "share buttons"),
    ("tweet this", "share buttons"),
    ("click to share", "share buttons"),
    ("facebook", "share buttons"),
    ("twitter", "share buttons"),
    ("whatsapp", "share buttons"),
    ("linkedin", "share buttons"),
    ("pinterest", "share buttons"),
    ("reddit", "share buttons"),
    ("telegram", "share buttons"),
    ("email", "share buttons"),
    ("print", "share buttons"),
    ("copy link", "share buttons"),
    ("email this", "share buttons"),
    ("print this", "share buttons"),
    ("print this article", "share buttons"),
    ("like this", "share buttons"),
    ("like loading", "share buttons"),
    ("share this via", "share buttons"),
    ("facebook twitter", "share buttons"),
    ("facebook twitter email", "share buttons"),
    ("teilen", "share buttons"),
    ("partager", "share buttons"),
    ("compartir", "share buttons"),
    ("listen", "buttons"),
    ("save", "buttons"),
    ("listen to this article", "buttons"),
    ("gift this article", "buttons"),
    ("play video", "buttons"),
    ("close", "buttons"),
    ("read aloud", "buttons"),
    ("hide caption", "buttons"),
    ("toggle caption", "buttons"),
    ("enlarge this image", "buttons"),
    ("caption", "buttons"),
    ("loading", "buttons"),
    ("copy", "buttons"),
    ("subscribe", "a newsletter box"),
    ("subscribe now", "a newsletter box"),
    ("sign up", "a newsletter box"),
    ("sign up for our newsletter", "a newsletter box"),
    ("subscribe to our newsletter", "a newsletter box"),
    ("get our newsletter", "a newsletter box"),
    ("newsletter", "a newsletter box"),
    ("enter your email", "a newsletter box"),
    ("enter your email address", "a newsletter box"),
    ("thank you for subscribing", "a newsletter box"),
    ("thanks for signing up", "a newsletter box"),
    ("sign in", "the sign-in box"),
    ("log in", "the sign-in box"),
    ("already a subscriber", "the paywall's words"),
    ("already a subscriber sign in", "the paywall's words"),
    ("already a subscriber log in", "the paywall's words"),
    ("related articles", "links to other stories"),
    ("related stories", "links to other stories"),
    ("related posts", "links to other stories"),
    ("related news", "links to other stories"),
    ("related topics", "links to other stories"),
    ("related content", "links to other stories"),
    ("you may also like", "links to other stories"),
    ("you might also like", "links to other stories"),
    ("recommended for you", "links to other stories"),
    ("more stories", "links to other stories"),
    ("more on this story", "links to other stories"),
    ("most popular", "links to other stories"),
    ("most read", "links to other stories"),
    ("read next", "links to other stories"),
    ("up next", "links to other stories"),
    ("trending now", "links to other stories"),
    ("trending", "links to other stories"),
    ("recommended", "links to other stories"),
    ("recommended stories", "links to other stories"),
    ("top stories", "links to other stories"),
    ("latest news", "links to other stories"),
    ("latest stories", "links to other stories"),
    ("recent posts", "links to other stories"),
    ("editors picks", "links to other stories"),
    ("more from", "links to other stories"),
    ("around the web", "links to other stories"),
    ("from the web", "links to other stories"),
    ("home", "navigation"),
    ("menu", "navigation"),
    ("skip to content", "navigation"),
    ("skip to main content", "navigation"),
    ("skip to navigation", "navigation"),
    ("back to top", "navigation"),
    ("next", "navigation"),
    ("previous", "navigation"),
    ("previous article", "navigation"),
    ("next article", "navigation"),
    ("previous post", "navigation"),
    ("next post", "navigation"),
    ("search", "navigation"),
    ("top", "navigation"),
    ("terms of use", "navigation"),
    ("privacy policy", "navigation"),
    ("terms of service", "navigation"),
    ("contact us", "navigation"),
    ("about us", "navigation"),
    ("site map", "navigation"),
    ("rss", "navigation"),
    ("back to home", "navigation"),
    ("all rights reserved", "the copyright line"),
    ("accept", "a cookie notice"),
    ("accept all", "a cookie notice"),
    ("accept cookies", "a cookie notice"),
    ("manage cookies", "a cookie notice"),
    ("cookie settings", "a cookie notice"),
    ("reject all", "a cookie notice"),
];

/// Beginnings of lines that are furniture when the line is short.
const BEGINNINGS: &[(&str, &str)] = &[
    ("your email address will not be published", "the reply form"),
    ("save my name email", "the reply form"),
    ("leave a comment on", "the reply form"),
    ("required fields are marked", "the reply form"),
    ("follow us on", "share buttons"),
    ("follow our", "share buttons"),
    ("share this ", "share buttons"),
    ("click to share on", "share buttons"),
    ("like us on facebook", "share buttons"),
    ("join our whatsapp", "share buttons"),
    ("join our telegram", "share buttons"),
    ("follow us @", "share buttons"),
    ("click to email", "share buttons"),
    ("click to print", "share buttons"),
    ("sign up for our ", "a newsletter box"),
    ("sign up for the ", "a newsletter box"),
    ("sign up to our ", "a newsletter box"),
    ("sign up here", "a newsletter box"),
    ("sign up to get ", "a newsletter box"),
    ("sign up to receive", "a newsletter box"),
    ("subscribe to our ", "a newsletter box"),
    ("subscribe to the ", "a newsletter box"),
    ("subscribe for ", "a newsletter box"),
    ("get the latest news delivered", "a newsletter box"),
    ("get the latest headlines", "a newsletter box"),
    ("get our best stories", "a newsletter box"),
    ("by signing up", "a newsletter box"),
    ("by subscribing", "a newsletter box"),
    ("download our app", "an advertisement"),
    ("download the app", "an advertisement"),
    ("we use cookies", "a cookie notice"),
    ("this website uses cookies", "a cookie notice"),
    ("this site uses cookies", "a cookie notice"),
    ("by continuing to use this site", "a cookie notice"),
    ("we and our partners", "a cookie notice"),
    ("filed under", "the tag line"),
    ("tagged with", "the tag line"),
    ("posted in", "the tag line"),
    ("tags ", "the tag line"),
    ("topics ", "the tag line"),
    ("keywords ", "the tag line"),
    ("categories ", "the tag line"),
    ("more about ", "the tag line"),
    ("more on ", "links to other stories"),
    ("subscribe to read", "the paywall's words"),
    ("to continue reading", "the paywall's words"),
    ("subscribe to continue", "the paywall's words"),
    ("this article is for subscribers", "the paywall's words"),
    ("create a free account", "the paywall's words"),
    ("create an account to", "the paywall's words"),
    ("you have reached your limit", "the paywall's words"),
    ("you have read your last", "the paywall's words"),
    ("this content is for subscribers", "the paywall's words"),
    ("already have an account", "the paywall's words"),
    ("already a subscriber", "the paywall's words"),
    ("please enable javascript", "hidden from sight"),
    ("javascript is disabled", "hidden from sight"),
    ("you need to enable javascript", "hidden from sight"),
    ("your browser does not support", "hidden from sight"),
    ("view this post on instagram", "buttons"),
    ("this article was originally published", ""),
    ("have a tip", "the foot of the story"),
    ("got a tip", "the foot of the story"),
    ("do you have a news tip", "the foot of the story"),
];

/// Why a whole line is furniture, if it is.
pub(crate) fn line_reason(line: &str, paper: &Known) -> Option<&'static str> {
    let line = line.trim();
    if line.len() > 400 {
        return None;
    }
    let key = folded(line);
    if key.is_empty() {
        return None;
    }
    if let Some((_, why)) = LINES.iter().find(|(text, _)| *text == key) {
        return Some(why);
    }
    // "3 Comments", "12 replies"
    let mut words = key.split(' ');
    if let (Some(count), Some(what), None) = (words.next(), words.next(), words.next())
        && count.chars().all(|c| c.is_ascii_digit())
        && matches!(
            what,
            "comment" | "comments" | "reply" | "replies" | "shares" | "views" | "likes"
        )
    {
        return Some("the reply form");
    }
    if is_copyright(line) {
        return Some("the copyright line");
    }
    if key.chars().count() <= 200
        && let Some((_, why)) = BEGINNINGS
            .iter()
            .find(|(start, why)| !why.is_empty() && (key.starts_with(start) || key == start.trim_end()))
    {
        // "Tags " and the like only with the colon that makes it a label.
        let label = matches!(*why, "the tag line" | "links to other stories");
        if !label || line.chars().take(24).any(|c| c == ':') || key.starts_with("filed under") {
            return Some(why);
        }
    }
    if key.starts_with("back to ") && key.split(' ').count() <= 5 && !line.ends_with('.') {
        return Some("navigation");
    }
    if key.ends_with(" min read") || key.ends_with(" minute read") || key.ends_with(" minutes read") {
        return Some("the byline and date line");
    }
    if !paper.site_name.is_empty() && key == folded(&paper.site_name) {
        return Some("the name of the site");
    }
    None
}

/// "© 2023 The Paper", "Copyright 2023 …. All rights reserved."
pub(crate) fn is_copyright(line: &str) -> bool {
    let lower = line.trim_start().to_lowercase();
    let short = line.chars().count() < 300;
    short
        && ((lower.starts_with('©') || lower.starts_with("(c) ") || lower.starts_with("copyright"))
            && (lower.chars().any(|c| c.is_ascii_digit()) || lower.contains("rights") || lower.contains('©'))
            || (lower.contains("all rights reserved") && lower.chars().count() < 200))
}

/// Labels that make the rest of the line a pointer to another story, folded.
const POINTERS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read",
    "related",
    "related story",
    "related article",
    "related news",
    "related coverage",
    "see also",
    "more",
    "don t miss",
    "also see",
    "you may also like",
    "must read",
    "see more",
    "recommended",
    "further reading",
    "read next",
    "in case you missed it",
    "icymi",
    "watch also",
    "read more on this",
    "more on this",
    "also on",
    "more details",
    "continue reading",
    "read the full story",
    "lesen sie auch",
    "mehr dazu",
    "lesen sie mehr",
    "siehe auch",
    "auch interessant",
    "à lire aussi",
    "lire aussi",
    "lire plus",
    "voir aussi",
    "lea también",
    "lee también",
    "leer más",
    "te puede interesar",
    "vea también",
    "leia também",
    "leia mais",
    "veja também",
    "saiba mais",
    "leggi anche",
    "lees ook",
    "baca juga",
    "läs också",
    "les også",
    "læs også",
    "čtěte také",
    "czytaj także",
    "zobacz także",
    "читайте также",
    "читать также",
    "اقرأ أيضا",
    "関連記事",
    "相关阅读",
];

/// The title after "Read more:", "READ ALSO –" and the like; an empty title when the line is the label alone.
pub(crate) fn pointer(line: &str) -> Option<&str> {
    let line = line.trim();
    let (cut, mark) = line
        .char_indices()
        .take(40)
        .find(|(_, c)| matches!(c, ':' | '：' | '|' | '>' | '»' | '→' | '–' | '—'))
        .or_else(|| {
            // "Read more - Title" only with spaces around the hyphen.
            line.char_indices().take(40).find(|(at, c)| {
                *c == '-'
                    && line.get(..*at).is_some_and(|s| s.ends_with(' '))
                    && line.get(at + 1..).is_some_and(|s| s.starts_with(' '))
            })
        })?;
    let label = folded(line.get(..cut)?);
    if !POINTERS.contains(&label.as_str()) {
        return None;
    }
    // "Read" and "More" alone are too weak without a colon.
    if matches!(label.as_str(), "read" | "more") && !matches!(mark, ':' | '：') {
        return None;
    }
    let rest = line.get(cut + mark.len_utf8()..)?;
    let rest = rest.trim_start_matches([' ', '\u{a0}', '>', '»', ':', '→', '-', '–']);
    Some(rest.trim_end())
}

/// Whether the line is such a label and nothing else ("Related:", "Read more").
pub(crate) fn pointer_label(line: &str) -> bool {
    let key = folded(line);
    key != "read" && key != "more" && POINTERS.contains(&key.as_str())
}

/// A line of section names, as in "Latest News, Local News, Economy" or "Home | World | Sport".
pub(crate) fn is_section_line(line: &str, paper: &Known) -> bool {
    let line = line.trim();
    if line.is_empty() || line.chars().count() > 300 || line.ends_with(['.', '!', '?', '…', '"', '”', '’']) {
        return false;
    }
    for mark in ['|', '›', '»', '>', '•', '·', '/', ',', '\t'] {
        let items: Vec<&str> = line.split(mark).map(str::trim).filter(|s| !s.is_empty()).collect();
        let enough = if matches!(mark, '>' | '»' | '›' | '|') { 2 } else { 3 };
        if items.len() < enough {
            continue;
        }
        let known = items.iter().filter(|item| is_section_name(item, paper)).count();
        if known * 2 >= items.len() {
            return true;
        }
        let short = items.iter().all(|item| {
            item.split_whitespace().count() <= 3
                && item.chars().count() <= 30
                && item.chars().next().is_some_and(char::is_uppercase)
                && item.split_whitespace().all(|word| {
                    word.chars()
                        .next()
                        .is_some_and(|c| c.is_uppercase() || !c.is_alphabetic())
                        || matches!(word, "and" | "of" | "the" | "in" | "und" | "et" | "y")
                })
        });
        // A list with "and" in it is a sentence's list; a headline rarely has three commas between short capitalised names.
        if short && (mark != ',' || (items.len() >= 3 && known > 0) || items.len() >= 5) {
            return true;
        }
    }
    false
}

const COMMON_SECTIONS: &[&str] = &[
    "home",
    "news",
    "latest",
    "latest news",
    "local",
    "local news",
    "world",
    "world news",
    "international",
    "international news",
    "politics",
    "us politics",
    "economy",
    "business",
    "sport",
    "sports",
    "opinion",
    "culture",
    "arts",
    "technology",
    "tech",
    "science",
    "health",
    "lifestyle",
    "life",
    "travel",
    "entertainment",
    "weather",
    "national",
    "us",
    "uk",
    "africa",
    "asia",
    "europe",
    "middle east",
    "americas",
    "markets",
    "money",
    "finance",
    "education",
    "environment",
    "climate",
    "crime",
    "features",
    "analysis",
    "editorial",
    "letters",
    "obituaries",
    "video",
    "videos",
    "photos",
    "podcasts",
    "magazine",
    "about",
    "contact",
    "more",
    "food",
    "style",
    "fashion",
    "music",
    "film",
    "books",
    "property",
    "motoring",
    "breaking news",
    "top stories",
    "regional",
    "community",
    "war",
    "ukraine",
    "russia",
    "china",
];

/// Whether a text is the name of one of this paper's sections or of a section that most papers have.
pub(crate) fn is_section_name(text: &str, paper: &Known) -> bool {
    let key = folded(text);
    COMMON_SECTIONS.contains(&key.as_str())
        || paper
            .section_names
            .iter()
            .any(|(slug, name)| folded(name) == key || folded(slug) == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_to_other_stories_keep_their_title() {
        assert_eq!(pointer("Read more: US Supplies Ukraine"), Some("US Supplies Ukraine"));
        assert_eq!(pointer("READ ALSO | The Title"), Some("The Title"));
        assert_eq!(pointer("Also read – “Quoted” title"), Some("“Quoted” title"));
        assert_eq!(pointer("Lire aussi : Le titre"), Some("Le titre"));
        assert_eq!(pointer("He said: read more"), None);
        assert!(pointer_label("Related:"));
    }

    #[test]
    fn furniture_lines_are_known_and_sentences_are_not() {
        let paper = Known::default();
        for line in [
            "Leave A Reply",
            "Your email address will not be published.",
            "Advertisement",
            "3 Comments",
            "© 2023 The Paper",
            "Tags: war, peace",
            "5 min read",
        ] {
            assert!(line_reason(line, &paper).is_some(), "{line}");
        }
        for line in [
            "Copyright law is old.",
            "Share prices fell on Monday.",
            "Tags are sold at the gate.",
            "Next week the talks go on.",
            "Subscribe, he said, or leave.",
        ] {
            assert!(line_reason(line, &paper).is_none(), "{line}");
        }
    }

    #[test]
    fn a_line_of_sections_is_no_headline() {
        let paper = Known::default();
        assert!(is_section_line(
            "Latest News, Local News, International News, US Politics, Economy",
            &paper
        ));
        assert!(is_section_line("Home > World > Asia", &paper));
        assert!(!is_section_line("Floods hit Lagos, Accra and Lomé", &paper));
        assert!(!is_section_line("Harris, Biden, Putin meet", &paper));
    }
}
