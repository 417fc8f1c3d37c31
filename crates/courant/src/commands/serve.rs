//! `courant serve`: opens the house, takes the lock of the data folder, listens, and serves until it is told to stop.
//! `courant demo` ends here too, with a paper that it has made.

use crate::cli::Serving;
use crate::config::keys::Key;
use crate::config::{BlobPlace, Flags, InForce, KEYS, Machine};
use crate::failure::{Failure, Result};
use crate::house::{self, Lock};
use crate::report;
use courant_newsroom::search::{Index, State};
use courant_newsroom::{Newsroom, followers, jobs, library, scheduler, shelf, webhooks};
use courant_store::SoleNode;
use socket2::{Domain, Protocol, Socket, Type};
use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use url::Url;

/// Connections that wait to be taken; a front page linked from elsewhere gets them in bursts.
const BACKLOG: i32 = 1_024;

/// Serves the paper.
pub async fn run(flags: Flags, serving: &Serving) -> Result<()> {
    let settings = super::settle(&with(flags, serving))?;
    let premises = Premises::take(&settings)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    premises.serve(newsroom, &settings, |_| {}).await
}

/// The flags of a command that serves.
pub(super) fn with(flags: Flags, serving: &Serving) -> Flags {
    Flags {
        listen: serving.listen,
        url: serving.url.clone(),
        ..flags
    }
}

/// What only one process can have: the lock of a data folder and a port.
pub(super) struct Premises {
    lock: Lock,
    listener: TcpListener,
}

impl Premises {
    /// Takes lock and port, before anything is opened or made.
    pub(super) fn take(settings: &InForce) -> Result<Self> {
        let machine = &settings.machine;
        if !machine.data.is_dir() {
            let data = machine.data.display();
            return Err(Failure::new(format!(
                "there is no data folder {data}; make a paper with `courant new --data {data} --name \"…\" --zone \
                 Europe/Lisbon`, or name another folder with --data"
            )));
        }
        let lock = house::lock(&machine.data)?;
        let listener = listen(machine.listen).map_err(|error| cannot_listen(machine.listen, &error))?;
        // The lists of names take a moment to read. Nobody who opens a story need wait for them.
        std::thread::spawn(courant_copydesk::gazetteer::get);
        Ok(Self { lock, listener })
    }

    /// Serves a newsroom until Ctrl-C or SIGTERM. `ready` is called with the address once requests are taken.
    pub(super) async fn serve(
        mut self,
        newsroom: Newsroom,
        settings: &InForce,
        ready: impl FnOnce(&Url),
    ) -> Result<()> {
        let machine = &settings.machine;
        let sole = sole_node(&newsroom).await?;
        let (newsroom, cursor) = with_index(newsroom, machine).await?;
        let address = self.listener.local_addr()?;
        let url = machine
            .url_on(address)
            .ok_or_else(|| Failure::new(format!("{address} cannot stand in an address; set `url`")))?;
        self.lock.serve_at(&url)?;
        let newsroom = Newsroom {
            post: Some(Arc::new(super::mail::post(machine, &url)?)),
            ..newsroom
        };
        let site = courant_web::Settings {
            url: url.clone(),
            proxies: machine.proxies.clone(),
            shared_cache_seconds: machine.shared_cache_seconds,
            theme: machine.theme.clone(),
            page_cache_bytes: machine.page_cache_bytes,
            sign_on: machine.sign_on.clone(),
            webhooks_inside: machine.webhooks_inside.clone(),
            machine: machine_shown(settings),
        };
        let courier = webhooks::courier::Courier::new(&machine.webhooks_inside, url.clone())
            .map_err(|error| Failure::new(error.to_string()))?;
        let stop = stop_sign()?;
        report::print(&format!("listening on http://{address}"));
        ready(&url);
        super::account::first_start(&newsroom, &url).await?;
        let follower = newsroom.clone();
        let worker = newsroom.clone();
        let background = async {
            let follow = async {
                if let Some(index) = follower.index.clone() {
                    followers::with_index(&follower, index, cursor).await;
                }
            };
            let fill = async {
                if let Err(error) = shelf::fill(&worker.store, &worker.house).await {
                    tracing::warn!(%error, "the desk's list could not be filled; old stories are not found by typing");
                }
                if let Err(error) = library::fill(&worker.store).await {
                    tracing::warn!(%error, "the library could not be filled; old pictures are not found by typing");
                }
            };
            tokio::join!(
                follow,
                fill,
                scheduler::run(&worker),
                jobs::run(&worker),
                webhooks::follow::run(&worker),
                webhooks::courier::run(&worker, &courier)
            );
        };
        // Followers and jobs stop where they are: both take up again from what is kept.
        tokio::select! {
            served = courant_web::run(newsroom.clone(), site, self.listener, stop) => served?,
            () = background => {}
        }
        tracing::info!("stopped");
        drop(sole);
        drop(self.lock);
        Ok(())
    }
}

