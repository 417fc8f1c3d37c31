//! The values that feeds and sitemaps hold: addresses, dates, languages, types, plain text and HTML.
//! Each check reports the rule that is broken by the name by which feed validators know it.

use super::Faults;
use scraper::{Html, Node as HtmlNode};
use url::Url;

/// Elements that a plain text does not hold, not even escaped.
const MARKUP: [&str; 20] = [
    "a",
    "b",
    "i",
    "em",
    "strong",
    "p",
    "br",
    "span",
    "div",
    "img",
    "script",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "table",
    "font",
];
/// Elements that a reader's program may show.
const SHOWN: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "div",
    "aside",
    "section",
    "h5",
    "h6",
    "tfoot",
    "time",
    "mark",
    "kbd",
    "u",
];
/// Elements without an end.
const VOID: [&str; 3] = ["br", "hr", "img"];

/// An address of the web: whole, in ASCII, and spelt in its one way.
pub fn address(faults: &mut Faults, place: &str, text: &str) {
    if text != text.trim() {
        return faults.add("UnexpectedWhitespace", place);
    }
    if text.is_empty() {
        return faults.add("NotBlank", place);
    }
    if !text.is_ascii() {
        return faults.add("UriNotIri", place);
    }
    if text.chars().any(|c| c.is_whitespace() || "<>\"{}|\\^`".contains(c)) {
        return faults.add("InvalidUriChar", place);
    }
    match Url::parse(text) {
        Err(_) => faults.add("InvalidLink", place),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => faults.add("SchemeNotIANARegistered", place),
        Ok(url) if url.as_str() != text => faults.add("NonCanonicalURI", place),
        Ok(_) => {}
    }
}

/// A name that holds for ever: a URN, a tag, or an address.
pub fn id(faults: &mut Faults, place: &str, text: &str) {
    if text.trim() != text || text.is_empty() {
        return faults.add(
            if text.trim().is_empty() {
                "NotBlank"
            } else {
                "UnexpectedWhitespace"
            },
            place,
        );
    }
    if let Some(rest) = text.strip_prefix("urn:") {
        let holds = rest.split_once(':').is_some_and(|(space, name)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
            (2..=32).contains(&space.len())
                && space.chars().all(plain)
                && !space.starts_with('-')
                && !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "()+,-.:=@;$_!*'%/".contains(c))
        });
        let uuid = rest.strip_prefix("uuid:");
        let is_uuid = |text: &str| text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
        if !holds {
            faults.add("InvalidURN", place);
        } else if uuid.is_some_and(|text| !is_uuid(text)) {
            faults.add("InvalidUUID", place);
        }
    } else if let Some(rest) = text.strip_prefix("tag:") {
        let holds = rest.split_once(',').is_some_and(|(authority, rest)| {
            let day = rest.split(':').next().unwrap_or_default();
            let parts: Vec<&str> = day.split('-').collect();
            let digits = |part: &&str, long: usize| part.len() == long && part.bytes().all(|b| b.is_ascii_digit());
            let dated = parts.first().is_some_and(|year| digits(year, 4))
                && parts.len() <= 3
                && parts.iter().skip(1).all(|part| digits(part, 2));
            let named = authority
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-.@_".contains(c));
            named && !authority.is_empty() && dated && rest.contains(':')
        });
        if !holds {
            faults.add("InvalidTAG", place);
        }
    } else {
        match Url::parse(text) {
            Err(_) => faults.add("InvalidFullLink", place),
            Ok(_) => address(faults, place, text),
        }
    }
}

/// `Sun, 01 Mar 2026 09:30:00 GMT`, and a time that can be.
pub fn rss_date(faults: &mut Faults, place: &str, text: &str) {
    let read = jiff::fmt::rfc2822::parse(text).map(|at| at.timestamp());
    let printed = |at: &jiff::Timestamp| {
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(at)
            .unwrap_or_default()
    };
    match read {
        _ if text.contains('/') => faults.add("SlashDate", place),
        Err(_) => faults.add("InvalidRFC2822Date", place),
        Ok(at) if printed(&at) != text => faults.add("ProblematicalRFC822Date", place),
        Ok(at) => plausible(faults, place, at),
    }
}

