//! XML of others as a tree, however broken it is: bounded in depth and count, without entities of its own, never refused.
//! Called by the readers of feeds, of the wire and of replies, each with one text in memory.

use courant_text::escape;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::wordpress::body::tags;
use crate::wordpress::characters::{clean, unescape};

/// Elements of one text.
const MOST: usize = 300_000;
/// Elements deeper than this stand beside the one around them.
const DEEPEST: usize = 60;
/// How much of a text may be gone through anew after faults, in bytes, all times together.
const READ_AGAIN: usize = 16 << 20;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Node {
    /// With its prefix, as it is written.
    pub(crate) full: String,
    /// Names as they are written, and values as they are meant.
    pub(crate) attributes: Vec<(String, String)>,
    /// What stands in it, in its order.
    pub(crate) parts: Vec<Part>,
}

/// Something in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Characters.
    Text(String),
    /// An element.
    Node(Node),
}

impl Node {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        local(&self.full)
    }

    /// The value of an attribute, whatever its prefix, if it is not empty.
    pub(crate) fn attribute(&self, wanted: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, value)| local(name) == wanted && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// The elements in it.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.parts.iter().filter_map(|part| match part {
            Part::Node(node) => Some(node),
            Part::Text(_) => None,
        })
    }

    /// The elements in it that have a name.
    pub(crate) fn all<'n>(&'n self, wanted: &'n str) -> impl Iterator<Item = &'n Node> {
        self.nodes().filter(move |node| node.name() == wanted)
    }

    /// The first element in it that has a name.
    pub(crate) fn child<'n>(&'n self, wanted: &'n str) -> Option<&'n Node> {
        self.all(wanted).next()
    }

    /// The element at the end of a path of names.
    pub(crate) fn at(&self, path: &[&'static str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The first element of a name anywhere below, in reading order.
    pub(crate) fn find(&self, wanted: &str) -> Option<&Node> {
        self.nodes().find_map(|node| {
            if node.name() == wanted {
                Some(node)
            } else {
                node.find(wanted)
            }
        })
    }

    /// All its characters, those of the elements in it too.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.gather(&mut out);
        clean(&out)
    }

    fn gather(&self, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Node(node) => node.gather(out),
            }
        }
    }

    /// Its characters on one line, if there are any.
    pub(crate) fn line(&self) -> Option<String> {
        Some(crate::page::squeeze(&self.text())).filter(|text| !text.is_empty())
    }

    /// The characters of a child on one line, or empty.
    pub(crate) fn line_of(&self, path: &[&'static str]) -> String {
        self.at(path).and_then(Node::line).unwrap_or_default()
    }

    /// What stands in it, written as well-formed markup.
    pub(crate) fn inner(&self, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(&escape::text(text)),
                Part::Node(node) => node.outer(out),
            }
        }
    }

    /// The element itself, written as well-formed markup.
    pub(crate) fn outer(&self, out: &mut String) {
        self.open(out);
        self.inner(out);
        self.close(out);
    }

    /// Its start tag.
    pub(crate) fn open(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.full);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&escape::attribute(value));
            out.push('"');
        }
        out.push('>');
    }

    /// Its end tag.
    pub(crate) fn close(&self, out: &mut String) {
        out.push_str("</");
        out.push_str(&self.full);
        out.push('>');
    }
}

fn local(full: &str) -> &str {
    full.rsplit_once(':').map_or(full, |(_, name)| name)
}

/// Whether what stands between `<` and `>` begins like a tag.
fn is_tag(raw: &str) -> bool {
    raw.get(1..)
        .is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

/// The tree of a text, and sentences about what is broken in it. Without any element there is no tree.
pub(crate) fn read(text: &str) -> (Option<Node>, Vec<String>) {
    let mut walk = Walk {
        text,
        open: Vec::new(),
        done: None,
        faults: Vec::new(),
        count: 0,
        skipped: 0,
    };
    walk.run();
    (walk.done, walk.faults)
}

struct Walk<'a> {
    text: &'a str,
    open: Vec<Node>,
    done: Option<Node>,
    faults: Vec<String>,
    count: usize,
    /// Elements below [`DEEPEST`] that are open.
    skipped: usize,
}

