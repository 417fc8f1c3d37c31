//! The bytes of an export in a window that moves: decoded where they are not UTF-8, with the line counted.
//! Used by [`super::pieces`], which cuts the file; memory stays within the window and the piece in hand.

use std::io::{ErrorKind, Read};

use encoding_rs::{Decoder, Encoding, UTF_8};

use crate::page::decode::as_declared;

/// How many bytes are read at a time.
const READ: usize = 256 * 1024;

/// What a search ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The wanted bytes were found and taken.
    Found,
    /// The search gave up after its limit.
    Limit,
    /// The file ended.
    File,
}

/// A window over the file.
pub(super) struct Source<R> {
    read: R,
    window: Vec<u8>,
    at: usize,
    line: u64,
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    began: bool,
    ended: bool,
    fault: Option<std::io::Error>,
}

impl<R: Read> Source<R> {
    pub(super) fn new(read: R) -> Self {
        Self {
            read,
            window: Vec::new(),
            at: 0,
            line: 1,
            decoder: None,
            encoding: UTF_8,
            began: false,
            ended: false,
            fault: None,
        }
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The character set that the file says it has.
    pub(super) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Why the file could not be read to its end, once.
    pub(super) fn take_fault(&mut self) -> Option<std::io::Error> {
        self.fault.take()
    }

    /// The next bytes, as many as there are up to `most`; nothing is taken.
    pub(super) fn peek(&mut self, most: usize) -> &[u8] {
        while self.window.len() - self.at < most && self.fill() {}
        let end = self.window.len().min(self.at + most);
        self.window.get(self.at..end).unwrap_or_default()
    }

    /// Takes a number of bytes that were peeked at.
    pub(super) fn take(&mut self, count: usize, into: Option<&mut Vec<u8>>) {
        let end = self.window.len().min(self.at + count);
        let taken = self.window.get(self.at..end).unwrap_or_default();
        self.line += taken.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        if let Some(into) = into {
            into.extend_from_slice(taken);
        }
        self.at = end;
    }

    /// Takes everything up to one byte; the byte itself stays unless `with` is set.
    pub(super) fn take_to(&mut self, wanted: u8, with: bool, limit: usize, into: &mut Vec<u8>) -> End {
        let mut left = limit;
        loop {
            let here = self.window.get(self.at..).unwrap_or_default();
            if let Some(found) = here.iter().take(left).position(|byte| *byte == wanted) {
                self.take(found + usize::from(with), Some(into));
                return End::Found;
            }
            let all = here.len();
            if all >= left {
                self.take(left, Some(into));
                return End::Limit;
            }
            left -= all;
            self.take(all, Some(into));
            if !self.fill() {
                return End::File;
            }
        }
    }

    /// Passes over everything up to some bytes and over them.
    pub(super) fn skip_past(&mut self, wanted: &[u8], limit: usize) -> End {
        let mut left = limit;
        loop {
            let here = self.peek(READ);
            if let Some(found) = find(here, wanted) {
                if found > left {
                    self.take(left, None);
                    return End::Limit;
                }
                self.take(found + wanted.len(), None);
                return End::Found;
            }
            let passed = (here.len() + 1).saturating_sub(wanted.len());
            if passed == 0 {
                let rest = here.len();
                self.take(rest, None);
                return End::File;
            }
            if passed >= left {
                self.take(left, None);
                return End::Limit;
            }
            left -= passed;
            self.take(passed, None);
        }
    }

    /// Reads more; says whether anything came.
    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.at > 0 {
            self.window.drain(..self.at);
            self.at = 0;
        }
        let mut raw = vec![0; READ];
        let count = loop {
            match self.read.read(&mut raw) {
                Ok(count) => break count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.fault = Some(error);
                    break 0;
                }
            }
        };
        raw.truncate(count);
        let before = self.window.len();
        if !self.began {
            self.began = true;
            // A slow source may give its first bytes one by one; the declaration wants them together.
            while raw.len() < 256 {
                let mut more = [0; 256];
                match self.read.read(&mut more) {
                    Ok(0) | Err(_) => break,
                    Ok(count) => raw.extend_from_slice(more.get(..count).unwrap_or_default()),
                }
            }
            self.begin(&mut raw);
        }
        self.ended = count == 0;
        match &mut self.decoder {
            None => self.window.extend_from_slice(&raw),
            Some(decoder) => {
                let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 3 + 16);
                let mut text = String::with_capacity(room);
                let _ = decoder.decode_to_string(&raw, &mut text, self.ended);
                self.window.extend_from_slice(text.as_bytes());
            }
        }
        self.window.len() > before || !self.ended
    }

    /// Finds the character set: a byte order mark first, then the declaration.
    fn begin(&mut self, raw: &mut Vec<u8>) {
        if let Some((encoding, length)) = Encoding::for_bom(raw) {
            raw.drain(..length);
            self.encoding = encoding;
        } else if let Some(encoding) = declared(raw) {
            self.encoding = encoding;
        }
        if self.encoding != UTF_8 {
            self.decoder = Some(self.encoding.new_decoder_without_bom_handling());
        }
    }
}

