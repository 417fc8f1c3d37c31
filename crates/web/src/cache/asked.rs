//! What a request asks of a page: which encoding, and whether it has the page already.
//! Pure reading of request headers; the cache's entries call it on every hit.

use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;

/// The encodings in which a page is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Encoding {
    /// As rendered.
    Identity,
    /// `gzip`, for everybody.
    Gzip,
    /// `br`, the smallest.
    Brotli,
    /// `zstd`, the fastest to unpack.
    Zstd,
}

/// How many encodings there are.
pub(crate) const ENCODINGS: usize = 4;

impl Encoding {
    /// The token in `Content-Encoding`; identity has none.
    pub(crate) const fn token(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
        }
    }

    fn named(name: &[u8]) -> Option<Self> {
        const NAMES: [(&[u8], Encoding); 5] = [
            (b"gzip", Encoding::Gzip),
            (b"br", Encoding::Brotli),
            (b"zstd", Encoding::Zstd),
            (b"identity", Encoding::Identity),
            (b"x-gzip", Encoding::Gzip),
        ];
        NAMES
            .iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known))
            .map(|&(_, encoding)| encoding)
    }
}

/// The encoding to answer in (RFC 9110, 12.5.3): the highest weight wins, and of equal weights br, then zstd, then
/// gzip. A reader who refuses everything gets the page as it is, since a page is better than a 406.
pub(crate) fn encoding(headers: &HeaderMap) -> Encoding {
    let mut weights: [Option<u16>; ENCODINGS] = [None; ENCODINGS];
    let mut others = None;
    for line in headers.get_all(ACCEPT_ENCODING) {
        for member in line.as_bytes().split(|&b| b == b',') {
            let mut parts = member.split(|&b| b == b';');
            let name = parts.next().unwrap_or_default().trim_ascii();
            // A member whose weight cannot be read says nothing.
            let Some(weight) = weight(parts) else {
                continue;
            };
            if name == b"*" {
                others = Some(weight);
            } else if let Some(slot) = Encoding::named(name).and_then(|e| weights.get_mut(e as usize)) {
                *slot = Some(weight);
            }
        }
    }
    let of = |encoding: Encoding| weights.get(encoding as usize).copied().flatten();
    let (mut best, mut best_weight) = (Encoding::Identity, 0);
    for encoding in [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip] {
        let weight = of(encoding).or(others).unwrap_or(0);
        if weight > best_weight {
            (best, best_weight) = (encoding, weight);
        }
    }
    if of(Encoding::Identity).is_some_and(|weight| weight > best_weight) {
        Encoding::Identity
    } else {
        best
    }
}

/// The weight of one member in thousandths; `None` when it is written wrongly.
fn weight<'a>(parameters: impl Iterator<Item = &'a [u8]>) -> Option<u16> {
    let mut weight = 1000;
    for parameter in parameters {
        let parameter = parameter.trim_ascii();
        if let Some(value) = parameter.strip_prefix(b"q=").or_else(|| parameter.strip_prefix(b"Q=")) {
            weight = thousandths(value)?;
        }
    }
    Some(weight)
}

/// `0`, `1`, `0.123`, `1.000`: at most three decimals, at most one.
fn thousandths(value: &[u8]) -> Option<u16> {
    let (whole, decimals) = match value {
        [whole] => (whole, &[][..]),
        [whole, b'.', decimals @ ..] if decimals.len() <= 3 => (whole, decimals),
        _ => return None,
    };
    let mut sum = match whole {
        b'0' => 0,
        b'1' => 1000,
        _ => return None,
    };
    for (decimal, place) in decimals.iter().zip([100, 10, 1]) {
        sum += u16::from(decimal.is_ascii_digit().then(|| decimal - b'0')?) * place;
    }
    (sum <= 1000).then_some(sum)
}

/// Whether the reader has the page already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// No: send it.
    No,
    /// Yes, under the entity tag at this place of those that were offered.
    Tag(usize),
    /// Yes, by its date or by `*`.
    Somehow,
}

/// Reads the conditions of a GET or HEAD (RFC 9110, 13.2.2): `If-None-Match`, compared weakly; only without it
/// `If-Modified-Since`. `tags` are the quoted entity tags under which the chosen bytes are known.
pub(crate) fn known(headers: &HeaderMap, tags: &[&[u8]], last_modified: Option<Timestamp>) -> Known {
    let mut has_tags = false;
    for line in headers.get_all(IF_NONE_MATCH) {
        has_tags = true;
        match in_list(line.as_bytes(), tags) {
            Known::No => {}
            found => return found,
        }
    }
    if has_tags {
        return Known::No;
    }
    let since = headers
        .get(IF_MODIFIED_SINCE)
        .and_then(|value| http_date(value.as_bytes()));
    match (last_modified, since) {
        // A date on the wire has no fraction of a second.
        (Some(modified), Some(since)) if modified.as_second() <= since.as_second() => Known::Somehow,
        _ => Known::No,
    }
}

fn in_list(mut list: &[u8], tags: &[&[u8]]) -> Known {
    if list.trim_ascii() == b"*" {
        return Known::Somehow;
    }
    loop {
        while let [b' ' | b'\t' | b',', rest @ ..] = list {
            list = rest;
        }
        list = list.strip_prefix(b"W/").unwrap_or(list);
        let Some(inner) = list.strip_prefix(b"\"") else {
            return Known::No;
        };
        let Some(end) = inner.iter().position(|&b| b == b'"') else {
            return Known::No;
        };
        let (tag, rest) = list.split_at(end + 2);
        if let Some(at) = tags.iter().position(|&ours| ours == tag) {
            return Known::Tag(at);
        }
        list = rest;
    }
}

