//! Writes XML 1.0 into memory: escapes text, drops characters that XML cannot hold, keeps elements nested.
//! The feeds, sitemaps, OpenSearch and oEmbed writers of this folder call it.

/// A document being written; `finish` hands out its bytes.
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Begins a document in UTF-8.
    pub(super) fn new() -> Self {
        Self {
            out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
            open: Vec::new(),
        }
    }

    /// Opens an element; everything written before the matching `close` stands inside it.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the innermost open element.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push_str(">\n");
        }
    }

    /// An element with nothing inside.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>\n");
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// An element with attributes and text.
    pub(super) fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.out.push('>');
        escape_into(&mut self.out, text, false);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// Bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Closes what is open and hands out the document.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.into_bytes()
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape_into(&mut self.out, value, true);
            self.out.push('"');
        }
    }
}

/// Whether XML 1.0 can hold the character at all, even escaped.
pub(super) fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// The text without the characters that XML cannot hold.
pub(super) fn without_control(text: &str) -> String {
    text.chars().filter(|letter| is_allowed(*letter)).collect()
}

// Numeric references for `&` and `<`: old feed readers decode named ones twice in titles, numeric ones once.
fn escape_into(out: &mut String, text: &str, attribute: bool) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&#x26;"),
            '<' => out.push_str("&#x3C;"),
            '>' => out.push_str("&#x3E;"),
            '"' if attribute => out.push_str("&#x22;"),
            '\n' | '\t' if attribute => out.push(' '),
            // A bare carriage return would come back as a line feed.
            '\r' => {}
            letter if is_allowed(letter) => out.push(letter),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_dropped_and_the_rest_survives() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "1 < \"2\"\n&\u{1}")]);
        xml.text(
            "c",
            "x\u{0}\u{8}\u{b}\u{c}\u{1f}y\u{fffe}\u{ffff} \u{1F600} ]]> &amp;\r\n",
        );
        let bytes = xml.finish();
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        let mut text = String::new();
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => text.push_str(&error.to_string()),
            }
            buffer.clear();
        }
        assert_eq!(text, "");
        let written = String::from_utf8_lossy(&bytes);
        assert!(
            written.contains("<c>xy \u{1F600} ]]&#x3E; &#x26;amp;\n</c>"),
            "{written}"
        );
        assert!(written.contains("b=\"1 &#x3C; &#x22;2&#x22; &#x26;\""), "{written}");
        assert!(written.ends_with("</a>\n"));
    }
}