/// Where some bytes stand in others.
pub(super) fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + within.get(from..)?.iter().position(|byte| *byte == first)?;
        if within.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// The character set of `<?xml version="1.0" encoding="…"?>`. UTF-16 without a mark is known by its zeros.
fn declared(raw: &[u8]) -> Option<&'static Encoding> {
    match raw.get(..4) {
        Some([0, b'<', 0, _]) => return Some(encoding_rs::UTF_16BE),
        Some([b'<', 0, _, 0]) => return Some(encoding_rs::UTF_16LE),
        _ => {}
    }
    let head = raw.get(..raw.len().min(512)).unwrap_or_default();
    let head = head.get(..find(head, b"?>")?)?;
    let after = head.get(find(head, b"encoding")? + 8..)?;
    let quote = after.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let value = after.get(quote + 1..)?;
    let end = value.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    Encoding::for_label(value.get(..end)?).map(as_declared)
}

/// The text of a piece. A single byte that is no UTF-8 is taken for Windows-1252, as old databases mix the two.
/// The second value says how many places were mended, and where the first one was.
pub(super) fn text(bytes: Vec<u8>) -> (String, Option<(usize, usize)>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    let mut out = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut rest = bytes.as_slice();
    let mut mended = 0;
    let mut first = 0;
    while !rest.is_empty() {
        let (good, bad) = match std::str::from_utf8(rest) {
            Ok(good) => (good, 0),
            Err(error) => {
                let good = rest.get(..error.valid_up_to()).unwrap_or_default();
                let bad = error.error_len().unwrap_or(rest.len() - good.len());
                (std::str::from_utf8(good).unwrap_or_default(), bad)
            }
        };
        out.push_str(good);
        let wrong = rest.get(good.len()..good.len() + bad).unwrap_or_default();
        if bad > 0 {
            mended += 1;
            if mended == 1 {
                first = out.len();
            }
            match wrong {
                [byte] if *byte >= 0x80 => {
                    let (one, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(wrong);
                    out.push_str(&one);
                }
                _ => out.push('\u{fffd}'),
            }
        }
        rest = rest.get(good.len() + bad..).unwrap_or_default();
        if bad == 0 {
            break;
        }
    }
    (out, Some((mended, first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_byte_of_windows_1252_keeps_its_letter() {
        let (kept, mended) = text(b"caf\xe9 und \xc3\xa9 \xf0\x9f\x98".to_vec());
        assert_eq!(kept, "café und é \u{fffd}");
        assert_eq!(mended, Some((2, 3)));
    }

    #[test]
    fn a_file_whose_declaration_can_be_read_is_no_utf_16_whatever_it_says() {
        let mut source = Source::new("<?xml version='1.0' encoding='UTF-16'?><a>ü</a>".as_bytes());
        let mut out = Vec::new();
        assert_eq!(source.take_to(b'a', false, 1000, &mut out), End::Found);
        assert_eq!(source.peek(5), "a>ü<".as_bytes());
    }

    #[test]
    fn what_is_declared_is_decoded_and_lines_are_counted() {
        let mut source = Source::new(&b"<?xml version='1.0' encoding='iso-8859-1'?>\n\n<a>\xfc</a>"[..]);
        let mut out = Vec::new();
        assert_eq!(source.take_to(b'a', false, 1000, &mut out), End::Found);
        assert_eq!(source.line(), 3);
        assert_eq!(source.peek(4), "a>ü".as_bytes());
        assert_eq!(source.skip_past(b"nowhere", 1000), End::File);
    }
}
