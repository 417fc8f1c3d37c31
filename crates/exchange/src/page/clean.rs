//! The chosen element as plain, well-formed HTML: furniture gone, pictures with their real addresses, line breaks as paragraphs.
//! Called by `web`, which gives the result to `courant_text::html::read`.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use courant_text::escape::attribute as escaped;
use scraper::ElementRef;
use url::Url;

use super::body::Body;
use super::pictures;
use super::survey::{self, Step, Survey, id_of};
use super::{FoundPicture, LeftOut, leave_out};

/// The story's HTML and what was noticed on the way.
pub(crate) struct Cleaned {
    /// HTML with the elements of a story only.
    pub html: String,
    /// Pictures by the address written into `html`, with their credits.
    pub pictures: HashMap<String, FoundPicture>,
}

/// Walks the body. `passed` are elements that were taken otherwise (headline, standfirst, lead picture).
pub(crate) fn clean(
    body: &Body<'_>,
    survey: &Survey,
    passed: &HashSet<usize>,
    base: Option<&Url>,
    left: &mut Vec<LeftOut>,
) -> Cleaned {
    let mut walk = Walk {
        out: String::new(),
        pictures: HashMap::new(),
        survey,
        base,
        breaks: 0,
        blocks: Vec::new(),
    };
    let mut skipping = 0usize;
    for (at, step) in survey::steps(body.root).into_iter().enumerate() {
        match step {
            Step::Open(element) => {
                if skipping > 0 {
                    skipping += 1;
                    continue;
                }
                if at > 0
                    && let Some(why) = walk.why_not(element, body, passed)
                {
                    if !why.is_empty() {
                        leave_out(left, &survey::whole_text(element, survey), why);
                    }
                    skipping = 1;
                    continue;
                }
                if walk.whole(element) {
                    skipping = 1;
                    continue;
                }
                walk.open(element);
            }
            Step::Close(element) => {
                if skipping > 0 {
                    skipping -= 1;
                    continue;
                }
                walk.close(element);
            }
            Step::Text(text) if skipping == 0 => walk.text(text),
            Step::Text(_) => {}
        }
    }
    Cleaned {
        html: walk.out,
        pictures: walk.pictures,
    }
}

struct Walk<'s> {
    out: String,
    pictures: HashMap<String, FoundPicture>,
    survey: &'s Survey,
    base: Option<&'s Url>,
    /// Line breaks in a row that are not written yet.
    breaks: usize,
    /// Names of the open elements as written, empty for those that are not.
    blocks: Vec<&'static str>,
}

