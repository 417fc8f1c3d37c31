//! The pictures, sound and films of a body, as the import has to find them: by number, by address, or as whatever was uploaded.
//! Listed by [`super::read`]; [`replace_pictures`] and [`replace_media`] put in what the import has found.

use courant_text::document::{Block, BlockId, BlockKind, Document, Inlines, Media, Picture};
use courant_text::plain;
use url::Url;

use super::prepare::Prepared;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A picture.
    Picture,
    /// Sound.
    Audio,
    /// A film.
    Video,
    /// A file to download.
    File,
}

/// By what it is to be found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Picked {
    /// By its address alone.
    Address,
    /// By the number of its attachment.
    Attachment(i64),
    /// Whatever of this sort was uploaded to a post (`[gallery]` without numbers), but for some.
    UploadedTo {
        /// The post.
        post: i64,
        /// Attachments that are not meant.
        without: Vec<i64>,
    },
}

/// A picture, sound or film that a body shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRef {
    /// What it is.
    pub sort: Sort,
    /// Its address as it stands in the document. Where only a number is known this is the old site's address for
    /// that number, under which nothing can be fetched.
    pub source: String,
    /// The address of the file as it was uploaded, as far as the name tells.
    pub original: String,
    /// By what it is found.
    pub which: Picked,
    /// Alternative text in the body.
    pub alt: String,
    /// Caption in the body, as plain text.
    pub caption: String,
    /// Credit in the body.
    pub credit: String,
    /// Where it leads, if the body makes a link of it.
    pub link: Option<String>,
    /// The block in which it stands.
    pub block: BlockId,
}

/// Lists everything that a document shows, in reading order.
pub(super) fn list(document: &Document, prepared: &mut Prepared) -> Vec<PictureRef> {
    let mut out = Vec::new();
    walk(&document.blocks, prepared, &mut out);
    out
}

fn walk(blocks: &[Block], prepared: &mut Prepared, out: &mut Vec<PictureRef>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Picture(picture) => picture_ref(picture, &block.id, prepared, out),
            BlockKind::Gallery(pictures) => {
                for picture in pictures {
                    picture_ref(picture, &block.id, prepared, out);
                }
            }
            BlockKind::Audio(media) => media_ref(Sort::Audio, media, &block.id, out),
            BlockKind::Video(media) => media_ref(Sort::Video, media, &block.id, out),
            BlockKind::File(media) => media_ref(Sort::File, media, &block.id, out),
            BlockKind::Quote { blocks, .. } | BlockKind::Details { blocks, .. } => walk(blocks, prepared, out),
            BlockKind::List(list) => list.items.iter().for_each(|item| walk(item, prepared, out)),
            _ => {}
        }
    }
}

fn picture_ref(picture: &Picture, block: &BlockId, prepared: &mut Prepared, out: &mut Vec<PictureRef>) {
    let Some(source) = &picture.source else { return };
    let seen = next_seen(prepared, source);
    let which = match (seen.number, picked(source)) {
        (Some(number), _) => Picked::Attachment(number),
        (None, which) => which,
    };
    out.push(PictureRef {
        sort: Sort::Picture,
        source: source.clone(),
        original: original_address(source),
        which,
        alt: picture.alt.clone(),
        caption: plain::inlines(&picture.caption),
        credit: picture.credit.clone(),
        link: seen.link,
        block: block.clone(),
    });
}

/// What was said of the next picture with this address. The last one stands for all that follow.
fn next_seen(prepared: &mut Prepared, source: &str) -> super::prepare::Seen {
    let Some(queue) = prepared.pictures.get_mut(source) else {
        return super::prepare::Seen::default();
    };
    if queue.len() > 1 {
        queue.pop_front().unwrap_or_default()
    } else {
        queue.front().cloned().unwrap_or_default()
    }
}

fn media_ref(sort: Sort, media: &Media, block: &BlockId, out: &mut Vec<PictureRef>) {
    out.push(PictureRef {
        sort,
        source: media.url.clone(),
        original: media.url.clone(),
        which: picked(&media.url),
        alt: String::new(),
        caption: media.title.clone(),
        credit: String::new(),
        link: None,
        block: block.clone(),
    });
}

/// `?attachment_id=7`, and the form in which a gallery without numbers is written down.
fn picked(source: &str) -> Picked {
    if !source.contains("attachment") {
        return Picked::Address;
    }
    let Ok(url) = Url::parse(source) else {
        return Picked::Address;
    };
    let value = |wanted: &str| {
        url.query_pairs()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    if let Some(number) = value("attachment_id").and_then(|number| number.parse().ok()) {
        return Picked::Attachment(number);
    }
    match value("attachments_of").and_then(|post| post.parse().ok()) {
        Some(post) => Picked::UploadedTo {
            post,
            without: value("without")
                .map(|without| without.split(',').filter_map(|number| number.parse().ok()).collect())
                .unwrap_or_default(),
        },
        None => Picked::Address,
    }
}

/// The file as it was uploaded: without the size in its name (`-300x200`, `-scaled`), and not through a resizing proxy.
pub fn original_address(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return address.to_owned();
    };
    if url
        .host_str()
        .is_some_and(|host| matches!(host, "i0.wp.com" | "i1.wp.com" | "i2.wp.com" | "i3.wp.com"))
    {
        let path = url.path().trim_start_matches('/').to_owned();
        if let Ok(behind) = Url::parse(&format!("https://{path}")) {
            url = behind;
        }
    }
    let path = url.path().to_owned();
    let Some((stem, extension)) = path.rsplit_once('.') else {
        return url.into();
    };
    let picture = matches!(
        extension.to_ascii_lowercase().as_str(),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "bmp" | "tif" | "tiff" | "heic"
    );
    if !picture {
        return url.into();
    }
    url.set_query(None);
    let stem = match stem.rsplit_once('-') {
        Some((name, size)) if is_size(size) || matches!(size, "scaled" | "rotated") => name,
        _ => stem,
    };
    url.set_path(&format!("{stem}.{extension}"));
    url.into()
}

