//! Cuts tags with absurdly many attributes: html5ever compares each new one with all before it, so a megabyte of them takes minutes.
//! Called on every HTML input before it is parsed; ordinary input passes through without a copy.

use std::borrow::Cow;

/// No element of a real page has as many.
const MOST: usize = 256;

/// The same HTML, in which no tag has more than [`MOST`] attributes. Cutting stops at the next `<`, so a script whose text looks
/// like a tag can never lose its end.
pub(super) fn capped(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(open) = find(bytes, at, |byte| byte == b'<') {
        at = open + 1;
        let name = if bytes.get(at) == Some(&b'/') { at + 1 } else { at };
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let Some(crowd) = crowd(bytes, name) else {
            continue;
        };
        let end = find(bytes, crowd, |byte| matches!(byte, b'<' | b'>')).unwrap_or(bytes.len());
        out.push_str(html.get(copied..crowd).unwrap_or_default());
        copied = end;
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    bytes
        .get(from..)?
        .iter()
        .position(|byte| wanted(*byte))
        .map(|found| from + found)
}

/// Where the attribute after the last allowed one begins, when a tag has that many. A quoted value is not looked into.
fn crowd(bytes: &[u8], from: usize) -> Option<usize> {
    let mut seen = 0;
    let mut at = from;
    let mut before = b'x';
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'>' | b'<' => return None,
            b'"' | b'\'' if before == b'=' => {
                at = find(bytes, at + 1, |other| other == byte)?;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' => {}
            _ if matches!(before, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'"' | b'\'') => {
                seen += 1;
                if seen > MOST {
                    return Some(at);
                }
            }
            _ => {}
        }
        before = byte;
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_crowd_of_attributes_is_cut() {
        let plain = "<p class=\"a b\" id=x>a <b c > d</p>";
        assert!(matches!(capped(plain), Cow::Borrowed(_)));
        let crowded = format!("<p{}>kept</p><p>too</p>", " a=1".repeat(10_000));
        let cut = capped(&crowded);
        assert_eq!(cut.matches("a=1").count(), MOST);
        assert!(cut.ends_with(">kept</p><p>too</p>"));
    }

    #[test]
    fn a_script_that_looks_like_a_tag_keeps_its_end() {
        let script = format!("<script>if (a <b {}</script>text", "word ".repeat(1000));
        assert!(capped(&script).ends_with("</script>text"));
    }
}
