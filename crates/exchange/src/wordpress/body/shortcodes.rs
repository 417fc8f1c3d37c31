//! Shortcodes by WordPress's own grammar: names, three ways of writing attributes, content, and `[[escaped]]` ones.
//! Called for every text before paragraphs are made; what the known ones become is in [`super::expand`].

use std::collections::{HashMap, HashSet};

use super::expand;
use super::tags::{Token, Tokens};
use super::{Context, MOST_MADE, Notes};

/// Shortcodes within shortcodes beyond this depth stay as text.
const DEEPEST: usize = 8;

/// A shortcode as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shortcode<'a> {
    pub(super) name: &'a str,
    /// What stands between the name and the bracket.
    pub(super) written: &'a str,
    pub(super) attributes: Attributes,
    /// What stands between it and its closing tag, if it has one.
    pub(super) content: Option<&'a str>,
}

/// The attributes of a shortcode.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Attributes {
    pub(super) named: Vec<(String, String)>,
    pub(super) bare: Vec<String>,
}

impl Attributes {
    pub(super) fn get(&self, wanted: &str) -> Option<&str> {
        self.named
            .iter()
            .find(|(name, value)| name == wanted && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Reads `a="1" b='2' c=3 "4" 5`.
    pub(super) fn read(written: &str) -> Self {
        let mut found = Self::default();
        let written = written.replace(['\u{a0}', '\u{200b}'], " ");
        let mut rest = written.trim();
        while !rest.is_empty() && found.named.len() + found.bare.len() < 200 {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if let Some(value) = after.trim_start().strip_prefix('=')
                && !name.is_empty()
            {
                let (value, left) = quoted(value.trim_start());
                found.named.push((name.to_ascii_lowercase(), super::entities(value)));
                rest = left.trim_start();
                continue;
            }
            let (value, left) = quoted(rest);
            if !value.is_empty() {
                found.bare.push(super::entities(value));
            }
            rest = left.trim_start();
        }
        found
    }
}

/// A value in quotes or up to the next blank, and what comes after it.
fn quoted(text: &str) -> (&str, &str) {
    if let Some(quote @ ('"' | '\'')) = text.chars().next()
        && let Some((value, rest)) = text.get(1..).and_then(|inner| inner.split_once(quote))
    {
        return (value, rest);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (value, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (value.trim_matches(['"', '\'']), rest)
}

/// The same text with its shortcodes turned into HTML.
pub(super) fn expand(text: &str, context: &Context<'_>, notes: &mut Notes, depth: usize) -> String {
    if !text.contains('[') || depth > DEEPEST {
        return text.to_owned();
    }
    let mut walk = Walk {
        text,
        closers: closers(text),
        opened: HashSet::new(),
        out: String::with_capacity(text.len() + 64),
    };
    let mut tokens = Tokens::new(text);
    while let Some(token) = {
        let from = tokens.at();
        tokens.next().map(|token| (from, token))
    } {
        let (from, token) = token;
        if walk.out.len() > MOST_MADE {
            notes.grown();
            break;
        }
        match token {
            Token::Text(_) => {
                let jumped = walk.words(from, tokens.at(), context, notes, depth);
                tokens.seek(jumped);
            }
            Token::Comment(comment) => {
                walk.out.push_str("<!--");
                walk.out.push_str(comment);
                walk.out.push_str("-->");
            }
            Token::Tag(tag) => {
                walk.out.push_str(tag.raw);
                if !tag.closing && tag.is_one_of(&["pre", "code", "script", "style", "textarea"]) {
                    walk.out.push_str(tokens.take_element(tag.name));
                }
            }
        }
    }
    walk.out
}

/// Where `[/name]` stands, by name.
fn closers(text: &str) -> HashMap<&str, Vec<usize>> {
    let mut found: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, _) in text.match_indices("[/") {
        let after = text.get(at + 2..).unwrap_or_default();
        let end = name_length(after);
        if end > 0 && after.get(end..).is_some_and(|rest| rest.starts_with(']')) {
            found.entry(after.get(..end).unwrap_or_default()).or_default().push(at);
        }
    }
    found
}

/// Whether a shortcode of the same name opens within.
fn opens(text: &str, name: &str) -> bool {
    text.match_indices('[').any(|(at, _)| {
        text.get(at + 1..)
            .and_then(|after| after.strip_prefix(name))
            .is_some_and(|after| after.starts_with([' ', ']', '=', '/', '\n']))
    })
}

fn name_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(text.len())
}

struct Walk<'a> {
    text: &'a str,
    closers: HashMap<&'a str, Vec<usize>>,
    /// Unknown shortcodes that were opened and have a closing tag somewhere.
    opened: HashSet<&'a str>,
    out: String,
}

impl<'a> Walk<'a> {
    /// Goes through one run of text; says where to go on, which may be behind tags that a shortcode holds.
    fn words(&mut self, from: usize, to: usize, context: &Context<'_>, notes: &mut Notes, depth: usize) -> usize {
        let mut at = from;
        while at < to {
            if self.out.len() > MOST_MADE {
                notes.grown();
                return to;
            }
            let rest = self.text.get(at..).unwrap_or_default();
            let within = self.text.get(at..to).unwrap_or_default();
            let Some(open) = within.find('[') else {
                self.out.push_str(within);
                return to;
            };
            self.out.push_str(within.get(..open).unwrap_or_default());
            at += open;
            let rest = rest.get(open..).unwrap_or_default();
            if let Some(next) = self.bracket(at, rest, context, notes, depth) {
                at = next;
                // A shortcode that held tags ends outside this run of text.
                if at > to {
                    return at;
                }
            } else {
                self.out.push('[');
                at += 1;
            }
        }
        at
    }

