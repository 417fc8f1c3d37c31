//! Turns the events of the Markdown parser into blocks, with a stack of open containers instead of recursion.
//! Part of the Markdown reader.

mod news;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel as Level, Tag, TagEnd};

use crate::document::{Block, BlockKind, HeadingLevel, Inlines, Link, List, Marks, Picture, Table};
use crate::html;
use crate::ids::unnumbered;
use crate::json::DEEPEST;
use crate::link;
use crate::read::{LeftOuts, Why};
use crate::runs::{self, Runs};

/// An open container.
enum Open {
    Quote(Vec<Block>),
    List {
        ordered: bool,
        start: u32,
        items: Vec<Vec<Block>>,
    },
    Item(Vec<Block>),
    /// A container that is too deep: its blocks go to the one around it.
    Flat,
}

/// What the parser is inside of, of the things that hold text.
#[derive(Default)]
struct Code {
    info: String,
    text: String,
    fenced: bool,
}

/// An image in the making: its text is the alternative text.
struct Image {
    target: String,
    title: String,
    alt: String,
}

#[derive(Default)]
pub(super) struct Builder {
    blocks: Vec<Block>,
    open: Vec<Open>,
    runs: Runs,
    marks: Vec<Marks>,
    heading: Option<HeadingLevel>,
    code: Option<Code>,
    image: Option<Image>,
    raw: Option<String>,
    table: Option<Table>,
    row: Vec<Inlines>,
    left: LeftOuts,
    /// The last event was a line end that counts as a space.
    line_ended: bool,
}

impl Builder {
    pub(super) fn event(&mut self, event: Event<'_>) {
        let line_ended = std::mem::take(&mut self.line_ended);
        if line_ended
            && matches!(self.open.last(), Some(Open::Quote(_)))
            && matches!(&event, Event::Text(text) if text.starts_with("— "))
        {
            // A speaker stands on a line of his own.
            self.runs.push_break();
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(text) => {
                let mut marks = self.current();
                marks.code = true;
                self.text_marked(&text, &marks);
            }
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::Html(html) => self.raw.get_or_insert_default().push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak => {
                self.text(" ");
                self.line_ended = true;
            }
            Event::HardBreak => {
                if self.image.is_none() {
                    self.runs.push_break();
                }
            }
            Event::Rule => self.push(BlockKind::Rule),
            Event::FootnoteReference(name) => self.text(&format!("[{name}]")),
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Block>, LeftOuts) {
        self.end_paragraph();
        self.end_raw();
        while !self.open.is_empty() {
            self.close();
        }
        (self.blocks, self.left)
    }

    fn current(&self) -> Marks {
        self.marks.last().cloned().unwrap_or_default()
    }

    fn text(&mut self, text: &str) {
        let marks = self.current();
        self.text_marked(text, &marks);
    }

    fn text_marked(&mut self, text: &str, marks: &Marks) {
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
        } else if let Some(image) = &mut self.image {
            image.alt.push_str(text);
        } else {
            self.runs.push_folded(text, marks);
        }
    }

    fn mark(&mut self, set: impl FnOnce(&mut Marks)) {
        let mut marks = self.current();
        set(&mut marks);
        self.marks.push(marks);
    }

