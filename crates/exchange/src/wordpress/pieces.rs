//! Cuts an export into the elements of its channel, one after another, without holding more than one of them.
//! Called by [`super::wxr`]; whatever is broken in the file costs the piece it stands in, and reading goes on at the next `<item>`.

use std::io::Read;

use super::source::{self, End, Source};

/// The largest item that is read, in bytes. Longer ones are passed over and named.
pub(super) const LARGEST: usize = 64 << 20;
/// What is kept of an item that is too large: enough to name it.
const HEAD: usize = 64 << 10;
/// The longest tag and the longest comment.
const TAG: usize = 64 << 10;

/// What a file of pieces is made of.
#[derive(Debug)]
pub(crate) struct Form {
    /// Elements around the pieces.
    pub(crate) roots: &'static [&'static str],
    /// The element of which there are most; where it begins, whatever was open has ended.
    pub(crate) item: &'static str,
    /// Elements that are pieces, whatever they hold.
    pub(crate) known: &'static [&'static str],
}

impl Form {
    /// The element right around the pieces.
    fn outer(&self) -> &'static [u8] {
        self.roots.first().map_or(&b""[..], |name| name.as_bytes())
    }

    /// Whether what comes next can only stand after a piece.
    fn ends_piece(&self, next: &[u8]) -> bool {
        let item = self.item.as_bytes();
        // A name that only begins like the item's is another one.
        let another = starts(next, b"<", item) && !is_name(next.get(1 + item.len()));
        another || starts(next, b"</", self.outer())
    }
}

/// A WordPress export, or any RSS.
pub(super) const WXR: Form = Form {
    roots: &["channel", "rss", "rdf:RDF"],
    item: "item",
    known: &[
        "item",
        "title",
        "link",
        "description",
        "pubDate",
        "lastBuildDate",
        "language",
        "generator",
        "image",
        "cloud",
        "copyright",
        "docs",
        "ttl",
        "category",
        "managingEditor",
        "webMaster",
        "rating",
        "skipHours",
    ],
};

/// One element of the channel.
#[derive(Debug)]
pub(crate) struct Cut {
    /// Its text from `<` to `>`.
    pub(crate) text: String,
    /// The line it begins on.
    pub(crate) line: u64,
    /// What was wrong with its frame: a sentence and the line.
    pub(crate) faults: Vec<(u64, String)>,
    /// Whether it was longer than [`LARGEST`]; `text` is then its beginning only.
    pub(crate) too_large: bool,
}

/// The pieces of one file.
pub(crate) struct Pieces<R> {
    form: &'static Form,
    source: Source<R>,
    /// Prefixes and the addresses that the file gives them.
    namespaces: Vec<(String, String)>,
    seen: bool,
    closed: bool,
    /// Sentences that wait for the next piece.
    waiting: Vec<(u64, String)>,
    wrappers: usize,
}

impl<R: Read> Pieces<R> {
    pub(crate) fn new(read: R, form: &'static Form) -> Self {
        Self {
            form,
            source: Source::new(read),
            namespaces: Vec::new(),
            seen: false,
            closed: false,
            waiting: Vec::new(),
            wrappers: 0,
        }
    }

    pub(super) fn namespaces(&self) -> &[(String, String)] {
        &self.namespaces
    }

    /// Whether an `<rss>`, `<channel>` or `<item>` was seen at all.
    pub(crate) fn seen(&self) -> bool {
        self.seen
    }

    /// Whether the channel was closed.
    pub(crate) fn closed(&self) -> bool {
        self.closed
    }

    pub(crate) fn line(&self) -> u64 {
        self.source.line()
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.source.encoding().name()
    }

    pub(crate) fn take_fault(&mut self) -> Option<std::io::Error> {
        self.source.take_fault()
    }