    /// Reads what begins with a bracket; says where it ends, or that it is only a bracket.
    fn bracket(
        &mut self,
        at: usize,
        rest: &'a str,
        context: &Context<'_>,
        notes: &mut Notes,
        depth: usize,
    ) -> Option<usize> {
        if let Some(name) = rest.strip_prefix("[/") {
            let length = name_length(name);
            let name = name.get(..length)?;
            if length > 0 && rest.get(2 + length..)?.starts_with(']') && self.opened.contains(name) {
                return Some(at + length + 3);
            }
            return None;
        }
        let escaped = rest.starts_with("[[");
        let inner = rest.get(if escaped { 2 } else { 1 }..)?;
        let length = name_length(inner);
        let name = inner.get(..length).filter(|name| !name.is_empty())?;
        let after = inner.get(length..)?;
        if !after.starts_with(|c: char| c.is_whitespace() || matches!(c, ']' | '/' | '=' | ':' | '\u{a0}')) {
            return None;
        }
        let mut most = after.len().min(8000);
        while !after.is_char_boundary(most) {
            most -= 1;
        }
        let end = after.get(..most)?.find(']')?;
        let written = after.get(..end)?;
        let tag_end = at + usize::from(escaped) + 1 + length + end + 1;
        if escaped {
            return self.escaped(at, tag_end, name);
        }
        let whole = written.ends_with('/');
        let written = written.trim_end_matches('/').trim_start_matches([':', '=']).trim();
        let closer = if whole { None } else { self.closer(name, tag_end) };
        let mut content = closer.and_then(|closer| self.text.get(tag_end..closer));
        if let Some(held) = content
            && expand::known_name(name)
            && (expand::holds_nothing(name) || opens(held, name))
        {
            // `[audio a] words [audio b][/audio]`: the closing tag is the second one's.
            content = None;
            if expand::holds_nothing(name) {
                self.opened.insert(name);
            }
        }
        let shortcode = Shortcode {
            name,
            written,
            attributes: Attributes::read(written),
            content,
        };
        if expand::known(&shortcode) {
            if let Some(markup) = expand::markup(&shortcode, context, notes, depth) {
                self.out.push_str(&markup);
                let takes_content = content.is_some();
                return Some(
                    closer
                        .filter(|_| takes_content)
                        .map_or(tag_end, |closer| closer + name.len() + 3),
                );
            }
        } else if !self.is_unknown(&shortcode, at, tag_end) {
            return None;
        }
        notes.shortcode(&shortcode);
        if content.is_some() {
            self.opened.insert(name);
        }
        Some(tag_end)
    }

