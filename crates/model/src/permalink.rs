//! The pattern by which a story gets its address when it is published first: words and pieces in braces.
//! `publish_story` fills it; what is published keeps its address whatever becomes of the pattern.

use crate::address;
use crate::slug;

/// The pattern of a paper that chose none.
pub const DEFAULT: &str = "/{section}/{slug}";

/// What can stand in braces.
pub const PIECES: [&str; 6] = ["section", "slug", "year", "month", "day", "number"];

/// What fills a pattern.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// End of the section's address.
    pub section: &'a str,
    /// Of the headline, or as wanted at the desk.
    pub slug: &'a str,
    /// The story's number.
    pub number: i64,
    /// The day of publication in the paper's zone.
    pub day: jiff::civil::Date,
}

/// What is wrong with a pattern: the key of a refusal.
pub fn fault(pattern: &str) -> Option<&'static str> {
    let Some(rest) = pattern.strip_prefix('/') else {
        return Some("permalink-slash");
    };
    if pattern.len() > 120 {
        return Some("permalink-form");
    }
    let mut tells_apart = false;
    let (deep, mut folder) = (rest.contains('/'), false);
    for (place, segment) in rest.split('/').enumerate() {
        let mut left = segment;
        let mut literal = String::new();
        let mut pieces = 0;
        while let Some((before, after)) = left.split_once('{') {
            literal.push_str(before);
            let Some((piece, behind)) = after.split_once('}') else {
                return Some("permalink-form");
            };
            if !PIECES.contains(&piece) {
                return Some("permalink-piece");
            }
            pieces += 1;
            folder |= piece == "slug" && place == 0 && deep;
            tells_apart |= matches!(piece, "slug" | "number");
            left = behind;
        }
        literal.push_str(left);
        let words: String = literal.split('-').filter(|word| !word.is_empty()).collect();
        let plain = words.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if !plain || (pieces == 0 && literal.is_empty()) {
            return Some("permalink-form");
        }
        if pieces == 0 && (literal != slug::of(&literal) || (place == 0 && !address::is_free_word(&literal))) {
            return Some("permalink-word");
        }
    }
    if folder {
        // A story called "Search" would want a folder that belongs to the house, and get no address at all.
        return Some("permalink-first");
    }
    (!tells_apart).then_some("permalink-same")
}

/// The path that a pattern proposes. A slug that is empty is the story's number.
pub fn fill(pattern: &str, with: Filling<'_>) -> String {
    let slug = if with.slug.is_empty() {
        format!("story-{}", with.number)
    } else {
        with.slug.to_owned()
    };
    pattern
        .replace("{section}", with.section)
        .replace("{slug}", &slug)
        .replace("{year}", &with.day.year().to_string())
        .replace("{month}", &format!("{:02}", with.day.month()))
        .replace("{day}", &format!("{:02}", with.day.day()))
        .replace("{number}", &with.number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_needs_what_tells_stories_apart_and_takes_no_word_of_the_house() {
        for good in [
            DEFAULT,
            "/{year}/{month}/{day}/{slug}",
            "/{number}",
            "/news/{slug}-{number}",
            "/{section}/{year}/{slug}",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for (bad, why) in [
            ("{slug}", "permalink-slash"),
            ("/{year}/{month}", "permalink-same"),
            ("/desk/{slug}", "permalink-word"),
            ("/search/{slug}", "permalink-word"),
            ("/{slug}/{number}", "permalink-first"),
            ("/{slug}-{number}/{year}", "permalink-first"),
            ("/{author}/{slug}", "permalink-piece"),
            ("/{slug", "permalink-form"),
            ("//{slug}", "permalink-form"),
            ("/{slug}/", "permalink-form"),
            ("/News/{slug}", "permalink-form"),
            ("/a?b={slug}", "permalink-form"),
            ("/../{slug}", "permalink-form"),
        ] {
            assert_eq!(fault(bad), Some(why), "{bad}");
        }
    }

    #[test]
    fn a_pattern_is_filled_with_the_day_in_two_digits() {
        let with = Filling {
            section: "local",
            slug: "ferry",
            number: 17,
            day: jiff::civil::date(2026, 3, 4),
        };
        assert_eq!(fill(DEFAULT, with), "/local/ferry");
        assert_eq!(
            fill("/{year}/{month}/{day}/{slug}-{number}", with),
            "/2026/03/04/ferry-17"
        );
        assert_eq!(fill("/{slug}", Filling { slug: "", ..with }), "/story-17");
    }
}
