//! The last look at the blocks of a story: bylines and furniture above and below the text go, "Read more" lines become cards.
//! Called by `web` and `plain` with the document as it was first read.

use courant_text::document::{Block, BlockKind, Document, HeadingLevel, Inline, ReadMore};
use courant_text::plain;

use super::date::{self, Reading};
use super::{Found, Known, byline, folded, leave_out, phrases};

/// Settles the blocks in `found.document`, filling byline, date and rights when a line prints them and nothing else did.
pub(crate) fn settle(found: &mut Found, paper: &Known) {
    let mut blocks = std::mem::take(&mut found.document.blocks);
    cut_at_replies(&mut blocks, found);
    read_more(&mut blocks, found);
    rules(&mut blocks);
    part_head(&mut blocks, found);
    trim_head(&mut blocks, found, paper);
    bold_subheads(&mut blocks);
    remove_lines(&mut blocks, found, paper);
    trim_tail(&mut blocks, found, paper);
    linked_lines(&mut blocks);
    same_pictures(&mut blocks, found);
    found.document = Document { blocks };
    let ids = &mut courant_text::SequentialIds::new();
    courant_text::ids::number(&mut found.document, ids);
    found.dateline = dateline(&found.document);
    if found.dateline.is_some() {
        found.took("dateline", "the first paragraph (the words stay there)");
    }
}

fn text_of(block: &Block) -> String {
    plain::block(block)
}

/// The text of a paragraph or subhead.
fn line_of(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => Some(plain::inlines(inlines)),
        _ => None,
    }
}

fn prose_length(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Paragraph(inlines) => Some(plain::inlines(inlines).chars().count()),
            BlockKind::Quote { .. } | BlockKind::List(_) => Some(text_of(block).chars().count()),
            _ => None,
        })
        .filter(|length| *length >= 40)
        .sum()
}

/// The whole block is links, apart from marks between them.
fn is_all_links(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => {
            let mut linked = 0usize;
            let mut bare = 0usize;
            for inline in inlines {
                if let Inline::Text { text, marks } = inline {
                    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
                    if marks.link.is_some() {
                        linked += letters;
                    } else {
                        bare += letters;
                    }
                }
            }
            linked > 0 && bare * 8 <= linked
        }
        BlockKind::List(list) => {
            !list.items.is_empty()
                && list.items.iter().all(|item| {
                    !item.is_empty()
                        && item
                            .iter()
                            .all(|block| is_all_links(block) || matches!(block.kind, BlockKind::Picture(_)))
                })
        }
        _ => false,
    }
}

fn first_link(inlines: &[Inline]) -> Option<String> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text { marks, .. } => marks.link.as_ref().map(|link| link.href.clone()),
        Inline::Break => None,
    })
}

/// From the heading of the replies on, nothing is story any more.
fn cut_at_replies(blocks: &mut Vec<Block>, found: &mut Found) {
    let whole = prose_length(blocks);
    let cut = blocks.iter().enumerate().position(|(at, block)| {
        let Some(line) = line_of(block) else { return false };
        let key = folded(&line);
        if key.chars().count() > 60 {
            return false;
        }
        let counted = {
            let mut words = key.split(' ');
            words
                .next()
                .is_some_and(|w| !w.is_empty() && w.chars().all(|c| c.is_ascii_digit()))
                && words.next().is_some_and(|w| {
                    matches!(
                        w,
                        "comments"
                            | "comment"
                            | "replies"
                            | "responses"
                            | "thoughts"
                            | "kommentare"
                            | "comentarios"
                            | "commentaires"
                    )
                })
        };
        let replies = counted
            || matches!(
                key.as_str(),
                "leave a reply"
                    | "leave a comment"
                    | "comments"
                    | "reader comments"
                    | "join the conversation"
                    | "leave a reply cancel reply"
                    | "what do you think"
                    | "kommentare"
                    | "comentarios"
                    | "commentaires"
            );
        let more = matches!(
            key.as_str(),
            "related articles"
                | "related stories"
                | "related posts"
                | "related news"
                | "you may also like"
                | "you might also like"
                | "recommended for you"
                | "more stories"
                | "most read"
                | "most popular"
                | "latest news"
                | "recent posts"
                | "more from this section"
                | "around the web"
                | "about the author"
        );
        // Measured only for such a line: a page may have ten thousand short ones.
        if !replies && !more {
            return false;
        }
        let before = prose_length(blocks.get(..at).unwrap_or_default());
        (replies && before >= 150) || (more && before * 3 >= whole * 2 && before >= 150)
    });
    if let Some(cut) = cut {
        for block in blocks.drain(cut..).collect::<Vec<_>>() {
            let text = text_of(&block);
            let why = if folded(&text).contains("reply") || folded(&text).contains("published") {
                "the reply form"
            } else {
                "below the story"
            };
            leave_out(&mut found.left_out, &text, why);
        }
    }
}

