//! Compression of pages: fast for the reader who waits, as small as can be for those who come after.
//! The cache calls [`squeeze`] on a blocking thread, and sends pages that are asked for again to the [`Press`].

use std::io::{self, Write};
use std::sync::Weak;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use bytes::Bytes;

use super::asked::Encoding;
use super::entry::Facts;
use super::page::Key;

/// How hard to press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    /// While a reader waits: a few milliseconds for a long page.
    Fast,
    /// In the background: some ten times as long, a tenth to a fifth smaller.
    Best,
}

impl Grade {
    /// The level of each encoder at this grade. It stands in the entity tag.
    pub(crate) const fn level(self, encoding: Encoding) -> u8 {
        match (encoding, self) {
            (Encoding::Identity, _) => 0,
            (Encoding::Gzip, Self::Fast) => 6,
            (Encoding::Gzip, Self::Best) => 9,
            (Encoding::Brotli, Self::Fast) => 4,
            (Encoding::Brotli, Self::Best) => 11,
            (Encoding::Zstd, Self::Fast) => 3,
            (Encoding::Zstd, Self::Best) => 19,
        }
    }
}

/// The bytes in this encoding. Takes milliseconds: never on a thread that serves.
pub(crate) fn squeeze(bytes: &Bytes, encoding: Encoding, grade: Grade) -> io::Result<Bytes> {
    let level = grade.level(encoding);
    Ok(match encoding {
        Encoding::Identity => bytes.clone(),
        Encoding::Gzip => {
            let room = Vec::with_capacity(bytes.len() / 3);
            let mut encoder = flate2::write::GzEncoder::new(room, flate2::Compression::new(level.into()));
            encoder.write_all(bytes)?;
            encoder.finish()?.into()
        }
        Encoding::Brotli => {
            let parameters = brotli::enc::BrotliEncoderParams {
                quality: level.into(),
                lgwin: 22,
                size_hint: bytes.len(),
                mode: brotli::enc::backward_references::BrotliEncoderMode::BROTLI_MODE_TEXT,
                ..Default::default()
            };
            let mut room = Vec::with_capacity(bytes.len() / 3);
            brotli::BrotliCompress(&mut bytes.as_ref(), &mut room, &parameters)?;
            room.into()
        }
        Encoding::Zstd => zstd::bulk::compress(bytes, level.into())?.into(),
    })
}

/// A page that has been asked for again in this encoding, and is worth the best level.
pub(crate) struct Order {
    pub(crate) key: Key,
    pub(crate) facts: Weak<Facts>,
    pub(crate) encoding: Encoding,
}

/// The one background thread that presses pages at the best level, one at a time.
pub(crate) struct Press {
    orders: SyncSender<Order>,
}

/// Orders that may wait. A page that finds no room is asked for again by its next reader.
const ROOM: usize = 256;

impl Press {
    /// Starts the thread; it ends when the press is dropped. `work` gets one order after the other.
    pub(crate) fn start(work: impl Fn(Order) + Send + 'static) -> Self {
        let (orders, inbox): (_, Receiver<Order>) = sync_channel(ROOM);
        let thread = thread::Builder::new().name("press".into());
        if let Err(error) = thread.spawn(move || inbox.into_iter().for_each(work)) {
            tracing::warn!(%error, "no thread for the press: pages stay at the fast level");
        }
        Self { orders }
    }

    /// Takes the order if there is room.
    pub(crate) fn order(&self, order: Order) -> bool {
        self.orders.try_send(order).is_ok()
    }
}
