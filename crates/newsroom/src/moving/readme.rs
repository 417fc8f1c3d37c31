//! The page that explains an export to whoever opens it years from now: which file holds what, and what is not there.
//! Made from the list of tables, so that it says of every file what the list says.

use super::export::LeftOut;
use super::manifest::Manifest;
use courant_store::carry::{Fate, Kind, TABLES};
use std::fmt::Write;

/// The text of `README.md`.
pub(super) fn text(manifest: &Manifest, left_out: &[LeftOut]) -> String {
    let mut text = String::new();
    let secrets = if manifest.secrets {
        "Secrets are in it: e-mail addresses of readers, hashes of passwords, secrets of webhooks, and `secret.key`, which opens \
         what is sealed. Keep it as you keep a key."
    } else {
        "E-mail addresses of readers, hashes of passwords, passkeys, secrets of webhooks and the key of the paper are not in it; \
         `courant export --secrets` writes them too. Drafts and notes of the desk are in it, so it is still for nobody outside."
    };
    let _ = write!(
        text,
        "# {}\n\n\
         The whole paper as plain files, as it was at {}, written by Courant {}. {secrets}\n\n\
         Files that end in `.jsonl` hold one row a line, each an object of JSON in UTF-8. Times are UTC to the microsecond. What the \
         paper keeps as JSON, such as the body of a story, stands as JSON. Bytes are base64. Ids tie the rows together: \
         `story_id` of a revision is the `id` of its story. Rows are in the order of their keys, so two exports can be compared.\n\n\
         `manifest.json` says how many rows each file has and its SHA-256; `sha256sum -c SHA256SUMS` checks every file, blobs too. \
         `courant import courant FOLDER` makes the same paper of it in an empty one, on SQLite or PostgreSQL.\n\n\
         A story as readers see it is a line of `stories/published.jsonl`; its text is the revision with the id `revision_id`; its \
         lead picture is the picture with the id `picture_id`, and the bytes of that lie under `blobs/originals`, in a folder named \
         by the first two digits of `hash` and a file named by the rest. Renditions lie under `blobs/renditions` in the same way. \
         The kind of file is in `mime`.\n\n\
         ## Files\n\n| file | rows | what stands in it |\n|---|---|---|\n",
        manifest.paper, manifest.at, manifest.program
    );
    for file in &manifest.files {
        let says = TABLES
            .iter()
            .find(|table| table.name == file.table)
            .map_or("", |table| table.says);
        let _ = writeln!(text, "| `{}` | {} | {says} |", file.path, file.rows);
    }
    let _ = writeln!(
        text,
        "| `blobs/` | {} | Originals of pictures and their renditions. |\n\
         | `styles/` | | House style of the copy desk, where the paper has its own. |\n\
         | `theme/` | | The paper's own theme, where it has one. |",
        manifest.blobs
    );
    if manifest.secrets {
        text.push_str(
            "| `replies/addresses.jsonl` | | Addresses that readers left, open: for people, and not taken in again. |\n\
             | `secret.key` | | The key of the paper, base64. A paper that takes this in takes this key. |\n",
        );
    }
    let _ = write!(text, "\n## Fields\n\n");
    for file in &manifest.files {
        let Some(table) = TABLES.iter().find(|table| table.name == file.table) else {
            continue;
        };
        let columns: Vec<String> = table
            .list()
            .iter()
            .filter(|column| manifest.secrets || !column.secret)
            .map(|column| {
                let kind = match column.kind {
                    Kind::Text => "",
                    Kind::Number => " number",
                    Kind::Time => " time",
                    Kind::Flag => " true or false",
                    Kind::Json | Kind::Sealed => " JSON",
                    Kind::Bytes => " base64",
                };
                format!(
                    "`{}`{kind}{}",
                    column.name,
                    if column.nullable { " or null" } else { "" }
                )
            })
            .collect();
        let _ = writeln!(text, "- `{}`: {}", file.path, columns.join(", "));
    }
    let _ = write!(text, "\n## What is not here\n\n");
    if !manifest.secrets {
        for table in TABLES {
            let hidden: Vec<String> = table
                .list()
                .iter()
                .filter(|column| column.secret && table.file(false).is_some())
                .map(|column| format!("`{}`", column.name))
                .collect();
            if let (Some(file), false) = (table.file(false), hidden.is_empty()) {
                let _ = writeln!(text, "- {} of `{file}`: secrets.", hidden.join(", "));
            }
        }
        for table in TABLES.iter().filter(|table| matches!(table.fate, Fate::Secret(_))) {
            let rows = left_out
                .iter()
                .find(|one| one.table == table.name)
                .map_or(0, |one| one.rows);
            let _ = writeln!(text, "- {} ({rows}) Go out with `--secrets` alone.", table.says);
        }
    }
    for table in TABLES {
        let why = match table.fate {
            Fate::Derived => "Worked out anew where the paper arrives.",
            Fate::Fleeting => "Of the running house alone.",
            Fate::Kept(_) | Fate::Secret(_) => continue,
        };
        let _ = writeln!(text, "- {} {why}", table.says);
    }
    let _ = writeln!(
        text,
        "- The search index. It is built anew where the paper arrives.\n\
         - `courant.toml`, the settings of the machine: the address of the paper, mail, proxies. Copy it by hand."
    );
    if !manifest.missing.is_empty() {
        let _ = writeln!(
            text,
            "- Blobs that the paper itself did not have: {}.",
            manifest.missing.join(", ")
        );
    }
    text
}
