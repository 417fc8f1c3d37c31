//! Pictures and figures in HTML: source, alternative text, caption and credit, galleries.
//! Part of the HTML reader.

use super::{Flow, Place, Reader, one_line};
use crate::document::{Block, BlockKind, Inlines, Picture};
use crate::ids::unnumbered;
use crate::read::Why;
use crate::runs;

/// Classes that mark the maker of a picture inside its caption.
const CREDIT: &[&str] = &[
    "credit",
    "photo-credit",
    "image-credit",
    "caption-credit",
    "wp-caption-credit",
    "copyright",
    "byline",
    "photographer",
];

impl Reader<'_> {
    pub(super) fn image(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        let alt = one_line(self.tree.attr(at, "alt").unwrap_or_default());
        let class = self.class(at);
        if !alt.is_empty() && (class.contains("emoji") || class.contains("wp-smiley")) {
            flow.runs.push_folded(&alt, &place.marks);
            return;
        }
        if ["width", "height"]
            .iter()
            .all(|side| matches!(self.tree.attr(at, side), Some("0" | "1")))
        {
            self.left.add("<img> of one pixel", Why::Hidden);
            return;
        }
        if let Some(source) = self.image_source(at) {
            flow.block(BlockKind::Picture(Picture {
                source: Some(source),
                alt,
                ..Picture::default()
            }));
        }
    }

    fn image_source(&mut self, at: usize) -> Option<String> {
        let candidates: Vec<String> = ["src", "data-src", "data-lazy-src", "data-original"]
            .into_iter()
            .filter_map(|name| self.tree.attr(at, name).map(str::to_owned))
            .chain(
                ["srcset", "data-srcset"]
                    .into_iter()
                    .filter_map(|name| self.tree.attr(at, name))
                    .filter_map(|set| set.split_ascii_whitespace().next().map(str::to_owned)),
            )
            .filter(|source| !source.trim().is_empty())
            .collect();
        // A lazy loader puts a data: placeholder into `src` and the real address beside it.
        let usable = candidates.iter().find(|source| {
            crate::link::allowed_from(source, self.page)
                .is_some_and(|kept| crate::link::is_external(&kept) || kept.starts_with('/'))
        });
        let Some(source) = usable.or(candidates.first()) else {
            self.left.add("<img> without an address", Why::NoPlace);
            return None;
        };
        self.fetchable(source)
    }

    pub(super) fn figure(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        flow.end_paragraph();
        if super::is_pull_quote(self.class(at)) {
            return self.pull_quote(at, flow, place);
        }
        let captioned = self
            .tree
            .children(at)
            .find(|child| self.tree.name(*child) == "figcaption");
        let mut inner = Flow::default();
        for child in self.tree.children(at) {
            if Some(child) != captioned {
                self.node(child, &mut inner, &place.deeper());
            }
        }
        inner.end_paragraph();
        let (caption, credit, spilled) = match captioned {
            Some(at) => self.caption(at, place),
            None => (Inlines::new(), String::new(), Vec::new()),
        };
        let gallery = self.class(at).contains("gallery");
        let rest = attach(&mut inner.blocks, caption, credit, gallery);
        flow.append(inner.blocks);
        for line in rest {
            if !line.is_empty() {
                flow.block(BlockKind::Paragraph(line));
            }
        }
        flow.append(spilled);
    }

    /// The caption's text, the credit in it, and what else stood there.
    fn caption(&mut self, at: usize, place: &Place) -> (Inlines, String, Vec<Block>) {
        let tree = self.tree;
        let credit_at = tree
            .below(at, |node| !super::never_text(tree, node))
            .into_iter()
            .find(|node| self.has_class(*node, CREDIT) && !super::never_text(tree, *node));
        let Some(credit_at) = credit_at else {
            let (line, spilled) = self.line(at, place);
            return (line, String::new(), spilled);
        };
        let credit = self.text(credit_at);
        self.skipped = Some(credit_at);
        let (line, spilled) = self.line(at, place);
        self.skipped = None;
        (line, credit, spilled)
    }

    pub(super) fn gallery(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        let mut inner = Flow::default();
        self.children(at, &mut inner, &place.deeper());
        inner.end_paragraph();
        gather(&mut inner.blocks);
        flow.append(inner.blocks);
    }
}

/// Runs of two or more pictures become one gallery.
fn gather(blocks: &mut Vec<Block>) {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut pictures: Vec<Picture> = Vec::new();
    let finish = |pictures: &mut Vec<Picture>, out: &mut Vec<Block>| {
        let mut taken = std::mem::take(pictures);
        if taken.len() > 1 {
            out.push(unnumbered(BlockKind::Gallery(taken)));
        } else if let Some(one) = taken.pop() {
            out.push(unnumbered(BlockKind::Picture(one)));
        }
    };
    for block in blocks.drain(..) {
        if let BlockKind::Picture(picture) = block.kind {
            pictures.push(picture);
        } else {
            finish(&mut pictures, &mut out);
            out.push(block);
        }
    }
    finish(&mut pictures, &mut out);
    *blocks = out;
}

/// Gives caption and credit to the one block they belong to; hands back the lines for which there was none.
fn attach(blocks: &mut Vec<Block>, caption: Inlines, credit: String, gallery: bool) -> [Inlines; 2] {
    if blocks.len() > 1 && (gallery || blocks.iter().all(|b| matches!(b.kind, BlockKind::Picture(_)))) {
        gather(blocks);
    }
    if let [only] = blocks.as_mut_slice() {
        match &mut only.kind {
            BlockKind::Picture(picture) if picture.caption.is_empty() => {
                picture.caption = caption;
                if picture.credit.is_empty() {
                    picture.credit = credit;
                    return [Inlines::new(), Inlines::new()];
                }
                return [Inlines::new(), runs::plain(&credit)];
            }
            BlockKind::Quote { attribution, .. } if attribution.is_empty() => {
                *attribution = super::quotes::without_dash(caption);
                return [Inlines::new(), runs::plain(&credit)];
            }
            BlockKind::Table(table) if table.caption.is_empty() => {
                table.caption = caption;
                return [Inlines::new(), runs::plain(&credit)];
            }
            BlockKind::Audio(media) | BlockKind::Video(media) if media.title.is_empty() && is_bare(&caption) => {
                media.title = runs::text(&caption);
                return [Inlines::new(), runs::plain(&credit)];
            }
            BlockKind::Embed(embed) if embed.title.is_empty() && is_bare(&caption) => {
                embed.title = runs::text(&caption);
                return [Inlines::new(), runs::plain(&credit)];
            }
            _ => {}
        }
    }
    [caption, runs::plain(&credit)]
}

/// Text that loses nothing as a plain string.
fn is_bare(inlines: &[crate::document::Inline]) -> bool {
    matches!(
        inlines,
        [] | [crate::document::Inline::Text {
            marks: crate::document::Marks {
                strong: false,
                emphasis: false,
                strike: false,
                code: false,
                sub: false,
                sup: false,
                link: None,
            },
            ..
        }]
    )
}
