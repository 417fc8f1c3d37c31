//! A document as Markdown for people without the editor, and back over the document that it was made of.
//! The desk's plain form uses it; a block that Markdown cannot hold is written as a line `⟦ID …⟧` that stands for it.

use std::collections::{BTreeSet, HashMap};

use crate::diff;
use crate::document::{Block, BlockId, BlockKind, Document, HeadingLevel, Inline, Inlines, Link, Marks};
use crate::ids::{self, Ids};
use crate::plain;

/// Writes a document. [`read_over`] reads it back, with the same blocks where nothing was changed.
pub fn write(document: &Document) -> String {
    let mut lines = Vec::with_capacity(document.blocks.len());
    let mut after_list = false;
    for block in &document.blocks {
        let is_list = matches!(block.kind, BlockKind::List(_));
        // Two lists in a row would be read as one.
        let written = Some(&block.kind)
            .filter(|_| !(is_list && after_list))
            .and_then(markdown);
        let written = written.filter(|text| reads_as(text, &block.kind));
        after_list = is_list && written.is_some();
        lines.push(written.unwrap_or_else(|| stand_in(block)));
    }
    lines.join("\n\n")
}

/// Reads Markdown that was made of `base` and changed since: lines that stand for a block become that block again, and
/// blocks that are still there keep their ids.
pub fn read_over(markdown: &str, base: &Document) -> Document {
    let kept: HashMap<&str, &Block> = base.blocks.iter().map(|block| (block.id.0.as_str(), block)).collect();
    let mut fresh = Fresh::beside(base);
    let mut document = super::read(markdown, &mut fresh).document;
    for block in &mut document.blocks {
        if let BlockKind::Paragraph(line) = &block.kind
            && let Some(stands_for) = stands_for(line).and_then(|id| kept.get(id.as_str()))
        {
            *block = (*stands_for).clone();
        }
    }
    diff::keep_ids(base, &mut document);
    unique(&mut document, &mut fresh);
    document
}

/// Ids that no block of a document has.
struct Fresh {
    taken: BTreeSet<String>,
    last: u64,
}

impl Fresh {
    fn beside(document: &Document) -> Self {
        let mut taken = BTreeSet::new();
        each(&document.blocks, &mut |block| {
            taken.insert(block.id.0.clone());
        });
        Self { taken, last: 0 }
    }
}

impl Ids for Fresh {
    fn next(&mut self) -> BlockId {
        loop {
            self.last += 1;
            let id = format!("p{}", self.last);
            if self.taken.insert(id.clone()) {
                return BlockId(id);
            }
        }
    }
}

fn each(blocks: &[Block], visit: &mut dyn FnMut(&Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::Quote { blocks, .. } | BlockKind::Details { blocks, .. } => each(blocks, visit),
            BlockKind::List(list) => list.items.iter().for_each(|item| each(item, visit)),
            _ => {}
        }
    }
}

/// A line that was copied stands for its block twice: the second gets ids of its own.
fn unique(document: &mut Document, fresh: &mut Fresh) {
    let mut seen = BTreeSet::new();
    for block in &mut document.blocks {
        let mut doubled = false;
        each(std::slice::from_ref(block), &mut |one| {
            doubled |= !seen.insert(one.id.clone());
        });
        if doubled {
            let mut alone = Document {
                blocks: vec![block.clone()],
            };
            ids::number(&mut alone, fresh);
            if let Some(numbered) = alone.blocks.pop() {
                *block = numbered;
            }
        }
    }
}

/// The id in a line that stands for a block.
fn stands_for(line: &[Inline]) -> Option<String> {
    let text = plain::inlines(line);
    let inside = text.trim().strip_prefix('⟦')?.strip_suffix('⟧')?;
    inside.split_whitespace().next().map(str::to_owned)
}

/// The line that stands for a block.
fn stand_in(block: &Block) -> String {
    let words: String = plain::block(block)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|c| !"⟦⟧\\`*_[]<>~&!|^$".contains(*c))
        .take(60)
        .collect();
    format!("⟦{} {}⟧", block.id.0, format!("{} {words}", name(&block.kind)).trim())
}

fn reads_as(text: &str, kind: &BlockKind) -> bool {
    let read = super::read(text, &mut crate::ids::SequentialIds::new());
    let [one] = read.document.blocks.as_slice() else {
        return false;
    };
    read.left_out.is_empty() && diff::same_but_ids(&one.kind, kind)
}

