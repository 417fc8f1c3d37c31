//! HTML as it stands in a post, cut into tags, comments and text without judging it: the parser comes afterwards.
//! Used by everything that rewrites a body before it is read: paragraphs, shortcodes, blocks, pictures.

use crate::wordpress::characters::unescape;

/// A piece of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Characters.
    Text(&'a str),
    /// `<name …>` or `</name>`, whole.
    Tag(Tag<'a>),
    /// What stands between `<!--` and `-->`.
    Comment(&'a str),
}

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// From `<` to `>`.
    pub(crate) raw: &'a str,
    /// As it is written, in any case.
    pub(crate) name: &'a str,
    /// `</name>`
    pub(crate) closing: bool,
}

impl Tag<'_> {
    /// Whether it has a name, in any case.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether it is one of some names.
    pub(crate) fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }
}

/// The pieces in their order.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// After this place no tag ends.
    last_end: usize,
    /// Whether another comment is known not to end.
    no_comment: bool,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(html: &'a str) -> Self {
        Self {
            html,
            at: 0,
            last_end: html.rfind('>').map_or(0, |at| at + 1),
            no_comment: false,
        }
    }

    /// Where the next piece begins.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Goes on from another place.
    pub(crate) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// Takes everything to the closing tag of a name and over it; to the end when there is none.
    pub(crate) fn take_element(&mut self, name: &str) -> &'a str {
        let rest = self.html.get(self.at..).unwrap_or_default();
        let end = end_of_element(rest, name).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn tag(&self) -> Option<Tag<'a>> {
        let rest = self.html.get(self.at..)?;
        let after = rest.strip_prefix('<')?;
        let (closing, after) = match after.strip_prefix('/') {
            Some(after) => (true, after),
            None => (false, after),
        };
        if self.at >= self.last_end || !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let length = after
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<'))
            .unwrap_or(after.len());
        let name = after.get(..length)?;
        let end = end_of_tag(rest)?;
        Some(Tag {
            raw: rest.get(..end)?,
            name,
            closing,
        })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
        if let Some(inside) = rest.strip_prefix("<!--")
            && !self.no_comment
        {
            if let Some(end) = inside.find("-->") {
                self.at += 4 + end + 3;
                return Some(Token::Comment(inside.get(..end).unwrap_or_default()));
            }
            self.no_comment = true;
        }
        if let Some(tag) = self.tag() {
            self.at += tag.raw.len();
            return Some(Token::Tag(tag));
        }
        let skip = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest
            .get(skip..)
            .and_then(|rest| rest.find('<'))
            .map_or(rest.len(), |at| at + skip);
        self.at += end;
        Some(Token::Text(rest.get(..end).unwrap_or_default()))
    }
}

/// How far a tag is followed beyond a `>` that stands within quotes, in bytes.
const BEYOND: usize = 4096;

/// Where a tag ends, past its `>`. A `>` within quotes does not count, unless the quotes do not close soon.
fn end_of_tag(tag: &str) -> Option<usize> {
    let bytes = tag.as_bytes();
    let mut quote = None;
    let mut before = b' ';
    let mut first = None;
    for (at, byte) in bytes.iter().copied().enumerate() {
        if first.is_some_and(|first| at > first + BEYOND) {
            break;
        }
        match quote {
            Some(open) => {
                if byte == open {
                    quote = None;
                }
                if byte == b'>' && first.is_none() {
                    first = Some(at + 1);
                }
            }
            None => match byte {
                b'>' => return Some(at + 1),
                b'"' | b'\'' if before == b'=' => quote = Some(byte),
                _ => {}
            },
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    first
}

/// Where the closing tag of a name ends.
fn end_of_element(html: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + html.get(from..)?.find("</")?;
        let after = html.get(at + 2..)?;
        let same = after
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name));
        let ends = after
            .get(name.len()..)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        if same && ends {
            let close = after.find('>').map_or(html.len(), |close| at + 2 + close + 1);
            return Some(close);
        }
        from = at + 2;
    }
}

/// An attribute of a tag, its entities still in it. Without a value it is empty.
pub(crate) fn attribute(tag: &str, wanted: &str) -> Option<String> {
    attributes(tag)
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        .map(|(_, value)| value.to_owned())
}

/// An attribute of an HTML tag as it is meant.
pub(crate) fn value(tag: &str, wanted: &str) -> Option<String> {
    attribute(tag, wanted).map(|value| unescape(&value).into_owned())
}

/// Names and raw values of a tag's attributes.
pub(crate) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let inside = tag.trim_start_matches(['<', '/']);
    let start = inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len());
    let mut rest = inside.get(start..).unwrap_or_default().trim_end_matches('>');
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=')
            .unwrap_or(rest.len());
        // A lone `=` is no name; it is passed over as one that nobody asks for.
        let end = end.max(rest.chars().next().map_or(1, char::len_utf8));
        let (name, after) = rest.split_at_checked(end)?;
        let Some(after_sign) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = after_sign.trim_start();
        let (found, left) = if let Some(quote @ ('"' | '\'')) = value.chars().next() {
            let inner = value.get(1..).unwrap_or_default();
            inner.split_once(quote).unwrap_or((inner, ""))
        } else {
            let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
            value.split_at_checked(end).unwrap_or((value, ""))
        };
        rest = left;
        Some((name, found))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn tags_comments_and_text_are_told_apart() {
        let html = "a < b <P title=\"x > y\" id=q>c<!--more-->d</p><e";
        let shown: Vec<String> = Tokens::new(html)
            .map(|token| match token {
                Token::Text(text) => format!("t:{text}"),
                Token::Tag(tag) => format!("{}:{}", if tag.closing { "/" } else { "" }, tag.name),
                Token::Comment(text) => format!("c:{text}"),
            })
            .collect();
        assert_eq!(shown, ["t:a ", "t:< b ", ":P", "t:c", "c:more", "t:d", "/:p", "t:<e"]);
    }

    #[test]
    fn attributes_are_found_however_they_are_quoted() {
        let tag = "<img SRC='a b.jpg' alt=\"x &amp; y\" data-id=7 hidden class = \"q\"/>";
        assert_eq!(value(tag, "src").unwrap(), "a b.jpg");
        assert_eq!(value(tag, "alt").unwrap(), "x & y");
        assert_eq!(value(tag, "data-id").unwrap(), "7");
        assert_eq!(value(tag, "hidden").unwrap(), "");
        assert_eq!(value(tag, "class").unwrap(), "q");
        assert_eq!(value(tag, "id"), None);
    }

    #[test]
    fn a_sign_within_quotes_costs_no_second_look_at_the_whole_text() {
        let began = std::time::Instant::now();
        assert!(Tokens::new(&"<a =\">\"".repeat(200_000)).count() >= 200_000);
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
        let long = format!("<a title=\"x > {}\">b</a>", "y".repeat(3000));
        assert_eq!(Tokens::new(&long).count(), 3);
    }

    #[test]
    fn broken_tags_end_somewhere() {
        assert_eq!(Tokens::new("<a href=\"x>y</a>").count(), 3);
        assert_eq!(Tokens::new(&"<".repeat(1000)).count(), 1000);
        assert_eq!(
            Tokens::new("<!-- <p>x</p>").last(),
            Some(Token::Tag(Tag {
                raw: "</p>",
                name: "p",
                closing: true
            }))
        );
    }
}
