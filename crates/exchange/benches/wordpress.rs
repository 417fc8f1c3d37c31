//! How long one post of an export takes: in blocks, in classic text, and with its replies.
//! `cargo bench -p courant-exchange --bench wordpress`.

use std::hint::black_box;

use courant_exchange::wordpress::{Options, Wxr};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// An export of a hundred posts with one kind of body.
fn export(paragraph: &str, replies: usize) -> String {
    let body = paragraph.repeat(15);
    let reply = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content><![CDATA[I saw it too, from the pier.]]></wp:comment_content></wp:comment>".repeat(replies);
    let item = format!(
        "<item><title>Tide</title><link>https://a.example/tide/</link><content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>{reply}</item>"
    );
    format!("<rss><channel>{}</channel></rss>", item.repeat(100))
}

fn posts(criterion: &mut Criterion) {
    let blocks = "<!-- wp:paragraph -->\n<p>The ferry <a href=\"/sails\">sails</a> at noon, and <em>nobody</em> on the pier had expected it to sail before the evening of that day, as it always had.</p>\n<!-- /wp:paragraph -->\n\n";
    let classic = "The ferry <a href=\"/sails\">sails</a> at noon,\nand <em>nobody</em> on the pier had expected it to sail before the evening of that day, as it always had.\n\n";
    let mut group = criterion.benchmark_group("posts of an export");
    group.throughput(Throughput::Elements(100));
    for (name, file) in [
        ("in blocks", export(blocks, 0)),
        ("in classic text", export(classic, 0)),
        ("with ten replies", export(classic, 10)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| Wxr::new("a.xml", black_box(file.as_bytes()), Options::default()).count());
        });
    }
    group.finish();
}

criterion_group!(benches, posts);
criterion_main!(benches);
