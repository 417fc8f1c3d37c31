//! Writes robots.txt (RFC 9309) from the paper's policy.
//! The route `robots.txt` calls it.

/// What crawlers are asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Robots {
    /// Nobody may crawl anything: for a paper that is not yet open.
    pub closed: bool,
    /// Paths that no crawler should fetch, such as `/search`.
    pub disallow: Vec<String>,
    /// Crawlers, by their product token, that are asked to stay away altogether.
    pub unwelcome: Vec<String>,
    /// Lines of the paper's own, groups and comments; checked when they were kept (`courant_model::crawlers`).
    pub lines: String,
    /// Absolute addresses of the sitemaps.
    pub sitemaps: Vec<String>,
}

/// The text of robots.txt, lines ended by `\n`; a line break in a value can't start a rule of its own.
pub fn robots_txt(policy: &Robots) -> String {
    let mut out = String::new();
    let unwelcome: Vec<String> = policy
        .unwelcome
        .iter()
        .map(|agent| one_line(agent))
        .filter(|agent| !agent.is_empty() && agent != "*")
        .collect();
    if !policy.closed && !unwelcome.is_empty() {
        for agent in &unwelcome {
            line(&mut out, "User-agent", agent);
        }
        line(&mut out, "Disallow", "/");
        out.push('\n');
    }
    line(&mut out, "User-agent", "*");
    if policy.closed {
        line(&mut out, "Disallow", "/");
    } else {
        let paths: Vec<String> = policy
            .disallow
            .iter()
            .map(|path| one_line(path))
            .filter(|path| path.starts_with('/'))
            .collect();
        for path in &paths {
            line(&mut out, "Disallow", path);
        }
        if paths.is_empty() {
            line(&mut out, "Allow", "/");
        }
        if !policy.lines.trim().is_empty() {
            out.push('\n');
            for own in policy.lines.lines() {
                out.push_str(own.trim_end());
                out.push('\n');
            }
        }
        let sitemaps: Vec<String> = policy.sitemaps.iter().filter_map(|url| super::absolute(url)).collect();
        if !sitemaps.is_empty() {
            out.push('\n');
        }
        for url in &sitemaps {
            line(&mut out, "Sitemap", url);
        }
    }
    out
}

fn line(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(": ");
    out.push_str(value);
    out.push('\n');
}

/// The value on one line and without a comment sign.
fn one_line(value: &str) -> String {
    value
        .trim()
        .chars()
        .filter(|letter| !letter.is_control() && *letter != '#')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_paper_names_its_sitemaps_and_closed_doors() {
        let text = robots_txt(&Robots {
            disallow: vec!["/search".into(), "/desk/".into()],
            unwelcome: vec!["GreedyBot".into()],
            lines: "User-agent: Slow\r\nCrawl-delay: 9".into(),
            sitemaps: vec!["https://paper.example/sitemap.xml".into(), "nonsense".into()],
            ..Robots::default()
        });
        assert_eq!(
            text,
            "User-agent: GreedyBot\nDisallow: /\n\nUser-agent: *\nDisallow: /search\nDisallow: /desk/\n\nUser-agent: Slow\nCrawl-delay: 9\n\nSitemap: https://paper.example/sitemap.xml\n"
        );
    }

    #[test]
    fn a_closed_paper_turns_everybody_away() {
        let policy = Robots {
            closed: true,
            sitemaps: vec!["https://paper.example/sitemap.xml".into()],
            ..Robots::default()
        };
        assert_eq!(robots_txt(&policy), "User-agent: *\nDisallow: /\n");
    }

    #[test]
    fn a_line_break_smuggles_in_no_rule() {
        let policy = Robots {
            disallow: vec!["/a\nDisallow: /".into()],
            ..Robots::default()
        };
        assert_eq!(robots_txt(&policy), "User-agent: *\nDisallow: /aDisallow: /\n");
    }
}
