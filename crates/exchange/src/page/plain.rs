//! The plain text of a saved page: paragraphs by blank lines, the site's line of sections, headline, subheads, "Read more" lines.
//! Called by [`super::read`] for everything that is not HTML.

use courant_text::document::{Block, BlockId, BlockKind, Document, HeadingLevel, Inline, List, Marks};
use url::Url;

use super::{Found, Known, Refusal, byline, date, leave_out, phrases};

/// Reads the text of a page.
pub(crate) fn read(text: &str, address: Option<&Url>, paper: &Known) -> Result<Found, Refusal> {
    let mut lines = paragraphs(text);
    let mut found = Found::new(String::new(), Document::default());
    found.origin = address.cloned();

    // Everything before the headline: the line of sections, the site's name, a date or byline.
    let mut above: Vec<String> = Vec::new();
    let mut headline = None;
    while !lines.is_empty() && above.len() < 12 {
        let line = lines.remove(0);
        if phrases::is_section_line(&line, paper)
            || (phrases::is_section_name(&line, paper) && line.chars().count() < 30)
        {
            leave_out(&mut found.left_out, &line, "the site's line of sections");
            let known = phrases::is_section_name(&line, paper);
            if known && found.section.is_none() && !line.contains([',', '|', '>']) {
                found.section = Some(line.clone());
                found.took("section", "a line above the headline");
            }
        } else if let Some(why) = phrases::line_reason(&line, paper) {
            if why == "the copyright line" {
                found.rights = Some(line.clone());
            }
            leave_out(&mut found.left_out, &line, why);
        } else if byline::is_byline(&line) || date::is_date_line(&line) {
            above.push(line);
        } else {
            headline = Some(line);
            break;
        }
    }
    let Some(headline) = headline else {
        return Err(Refusal::NoStory(0));
    };
    let prose: usize = lines.iter().filter(|line| is_prose(line)).map(|line| words(line)).sum();
    if prose < 20 {
        return Err(if error_words(&headline) {
            Refusal::ErrorPage(headline.chars().take(80).collect())
        } else {
            Refusal::NoStory(prose)
        });
    }
    if headline.chars().count() > 300 || (headline.ends_with('.') && headline.chars().count() > 160) {
        return Err(Refusal::NoHeadline);
    }
    found.headline = headline;
    found.took("headline", "the first line of the text");
    // Lines above the headline say the same things as lines under it.
    for line in above.into_iter().rev() {
        lines.insert(0, line);
    }

    let mut blocks: Vec<Block> = Vec::new();
    let count = lines.len();
    let mut head = true;
    for at in 0..count {
        let Some(line) = lines.get(at) else { break };
        let next = lines.get(at + 1).map(String::as_str);
        let kind = if let Some(item) = list_item(line) {
            push_item(&mut blocks, item);
            head = false;
            continue;
        } else if matches!(line.as_str(), "***" | "* * *" | "---" | "###" | "— — —" | "—") {
            BlockKind::Rule
        } else if head && found.standfirst.is_none() && is_standfirst(line, &lines, at) {
            found.standfirst = Some(line.clone());
            found.took("standfirst", "the line under the headline");
            continue;
        } else if !head && is_subhead(line, next, paper) {
            BlockKind::Heading(HeadingLevel::Two, inlines(line))
        } else {
            BlockKind::Paragraph(inlines(line))
        };
        if is_prose(line) {
            head = false;
        }
        blocks.push(Block {
            id: BlockId(String::new()),
            kind,
        });
    }
    found.document = Document { blocks };
    super::blocks::settle(&mut found, paper);
    found.language = super::web::recognised(&found.document);
    if found.language.is_some() {
        found.took("language", "the words of the text");
    }
    found.took("body", "the text's paragraphs");
    Ok(found)
}

fn words(line: &str) -> usize {
    // Scripts without spaces: two characters count as a word.
    let wide = line.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count();
    line.split_whitespace().count().max(wide / 2)
}

/// A paragraph and not a line of something.
fn is_prose(line: &str) -> bool {
    words(line) >= 12 || (words(line) >= 6 && line.ends_with(['.', '!', '?', '…', '”', '"', '’', '。', '」']))
}

fn error_words(line: &str) -> bool {
    let key = super::folded(line);
    ["404", "403", "500", "not found", "access denied", "forbidden", "error"]
        .iter()
        .any(|mark| key.contains(mark))
}

/// Blank lines part paragraphs; without any, each line is one. Hard-wrapped lines are put together again.
fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .split('\n')
        .flat_map(|line| line.split('\u{2029}'))
        .map(|line| line.trim_matches([' ', '\t', '\r', '\u{c}', '\u{feff}']))
        .collect();
    let mut out: Vec<String> = Vec::new();
    for group in lines.split(|line| line.is_empty()) {
        if is_wrapped(group) {
            out.push(group.join(" "));
        } else {
            out.extend(group.iter().map(|line| (*line).to_owned()));
        }
    }
    out
}

