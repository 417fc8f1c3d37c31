//! The desk's own files: style sheet, fonts, and the scripts that `editor/` builds, under one name with a hash of them all.
//! Templates ask [`Assets::href`] by the function `asset`; the route `/desk/assets/…` sends what [`Assets::find`] finds.

use crate::app::App;
use crate::site::assets::answer;
use crate::templates::{Asset, mime, minify, short_hash};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "desk/assets"]
struct Own;

#[derive(RustEmbed)]
#[folder = "../../editor/dist"]
#[allow_missing = true]
struct Island;

#[derive(RustEmbed)]
#[folder = "../../themes/broadsheet/assets/fonts"]
struct Fonts;

/// Every file by its path: `desk.css`, `fonts/newsreader.woff2`, `editor/desk.js`.
pub(crate) struct Assets {
    version: String,
    by_path: BTreeMap<String, Asset>,
}

impl Assets {
    /// Reads what is part of the binary; the files of `css/` become one sheet in the order of their names.
    pub(crate) fn gather() -> Self {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut sheet = String::new();
        let mut names: Vec<_> = Own::iter().collect();
        names.sort();
        for name in names {
            let Some(file) = Own::get(&name) else { continue };
            if name.starts_with("css/") {
                sheet.push_str(&String::from_utf8_lossy(&file.data));
                sheet.push('\n');
            } else {
                files.insert(name.into_owned(), file.data.into_owned());
            }
        }
        files.insert("desk.css".to_owned(), minify(&sheet).into_bytes());
        for name in Island::iter() {
            if let Some(file) = Island::get(&name) {
                files.insert(format!("editor/{name}"), file.data.into_owned());
            }
        }
        for name in Fonts::iter() {
            if let Some(file) = Fonts::get(&name) {
                files.insert(format!("fonts/{name}"), file.data.into_owned());
            }
        }
        let mut all = Vec::new();
        let by_path: BTreeMap<String, Asset> = files
            .into_iter()
            .map(|(path, bytes)| {
                all.extend_from_slice(path.as_bytes());
                all.extend_from_slice(short_hash(&bytes).as_bytes());
                let asset = Asset {
                    mime: mime(&path),
                    hash: short_hash(&bytes).into(),
                    bytes: bytes.into(),
                    immutable: true,
                };
                (path, asset)
            })
            .collect();
        Self {
            version: short_hash(&all),
            by_path,
        }
    }

    /// The address of a file. Scripts and the sheet name each other by relative addresses, so all share one folder.
    pub(crate) fn href(&self, path: &str) -> Option<String> {
        self.by_path
            .contains_key(path)
            .then(|| format!("/desk/assets/{}/{path}", self.version))
    }

    /// The file at a path; one that was asked for under another hash may be kept for an hour only.
    fn find(&self, version: &str, path: &str) -> Option<Asset> {
        let asset = self.by_path.get(path)?;
        Some(Asset {
            immutable: version == self.version,
            ..asset.clone()
        })
    }
}

/// Sends a file of the desk.
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    Path((version, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match app.printer.assets().find(&version, &path) {
        Some(asset) => answer(&asset, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_the_sheet_points_at_is_there_and_keeps_its_hash() {
        let assets = Assets::gather();
        let href = assets.href("desk.css").unwrap();
        let version = href.split('/').nth(3).unwrap();
        let sheet = assets.find(version, "desk.css").unwrap();
        assert!(sheet.immutable);
        assert!(!assets.find("0", "desk.css").unwrap().immutable);
        let text = String::from_utf8(sheet.bytes.to_vec()).unwrap();
        let named: Vec<&str> = text
            .split("url(")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
            .collect();
        assert!(!named.is_empty());
        for path in named {
            assert!(assets.find(version, path).is_some(), "{path}");
        }
        assert!(assets.find(version, "../theme.toml").is_none());
    }
}
