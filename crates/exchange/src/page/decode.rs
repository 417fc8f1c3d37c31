//! Bytes to characters: byte order marks, declared character sets and sensible guesses.
//! Called once by [`super::read`] before anything looks at the page.

use encoding_rs::{Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Refusal;

/// How many bytes are searched for a declared character set (browsers look at 1024; saved pages carry long comments first).
const LOOK_AT: usize = 8192;

/// Decodes the page. Never fails on a wrong byte; refuses only what is no text at all.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> Result<String, Refusal> {
    if let Some(kind) = known_binary(bytes) {
        return Err(Refusal::NotText(kind.to_owned()));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return Ok(encoding.decode_without_bom_handling(rest).0.into_owned());
    }
    if let Some(wide) = unmarked_utf16(bytes) {
        return Ok(wide.decode_without_bom_handling(bytes).0.into_owned());
    }
    let head = bytes.get(..bytes.len().min(LOOK_AT)).unwrap_or_default();
    if head.iter().filter(|byte| is_control(**byte)).count() * 20 > head.len() {
        return Err(Refusal::NotText("binary bytes".to_owned()));
    }
    let declared = content_type
        .and_then(charset_of_header)
        .or_else(|| charset_in_page(head));
    let decoded = match declared {
        Some(encoding) => {
            let (text, _, broken) = encoding.decode(bytes);
            // A page saved by a browser is often UTF-8 on disk whatever it still declares.
            match std::str::from_utf8(bytes) {
                Ok(utf8) if encoding != UTF_8 && encoding != ISO_2022_JP && !bytes.is_ascii() => utf8.to_owned(),
                _ if broken && encoding == UTF_8 => guess(bytes),
                _ => text.into_owned(),
            }
        }
        None => guess(bytes),
    };
    // NUL never belongs to a text and upsets what comes after.
    if decoded.contains('\0') {
        return Ok(decoded.replace('\0', ""));
    }
    Ok(decoded)
}

/// UTF-8 if it is, else Shift_JIS if it decodes without a fault and gives kana, else Windows-1252.
fn guess(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let (utf8, _) = UTF_8.decode_without_bom_handling(bytes);
    let faults = utf8.chars().filter(|c| *c == '\u{fffd}').count();
    let beyond_ascii = utf8.chars().filter(|c| !c.is_ascii()).count();
    // A few broken characters in a page that is UTF-8 otherwise (a cut download) are no reason to change the rest.
    if faults * 4 < beyond_ascii {
        return utf8.into_owned();
    }
    let (japanese, broken) = SHIFT_JIS.decode_without_bom_handling(bytes);
    if !broken {
        let kana = japanese
            .chars()
            .filter(|c| ('\u{3041}'..='\u{30fe}').contains(c))
            .count();
        if kana * 5 > beyond_ascii && kana > 3 {
            return japanese.into_owned();
        }
    }
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

fn is_control(byte: u8) -> bool {
    byte < 9 || (14..27).contains(&byte) || (28..32).contains(&byte)
}

/// A page in UTF-16 without a mark has a zero at every second byte as long as it is markup.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(400))?;
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    if count < 16 {
        return None;
    }
    let (mut high_first, mut low_first) = (0, 0);
    for pair in pairs {
        match pair {
            [0, low] if *low != 0 => high_first += 1,
            [low, 0] if *low != 0 => low_first += 1,
            _ => {}
        }
    }
    if high_first * 10 > count * 7 {
        Some(UTF_16BE)
    } else if low_first * 10 > count * 7 {
        Some(UTF_16LE)
    } else {
        None
    }
}

fn charset_of_header(header: &str) -> Option<&'static Encoding> {
    let lower = header.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset=")?;
    let name = after.trim_start_matches(['"', '\'']);
    let end = name.find([';', '"', '\'', ' ', ',']).unwrap_or(name.len());
    Encoding::for_label(name.get(..end)?.as_bytes())
}

