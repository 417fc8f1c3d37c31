//! The site as files: a plain server of files sends them, and every link of every page leads to one.
//! A second copy writes what changed and takes away what is gone.

use crate::harness::{Page, TestPaper, all_links, path_of, raw};
use courant::copying::{self, Copied};
use courant_store::on_both;
use courant_store::scratch::Scratch;
use courant_web::Copy;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

const SITE: &str = "https://copy.example";

on_both!(
    every_link_of_a_copy_leads_to_a_file,
    a_second_copy_writes_what_changed_and_takes_away_what_is_gone,
);

async fn copied(paper: &TestPaper, folder: &Path) -> Copied {
    let url: url::Url = SITE.parse().unwrap();
    let settings = courant_web::Settings {
        url: url.clone(),
        proxies: Vec::new(),
        shared_cache_seconds: None,
        theme: None,
        page_cache_bytes: 0,
        sign_on: None,
        webhooks_inside: Vec::new(),
        machine: courant_web::Machine::default(),
    };
    let addresses = paper.tables().await["address"]
        .lines()
        .filter_map(|row| {
            let path = row.trim_matches(['(', '\'']).split([',', '\'']).next()?;
            path.starts_with('/')
                .then(|| courant_model::path::encoded(path.trim_matches('"')))
        })
        .collect();
    let copy = Copy::new(paper.beside().await, settings);
    copying::run(&copy, &url, addresses, folder, |_, _| {}).await.unwrap()
}

/// The simplest server of files: a folder's page is its index, nothing is looked up anywhere else.
async fn serve(folder: PathBuf) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut line = String::new();
            let (from, mut to) = stream.split();
            let _ = BufReader::new(from).read_line(&mut line).await;
            let asked = line.split(' ').nth(1).unwrap_or("/").split('?').next().unwrap();
            let path = percent_encoding::percent_decode_str(asked)
                .decode_utf8_lossy()
                .into_owned();
            let mut file = folder.join(path.trim_start_matches('/'));
            if file.is_dir() {
                file = file.join("index.html");
            }
            let (status, body) = match std::fs::read(&file) {
                Ok(body) => ("200 OK", body),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = to.write_all(&[head.as_bytes(), &body].concat()).await;
        }
    });
    address
}

/// The files of a folder by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

async fn every_link_of_a_copy_leads_to_a_file(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    paper.fill_section("local", 45).await;
    let folder = paper.folder().join("site");
    let done = copied(&paper, &folder).await;
    assert_eq!(done.problems, [], "{done:?}");
    assert!(
        done.pages > 100 && done.machines > 30 && done.assets > 50 && done.redirects > 0,
        "{done:?}"
    );
    let address = serve(folder.clone()).await;
    let files = files(&folder);
    assert!(files.contains_key("local/page/3/index.html") && files.contains_key("404.html"));
    let mut asked: BTreeMap<String, u16> = BTreeMap::new();
    let mut broken = Vec::new();
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        let links: Vec<String> = if end == "html" {
            assert!(
                !text.contains("<form") && !text.contains("?page="),
                "{name} has a form, or a page by query"
            );
            Page::read(&text)
                .links()
                .iter()
                .filter_map(|link| path_of(SITE, link))
                .collect()
        } else if matches!(end, "xml" | "json") {
            all_links(SITE, &text)
        } else {
            continue;
        };
        for link in links {
            let status = if let Some(status) = asked.get(&link) {
                *status
            } else {
                let request = format!("GET {link} HTTP/1.1\r\nhost: copy.example\r\n\r\n");
                let status = raw(address, request.as_bytes(), false).await.unwrap().status;
                asked.insert(link.clone(), status);
                status
            };
            if status != 200 {
                broken.push(format!("{name} -> {link}: {status}"));
            }
        }
    }
    assert!(asked.len() > 200, "{}", asked.len());
    assert!(broken.is_empty(), "{}", broken.join("\n"));

    // Nothing of the desk or of an original is in it, and what each page says of itself is of the copy's own address.
    assert!(
        !files
            .keys()
            .any(|name| name.starts_with("desk") || name.starts_with("api") || name.starts_with("replies"))
    );
    let front = String::from_utf8_lossy(&files["index.html"]).into_owned();
    assert!(
        front.contains("<link rel=\"canonical\" href=\"https://copy.example/\">"),
        "{front}"
    );
    let search = Page::read(&String::from_utf8_lossy(&files["search/index.html"]));
    assert!(search.contains_text("cannot be searched"));
    // A redirect leads on in three ways.
    let list = String::from_utf8_lossy(&files["_redirects"]).into_owned();
    let (from, to) = list
        .lines()
        .next()
        .and_then(|line| line.strip_suffix(" 301")?.split_once(' '))
        .unwrap();
    let page = String::from_utf8_lossy(&files[&format!("{}/index.html", from.trim_start_matches('/'))]).into_owned();
    assert!(
        page.contains(&format!("<link rel=\"canonical\" href=\"{SITE}{to}\">")),
        "{page}"
    );
    let nginx = String::from_utf8_lossy(&files["nginx-redirects.conf"]).into_owned();
    assert!(nginx.contains(&format!("\"{from}\" \"{to}\";")), "{nginx}");
}

async fn a_second_copy_writes_what_changed_and_takes_away_what_is_gone(scratch: Scratch) {
    let paper = TestPaper::demo(scratch).await;
    paper.at_rest().await;
    let folder = paper.folder().join("site");
    let first = copied(&paper, &folder).await;
    assert_eq!((first.unchanged, first.removed), (0, 0), "{first:?}");
    let again = copied(&paper, &folder).await;
    assert_eq!((again.written, again.removed), (0, 0), "{again:?}");
    assert_eq!(again.unchanged, first.files);

    let live = paper
        .publish(&crate::harness::Draft::of("A story that does not stay"))
        .await;
    copied(&paper, &folder).await;
    let file = folder.join(live.path.trim_start_matches('/')).join("index.html");
    assert!(file.is_file());
    paper.take_down(&live.story_id).await;
    let after = copied(&paper, &folder).await;
    assert!(
        !file.exists() && after.removed > 0 && after.written > 0 && after.unchanged > after.written,
        "{after:?}"
    );
    let nginx = std::fs::read_to_string(folder.join("nginx-redirects.conf")).unwrap();
    assert!(nginx.contains(&format!("\"{}\" 1;", live.path)), "{nginx}");
}
