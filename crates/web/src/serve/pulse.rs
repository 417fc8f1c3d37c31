//! When a connection last did what: the one clock that cuts slow and silent clients.
//! Each connection notes its reads and writes here at the price of a store; the server's [`Sweep`] looks twice a second.

use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Notify, OwnedSemaphorePermit};

use super::Limits;

/// One look of the sweep, in milliseconds. Limits are kept to this grain.
pub(crate) const BEAT: u64 = 500;

/// What a connection is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    /// Accepted; not a byte has come.
    New,
    /// The last answer is out, the next request has not begun.
    Idle,
    /// A request's head is coming in.
    Head,
    /// A request is being answered.
    Busy,
    /// The client does not take what we send.
    Stuck,
}

const PHASES: [Phase; 5] = [Phase::New, Phase::Idle, Phase::Head, Phase::Busy, Phase::Stuck];

/// What a connection is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Order {
    GoOn,
    /// Finish the request under way and close.
    Finish,
    /// Close now.
    Cut,
}

/// The state of one connection as the sweep sees it. Written by the connection's task alone, but for the order.
pub(crate) struct Pulse {
    phase: AtomicU8,
    /// The beat at which the phase began or, while busy, at which bytes last moved.
    since: AtomicU32,
    /// A handler is at work, or its body is not finished.
    working: AtomicBool,
    /// The connection speaks another protocol than HTTP now. Its task has ended, and whoever reads from it is cut.
    upgraded: AtomicBool,
    order: AtomicU8,
    waker: AtomicWaker,
    sweep: Arc<Sweep>,
    number: u64,
}

impl Pulse {
    fn phase(&self) -> Phase {
        let phase = usize::from(self.phase.load(Ordering::Relaxed));
        PHASES.get(phase).copied().unwrap_or(Phase::New)
    }

    /// The connection becomes a socket of another protocol: it is neither idle nor reading a head from here on, and is
    /// cut when no byte moves for [`Limits::silent_work`] or the client is stuck.
    pub(crate) fn upgraded(&self) {
        self.upgraded.store(true, Ordering::Relaxed);
    }

    fn is_upgraded(&self) -> bool {
        self.upgraded.load(Ordering::Relaxed)
    }

    fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.since
            .store(self.sweep.beat.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// A request's head has been read.
    pub(crate) fn busy(&self) {
        self.enter(Phase::Busy);
    }

    fn has_read(&self) {
        if self.is_upgraded() {
            return self.enter(Phase::Busy);
        }
        match self.phase() {
            Phase::New | Phase::Idle => self.enter(Phase::Head),
            // The head's time counts from its first byte, however many follow.
            Phase::Head => {}
            Phase::Busy | Phase::Stuck => self.enter(Phase::Busy),
        }
    }

    fn has_written(&self) {
        self.enter(if self.is_upgraded() || self.working.load(Ordering::Relaxed) {
            Phase::Busy
        } else {
            Phase::Idle
        });
    }

    fn cannot_write(&self) {
        if self.phase() != Phase::Stuck {
            self.enter(Phase::Stuck);
        }
    }

    /// What to do now. Call it from the connection's task, which is woken when the order changes.
    pub(crate) fn order(&self, context: &Context<'_>) -> Order {
        self.waker.register(context.waker());
        match self.order.load(Ordering::Acquire) {
            0 => Order::GoOn,
            1 => Order::Finish,
            _ => Order::Cut,
        }
    }

    fn tell(&self, order: Order) {
        if self.order.fetch_max(order as u8, Ordering::AcqRel) < order as u8 {
            self.waker.wake();
        }
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        let mut pulses = self.sweep.pulses();
        pulses.remove(&self.number);
        if pulses.is_empty() {
            self.sweep.none_left.notify_waiters();
        }
    }
}

/// A handler at work on a request of this connection. It goes with the body of the answer, so a body that streams
/// slowly does not count as an idle connection.
pub(crate) struct Working(Arc<Pulse>);

impl Working {
    pub(crate) fn new(pulse: &Arc<Pulse>) -> Self {
        pulse.working.store(true, Ordering::Relaxed);
        Self(Arc::clone(pulse))
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.working.store(false, Ordering::Relaxed);
        if self.0.phase() == Phase::Busy && !self.0.is_upgraded() {
            self.0.enter(Phase::Idle);
        }
    }
}

/// All connections of the server.
#[derive(Default)]
pub(crate) struct Sweep {
    beat: AtomicU32,
    numbers: AtomicU64,
    pulses: Mutex<HashMap<u64, std::sync::Weak<Pulse>>>,
    none_left: Notify,
}

impl Sweep {
    fn pulses(&self) -> MutexGuard<'_, HashMap<u64, std::sync::Weak<Pulse>>> {
        self.pulses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new connection.
    pub(crate) fn pulse(self: &Arc<Self>) -> Arc<Pulse> {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let pulse = Arc::new(Pulse {
            phase: AtomicU8::new(Phase::New as u8),
            since: AtomicU32::new(self.beat.load(Ordering::Relaxed)),
            working: AtomicBool::new(false),
            upgraded: AtomicBool::new(false),
            order: AtomicU8::new(Order::GoOn as u8),
            waker: AtomicWaker::new(),
            sweep: Arc::clone(self),
            number,
        });
        self.pulses().insert(number, Arc::downgrade(&pulse));
        pulse
    }

    fn all(&self) -> Vec<Arc<Pulse>> {
        // Upgraded outside of the lock's statements would be dropped inside of it, and a pulse locks when it goes.
        let pulses = self.pulses();
        pulses.values().filter_map(std::sync::Weak::upgrade).collect()
    }

    /// One beat: cuts whoever has been too slow.
    pub(crate) fn look(&self, limits: &Limits) {
        let beat = self.beat.fetch_add(1, Ordering::Relaxed) + 1;
        let all = self.all();
        // A full house does not wait for the silent.
        let idle = if all.len() * 4 > limits.connections * 3 {
            limits.idle.min(limits.crowded_idle)
        } else {
            limits.idle
        };
        for pulse in &all {
            let limit = match pulse.phase() {
                Phase::New | Phase::Head => limits.head,
                Phase::Idle => idle,
                Phase::Busy => limits.silent_work,
                Phase::Stuck => limits.stuck,
            };
            let quiet = u64::from(beat.wrapping_sub(pulse.since.load(Ordering::Relaxed))) * BEAT;
            if u128::from(quiet) > limit.as_millis() {
                pulse.tell(Order::Cut);
            }
        }
    }

    /// Tells everybody, and waits until all connections are closed.
    pub(crate) async fn end(&self, order: Order) {
        for pulse in self.all() {
            pulse.tell(order);
        }
        loop {
            let none_left = self.none_left.notified();
            if self.pulses().is_empty() {
                return;
            }
            none_left.await;
        }
    }
}

/// A connection that notes its reads and writes.
pub(crate) struct Watched {
    pub(crate) stream: TcpStream,
    pub(crate) pulse: Arc<Pulse>,
    /// Held as long as the connection lives, whatever it speaks.
    pub(crate) _place: OwnedSemaphorePermit,
}

impl Watched {
    fn wrote(&self, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &result {
            Poll::Ready(_) => self.pulse.has_written(),
            Poll::Pending => self.pulse.cannot_write(),
        }
        result
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // The order is otherwise asked for by the connection's task, which ends with an upgrade.
        if self.pulse.is_upgraded() && self.pulse.order(context) == Order::Cut {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.pulse.has_read();
        }
        result
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wrote(result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
