//! One element of the channel as a tree: names, attributes, and the text behind entities and CDATA sections.
//! Called by [`super::wxr`] for every piece; broken markup is noted with its place and what is readable is kept.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::characters::{clean, text, unescape};
use super::pieces::lines;

/// Elements of one piece that are looked at; an item with ten thousand replies has a quarter of that.
const MOST: usize = 500_000;
/// An export is five deep. What lies deeper is markup that was not wrapped, and belongs to the text.
const DEEPEST: usize = 12;

/// How much of one piece may be gone through anew after faults, in bytes, all times together.
const READ_AGAIN: usize = 512 << 20;

/// What a prefix stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Plain RSS.
    Rss,
    /// WordPress's own elements.
    Wp,
    /// `content:encoded`
    Content,
    /// `excerpt:encoded`
    Excerpt,
    /// Dublin Core.
    Dc,
    /// Somebody else's.
    Other,
}

impl Space {
    /// By the usual prefix first, since files declare wrong addresses more often than wrong prefixes.
    pub(super) fn of(prefix: &str, declared: &[(String, String)]) -> Self {
        match prefix {
            "" => return Self::Rss,
            "wp" => return Self::Wp,
            "content" => return Self::Content,
            "excerpt" => return Self::Excerpt,
            "dc" => return Self::Dc,
            _ => {}
        }
        let address = declared
            .iter()
            .find(|(known, _)| known == prefix)
            .map_or("", |(_, address)| address.as_str());
        if address.contains("wordpress.org/export/") {
            if address.contains("/excerpt") {
                Self::Excerpt
            } else {
                Self::Wp
            }
        } else if address.contains("/rss/1.0/modules/content") {
            Self::Content
        } else if address.contains("purl.org/dc/elements") {
            Self::Dc
        } else {
            Self::Other
        }
    }
}

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    pub(super) space: Space,
    /// Without its prefix.
    pub(super) name: &'a str,
    tag: &'a str,
    /// Everything between the tags.
    raw: &'a str,
    pub(super) children: Vec<Element<'a>>,
}

/// What was wrong, and where in the piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Line ends before the place.
    pub(super) lines: u64,
    pub(super) what: String,
}

impl<'a> Element<'a> {
    /// The text, as it was before it was written into XML.
    pub(super) fn text(&self) -> Cow<'a, str> {
        text(self.raw)
    }

    /// The text without blanks around it, or nothing.
    pub(super) fn some(&self) -> Option<String> {
        let text = self.text();
        let text = text.trim();
        (!text.is_empty()).then(|| clean(text))
    }

    /// An attribute of the start tag.
    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        super::body::tags::attribute(self.tag, wanted).map(|value| unescape(&value).into_owned())
    }

    /// The first child of this name in a namespace; without one, a child with the name and no prefix.
    pub(super) fn child(&self, space: Space, name: &str) -> Option<&Element<'a>> {
        let found = |wanted: Space| {
            self.children
                .iter()
                .find(|child| child.space == wanted && child.name == name)
        };
        found(space).or_else(|| if space == Space::Wp { found(Space::Rss) } else { None })
    }

    /// The text of a child of WordPress's own, if there is any.
    pub(super) fn wp(&self, name: &str) -> Option<String> {
        self.child(Space::Wp, name).and_then(Element::some)
    }

    /// Every child of WordPress's own with this name.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.children
            .iter()
            .filter(move |child| child.name == name && matches!(child.space, Space::Wp | Space::Rss))
    }
}

struct Open<'a> {
    full: &'a str,
    element: Element<'a>,
    inner: usize,
}

/// Reads one piece. The answer has one element, or none when the piece is no element at all.
pub(super) fn read<'a>(piece: &'a str, declared: &[(String, String)]) -> (Option<Element<'a>>, Vec<Fault>) {
    let mut walk = Walk {
        piece,
        declared,
        open: Vec::new(),
        done: None,
        faults: Vec::new(),
        count: 0,
        skipped: 0,
    };
    walk.run();
    (walk.done, walk.faults)
}

struct Walk<'a, 'd> {
    piece: &'a str,
    declared: &'d [(String, String)],
    open: Vec<Open<'a>>,
    done: Option<Element<'a>>,
    faults: Vec<Fault>,
    count: usize,
    /// Elements below [`DEEPEST`] that are open.
    skipped: usize,
}