fn is_size(text: &str) -> bool {
    text.split_once('x').is_some_and(|(width, height)| {
        [width, height]
            .iter()
            .all(|side| (1..=5).contains(&side.len()) && side.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Puts other pictures in the place of each: none takes it out, several become a gallery.
/// The caption of a picture that is taken out stays as a paragraph.
pub fn replace_pictures(document: &mut Document, mut with: impl FnMut(&Picture) -> Vec<Picture>) {
    let blocks = std::mem::take(&mut document.blocks);
    document.blocks = pictures_in(blocks, &mut with);
    super::number(document);
}

fn pictures_in(blocks: Vec<Block>, with: &mut dyn FnMut(&Picture) -> Vec<Picture>) -> Vec<Block> {
    rewritten(blocks, &mut |block, out| match block.kind {
        BlockKind::Picture(picture) => {
            let found = with(&picture);
            place(found, picture.caption, out);
        }
        BlockKind::Gallery(pictures) => {
            let mut found = Vec::new();
            let mut lost = Vec::new();
            for picture in pictures {
                let here = with(&picture);
                if here.is_empty() && !picture.caption.is_empty() {
                    lost.push(picture.caption);
                }
                found.extend(here);
            }
            place(found, Inlines::new(), out);
            out.extend(
                lost.into_iter()
                    .map(|caption| super::block(BlockKind::Paragraph(caption))),
            );
        }
        _ => out.push(block),
    })
}

/// Gives each block that holds no others to `with`, which puts out what stands in its place. A list that is left without
/// anything goes.
fn rewritten(blocks: Vec<Block>, with: &mut dyn FnMut(Block, &mut Vec<Block>)) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        match block.kind {
            BlockKind::Quote { blocks, attribution } => {
                block.kind = BlockKind::Quote {
                    blocks: rewritten(blocks, with),
                    attribution,
                };
                out.push(block);
            }
            BlockKind::Details { summary, blocks } => {
                block.kind = BlockKind::Details {
                    summary,
                    blocks: rewritten(blocks, with),
                };
                out.push(block);
            }
            BlockKind::List(mut list) => {
                list.items = list.items.into_iter().map(|item| rewritten(item, with)).collect();
                list.items.retain(|item| !item.is_empty());
                if !list.items.is_empty() {
                    block.kind = BlockKind::List(list);
                    out.push(block);
                }
            }
            _ => with(block, &mut out),
        }
    }
    out
}

fn place(mut found: Vec<Picture>, caption: Inlines, out: &mut Vec<Block>) {
    match found.len() {
        0 if caption.is_empty() => {}
        0 => out.push(super::block(BlockKind::Paragraph(caption))),
        1 => out.extend(found.pop().map(|picture| super::block(BlockKind::Picture(picture)))),
        _ => out.push(super::block(BlockKind::Gallery(found))),
    }
}

/// Puts other addresses in the place of each sound, film or file: none takes it out, several stand one after another.
pub fn replace_media(document: &mut Document, mut with: impl FnMut(Sort, &Media) -> Vec<Media>) {
    let blocks = std::mem::take(&mut document.blocks);
    document.blocks = media_in(blocks, &mut with);
    super::number(document);
}

fn media_in(blocks: Vec<Block>, with: &mut dyn FnMut(Sort, &Media) -> Vec<Media>) -> Vec<Block> {
    rewritten(blocks, &mut |block, out| {
        let (sort, kind, media): (_, fn(Media) -> BlockKind, _) = match block.kind {
            BlockKind::Audio(media) => (Sort::Audio, BlockKind::Audio, media),
            BlockKind::Video(media) => (Sort::Video, BlockKind::Video, media),
            BlockKind::File(media) => (Sort::File, BlockKind::File, media),
            _ => {
                out.push(block);
                return;
            }
        };
        out.extend(with(sort, &media).into_iter().map(|media| super::block(kind(media))));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uploaded_file_is_guessed_from_its_name() {
        for (shown, original) in [
            (
                "https://a.example/u/2019/pier-300x200.jpg",
                "https://a.example/u/2019/pier.jpg",
            ),
            (
                "https://a.example/u/pier-scaled.JPG?ssl=1",
                "https://a.example/u/pier.JPG",
            ),
            (
                "https://i0.wp.com/a.example/u/pier.png?w=600",
                "https://a.example/u/pier.png",
            ),
            ("https://a.example/u/10x10.jpg", "https://a.example/u/10x10.jpg"),
            (
                "https://a.example/song-1x1.mp3?x=1",
                "https://a.example/song-1x1.mp3?x=1",
            ),
        ] {
            assert_eq!(original_address(shown), original);
        }
    }
}
