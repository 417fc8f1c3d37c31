//! A last walk over a body's HTML before it is read: whose pictures are whose, where links lead, and what the reader would lose.
//! Called by [`super::read`]; what is noted here is compared with the finished document in [`super::settle`].

use std::collections::{HashMap, VecDeque};

use courant_text::link;

use super::Notes;
use super::tags::{Tag, Token, Tokens, value};

/// What was said of a picture in its tag, or around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// The attachment's number.
    pub(super) number: Option<i64>,
    /// Where it leads.
    pub(super) link: Option<String>,
    /// Whether that is only its own page or file.
    pub(super) own: bool,
}

/// HTML to be read, and what was noted.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub(super) html: String,
    /// By the address as it will stand in the document.
    pub(super) pictures: HashMap<String, VecDeque<Seen>>,
    /// Every target of a link, as it would stand in the document.
    pub(super) targets: Vec<String>,
}

/// Rewrites the HTML.
pub(super) fn prepare(html: &str, page: Option<&str>, notes: &mut Notes) -> Prepared {
    let mut walk = Walk {
        page,
        notes,
        found: Prepared::default(),
        anchor: None,
    };
    walk.found.html.reserve(html.len() + 64);
    walk.run(html, 0);
    walk.found
}

struct Walk<'p, 'n> {
    page: Option<&'p str>,
    notes: &'n mut Notes,
    found: Prepared,
    /// The link around this place, and whether it says that it leads to the picture's own page.
    anchor: Option<(String, bool)>,
}

impl Walk<'_, '_> {
    fn run(&mut self, html: &str, depth: usize) {
        let mut tokens = Tokens::new(html);
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(text) => self.found.html.push_str(text),
                Token::Comment(comment) => {
                    if comment.trim() == "nextpage" {
                        self.notes.page_break();
                    }
                }
                Token::Tag(tag) if !tag.closing && tag.is("pre") => {
                    let inside = tokens.take_element("pre");
                    self.pre(tag, inside);
                }
                Token::Tag(tag)
                    if !tag.closing
                        && depth < 4
                        && tag.is_one_of(&["figure", "aside", "blockquote"])
                        && is_pull_quote(tag) =>
                {
                    let inside = tokens.take_element(tag.name);
                    self.pull_quote(tag, inside, depth);
                }
                Token::Tag(tag) if !tag.closing && tag.is_one_of(&["script", "style", "textarea"]) => {
                    self.found.html.push_str(tag.raw);
                    self.found.html.push_str(tokens.take_element(tag.name));
                }
                Token::Tag(tag) => self.tag(tag),
            }
        }
    }

    fn tag(&mut self, tag: Tag<'_>) {
        if tag.is("a") {
            self.anchor = None;
            if !tag.closing
                && let Some(href) = value(tag.raw, "href")
                && let Some(target) = link::allowed_from(&href, self.page)
            {
                let own = value(tag.raw, "rel").is_some_and(|rel| rel.contains("attachment"));
                self.found.targets.push(target.clone());
                self.anchor = Some((target, own));
            }
        } else if tag.is("area") {
            if let Some(target) = value(tag.raw, "href").and_then(|href| link::allowed_from(&href, self.page)) {
                self.found.targets.push(target);
            }
        } else if tag.is("img") {
            self.picture(tag);
        }
        self.found.html.push_str(tag.raw);
    }

    fn picture(&mut self, tag: Tag<'_>) {
        let class = value(tag.raw, "class").unwrap_or_default();
        let number = class
            .split_ascii_whitespace()
            .find_map(|class| class.strip_prefix("wp-image-"))
            .and_then(|number| number.parse().ok())
            .or_else(|| value(tag.raw, "data-id").and_then(|number| number.parse().ok()))
            .or_else(|| value(tag.raw, "data-attachment-id").and_then(|number| number.parse().ok()))
            .filter(|number: &i64| *number > 0);
        let (link, own) = match &self.anchor {
            Some((target, own)) => (Some(target.clone()), *own),
            None => (None, false),
        };
        let seen = Seen { number, link, own };
        for name in ["src", "data-src", "data-lazy-src", "data-original"] {
            if let Some(source) = value(tag.raw, name).and_then(|source| link::allowed_from(&source, self.page)) {
                self.found.pictures.entry(source).or_default().push_back(seen);
                return;
            }
        }
    }

    /// Verse, and program text that holds links, keep their lines as breaks: program text can hold no link.
    fn pre(&mut self, tag: Tag<'_>, inside: &str) {
        let class = value(tag.raw, "class").unwrap_or_default();
        let verse = class.contains("verse");
        let marked = class.contains("wp-block-preformatted");
        let mut linked = false;
        for token in Tokens::new(inside) {
            if let Token::Tag(tag) = token
                && tag.is("a")
                && !tag.closing
                && let Some(href) = value(tag.raw, "href")
            {
                linked |= !href.starts_with('#');
            }
            // Words that are set in some way are no program text either.
            if let Token::Tag(tag) = token {
                linked |= marked && tag.is_one_of(&["em", "strong", "b", "i", "sub", "sup", "s", "del"]);
            }
        }
        if !verse && !linked {
            self.found.html.push_str(tag.raw);
            self.found.html.push_str(inside);
            return;
        }
        let end = inside.rfind("</").unwrap_or(inside.len());
        let inside = inside.get(..end).unwrap_or_default();
        self.found.html.push_str("<div class=\"verse\">");
        for token in Tokens::new(inside.trim_matches('\n')) {
            match token {
                Token::Text(text) => self.lines(text),
                Token::Tag(tag) => self.tag(tag),
                Token::Comment(_) => {}
            }
        }
        self.found.html.push_str("</div>");
    }

    fn lines(&mut self, text: &str) {
        let mut first = true;
        for line in text.split('\n') {
            if first {
                self.found.html.push_str(line);
            } else {
                self.found.html.push_str("<br>");
                let words = line.trim_start_matches([' ', '\t']);
                for blank in line.get(..line.len() - words.len()).unwrap_or_default().chars() {
                    self.found.html.push_str(if blank == '\t' {
                        "&nbsp;&nbsp;&nbsp;&nbsp;"
                    } else {
                        "&nbsp;"
                    });
                }
                self.found.html.push_str(words);
            }
            first = false;
        }
    }

    /// A pull quote has no links in a story. One that has them is a quotation.
    fn pull_quote(&mut self, tag: Tag<'_>, inside: &str, depth: usize) {
        let linked = Tokens::new(inside).any(
            |token| matches!(token, Token::Tag(tag) if tag.is("a") && !tag.closing && value(tag.raw, "href").is_some()),
        );
        if !linked {
            self.found.html.push_str(tag.raw);
            self.run(inside, depth + 1);
            return;
        }
        let end = inside.rfind("</").unwrap_or(inside.len());
        self.found.html.push_str("<blockquote>");
        let mut inner = String::new();
        for token in Tokens::new(inside.get(..end).unwrap_or_default()) {
            match token {
                Token::Tag(tag) if tag.is_one_of(&["blockquote", "figure"]) => {}
                Token::Tag(tag) => inner.push_str(tag.raw),
                Token::Text(text) => inner.push_str(text),
                Token::Comment(_) => {}
            }
        }
        self.run(&inner, depth + 1);
        self.found.html.push_str("</blockquote>");
    }
}

fn is_pull_quote(tag: Tag<'_>) -> bool {
    value(tag.raw, "class").is_some_and(|class| {
        class
            .split_ascii_whitespace()
            .any(|class| matches!(class, "pullquote" | "pull-quote" | "wp-block-pullquote"))
    })
}
