//! The paper against nginx: the same bytes, the same machine, the same minute, turn by turn.
//! Called by `bench::run`; wrk makes the requests and its own report is read.

use super::{Table, median};
use crate::run::{self, Scratch, quietly};
use crate::serving::{self, Paper};
use crate::{Outcome, machine};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What wrk saw in one turn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Turn {
    per_second: f64,
    p50: f64,
    p99: f64,
    wrong: u64,
}

/// nginx in a scratch folder; dropping it stops it.
struct Nginx {
    child: Child,
    address: String,
    _folder: Scratch,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // SIGTERM and not a kill: the workers are children of the master.
        let id = self.child.id().to_string();
        drop(Command::new("kill").arg(&id).status());
        drop(self.child.wait());
    }
}

/// Adds the figures of both, or why there are none.
pub fn run(table: &mut Table, paper: &Paper, story: &str, quick: bool) {
    let turns = match turns(paper, story, quick) {
        Ok(turns) => turns,
        Err(why) => {
            let goal = "at least 1.25";
            return table.try_add("cached story against nginx", goal, Err(why));
        }
    };
    let (theirs, ours) = turns;
    let half = |of: &[Turn], what: fn(&Turn) -> f64| {
        let mut values: Vec<f64> = of.iter().map(what).collect();
        median(&mut values)
    };
    let line = |of: &[Turn]| {
        let wrong: u64 = of.iter().map(|turn| turn.wrong).sum();
        let wrong = if wrong > 0 {
            format!(", {wrong} WRONG ANSWERS")
        } else {
            String::new()
        };
        format!(
            "{:.0} requests/s, p50 {:.2} ms, p99 {:.2} ms{wrong}",
            half(of, |turn| turn.per_second),
            half(of, |turn| turn.p50),
            half(of, |turn| turn.p99)
        )
    };
    table.add("cached story, nginx", "", line(&theirs));
    table.add("cached story, courant", "", line(&ours));
    let ratio = half(&ours, |turn| turn.per_second) / half(&theirs, |turn| turn.per_second);
    table.add("cached story, courant to nginx", "at least 1.25", format!("{ratio:.2}"));
}

fn turns(paper: &Paper, story: &str, quick: bool) -> Outcome<(Vec<Turn>, Vec<Turn>)> {
    let gzip = [("Accept-Encoding", "gzip")];
    // Asked twice with a pause: what the cache holds in the end is what both shall serve.
    paper.get(story, &gzip)?;
    std::thread::sleep(Duration::from_secs(2));
    let page = paper.get(story, &gzip)?;
    if !page.head.to_ascii_lowercase().contains("content-encoding: gzip") {
        return Err("the page does not come as gzip".into());
    }
    let nginx = nginx(&page.body)?;
    let same = serving::get(&nginx.address, "/story.html", &gzip)?;
    if same.body != page.body {
        return Err("nginx does not serve the same bytes".into());
    }
    let (rounds, seconds) = if quick { (2, "1s") } else { (5, "5s") };
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for round in 1..=rounds {
        println!("round {round} of {rounds}");
        theirs.push(turn(&nginx.address, "/story.html", seconds)?);
        ours.push(turn(&paper.address, story, seconds)?);
    }
    Ok((theirs, ours))
}

fn turn(address: &str, path: &str, seconds: &str) -> Outcome<Turn> {
    let report = quietly(
        Command::new("wrk")
            .args(["-t2", "-c64", "-d", seconds, "--latency"])
            .args(["-H", "Accept-Encoding: gzip"])
            .arg(format!("http://{address}{path}")),
    )?;
    read(&report).ok_or_else(|| format!("wrk's report has no numbers:\n{report}").into())
}

fn nginx(body: &[u8]) -> Outcome<Nginx> {
    let folder = Scratch::new("nginx")?;
    let pages = folder.path().join("pages");
    std::fs::create_dir_all(&pages)?;
    std::fs::write(pages.join("story.html.gz"), body)?;
    // nginx looks at the plain file for nothing but its name.
    std::fs::write(pages.join("story.html"), "")?;
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    // Debian's www-data could not read a scratch folder of root's everywhere.
    let user = if machine::is_root() { "user root;" } else { "" };
    let settings = include_str!("../../../bench/nginx.conf")
        .replace("{FOLDER}", &folder.path().to_string_lossy())
        .replace("{PORT}", &port.to_string())
        .replace("{USER}", user);
    let file = folder.path().join("nginx.conf");
    std::fs::write(&file, settings)?;
    let child = Command::new(run::find("nginx").ok_or("there is no nginx")?)
        .arg("-p")
        .arg(folder.path())
        .arg("-e")
        .arg(folder.path().join("error.log"))
        .arg("-c")
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let nginx = Nginx {
        child,
        address: format!("127.0.0.1:{port}"),
        _folder: folder,
    };
    let since = Instant::now();
    while since.elapsed() < Duration::from_secs(5) {
        if serving::get(&nginx.address, "/story.html", &[]).is_ok() {
            return Ok(nginx);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err("nginx did not start".into())
}

/// wrk's report: latencies, answers that were none, requests a second.
fn read(report: &str) -> Option<Turn> {
    let mut turn = Turn::default();
    for line in report.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["50%", time] => turn.p50 = in_milliseconds(time)?,
            ["99%", time] => turn.p99 = in_milliseconds(time)?,
            ["Requests/sec:", number] => turn.per_second = number.parse().ok()?,
            ["Non-2xx", .., number] => turn.wrong += number.parse::<u64>().ok()?,
            ["Socket", "errors:", counts @ ..] => {
                let numbers = counts
                    .iter()
                    .filter_map(|n| n.trim_end_matches(',').parse::<u64>().ok());
                turn.wrong += numbers.sum::<u64>();
            }
            _ => {}
        }
    }
    (turn.per_second > 0.0).then_some(turn)
}

fn in_milliseconds(time: &str) -> Option<f64> {
    let letters = time.find(|c: char| c.is_alphabetic())?;
    let (number, unit) = time.split_at(letters);
    let factor = match unit {
        "us" => 0.001,
        "ms" => 1.0,
        "s" => 1000.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_wrk_is_read() {
        let report = "\
Running 5s test @ http://127.0.0.1:1/
  Latency Distribution
     50%  512.00us
     75%    1.10ms
     99%    1.02s
  100 requests in 5.00s, 1.00MB read
  Socket errors: connect 0, read 2, write 0, timeout 1
  Non-2xx or 3xx responses: 4
Requests/sec:  81234.50
Transfer/sec:      1.00MB
";
        let wrong = 7;
        let turn = Turn {
            per_second: 81234.5,
            p50: 0.512,
            p99: 1020.0,
            wrong,
        };
        assert_eq!(read(report), Some(turn));
        assert_eq!(read("unable to connect"), None);
    }
}