impl Walk<'_> {
    /// Why the element is not part of the story; an empty reason when its words are taken elsewhere or none are lost.
    fn why_not(&self, element: ElementRef<'_>, body: &Body<'_>, passed: &HashSet<usize>) -> Option<&'static str> {
        let id = id_of(element);
        if passed.contains(&id) {
            return Some("");
        }
        if let Some(why) = self.survey.out.get(&id) {
            return Some(why);
        }
        if body.declared || body.kept.is_empty() || body.kept.contains(&id) {
            return None;
        }
        // Readability saw this block and threw it away. It is believed when the block is mostly links or has no sentence in it.
        let name = element.value().name();
        if !matches!(name, "div" | "section" | "ul" | "ol" | "table" | "dl" | "article") {
            return None;
        }
        let measure = self.survey.of(element);
        if measure.chars == 0
            || element
                .descendent_elements()
                .any(|inner| body.kept.contains(&id_of(inner)))
        {
            return None;
        }
        let pictured = element.descendent_elements().any(|inner| {
            matches!(
                inner.value().name(),
                "figure" | "iframe" | "video" | "blockquote" | "amp-img" | "img"
            )
        });
        if measure.link_density() > 0.5 && !pictured {
            return Some("a list of links");
        }
        if measure.prose == 0 && !pictured && measure.chars < 120 && measure.link_density() > 0.2 {
            return Some("beside the story");
        }
        None
    }

    /// Elements that are written as a whole: pictures, frames, tables of figures are left to the reader of the HTML.
    fn whole(&mut self, element: ElementRef<'_>) -> bool {
        let value = element.value();
        match value.name() {
            "figure" => {
                let found = pictures::of_figure(element, self.survey, self.base);
                if found.is_empty() {
                    // A figure around a quotation, a table or a film: its parts are walked.
                    return false;
                }
                self.figure(&found, element);
                true
            }
            "div" | "span" | "dl" | "p" | "section" if pictures::is_captioned_box(element, self.survey) => {
                let found = pictures::of_figure(element, self.survey, self.base);
                if found.is_empty() {
                    return false;
                }
                self.figure(&found, element);
                true
            }
            "picture" | "img" | "amp-img" => {
                if let Some(picture) = pictures::of_image(element, self.base) {
                    self.figure(&[picture], element);
                }
                true
            }
            "iframe" | "amp-iframe" | "amp-youtube" | "amp-twitter" | "amp-vimeo" | "amp-instagram" => {
                if let Some(address) = pictures::of_frame(element, self.base) {
                    self.flush();
                    self.out.push_str("<iframe src=\"");
                    self.out.push_str(&escaped(&address));
                    self.out.push_str("\" title=\"");
                    self.out.push_str(&escaped(value.attr("title").unwrap_or_default()));
                    self.out.push_str("\"></iframe>");
                }
                true
            }
            "video" | "audio" => {
                let source = std::iter::once(element)
                    .chain(element.descendent_elements())
                    .find_map(|inner| inner.value().attr("src"));
                if let Some(address) = source.and_then(|src| pictures::absolute(src, self.base)) {
                    self.flush();
                    let name = if value.name() == "video" { "video" } else { "audio" };
                    let _ = write!(self.out, "<{name} src=\"");
                    self.out.push_str(&escaped(&address));
                    let _ = write!(self.out, "\"></{name}>");
                }
                true
            }
            _ => false,
        }
    }

    fn figure(&mut self, found: &[FoundPicture], element: ElementRef<'_>) {
        self.flush();
        let in_sentence = element
            .parent()
            .and_then(ElementRef::wrap)
            .is_some_and(|above| above.value().name() == "a" || above.value().name() == "p");
        for picture in found {
            // A picture inside a paragraph splits it; the parser would do the same with a figure.
            if in_sentence {
                self.out.push_str("</p>");
            }
            self.out.push_str("<figure><img src=\"");
            self.out.push_str(&escaped(&picture.src));
            self.out.push_str("\" alt=\"");
            self.out.push_str(&escaped(&picture.alt));
            self.out.push_str("\">");
            if !picture.caption.is_empty() {
                self.out.push_str("<figcaption>");
                self.out.push_str(&escaped(&picture.caption));
                self.out.push_str("</figcaption>");
            }
            self.out.push_str("</figure>");
            self.pictures.insert(picture.src.clone(), picture.clone());
        }
    }

    fn open(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        if value.name() == "br" {
            self.breaks += 1;
            self.blocks.push("");
            return;
        }
        let name = self.written_as(element);
        if survey::is_block(name) {
            self.breaks = 0;
        } else if !name.is_empty() {
            self.flush();
        }
        self.blocks.push(name);
        if name.is_empty() {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        if name == "a" {
            let href = value.attr("href").unwrap_or_default();
            self.out.push_str(" href=\"");
            let whole = pictures::absolute(href, self.base).unwrap_or_else(|| href.to_owned());
            self.out.push_str(&escaped(&whole));
            self.out.push('"');
        }
        if name == "aside" {
            self.out.push_str(" class=\"pull-quote pullquote\"");
        }
        for attribute in ["start", "colspan", "rowspan"] {
            if let Some(number) = value
                .attr(attribute)
                .filter(|n| n.len() < 6 && n.bytes().all(|b| b.is_ascii_digit()))
            {
                let _ = write!(self.out, " {attribute}=\"{number}\"");
            }
        }
        self.out.push('>');
    }

    fn close(&mut self, element: ElementRef<'_>) {
        let Some(name) = self.blocks.pop() else { return };
        if name.is_empty() || name == "hr" {
            return;
        }
        if survey::is_block(name) {
            self.breaks = 0;
        }
        let _ = element;
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.flush();
        }
        self.out.push_str(&escaped(text));
    }

    /// Writes the pending line breaks: one is a break, two and more begin a new paragraph.
    fn flush(&mut self) {
        match self.breaks {
            0 => {}
            1 => self.out.push_str("<br>"),
            _ if self
                .blocks
                .iter()
                .rev()
                .any(|name| matches!(*name, "pre" | "li" | "h2" | "h3" | "h4" | "figcaption" | "th")) =>
            {
                self.out.push_str("<br>");
            }
            _ => self.out.push_str("</p><p>"),
        }
        self.breaks = 0;
    }

    /// The name under which an element is written; empty when only its content counts.
    fn written_as(&self, element: ElementRef<'_>) -> &'static str {
        let value = element.value();
        let name = value.name();
        if survey::is_pull_quote(element) && !matches!(name, "span" | "p" | "em") {
            return "aside";
        }
        match name {
            "p" => "p",
            "h1" | "h2" => "h2",
            "h3" => "h3",
            "h4" | "h5" | "h6" => "h4",
            "blockquote" => "blockquote",
            "cite" => "cite",
            "q" => "q",
            "ul" | "menu" | "dir" => "ul",
            "ol" => "ol",
            "li" => "li",
            "dl" => "dl",
            "dt" => "dt",
            "dd" => "dd",
            "pre" => "pre",
            "code" | "kbd" | "samp" | "tt" => "code",
            "em" | "i" | "var" | "dfn" => "em",
            "strong" | "b" => "strong",
            "del" | "s" | "strike" => "s",
            "sub" => "sub",
            "sup" => "sup",
            "details" => "details",
            "summary" => "summary",
            "hr" => "hr",
            "a" if value.attr("href").is_some_and(|href| {
                !href.trim().is_empty() && !href.trim_start().to_ascii_lowercase().starts_with("javascript:")
            }) =>
            {
                "a"
            }
            "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption" => self.table_part(element),
            "div" | "section" | "article" | "main" | "center" | "aside" | "header" | "address" | "figure"
            | "figcaption" | "body" | "fieldset" | "hgroup" | "form" | "nav" | "footer" => "div",
            _ => "",
        }
    }

    /// Tables that only arrange the page are written as boxes.
    fn table_part(&self, element: ElementRef<'_>) -> &'static str {
        let table = std::iter::once(element)
            .chain(element.ancestors().filter_map(ElementRef::wrap))
            .find(|above| above.value().name() == "table");
        let Some(table) = table else { return "div" };
        if is_layout(table, self.survey) {
            return "div";
        }
        match element.value().name() {
            "table" => "table",
            "thead" => "thead",
            "tbody" => "tbody",
            "tfoot" => "tfoot",
            "tr" => "tr",
            "th" => "th",
            "caption" => "caption",
            _ => "td",
        }
    }
}

/// A table that holds paragraphs, other tables or long texts, or only one column, arranges the page.
fn is_layout(table: ElementRef<'_>, survey: &Survey) -> bool {
    let mut rows = 0usize;
    let mut cells = 0usize;
    let mut longest = 0usize;
    for inner in table.descendent_elements() {
        match inner.value().name() {
            "table" if inner != table => return true,
            "h1" | "h2" | "h3" | "figure" | "article" | "section" | "blockquote" => return true,
            "tr" => rows += 1,
            "td" | "th" => {
                cells += 1;
                longest = longest.max(survey.of(inner).chars);
            }
            _ => {}
        }
    }
    if table.value().attr("role") == Some("presentation") {
        return true;
    }
    rows < 2 || cells <= rows || longest > 500
}