/// `2026-03-01T09:30:00Z`, and a time that can be.
pub fn atom_date(faults: &mut Faults, place: &str, text: &str) {
    if text != text.trim() {
        return faults.add("UnexpectedWhitespace", place);
    }
    match text.parse::<jiff::Timestamp>() {
        Ok(at) if at.to_string() == text => plausible(faults, place, at),
        _ => faults.add("InvalidRFC3339Date", place),
    }
}

fn plausible(faults: &mut Faults, place: &str, at: jiff::Timestamp) {
    let latest = jiff::Timestamp::from_microsecond(crate::harness::NOW + 366 * courant_model::time::DAY);
    if at.as_second() < 0 || latest.is_ok_and(|latest| at > latest) {
        faults.add("ImplausibleDate", place);
    }
}

/// A tag such as `en` or `pt-PT`.
pub fn language(faults: &mut Faults, place: &str, text: &str) {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let plain = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let holds = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !holds || !parts.all(plain) {
        faults.add("InvalidLanguage", place);
    }
}

/// Whether a type is one, such as `image/jpeg`.
pub fn is_mime(text: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/')
        .is_some_and(|(kind, rest)| token(kind) && token(rest))
}

/// Plain text: something stands there, and no markup, not even escaped.
pub fn plain(faults: &mut Faults, place: &str, text: &str) {
    if text.trim().is_empty() {
        return faults.add("NotBlank", place);
    }
    let lower = text.to_lowercase();
    let marks = MARKUP.iter().any(|name| {
        ["<", "</"].iter().any(|open| {
            lower
                .match_indices(&format!("{open}{name}"))
                .any(|(at, found)| lower[at + found.len()..].starts_with(['>', ' ', '/']))
        })
    });
    let doubled = ["&amp;", "&lt;", "&gt;", "&quot;", "&#"]
        .iter()
        .any(|entity| lower.contains(entity));
    if marks || doubled {
        faults.add("ContainsHTML", place);
    }
    characters(faults, place, text);
}

/// No characters that mean nothing to anybody.
pub fn characters(faults: &mut Faults, place: &str, text: &str) {
    let means_nothing =
        |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
    if text.chars().any(means_nothing) {
        faults.add("BadCharacters", place);
    }
}

/// HTML as readers' programs show it: every element closed, nothing that runs, no address that leads nowhere elsewhere.
pub fn html(faults: &mut Faults, place: &str, text: &str) {
    characters(faults, place, text);
    if !is_closed(text) {
        faults.add("NotHtml", place);
    }
    let small = text.to_lowercase();
    if ["<html", "<body", "<head"].iter().any(|one| small.contains(one)) {
        faults.add("HtmlFragment", place);
    }
    for node in Html::parse_fragment(text).tree.nodes() {
        let HtmlNode::Element(element) = node.value() else {
            continue;
        };
        let name = element.name();
        if !["html", "head", "body"].contains(&name) && !SHOWN.contains(&name) {
            faults.add("SecurityRisk", &format!("{place} {name}"));
        }
        for (attribute, value) in element.attrs() {
            let place = format!("{place} {name} {attribute}");
            match attribute {
                "href" | "src" | "cite" => {
                    if value.trim().to_lowercase().starts_with("javascript:") {
                        faults.add("SecurityRisk", &place);
                    } else if Url::parse(value).is_err() {
                        faults.add("ContainsRelRef", &place);
                    }
                }
                "style" => faults.add("DangerousStyleAttr", &place),
                "alt" | "width" | "height" | "title" | "lang" | "dir" | "rel" | "colspan" | "rowspan" | "scope"
                | "start" | "reversed" | "id" | "srcset" | "sizes" => {}
                _ => faults.add("SecurityRiskAttr", &place),
            }
        }
    }
}

/// Whether every element that opens closes, in order.
fn is_closed(text: &str) -> bool {
    let mut open: Vec<String> = Vec::new();
    for part in text.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else {
            return false;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let name = name.to_lowercase();
        if name.is_empty() {
            return false;
        }
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    open.is_empty()
}
