//! The row under the nameplate and the foot of each page: which sections and links stand there, and in which order.
//! The site prints what [`crate::paper::Paper::row`] gives; the settings check each link by [`Link::fault`].

use crate::term::Section;
use serde::{Deserialize, Serialize};

/// Most entries of the row, and most links of the foot.
pub const MOST: usize = 40;

/// Longest words of a link, in characters.
pub const LONGEST_LABEL: usize = 60;

/// A link with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// As printed.
    pub label: String,
    /// Path of this site, or an https address of another.
    pub href: String,
}

impl Link {
    /// What is wrong with it: the key of a refusal.
    pub fn fault(&self) -> Option<&'static str> {
        let length = self.label.trim().chars().count();
        if length == 0 || length > LONGEST_LABEL || self.label.chars().any(char::is_control) {
            return Some("link-label");
        }
        let href = self.href.as_str();
        let plain = href.len() <= 500
            && !href
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'));
        let own = href.starts_with('/') && !href.starts_with("//");
        // Somebody's name before the host is how one address is made to look like another.
        let other = href
            .strip_prefix("https://")
            .map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default())
            .is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.contains('@'));
        (!plain || !(own || other)).then_some("link-href")
    }
}

/// An entry of the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowEntry {
    /// The list of all stories, newest first.
    Latest,
    /// A section by its id.
    Section(String),
    /// A link.
    Link(Link),
}

/// The row as readers see it: what was arranged, then the sections that nobody has placed yet. Without an arrangement
/// it is Latest and the sections in their order.
pub fn row(arranged: &[RowEntry], hidden: &[String], sections: &[Section]) -> Vec<RowEntry> {
    let shown = |id: &String| !hidden.contains(id) && sections.iter().any(|section| section.id == *id);
    let mut out: Vec<RowEntry> = if arranged.is_empty() {
        vec![RowEntry::Latest]
    } else {
        arranged
            .iter()
            .filter(|entry| !matches!(entry, RowEntry::Section(id) if !shown(id)))
            .cloned()
            .collect()
    };
    for section in sections.iter().filter(|section| shown(&section.id)) {
        let entry = RowEntry::Section(section.id.clone());
        if !out.contains(&entry) {
            out.push(entry);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: &str) -> Section {
        Section {
            id: id.into(),
            number: 1,
            slug: id.into(),
            name: id.into(),
            description: String::new(),
            position: 0,
            replies: "paper".into(),
            replies_close_after_days: 0,
        }
    }

    #[test]
    fn a_row_that_nobody_arranged_follows_the_sections() {
        let sections = [section("a"), section("b")];
        let all = [
            RowEntry::Latest,
            RowEntry::Section("a".into()),
            RowEntry::Section("b".into()),
        ];
        assert_eq!(row(&[], &[], &sections), all);
        assert_eq!(row(&[], &["a".into()], &sections), [all[0].clone(), all[2].clone()]);
    }

    #[test]
    fn a_new_section_joins_an_arranged_row_and_one_that_is_gone_leaves_it() {
        let arranged = [RowEntry::Section("b".into()), RowEntry::Section("gone".into())];
        assert_eq!(
            row(&arranged, &[], &[section("a"), section("b")]),
            [RowEntry::Section("b".into()), RowEntry::Section("a".into())]
        );
    }

    #[test]
    fn a_link_leads_to_a_path_or_by_https_and_nowhere_else() {
        let link = |href: &str| Link {
            label: "Shop".into(),
            href: href.into(),
        };
        for good in ["/about", "/local/ferry?page=2#end", "https://shop.example/a"] {
            assert_eq!(link(good).fault(), None, "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "http://shop.example",
            "https://",
            "https://paper.example@evil.example/",
            "/a b",
            "/a\"b",
            "/\\evil.example",
            "mailto:a@b.example",
            "",
        ] {
            assert_eq!(link(bad).fault(), Some("link-href"), "{bad}");
        }
        assert_eq!(
            Link {
                label: " ".into(),
                href: "/a".into()
            }
            .fault(),
            Some("link-label")
        );
    }
}