impl Walk<'_> {
    fn fault(&mut self, at: usize, what: &str) {
        if self.faults.len() < 20 {
            let before = self.text.get(..at).unwrap_or_default();
            let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
            let what: String = what.chars().take(120).collect();
            self.faults.push(format!("line {line}: {what}"));
        }
    }

    fn run(&mut self) {
        let mut base = 0;
        let mut budget = READ_AGAIN + self.text.len();
        'again: loop {
            let rest = self.text.get(base..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let Some(left) = budget.checked_sub(rest.len()) else {
                self.fault(base, "too much is broken up to here; the rest was left out");
                break;
            };
            budget = left;
            let mut reader = Reader::from_str(rest);
            let config = reader.config_mut();
            config.check_end_names = false;
            config.allow_unmatched_ends = true;
            config.allow_dangling_amp = true;
            loop {
                let before = base + reader.buffer_position() as usize;
                let event = reader.read_event();
                let after = base + reader.buffer_position() as usize;
                let raw = self.text.get(before..after).unwrap_or_default();
                match event {
                    Ok(Event::Start(_) | Event::Empty(_)) if !is_tag(raw) => {
                        // A lone `<` is a character, and what follows it may be a tag.
                        let sign = raw
                            .get(1..)
                            .and_then(|rest| rest.find('<'))
                            .map_or(raw.len(), |at| at + 1);
                        let text = unescape(raw.get(..sign).unwrap_or_default());
                        self.characters(&text);
                        base = before + sign;
                        continue 'again;
                    }
                    Ok(Event::Start(_)) => self.start(raw),
                    Ok(Event::Empty(_)) => {
                        let skipped = self.skipped;
                        self.start(raw);
                        if self.skipped > skipped {
                            self.skipped = skipped;
                        } else {
                            self.end_of_top();
                        }
                    }
                    Ok(Event::End(_)) => self.end(raw),
                    Ok(Event::CData(_)) => {
                        let inside = raw.strip_prefix("<![CDATA[").unwrap_or(raw);
                        self.characters(inside.strip_suffix("]]>").unwrap_or(inside));
                    }
                    Ok(Event::Text(_) | Event::GeneralRef(_)) => {
                        let text = unescape(raw);
                        self.characters(&text);
                    }
                    Ok(Event::Eof) => break 'again,
                    Ok(_) => {}
                    Err(error) => {
                        self.fault(before, &error.to_string());
                        let rest = self.text.get(before..).unwrap_or_default();
                        // A section that the file's end cut off keeps what it has.
                        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
                            let closing = self.open.last().map(|top| format!("</{}>", top.full));
                            let end = inside
                                .find("]]>")
                                .or_else(|| inside.find(closing?.as_str()))
                                .unwrap_or(inside.len());
                            let inside = inside.get(..end).unwrap_or_default();
                            self.characters(inside);
                            base = before + "<![CDATA[".len() + inside.len();
                        } else {
                            let skip = rest.chars().next().map_or(1, char::len_utf8);
                            let next = rest.get(skip..).unwrap_or_default();
                            let length = next.find('<').unwrap_or(next.len());
                            // A lone `<` is a character.
                            let lost = rest.get(..skip + length).unwrap_or_default();
                            if !lost.starts_with("<!") && !lost.starts_with("<?") {
                                let lost = unescape(lost);
                                self.characters(&lost);
                            }
                            base = before + skip + length;
                        }
                        continue 'again;
                    }
                }
                if self.count > MOST {
                    self.fault(after, "there are more elements than are read; the rest was left out");
                    break 'again;
                }
            }
        }
        while !self.open.is_empty() {
            self.end_of_top();
        }
    }

    fn characters(&mut self, text: &str) {
        let Some(top) = self.open.last_mut() else { return };
        if text.is_empty() {
            return;
        }
        if let Some(Part::Text(before)) = top.parts.last_mut() {
            before.push_str(text);
        } else {
            top.parts.push(Part::Text(text.to_owned()));
        }
    }

    fn start(&mut self, tag: &str) {
        self.count += 1;
        if self.open.len() >= DEEPEST {
            self.skipped += 1;
            return;
        }
        let full: String = tag
            .trim_start_matches('<')
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'))
            .take(100)
            .collect();
        let mut attributes: Vec<(String, String)> = Vec::new();
        for (name, value) in tags::attributes(tag).take(60) {
            let fine = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && name.len() < 100
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'));
            if fine && !attributes.iter().any(|(known, _)| known == name) {
                attributes.push((name.to_owned(), clean(&unescape(value))));
            }
        }
        self.open.push(Node {
            full,
            attributes,
            parts: Vec::new(),
        });
    }

    fn end(&mut self, tag: &str) {
        let full = tag.trim_start_matches("</").trim_end_matches('>').trim();
        if self.skipped > 0 && self.open.last().is_none_or(|top| top.full != full) {
            self.skipped -= 1;
            return;
        }
        let Some(depth) = self.open.iter().rposition(|open| open.full == full) else {
            return;
        };
        self.skipped = 0;
        while self.open.len() > depth {
            self.end_of_top();
        }
    }

    /// Closes the innermost element. After the root's end nothing more counts but another root's elements.
    fn end_of_top(&mut self) {
        let Some(mut top) = self.open.pop() else { return };
        if top.full.is_empty() {
            "x".clone_into(&mut top.full);
        }
        match self.open.last_mut() {
            Some(parent) => parent.parts.push(Part::Node(top)),
            None if self.done.is_none() => self.done = Some(top),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn flat(text: &str) -> String {
        let mut out = String::new();
        read(text).0.unwrap().outer(&mut out);
        out
    }

    #[test]
    fn what_is_broken_is_written_whole() {
        for (broken, whole) in [
            ("<a><b>x</a>", "<a><b>x</b></a>"),
            (
                "<a>Fish & chips &amp; &nbsp;<![CDATA[<b>]]></a>",
                "<a>Fish &amp; chips &amp; &amp;nbsp;&lt;b&gt;</a>",
            ),
            (
                "<a>1 < 2<b c=d e='&quot;'/></a>",
                "<a>1 &lt; 2<b c=\"d\" e=\"&quot;\"></b></a>",
            ),
            ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>&amp;x;</a>"),
            ("<a><![CDATA[cut", "<a>cut</a>"),
            ("<a><b><![CDATA[x</b><c>y</c></a>", "<a><b>x</b><c>y</c></a>"),
            ("<a></b>x</a><c/>", "<a>x</a>"),
        ] {
            assert_eq!(flat(broken), whole, "{broken}");
        }
        assert_eq!(read("no markup at all").0, None);
    }

    #[test]
    fn bombs_end() {
        let began = std::time::Instant::now();
        for bomb in [
            "<a>".repeat(50_000),
            "<a ".repeat(50_000),
            "<![CDATA[".repeat(50_000),
            "<!-- ".repeat(50_000),
            "<a =\">\"".repeat(50_000),
            "< ".repeat(50_000),
            "</a>".repeat(50_000),
            format!("<a>{}", "<!".repeat(50_000)),
        ] {
            let _ = read(&bomb);
        }
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
        assert_eq!(
            flat(&format!("{}x", "<a>".repeat(1000))).matches("<a>").count(),
            DEEPEST
        );
    }
}