/// Lines that a program broke at some width: all but the last are about as long as each other, and most end inside a sentence.
fn is_wrapped(group: &[&str]) -> bool {
    let Some((_, before)) = group.split_last() else {
        return false;
    };
    if before.is_empty() {
        return false;
    }
    let lengths = || before.iter().map(|line| line.chars().count());
    let longest = lengths().max().unwrap_or(0);
    let inside = before
        .iter()
        .filter(|line| !line.ends_with(['.', '!', '?', '”', '"', ':', '…']))
        .count();
    longest <= 110
        && lengths().all(|length| length >= 45 && length * 10 >= longest * 6)
        && inside * 10 >= before.len() * 6
}

fn inlines(line: &str) -> Vec<Inline> {
    vec![Inline::Text {
        text: line.to_owned(),
        marks: Marks::default(),
    }]
}

fn list_item(line: &str) -> Option<&str> {
    ["• ", "* ", "- ", "· ", "▪ "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map(str::trim_start)
}

fn push_item(blocks: &mut Vec<Block>, item: &str) {
    let paragraph = vec![Block {
        id: BlockId(String::new()),
        kind: BlockKind::Paragraph(inlines(item)),
    }];
    if let Some(Block {
        kind: BlockKind::List(list),
        ..
    }) = blocks.last_mut()
    {
        list.items.push(paragraph);
        return;
    }
    blocks.push(Block {
        id: BlockId(String::new()),
        kind: BlockKind::List(List {
            ordered: false,
            start: 1,
            items: vec![paragraph],
        }),
    });
}

/// The line between headline and byline; nothing is guessed when the text follows at once.
fn is_standfirst(line: &str, lines: &[String], at: usize) -> bool {
    if line.chars().count() > 260
        || byline::is_byline(line)
        || date::is_date_line(line)
        || phrases::pointer(line).is_some()
    {
        return false;
    }
    lines
        .get(at + 1)
        .is_some_and(|next| byline::is_byline(next) || (date::is_date_line(next) && next.chars().count() < 60))
}

/// A short line without end mark over a paragraph, set like a title.
fn is_subhead(line: &str, next: Option<&str>, paper: &Known) -> bool {
    let length = line.chars().count();
    let Some(next) = next else { return false };
    if !(3..=120).contains(&length)
        || phrases::line_reason(line, paper).is_some()
        || phrases::pointer(line).is_some()
        || phrases::pointer_label(line)
    {
        return false;
    }
    if line.ends_with(['.', '!', '…', ':', ';', ',', '"', '”', '。', '」', '»', ')'])
        || line.starts_with(['"', '“', '‘', '\'', '«', '(', '-', '–', '—', '「'])
    {
        return false;
    }
    if byline::is_byline(line) || date::is_date_line(line) || !is_prose(next) {
        return false;
    }
    for label in ["Photo", "Image", "Picture", "Credit", "Source", "Foto", "Caption"] {
        if line.starts_with(label) && line.contains(':') {
            return false;
        }
    }
    let cased = line.chars().any(|c| c.is_uppercase() || c.is_lowercase());
    if !cased {
        return length <= 40;
    }
    if !line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) {
        return false;
    }
    let list: Vec<&str> = line.split_whitespace().collect();
    let long: Vec<&&str> = list
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 4)
        .collect();
    let capital = long
        .iter()
        .filter(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase))
        .count();
    let title_case = !long.is_empty() && capital * 10 >= long.len() * 6;
    title_case || (list.len() <= 12 && next.chars().count() > length * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_wrapped_lines_are_put_together() {
        let text = "A headline of some words\n\nThe first line of a paragraph that was wrapped by a\nprogram at some seventy characters goes on here and\nends here.\n\nA second paragraph that was wrapped by a program at\nsome seventy characters goes on here and ends here.\n";
        assert_eq!(paragraphs(text).len(), 3);
    }

    #[test]
    fn subheads_are_told_from_quotations_and_one_line_paragraphs() {
        let paper = Known::default();
        let next = Some(
            "The ministers of the two states met on the island for the third time this year, and parted without a paper.",
        );
        assert!(is_subhead("Growing Security Concerns Amid Sanctions", next, &paper));
        assert!(is_subhead("What comes next", next, &paper));
        assert!(!is_subhead("“We shall see”", next, &paper));
        assert!(!is_subhead("Nobody came.", next, &paper));
        assert!(!is_subhead("What comes next", Some("Nothing"), &paper));
        assert!(!is_subhead("Photo: A. Mensah", next, &paper));
    }
}