/// What the settings show of the machine; secrets are hidden already.
fn machine_shown(settings: &InForce) -> courant_web::Machine {
    let machine = &settings.machine;
    let lines = settings
        .lines
        .iter()
        .map(|line| courant_web::MachineLine {
            key: line.key,
            variable: KEYS
                .iter()
                .find(|key| key.name == line.key)
                .map(Key::variable)
                .unwrap_or_default(),
            value: line.value.clone(),
            from: line.from.to_string(),
        })
        .collect();
    courant_web::Machine {
        version: env!("CARGO_PKG_VERSION"),
        file: settings.file.as_deref().map(|path| path.display().to_string()),
        lines,
        data: machine.data.clone(),
        blobs: match &machine.blobs {
            BlobPlace::Folder(folder) => Some(folder.clone()),
            BlobPlace::Bucket(_) => None,
        },
    }
}

/// Opens the readers' index; a damaged one is begun anew and filled from the store.
async fn with_index(newsroom: Newsroom, machine: &Machine) -> Result<(Newsroom, Option<u64>)> {
    let folder = machine.data.join("search");
    let opening = folder.clone();
    let opened = tokio::task::spawn_blocking(move || Index::open(&opening))
        .await
        .map_err(|_| Failure::new("opening the search index broke off"))?
        .map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    let cursor = match opened.state {
        State::Fresh => None,
        // A cursor of 0 is that of an index whose filling broke off.
        State::Kept { cursor } => Some(cursor).filter(|cursor| *cursor > 0),
        State::Rebuilt { why } => {
            tracing::warn!("the search index could not be used ({why}); it is built again from the store");
            None
        }
    };
    let newsroom = Newsroom {
        index: Some(Arc::new(opened.index)),
        ..newsroom
    };
    Ok((newsroom, cursor))
}

/// With PostgreSQL several nodes can serve one paper, but not with pictures in a folder that only one of them sees.
async fn sole_node(newsroom: &Newsroom) -> Result<Option<SoleNode>> {
    if newsroom.store.engine() != "postgres" || !newsroom.blobs.are_in_a_folder() {
        return Ok(None);
    }
    match newsroom.store.sole_node().await? {
        Some(sole) => Ok(Some(sole)),
        None => Err(Failure::new(
            "another node serves this database already, and pictures lie in a folder that only one of them sees; \
             set [blobs] to a bucket on every node to run several",
        )),
    }
}

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A restarted server gets its port back at once; on Windows the option would share the port with strangers.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Failure {
    let advice = match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            "; another program has this port: stop it, or name another one with --listen ADDR:PORT".to_owned()
        }
        std::io::ErrorKind::PermissionDenied => {
            format!(
                "; ports below 1024 need a right of their own: try --listen {}:8000",
                address.ip()
            )
        }
        std::io::ErrorKind::AddrNotAvailable => "; no network of this machine has this address".to_owned(),
        _ => String::new(),
    };
    Failure::new(format!("cannot listen on {address}: {error}{advice}"))
}

/// Ends when the process is asked to stop. A second Ctrl-C does not wait for requests that are still answered.
fn stop_sign() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut asked = Asked::listen()?;
    Ok(async move {
        asked.next().await;
        tracing::info!("stopping; requests that are being answered are finished first");
        tokio::spawn(async move {
            asked.next().await;
            std::process::exit(1);
        });
    })
}

#[cfg(unix)]
struct Asked {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Asked {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Asked;

#[cfg(not(unix))]
impl Asked {
    #[expect(clippy::unnecessary_wraps, reason = "the other systems can fail here")]
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_said_to_be_taken() {
        let first = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = first.local_addr().unwrap();
        let error = listen(address).unwrap_err();
        let said = cannot_listen(address, &error).to_string();
        assert!(said.contains("another program has this port"), "{said}");
    }
}
