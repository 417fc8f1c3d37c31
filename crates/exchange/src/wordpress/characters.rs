//! The characters between two tags: CDATA sections within each other, entities, and what no field may hold.
//! Called by [`super::element`] for every value.

use std::borrow::Cow;

/// The text between two tags. A CDATA section holds everything to its last end, as WordPress itself reads it.
pub(super) fn text(raw: &str) -> Cow<'_, str> {
    const OPEN: &str = "<![CDATA[";
    let trimmed = raw.trim();
    let Some(inner) = trimmed.strip_prefix(OPEN) else {
        if raw.contains('<') {
            // Markup that nobody wrapped.
            return if raw.contains(OPEN) {
                Cow::Owned(raw.replace(OPEN, "").replace("]]>", ""))
            } else {
                Cow::Borrowed(raw)
            };
        }
        return unescape(raw);
    };
    let inner = inner.strip_suffix("]]>").unwrap_or(inner);
    if !inner.contains("]]>") && !inner.contains("]]&gt;") {
        return Cow::Borrowed(inner);
    }
    let whole = inner
        .replace("]]]]><![CDATA[>", "]]\u{0}>")
        .replace("]]><![CDATA[", "")
        .replace("]]&gt;", "]]>")
        .replace("]]\u{0}>", "]]>");
    Cow::Owned(whole)
}

/// XML's five entities and numbers; any other ampersand stays as it stands.
pub(crate) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let end = from.bytes().take(12).position(|byte| byte == b';');
        let resolved = end.and_then(|end| {
            let name = from.get(1..end)?;
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code).filter(|c| *c != '\0')?
                }
            };
            Some((c, end + 1))
        });
        if let Some((c, length)) = resolved {
            out.push(c);
            rest = from.get(length..).unwrap_or_default();
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Without control characters, which no field may hold; line ends and tabs stay.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_within_sections_are_read_to_the_last_end() {
        for (raw, wanted) in [
            ("<![CDATA[a]]>", "a"),
            ("\n<![CDATA[a]]><![CDATA[b]]>\n", "ab"),
            ("<![CDATA[x ]]]]><![CDATA[> y]]>", "x ]]> y"),
            ("<![CDATA[]]]]><![CDATA[>]]>", "]]>"),
            ("<![CDATA[one <![CDATA[ two ]]> three]]>", "one <![CDATA[ two ]]> three"),
            (
                "Fish &amp; chips & more &#x2014; &nbsp;",
                "Fish & chips & more — &nbsp;",
            ),
            ("<p>bare</p>", "<p>bare</p>"),
        ] {
            assert_eq!(text(raw), wanted, "{raw}");
        }
    }
}
