//! The text of an item as a document: HTML, NITF or plain lines; and the forms in which agencies write times and codes.
//! Called by the readers of both formats.

use courant_text::escape;
use jiff::Timestamp;

use super::{Item, nitf};
use crate::wordpress::body;
use crate::wordpress::dates;
use crate::xml;

/// In what form a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// HTML or XHTML.
    Html,
    /// NITF.
    Nitf,
    /// Lines.
    Plain,
}

impl Form {
    /// By a media type, or by what a field is called (`body_xhtml`); else by what it looks like.
    pub(super) fn of(name: &str, text: &str) -> Self {
        let name = name.to_ascii_lowercase();
        if name.contains("nitf") || text.contains("<nitf") || text.contains("<body.content") {
            Self::Nitf
        } else if name.contains("html") {
            Self::Html
        } else if name.contains("plain") || name.ends_with("text") {
            Self::Plain
        } else if ["<p>", "<p ", "</p>", "<br", "<div"]
            .iter()
            .any(|tag| text.contains(tag))
        {
            Self::Html
        } else {
            Self::Plain
        }
    }
}

/// Puts a text into an item.
pub(super) fn put(item: &mut Item, form: Form, text: &str) {
    let markup = match form {
        Form::Html => body_of(text).to_owned(),
        Form::Nitf => match xml::read(text).0 {
            Some(tree) => nitf::take(&tree, item),
            None => paragraphs(text),
        },
        Form::Plain => paragraphs(text),
    };
    put_html(item, &markup);
}

/// Puts HTML into an item.
pub(super) fn put_html(item: &mut Item, markup: &str) {
    let read = body::of_html(markup, None, Vec::new());
    item.document = read.document;
    item.in_text = read.pictures;
    item.left.extend(read.left);
}

/// What stands within `<body>`, where there is one.
fn body_of(html: &str) -> &str {
    let lower = html.to_ascii_lowercase();
    let Some(open) = lower.find("<body") else { return html };
    let Some(start) = lower
        .get(open..)
        .and_then(|rest| rest.find('>'))
        .map(|at| open + at + 1)
    else {
        return html;
    };
    let end = lower.rfind("</body").filter(|end| *end >= start).unwrap_or(html.len());
    html.get(start..end).unwrap_or(html)
}

/// Lines as paragraphs: by empty lines where there are any, else each line is one.
pub(crate) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let wrapped = text.trim().contains("\n\n");
    let mut out = String::with_capacity(text.len() + 64);
    let mut line = String::new();
    let mut flush = |line: &mut String| {
        if !line.trim().is_empty() {
            out.push_str("<p>");
            out.push_str(&escape::text(line.trim()));
            out.push_str("</p>");
        }
        line.clear();
    };
    for part in text.split('\n') {
        if part.trim().is_empty() || !wrapped {
            flush(&mut line);
        }
        line.push(' ');
        line.push_str(part.trim());
    }
    flush(&mut line);
    out
}

/// A moment, with an offset; a time without one is taken for GMT, and so is a day.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| dates::gmt(text))
}

/// The code of `medtop:20000523` or `http://…/mediatopic/20000523`, and its vocabulary.
pub(super) fn code(of: &str) -> (String, String) {
    let of = of.trim();
    if of.contains("://") {
        return match of.trim_end_matches('/').rsplit_once('/') {
            Some((scheme, code)) => (code.to_owned(), format!("{scheme}/")),
            None => (of.to_owned(), String::new()),
        };
    }
    match of.split_once(':') {
        Some((scheme, code)) => (code.to_owned(), scheme.to_owned()),
        None => (of.to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn lines_become_paragraphs_either_way() {
        assert_eq!(
            paragraphs("  One.\r\n  Two & more.\n"),
            "<p>One.</p><p>Two &amp; more.</p>"
        );
        assert_eq!(paragraphs("One\nwraps.\n\nTwo.\n"), "<p>One wraps.</p><p>Two.</p>");
    }

    #[test]
    fn times_and_codes_are_read_in_all_their_forms() {
        for written in [
            "2024-05-01T10:00:00+02:00",
            " 2024-05-01T08:00:00Z ",
            "2024-05-01 08:00:00",
            "20240501T080000Z",
        ] {
            assert_eq!(
                moment(written).unwrap().to_string(),
                "2024-05-01T08:00:00Z",
                "{written}"
            );
        }
        assert_eq!(moment("2024-05-01").unwrap().to_string(), "2024-05-01T00:00:00Z");
        assert_eq!(moment("soon"), None);
        assert_eq!(code("medtop:2000"), ("2000".to_owned(), "medtop".to_owned()));
        assert_eq!(
            code("http://cv.example/topic/2000"),
            ("2000".to_owned(), "http://cv.example/topic/".to_owned())
        );
    }
}