/// "Read more: TITLE" lines become cards; a label with links under it becomes one card a link when the text goes on after it.
fn read_more(blocks: &mut Vec<Block>, found: &mut Found) {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut waiting: std::collections::VecDeque<Block> = std::mem::take(blocks).into();
    while let Some(block) = waiting.pop_front() {
        let (BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines)) = &block.kind else {
            out.push(block);
            continue;
        };
        let line = plain::inlines(inlines);
        if line.chars().count() > 320 {
            out.push(block);
            continue;
        }
        if let Some(title) = phrases::pointer(&line)
            && !title.is_empty()
        {
            let url = first_link(inlines);
            // "More: he said …" is a sentence when nothing is linked and it ends like one.
            let weak = matches!(
                folded(line.split(':').next().unwrap_or_default()).as_str(),
                "read" | "more" | "related" | "recommended"
            );
            if !(weak && url.is_none() && title.ends_with(['.', '!', '?'])) {
                out.push(card(&block, title, url));
                continue;
            }
        }
        if phrases::pointer_label(&line) && line.chars().count() < 40 {
            let goes_on = |rest: &std::collections::VecDeque<Block>| {
                rest.iter()
                    .skip(1)
                    .any(|block| matches!(&block.kind, BlockKind::Paragraph(p) if plain::inlines(p).chars().count() > 100 && !is_all_links(block)))
            };
            let linked_itself = first_link(inlines).is_some();
            match waiting.front() {
                Some(next) if !linked_itself && is_all_links(next) => {
                    let inside = goes_on(&waiting);
                    if let Some(next) = waiting.pop_front() {
                        let cards = cards_of(&next);
                        if inside || cards.len() == 1 {
                            out.extend(cards);
                        } else {
                            leave_out(
                                &mut found.left_out,
                                &format!("{line} {}", text_of(&next)),
                                "links to other stories",
                            );
                        }
                    }
                    continue;
                }
                _ => {
                    leave_out(&mut found.left_out, &line, "links to other stories");
                    continue;
                }
            }
        }
        out.push(block);
    }
    *blocks = out;
}

fn card(block: &Block, title: &str, url: Option<String>) -> Block {
    Block {
        id: block.id.clone(),
        kind: BlockKind::ReadMore(ReadMore {
            title: title.to_owned(),
            story: None,
            url,
        }),
    }
}

fn cards_of(block: &Block) -> Vec<Block> {
    match &block.kind {
        BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => {
            vec![card(block, &plain::inlines(inlines), first_link(inlines))]
        }
        BlockKind::List(list) => list.items.iter().flatten().flat_map(cards_of).collect(),
        _ => Vec::new(),
    }
}

/// A line of strokes is a rule.
fn rules(blocks: &mut [Block]) {
    for block in blocks.iter_mut() {
        if let BlockKind::Paragraph(inlines) = &block.kind {
            let line = plain::inlines(inlines);
            let line = line.trim();
            if line.chars().count() >= 2
                && line.chars().count() <= 60
                && line
                    .chars()
                    .all(|c| matches!(c, '_' | '-' | '—' | '–' | '*' | ' ' | '='))
            {
                block.kind = BlockKind::Rule;
            }
        }
    }
}

