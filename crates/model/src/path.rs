//! Paths as readers see them and as the store keeps them: percent-encoded outside, plain Unicode inside.
//! Whoever turns one into the other does it here.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What a path cannot hold as it is (the URL Standard's path set, and the percent sign).
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\');

/// The path as it is kept; `None` when it is not UTF-8, holds controls, or climbs (`..`).
pub fn decoded(path: &str) -> Option<String> {
    let plain = percent_decode_str(path).decode_utf8().ok()?;
    let climbs = plain.split('/').any(|segment| segment == ".." || segment == ".");
    (plain.starts_with('/') && !climbs && !plain.chars().any(char::is_control)).then(|| plain.into_owned())
}

/// The path as it is printed. A path that begins with two slashes would name another host.
pub fn encoded(path: &str) -> String {
    let single = path.trim_start_matches('/');
    match path.split_once('?') {
        Some((before, query)) => format!("/{}?{query}", utf8_percent_encode(before.trim_start_matches('/'), PATH)),
        None => format!("/{}", utf8_percent_encode(single, PATH)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_plain_and_printed_encoded() {
        assert_eq!(decoded("/local/caf%C3%A9").as_deref(), Some("/local/café"));
        assert_eq!(encoded("/local/café"), "/local/caf%C3%A9");
        assert_eq!(encoded("//evil.example/"), "/evil.example/");
    }

    #[test]
    fn climbing_and_broken_paths_are_no_paths() {
        for path in ["/../etc/passwd", "/a/%2e%2e/b", "/%ff", "/a%00b", "/a%0d%0ab"] {
            assert_eq!(decoded(path), None, "{path}");
        }
    }
}
