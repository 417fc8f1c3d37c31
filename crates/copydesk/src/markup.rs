//! Markdown and HTML files as a page, with every visible letter tied to its place in the file.
//! Called by [`crate::Page::from_markdown`] and [`crate::Page::from_html`]; it keeps words, not looks.

use crate::furniture;
use crate::page::{LinkFacts, Page, PictureFacts, Role};
use crate::span::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

impl Page {
    /// Reads a Markdown file. The first heading of level 1 is the headline.
    pub fn from_markdown(text: &str) -> Self {
        let mut page = Self {
            source: text.into(),
            ..Self::default()
        };
        let mut start = 0;
        let (mut role, mut depth, mut link) = (Role::Paragraph, 0_usize, None);
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let headed = page.headline().is_some();
                    role = if level == HeadingLevel::H1 && !headed {
                        Role::Headline
                    } else {
                        Role::Subhead
                    };
                    start = page.text.len();
                }
                Event::Start(Tag::BlockQuote(_)) => depth += 1,
                Event::End(TagEnd::BlockQuote(_)) => depth = depth.saturating_sub(1),
                Event::Start(Tag::Paragraph) => {
                    role = if depth > 0 { Role::Quote } else { Role::Paragraph };
                    start = page.text.len();
                }
                Event::Start(Tag::Item) => {
                    role = Role::Item;
                    start = page.text.len();
                }
                Event::Start(Tag::TableCell) => {
                    role = Role::Cell;
                    start = page.text.len();
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    role = Role::Field;
                    start = page.text.len();
                }
                Event::Start(Tag::Link { dest_url, .. }) => link = Some((page.text.len(), dest_url.to_string())),
                Event::End(TagEnd::Link) => {
                    if let Some((from, to)) = link.take() {
                        let at = Span::new(from, page.text.len());
                        page.facts.links.push(LinkFacts { at, to });
                    }
                }
                Event::End(
                    TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock,
                ) => {
                    close(&mut page, role, start);
                    start = page.text.len();
                }
                Event::Text(words) | Event::Code(words) => {
                    let raw = text.get(range.clone()).unwrap_or("");
                    let inner = raw.find(&*words).map(|at| range.start + at);
                    match inner {
                        Some(at) => page.push_same(&words, at),
                        None => page.push(&words, range.start, range.len()),
                    }
                }
                Event::SoftBreak | Event::HardBreak => page.push("\n", range.start, range.len()),
                _ => {}
            }
        }
        close(&mut page, role, start);
        page
    }

    /// Reads an HTML file. Words of scripts, styles, menus and forms are left out.
    pub fn from_html(text: &str) -> Self {
        let mut page = Self {
            source: text.into(),
            ..Self::default()
        };
        let mut reader = Html {
            page: &mut page,
            start: 0,
            role: Role::Paragraph,
            hidden: None,
            quoted: 0,
            link: None,
        };
        reader.run(text);
        page
    }
}

fn close(page: &mut Page, role: Role, start: usize) {
    let Some(index) = page.end_part(role, start, None) else {
        return;
    };
    let is_furniture = furniture::of(page.part_text(index)).is_some();
    if let Some(part) = page.parts.get_mut(index)
        && is_furniture
    {
        part.role = Role::Furniture;
    }
}

struct Html<'p> {
    page: &'p mut Page,
    start: usize,
    role: Role,
    hidden: Option<String>,
    quoted: usize,
    link: Option<(usize, String)>,
}

/// Elements whose words are no part of the story.
const HIDDEN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "nav", "form", "svg", "iframe", "object", "footer", "select",
    "textarea", "button", "title",
];

/// Elements that end the part before them.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "blockquote",
    "figcaption",
    "figure",
    "td",
    "th",
    "tr",
    "table",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "body",
    "html",
    "dd",
    "dt",
    "pre",
    "hr",
    "address",
    "details",
    "summary",
];

