//! `cargo xtask bench`: how fast and how small the paper is, as one table beside what it ought to be.
//! Run by people; it prints and never asserts, and talks to 127.0.0.1 alone.

mod contest;
pub mod copydesk;
pub mod desk;

use crate::run::{self, Scratch};
use crate::serving::Paper;
use crate::{Outcome, machine};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The size of the archive that an uncached page is rendered from.
const ARCHIVE: &str = "10000";

/// One line of the table.
struct Figure {
    what: String,
    measured: String,
    goal: &'static str,
}

#[derive(Default)]
struct Table(Vec<Figure>);

impl Table {
    fn add(&mut self, what: &str, goal: &'static str, measured: String) {
        println!("{what}: {measured}");
        let what = what.into();
        self.0.push(Figure { what, measured, goal });
    }

    /// A figure that could not be taken says why; the others are still wanted.
    fn try_add(&mut self, what: &str, goal: &'static str, measured: Outcome<String>) {
        let measured = measured.unwrap_or_else(|why| format!("n/a ({why})"));
        self.add(what, goal, measured);
    }

    fn print(&self) {
        let wide = |f: &dyn Fn(&Figure) -> usize| self.0.iter().map(f).max().unwrap_or(0);
        let (a, b) = (wide(&|f| f.what.chars().count()), wide(&|f| f.measured.chars().count()));
        println!();
        for Figure { what, measured, goal } in &self.0 {
            println!("{what:a$}  {measured:b$}  {goal}");
        }
    }
}

/// Takes every figure; `--quick` makes the contest short, `--no-build` takes the binary that is there.
pub fn run(flags: &[&str]) -> Outcome<()> {
    for flag in flags {
        if !["--quick", "--no-build"].contains(flag) {
            return Err(format!("bench does not know {flag}").into());
        }
    }
    let quick = flags.contains(&"--quick");
    machine::provide(machine::BENCH)?;
    let binary = run::release(!flags.contains(&"--no-build"))?;

    let mut table = Table::default();
    let mut paper = Paper::demo(&binary)?;
    let first = paper.started_in;
    paper.again()?;
    let started = format!(
        "{} ms (first start {} ms)",
        paper.started_in.as_millis(),
        first.as_millis()
    );
    table.add("start of the demo", "under 300 ms", started);
    paper.rest();
    let idle = paper.memory().map(megabytes).ok_or("no /proc".into());
    table.try_add("memory, idle", "under 60 MB", idle);
    let story = a_story(&paper)?;
    table.try_add("HTML + CSS of a story, brotli", "at most 14 KB", weight(&paper, &story));
    table.try_add("publish to visible", "under 20 ms", visible(&paper, quick));
    contest::run(&mut table, &paper, &story, quick);
    let busy = paper.memory().map(megabytes).ok_or("no /proc".into());
    table.try_add("memory, after the contest", "", busy);
    drop(paper);
    let what = format!("uncached story, {ARCHIVE} stories");
    table.try_add(&what, "under 2 ms", uncached(&binary, quick));
    table.print();
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The address of a story with a picture: the lead of the front page, or any story that the site map names.
fn a_story(paper: &Paper) -> Outcome<String> {
    let front = paper.get("/", &[])?.text();
    let known: BTreeSet<String> = stories(paper)?.into_iter().collect();
    links(&front)
        .into_iter()
        .find(|link| known.contains(link))
        .or_else(|| known.iter().next().cloned())
        .ok_or_else(|| "the paper has no story".into())
}

/// The addresses of all stories (two parts, `/section/slug`), from the site maps.
fn stories(paper: &Paper) -> Outcome<Vec<String>> {
    let index = paper.get("/sitemap.xml", &[])?.text();
    let mut found = Vec::new();
    for map in locations(&index) {
        if map.contains(".xml") {
            found.extend(locations(&paper.get(&map, &[])?.text()));
        } else {
            found.push(map);
        }
    }
    let lists = [
        "by",
        "topic",
        "people",
        "organisations",
        "places",
        "storylines",
        "media",
    ];
    found.retain(|path| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.len() == 3 && parts.get(1).is_some_and(|first| !lists.contains(first))
    });
    Ok(found)
}

/// The paths in a site map's `<loc>`, without scheme and host.
fn locations(xml: &str) -> Vec<String> {
    xml.split("<loc>")
        .skip(1)
        .filter_map(|rest| rest.split("</loc>").next())
        .map(|address| {
            let after = address.split_once("://").map_or(address, |(_, rest)| rest);
            let path = after.split_once('/').map_or("", |(_, path)| path);
            format!("/{}", path.trim().replace("&amp;", "&"))
        })
        .collect()
}

/// The paths in `href="/…"`, in their order.
fn links(html: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with('/'))
        .map(String::from)
        .collect()
}

