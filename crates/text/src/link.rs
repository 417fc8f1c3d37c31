//! Decides which addresses may stand in a document, and in which spelling.
//! Every reader, and the JSON form, asks [`allowed`]; nothing else lets an address in.

use url::Url;

/// Longest address that is kept, in bytes after encoding.
pub const LONGEST: usize = 4096;

/// The address as it may stand in a document, or `None` when it may not.
///
/// Allowed are `http`, `https` (without a user name in them), `mailto`, `tel`, and a path, query or fragment of this site.
/// The answer is a valid URL string: blanks and foreign letters are percent-encoded, hosts are in ASCII.
/// Asking again with the answer gives the same answer.
pub fn allowed(href: &str) -> Option<String> {
    // Browsers ignore these three inside an address, which is how `java\nscript:` works.
    let cleaned: String = href
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    if cleaned.is_empty() || cleaned.len() > LONGEST || cleaned.contains('\0') {
        return None;
    }
    let out = if cleaned.starts_with(['/', '#', '?']) {
        if cleaned.starts_with("//") {
            return allowed_absolute(&Url::parse(&format!("https:{cleaned}")).ok()?);
        }
        of_this_site(&cleaned)?
    } else {
        return allowed_absolute(&Url::parse(&cleaned).ok()?);
    };
    (out.len() <= LONGEST).then_some(out)
}

/// Like [`allowed`], with a relative address resolved against the page on which it stood.
pub fn allowed_from(href: &str, base: Option<&str>) -> Option<String> {
    let Some(base) = base else {
        return allowed(href);
    };
    match Url::parse(base).and_then(|base| base.join(href.trim())) {
        Ok(url) => allowed_absolute(&url),
        Err(_) => allowed(href),
    }
}

/// An address from which a picture, a film or a page can be fetched: `http`, `https`, or a path of this site.
pub fn fetchable(href: &str) -> Option<String> {
    allowed(href).filter(|href| is_external(href) || href.starts_with('/'))
}

/// Whether an allowed address leads to another place of the web.
pub fn is_external(href: &str) -> bool {
    href.starts_with("http://") || href.starts_with("https://")
}

/// The host of an allowed address without `www.`, or empty.
pub fn host(href: &str) -> String {
    Url::parse(href)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .map(|host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
        .unwrap_or_default()
}

fn allowed_absolute(url: &Url) -> Option<String> {
    let out = match url.scheme() {
        "http" | "https" => {
            if !url.username().is_empty() || url.password().is_some() {
                return None;
            }
            let host = url.host_str()?;
            if host.is_empty() {
                return None;
            }
            encode(url.as_str())
        }
        "mailto" | "tel" => {
            let rest = url.path();
            if rest.is_empty() || rest.starts_with('/') {
                return None;
            }
            encode(url.as_str())
        }
        _ => return None,
    };
    (out.len() <= LONGEST).then_some(out)
}

fn of_this_site(href: &str) -> Option<String> {
    // A backslash is a slash to browsers: `/\host` would leave the site.
    if href.contains('\\') {
        return None;
    }
    let base = Url::parse("https://site.invalid/").ok()?;
    let joined = base.join(href).ok()?;
    if joined.host_str() != Some("site.invalid") || joined.port().is_some() {
        return None;
    }
    let whole = joined.as_str();
    let path = whole.strip_prefix("https://site.invalid")?;
    let kept = if href.starts_with('/') {
        path
    } else {
        path.strip_prefix('/')?
    };
    if kept.is_empty() || kept.starts_with("//") {
        return None;
    }
    Some(encode(kept))
}

/// Percent-encodes what the URL parser leaves alone but a strict reader of RFC 3986 refuses.
fn encode(url: &str) -> String {
    let bracketed_host = url
        .find("://[")
        .and_then(|start| url.get(start..)?.find(']').map(|end| start + end));
    let mut out = String::with_capacity(url.len());
    let mut fragment = false;
    for (at, c) in url.char_indices() {
        let in_host = bracketed_host.is_some_and(|end| at <= end);
        match c {
            '%' => {
                let hex = url
                    .as_bytes()
                    .get(at + 1..at + 3)
                    .is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit));
                out.push_str(if hex { "%" } else { "%25" });
            }
            '#' if !fragment => {
                fragment = true;
                out.push('#');
            }
            '[' | ']' if in_host => out.push(c),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' | ' ' | '\'' | '#' => {
                push_encoded(&mut out, c);
            }
            c if c.is_ascii_graphic() => out.push(c),
            c => push_encoded(&mut out, c),
        }
    }
    out
}

fn push_encoded(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push('%');
        for digit in [byte >> 4, byte & 15] {
            out.push(
                char::from_digit(u32::from(digit), 16)
                    .unwrap_or('0')
                    .to_ascii_uppercase(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_web_and_of_this_site_are_allowed() {
        for (given, kept) in [
            ("https://example.org", "https://example.org/"),
            (" https://example.org/a b ", "https://example.org/a%20b"),
            ("//example.org/x", "https://example.org/x"),
            ("/politics/one?x=1#p-b2", "/politics/one?x=1#p-b2"),
            ("#replies", "#replies"),
            ("?page=2", "?page=2"),
            ("mailto:desk@example.org", "mailto:desk@example.org"),
            ("tel:+351210000000", "tel:+351210000000"),
            ("HTTP://EXAMPLE.org/A", "http://example.org/A"),
            ("https://example.org/?q=a|b[1]", "https://example.org/?q=a%7Cb%5B1%5D"),
            ("/100%", "/100%25"),
            ("http://[::1]/", "http://[::1]/"),
        ] {
            assert_eq!(allowed(given).as_deref(), Some(kept), "{given}");
        }
    }

    #[test]
    fn addresses_that_run_or_pretend_are_not() {
        for given in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://example.org/x",
            "view-source:https://example.org",
            "/\\example.org",
            "/..//example.org",
            "https://bank.example@evil.example/",
            "",
            "   ",
            "page.html",
            "mailto:",
            "https://",
        ] {
            assert_eq!(allowed(given), None, "{given:?}");
        }
    }

    #[test]
    fn relative_addresses_are_resolved_against_their_page() {
        let base = Some("https://example.org/news/one.html");
        assert_eq!(
            allowed_from("../two.html", base).as_deref(),
            Some("https://example.org/two.html")
        );
        assert_eq!(allowed_from("javascript:x", base), None);
    }
}
