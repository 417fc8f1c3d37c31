//! A throw-away PostgreSQL: its own folder, its own free port, nothing safe from a power cut and nothing left behind.
//! Started by `xtask test`, `sql`, `e2e` and `postgres`; each test then makes its own database in it.

use crate::Outcome;
use crate::{machine, run};
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Keeps the server's life tied to ours: it ends when our end of the pipe closes, however we end, and takes its folder along.
const KEEPER: &str = r#"
"$1/postgres" -D "$2" -p "$3" -k "$2" >"$2/log" 2>&1 &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

/// A running server; dropping it stops it.
pub struct Cluster {
    keeper: Child,
    port: u16,
}

impl Cluster {
    /// Makes a cluster and waits until it answers.
    pub fn start() -> Outcome<Self> {
        let programs = programs().ok_or("there is no PostgreSQL server on this machine")?;
        let other = machine::somebody_else();
        let mut last = String::new();
        // Between finding a free port and taking it, another program may have it.
        for _ in 0..3 {
            let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            let scratch = run::Scratch::new("postgres")?;
            if let Some((uid, gid)) = other {
                std::os::unix::fs::chown(scratch.path(), Some(uid), Some(gid))?;
            }
            let folder = scratch.path().to_path_buf();
            make(&programs, &folder, other)?;
            let keeper = as_user(Command::new("sh"), other)
                .args(["-c", KEEPER, "keeper"])
                .arg(&programs)
                .arg(&folder)
                .arg(port.to_string())
                .current_dir("/")
                .process_group(0)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?;
            let cluster = Self { keeper, port };
            if cluster.answers(&programs, Duration::from_secs(30)) {
                // From here the folder is the keeper's to remove.
                scratch.keep();
                return Ok(cluster);
            }
            last = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        }
        Err(format!("PostgreSQL did not start:\n{last}").into())
    }

    /// Where it is; the user may make databases.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://courant@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database, or makes one of that name empty again, and says where it is.
    pub fn create(&self, database: &str) -> Outcome<String> {
        let orders = [
            format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"),
            format!("CREATE DATABASE {database}"),
        ];
        for statement in orders {
            run::quietly(self.psql("postgres").args(["-c", &statement]))?;
        }
        Ok(self.url_of(database))
    }

    /// PostgreSQL's own client, stopping at the first error.
    pub fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(programs().unwrap_or_default().join("psql"));
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d"]);
        psql.arg(self.url_of(database));
        psql
    }

    fn answers(&self, programs: &Path, patience: Duration) -> bool {
        let since = Instant::now();
        while since.elapsed() < patience {
            let asked = Command::new(programs.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .stdin(Stdio::null())
                .status();
            if asked.is_ok_and(|status| status.success()) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        drop(self.keeper.wait());
    }
}

fn make(programs: &Path, folder: &Path, other: Option<(u32, u32)>) -> Outcome<()> {
    let initdb = |locale: &[&str]| {
        run::quietly(
            as_user(Command::new(programs.join("initdb")), other)
                .arg("-D")
                .arg(folder)
                .args(["--username=courant", "--auth=trust", "--encoding=UTF8"])
                .args(["--no-sync", "--no-instructions"])
                .args(locale)
                .current_dir("/"),
        )
    };
    // Sorted as an English reader would: a query that forgot COLLATE "C" then differs from SQLite here, not at a newsroom.
    let english = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"];
    if initdb(&english).is_err() {
        initdb(&["--locale=C.UTF-8"])?;
    }
    let settings = "\nlisten_addresses = '127.0.0.1'\nfsync = off\nsynchronous_commit = off\n\
        full_page_writes = off\nmax_connections = 300\nshared_buffers = 64MB\nautovacuum = off\nmax_wal_size = 4GB\n";
    let file = folder.join("postgresql.conf");
    let written = std::fs::read_to_string(&file)?;
    std::fs::write(file, written + settings)?;
    Ok(())
}

fn as_user(mut command: Command, other: Option<(u32, u32)>) -> Command {
    if let Some((uid, gid)) = other {
        command.uid(uid).gid(gid);
    }
    command
}

/// The folder with `initdb` and `postgres`: Debian's newest version, or wherever PATH leads.
pub fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").ok();
    let newest = debian
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file() && bin.join("postgres").is_file())
        .max();
    if let Some((_, bin)) = newest {
        return Some(bin);
    }
    let initdb = std::fs::canonicalize(run::find("initdb")?).ok()?;
    let bin = initdb.parent()?;
    bin.join("postgres").is_file().then(|| bin.to_path_buf())
}

/// `cargo xtask postgres`: runs one until Ctrl-C or the end of standard input.
pub fn by_hand() -> Outcome<()> {
    machine::provide(machine::SQL)?;
    let cluster = Cluster::start()?;
    println!("{}", cluster.url());
    println!("COURANT_TEST_POSTGRES={}", cluster.url());
    eprintln!("Ctrl-C stops it and leaves nothing behind.");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
