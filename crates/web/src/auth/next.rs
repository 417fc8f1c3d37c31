//! Where the door leads once it is open: a page of the desk, never another house.
//! The login page, the confirm page and [`super::Signed`] read and write `?next=` here.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays readable in a parameter.
const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// A wanted page when it is one of the desk, else the desk itself.
pub(crate) fn safe(wanted: &str) -> String {
    let rest = wanted.strip_prefix("/desk");
    let is_ours = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let is_plain = wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_door = ["/desk/login", "/desk/logout", "/desk/confirm"]
        .iter()
        .any(|door| wanted.starts_with(door));
    if is_ours && is_plain && !is_door && !wanted.contains("//") && !wanted.contains("/..") && wanted.len() < 2_000 {
        wanted.to_owned()
    } else {
        "/desk".to_owned()
    }
}

/// A page of the door that will lead on to another.
pub(crate) fn with(door: &str, next: &str) -> String {
    let next = safe(next);
    if next == "/desk" {
        return door.to_owned();
    }
    format!("{door}?next={}", utf8_percent_encode(&next, PARAMETER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_house_is_led_to() {
        for ours in [
            "/desk",
            "/desk?x=1",
            "/desk/stories/01A",
            "/desk/stories?state=ready&q=a%2F%2Fb",
        ] {
            assert_eq!(safe(ours), ours);
        }
        for other in [
            "",
            "//evil.example/desk",
            "https://evil.example/desk",
            "/desk//evil.example",
            "/\\evil.example",
            "/desk\\..\\x",
            "/desktop",
            "/desk/../x",
            "/desk\r\nset-cookie: a=b",
            "/desk/login?next=/desk/login",
            "/",
        ] {
            assert_eq!(safe(other), "/desk", "{other:?}");
        }
    }

    #[test]
    fn a_page_with_parameters_survives_the_door() {
        assert_eq!(
            with("/desk/login", "/desk/stories?q=a&b=c"),
            "/desk/login?next=/desk/stories%3Fq%3Da%26b%3Dc"
        );
        assert_eq!(with("/desk/login", "//evil.example"), "/desk/login");
    }
}
