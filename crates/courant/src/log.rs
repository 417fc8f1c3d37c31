//! Logs: to standard error, filtered by the setting `log`, never with an address of a reader or a secret.
//! Commands begin it once the settings are known.

use crate::config::InForce;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Begins logging.
pub fn begin(settings: &InForce) {
    let filter = EnvFilter::builder().parse_lossy(&settings.machine.log);
    // Only a second call in one process can fail, and it changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .try_init();
    for name in &settings.unknown_variables {
        tracing::warn!("the variable {name} means nothing to courant");
    }
}
