//! Crawlers by the names they give themselves, in one place, and what a paper may add to its robots.txt.
//! The site writes robots.txt from them; the settings show them and refuse lines that would break the file.

/// Crawlers that gather text to train language models.
pub const TRAINING: [&str; 9] = [
    "GPTBot",
    "ClaudeBot",
    "anthropic-ai",
    "CCBot",
    "Google-Extended",
    "Applebot-Extended",
    "Bytespider",
    "Meta-ExternalAgent",
    "cohere-ai",
];

/// Crawlers that fetch pages to answer a question with a link to them, some at the moment somebody asks.
pub const ANSWERING: [&str; 8] = [
    "OAI-SearchBot",
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "PerplexityBot",
    "Perplexity-User",
    "DuckAssistBot",
    "MistralAI-User",
];

/// Most lines that a paper may add, and the longest of them in bytes.
pub const MOST_LINES: usize = 100;
const LONGEST_LINE: usize = 500;

/// What is wrong with the lines that a paper adds to robots.txt: the number of the line, from 1, and the key of a refusal.
///
/// Lines are those of RFC 9309, and `Crawl-delay` and `Sitemap`. A group of its own begins with `User-agent`; one for `*`
/// is the house's.
pub fn fault(lines: &str) -> Option<(usize, &'static str)> {
    let mut in_group = false;
    for (number, line) in lines.lines().enumerate() {
        let at = number + 1;
        if at > MOST_LINES || line.len() > LONGEST_LINE {
            return Some((at, "robots-long"));
        }
        if line.chars().any(|c| c.is_control() && c != '\t') {
            return Some((at, "robots-line"));
        }
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            return Some((at, "robots-line"));
        };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" if value == "*" => return Some((at, "robots-everybody")),
            "user-agent" => {
                let named = !value.is_empty()
                    && value
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
                if !named {
                    return Some((at, "robots-agent"));
                }
                in_group = true;
            }
            "allow" | "disallow" => {
                if !in_group {
                    return Some((at, "robots-group"));
                }
                if !(value.is_empty() || value.starts_with(['/', '*'])) {
                    return Some((at, "robots-path"));
                }
            }
            "crawl-delay" => {
                if !in_group {
                    return Some((at, "robots-group"));
                }
                if value.parse::<u32>().is_err() {
                    return Some((at, "robots-line"));
                }
            }
            "sitemap" => {
                if !value.starts_with("https://") && !value.starts_with("http://") {
                    return Some((at, "robots-path"));
                }
            }
            _ => return Some((at, "robots-line")),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_would_break_the_file_are_named() {
        let good =
            "# ours\n\nUser-agent: GreedyBot\nDisallow: /archive/\nCrawl-delay: 10\n\nSitemap: https://a.example/s.xml";
        assert_eq!(fault(good), None);
        assert_eq!(fault(""), None);
        for (lines, why) in [
            ("Disallow: /", (1, "robots-group")),
            ("User-agent: *\nDisallow: /", (1, "robots-everybody")),
            ("User-agent: A\nnonsense", (2, "robots-line")),
            ("User-agent: A\nNoindex: /x", (2, "robots-line")),
            ("User-agent: A\nDisallow: archive", (2, "robots-path")),
            ("User-agent: A B", (1, "robots-agent")),
            ("User-agent: A\nCrawl-delay: often", (2, "robots-line")),
            ("Sitemap: /sitemap.xml", (1, "robots-path")),
        ] {
            assert_eq!(fault(lines), Some(why), "{lines:?}");
        }
    }

    #[test]
    fn no_crawler_stands_in_both_lists() {
        assert!(TRAINING.iter().all(|one| !ANSWERING.contains(one)));
    }
}