impl Html<'_> {
    fn run(&mut self, text: &str) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if rest.starts_with("<!--") {
                at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            } else if rest.starts_with('<')
                && rest
                    .chars()
                    .nth(1)
                    .is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c))
            {
                let end = tag_end(rest);
                self.tag(rest.get(..end).unwrap_or(""));
                at += end;
            } else {
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, c)| *c == '<')
                    .map_or(rest.len(), |(i, _)| i);
                if self.hidden.is_none() {
                    self.words(rest.get(..end).unwrap_or(""), at);
                }
                at += end;
            }
        }
        self.close();
    }

    fn close(&mut self) {
        close(self.page, self.role, self.start);
        self.start = self.page.text.len();
        self.role = if self.quoted > 0 { Role::Quote } else { Role::Paragraph };
    }

    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
        let closing = inner.starts_with('/');
        let name: String = inner
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if let Some(hidden) = &self.hidden {
            if closing && *hidden == name {
                self.hidden = None;
            }
            return;
        }
        if !closing && HIDDEN.contains(&name.as_str()) {
            self.close();
            self.hidden = Some(name);
            return;
        }
        if BLOCKS.contains(&name.as_str()) {
            self.close();
        }
        match (name.as_str(), closing) {
            ("blockquote", false) => {
                self.quoted += 1;
                self.role = Role::Quote;
            }
            ("blockquote", true) => {
                self.quoted = self.quoted.saturating_sub(1);
                self.role = Role::Paragraph;
            }
            ("h1", false) if self.page.headline().is_none() => self.role = Role::Headline,
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => self.role = Role::Subhead,
            ("li", false) => self.role = Role::Item,
            ("figcaption", false) => self.role = Role::Caption,
            ("td" | "th", false) => self.role = Role::Cell,
            ("pre", false) => self.role = Role::Field,
            ("a", false) => self.link = Some((self.page.text.len(), attribute(inner, "href").unwrap_or_default())),
            ("a", true) => {
                if let Some((from, to)) = self.link.take() {
                    let at = Span::new(from, self.page.text.len());
                    self.page.facts.links.push(LinkFacts { at, to });
                }
            }
            ("img", false) => {
                let at = self.page.text.len();
                let alt = attribute(inner, "alt").is_some_and(|alt| !alt.trim().is_empty());
                self.page.facts.pictures.push(PictureFacts {
                    at: Span::new(at, at),
                    alt,
                    caption: true,
                    credit: true,
                    ..PictureFacts::default()
                });
            }
            ("br", _) => self.page.text.push('\n'),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, at: usize) {
        let mut from = 0;
        while let Some(amp) = words.get(from..).and_then(|rest| rest.find('&')).map(|i| from + i) {
            self.page.push_same(words.get(from..amp).unwrap_or(""), at + from);
            let rest = words.get(amp..).unwrap_or("");
            let name = rest
                .get(1..)
                .and_then(|r| r.find(';').filter(|end| *end <= 10).and_then(|end| r.get(..end)));
            let known = name.and_then(|name| entity(name).map(|letter| (name.len() + 2, letter)));
            let (len, letter) = known.unwrap_or((1, '&'));
            self.page.push(letter.encode_utf8(&mut [0; 4]), at + amp, len);
            from = amp + len;
        }
        self.page.push_same(words.get(from..).unwrap_or(""), at + from);
    }
}

/// Where a tag ends; a `>` inside a quoted attribute does not end it.
fn tag_end(rest: &str) -> usize {
    let mut within = None;
    for (at, letter) in rest.char_indices() {
        match (within, letter) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') if rest.get(..at).is_some_and(|head| head.trim_end().ends_with('=')) => {
                within = Some(letter);
            }
            (Some(mark), letter) if mark == letter => within = None,
            _ => {}
        }
    }
    rest.len()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let rest = tag.get(at..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match mark {
        Some(mark) => rest.get(1..)?.split(mark).next()?,
        None => rest.split_whitespace().next()?,
    };
    Some(value.into())
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "eacute" => 'é',
        "pound" => '£',
        "euro" => '€',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_keeps_the_places_of_its_words() {
        let html = "<html><head><title>x</title></head><body><h1>Caf&eacute; opens</h1><p>“Well,” she <b>said</b> &amp; left.</p></body></html>";
        let page = Page::from_html(html);
        let texts: Vec<&str> = (0..page.parts.len()).map(|i| page.part_text(i)).collect();
        assert_eq!(texts, ["Café opens", "“Well,” she said & left."]);
        let at = page.text.find("said").unwrap_or(0);
        let source = page.in_source(Span::new(at, at + 4));
        assert_eq!(html.get(source.start..source.end), Some("said"));
        let at = page.text.find('é').unwrap_or(0);
        let source = page.in_source(Span::new(at, at + 2));
        assert_eq!(html.get(source.start..source.end), Some("&eacute;"));
    }

    #[test]
    fn markdown_keeps_the_places_of_its_words() {
        let text = "# Head\n\nOne *two* [three](https://example.org) four.\n\n> Said so.\n";
        let page = Page::from_markdown(text);
        let roles: Vec<Role> = page.parts.iter().map(|part| part.role).collect();
        assert_eq!(roles, [Role::Headline, Role::Paragraph, Role::Quote]);
        let at = page.text.find("three").unwrap_or(0);
        let source = page.in_source(Span::new(at, at + 5));
        assert_eq!(text.get(source.start..source.end), Some("three"));
    }
}