    /// The next element of the channel.
    pub(crate) fn next(&mut self) -> Option<Cut> {
        let mut passed = Vec::new();
        loop {
            passed.clear();
            // Text between the elements means nothing.
            while self.source.take_to(b'<', false, TAG, &mut passed) == End::Limit {
                passed.clear();
            }
            let line = self.source.line();
            let start = self.source.peek(9);
            match start {
                [] => return None,
                [b'<', b'!', b'-', b'-', ..] => {
                    self.source.take(4, None);
                    self.source.skip_past(b"-->", TAG);
                    continue;
                }
                b"<![CDATA[" => {
                    self.source.skip_past(b"]]>", LARGEST);
                    continue;
                }
                [b'<', b'!' | b'?', ..] => {
                    self.source.skip_past(b">", TAG);
                    continue;
                }
                [b'<', b'/', ..] => {
                    let mut tag = Vec::new();
                    self.source.take_to(b'>', true, 256, &mut tag);
                    let name = tag.get(2..).unwrap_or_default();
                    self.closed |= name.starts_with(self.form.outer());
                    continue;
                }
                _ => {}
            }
            let Some((tag, name)) = self.tag() else { continue };
            self.learn(&tag);
            if self.form.roots.contains(&name.as_str()) {
                self.seen = true;
                continue;
            }
            if self.is_wrapper(&tag, &name) {
                self.wrappers += 1;
                if self.wrappers < 5 {
                    self.waiting.push((
                        line,
                        format!("<{name}> is no element of an export; what it holds was read"),
                    ));
                }
                continue;
            }
            self.seen |= name == self.form.item;
            let mut cut = self.element(tag, &name, line);
            cut.faults.splice(0..0, std::mem::take(&mut self.waiting));
            return Some(cut);
        }
    }

    /// Whether an unknown element stands where the channel should, with elements in it.
    fn is_wrapper(&mut self, tag: &[u8], name: &str) -> bool {
        if name.contains(':') || self.form.known.contains(&name) || tag.ends_with(b"/>") {
            return false;
        }
        let next = self.source.peek(256);
        let blank = next.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        matches!(next.get(blank..), Some([b'<', after, ..]) if *after != b'/' && *after != b'!')
    }

    /// Takes a start tag. Anything that is none costs its `<`.
    fn tag(&mut self) -> Option<(Vec<u8>, String)> {
        let mut tag = Vec::new();
        self.source.take(1, Some(&mut tag));
        loop {
            let next = self.source.peek(TAG.min(512));
            let end = next.iter().position(|byte| matches!(byte, b'>' | b'<'));
            let (count, last) = match end {
                Some(at) => (at, true),
                None => (next.len(), false),
            };
            let closes = end.is_some_and(|at| next.get(at) == Some(&b'>'));
            if count == 0 && !last {
                return None;
            }
            self.source.take(count + usize::from(closes), Some(&mut tag));
            if last {
                if !closes {
                    return None;
                }
                break;
            }
            if tag.len() > TAG {
                return None;
            }
        }
        let name: Vec<u8> = tag
            .iter()
            .skip(1)
            .copied()
            .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/'))
            .collect();
        let name = String::from_utf8(name).ok()?;
        name.starts_with(|c: char| c.is_alphabetic()).then_some((tag, name))
    }

    /// Notes which prefix stands for what.
    fn learn(&mut self, tag: &[u8]) {
        let Ok(tag) = std::str::from_utf8(tag) else { return };
        for declaration in tag.split("xmlns:").skip(1) {
            let Some((prefix, rest)) = declaration.split_once('=') else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let Some(address) = rest.split(quote).nth(1) else {
                continue;
            };
            let prefix = prefix.trim();
            if self.namespaces.len() < 64 && !self.namespaces.iter().any(|(known, _)| known == prefix) {
                self.namespaces.push((prefix.to_owned(), address.to_owned()));
            }
        }
    }

    /// Takes the rest of an element whose start tag was taken.
    fn element(&mut self, tag: Vec<u8>, name: &str, line: u64) -> Cut {
        let mut piece = Piece {
            bytes: tag,
            too_large: false,
        };
        let mut faults = Vec::new();
        let closing = format!("</{name}");
        let form = self.form;
        let whole = piece.bytes.ends_with(b"/>");
        loop {
            if whole {
                break;
            }
            if self.source.take_to(b'<', false, LARGEST, &mut piece.bytes) == End::File {
                faults.push((self.source.line(), format!("the file ends inside <{name}>")));
                break;
            }
            piece.bound();
            let next = self.source.peek(closing.len().max(16) + 1);
            if next.starts_with(closing.as_bytes()) && !is_name(next.get(closing.len())) {
                self.source.take_to(b'>', true, 256, &mut piece.bytes);
                break;
            }
            if next.starts_with(b"<![CDATA[") {
                self.source.take(9, Some(&mut piece.bytes));
                match self.cdata(&mut piece) {
                    Cdata::Closed => {}
                    Cdata::ItemEnds => {
                        // The reader of the item sees the same and says so.
                        break;
                    }
                    Cdata::File => {
                        faults.push((
                            self.source.line(),
                            format!("the file ends inside <{name}>, in a CDATA section"),
                        ));
                        break;
                    }
                }
                continue;
            }
            if form.ends_piece(next) {
                faults.push((self.source.line(), format!("<{name}> is not closed")));
                break;
            }
            if next.starts_with(b"<!--") {
                self.source.take(4, Some(&mut piece.bytes));
                self.comment(&mut piece);
                continue;
            }
            if next.is_empty() {
                faults.push((self.source.line(), format!("the file ends inside <{name}>")));
                break;
            }
            self.source.take(1, Some(&mut piece.bytes));
        }
        let too_large = piece.too_large;
        if too_large {
            piece.bytes.truncate(HEAD);
        }
        let (text, mended) = source::text(piece.bytes);
        if let Some((places, first)) = mended
            && !too_large
        {
            let at = line + lines(text.get(..first).unwrap_or_default());
            faults.push((
                at,
                format!("{places} bytes were not UTF-8; they were read as Windows-1252 where they could be"),
            ));
        }
        Cut {
            text,
            line,
            faults,
            too_large,
        }
    }

