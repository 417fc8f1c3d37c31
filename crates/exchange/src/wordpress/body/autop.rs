//! Paragraphs as WordPress makes them of classic text: an empty line parts paragraphs, a line end breaks the line.
//! Called for classic posts, freeform blocks and replies; written from the behaviour that its users know.

use super::tags::{Tag, Token, Tokens};

/// Elements that stand outside paragraphs.
const BLOCKS: &[&str] = &[
    "table",
    "thead",
    "tfoot",
    "caption",
    "col",
    "colgroup",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "dl",
    "dd",
    "dt",
    "ul",
    "ol",
    "li",
    "form",
    "map",
    "area",
    "blockquote",
    "address",
    "style",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "fieldset",
    "legend",
    "section",
    "article",
    "aside",
    "hgroup",
    "header",
    "footer",
    "nav",
    "figure",
    "figcaption",
    "details",
    "menu",
    "summary",
    "iframe",
    "audio",
    "video",
    "main",
    "center",
    "select",
    "option",
    "source",
    "track",
];

/// Elements whose text is a line and gets no paragraph of its own.
const LINES: &[&str] = &[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "figcaption",
    "caption",
    "summary",
    "legend",
    "dt",
];

/// Elements within which nothing is touched.
const KEPT: &[&str] = &[
    "pre", "script", "style", "textarea", "svg", "math", "select", "iframe", "object",
];

/// The same text with paragraphs and line breaks as tags.
pub(in crate::wordpress) fn paragraphs(text: &str) -> String {
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    };
    let mut maker = Maker {
        out: String::with_capacity(text.len() + text.len() / 8),
        ..Maker::default()
    };
    let mut tokens = Tokens::new(&text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => maker.text(text),
            Token::Comment(comment) => maker.comment(comment),
            Token::Tag(tag) if !tag.closing && tag.is_one_of(KEPT) && !tag.raw.ends_with("/>") => {
                let rest = tokens.take_element(tag.name);
                maker.kept(tag, rest);
            }
            Token::Tag(tag) => maker.tag(tag),
        }
    }
    maker.flush();
    maker.out
}

#[derive(Default)]
struct Maker<'a> {
    out: String,
    /// The open paragraph.
    run: String,
    /// The tag of a paragraph that was opened by hand.
    opened: Option<&'a str>,
    /// Elements around this place whose text is a line.
    lines: usize,
}

impl<'a> Maker<'a> {
    /// Ends the paragraph.
    fn flush(&mut self) {
        let opened = self.opened.take();
        let run = std::mem::take(&mut self.run);
        let mut trimmed = run.trim();
        // Breaks at either end show nothing.
        while let Some(rest) = trimmed.strip_suffix("<br>") {
            trimmed = rest.trim_end();
        }
        while let Some(rest) = trimmed.strip_prefix("<br>") {
            trimmed = rest.trim_start();
        }
        if trimmed.is_empty() {
            return;
        }
        if self.lines > 0 && opened.is_none() {
            self.out.push_str(trimmed);
            self.out.push('\n');
            return;
        }
        self.out.push_str(opened.unwrap_or("<p>"));
        self.out.push_str(trimmed);
        self.out.push_str("</p>\n");
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('\n') {
            let (line, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.run.push_str(line);
            let blank = after.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(after.len());
            let (ends, next) = after.split_at_checked(blank).unwrap_or((after, ""));
            if ends.matches('\n').count() > 1 {
                // The next paragraph begins, even in one that was opened by hand.
                self.flush();
            } else if !self.run.trim_end().is_empty() && !self.run.trim_end().ends_with("<br>") {
                self.run.truncate(self.run.trim_end().len());
                self.run.push_str("<br>");
            }
            rest = next;
        }
        self.run.push_str(rest);
    }

    fn comment(&mut self, comment: &str) {
        if super::is_page_break(comment) {
            self.flush();
            self.out.push_str("<!--");
            self.out.push_str(comment);
            self.out.push_str("-->");
        }
    }

    fn kept(&mut self, tag: Tag<'_>, rest: &str) {
        let alone = tag.is_one_of(&["pre", "style", "iframe", "object"]);
        if alone {
            self.flush();
            self.out.push_str(tag.raw);
            self.out.push_str(rest);
        } else {
            self.run.push_str(tag.raw);
            self.run.push_str(rest);
        }
    }

    fn tag(&mut self, tag: Tag<'a>) {
        if tag.is("br") {
            self.run.truncate(self.run.trim_end_matches(['\n', ' ', '\t']).len());
            self.run.push_str("<br>");
            return;
        }
        if !tag.is_one_of(BLOCKS) {
            self.run.push_str(tag.raw);
            return;
        }
        self.flush();
        if tag.is("p") {
            if !tag.closing {
                self.opened = Some(tag.raw);
            }
            return;
        }
        if tag.is_one_of(LINES) {
            self.lines = if tag.closing {
                self.lines.saturating_sub(1)
            } else {
                self.lines + 1
            };
        } else if tag.is_one_of(&["div", "ul", "ol", "table", "blockquote", "hr"]) {
            // A heading that was never closed must not swallow the rest.
            self.lines = 0;
        }
        self.out.push_str(tag.raw);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> String {
        paragraphs(text).replace("</p>\n", "</p>")
    }

    #[test]
    fn lines_and_paragraphs() {
        for (written, wanted) in [
            ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
            (
                "One\nand more.\r\n\r\n \r\nTwo.\n",
                "<p>One<br>and more.</p><p>Two.</p>",
            ),
            ("", ""),
            ("a<br />\nb", "<p>a<br>b</p>"),
            ("a <em>b\n\nc</em> d", "<p>a <em>b</p><p>c</em> d</p>"),
        ] {
            assert_eq!(flat(written), wanted, "{written:?}");
        }
    }

    #[test]
    fn blocks_are_left_alone_and_text_between_them_is_not() {
        for (written, wanted) in [
            (
                "Before\n<h2>Head</h2>\nAfter",
                "<p>Before</p><h2>Head\n</h2><p>After</p>",
            ),
            (
                "<blockquote>Said\n\nmore</blockquote>",
                "<blockquote><p>Said</p><p>more</p></blockquote>",
            ),
            ("<p class=\"x\">One</p>\nTwo", "<p class=\"x\">One</p><p>Two</p>"),
            ("<div>\nIn\n</div>", "<div><p>In</p></div>"),
            (
                "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
                "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
            ),
            ("<hr />\nx", "<hr /><p>x</p>"),
        ] {
            assert_eq!(flat(written), wanted, "{written:?}");
        }
    }

    #[test]
    fn program_text_keeps_its_lines() {
        let pre = "<pre>a\n\n  b</pre>";
        assert_eq!(flat(&format!("x\n{pre}\ny")), format!("<p>x</p>{pre}<p>y</p>"));
        assert_eq!(flat("<script>a\n\nb</script>"), "<p><script>a\n\nb</script></p>");
    }
}
