//! The site's furniture in a text: navigation, comment forms, links to other stories, notices of cookies and newsletters.
//! The readers of files tell it from prose, and the check of the same name reports it.

use regex::Regex;
use std::sync::LazyLock;

/// What kind of furniture a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// A link to another story, which belongs in a card.
    ReadMore,
    /// Part of a form, a notice or a menu: to be cut.
    Cut,
}

static READ_MORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:read (?:more|also|next)|see also|also read|more on this(?: story)?|related(?: stor(?:y|ies))?|don.t miss)\s*[:|–—-]\s*\S").ok()
});

static CUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:",
        r"leave a (?:reply|comment)(?: cancel reply)?|cancel reply|post (?:a )?comment|your email address will not be published\.?.*|",
        r"required fields are marked.*|save my name, email.{0,80}|notify me of (?:new|follow-up).{0,60}|",
        r"share (?:this|on|via)(?: (?:story|article|facebook|twitter|x|whatsapp|email|post|this))*:?|click here to .{1,60}|",
        r"(?:sign up|subscribe) (?:for|to) (?:our|the) .{0,60}newsletters?.{0,40}|subscribe now\.?|",
        r"advertisements?|sponsored content|skip to (?:main )?content|back to top|load more(?: comments)?|",
        r"(?:we|this (?:web)?site) uses? cookies.{0,120}|accept (?:all )?cookies|all rights reserved\.?|",
        r"continue reading(?: (?:below|the main story))?\.?|story continues below(?: advertisement)?\.?|",
        r"tags?: .{1,80}|filed under:? .{1,80}|previous (?:post|article)|next (?:post|article)|comments? \(\d+\)|\d+ comments?|",
        r"log ?in|sign in|register|toggle navigation|menu|search(?: for)?:?|home ?[»>|].{1,120}",
        r")$",
    ))
    .ok()
});

/// Words of a menu; a line of nothing but such items is one.
const SECTIONS: &[&str] = &[
    "news",
    "politics",
    "economy",
    "business",
    "sport",
    "sports",
    "opinion",
    "culture",
    "world",
    "science",
    "technology",
    "tech",
    "health",
    "entertainment",
    "lifestyle",
    "travel",
    "education",
    "weather",
    "video",
    "videos",
    "home",
    "local",
    "international",
    "national",
    "latest",
    "arts",
    "style",
    "food",
    "books",
    "money",
    "markets",
];

/// Whether a whole line is furniture.
pub fn of(line: &str) -> Option<Furniture> {
    let line = line.trim();
    if line.is_empty() || line.len() > 300 {
        return None;
    }
    let is = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|p| p.is_match(line));
    if is(&READ_MORE) {
        Some(Furniture::ReadMore)
    } else if is(&CUT) || is_menu(line) {
        Some(Furniture::Cut)
    } else {
        None
    }
}

/// "Latest News, Local News, US Politics, Economy": three items or more, each short, most of them named like sections.
fn is_menu(line: &str) -> bool {
    let items: Vec<&str> = line
        .split([',', '|', '•', '·', '»', '/'])
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect();
    if items.len() < 3 || line.ends_with(['.', '!', '?']) {
        return false;
    }
    let short = items.iter().all(|item| {
        let words = item.split_whitespace().count();
        words <= 3 && item.chars().next().is_some_and(char::is_uppercase)
    });
    let named = items
        .iter()
        .filter(|item| {
            item.split_whitespace()
                .any(|word| SECTIONS.contains(&word.to_lowercase().as_str()))
        })
        .count();
    short && named * 3 >= items.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_and_a_menu_are_furniture_and_a_sentence_about_them_is_not() {
        for line in ["Leave A Reply", "Latest News, Local News, Economy", "Share this story:"] {
            assert_eq!(of(line), Some(Furniture::Cut), "{line}");
        }
        assert_eq!(of("Read more: Ferry sails again"), Some(Furniture::ReadMore));
        for line in [
            "Leave a reply, she told the class, and then sit down.",
            "Harbour, Market Street, Old Town",
            "Read more books, the mayor said.",
            "News, sport and weather follow.",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
