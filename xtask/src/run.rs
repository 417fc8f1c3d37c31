//! Running other programs: quietly for their answer, or aloud with their lines kept so that they can be counted afterwards.
//! Every other file of xtask starts its programs through this one.

use crate::Outcome;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that runs us, so that a toolchain chosen on the command line is kept.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    // Set for us by `cargo run`; handed on, they would make build scripts that look at them run again.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// What a program printed, and whether it was content.
pub struct Said {
    /// Exit code 0.
    pub ok: bool,
    /// Standard output and standard error, in the order in which the lines came.
    pub text: String,
}

/// Runs to the end, showing every line and keeping it.
pub fn aloud(command: &mut Command) -> Outcome<Said> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("cannot start {}: {e}", name_of(command)))?;
    let text = Arc::new(Mutex::new(String::new()));
    let listeners = [
        child.stdout.take().map(|pipe| listen(pipe, &text)),
        child.stderr.take().map(|pipe| listen(pipe, &text)),
    ];
    let ok = child.wait()?.success();
    for listener in listeners.into_iter().flatten() {
        drop(listener.join());
    }
    let text = text.lock().map(|text| text.clone()).unwrap_or_default();
    Ok(Said { ok, text })
}

fn listen(pipe: impl Read + Send + 'static, text: &Arc<Mutex<String>>) -> std::thread::JoinHandle<()> {
    let text = Arc::clone(text);
    std::thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
            let printed = String::from_utf8_lossy(&line);
            // A closed terminal is no reason to stop counting.
            drop(std::io::stdout().write_all(printed.as_bytes()));
            if let Ok(mut text) = text.lock() {
                text.push_str(&printed);
            }
            line.clear();
        }
    })
}

/// Runs to the end without a word and gives back standard output; a failure carries standard error.
pub fn quietly(command: &mut Command) -> Outcome<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("cannot start {}: {e}", name_of(command)))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!(
        "{} failed ({})\n{}{}",
        name_of(command),
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}

fn name_of(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Where a program is, looking along PATH and then where Debian keeps the servers that are not on a user's PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// The target folder in force, as cargo tells it.
pub fn target() -> Outcome<PathBuf> {
    let answer = quietly(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let answer: serde_json::Value = serde_json::from_str(&answer)?;
    answer
        .get("target_directory")
        .and_then(serde_json::Value::as_str)
        .map(PathBuf::from)
        .ok_or_else(|| "cargo metadata names no target directory".into())
}

/// Builds the release binary of the product, unless told that it is there, and says where it lies.
pub fn release(build: bool) -> Outcome<PathBuf> {
    if build && !aloud(cargo().args(["build", "--release", "-p", "courant"]))?.ok {
        return Err("the release build failed".into());
    }
    let binary = target()?.join("release/courant");
    if binary.is_file() {
        Ok(binary)
    } else {
        Err(format!("there is no {}", binary.display()).into())
    }
}

/// A folder of our own under the system's temporary folder, emptied when it is dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder; `what` is part of its name, for whoever finds one left over.
    pub fn new(what: &str) -> Outcome<Self> {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
        let name = format!("courant-{what}-{}-{}", std::process::id(), since_epoch.subsec_nanos());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Leaves the folder to somebody else's care.
    pub fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            drop(std::fs::remove_dir_all(&self.0));
        }
    }
}