impl<'a> Walk<'a, '_> {
    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.piece.get(from..to).unwrap_or_default()
    }

    fn fault(&mut self, at: usize, what: String) {
        if self.faults.len() < 50 {
            self.faults.push(Fault {
                lines: lines(self.slice(0, at)),
                what,
            });
        }
    }

    fn run(&mut self) {
        let mut base = 0;
        let mut budget = READ_AGAIN;
        'again: loop {
            let rest = self.slice(base, self.piece.len());
            if rest.is_empty() {
                break;
            }
            let Some(left) = budget.checked_sub(rest.len()) else {
                self.faults.push(Fault {
                    lines: lines(self.slice(0, base)),
                    what: "too much is broken up to here; the rest of the piece was left out".to_owned(),
                });
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
                match event {
                    Ok(Event::Start(_)) => self.start(before, after),
                    Ok(Event::Empty(_)) => {
                        self.start(before, after);
                        self.end_of_top(after, after);
                    }
                    Ok(Event::End(_)) => self.end(before, after),
                    Ok(Event::CData(_)) => {
                        if let Some(closing) = self.unclosed(before, after) {
                            self.fault(before, "a CDATA section is not closed".to_owned());
                            base = closing;
                            continue 'again;
                        }
                    }
                    Ok(Event::Eof) => break 'again,
                    Ok(_) => {}
                    Err(error) => {
                        let at = (base + reader.error_position() as usize).max(before);
                        let open_cdata = self.slice(before, self.piece.len()).starts_with("<![CDATA[");
                        if open_cdata {
                            if let Some(closing) = self.unclosed(before, self.piece.len()) {
                                self.fault(before, "a CDATA section is not closed".to_owned());
                                base = closing;
                                continue 'again;
                            }
                            // The file was cut off: the text that is there is kept.
                            self.fault(before, "a CDATA section is not closed".to_owned());
                            break 'again;
                        }
                        self.fault(at.min(self.piece.len()), short(&error.to_string()));
                        let from = before + 1;
                        let rest = self.piece.get(from..).unwrap_or_default();
                        let Some(next) = rest.find('<') else { break 'again };
                        base = from + next;
                        continue 'again;
                    }
                }
                if self.done.is_some() || self.count > MOST {
                    break 'again;
                }
            }
        }
        if self.count > MOST {
            self.fault(self.piece.len(), format!("more than {MOST} elements in one piece"));
        }
        let end = self.piece.len();
        while !self.open.is_empty() {
            self.end_of_top(end, end);
        }
    }

    fn start(&mut self, before: usize, after: usize) {
        self.count += 1;
        let tag = self.slice(before, after);
        let full = tag
            .trim_start_matches('<')
            .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            .next()
            .unwrap_or_default();
        let (prefix, name) = full.split_once(':').unwrap_or(("", full));
        if is_ours(full) {
            while self.open.last().is_some_and(|top| !is_container(top.full)) {
                let top = self.open.last().map_or("", |open| open.full);
                self.fault(before, format!("<{}> is not closed", short(top)));
                self.end_of_top(before, before);
            }
        }
        if self.open.len() >= DEEPEST {
            self.skipped += 1;
            return;
        }
        let element = Element {
            space: Space::of(prefix, self.declared),
            name,
            tag,
            raw: "",
            children: Vec::new(),
        };
        self.open.push(Open {
            full,
            element,
            inner: after,
        });
    }

    fn end(&mut self, before: usize, after: usize) {
        let full = self
            .slice(before, after)
            .trim_start_matches("</")
            .trim_end_matches('>')
            .trim();
        if self.skipped > 0 && !is_ours(full) && self.open.last().is_none_or(|top| top.full != full) {
            self.skipped -= 1;
            return;
        }
        let Some(depth) = self.open.iter().rposition(|open| open.full == full) else {
            if full.contains(':') {
                self.fault(before, format!("</{}> closes nothing", short(full)));
                // Most likely it was meant for the text before it.
                if is_ours(full) && self.open.last().is_some_and(|top| !is_container(top.full)) {
                    self.end_of_top(before, after);
                }
            }
            return;
        };
        self.skipped = 0;
        while self.open.len() > depth + 1 {
            let top = self.open.last().map_or("", |open| open.full);
            if top.contains(':') {
                self.fault(before, format!("<{}> is not closed", short(top)));
            }
            self.end_of_top(before, before);
        }
        self.end_of_top(before, after);
    }

    /// Closes the innermost element.
    fn end_of_top(&mut self, before: usize, after: usize) {
        if self.skipped > 0 && self.open.len() >= DEEPEST && before == after {
            self.skipped -= 1;
            return;
        }
        let Some(mut top) = self.open.pop() else { return };
        top.element.raw = self.piece.get(top.inner..before).unwrap_or_default();
        match self.open.last_mut() {
            Some(parent) => parent.element.children.push(top.element),
            None => self.done = Some(top.element),
        }
    }

    /// Where the element that a CDATA section stands in is closed within the section, when what follows is an export's tag.
    fn unclosed(&self, before: usize, after: usize) -> Option<usize> {
        let top = self.open.last()?;
        let section = self.slice(before, after);
        let closing = format!("</{}>", top.full);
        section.match_indices(&closing).find_map(|(at, _)| {
            let rest = section.get(at + closing.len()..)?.trim_start();
            let follows = [
                "<wp:",
                "</wp:",
                "<excerpt:",
                "<content:",
                "<dc:",
                "<category",
                "</item",
                "<guid",
                "<description",
                "<link>",
                "<pubDate",
            ]
            .iter()
            .any(|tag| rest.starts_with(tag));
            let closed = section.get(..at)?.trim_end().ends_with("]]>");
            (follows && !closed).then_some(before + at)
        })
    }
}

