//! What the tests need of a machine beyond Rust, and how it comes there: by apt-get when that is allowed, otherwise by name.
//! Called first by `xtask test`, `sql`, `e2e`, `shots` and `bench`.

use crate::Outcome;
use crate::run;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing that must be there.
#[derive(Clone, Copy)]
pub struct Need {
    what: &'static str,
    why: &'static str,
    /// Debian's packages that bring it.
    packages: &'static [&'static str],
    present: fn() -> bool,
}

const POSTGRES: Need = Need {
    what: "PostgreSQL server",
    why: "tests run on both databases",
    packages: &["postgresql"],
    present: || crate::cluster::programs().is_some(),
};
const SQLITE: Need = Need {
    what: "sqlite3",
    why: "queries are checked against a scratch database",
    packages: &["sqlite3"],
    present: || run::find("sqlite3").is_some(),
};
const CHROMIUM: Need = Need {
    what: "Chromium",
    why: "browser walks",
    packages: &["chromium"],
    present: || chromium().is_some(),
};
const FONTS: Need = Need {
    what: "Liberation fonts",
    why: "what pages are set in until their own fonts arrive; without them every page shifts",
    packages: &["fonts-liberation", "fontconfig"],
    present: || {
        run::find("fc-list").is_some()
            && run::quietly(&mut Command::new("fc-list")).is_ok_and(|fonts| fonts.contains("Liberation Serif"))
    },
};
const JAVA: Need = Need {
    what: "Java",
    why: "the Nu HTML checker",
    packages: &["default-jre-headless"],
    present: || run::find("java").is_some(),
};
const NODE: Need = Need {
    what: "Node",
    why: "the walks are written for its test runner",
    packages: &["nodejs"],
    present: || run::find("node").is_some(),
};
const NPM: Need = Need {
    what: "npm",
    why: "it fetches playwright-core, axe-core and the HTML checker",
    packages: &["npm"],
    present: || run::find("npm").is_some(),
};
const NGINX: Need = Need {
    what: "nginx",
    why: "what the bench compares with",
    packages: &["nginx"],
    present: || run::find("nginx").is_some(),
};
const WRK: Need = Need {
    what: "wrk",
    why: "it makes the bench's requests",
    packages: &["wrk"],
    present: || run::find("wrk").is_some(),
};

/// Of `xtask sql`.
pub const SQL: &[Need] = &[POSTGRES, SQLITE];
/// Of `xtask e2e` and `shots`.
pub const WALKS: &[Need] = &[POSTGRES, CHROMIUM, FONTS, JAVA, NODE, NPM];
/// Of `xtask test`.
pub const TEST: &[Need] = &[POSTGRES, SQLITE, CHROMIUM, FONTS, JAVA, NODE, NPM];
/// Of `xtask bench`.
pub const BENCH: &[Need] = &[NGINX, WRK];
/// Of every command.
pub const ALL: &[Need] = &[POSTGRES, SQLITE, CHROMIUM, FONTS, JAVA, NODE, NPM, NGINX, WRK];

/// Installs what is missing, or names exactly what is missing and how to get it.
pub fn provide(needs: &[Need]) -> Outcome<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|n| n.packages).copied().collect();
    let Some(apt) = apt() else {
        return Err(shortfall(&missing, &packages).into());
    };
    println!("installing {}", packages.join(" "));
    // A list that is out of date is still worth a try.
    drop(run::quietly(&mut apt.command(&["update"])));
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(&packages);
    let said = run::aloud(&mut apt.command(&arguments))?;
    let still: Vec<Need> = missing.into_iter().filter(|n| !(n.present)()).collect();
    if said.ok && still.is_empty() {
        Ok(())
    } else {
        Err(shortfall(&still, &packages).into())
    }
}

/// Prints each need and whether it is met; an error when one is not.
pub fn report(needs: &[Need]) -> Outcome<()> {
    for need in needs {
        let mark = if (need.present)() { "there  " } else { "missing" };
        println!("{mark}  {:18} {}", need.what, need.why);
    }
    match missing(needs).len() {
        0 => Ok(()),
        n => Err(format!("{n} missing").into()),
    }
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().filter(|n| !(n.present)()).copied().collect()
}

fn shortfall(missing: &[Need], packages: &[&str]) -> String {
    let mut text = String::from("this machine lacks:\n");
    for need in missing {
        text = text + "  " + need.what + " (" + need.why + ")\n";
    }
    text + "get it with: sudo apt-get install " + &packages.join(" ")
}

/// apt-get, when we may use it without being asked for a password.
struct Apt {
    sudo: bool,
}

impl Apt {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = if self.sudo {
            let mut command = Command::new("sudo");
            command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            command
        } else {
            Command::new("apt-get")
        };
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command.args(arguments);
        command
    }
}

fn apt() -> Option<Apt> {
    run::find("apt-get")?;
    if is_root() {
        return Some(Apt { sudo: false });
    }
    let sudo = run::quietly(Command::new("sudo").args(["-n", "true"])).is_ok();
    sudo.then_some(Apt { sudo: true })
}

/// Whether we are root, as who owns our own process tells it.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The browser, or the one that `COURANT_TEST_CHROMIUM` names.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("COURANT_TEST_CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| run::find(name))
}

/// A user's number and group, from the passwd file.
pub fn user(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        Some((uid, fields.next()?.parse().ok()?))
    })
}

/// Whom to become for a program that refuses root; nothing when we are not root.
pub fn somebody_else() -> Option<(u32, u32)> {
    if !is_root() {
        return None;
    }
    let passwd = std::fs::read_to_string(Path::new("/etc/passwd")).unwrap_or_default();
    user(&passwd, "postgres").or_else(|| user(&passwd, "nobody"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgresql:x:7:8:::\npostgres:x:101:104:a,b:/var:/bin/bash\n";
        assert_eq!(user(passwd, "postgres"), Some((101, 104)));
        assert_eq!(user(passwd, "nobody"), None);
    }

    #[test]
    fn what_is_missing_is_named_with_the_way_to_get_it() {
        let text = shortfall(&[JAVA], JAVA.packages);
        assert!(text.contains("Java (the Nu HTML checker)"), "{text}");
        assert!(text.contains("apt-get install default-jre-headless"), "{text}");
    }
}
