//! Makes the demo's renditions: `cargo run -p courant-images --example renditions -- demo/pictures demo/renditions`.
//! Called by hand after a picture was added; what it writes is committed, so that the first start is fast.
//!
//! Each `NAME.jpg` becomes `NAME-320.jpg`, `NAME-320.webp` and so on up to 1280 pixels, and `NAME-share.jpg`.
//! Share cards are cut a little above the middle, where most photographs keep what matters.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use courant_images::{Format, Picture, Plan};

const WIDTHS: [u32; 4] = [320, 640, 960, 1280];

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [from, to] = folders.as_slice() else {
        return Err("usage: renditions FOLDER-OF-PICTURES FOLDER-FOR-RENDITIONS".into());
    };
    fs::create_dir_all(to)?;
    let mut pictures: Vec<PathBuf> = fs::read_dir(from)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    pictures.sort();
    let mut total = 0;
    for path in pictures {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
            continue;
        };
        let picture = Picture::decode(&fs::read(&path)?).map_err(|refused| format!("{}: {refused}", path.display()))?;
        let standard = Plan {
            widths: WIDTHS.to_vec(),
            formats: vec![Format::Jpeg, Format::WebP],
            ..Plan::standard()
        };
        let mut sum = 0;
        for made in picture.renditions(&standard)? {
            let file = format!("{name}-{}.{}", made.width, made.format.extension());
            fs::write(to.join(file), &made.bytes)?;
            sum += made.bytes.len();
        }
        for made in picture.renditions(&Plan::share_card((0.5, 0.45)))? {
            fs::write(to.join(format!("{name}-share.jpg")), &made.bytes)?;
            sum += made.bytes.len();
        }
        println!("{name}: {} KB", sum / 1000);
        total += sum;
    }
    println!("all: {} KB", total / 1000);
    Ok(())
}
