//! What a picture says about itself: caption, credit, copyright and when it was taken. Called when a picture arrives,
//! to fill the form that a person then reads; never on the way out, as renditions carry none of it.
//!
//! Where blocks disagree, XMP is believed before IPTC-IIM and IPTC before EXIF, field by field, as IPTC's Photo Metadata
//! guidelines have it: picture agencies write the first two, cameras the last. One exception is theirs too: where the
//! digest that stands beside IPTC-IIM is of another block, somebody changed it with software that knows no XMP, and
//! IPTC-IIM goes first. Positions (GPS), cameras, lenses and serial numbers are not read at all.

mod exif;
mod iptc;
mod xmp;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::inspect::{SourceFormat, sniff};

/// The longest text that is kept of one field, in characters.
const TEXT_LIMIT: usize = 5_000;
/// Keywords beyond this many are dropped.
const KEYWORD_LIMIT: usize = 100;

/// What a picture says about itself. All of it is foreign text, to be shown and corrected, never trusted or run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// What is to be seen.
    pub caption: Option<String>,
    /// The agency's headline for the picture.
    pub headline: Option<String>,
    /// A short name, often the agency's number.
    pub title: Option<String>,
    /// A description for those who do not see the picture.
    pub alt: Option<String>,
    /// Who made it.
    pub photographer: Option<String>,
    /// The credit line to print.
    pub credit: Option<String>,
    /// Who had it first.
    pub source: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// The terms of use, in words.
    pub terms: Option<String>,
    /// The city, as an editor wrote it.
    pub city: Option<String>,
    /// The country, as an editor wrote it.
    pub country: Option<String>,
    /// When it was taken, as `2024-05-03`, `2024-05-03T10:11:12` or `2024-05-03T10:11:12+02:00`; a camera without a
    /// zone gives local time.
    pub taken: Option<String>,
    /// The last day on which it may be used, as `2027-12-31`.
    pub expires: Option<String>,
    /// Keywords, in the file's order.
    pub keywords: Vec<String>,
}

impl Metadata {
    /// Takes from `other` what is still missing.
    fn fill(&mut self, other: Self) {
        let pairs = [
            (&mut self.caption, other.caption),
            (&mut self.headline, other.headline),
            (&mut self.title, other.title),
            (&mut self.alt, other.alt),
            (&mut self.photographer, other.photographer),
            (&mut self.credit, other.credit),
            (&mut self.source, other.source),
            (&mut self.copyright, other.copyright),
            (&mut self.terms, other.terms),
            (&mut self.city, other.city),
            (&mut self.country, other.country),
            (&mut self.taken, other.taken),
            (&mut self.expires, other.expires),
        ];
        for (mine, theirs) in pairs {
            if mine.is_none() {
                *mine = theirs;
            }
        }
        if self.keywords.is_empty() {
            self.keywords = other.keywords;
        }
    }
}

/// Reads what a picture says about itself. Never fails: what cannot be read is absent.
pub fn metadata(bytes: &[u8]) -> Metadata {
    let Ok(format) = sniff(bytes) else {
        return Metadata::default();
    };
    crate::contained(|| read(bytes, format)).unwrap_or_default()
}

/// The raw blocks of one file.
#[derive(Default)]
struct Blocks {
    xmp: Option<Bytes>,
    iptc: Option<Bytes>,
    exif: Option<Bytes>,
    /// IPTC-IIM was changed after XMP was written.
    iptc_is_newer: bool,
}

fn read(bytes: &[u8], format: SourceFormat) -> Metadata {
    let blocks = blocks(bytes, format).unwrap_or_default();
    let xmp = blocks.xmp.as_deref().map(xmp::read).unwrap_or_default();
    let iptc = blocks.iptc.as_deref().map(iptc::read).unwrap_or_default();
    let (mut found, second) = if blocks.iptc_is_newer { (iptc, xmp) } else { (xmp, iptc) };
    found.fill(second);
    found.fill(blocks.exif.as_deref().map(exif::read).unwrap_or_default());
    found
}

