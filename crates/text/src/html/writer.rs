//! Prints a document as HTML: for the pages of the site with ids and loading hints, for feeds plain and with absolute addresses.
//! Called by the site's story view, the feeds, the API and the reply lists.

mod parts;

use std::fmt::Write as _;

use url::Url;

use super::surroundings::{Surroundings, Word};
use crate::document::{Block, BlockKind, Document, HeadingLevel, Inline, List, Marks, Media, ReadMore, Table};
use crate::{escape, link};

/// The body of a story as a page shows it. Every block has the id `p-` + its block id.
pub fn write(document: &Document, surroundings: &dyn Surroundings) -> String {
    let mut writer = Writer::new(surroundings, Output::Page);
    writer.blocks(&document.blocks);
    writer.out
}

/// The body of a story for feed readers: absolute addresses, plain `<img>`, no ids, no pull quotes. `base_url` is the page's or the
/// site's address; with one that is no URL, addresses stay as they are.
pub fn write_for_feeds(document: &Document, surroundings: &dyn Surroundings, base_url: &str) -> String {
    let mut writer = Writer::new(surroundings, Output::Feed(Url::parse(base_url).ok()));
    writer.blocks(&document.blocks);
    writer.out
}

/// As [`write_for_feeds`], for another system that takes the story over: with pull quotes, as WordPress marks them.
pub fn write_for_export(document: &Document, surroundings: &dyn Surroundings, base_url: &str) -> String {
    let mut writer = Writer::new(surroundings, Output::Feed(Url::parse(base_url).ok()));
    writer.keeps_pull_quotes = true;
    writer.blocks(&document.blocks);
    writer.out
}

/// The body of a story as a page shows it, for programs that print it on a site of their own: absolute addresses. Pictures
/// are named as the surroundings name them.
pub fn write_for_programs(document: &Document, surroundings: &dyn Surroundings, base_url: &str) -> String {
    let mut writer = Writer::new(surroundings, Output::Program(Url::parse(base_url).ok()));
    writer.blocks(&document.blocks);
    writer.out
}

/// Runs as HTML, for captions and standfirsts outside a body.
pub fn write_inlines(inlines: &[Inline]) -> String {
    let mut writer = Writer::new(&super::NoSurroundings, Output::Page);
    writer.inlines(inlines);
    writer.out
}

/// What the HTML is for.
#[derive(Debug, PartialEq)]
pub(crate) enum Output {
    /// A page of the site.
    Page,
    /// A feed, with the base of its addresses; also a reply, without one.
    Feed(Option<Url>),
    /// A page elsewhere, with the base of its addresses.
    Program(Option<Url>),
}

