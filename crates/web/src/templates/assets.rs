//! The theme's assets: one style sheet made of the files in `assets/css`, fonts, icons, each under a name with its hash.
//! Used by `Themes`; the asset route serves what `by_name` finds.

use std::{collections::BTreeMap, sync::Arc};

use ring::digest;

use super::{ThemeProblem, folder::Folder};

/// A file to be served under `/assets/`.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its content.
    pub bytes: Arc<[u8]>,
    /// Its media type.
    pub mime: &'static str,
    /// The hash of its content, 16 hexadecimal digits; fit for an `ETag`.
    pub hash: Arc<str>,
    /// Whether the address names this very content, so that it may be kept for ever.
    pub immutable: bool,
}

/// All assets by path, and their paths by flat name.
pub(super) struct Assets {
    by_path: BTreeMap<String, (String, Asset)>,
    paths: BTreeMap<String, String>,
}

impl Assets {
    /// Reads all assets and makes the one style sheet, `site.css`.
    pub(super) fn gather(folder: &Folder, problems: &mut Vec<ThemeProblem>) -> Self {
        let mut assets = Self {
            by_path: BTreeMap::new(),
            paths: BTreeMap::new(),
        };
        let mut sheet = String::new();
        let mut others = Vec::new();
        for file in folder.paths("assets/") {
            let Some(path) = file.strip_prefix("assets/") else {
                continue;
            };
            if path.starts_with("css/") && mime(path).starts_with("text/css") {
                match folder.text(&file, true) {
                    Ok(text) => sheet.push_str(&text.unwrap_or_default()),
                    Err(problem) => problems.push(problem),
                }
                sheet.push('\n');
            } else {
                others.push((path.to_owned(), file.clone()));
            }
        }
        for (path, file) in others {
            if let Some(bytes) = folder.bytes(&file, true) {
                assets.add(path, bytes.into_owned());
            }
        }
        let sheet = assets.point(&minify(&sheet));
        assets.add("site.css".into(), sheet.into_bytes());
        assets
    }

    fn add(&mut self, path: String, bytes: Vec<u8>) {
        let hash = short_hash(&bytes);
        let flat = path.replace('/', "-");
        let href = format!("/assets/{hash}-{flat}");
        let asset = Asset {
            mime: mime(&path),
            bytes: bytes.into(),
            hash: hash.into(),
            immutable: true,
        };
        self.paths.insert(flat, path.clone());
        self.by_path.insert(path, (href, asset));
    }

    /// Turns `url(fonts/x.woff2)` into the address with its hash; addresses that are no asset stay.
    fn point(&self, sheet: &str) -> String {
        let mut out = String::with_capacity(sheet.len());
        let mut rest = sheet;
        while let Some((before, after)) = rest.split_once("url(") {
            out.push_str(before);
            out.push_str("url(");
            let Some((inside, behind)) = after.split_once(')') else {
                rest = after;
                break;
            };
            let path = inside.trim().trim_matches(['"', '\'']);
            out.push_str(self.href(path).unwrap_or(inside));
            out.push(')');
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    pub(super) fn href(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).map(|(href, _)| href.as_str())
    }

    pub(super) fn by_name(&self, name: &str) -> Option<Asset> {
        let (hash, flat) = name.split_once('-')?;
        let (_, asset) = self.by_path.get(self.paths.get(flat)?)?;
        Some(Asset {
            immutable: *asset.hash == *hash,
            ..asset.clone()
        })
    }

    pub(super) fn hashes(&self) -> String {
        self.by_path.values().map(|(href, _)| href.as_str()).collect()
    }
}

/// The first 64 bits of SHA-256 as hexadecimal digits.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let digest = digest::digest(&digest::SHA256, bytes);
    digest
        .as_ref()
        .iter()
        .take(8)
        .fold(String::with_capacity(16), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        })
}

/// The media type of a file by its ending.
pub(crate) fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Takes comments and needless space out of a style sheet. Strings stay to the letter; a space stays wherever leaving it out
/// could change the meaning (`a :hover`, `calc(1px + 2px)`).
pub(crate) fn minify(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut letters = sheet.chars().peekable();
    let mut space = false;
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'*') => {
                letters.next();
                let mut last = ' ';
                for next in letters.by_ref() {
                    if last == '*' && next == '/' {
                        break;
                    }
                    last = next;
                }
                space = true;
            }
            quote @ ('"' | '\'') => {
                push(&mut out, &mut space, quote);
                while let Some(next) = letters.next() {
                    out.push(next);
                    if next == '\\' {
                        out.extend(letters.next());
                    } else if next == quote {
                        break;
                    }
                }
            }
            letter if letter.is_whitespace() => space = true,
            '}' => {
                if out.ends_with(';') {
                    out.pop();
                }
                push(&mut out, &mut space, '}');
            }
            letter => push(&mut out, &mut space, letter),
        }
    }
    out
}

/// Adds a letter, and before it the space that stood there if it means something.
fn push(out: &mut String, space: &mut bool, letter: char) {
    if *space {
        let tight_after = out.is_empty() || out.ends_with(['{', '}', ';', ',', ':', '(', '>']);
        let tight_before = matches!(letter, '{' | '}' | ';' | ',' | ')' | '>');
        if !tight_after && !tight_before {
            out.push(' ');
        }
        *space = false;
    }
    out.push(letter);
}