/// `<meta charset>`, `<meta http-equiv>` or an XML declaration in the first bytes.
fn charset_in_page(head: &[u8]) -> Option<&'static Encoding> {
    let ascii: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    if let Some(declaration) = ascii.strip_prefix("<?xml") {
        let end = declaration.find("?>").unwrap_or(0);
        if let Some((_, after)) = declaration.get(..end)?.split_once("encoding=") {
            let name = after.trim_start_matches(['"', '\'']);
            let end = name.find(['"', '\'', ' ']).unwrap_or(name.len());
            if let Some(found) = Encoding::for_label(name.get(..end)?.as_bytes()) {
                return Some(as_declared(found));
            }
        }
    }
    for piece in ascii.split("<meta").skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        if let Some((_, after)) = tag.split_once("charset") {
            let name = after.trim_start_matches([' ', '=', '"', '\'', '\t', '\n']);
            let end = name.find(['"', '\'', ' ', ';', '/', '\t', '\n']).unwrap_or(name.len());
            if let Some(found) = Encoding::for_label(name.get(..end)?.as_bytes()) {
                return Some(as_declared(found));
            }
        }
    }
    None
}

/// A page that could be read as ASCII so far cannot be UTF-16, whatever it says.
pub(crate) fn as_declared(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else {
        encoding
    }
}

fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"RIFF", "a RIFF file (a WebP picture or sound)"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x1f\x8b", "gzip data"),
        (b"\x28\xb5\x2f\xfd", "zstd data"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3", "a database"),
        (b"\xd0\xcf\x11\xe0", "an office document"),
        (b"wOF", "a font"),
        (b"OggS", "sound"),
        (b"ID3", "sound"),
    ];
    MARKS
        .iter()
        .find(|(mark, _)| bytes.starts_with(mark))
        .map(|(_, name)| *name)
}

/// HTML or plain text? The page's own first characters weigh more than the header.
pub(crate) fn looks_like_html(text: &str, content_type: Option<&str>) -> bool {
    const TAGS: &[&str] = &[
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<p>",
        "<p ",
        "<div",
        "<article",
        "<table",
        "<h1",
        "<meta",
        "<title",
        "<br",
        "<font",
        "<center",
        "<section",
        "<main",
        "<span",
        "<script",
        "</p>",
        "</a>",
    ];
    let start: String = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(4000)
        .collect::<String>()
        .to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<?xml") {
        return true;
    }
    let plain = content_type.is_some_and(|header| header.trim_start().starts_with("text/plain"));
    let found = TAGS.iter().filter(|tag| start.contains(**tag)).count();
    if plain {
        start.starts_with('<') && found > 1
    } else {
        found > 1 || (start.starts_with('<') && found > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_character_set_is_followed() {
        let page = b"<html><head><meta charset=windows-1252></head><body>caf\xe9 \x93so\x94</body>";
        assert!(matches!(decode(page, None), Ok(text) if text.contains("café “so”")));
    }

    #[test]
    fn the_header_decides_before_the_page() {
        let page = b"<html><meta charset=utf-8><body>caf\xe9</body>";
        assert!(matches!(decode(page, Some("text/html; charset=ISO-8859-1")), Ok(text) if text.contains("café")));
    }

    #[test]
    fn shift_jis_is_recognised_without_a_declaration() {
        let (bytes, _, _) = SHIFT_JIS.encode("これは新聞の記事です。東京で会議が開かれました。");
        assert!(matches!(decode(&bytes, None), Ok(text) if text.starts_with("これは")));
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let mut bytes: Vec<u8> = vec![0xff, 0xfe];
        let plain: Vec<u8> = "<html><body>Größe und mehr</body></html>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        bytes.extend(&plain);
        assert!(matches!(decode(&bytes, None), Ok(text) if text.contains("Größe")));
        assert!(matches!(decode(&plain, None), Ok(text) if text.contains("Größe")));
    }

    #[test]
    fn a_picture_is_refused_by_name() {
        assert_eq!(
            decode(b"\x89PNG\r\n\x1a\n....", None),
            Err(Refusal::NotText("a PNG picture".to_owned()))
        );
    }
}