    fn start(&mut self, tag: Tag<'_>) {
        if !matches!(tag, Tag::HtmlBlock) {
            self.end_raw();
        }
        match tag {
            Tag::Heading { level, .. } => {
                self.end_paragraph();
                self.heading = Some(match level {
                    Level::H1 | Level::H2 => HeadingLevel::Two,
                    Level::H3 => HeadingLevel::Three,
                    Level::H4 | Level::H5 | Level::H6 => HeadingLevel::Four,
                });
            }
            Tag::BlockQuote(_) => self.open(Open::Quote(Vec::new()), "quotation"),
            Tag::List(start) => {
                let ordered = start.is_some();
                let start = start.and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
                self.open(
                    Open::List {
                        ordered,
                        start,
                        items: Vec::new(),
                    },
                    "list",
                );
            }
            Tag::Item => {
                let in_list = matches!(self.open.last(), Some(Open::List { .. }));
                self.end_paragraph();
                self.open
                    .push(if in_list { Open::Item(Vec::new()) } else { Open::Flat });
            }
            Tag::CodeBlock(kind) => {
                self.end_paragraph();
                let (info, fenced) = match kind {
                    CodeBlockKind::Fenced(info) => (info.into_string(), true),
                    CodeBlockKind::Indented => (String::new(), false),
                };
                self.code = Some(Code {
                    info,
                    text: String::new(),
                    fenced,
                });
            }
            Tag::Emphasis => self.mark(|marks| marks.emphasis = true),
            Tag::Strong => self.mark(|marks| marks.strong = true),
            Tag::Strikethrough => self.mark(|marks| marks.strike = true),
            Tag::Superscript => self.mark(|marks| marks.sup = true),
            Tag::Subscript => self.mark(|marks| marks.sub = true),
            Tag::Link { dest_url, title, .. } => self.link(&dest_url, &title),
            Tag::Image { dest_url, title, .. } => {
                if self.image.is_none() {
                    self.image = Some(Image {
                        target: dest_url.into_string(),
                        title: title.into_string(),
                        alt: String::new(),
                    });
                } else {
                    // A picture in a picture's text: the outer one is kept.
                    self.left.add(&dest_url, Why::NoPlace);
                }
                self.mark(|_| {});
            }
            Tag::Table(_) => {
                self.end_paragraph();
                self.table = Some(Table {
                    header_rows: 0,
                    rows: Vec::new(),
                    caption: Inlines::new(),
                });
            }
            Tag::HtmlBlock => self.end_paragraph(),
            Tag::Paragraph
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let level = self.heading.take().unwrap_or(HeadingLevel::Two);
                let text = self.runs.take();
                if !text.is_empty() {
                    self.push(BlockKind::Heading(level, text));
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_paragraph();
                self.end_raw();
                self.close();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => {
                self.marks.pop();
            }
            TagEnd::Image => {
                self.marks.pop();
                self.end_image();
            }
            TagEnd::TableCell => {
                let cell = self.runs.take();
                self.row.push(cell);
            }
            TagEnd::TableHead => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                    table.header_rows = 1;
                }
            }
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(BlockKind::Table(table));
                }
            }
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::Paragraph
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => self.end_paragraph(),
        }
    }

    fn link(&mut self, href: &CowStr<'_>, title: &CowStr<'_>) {
        // `story:` means something only in a read-more line; it is carried until that is decided.
        let kept = if href.starts_with(news::STORY) {
            Some(href.to_string())
        } else {
            let kept = link::allowed(href);
            if kept.is_none() && !href.trim().is_empty() {
                self.left.add(href, Why::UnsafeAddress);
            }
            kept
        };
        let title = runs::text(&runs::plain(title));
        self.mark(|marks| {
            marks.link = kept.map(|href| Link { href, title });
        });
    }

    fn open(&mut self, container: Open, name: &str) {
        self.end_paragraph();
        let depth = self
            .open
            .iter()
            .filter(|open| matches!(open, Open::Quote(_) | Open::List { .. }))
            .count();
        if depth >= DEEPEST {
            self.left.add(name, Why::TooDeep);
            self.open.push(Open::Flat);
        } else {
            self.open.push(container);
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            None | Some(Open::Flat) => {}
            Some(Open::Quote(mut blocks)) => {
                let attribution = news::attribution(&mut blocks);
                if !blocks.is_empty() || !attribution.is_empty() {
                    self.push(BlockKind::Quote { blocks, attribution });
                }
            }
            Some(Open::Item(blocks)) => {
                if let Some(Open::List { items, .. }) = self.open.last_mut()
                    && !blocks.is_empty()
                {
                    items.push(blocks);
                }
            }
            Some(Open::List { ordered, start, items }) => {
                if !items.is_empty() {
                    self.push(BlockKind::List(List {
                        ordered,
                        start: start.min(i32::MAX as u32),
                        items,
                    }));
                }
            }
        }
    }

    /// Adds a block to the innermost container that holds blocks.
    fn push(&mut self, kind: BlockKind) {
        self.end_paragraph();
        let block = unnumbered(kind);
        let holder = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Quote(blocks) | Open::Item(blocks) => Some(blocks),
            Open::List { .. } | Open::Flat => None,
        });
        holder.unwrap_or(&mut self.blocks).push(block);
    }

    fn end_paragraph(&mut self) {
        if self.runs.is_empty() {
            self.runs = Runs::default();
            return;
        }
        let line = self.runs.take();
        if line.is_empty() {
            return;
        }
        let kind = news::read_more(&line).map_or_else(
            || BlockKind::Paragraph(self.without_story_links(line)),
            BlockKind::ReadMore,
        );
        self.push(kind);
    }

    /// A `story:` link outside a read-more line has no address yet; its text stays.
    fn without_story_links(&mut self, line: Inlines) -> Inlines {
        let mut line = line;
        for inline in &mut line {
            if let crate::document::Inline::Text { marks, .. } = inline
                && marks
                    .link
                    .as_ref()
                    .is_some_and(|link| link.href.starts_with(news::STORY))
                && let Some(link) = marks.link.take()
            {
                self.left.add(&link.href, Why::UnsafeAddress);
            }
        }
        runs::merged(&line)
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else {
            return;
        };
        if let Some(kind) = news::fenced(&code.info, &code.text, code.fenced) {
            self.push(kind);
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else {
            return;
        };
        let alt = runs::text(&runs::plain(&image.alt));
        let mut picture = Picture {
            alt,
            caption: runs::plain(&image.title),
            ..Picture::default()
        };
        if let Some(name) = image.target.strip_prefix("picture:") {
            picture.picture = Some(runs::text(&runs::plain(name)));
        } else {
            picture.source = link::fetchable(&image.target);
            if picture.source.is_none() {
                self.left.add(&image.target, Why::UnsafeAddress);
                return;
            }
        }
        // In a table or a heading there is no place for a block: it follows.
        if self.table.is_some() || self.heading.is_some() {
            let text = picture.alt.clone();
            self.left.add(&image.target, Why::NoPlace);
            self.text(&text);
            return;
        }
        self.push(BlockKind::Picture(picture));
    }

    /// Raw HTML inside a line: the tags go, a line break stays, the text between them is text anyway.
    fn inline_html(&mut self, html: &str) {
        let name: String = html
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if name.eq_ignore_ascii_case("br") && self.image.is_none() {
            self.runs.push_break();
            return;
        }
        self.left.add(html, Why::NoPlace);
    }

    fn end_raw(&mut self) {
        let Some(html) = self.raw.take() else {
            return;
        };
        let (blocks, left) = html::blocks(&html, None);
        for left_out in left.0 {
            self.left.add(&left_out.what, left_out.why);
        }
        let depth = self.open.len();
        for block in blocks {
            if depth == 0 {
                self.push(block.kind);
            } else {
                // Containers inside containers could together be too deep.
                for line in crate::plain::block(&block).split("\n\n") {
                    let text = runs::plain(line);
                    if !text.is_empty() {
                        self.push(BlockKind::Paragraph(text));
                    }
                }
            }
        }
    }
}
