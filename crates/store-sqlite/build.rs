//! Rebuilds this crate when a migration changes, since they are compiled in.

fn main() {
    println!("cargo:rerun-if-changed=../store/migrations/sqlite");
}