    fn comment(&mut self, piece: &mut Piece) {
        let start = piece.bytes.len();
        while piece.bytes.len() < start + TAG {
            if self.source.take_to(b'>', true, TAG, &mut piece.bytes) != End::Found || piece.bytes.ends_with(b"-->") {
                return;
            }
        }
    }

    /// Takes a CDATA section. One that is never closed ends with the item, if what it opened in was closed before.
    fn cdata(&mut self, piece: &mut Piece) -> Cdata {
        let start = piece.bytes.len();
        let opened = name_before(piece.bytes.get(..start.saturating_sub(9)).unwrap_or_default());
        let closing = opened.map(|name| format!("</{name}>"));
        let item_end = format!("</{}>", self.form.item).into_bytes();
        let mut searched = start;
        let mut closed = false;
        loop {
            match self.source.take_to(b'>', true, LARGEST, &mut piece.bytes) {
                End::File => return Cdata::File,
                End::Limit => {
                    piece.bound();
                    searched = searched.min(piece.bytes.len());
                    continue;
                }
                End::Found => {}
            }
            if piece.bytes.ends_with(b"]]>") {
                return Cdata::Closed;
            }
            if piece.bytes.ends_with(&item_end) {
                if let Some(closing) = &closing {
                    closed |=
                        source::find(piece.bytes.get(searched..).unwrap_or_default(), closing.as_bytes()).is_some();
                    searched = piece.bytes.len();
                }
                if closed && self.item_or_end_follows() {
                    return Cdata::ItemEnds;
                }
            }
            if piece.bound() {
                searched = searched.min(piece.bytes.len());
            }
        }
    }

    fn item_or_end_follows(&mut self) -> bool {
        let form = self.form;
        let next = self.source.peek(64);
        let blank = next.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let next = next.get(blank..).unwrap_or_default();
        next.is_empty() || form.ends_piece(next)
    }
}

fn starts(bytes: &[u8], sign: &[u8], name: &[u8]) -> bool {
    bytes.strip_prefix(sign).is_some_and(|rest| rest.starts_with(name))
}

enum Cdata {
    Closed,
    ItemEnds,
    File,
}

/// The piece in hand, within bounds.
struct Piece {
    bytes: Vec<u8>,
    too_large: bool,
}

impl Piece {
    /// Lets go of the middle of a piece that is too large; says whether it did.
    fn bound(&mut self) -> bool {
        let most = if self.too_large { HEAD + (1 << 20) } else { LARGEST };
        if self.bytes.len() <= most {
            return false;
        }
        self.too_large = true;
        let tail = self.bytes.len() - 64;
        self.bytes.drain(HEAD..tail);
        self.bytes.shrink_to(HEAD + (2 << 20));
        true
    }
}

fn is_name(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.'))
}

/// The name of the tag that ends right before.
fn name_before(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.trim_ascii_end();
    let bytes = bytes.strip_suffix(b">")?;
    let open = bytes.iter().rposition(|byte| *byte == b'<')?;
    let tag = bytes.get(open + 1..)?;
    let name: Vec<u8> = tag
        .iter()
        .copied()
        .take_while(|byte| is_name(Some(byte)))
        .take(100)
        .collect();
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
}

/// How many line ends a text has.
pub(super) fn lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}
