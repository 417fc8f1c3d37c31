//! Reads anybody's HTML into a document: unknown elements dissolve into their text, what may not stand in a story is reported.
//! Called by imports, by pasting and by the Markdown reader for raw HTML.

mod figures;
mod quotes;
pub(crate) use quotes::without_dash;
mod tables;

use super::tree::{Kind, Tree};
use crate::document::{
    Block, BlockKind, Document, Embed, HeadingLevel, Inline, Inlines, Link, List, Marks, Media, ReadMore,
};
use crate::ids::{self, Ids, unnumbered};
use crate::json::DEEPEST;
use crate::read::{LeftOuts, Read, Why};
use crate::runs::{self, Runs};
use crate::{embeds, link};

/// Elements are followed this deep; below, only the text is kept. The parser's own limit is lower except for contrived markup.
const DEEPEST_WALK: usize = 150;

/// Reads HTML, a whole page or a piece of one. Relative addresses are dropped.
pub fn read(html: &str, ids: &mut dyn Ids) -> Read {
    read_from(html, None, ids)
}

/// Reads HTML and resolves relative addresses against the address of its page.
pub fn read_from(html: &str, page: Option<&str>, ids: &mut dyn Ids) -> Read {
    let (blocks, left) = blocks(html, page);
    let mut document = Document { blocks };
    ids::number(&mut document, ids);
    Read {
        document,
        left_out: left.0,
    }
}

/// The blocks of some HTML, still without ids.
pub(crate) fn blocks(html: &str, page: Option<&str>) -> (Vec<Block>, LeftOuts) {
    let tree = Tree::parse(html);
    let mut reader = Reader {
        tree: &tree,
        page,
        left: LeftOuts::default(),
        skipped: None,
    };
    let mut flow = Flow::default();
    reader.children(Tree::ROOT, &mut flow, &Place::default());
    flow.end_paragraph();
    (flow.blocks, reader.left)
}

/// Blocks in the making: finished ones, and the text of the open paragraph.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    runs: Runs,
}

impl Flow {
    fn end_paragraph(&mut self) {
        if self.runs.is_empty() {
            self.runs = Runs::default();
            return;
        }
        for paragraph in runs::split_at_blank_lines(self.runs.take()) {
            self.blocks.push(unnumbered(BlockKind::Paragraph(paragraph)));
        }
    }

    fn block(&mut self, kind: BlockKind) {
        self.end_paragraph();
        self.blocks.push(unnumbered(kind));
    }

    fn append(&mut self, blocks: Vec<Block>) {
        self.end_paragraph();
        self.blocks.extend(blocks);
    }
}

/// Where the reader stands.
#[derive(Clone, Default)]
struct Place {
    marks: Marks,
    /// Quotations, lists and details around this place.
    nested: usize,
    /// Elements around this place.
    level: usize,
}

impl Place {
    fn deeper(&self) -> Self {
        Self {
            level: self.level + 1,
            ..self.clone()
        }
    }

    /// Inside a quotation, list item or details block, where no mark of the outside applies.
    fn inside(&self) -> Self {
        Self {
            nested: self.nested + 1,
            level: self.level + 1,
            marks: self.marks.clone(),
        }
    }

    fn marked(&self, set: impl FnOnce(&mut Marks)) -> Self {
        let mut place = self.deeper();
        set(&mut place.marks);
        place
    }
}

struct Reader<'a> {
    tree: &'a Tree,
    page: Option<&'a str>,
    left: LeftOuts,
    /// An element that was read already and is passed over.
    skipped: Option<usize>,
}

