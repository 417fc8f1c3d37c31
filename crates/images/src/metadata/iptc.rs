//! Reads IPTC-IIM, the block that picture agencies have written since 1991. Called by `metadata` with the bytes that
//! JPEG keeps among Photoshop's resources and TIFF in a tag of its own.
//!
//! Source: IPTC, "Information Interchange Model", version 4.2; the resource blocks as Adobe documents them; the digest
//! as the Metadata Working Group's "Guidelines for Handling Image Metadata", version 2.0, read it.

use md5::{Digest, Md5};

use super::{KEYWORD_LIMIT, Metadata, decode_text, moment, tidy};

/// Photoshop's number for the resource that holds IPTC-IIM.
const IPTC_RESOURCE: u16 = 0x0404;
/// Photoshop's number for the MD5 of the block that XMP was made from.
const DIGEST_RESOURCE: u16 = 0x0425;
/// Names that are kept of one picture; the field repeats.
const NAMES: usize = 10;

/// Finds the IPTC block among Photoshop's resources.
pub(super) fn in_photoshop(resources: &[u8]) -> Option<&[u8]> {
    resource(resources, IPTC_RESOURCE)
}

/// Whether somebody changed the block after XMP was written: a digest stands there, and it is of another block.
pub(super) fn changed_since_xmp(resources: &[u8]) -> bool {
    let (Some(block), Some(digest)) = (in_photoshop(resources), resource(resources, DIGEST_RESOURCE)) else {
        return false;
    };
    // Zeros say "none was taken".
    digest.len() == 16 && digest.iter().any(|byte| *byte != 0) && Md5::digest(block).as_slice() != digest
}

/// One of Photoshop's resources by its number.
fn resource(resources: &[u8], wanted: u16) -> Option<&[u8]> {
    let mut rest = resources;
    loop {
        rest = rest.strip_prefix(b"8BIM")?;
        let id = u16::from_be_bytes(*rest.first_chunk()?);
        // A name with its length before it, both together padded to an even number of bytes.
        let name = usize::from(*rest.get(2)?) + 1;
        rest = rest.get(2 + name.next_multiple_of(2)..)?;
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let block = rest.get(4..)?;
        if id == wanted {
            return block.get(..length.min(block.len()));
        }
        rest = block.get(length.checked_next_multiple_of(2)?..)?;
    }
}

/// Reads the application record. A data set that is cut short ends the reading; what came before it counts.
pub(super) fn read(block: &[u8]) -> Metadata {
    let mut found = Metadata::default();
    let (mut date, mut time, mut expires) = (None, None, None);
    let mut says_utf8 = false;
    let mut names: Vec<String> = Vec::new();
    let mut rest = block;
    while let Some((record, number, value, following)) = data_set(rest) {
        rest = following;
        if (record, number) == (1, 90) {
            // ISO 2022: the escape that switches to UTF-8. Other character sets are seen by their bytes.
            says_utf8 = value.starts_with(b"\x1B%G");
        }
        if record != 2 {
            continue;
        }
        let decoded = if says_utf8 {
            String::from_utf8_lossy(value).into_owned()
        } else {
            decode_text(value)
        };
        let Some(text) = tidy(&decoded) else {
            continue;
        };
        let field = match number {
            5 => &mut found.title,
            25 => {
                if found.keywords.len() < KEYWORD_LIMIT {
                    found.keywords.push(text);
                }
                continue;
            }
            37 => &mut expires,
            55 => &mut date,
            60 => &mut time,
            80 => {
                if names.len() < NAMES {
                    names.push(text);
                }
                continue;
            }
            90 => &mut found.city,
            101 => &mut found.country,
            105 => &mut found.headline,
            110 => &mut found.credit,
            115 => &mut found.source,
            116 => &mut found.copyright,
            120 => &mut found.caption,
            _ => continue,
        };
        field.get_or_insert(text);
    }
    found.photographer = tidy(&names.join(", "));
    found.taken = date.and_then(|date| moment(&date, time.as_deref(), None));
    found.expires = expires.and_then(|date| moment(&date, None, None));
    found
}