fn weight(paper: &Paper, story: &str) -> Outcome<String> {
    let brotli = [("Accept-Encoding", "br")];
    // The best level is reached in the background, after the first answer.
    paper.get(story, &brotli)?;
    std::thread::sleep(Duration::from_secs(2));
    let page = paper.get(story, &brotli)?;
    if !page.head.to_ascii_lowercase().contains("content-encoding: br") {
        return Err("the page does not come as brotli".into());
    }
    let html = page.body.len();
    let text = paper.get(story, &[])?.text();
    let mut css = 0;
    for tag in text.split("<link").skip(1) {
        let tag = tag.split('>').next().unwrap_or("");
        if tag.contains("stylesheet") {
            let sheet = tag.split("href=\"").nth(1).and_then(|t| t.split('"').next());
            css += paper.get(sheet.unwrap_or("/"), &brotli)?.body.len();
        }
    }
    let sum = (html + css) as f64 / 1024.0;
    Ok(format!("{sum:.1} KB (HTML {html}, CSS {css} bytes)"))
}

/// From the end of a publishing command in a second process to the first cached page that shows the story.
fn visible(paper: &Paper, quick: bool) -> Outcome<String> {
    let rounds = if quick { 2 } else { 7 };
    let mut after = Vec::new();
    let mut whole = Vec::new();
    for round in 0..rounds {
        let scratch = Scratch::new("page")?;
        let file = scratch.path().join("page.html");
        let headline = format!("The bench publishes its page number {round} of today");
        std::fs::write(&file, page_to_import(&headline))?;
        paper.get("/latest", &[])?;
        let now = run::quietly(Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%SZ"]))?;
        let file = file.to_string_lossy().into_owned();
        let mut import = paper.command(&["import", "page", &file, "--publish"]);
        import.args(["--section", "local", "--date", now.trim()]);
        import.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let given_up = AtomicBool::new(false);
        let (begun, ended, seen) = std::thread::scope(|scope| {
            let watcher = scope.spawn(|| {
                let since = Instant::now();
                while since.elapsed() < Duration::from_secs(20) && !given_up.load(Ordering::Relaxed) {
                    let page = paper.get("/latest", &[]).ok()?;
                    if page.text().contains(&headline) {
                        return Some(Instant::now());
                    }
                }
                None
            });
            let begun = Instant::now();
            let done = import.status().is_ok_and(|status| status.success());
            given_up.store(!done, Ordering::Relaxed);
            (begun, Instant::now(), watcher.join().ok().flatten())
        });
        let seen = seen.ok_or("the command failed or its story was never seen")?;
        after.push(seen.saturating_duration_since(ended));
        whole.push(seen.saturating_duration_since(begun));
    }
    Ok(format!(
        "{} after the command ended, {} from its start",
        milliseconds(median(&mut after)),
        milliseconds(median(&mut whole))
    ))
}

fn page_to_import(headline: &str) -> String {
    let paragraph = "<p>The harbour office said on Monday that the ferry would sail again at the end of the week, \
        once the divers had looked at both propellers and found them sound. Nobody was hurt.</p>";
    format!(
        "<!doctype html><html lang=en><title>{headline}</title><article><h1>{headline}</h1>{}</article></html>",
        paragraph.repeat(4)
    )
}

/// Every page is asked for once, so that each answer is a render.
fn uncached(binary: &Path, quick: bool) -> Outcome<String> {
    let mut paper = Paper::demo(binary)?;
    let mut fill = paper.command(&["bench-fill", "--stories", ARCHIVE]);
    if run::quietly(&mut fill).is_err() {
        return Err("courant bench-fill is not there".into());
    }
    paper.again()?;
    paper.rest();
    let mut paths = stories(&paper)?;
    let wanted = if quick { 100 } else { 1000 };
    let step = (paths.len() / wanted).max(1);
    paths = paths.into_iter().step_by(step).take(wanted).collect();
    if paths.is_empty() {
        return Err("the site map names no story".into());
    }
    // The first renders warm up the connections to the database, not the pages.
    let (warm, asked) = paths.split_at(paths.len() / 10);
    for path in warm {
        paper.get(path, &[("Accept-Encoding", "br")])?;
    }
    let mut times = Vec::new();
    for path in asked {
        let since = Instant::now();
        let answer = paper.get(path, &[("Accept-Encoding", "br")])?;
        if answer.status == 200 {
            times.push(since.elapsed());
        }
    }
    let half = median(&mut times);
    let rare = times.get(times.len() * 99 / 100).copied().unwrap_or(half);
    Ok(format!(
        "{} median, {} p99 ({} pages, connection included)",
        milliseconds(half),
        milliseconds(rare),
        times.len()
    ))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// Sorts and takes the middle one.
fn median<T: PartialOrd + Copy + Default>(of: &mut [T]) -> T {
    of.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    of.get(of.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_of_the_sorted() {
        assert_eq!(median(&mut [3, 1, 9]), 3);
        assert_eq!(median::<u8>(&mut []), 0);
    }

    #[test]
    fn a_site_map_gives_paths_without_hosts() {
        let xml = "<urlset><url><loc>http://127.0.0.1:1/local/a</loc></url><url><loc>https://x.example/b?c=1&amp;d=2</loc></url></urlset>";
        assert_eq!(locations(xml), ["/local/a", "/b?c=1&d=2"]);
    }
}