/// Old pages set byline and date on lines of one paragraph; they are parted so that each can be looked at.
fn part_head(blocks: &mut Vec<Block>, found: &Found) {
    let headline = folded(&found.headline);
    for at in 0..blocks.len().min(4) {
        let Some(BlockKind::Paragraph(inlines)) = blocks.get(at).map(|b| &b.kind) else {
            continue;
        };
        if !inlines.contains(&Inline::Break) {
            continue;
        }
        let lines: Vec<Vec<Inline>> = inlines
            .split(|inline| *inline == Inline::Break)
            .map(<[Inline]>::to_vec)
            .collect();
        let is_head = |line: &Vec<Inline>| {
            let text = plain::inlines(line);
            byline::is_byline(&text) || date::is_date_line(&text) || folded(&text) == headline
        };
        if !lines.iter().take(3).any(is_head) {
            continue;
        }
        let Some(block) = blocks.get(at).cloned() else { continue };
        let parted = lines
            .into_iter()
            .filter(|line| !plain::inlines(line).trim().is_empty())
            .map(|line| Block {
                id: block.id.clone(),
                kind: BlockKind::Paragraph(line),
            });
        blocks.splice(at..=at, parted);
        return;
    }
}

/// Headline, byline, date and section lines that stand again above the first paragraph.
fn trim_head(blocks: &mut Vec<Block>, found: &mut Found, paper: &Known) {
    let headline = folded(&found.headline);
    let mut at = 0usize;
    let mut looked = 0usize;
    while looked < 14 {
        looked += 1;
        let Some(block) = blocks.get(at) else { break };
        let Some(line) = line_of(block) else {
            if matches!(block.kind, BlockKind::Rule) || is_all_links(block) {
                leave_out(&mut found.left_out, &text_of(block), "a list of links");
                blocks.remove(at);
            } else {
                at += 1;
            }
            continue;
        };
        let line = line.trim().to_owned();
        let key = folded(&line);
        if key.is_empty() || key == headline || found.standfirst.as_ref().is_some_and(|text| folded(text) == key) {
            blocks.remove(at);
            continue;
        }
        if line.chars().count() > 200 {
            break;
        }
        if let Some(why) = head_line(&line, found, paper) {
            leave_out(&mut found.left_out, &line, why);
            blocks.remove(at);
            continue;
        }
        if line.ends_with(['.', '!', '?', '”', '"', '…']) && line.chars().count() > 50 {
            break;
        }
        at += 1;
    }
}

/// Why a line above the text is not text; takes byline and date from it.
fn head_line(line: &str, found: &mut Found, paper: &Known) -> Option<&'static str> {
    const WHY: &str = "the byline and date line";
    if byline::is_byline(line) {
        if found.byline.is_empty() {
            found.byline = byline::names(line, true);
            found.took("byline", "a line under the headline");
        }
        take_date(line, found);
        return Some(WHY);
    }
    if date::is_date_line(line) {
        take_date(line, found);
        return Some(WHY);
    }
    let key = folded(line);
    if !found.byline.is_empty()
        && byline::names(line, false)
            .iter()
            .all(|name| found.byline.contains(name))
        && !byline::names(line, false).is_empty()
        && line.chars().count() < 100
    {
        return Some(WHY);
    }
    if phrases::is_section_line(line, paper)
        || found.section.as_ref().is_some_and(|s| folded(s) == key)
        || (phrases::is_section_name(line, paper) && line.chars().count() < 30)
    {
        return Some("the section line");
    }
    if found.site.as_ref().is_some_and(|site| folded(site) == key) {
        return Some("the name of the site");
    }
    phrases::line_reason(line, paper)
}

fn take_date(line: &str, found: &mut Found) {
    let lower = line.to_lowercase();
    if found.published.is_some() || lower.starts_with("updated") || lower.starts_with("last updated") {
        return;
    }
    match date::read(line) {
        Reading::Sure(date) => {
            found.published = Some(date);
            found.took("date", "a line under the headline");
        }
        Reading::TwoReadings(text) => found.warn(two_readings(&text)),
        Reading::None => {}
    }
}

pub(crate) fn two_readings(text: &str) -> String {
    format!("The date \u{201c}{text}\u{201d} can be read with the day or the month first; it was not taken.")
}

