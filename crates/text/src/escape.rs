//! Turns text into HTML that shows exactly that text.
//! Used by every writer of this crate and by whoever prints words into a page by hand.

use std::borrow::Cow;

/// Escapes `&`, `<` and `>` for text between tags.
pub fn text(text: &str) -> Cow<'_, str> {
    escape(text, false)
}

/// Escapes `&`, `<`, `>`, `"` and `'` for an attribute value in either sort of quotes.
pub fn attribute(value: &str) -> Cow<'_, str> {
    escape(value, true)
}

fn escape(input: &str, quotes: bool) -> Cow<'_, str> {
    let needs = |c: char| match c {
        '&' | '<' | '>' => true,
        '"' | '\'' => quotes,
        _ => false,
    };
    let Some(first) = input.find(needs) else {
        return Cow::Borrowed(input);
    };
    let mut out = String::with_capacity(input.len() + 16);
    let (clean, rest) = input.split_at(first);
    out.push_str(clean);
    for c in rest.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if quotes => out.push_str("&quot;"),
            '\'' if quotes => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_show_what_they_were_given() {
        assert_eq!(text("a < b & c"), "a &lt; b &amp; c");
        assert_eq!(attribute("\"it's\""), "&quot;it&#39;s&quot;");
        assert!(matches!(text("plain"), Cow::Borrowed(_)));
    }
}
