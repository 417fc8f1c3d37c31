//! Takes the bombs out of a page's source before it is parsed: nesting beyond any real page, endlessly reopened marks, script text.
//! Called by [`super::web`]; what a reader sees of an ordinary page does not change.

/// Deepest nesting that is kept; real pages stay below 100.
const DEEPEST: usize = 200;
/// How many marks (`<b>`, `<font>`) may stand open at once. Each new paragraph reopens all of them, so their product is what hurts.
const MOST_MARKS: usize = 24;
/// How many marks may be reopened by paragraphs in all, before those that stand open are closed.
const MOST_REOPENED: usize = 10_000;
/// How many attributes (about) a tag may have.
const MOST_PARTS: usize = 2000;
/// Longest source that is read, in bytes.
const LONGEST: usize = 16 << 20;

const MARKS: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param",
];
/// Elements that the parser closes by itself; they do not add depth when left open.
const SELF_CLOSING: &[&str] = &["p", "li", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead"];
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// The source without start tags that nest too deep, and without the text of scripts and styles (JSON-LD stays).
pub(crate) fn tame(source: &str) -> String {
    let source = match source.char_indices().find(|(at, _)| *at >= LONGEST) {
        Some((cut, _)) => source.get(..cut).unwrap_or_default(),
        None => source,
    };
    let mut out = String::with_capacity(source.len());
    let mut depth = 0usize;
    let mut marks: Vec<&'static str> = Vec::new();
    let mut reopened = 0usize;
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = tag.strip_prefix("<!--") {
            // Comments say nothing that is printed; an unclosed one hides the rest, as in a browser.
            rest = after
                .find("-->")
                .map_or("", |end| after.get(end + 3..).unwrap_or_default());
            continue;
        }
        let Some(end) = tag_end(tag) else {
            // An unclosed tag at the end of the source.
            break;
        };
        let (whole, after) = tag.split_at(end);
        let closing = whole.starts_with("</");
        let name: String = whole
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .take(32)
            .collect::<String>()
            .to_ascii_lowercase();
        rest = after;
        if parts(whole) > MOST_PARTS {
            continue;
        }
        if name.is_empty() {
            out.push_str(whole);
            continue;
        }
        if !closing && RAW.contains(&name.as_str()) {
            let close = find_close(after, &name).unwrap_or(after.len());
            let (inner, left) = after.split_at(close);
            rest = left;
            let keep = match name.as_str() {
                "title" | "textarea" => true,
                "script" => {
                    let lower = whole.to_ascii_lowercase();
                    lower.contains("ld+json")
                }
                _ => false,
            };
            out.push_str(whole);
            if keep {
                out.push_str(inner);
            }
            continue;
        }
        let name = name.as_str();
        if closing {
            if MARKS.contains(&name) {
                if let Some(at) = marks.iter().rposition(|open| *open == name) {
                    marks.remove(at);
                }
            } else if !SELF_CLOSING.contains(&name) {
                depth = depth.saturating_sub(1);
            }
        } else if !VOID.contains(&name) {
            if let Some(mark) = MARKS.iter().find(|mark| **mark == name) {
                if marks.len() >= MOST_MARKS {
                    continue;
                }
                marks.push(mark);
            } else if SELF_CLOSING.contains(&name) {
                // Only nested lists and tables can pile these up.
                if depth >= DEEPEST {
                    continue;
                }
            } else {
                if depth >= DEEPEST {
                    continue;
                }
                depth += 1;
            }
        }
        if !closing && !marks.is_empty() && !MARKS.contains(&name) {
            reopened += marks.len();
            if reopened > MOST_REOPENED {
                for mark in marks.drain(..).rev() {
                    out.push_str("</");
                    out.push_str(mark);
                    out.push('>');
                }
            }
        }
        out.push_str(whole);
    }
    out.push_str(rest.split('<').next().unwrap_or_default());
    out
}

/// Where the tag ends, after its `>`; a `>` inside quotes does not end it.
fn tag_end(tag: &str) -> Option<usize> {
    let second = tag.as_bytes().get(1).copied().unwrap_or(b' ');
    if !(second.is_ascii_alphabetic() || second == b'/' || second == b'!' || second == b'?') {
        // A lone "<" is text.
        return Some(1);
    }
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    // A quote that never closes: end at the first ">".
    tag.find('>').map(|at| at + 1)
}

/// About how many attributes a tag has: parsers compare each with each.
fn parts(tag: &str) -> usize {
    if tag.len() < MOST_PARTS {
        return 0;
    }
    let mut quote = None;
    let mut count = 0;
    for byte in tag.bytes() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                count += 1;
            }
            (None, b' ' | b'/' | b'\n' | b'\t') => count += 1,
            _ => {}
        }
    }
    count
}

fn find_close(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find("</") {
        let start = from + at;
        let after = text.get(start + 2..)?;
        if after
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return Some(start);
        }
        from = start + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_keeps_its_markup() {
        let page = "<div class='a>b'><p>One <b>two</b> 1 < 2<br>three</p></div>";
        assert_eq!(tame(page), page);
    }

    #[test]
    fn scripts_lose_their_text_but_linked_data_stays() {
        let page = "<script>if(a<b){}</script><script type=\"application/ld+json\">{\"a\":1}</script>";
        assert_eq!(
            tame(page),
            "<script></script><script type=\"application/ld+json\">{\"a\":1}</script>"
        );
    }

    #[test]
    fn nesting_beyond_reason_is_cut() {
        let page = "<div>".repeat(100_000) + "word";
        assert!(tame(&page).len() < 5_000);
        let page = "<font color=1>".repeat(1000) + &"<p>x".repeat(1000);
        assert!(tame(&page).len() < 10_000);
    }
}
