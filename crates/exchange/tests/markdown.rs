//! Every folder of `tests/markdown` gives the posts that stand in the `.expected` beside it; a new case is a new file.
//! `UPDATE_MARKDOWN=1 cargo test -p courant-exchange --test markdown` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod beside;
#[path = "wordpress/print.rs"]
mod print;

use std::path::{Path, PathBuf};
use std::time::Instant;

use beside::Beside;
use courant_exchange::markdown::{Addresses, MarkdownPost, Plan, address, read};
use proptest::prelude::*;
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown")
}

/// Paths below a folder, relative to it.
fn below(folder: &Path, at: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(folder, &path, out);
        } else {
            out.push(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
        }
    }
}

/// Reads a folder as the import does: addresses first, since files name each other.
fn posts(folder: &Path) -> (Plan, Vec<MarkdownPost>) {
    let mut paths = Vec::new();
    below(folder, folder, &mut paths);
    let plan = Plan::of(&paths);
    let texts: Vec<String> = plan
        .entries
        .iter()
        .map(|entry| String::from_utf8_lossy(&std::fs::read(folder.join(&entry.path)).unwrap()).into_owned())
        .collect();
    let mut addresses = Addresses::default();
    for (entry, text) in plan.entries.iter().zip(&texts) {
        addresses.add(&entry.path, &address(entry, text));
    }
    let posts = plan
        .entries
        .iter()
        .zip(&texts)
        .map(|(entry, text)| read(entry, text, Some("https://shore.example/"), &addresses))
        .collect();
    (plan, posts)
}

fn printed(post: &MarkdownPost) -> Value {
    let mut out = print::post(&post.post);
    let beside = json!({
        "at": post.address,
        "aliases": post.aliases,
        "sections": post.sections,
        "feature": post.feature.as_ref().map(|feature| format!("{feature:?}")),
        "language": post.language,
        "expires": post.expires.map(|time| time.to_string()),
        "changed": format!("{:?} {:?}", post.post.dates.changed_local, post.post.dates.changed_gmt),
        "metas": post.post.metas.iter().map(|meta| format!("{}={}", meta.key, meta.value)).collect::<Vec<_>>(),
    });
    for (name, value) in beside.as_object().unwrap() {
        out.as_object_mut().unwrap().insert(name.clone(), value.clone());
    }
    out
}

#[test]
fn every_folder_gives_what_stands_beside_it() {
    let mut together = Beside::of("UPDATE_MARKDOWN");
    for name in ["hugo", "jekyll", "zola"] {
        let (plan, posts) = posts(&folder().join(name));
        let found = json!({
            "system": format!("{:?}", plan.system),
            "roles": plan.entries.iter().map(|entry| format!("{:?} {}", entry.role, entry.path)).collect::<Vec<_>>(),
            "files": plan.files,
            "posts": posts.iter().map(printed).collect::<Vec<_>>(),
        });
        let beside = folder().join(format!("{name}.expected"));
        together.compare(name, &beside, &found);
    }
    together.end();
}

#[test]
fn a_folder_of_others_comes_in_whole() {
    let file = "../../../shared/data/markdown";
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let folder = [near, Path::new(env!("CARGO_MANIFEST_DIR")).join(file)]
        .into_iter()
        .find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        println!("skipped: a shared folder of Markdown is absent");
        return;
    };
    let (plan, posts) = posts(&folder);
    let left: usize = posts.iter().map(|post| post.post.unreadable.len()).sum();
    println!("{:?}: {} files, {left} left out", plan.system, posts.len());
    assert_eq!(plan.entries.len(), posts.len());
}

#[test]
fn bombs_are_read_in_a_moment() {
    for (name, unit) in [
        ("short", "{{< x "),
        ("pairs", "{{< highlight >}}"),
        ("raw", "{% raw %}"),
        ("braces", "{"),
        ("ticks", "` `` ``` "),
        ("notes", "[^a] "),
        ("defined", "[^a]: x\n"),
        ("brackets", "[a]("),
        ("pictures", "![a](b.jpg)\n"),
        ("tags", "<img src=x "),
        ("fences", "```\n~~~\n"),
        ("open braces", "{{"),
        ("comments", "<!--"),
        ("tags of a line", "{{< x >}}"),
        ("tags of liquid", "{% x %}"),
        ("pictures in pictures", "!["),
    ] {
        let text = unit.repeat(100_000 / unit.len());
        for path in ["content/a.md", "_posts/2024-05-01-a.md"] {
            let plan = Plan::of([path]);
            let began = Instant::now();
            for entry in &plan.entries {
                let _ = read(entry, &text, None, &Addresses::default());
            }
            assert!(began.elapsed().as_secs() < 20, "{name}: {:?}", began.elapsed());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_a_file_makes_it_panic(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just("["), Just("{{<"), Just("\""), Just("<"), Just(">}}"), Just("%}"), Just("`"), Just("---"), Just(""), Just("é"), Just("\n"), Just("]("),
        ], 0usize..20), 0..6),
    ) {
        let files = ["hugo/content/harbour/2024-05-01-ferry.md", "jekyll/_posts/2024-05-01-ferry-stays.md", "zola/content/news/2024-05-01_ferry.md"];
        let file = files.get(which.index(files.len())).unwrap();
        let mut bytes = std::fs::read(folder().join(file)).unwrap();
        for (at, put, out) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + out).min(bytes.len());
            bytes.splice(at..end, put.bytes());
        }
        let text = String::from_utf8_lossy(&bytes);
        for path in ["content/x/2024-05-01-a.md", "_posts/2024-05-01-a.md"] {
            for entry in &Plan::of([path, "config.toml", "templates/a"]).entries {
                let post = read(entry, &text, None, &Addresses::default());
                let json = courant_text::json::write(&post.post.document);
                prop_assert!(courant_text::json::read(&json).is_ok(), "{json}");
            }
        }
    }
}