/// A short paragraph that is bold as a whole, between two paragraphs, is a subhead.
fn bold_subheads(blocks: &mut [Block]) {
    for at in 1..blocks.len() {
        let follows = matches!(
            blocks.get(at + 1).map(|b| &b.kind),
            Some(BlockKind::Paragraph(_) | BlockKind::List(_) | BlockKind::Quote { .. })
        );
        let Some(block) = blocks.get_mut(at) else { break };
        let BlockKind::Paragraph(inlines) = &mut block.kind else {
            continue;
        };
        let bold = inlines.iter().all(|inline| match inline {
            Inline::Text { text, marks } => marks.strong || text.trim().is_empty(),
            Inline::Break => false,
        });
        let line = plain::inlines(inlines);
        if follows
            && bold
            && !line.is_empty()
            && line.chars().count() <= 110
            && !line.trim_end().ends_with(['.', '!', ':', ',', ';', '”', '"', '’', '…'])
            && !line.starts_with(['“', '"', '‘', '-', '•', '–'])
        {
            for inline in inlines.iter_mut() {
                if let Inline::Text { marks, .. } = inline {
                    marks.strong = false;
                }
            }
            let inlines = std::mem::take(inlines);
            block.kind = BlockKind::Heading(HeadingLevel::Two, inlines);
        }
    }
}

/// "Advertisement", "Share this" and their like between the paragraphs.
fn remove_lines(blocks: &mut Vec<Block>, found: &mut Found, paper: &Known) {
    blocks.retain(|block| {
        let Some(line) = line_of(block) else {
            // An empty list, or one whose every line is furniture (share buttons).
            if let BlockKind::List(list) = &block.kind {
                let all = list.items.iter().all(|item| {
                    item.iter()
                        .all(|inner| line_of(inner).is_some_and(|line| phrases::line_reason(&line, paper).is_some()))
                });
                if all {
                    leave_out(&mut found.left_out, &text_of(block), "buttons");
                    return false;
                }
            }
            return true;
        };
        let Some(why) = phrases::line_reason(&line, paper) else {
            return true;
        };
        if why == "the copyright line" && found.rights.is_none() {
            found.rights = Some(line.trim().to_owned());
        }
        if why == "the paywall's words" {
            found.warn(format!(
                "The page asks for a subscription (\u{201c}{}\u{201d}): the text may be only the beginning.",
                line.trim()
            ));
        }
        leave_out(&mut found.left_out, &line, why);
        false
    });
}

/// A line between paragraphs that is one link and no sentence points to another story.
fn linked_lines(blocks: &mut [Block]) {
    for block in blocks.iter_mut() {
        let BlockKind::Paragraph(inlines) = &block.kind else {
            continue;
        };
        let line = plain::inlines(inlines);
        let words = line.split_whitespace().count();
        let Some(url) = first_link(inlines) else { continue };
        let one = inlines.iter().all(|inline| match inline {
            Inline::Text { text, marks } => {
                text.trim().is_empty() || marks.link.as_ref().is_some_and(|link| link.href == url)
            }
            Inline::Break => false,
        });
        if one && (4..=30).contains(&words) && url.starts_with("http") && !line.trim_end().ends_with(['.', ':', ',']) {
            let new = card(block, line.trim(), Some(url));
            *block = new;
        }
    }
}

/// Slide shows print each picture several times; the first stays.
fn same_pictures(blocks: &mut Vec<Block>, found: &mut Found) {
    let mut seen: std::collections::HashSet<String> = std::collections::HashSet::new();
    if let Some(lead) = &found.lead_picture {
        seen.insert(lead.src.clone());
    }
    blocks.retain(|block| match &block.kind {
        BlockKind::Picture(picture) => {
            let Some(src) = &picture.source else { return true };
            if seen.insert(src.clone()) {
                return true;
            }
            leave_out(
                &mut found.left_out,
                &format!("{} {src}", plain::inlines(&picture.caption)),
                "a picture that is printed twice",
            );
            false
        }
        _ => true,
    });
}