    fn closer(&self, name: &str, from: usize) -> Option<usize> {
        let places = self.closers.get(name)?;
        places.get(places.partition_point(|place| *place < from)).copied()
    }

    /// `[[name …]]` and `[[name]…[/name]]` are shown with one bracket less.
    fn escaped(&mut self, at: usize, tag_end: usize, name: &str) -> Option<usize> {
        let after = self.text.get(tag_end..)?;
        if after.starts_with(']') {
            self.out.push_str(self.text.get(at + 1..tag_end)?);
            return Some(tag_end + 1);
        }
        let closer = self.closer(name, tag_end)?;
        let end = closer + name.len() + 3;
        if self.text.get(end..)?.starts_with(']') {
            self.out.push_str(self.text.get(at + 1..end)?);
            return Some(end + 1);
        }
        None
    }

    /// Whether brackets that no shortcode of WordPress explains are one of a plugin, and not somebody's `[sic]`.
    fn is_unknown(&self, shortcode: &Shortcode<'_>, at: usize, end: usize) -> bool {
        let Attributes { named, bare } = &shortcode.attributes;
        if shortcode.written.contains(['<', '>']) && shortcode.content.is_none() {
            return false;
        }
        if shortcode.content.is_some() || (!named.is_empty() && bare.len() <= named.len()) {
            return true;
        }
        if !named.is_empty() || !bare.is_empty() {
            return false;
        }
        let machine = shortcode.name.contains(['_', '-']) || shortcode.name.contains(|c: char| c.is_ascii_digit());
        let lower = !shortcode.name.contains(|c: char| c.is_ascii_uppercase());
        let before = self
            .text
            .get(..at)
            .and_then(|before| before.trim_end_matches([' ', '\t']).chars().last());
        let after = self
            .text
            .get(end..)
            .and_then(|after| after.trim_start_matches([' ', '\t']).chars().next());
        let alone = matches!(before, None | Some('\n' | '>')) && matches!(after, None | Some('\n' | '<'));
        machine && lower && alone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpress::body::Shared;

    fn run(text: &str) -> (String, Vec<String>) {
        let shared = Shared::default();
        let context = Context {
            page: None,
            site: Some("https://shore.example"),
            post: Some(9),
            shared: &shared,
            footnotes: None,
        };
        let mut notes = Notes::default();
        let out = expand(text, &context, &mut notes, 0);
        (out, notes.finish())
    }

    #[test]
    fn attributes_in_all_their_ways() {
        let read = Attributes::read(" a=\"1 2\" B='x' c=3 \"four five\" six d=\"&amp;\" ");
        assert_eq!(read.get("a"), Some("1 2"));
        assert_eq!(
            (read.get("b"), read.get("c"), read.get("d")),
            (Some("x"), Some("3"), Some("&"))
        );
        assert_eq!(read.bare, ["four five", "six"]);
    }

    #[test]
    fn words_in_brackets_are_no_shortcodes() {
        for text in [
            "He was [sic] there",
            "[Update] It rained",
            "a[0] = b[i]",
            "the [re-elected] mayor",
            "[1] a note",
            "[…]",
            "[and this :: <a href=\"https://a.example/?b=c\">there</a> with words]",
            "[not a code]",
        ] {
            assert_eq!(run(text), (text.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn unknown_ones_keep_what_they_hold() {
        let (text, left) = run("[box color=\"red\"]Inside [b-c x=1]deep[/b-c][/box] after\n\n[recent_posts]\n");
        assert_eq!(text, "Inside deep after\n\n\n");
        assert_eq!(left.len(), 3, "{left:?}");
    }

    #[test]
    fn escaped_ones_are_shown() {
        assert_eq!(
            run("Write [[gallery ids=\"1\"]] or [[x]y[/x]].").0,
            "Write [gallery ids=\"1\"] or [x]y[/x]."
        );
    }

    #[test]
    fn nothing_is_touched_in_program_text_and_tags() {
        let text = "<pre>[gallery]</pre><code>[box a=1]</code><a title=\"[gallery]\">x</a>";
        assert_eq!(run(text).0, text);
    }
}