impl Reader<'_> {
    fn children(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        if place.level > DEEPEST_WALK {
            self.text_only(at, flow, place);
            return;
        }
        for child in self.tree.children(at) {
            self.node(child, flow, place);
        }
    }

    fn node(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        match self.tree.kind(at) {
            Kind::Text(text) => flow.runs.push_folded(text, &place.marks),
            Kind::Element { .. } => self.element(at, flow, place),
            Kind::Root | Kind::Other => {}
        }
    }

    /// Below the deepest level: text, nothing else.
    fn text_only(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        self.left.add(&format!("<{}>", self.tree.name(at)), Why::TooDeep);
        let tree = self.tree;
        for node in tree.below(at, |node| !never_text(tree, node)) {
            if let Kind::Text(text) = tree.kind(node) {
                flow.runs.push_folded(text, &place.marks);
            } else {
                flow.runs.push_folded(" ", &place.marks);
            }
        }
    }

    fn element(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        if self.skipped == Some(at) {
            return;
        }
        self.report_handlers(at);
        if self.is_left_out(at) {
            return;
        }
        match self.tree.name(at) {
            "b" | "strong" => self.children(at, flow, &place.marked(|marks| marks.strong = true)),
            "i" | "em" | "cite" | "dfn" | "var" => {
                self.children(at, flow, &place.marked(|marks| marks.emphasis = true));
            }
            "s" | "strike" | "del" => {
                self.children(at, flow, &place.marked(|marks| marks.strike = true));
            }
            "code" | "kbd" | "samp" | "tt" => {
                self.children(at, flow, &place.marked(|marks| marks.code = true));
            }
            "sub" => self.children(at, flow, &place.marked(|marks| marks.sub = true)),
            "sup" => self.children(at, flow, &place.marked(|marks| marks.sup = true)),
            "a" => self.anchor(at, flow, place),
            "q" => {
                flow.runs.push_folded("“", &place.marks);
                self.children(at, flow, &place.deeper());
                flow.runs.push_folded("”", &place.marks);
            }
            "br" => flow.runs.push_break(),
            "hr" => flow.block(BlockKind::Rule),
            "p" => self.paragraph(at, flow, place),
            "h1" | "h2" => self.heading(at, HeadingLevel::Two, flow, place),
            "h3" => self.heading(at, HeadingLevel::Three, flow, place),
            "h4" | "h5" | "h6" => self.heading(at, HeadingLevel::Four, flow, place),
            "blockquote" => self.quote(at, flow, place),
            "aside" => self.aside(at, flow, place),
            "ul" | "ol" | "menu" | "dir" => self.list(at, flow, place),
            "dt" => {
                let place = place.marked(|marks| marks.strong = true);
                self.boxed(at, flow, &place);
            }
            "pre" | "listing" | "xmp" | "plaintext" => self.preformatted(at, flow, place),
            "figure" => self.figure(at, flow, place),
            "img" | "image" => self.image(at, flow, place),
            "table" => self.table(at, flow, place),
            "details" => self.details(at, flow, place),
            "iframe" | "embed" | "frame" => self.frame(at, flow),
            "object" => {
                self.left.add("<object>", Why::NoPlace);
                self.boxed(at, flow, place);
            }
            "audio" | "video" => self.media(at, flow),
            "div" if self.has_class(at, &["verse", "wp-block-verse"]) => {
                self.verse(at, flow, place);
            }
            "div" | "section" if self.has_class(at, &["gallery", "image-gallery"]) => {
                self.gallery(at, flow, place);
            }
            name if is_box(name) => self.boxed(at, flow, place),
            _ => self.children(at, flow, &place.deeper()),
        }
    }

    /// An element that stands on lines of its own.
    fn boxed(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        flow.end_paragraph();
        self.children(at, flow, &place.deeper());
        flow.end_paragraph();
    }

    fn class(&self, at: usize) -> &str {
        self.tree.attr(at, "class").unwrap_or_default()
    }

    fn has_class(&self, at: usize, wanted: &[&str]) -> bool {
        self.class(at)
            .split_ascii_whitespace()
            .any(|class| wanted.contains(&class))
    }

    fn report_handlers(&mut self, at: usize) {
        if let Kind::Element { attrs, .. } = self.tree.kind(at) {
            for attr in attrs {
                let name = &*attr.name.local;
                if name.len() > 2 && name.starts_with("on") {
                    self.left
                        .add(&format!("{name} on <{}>", self.tree.name(at)), Why::Script);
                }
            }
        }
    }

    /// Reports and leaves out what no reader of the page would see.
    fn is_left_out(&mut self, at: usize) -> bool {
        let name = self.tree.name(at);
        let why = match name {
            "script" => Why::Script,
            "style" | "template" => Why::NeverShown,
            "noscript" | "noembed" | "noframes" | "rp" | "datalist" => Why::Hidden,
            "canvas" | "input" | "select" | "textarea" | "applet" | "meter" | "progress" => Why::NoPlace,
            // Nothing of these is body text, and every page has them.
            "head" | "title" | "meta" | "link" | "base" | "param" | "source" | "track" | "col" | "colgroup"
            | "area" | "wbr" => return true,
            "svg" => {
                // A drawing's words are often the name of an icon; they are told, not printed.
                Why::NoPlace
            }
            _ if is_hidden(self.tree, at) => Why::Hidden,
            _ => return false,
        };
        let text = self.text(at);
        let text = text.trim();
        if why == Why::Hidden && text.is_empty() {
            return true;
        }
        let what = if text.is_empty() || matches!(why, Why::Script | Why::NeverShown) {
            format!("<{name}>")
        } else {
            format!("<{name}> {text}")
        };
        self.left.add(&what, why);
        true
    }

    /// All text below a node, folded; scripts and styles not counted.
    fn text(&self, at: usize) -> String {
        let mut runs = Runs::default();
        let marks = Marks::default();
        let tree = self.tree;
        for node in tree.below(at, |node| !never_text(tree, node)) {
            match tree.kind(node) {
                Kind::Text(text) => runs.push_folded(text, &marks),
                Kind::Element { name, .. } if is_box(&name.local) => runs.push_folded(" ", &marks),
                _ => {}
            }
        }
        runs::text(&runs.take())
    }

    /// An address as it may stand in a document; reports the ones that may not.
    fn address(&mut self, address: &str) -> Option<String> {
        let kept = link::allowed_from(address, self.page);
        if kept.is_none() && !address.trim().is_empty() {
            self.left.add(address.trim(), Why::UnsafeAddress);
        }
        kept
    }

    fn fetchable(&mut self, address: &str) -> Option<String> {
        let kept = self.address(address)?;
        if link::is_external(&kept) || kept.starts_with('/') {
            return Some(kept);
        }
        self.left.add(&kept, Why::UnsafeAddress);
        None
    }

    fn anchor(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        let Some(href) = self.tree.attr(at, "href").and_then(|href| self.address(href)) else {
            return self.children(at, flow, &place.deeper());
        };
        let title = one_line(self.tree.attr(at, "title").unwrap_or_default());
        let place = place.marked(|marks| marks.link = Some(Link { href, title }));
        self.children(at, flow, &place);
    }

    fn paragraph(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        if self.has_class(at, &["verse"]) {
            return self.verse(at, flow, place);
        }
        if self.has_class(at, &["embed-card", "file", "audio", "video"])
            && let Some(kind) = self.card(at)
        {
            return flow.block(kind);
        }
        self.boxed(at, flow, place);
    }

    /// A paragraph that we print for an embed or a file: one link and nothing else.
    fn card(&mut self, at: usize) -> Option<BlockKind> {
        let anchor = self
            .tree
            .below(at, |_| true)
            .into_iter()
            .find(|node| self.tree.name(*node) == "a")?;
        let href = link::allowed_from(self.tree.attr(anchor, "href")?, self.page)?;
        if self.has_class(at, &["embed-card"]) {
            if !link::is_external(&href) {
                return None;
            }
            let title = self
                .tree
                .below(anchor, |_| true)
                .into_iter()
                .find(|node| self.has_class(*node, &["embed-title"]))
                .map(|node| self.text(node))
                .unwrap_or_default();
            let provider = embeds::provider(&href).map_or_else(|| link::host(&href), str::to_owned);
            return Some(BlockKind::Embed(Embed {
                provider,
                url: href,
                title,
            }));
        }
        if !(link::is_external(&href) || href.starts_with('/')) {
            return None;
        }
        let media = Media {
            url: href,
            title: self.text(anchor),
        };
        (self.text(at) == media.title && self.has_class(at, &["file"])).then_some(BlockKind::File(media))
    }

    fn heading(&mut self, at: usize, level: HeadingLevel, flow: &mut Flow, place: &Place) {
        flow.end_paragraph();
        let (text, spilled) = self.line(at, place);
        if !text.is_empty() {
            flow.block(BlockKind::Heading(level, text));
        }
        flow.append(spilled);
    }

    /// The content of an element that can only hold text; other blocks come after it.
    fn line(&mut self, at: usize, place: &Place) -> (Inlines, Vec<Block>) {
        let mut inner = Flow::default();
        self.children(at, &mut inner, &place.deeper());
        inner.end_paragraph();
        flatten(inner.blocks)
    }

    fn verse(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        flow.end_paragraph();
        let mut inner = Flow::default();
        for child in self.tree.children(at) {
            self.node(child, &mut inner, &place.deeper());
        }
        // A stanza's blank line is two breaks, so the text is taken before paragraphs are cut.
        if inner.blocks.is_empty() {
            let text = inner.runs.take();
            if !text.is_empty() {
                flow.block(BlockKind::Verse(text));
            }
            return;
        }
        inner.end_paragraph();
        let (text, spilled) = flatten(inner.blocks);
        if !text.is_empty() {
            flow.block(BlockKind::Verse(text));
        }
        flow.append(spilled);
    }

    fn preformatted(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        flow.end_paragraph();
        let tree = self.tree;
        let mut text = String::new();
        let mut language = String::new();
        let mut skipped = Vec::new();
        for node in tree.below(at, |node| !never_text(tree, node)) {
            match tree.kind(node) {
                Kind::Text(part) => text.push_str(part),
                Kind::Element { .. } => match tree.name(node) {
                    "br" => text.push('\n'),
                    "code" if language.is_empty() => language = code_language(self.class(node)),
                    "img" | "iframe" | "video" | "audio" => skipped.push(node),
                    _ => {}
                },
                _ => {}
            }
        }
        if self.has_class(at, &["verse", "wp-block-verse"]) {
            let mut runs = Runs::default();
            runs.push_lines(&text, &place.marks);
            let lines = runs.take();
            if !lines.is_empty() {
                flow.block(BlockKind::Verse(lines));
            }
        } else {
            let text = code_text(&text);
            if !text.trim().is_empty() {
                flow.block(BlockKind::Code { language, text });
            }
        }
        for node in skipped {
            self.element(node, flow, &place.deeper());
        }
    }

    fn list(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        if place.nested >= DEEPEST {
            self.left.add("<ul>", Why::TooDeep);
            return self.boxed(at, flow, place);
        }
        if self.has_class(at, &["gallery", "blocks-gallery-grid", "wp-block-gallery"]) {
            return self.gallery(at, flow, place);
        }
        let ordered = self.tree.name(at) == "ol";
        let start = self
            .tree
            .attr(at, "start")
            .and_then(|start| start.trim().parse::<i32>().ok())
            .and_then(|start| u32::try_from(start).ok())
            .unwrap_or(1);
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut loose = Flow::default();
        for child in self.tree.children(at) {
            if self.tree.name(child) == "li" && !is_hidden(self.tree, child) {
                finish_item(&mut loose, &mut items);
                self.report_handlers(child);
                let mut item = Flow::default();
                self.children(child, &mut item, &place.inside());
                finish_item(&mut item, &mut items);
            } else if matches!(self.tree.name(child), "ul" | "ol") && !items.is_empty() {
                // A list straight in a list belongs to the item before it.
                let mut nested = Flow::default();
                self.element(child, &mut nested, &place.inside());
                nested.end_paragraph();
                if let Some(item) = items.last_mut() {
                    item.append(&mut nested.blocks);
                }
            } else {
                self.node(child, &mut loose, &place.inside());
            }
        }
        finish_item(&mut loose, &mut items);
        if !items.is_empty() {
            flow.block(BlockKind::List(List {
                ordered,
                start: if ordered { start } else { 1 },
                items,
            }));
        }
    }

    fn details(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        if place.nested >= DEEPEST {
            self.left.add("<details>", Why::TooDeep);
            return self.boxed(at, flow, place);
        }
        flow.end_paragraph();
        let mut summary = Inlines::new();
        let mut inner = Flow::default();
        let mut seen = false;
        for child in self.tree.children(at) {
            if !seen && self.tree.name(child) == "summary" {
                seen = true;
                let (line, spilled) = self.line(child, &place.inside());
                summary = line;
                inner.append(spilled);
            } else {
                self.node(child, &mut inner, &place.inside());
            }
        }
        inner.end_paragraph();
        if summary.is_empty() {
            return flow.append(inner.blocks);
        }
        flow.block(BlockKind::Details {
            summary,
            blocks: inner.blocks,
        });
    }

    fn frame(&mut self, at: usize, flow: &mut Flow) {
        let source = ["src", "data-src", "data-lazy-src"]
            .into_iter()
            .filter_map(|name| self.tree.attr(at, name))
            .find(|source| !source.trim().is_empty() && *source != "about:blank");
        let Some(source) = source else {
            self.left.add(&format!("<{}>", self.tree.name(at)), Why::NoPlace);
            return;
        };
        let Some(address) = self.fetchable(source).filter(|address| link::is_external(address)) else {
            return;
        };
        let title = one_line(self.tree.attr(at, "title").unwrap_or_default());
        let card = embeds::card(&address, &title).unwrap_or_else(|| {
            self.left.add(&address, Why::UnknownProvider);
            Embed {
                provider: link::host(&address),
                url: address,
                title,
            }
        });
        flow.block(BlockKind::Embed(card));
    }

    fn media(&mut self, at: usize, flow: &mut Flow) {
        let video = self.tree.name(at) == "video";
        let mut source = self.tree.attr(at, "src");
        if source.is_none() {
            source = self
                .tree
                .children(at)
                .filter(|child| self.tree.name(*child) == "source")
                .find_map(|child| self.tree.attr(child, "src"));
        }
        let Some(url) = source.and_then(|source| self.fetchable(source)) else {
            self.left.add(&format!("<{}>", self.tree.name(at)), Why::NoPlace);
            return;
        };
        let title = one_line(self.tree.attr(at, "title").unwrap_or_default());
        let media = Media { url, title };
        flow.block(if video {
            BlockKind::Video(media)
        } else {
            BlockKind::Audio(media)
        });
    }

    fn aside(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        if is_pull_quote(self.class(at)) {
            return self.pull_quote(at, flow, place);
        }
        if self.has_class(at, &["read-more"])
            && let Some(more) = self.read_more(at)
        {
            return flow.block(BlockKind::ReadMore(more));
        }
        self.boxed(at, flow, place);
    }

    /// A card as this crate prints it: a label, and a title with or without a link.
    fn read_more(&mut self, at: usize) -> Option<ReadMore> {
        let below = self.tree.below(at, |_| true);
        let title_at = below
            .into_iter()
            .find(|node| self.has_class(*node, &["read-more-title"]))?;
        let url = self
            .tree
            .attr(title_at, "href")
            .and_then(|href| link::allowed_from(href, self.page))
            .filter(|href| link::is_external(href) || href.starts_with('/'));
        Some(ReadMore {
            title: self.text(title_at),
            story: None,
            url,
        })
    }
}