/// A date in any of the three forms that a server must read (RFC 9110, 5.6.7).
pub(crate) fn http_date(value: &[u8]) -> Option<Timestamp> {
    static IMF: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new();
    if let Ok(date) = IMF.parse_timestamp(value) {
        return Some(date);
    }
    let utc = |form: &str| {
        let date: DateTime = strtime::parse(form, value).ok()?.to_datetime().ok()?;
        TimeZone::UTC.to_timestamp(date).ok()
    };
    utc("%A, %d-%b-%y %H:%M:%S GMT").or_else(|| utc("%a %b %e %H:%M:%S %Y"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use http::HeaderValue;
    use http::header::HeaderName;

    use super::*;

    fn headers(lines: &[(HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn the_highest_weight_wins_and_the_smallest_encoding_among_equals() {
        use Encoding::{Brotli, Gzip, Identity, Zstd};
        for (asked, chosen) in [
            ("", Identity),
            ("gzip", Gzip),
            ("GZIP", Gzip),
            ("x-gzip", Gzip),
            ("deflate", Identity),
            ("br", Brotli),
            ("zstd", Zstd),
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip, deflate, zstd", Zstd),
            ("gzip;q=1.0, br;q=0.8, *;q=0.1", Gzip),
            ("br;q=0.5,gzip;q=0.501", Gzip),
            ("br ; q=0.5 , gzip;\tq=0.5", Brotli),
            ("*", Brotli),
            ("*;q=0", Identity),
            ("*;q=0, gzip;q=0.1", Gzip),
            ("br;q=0, *", Zstd),
            ("br;q=0, zstd;q=0, gzip;q=0", Identity),
            ("br;q=0.000", Identity),
            ("identity", Identity),
            ("identity;q=0", Identity),
            ("identity;q=0, gzip;q=0.001", Gzip),
            ("identity;q=0, *;q=0", Identity),
            ("identity;q=1, gzip;q=0.5", Identity),
            ("identity;q=0.5, gzip;q=0.5", Gzip),
            ("gzip;q=0.5", Gzip),
            ("gzip;Q=0, br;Q=1", Brotli),
            ("br;q=1.001, gzip", Gzip),
            ("br;q=2, gzip", Gzip),
            ("br;q=0.5555, gzip;q=0.1", Gzip),
            ("br;q=, gzip;q=0.1", Gzip),
            ("br;q=x, gzip;q=0.1", Gzip),
            ("br;q=-1, gzip", Gzip),
            (",,;,;q=1, gzip", Gzip),
        ] {
            let asked_headers = headers(&[(ACCEPT_ENCODING, asked)]);
            assert_eq!(encoding(&asked_headers), chosen, "{asked:?}");
        }
        assert_eq!(encoding(&HeaderMap::new()), Identity);
        let lines = headers(&[(ACCEPT_ENCODING, "gzip;q=0.9"), (ACCEPT_ENCODING, "br")]);
        assert_eq!(encoding(&lines), Brotli, "several lines are one list");
    }

    #[test]
    fn a_list_of_entity_tags_is_compared_weakly() {
        let ours: [&[u8]; 2] = [b"\"now\"", b"\"before\""];
        for (asked, found) in [
            ("\"now\"", Known::Tag(0)),
            ("W/\"now\"", Known::Tag(0)),
            ("\"before\"", Known::Tag(1)),
            ("*", Known::Somehow),
            (" * ", Known::Somehow),
            ("\"other\"", Known::No),
            ("\"other\", \"now\"", Known::Tag(0)),
            ("\"a,b\" ,W/\"x\",, W/\"before\"", Known::Tag(1)),
            ("\"other\",*", Known::No),
            ("now", Known::No),
            ("\"now", Known::No),
            ("w/\"now\"", Known::No),
            ("", Known::No),
            ("\"nowhere\"", Known::No),
        ] {
            let asked_headers = headers(&[(IF_NONE_MATCH, asked)]);
            assert_eq!(known(&asked_headers, &ours, None), found, "{asked:?}");
        }
        let lines = headers(&[(IF_NONE_MATCH, "\"x\""), (IF_NONE_MATCH, "\"now\"")]);
        assert_eq!(known(&lines, &ours, None), Known::Tag(0));
    }

    #[test]
    fn a_date_counts_only_without_entity_tags() {
        let ours: [&[u8]; 1] = [b"\"now\""];
        // Sunday, 6 November 1994, 8:49:37, and half a second that does not travel.
        let modified = Some(Timestamp::from_millisecond(784_111_777_500).unwrap());
        for (since, found) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Known::Somehow),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Known::Somehow),
            ("Sun Nov  6 08:49:37 1994", Known::Somehow),
            ("Sun, 06 Nov 1994 08:49:36 GMT", Known::No),
            ("Mon, 07 Nov 1994 08:49:37 GMT", Known::Somehow),
            ("yesterday", Known::No),
            ("", Known::No),
        ] {
            let dated = headers(&[(IF_MODIFIED_SINCE, since)]);
            assert_eq!(known(&dated, &ours, modified), found, "{since:?}");
            assert_eq!(known(&dated, &ours, None), Known::No);
            let both = headers(&[(IF_MODIFIED_SINCE, since), (IF_NONE_MATCH, "\"other\"")]);
            assert_eq!(known(&both, &ours, modified), Known::No, "the tag decides");
        }
    }
}