fn name(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph(_) => "paragraph",
        BlockKind::Heading(..) => "subhead",
        BlockKind::Quote { .. } => "quotation",
        BlockKind::PullQuote { .. } => "pull quote",
        BlockKind::List(_) => "list",
        BlockKind::Picture(_) => "picture",
        BlockKind::Gallery(_) => "gallery",
        BlockKind::Embed(_) => "embed",
        BlockKind::Audio(_) => "sound",
        BlockKind::Video(_) => "film",
        BlockKind::File(_) => "file",
        BlockKind::Details { .. } => "details",
        BlockKind::Verse(_) => "verse",
        BlockKind::ReadMore(_) => "read more",
        BlockKind::Code { .. } => "code",
        BlockKind::Table(_) => "table",
        BlockKind::Rule => "rule",
    }
}

fn markdown(kind: &BlockKind) -> Option<String> {
    Some(match kind {
        BlockKind::Paragraph(line) => inlines(line),
        BlockKind::Heading(level, line) => {
            let mark = match level {
                HeadingLevel::Two => "##",
                HeadingLevel::Three => "###",
                HeadingLevel::Four => "####",
            };
            format!("{mark} {}", inlines(line))
        }
        BlockKind::Quote { blocks, attribution } => {
            let mut text = many(blocks)?;
            if !attribution.is_empty() {
                text.push_str("\n\n— ");
                text.push_str(&inlines(attribution));
            }
            prefixed(&text, "> ", "> ")
        }
        BlockKind::PullQuote { text, speaker } => {
            format!("```pullquote {speaker}\n{}\n```", plain::inlines(text))
        }
        BlockKind::List(list) => {
            let mut lines = Vec::new();
            for (at, item) in list.items.iter().enumerate() {
                let mark = if list.ordered {
                    format!("{}. ", u64::from(list.start) + at as u64)
                } else {
                    "- ".to_owned()
                };
                lines.push(prefixed(&many(item)?, &mark, &" ".repeat(mark.len())));
            }
            lines.join("\n")
        }
        BlockKind::Verse(lines) => format!("```verse\n{}\n```", plain::inlines(lines).replace('\u{a0}', " ")),
        BlockKind::ReadMore(card) => match (&card.story, &card.url) {
            (Some(story), _) => format!("Read more: [{}](story:{story})", escaped(&card.title)),
            (None, Some(url)) => format!("Read more: [{}]({url})", escaped(&card.title)),
            (None, None) => format!("Read more: {}", escaped(&card.title)),
        },
        BlockKind::Code { language, text } => format!("```{language}\n{text}\n```"),
        BlockKind::Picture(picture) => {
            let target = picture.picture.as_ref().map(|id| format!("picture:{id}"));
            let caption = plain::inlines(&picture.caption);
            let title = if caption.is_empty() {
                String::new()
            } else {
                format!(" \"{}\"", escaped(&caption))
            };
            format!("![{}]({}{title})", escaped(&picture.alt), target?)
        }
        BlockKind::Rule => "* * *".to_owned(),
        BlockKind::Gallery(_)
        | BlockKind::Embed(_)
        | BlockKind::Audio(_)
        | BlockKind::Video(_)
        | BlockKind::File(_)
        | BlockKind::Details { .. }
        | BlockKind::Table(_) => return None,
    })
}

fn many(blocks: &[Block]) -> Option<String> {
    let texts: Option<Vec<String>> = blocks.iter().map(|block| markdown(&block.kind)).collect();
    Some(texts?.join("\n\n"))
}

fn prefixed(text: &str, first: &str, others: &str) -> String {
    text.lines()
        .enumerate()
        .map(|(at, line)| format!("{}{line}", if at == 0 { first } else { others }))
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Text with marks. What a run cannot say in Markdown shows when it is read back, and the block stands as a line.
fn inlines(line: &Inlines) -> String {
    let mut out = String::new();
    for inline in line {
        match inline {
            Inline::Break => out.push_str("\\\n"),
            Inline::Text { text, marks } => out.push_str(&run(text, marks)),
        }
    }
    out
}

fn run(text: &str, marks: &Marks) -> String {
    if marks.code {
        return format!("`{text}`");
    }
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len().max(start);
    let (before, rest) = text.split_at_checked(start).unwrap_or(("", text));
    let (words, after) = rest.split_at_checked(end - start).unwrap_or((rest, ""));
    let mut out = escaped(words);
    for (set, mark) in [(marks.strike, "~~"), (marks.emphasis, "*"), (marks.strong, "**")] {
        if set {
            out = format!("{mark}{out}{mark}");
        }
    }
    if let Some(Link { href, title }) = &marks.link {
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" \"{}\"", escaped(title))
        };
        out = format!("[{out}](<{href}>{title})");
    }
    format!("{before}{out}{after}")
}

/// Text whose signs mean themselves.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let starts = at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=');
        let numbers = matches!(c, '.' | ')') && at > 0 && text.get(..at).is_some_and(is_number);
        if starts
            || numbers
            || matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&' | '!' | '|' | '"'
            )
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