fn blocks(bytes: &[u8], format: SourceFormat) -> Option<Blocks> {
    let whole = Bytes::copy_from_slice(bytes);
    let mut found = Blocks::default();
    match format {
        SourceFormat::Jpeg => {
            let jpeg = img_parts::jpeg::Jpeg::from_bytes(whole).ok()?;
            for segment in jpeg.segments() {
                let contents = segment.contents();
                match segment.marker() {
                    0xE1 => {
                        if let Some(packet) = after(contents, b"http://ns.adobe.com/xap/1.0/\0") {
                            found.xmp.get_or_insert(packet);
                        } else if let Some(block) = after(contents, b"Exif\0\0") {
                            found.exif.get_or_insert(block);
                        }
                    }
                    0xED => {
                        if let Some(resources) = after(contents, b"Photoshop 3.0\0")
                            && let Some(block) = iptc::in_photoshop(&resources)
                        {
                            found.iptc_is_newer |= found.iptc.is_none() && iptc::changed_since_xmp(&resources);
                            found.iptc.get_or_insert(Bytes::copy_from_slice(block));
                        }
                    }
                    _ => {}
                }
            }
        }
        SourceFormat::Png => {
            let png = img_parts::png::Png::from_bytes(whole).ok()?;
            found.exif = png.chunk_by_type(*b"eXIf").map(|chunk| chunk.contents().clone());
            found.xmp = png
                .chunks_by_type(*b"iTXt")
                // Keyword, then "not compressed", and empty language and translation.
                .find_map(|chunk| after(chunk.contents(), b"XML:com.adobe.xmp\0\0\0\0\0"));
        }
        SourceFormat::WebP => {
            let webp = img_parts::webp::WebP::from_bytes(whole).ok()?;
            let chunk = |id| {
                let content = webp.chunk_by_id(id)?.content().data()?.clone();
                Some(content)
            };
            found.xmp = chunk(*b"XMP ");
            // Some writers put JPEG's prefix here too.
            found.exif = chunk(*b"EXIF").map(|block| after(&block, b"Exif\0\0").unwrap_or(block));
        }
        SourceFormat::Tiff => {
            let (xmp, iptc) = exif::tiff_blocks(bytes);
            found.xmp = xmp.map(Bytes::from);
            found.iptc = iptc.map(Bytes::from);
            found.exif = Some(whole);
        }
        SourceFormat::Gif => {}
    }
    Some(found)
}

fn after(contents: &Bytes, prefix: &[u8]) -> Option<Bytes> {
    contents.starts_with(prefix).then(|| contents.slice(prefix.len()..))
}

/// Trims, drops control characters other than line breaks, and limits the length; empty is `None`.
fn tidy(text: &str) -> Option<String> {
    let kept: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take(TEXT_LIMIT)
        .collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

/// UTF-8 when it is, else Windows-1252, which is what old picture software wrote.
fn decode_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    }
}

/// `20240503` and `101112+0200`, with or without separators, as `2024-05-03T10:11:12+02:00`; `None` when it is no date.
fn moment(date: &str, time: Option<&str>, zone: Option<&str>) -> Option<String> {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    let plausible = year.parse::<u16>().is_ok_and(|year| year >= 1800)
        && month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
        && day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    if !plausible || digits.len() != 8 {
        return None;
    }
    let mut written = format!("{year}-{month}-{day}");
    let Some(time) = time else {
        return Some(written);
    };
    let (clock, tail) = time
        .find(['+', '-', 'Z'])
        .and_then(|at| time.split_at_checked(at))
        .unwrap_or((time, ""));
    // Fractions of a second are dropped.
    let clock = clock.split('.').next().unwrap_or_default();
    let clock: String = clock.chars().filter(char::is_ascii_digit).collect();
    let (Some(hour), Some(minute)) = (clock.get(..2), clock.get(2..4)) else {
        return Some(written);
    };
    let second = clock.get(4..6).unwrap_or("00");
    let in_range = hour.parse::<u8>().is_ok_and(|hour| hour < 24)
        && minute.parse::<u8>().is_ok_and(|minute| minute < 60)
        && second.parse::<u8>().is_ok_and(|second| second < 61);
    if !in_range {
        return Some(written);
    }
    written = format!("{written}T{hour}:{minute}:{second}");
    let zone = zone.unwrap_or(tail);
    if zone == "Z" {
        written.push('Z');
    } else if let Some(sign @ ('+' | '-')) = zone.chars().next() {
        let offset: String = zone.chars().filter(char::is_ascii_digit).collect();
        if let (Some(hours), Some(minutes)) = (offset.get(..2), offset.get(2..4)) {
            written = format!("{written}{sign}{hours}:{minutes}");
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_three_kinds_are_read_and_nonsense_is_not() {
        let said = |date, time, zone| moment(date, time, zone);
        assert_eq!(
            said("20240503", Some("101112+0200"), None).as_deref(),
            Some("2024-05-03T10:11:12+02:00")
        );
        assert_eq!(
            said("2024:05:03", Some("10:11:12"), Some("-05:00")).as_deref(),
            Some("2024-05-03T10:11:12-05:00")
        );
        assert_eq!(
            said("2024-05-03", Some("10:11Z"), None).as_deref(),
            Some("2024-05-03T10:11:00Z")
        );
        assert_eq!(said("2024-05-03", None, None).as_deref(), Some("2024-05-03"));
        assert_eq!(said("0000:00:00", Some("00:00:00"), None), None);
        assert_eq!(said("2024-13-03", None, None), None);
        assert_eq!(said("2024-05-03", Some("99:99"), None).as_deref(), Some("2024-05-03"));
    }

    #[test]
    fn a_text_keeps_its_lines_and_loses_its_control_characters() {
        assert_eq!(tidy(" a\r\nb\0\u{1b}c ").as_deref(), Some("a\nbc"));
        assert_eq!(tidy("\0 \n"), None);
    }
}