/// Whether a tag can only be the export's own.
fn is_ours(full: &str) -> bool {
    ["wp:", "content:encoded", "excerpt:encoded", "dc:creator"]
        .iter()
        .any(|ours| full.starts_with(ours))
}

/// Elements that hold elements; all others hold text.
fn is_container(full: &str) -> bool {
    let name = full.split_once(':').map_or(full, |(_, name)| name);
    matches!(
        name,
        "item"
            | "channel"
            | "author"
            | "wp_author"
            | "category"
            | "tag"
            | "term"
            | "postmeta"
            | "termmeta"
            | "comment"
            | "commentmeta"
            | "usermeta"
            | "image"
    )
}

fn short(text: &str) -> String {
    let mut out: String = text.chars().take(120).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn only(piece: &str) -> (Element<'_>, Vec<Fault>) {
        let (element, faults) = read(piece, &[]);
        (element.unwrap(), faults)
    }

    #[test]
    fn an_open_section_ends_where_its_element_does() {
        let (item, faults) = only(
            "<item>\n<content:encoded><![CDATA[Cut off</content:encoded>\n<excerpt:encoded><![CDATA[short]]></excerpt:encoded><wp:post_id>7</wp:post_id></item>",
        );
        assert_eq!(item.child(Space::Content, "encoded").unwrap().text(), "Cut off");
        assert_eq!(item.child(Space::Excerpt, "encoded").unwrap().text(), "short");
        assert_eq!(item.wp("post_id").as_deref(), Some("7"));
        assert_eq!((faults.len(), faults.first().unwrap().lines), (1, 1));
    }

    #[test]
    fn sections_that_are_never_closed_are_not_read_over_and_over() {
        let one = "<content:encoded><![CDATA[x</content:encoded><wp:a>1</wp:a>";
        let began = std::time::Instant::now();
        let piece = format!("<item>{}]]></item>", one.repeat(40_000));
        let (_, faults) = read(&piece, &[]);
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
        assert!(faults.last().unwrap().what.contains("left out"), "{:?}", faults.last());
        let (item, faults) =
            only("<item><content:encoded><![CDATA[x</content:encoded><wp:post_id>2</wp:post_id></item>");
        assert_eq!((item.wp("post_id").as_deref(), faults.len()), (Some("2"), 1));
    }

    #[test]
    fn text_that_nobody_wrapped_swallows_no_field_of_the_export() {
        let deep = "<p><b><i>".repeat(6);
        let (item, _) = only(Box::leak(
            format!("<item><content:encoded>{deep}words</content:encoded><wp:post_id>7</wp:post_id><wp:status>draft</wp:status></item>")
                .into_boxed_str(),
        ));
        assert_eq!(item.wp("post_id").as_deref(), Some("7"));
        assert_eq!(item.wp("status").as_deref(), Some("draft"));
        assert!(item.child(Space::Content, "encoded").unwrap().text().contains("words"));
    }

    #[test]
    fn what_is_not_closed_is_named_and_kept() {
        let (item, faults) = only("<item><wp:post_id>7<wp:status>draft</wp:status><title>A & B</title></item>");
        assert_eq!(item.wp("post_id").as_deref(), Some("7"));
        assert_eq!(item.wp("status").as_deref(), Some("draft"));
        assert_eq!(item.child(Space::Rss, "title").unwrap().text(), "A & B");
        assert_eq!(
            faults.first().map(|fault| fault.what.as_str()),
            Some("<wp:post_id> is not closed")
        );
    }
}