/// One data set: record, number, value, and what follows it.
fn data_set(bytes: &[u8]) -> Option<(u8, u8, &[u8], &[u8])> {
    let [0x1C, record, number, high, low, rest @ ..] = bytes else {
        return None;
    };
    let length = u16::from_be_bytes([*high, *low]);
    let (length, rest) = if length & 0x8000 == 0 {
        (usize::from(length), rest)
    } else {
        // Extended: the length stands in that many bytes that follow. More than four is no picture's caption.
        let count = usize::from(length & 0x7FFF);
        if count > 4 {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(count)?;
        let length = digits
            .iter()
            .fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
        (length, rest)
    };
    let (value, rest) = rest.split_at_checked(length)?;
    Some((*record, *number, value, rest))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn set(number: u8, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        [&[0x1C, 2, number], length.as_slice(), value].concat()
    }

    #[test]
    fn an_agencys_fields_are_read() {
        let block = [
            set(105, b"Ferry returns"),
            set(120, "Die F\u{e4}hre".as_bytes()),
            set(110, b"Agency"),
            set(25, b"sea"),
            set(25, b"ships"),
            set(55, b"20240503"),
            set(60, b"101112+0200"),
        ]
        .concat();
        let found = read(&block);
        assert_eq!(found.headline.as_deref(), Some("Ferry returns"));
        assert_eq!(found.caption.as_deref(), Some("Die Fähre"));
        assert_eq!(found.credit.as_deref(), Some("Agency"));
        assert_eq!(found.keywords, ["sea", "ships"]);
        assert_eq!(found.taken.as_deref(), Some("2024-05-03T10:11:12+02:00"));
    }

    #[test]
    fn a_text_that_is_not_utf8_is_read_as_windows_1252() {
        assert_eq!(
            read(&set(120, b"caf\xE9 \x96 bar")).caption.as_deref(),
            Some("café – bar")
        );
    }

    #[test]
    fn a_block_that_says_utf8_is_read_so_also_where_a_byte_is_wrong() {
        let mut block = vec![0x1C, 1, 90, 0, 3, 0x1B, b'%', b'G'];
        block.extend(set(120, b"F\xC3\xA4hre \xFF"));
        block.extend(set(80, b"Ana Reis"));
        block.extend(set(80, b"Rui Paz"));
        block.extend(set(37, b"20271231"));
        let found = read(&block);
        assert_eq!(found.caption.as_deref(), Some("Fähre \u{fffd}"));
        assert_eq!(found.photographer.as_deref(), Some("Ana Reis, Rui Paz"));
        assert_eq!(found.expires.as_deref(), Some("2027-12-31"));
    }

    #[test]
    fn a_digest_of_another_block_tells_that_this_one_was_changed_later() {
        let resources = |digest: &[u8]| {
            let iptc = set(120, b"here");
            let mut all = b"8BIM\x04\x04\0\0".to_vec();
            all.extend(u32::try_from(iptc.len()).unwrap().to_be_bytes());
            all.extend(&iptc);
            all.resize(all.len().next_multiple_of(2), 0);
            all.extend(b"8BIM\x04\x25\0\0\0\0\0\x10");
            all.extend(digest);
            all
        };
        let own = Md5::digest(set(120, b"here"));
        assert!(!changed_since_xmp(&resources(&own)));
        assert!(!changed_since_xmp(&resources(&[0; 16])));
        assert!(changed_since_xmp(&resources(&[7; 16])));
    }

    #[test]
    fn the_block_is_found_behind_other_resources() {
        let iptc = set(120, b"here");
        let mut resources = b"8BIM\x04\x25\x03abc\0\0\0\x03xyz\0".to_vec();
        resources.extend(b"8BIM\x04\x04\0\0");
        resources.extend(u32::try_from(iptc.len()).unwrap().to_be_bytes());
        resources.extend(&iptc);
        assert_eq!(in_photoshop(&resources), Some(iptc.as_slice()));
        for end in 0..resources.len() {
            let _ = in_photoshop(resources.get(..end).unwrap());
        }
    }

    #[test]
    fn a_length_that_points_beyond_the_end_ends_the_reading() {
        let mut block = set(105, b"kept");
        block.extend([0x1C, 2, 120, 0x80, 4, 0xFF, 0xFF, 0xFF, 0xFF, b'x']);
        assert_eq!(read(&block).headline.as_deref(), Some("kept"));
        assert_eq!(read(&block).caption, None);
    }
}