/// Blocks as text on lines; pictures, tables and the like are handed back.
fn flatten(blocks: Vec<Block>) -> (Inlines, Vec<Block>) {
    let mut text = Inlines::new();
    let mut spilled = Vec::new();
    flatten_into(blocks, &mut text, &mut spilled);
    (text, spilled)
}

fn flatten_into(blocks: Vec<Block>, text: &mut Inlines, spilled: &mut Vec<Block>) {
    let add = |text: &mut Inlines, line: Inlines| {
        if line.is_empty() {
            return;
        }
        if !text.is_empty() {
            text.push(Inline::Break);
        }
        text.extend(line);
    };
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph(line) | BlockKind::Heading(_, line) | BlockKind::Verse(line) => {
                add(text, line);
            }
            BlockKind::PullQuote { text: line, speaker } => {
                add(text, line);
                add(text, runs::plain(&speaker));
            }
            BlockKind::Quote { blocks, attribution } => {
                flatten_into(blocks, text, spilled);
                add(text, attribution);
            }
            BlockKind::List(list) => {
                for item in list.items {
                    flatten_into(item, text, spilled);
                }
            }
            BlockKind::Details { summary, blocks } => {
                add(text, summary);
                flatten_into(blocks, text, spilled);
            }
            _ => spilled.push(block),
        }
    }
}

