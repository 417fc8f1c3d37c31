//! Reads a made-up WordPress export of many megabytes that never lies anywhere as a whole, and prints speed and peak memory.
//! Run by whoever doubts the promise: `cargo run --release -p courant-exchange --example wordpress_memory -- 2048`.

use std::fmt::Write as _;
use std::io::Read;
use std::time::Instant;

use courant_exchange::wordpress::{Item, Options, Piece, Wxr};

/// An export of a given length: posts of about four kilobytes with replies, and attachments.
struct Made {
    left: u64,
    number: u64,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Made {
    fn next_part(&mut self) -> String {
        self.number += 1;
        let n = self.number;
        if n == 1 {
            return "<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Made</title><link>https://made.example</link><wp:wxr_version>1.2</wp:wxr_version>".to_owned();
        }
        let mut body = String::new();
        for paragraph in 0..12 {
            if n.is_multiple_of(2) {
                let _ = write!(
                    body,
                    "<!-- wp:paragraph -->\n<p>Paragraph {paragraph} of story {n} says that the ferry <a href=\"https://made.example/{n}/\">sails</a> at noon, and that <em>nobody</em> on the pier had expected it to sail before the evening of that day.</p>\n<!-- /wp:paragraph -->\n\n"
                );
            } else {
                let _ = write!(
                    body,
                    "Paragraph {paragraph} of story {n} says that the ferry <a href=\"https://made.example/{n}/\">sails</a> at noon,\nand that <em>nobody</em> on the pier had expected it to sail before the evening of that day.\n\n"
                );
            }
        }
        let mut replies = String::new();
        for reply in 0..3 {
            let _ = write!(
                replies,
                "<wp:comment><wp:comment_id>{n}{reply}</wp:comment_id><wp:comment_author><![CDATA[Somebody]]></wp:comment_author><wp:comment_content><![CDATA[Is that so? I was there at eleven and saw nothing of it.]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
            );
        }
        format!(
            "<item><title><![CDATA[Story {n}]]></title><link>https://made.example/{n}/</link><dc:creator>ana</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{n}</wp:post_id><wp:post_date>2019-05-04 12:00:00</wp:post_date><wp:post_date_gmt>2019-05-04 10:00:00</wp:post_date_gmt><wp:post_name>story-{n}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain=\"category\" nicename=\"news\"><![CDATA[News]]></category><wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>{replies}</item>\n"
        )
    }
}

impl Read for Made {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at >= self.ready.len() {
            if self.ended {
                return Ok(0);
            }
            self.ready = if self.left == 0 {
                self.ended = true;
                b"</channel></rss>".to_vec()
            } else {
                self.next_part().into_bytes()
            };
            self.at = 0;
            self.left = self.left.saturating_sub(self.ready.len() as u64);
        }
        let rest = self.ready.get(self.at..).unwrap_or_default();
        let count = rest.len().min(into.len());
        let (now, _) = rest.split_at(count);
        if let Some(place) = into.get_mut(..count) {
            place.copy_from_slice(now);
        }
        self.at += count;
        Ok(count)
    }
}

/// The most memory that this process ever held, as the kernel says it.
fn peak() -> String {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .map_or_else(|| "unknown here".to_owned(), |most| most.trim().to_owned())
}

fn main() {
    let megabytes: u64 = std::env::args()
        .nth(1)
        .and_then(|size| size.parse().ok())
        .unwrap_or(2048);
    let made = Made {
        left: megabytes << 20,
        number: 0,
        ready: Vec::new(),
        at: 0,
        ended: false,
    };
    let start = Instant::now();
    let (mut posts, mut replies, mut blocks, mut problems) = (0u64, 0usize, 0usize, 0u64);
    for piece in Wxr::new("made.xml", made, Options::default()) {
        match piece {
            Piece::Item(item) => {
                if let Item::Post(post) = *item {
                    posts += 1;
                    replies += post.comments.len();
                    blocks += post.document.blocks.len();
                }
            }
            Piece::Problem(_) => problems += 1,
            _ => {}
        }
    }
    let took = start.elapsed().as_secs_f64();
    println!(
        "{megabytes} MB in {took:.1} s: {posts} posts ({:.0} a second), {replies} replies, {blocks} blocks, {problems} problems; peak memory {}",
        posts as f64 / took,
        peak()
    );
}