pub(crate) struct Writer<'a> {
    pub(crate) out: String,
    around: &'a dyn Surroundings,
    output: Output,
    /// `rel` of external links.
    pub(crate) rel: &'static str,
    /// Whether a feed holds pull quotes, too.
    keeps_pull_quotes: bool,
    tables: usize,
    galleries: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(around: &'a dyn Surroundings, output: Output) -> Self {
        Self {
            out: String::new(),
            around,
            output,
            rel: "noopener",
            keeps_pull_quotes: false,
            tables: 0,
            galleries: 0,
        }
    }

    fn for_feed(&self) -> bool {
        matches!(self.output, Output::Feed(_))
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&escape::text(text));
    }

    /// ` name="value"`, escaped.
    fn attr(&mut self, name: &str, value: &str) {
        let value = escape::attribute(value);
        // Writing into a String cannot fail.
        let _ = write!(self.out, " {name}=\"{value}\"");
    }

    fn id(&mut self, block: &Block) {
        if !self.for_feed() && crate::ids::is_valid(&block.id.0) {
            self.attr("id", &format!("p-{}", block.id.0));
        }
    }

    /// `<name class id>`.
    fn open(&mut self, name: &str, class: &str, block: &Block) {
        self.out.push('<');
        self.out.push_str(name);
        if !class.is_empty() && !self.for_feed() {
            self.attr("class", class);
        }
        self.id(block);
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        let _ = writeln!(self.out, "</{name}>");
    }

    fn word(&self, word: Word<'_>) -> String {
        self.around.word(word)
    }

    /// An address as this output needs it. Documents are checked when they are read; one built by hand is checked here.
    fn address(&self, address: &str) -> Option<String> {
        let kept = link::allowed(address)?;
        Some(match &self.output {
            Output::Feed(Some(base)) | Output::Program(Some(base)) => base.join(&kept).map_or(kept, String::from),
            _ => kept,
        })
    }

    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(text) => self.simple("p", "", block, text),
            BlockKind::Verse(text) => self.simple("p", "verse", block, text),
            BlockKind::Heading(level, text) => {
                let name = match level {
                    HeadingLevel::Two => "h2",
                    HeadingLevel::Three => "h3",
                    HeadingLevel::Four => "h4",
                };
                self.simple(name, "", block, text);
            }
            BlockKind::Quote { blocks, attribution } => self.quote(block, blocks, attribution),
            BlockKind::PullQuote { text, speaker } => self.pull_quote(block, text, speaker),
            BlockKind::List(list) => self.list(block, list),
            BlockKind::Picture(picture) => self.picture(picture, Some(block)),
            BlockKind::Gallery(pictures) => {
                self.galleries += 1;
                let label = self.word(Word::Gallery { number: self.galleries });
                self.out.push_str("<div");
                if !self.for_feed() {
                    self.attr("class", "gallery");
                    self.attr("role", "group");
                    self.attr("aria-label", &label);
                }
                self.id(block);
                self.out.push_str(">\n");
                for picture in pictures {
                    self.picture(picture, None);
                }
                self.close("div");
            }
            BlockKind::Embed(embed) => self.embed(block, embed),
            BlockKind::Audio(media) => self.player("audio", block, media),
            BlockKind::Video(media) => self.player("video", block, media),
            BlockKind::File(media) => self.file(block, media),
            BlockKind::Details { summary, blocks } => {
                self.open("details", "", block);
                self.out.push_str("<summary>");
                if summary.is_empty() {
                    let more = self.word(Word::More);
                    self.text(&more);
                } else {
                    self.inlines(summary);
                }
                self.out.push_str("</summary>\n");
                self.blocks(blocks);
                self.close("details");
            }
            BlockKind::ReadMore(more) => self.read_more(block, more),
            BlockKind::Code { language, text } => self.code(block, language, text),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Rule => {
                self.open("hr", "", block);
                self.out.push('\n');
            }
        }
    }

    fn simple(&mut self, name: &str, class: &str, block: &Block, text: &[Inline]) {
        // An empty heading is an error to every checker, and an empty paragraph a gap.
        if text.is_empty() {
            return;
        }
        self.open(name, class, block);
        self.inlines(text);
        self.close(name);
    }

    fn quote(&mut self, block: &Block, said: &[Block], attribution: &[Inline]) {
        if attribution.is_empty() {
            self.open("blockquote", "", block);
            self.out.push('\n');
            self.blocks(said);
            self.close("blockquote");
            return;
        }
        self.open("figure", "quote", block);
        self.out.push_str("\n<blockquote>\n");
        self.blocks(said);
        self.out.push_str("</blockquote>\n<figcaption>");
        self.inlines(attribution);
        self.out.push_str("</figcaption>\n");
        self.close("figure");
    }

    fn pull_quote(&mut self, block: &Block, text: &[Inline], speaker: &str) {
        // The words stand in the body already: feeds and screen readers would say them twice.
        if text.is_empty() || (self.for_feed() && !self.keeps_pull_quotes) {
            return;
        }
        if self.for_feed() {
            self.out
                .push_str("<figure class=\"wp-block-pullquote\"><blockquote><p>");
            self.inlines(text);
            self.out.push_str("</p>");
            if !speaker.is_empty() {
                self.out.push_str("<cite>");
                self.text(speaker);
                self.out.push_str("</cite>");
            }
            self.out.push_str("</blockquote></figure>\n");
            return;
        }
        self.out.push_str("<aside class=\"pull-quote\" aria-hidden=\"true\"");
        self.id(block);
        self.out.push_str(">\n<p>");
        // No link in here: what is hidden from assistive technology must not take the focus.
        let unlinked: Vec<Inline> = text
            .iter()
            .map(|inline| match inline {
                Inline::Text { text, marks } => Inline::Text {
                    text: text.clone(),
                    marks: Marks {
                        link: None,
                        ..marks.clone()
                    },
                },
                Inline::Break => Inline::Break,
            })
            .collect();
        self.inlines(&unlinked);
        self.out.push_str("</p>\n");
        if !speaker.is_empty() {
            self.out.push_str("<p class=\"attribution\">");
            self.text(speaker);
            self.out.push_str("</p>\n");
        }
        self.close("aside");
    }

    fn list(&mut self, block: &Block, list: &List) {
        let name = if list.ordered { "ol" } else { "ul" };
        self.out.push('<');
        self.out.push_str(name);
        if list.ordered && list.start != 1 {
            self.attr("start", &list.start.to_string());
        }
        self.id(block);
        self.out.push_str(">\n");
        for item in &list.items {
            self.out.push_str("<li>");
            self.blocks(item);
            self.close("li");
        }
        self.close(name);
    }

    fn read_more(&mut self, block: &Block, more: &ReadMore) {
        let story = more.story.as_deref().and_then(|id| self.around.story(id));
        let mut title = more.title.clone();
        let mut href = None;
        let mut label = None;
        if let Some(story) = story {
            href = self.address(&story.href);
            label = story.label;
            if title.is_empty() {
                title = story.title;
            }
        } else if let Some(url) = &more.url {
            href = self.address(url);
        }
        if title.is_empty() {
            return;
        }
        self.open("aside", "read-more", block);
        let words = self.word(Word::ReadMore);
        self.out.push_str(if self.for_feed() {
            "<p>"
        } else {
            "<p><span class=\"read-more-label\">"
        });
        self.text(&words);
        self.out.push_str(if self.for_feed() { ": " } else { "</span> " });
        match href {
            Some(href) => {
                self.out.push_str("<a");
                if !self.for_feed() {
                    self.attr("class", "read-more-title");
                }
                self.href(&href, "");
                self.out.push('>');
                self.text(&title);
                self.out.push_str("</a>");
            }
            None if self.for_feed() => self.text(&title),
            None => {
                self.out.push_str("<span class=\"read-more-title\">");
                self.text(&title);
                self.out.push_str("</span>");
            }
        }
        if let Some(label) = label.filter(|_| !self.for_feed()) {
            self.out.push_str(" <span class=\"read-more-kind\">");
            self.text(&label);
            self.out.push_str("</span>");
        }
        self.out.push_str("</p>");
        self.close("aside");
    }

    fn code(&mut self, block: &Block, language: &str, text: &str) {
        self.open("pre", "", block);
        self.out.push_str("<code");
        if !language.is_empty() {
            let language: String = language.split_whitespace().collect::<Vec<_>>().join("-");
            self.attr("class", &format!("language-{language}"));
        }
        self.out.push('>');
        self.text(text);
        self.out.push_str("</code>");
        self.close("pre");
    }

    fn table(&mut self, block: &Block, table: &Table) {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            if !table.caption.is_empty() {
                self.simple("p", "", block, &table.caption);
            }
            return;
        }
        self.tables += 1;
        let label = if table.caption.is_empty() {
            self.word(Word::Table { number: self.tables })
        } else {
            crate::plain::inlines(&table.caption).replace('\n', " ")
        };
        self.out.push_str("<div");
        if !self.for_feed() {
            self.attr("class", "table-scroll");
            self.attr("tabindex", "0");
            self.attr("role", "region");
            self.attr("aria-label", &label);
        }
        self.id(block);
        self.out.push_str(">\n<table>\n");
        if !table.caption.is_empty() {
            self.out.push_str("<caption>");
            self.inlines(&table.caption);
            self.out.push_str("</caption>\n");
        }
        let header_rows = table.header_rows.min(table.rows.len());
        let (head, body) = table
            .rows
            .split_at_checked(header_rows)
            .unwrap_or((&[], table.rows.as_slice()));
        for (part, cell, rows) in [("thead", "th", head), ("tbody", "td", body)] {
            if rows.is_empty() {
                continue;
            }
            let _ = writeln!(self.out, "<{part}>");
            for row in rows {
                self.out.push_str("<tr>");
                for content in row {
                    self.out
                        .push_str(if cell == "th" { "<th scope=\"col\">" } else { "<td>" });
                    self.inlines(content);
                    let _ = write!(self.out, "</{cell}>");
                }
                // A short row would leave a column without cells.
                for _ in row.len()..width {
                    self.out.push_str("<td></td>");
                }
                self.out.push_str("</tr>\n");
            }
            let _ = writeln!(self.out, "</{part}>");
        }
        self.out.push_str("</table>\n");
        self.close("div");
    }

    /// ` href="…"` with title and rel.
    fn href(&mut self, href: &str, title: &str) {
        self.attr("href", href);
        if !title.is_empty() {
            self.attr("title", title);
        }
        if link::is_external(href) && !(self.for_feed() && self.rel == "noopener") {
            let rel = self.rel;
            self.attr("rel", rel);
        }
    }

    pub(crate) fn inlines(&mut self, inlines: &[Inline]) {
        let merged = crate::runs::merged(inlines);
        let mut open: Option<&crate::document::Link> = None;
        for inline in &merged {
            let wanted = match inline {
                Inline::Text { marks, .. } => marks.link.as_ref(),
                Inline::Break => None,
            };
            if wanted != open {
                if open.is_some() {
                    self.out.push_str("</a>");
                }
                open = None;
                if let Some(link) = wanted
                    && let Some(href) = self.address(&link.href)
                {
                    self.out.push_str("<a");
                    self.href(&href, &link.title);
                    self.out.push('>');
                    open = wanted;
                }
            }
            match inline {
                Inline::Text { text, marks } => self.run(text, marks),
                Inline::Break => self.out.push_str("<br>\n"),
            }
        }
        if open.is_some() {
            self.out.push_str("</a>");
        }
    }

    fn run(&mut self, text: &str, marks: &Marks) {
        let names: Vec<&str> = [
            (marks.strong, "strong"),
            (marks.emphasis, "em"),
            (marks.strike, "s"),
            (marks.code, "code"),
            (marks.sub, "sub"),
            (marks.sup, "sup"),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
        .collect();
        for name in &names {
            let _ = write!(self.out, "<{name}>");
        }
        self.text(text);
        for name in names.iter().rev() {
            let _ = write!(self.out, "</{name}>");
        }
    }

    fn file(&mut self, block: &Block, media: &Media) {
        let Some(href) = self.address(&media.url) else {
            return;
        };
        self.open("p", "file", block);
        self.out.push_str("<a");
        self.href(&href, "");
        self.out.push('>');
        let title = if media.title.is_empty() {
            self.word(Word::Download)
        } else {
            media.title.clone()
        };
        self.text(&title);
        self.out.push_str("</a>");
        self.close("p");
    }
}