fn finish_item(item: &mut Flow, items: &mut Vec<Vec<Block>>) {
    item.end_paragraph();
    if !item.blocks.is_empty() {
        items.push(std::mem::take(&mut item.blocks));
    }
}

/// Folded text of an attribute.
fn one_line(text: &str) -> String {
    runs::text(&runs::plain(text))
}

/// Program text without control characters and without empty lines at either end.
pub(crate) fn code_text(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = unified
        .chars()
        .filter(|c| runs::is_printable(*c) || matches!(c, '\n' | '\t'))
        .collect();
    clean.trim_matches('\n').to_owned()
}

/// `language-rust` → `rust`.
fn code_language(class: &str) -> String {
    class
        .split_ascii_whitespace()
        .find_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")))
        .map(one_line)
        .unwrap_or_default()
}

/// Elements that CSS sets on lines of their own.
fn is_box(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frameset"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

fn is_pull_quote(class: &str) -> bool {
    class.split_ascii_whitespace().any(|class| {
        matches!(
            class,
            "pullquote" | "pull-quote" | "wp-block-pullquote" | "kg-pullquote" | "pullQuote"
        )
    })
}

/// Whether the page itself hides an element from everybody.
fn is_hidden(tree: &Tree, at: usize) -> bool {
    if let Some(hidden) = tree.attr(at, "hidden") {
        return !hidden.eq_ignore_ascii_case("until-found");
    }
    if tree.name(at) == "dialog" {
        return tree.attr(at, "open").is_none();
    }
    let Some(style) = tree.attr(at, "style") else {
        return false;
    };
    style.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else {
            return false;
        };
        let value = value.trim().to_ascii_lowercase();
        let value = value.split('!').next().unwrap_or_default().trim();
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            _ => false,
        }
    })
}

/// Elements whose text is no text of the page.
fn never_text(tree: &Tree, at: usize) -> bool {
    matches!(
        tree.name(at),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "noembed"
            | "noframes"
            | "textarea"
            | "select"
            | "title"
            | "iframe"
            | "canvas"
            | "svg"
            | "datalist"
            | "rp"
    ) || is_hidden(tree, at)
}
