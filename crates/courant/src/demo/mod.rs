//! The demo paper: the folder `demo/`, part of the binary, read and made into a paper once.
//! `courant demo` loads it on the first start; tests load it into stores of their own.

mod day;
mod folder;
mod load;
mod storylines;
#[cfg(test)]
mod tests;
mod times;

pub use folder::{DemoFolder, Fault};
pub use load::{Loaded, load};

use rust_embed::RustEmbed;
use std::borrow::Cow;

/// The files of `demo/`.
#[derive(RustEmbed)]
#[folder = "../../demo"]
struct Shipped;

/// A file of the demo.
fn file(path: &str) -> Option<Cow<'static, [u8]>> {
    Shipped::get(path).map(|file| file.data)
}

/// The paths under a folder of the demo, in the order of their names.
fn paths(under: &str) -> Vec<String> {
    let mut paths: Vec<String> = Shipped::iter()
        .filter(|path| path.starts_with(under))
        .map(Cow::into_owned)
        .collect();
    paths.sort();
    paths
}