/// What stands under the last paragraph: link lists, subheads without text, author notes.
fn trim_tail(blocks: &mut Vec<Block>, found: &mut Found, paper: &Known) {
    let whole = prose_length(blocks);
    while let Some(last) = blocks.last() {
        let text = text_of(last);
        let line = line_of(last);
        let why = match &last.kind {
            BlockKind::Rule => Some(""),
            BlockKind::Heading(..) => Some("a subhead with nothing under it"),
            BlockKind::List(_) | BlockKind::Paragraph(_)
                if is_all_links(last) && (text.chars().count() < 160 || matches!(last.kind, BlockKind::List(_))) =>
            {
                Some("links to other stories")
            }
            BlockKind::Paragraph(_) if text.trim().is_empty() => Some(""),
            BlockKind::Paragraph(_) if about_author(&text, found) && whole > 600 => Some("about the author"),
            BlockKind::Paragraph(_) if phrases::is_section_line(&text, paper) => Some("the tag line"),
            BlockKind::Paragraph(_) if date::is_date_line(&text) => Some("the byline and date line"),
            BlockKind::Paragraph(_) if line.as_deref().is_some_and(byline::is_byline) && found.byline.is_empty() => {
                found.byline = byline::names(&text, true);
                found.took("byline", "a line under the text");
                Some("the byline and date line")
            }
            _ => None,
        };
        let Some(why) = why else { break };
        if blocks.len() == 1 {
            break;
        }
        if !why.is_empty() {
            leave_out(&mut found.left_out, &text, why);
        }
        blocks.pop();
    }
}

/// "Jane Roe is a reporter in Nairobi."
fn about_author(text: &str, found: &Found) -> bool {
    text.chars().count() < 420
        && found.byline.iter().any(|name| {
            text.strip_prefix(name.as_str()).is_some_and(|rest| {
                [
                    " is a",
                    " is the",
                    " is an",
                    " covers ",
                    " writes ",
                    " reports ",
                    " has been",
                    " was a",
                    " joined ",
                ]
                .iter()
                .any(|start| rest.starts_with(start))
            })
        })
}

/// The dateline that opens the first paragraph: "JAKARTA, Indonesia (AP) —".
fn dateline(document: &Document) -> Option<String> {
    let first = document.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => Some(plain::inlines(inlines)),
        _ => None,
    })?;
    dateline_of(&first)
}

pub(crate) fn dateline_of(paragraph: &str) -> Option<String> {
    let head: String = paragraph.chars().take(90).collect();
    let (at, _) = ["—", "–", " - ", " -- ", "― "]
        .iter()
        .filter_map(|mark| Some((head.find(mark)?, *mark)))
        .min_by_key(|(at, _)| *at)?;
    let place = head.get(..at)?.trim_end();
    if place.is_empty()
        || place.contains(['.', '“', '"', '?', '!', ':', ';'])
            && !place.contains("St.")
            && !place.contains("Sept.")
            && !place.contains("Jan.")
    {
        return None;
    }
    let mut words = place.split([' ', ',', '/']).filter(|w| !w.is_empty());
    let first = words.next()?;
    let letters: Vec<char> = first.chars().filter(|c| c.is_alphabetic()).collect();
    let capital = letters.len() >= 2 && letters.iter().all(|c| c.is_uppercase());
    // "Jakarta, Indonesia (AP) —": mixed case counts only with the agency in brackets at its end.
    let agency = place.ends_with(')') && place.contains('(') && letters.first().is_some_and(|c| c.is_uppercase());
    let names_only = place
        .split([' ', ',', '(', ')', '/'])
        .filter(|w| !w.is_empty())
        .all(|w| {
            w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
                || matches!(
                    w,
                    "of" | "de" | "al" | "el" | "la" | "the" | "upon" | "on" | "and" | "sur"
                )
        });
    ((capital || agency) && names_only && place.split_whitespace().count() <= 9).then(|| place.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_is_taken_only_in_its_form() {
        assert_eq!(
            dateline_of("JAKARTA, Indonesia (AP) — The talks").as_deref(),
            Some("JAKARTA, Indonesia (AP)")
        );
        assert_eq!(
            dateline_of("NAIROBI, Sept 6 (Reuters) - The talks").as_deref(),
            Some("NAIROBI, Sept 6 (Reuters)")
        );
        assert_eq!(
            dateline_of("Lomé (AFP) – Les négociations").as_deref(),
            Some("Lomé (AFP)")
        );
        assert_eq!(dateline_of("The president – who had come late – spoke"), None);
        assert_eq!(dateline_of("During an interview in Jakarta, Harris said"), None);
        assert_eq!(dateline_of("NATO said on Monday that the talks – long awaited"), None);
    }
}
