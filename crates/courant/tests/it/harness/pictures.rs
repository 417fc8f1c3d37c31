//! Pictures that tests bring: made in code, of a colour each, one with a place and a camera in it.

use super::{Answer, Colleague, TestPaper};
use courant_model::picture::{Picture, Rendition};
use courant_newsroom::uploads::{self, Finished};
use courant_newsroom::{jobs, scheduler};
use courant_store::q;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// What stands in the EXIF block of [`placed`] and may reach nobody.
pub const SECRETS: [&str; 3] = ["SECRET-MAKER", "SECRET-SERIAL", "SECRET-PLACE"];

fn written(picture: RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG of a gradient that its size makes its own.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, (width % 251) as u8])
    });
    written(picture, ImageFormat::Jpeg)
}

/// A PNG, red on the left half and blue on the right.
pub fn halves(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([200, 20, 20])
        } else {
            Rgb([20, 20, 200])
        }
    });
    written(picture, ImageFormat::Png)
}

/// A JPEG that says by which camera and where it was taken, with caption, photographer and copyright.
pub fn placed(width: u32, height: u32) -> Vec<u8> {
    let texts: [(u16, &str); 6] = [
        (0x010E, "The ferry at the quay"),
        (0x010F, SECRETS[0]),
        (0x013B, "Oda Lind"),
        (0x8298, "(c) Oda Lind"),
        (0xA431, SECRETS[1]),
        (0x001D, SECRETS[2]),
    ];
    let mut block = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    block.extend((texts.len() as u16).to_le_bytes());
    let mut tail = Vec::new();
    let start = 8 + 2 + texts.len() * 12 + 4;
    for (tag, text) in texts {
        block.extend(tag.to_le_bytes());
        block.extend(2_u16.to_le_bytes());
        block.extend((text.len() as u32 + 1).to_le_bytes());
        block.extend(((start + tail.len()) as u32).to_le_bytes());
        tail.extend(text.as_bytes());
        tail.push(0);
    }
    block.extend([0; 4]);
    block.extend(tail);
    let plain = jpeg(width, height);
    let length = (block.len() as u16 + 2).to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, &block, &plain[2..]].concat()
}

/// The start of compressed pixels.
const PIXELS: [u8; 8] = [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1];

/// The header of a one-bit PNG of 30,000 × 30,000 pixels.
pub fn bomb() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let side = 30_000_u32.to_be_bytes();
    let header = [&side[..], &side, &[1, 0, 0, 0, 0]].concat();
    for (kind, contents) in [(b"IHDR", header), (b"IDAT", PIXELS.to_vec()), (b"IEND", Vec::new())] {
        bytes.extend((contents.len() as u32).to_be_bytes());
        let from = bytes.len();
        bytes.extend(kind);
        bytes.extend(&contents);
        let crc = !bytes[from..].iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
        });
        bytes.extend(crc.to_be_bytes());
    }
    bytes
}

impl TestPaper {
    /// A picture that somebody brings; its id.
    pub async fn picture_of(&self, colleague: &Colleague, name: &str, bytes: &[u8]) -> String {
        let who = colleague.who();
        let mut tx = self.newsroom.store.write().await.unwrap();
        let upload = uploads::begin(&mut tx, &self.newsroom.house, &who, name, bytes.len() as i64)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        uploads::grow(&self.newsroom, &who, &upload.id, 0, bytes.to_vec().into())
            .await
            .unwrap();
        match uploads::finish(&self.newsroom, &who, &upload.id, true).await.unwrap() {
            Finished::Picture(picture) | Finished::Twin(picture) => picture.id,
        }
    }

    /// A picture's row.
    pub async fn picture(&self, id: &str) -> Picture {
        let mut tx = self.newsroom.store.read().await.unwrap();
        q!(tx, pictures::by_id(id)).unwrap().unwrap()
    }

    /// Does the jobs that wait.
    pub async fn work_off(&self) {
        while jobs::step(&self.newsroom).await.unwrap() {}
    }

    /// Lets the scheduler look once.
    pub async fn look(&self) {
        scheduler::step(&self.newsroom, &mut scheduler::Memory::default())
            .await
            .unwrap();
    }

    /// Files as a browser's form sends them: name of the field, name of the file, bytes.
    pub async fn files_as(&self, me: &Colleague, path: &str, files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (field, name, bytes) in files {
            body.extend(
                format!(
                    "--cut\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                     content-type: application/octet-stream\r\n\r\n"
                )
                .into_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--cut--\r\n");
        self.ask_as(
            me,
            "POST",
            path,
            &[("content-type", "multipart/form-data; boundary=cut")],
            &body,
        )
        .await
    }

    /// Any request of somebody who is signed in, from a page of the desk.
    pub async fn ask_as(
        &self,
        me: &Colleague,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut all = vec![
            ("origin", self.url.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("cookie", me.cookie.as_str()),
        ];
        all.extend_from_slice(headers);
        self.call(method, path, &all, body).await
    }
}

/// Where readers find a rendition.
pub fn address(rendition: &Rendition) -> String {
    let end = rendition.mime.rsplit('/').next().unwrap().replace("jpeg", "jpg");
    format!("/media/{}/x-{}.{end}", rendition.hash, rendition.width)
}
