//! What is kept on disk: the cursor with its stories, and what becomes of a folder that is damaged, foreign or old.

use super::*;

#[test]
fn cursor_and_stories_are_kept_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Index::open(&folder.path().join("search")).unwrap();
    assert_eq!(opened.state, State::Fresh);
    opened.index.apply(&[put(story("a", "Ferry", ""))], 41).unwrap();
    drop(opened);
    let again = Index::open(&folder.path().join("search")).unwrap();
    assert_eq!(again.state, State::Kept { cursor: 41 });
    assert_eq!(found(&again.index, "ferry"), ["a"]);
}

#[test]
fn an_interrupted_batch_leaves_neither_stories_nor_cursor() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    index.release_writer().unwrap();
    // Another writer holds the folder, so this batch can't be written.
    let other = tantivy::Index::open_in_dir(folder.path()).unwrap();
    let lock: tantivy::IndexWriter = other.writer_with_num_threads(1, 15_000_000).unwrap();
    index.apply(&[put(story("b", "Boat", ""))], 9).unwrap_err();
    assert_eq!((index.cursor(), found(&index, "boat").len()), (1, 0));
    drop(lock);
    index.apply(&[put(story("c", "Canoe", ""))], 10).unwrap();
    assert!(found(&index, "boat").is_empty(), "the failed batch does not ride along");
    assert_eq!((index.cursor(), found(&index, "canoe").len()), (10, 1));
    // The files say the same as the memory.
    let payload = other.load_metas().unwrap().payload.unwrap();
    assert_eq!(payload, format!("courant {} 10", super::schema::VERSION));
}

#[test]
fn an_idle_writer_is_let_go_and_made_again_when_needed() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    let other = tantivy::Index::open_in_dir(folder.path()).unwrap();
    let begun = Instant::now();
    // The folder's lock is free once the writer is gone.
    while other
        .writer_with_num_threads::<tantivy::TantivyDocument>(1, 15_000_000)
        .is_err()
    {
        assert!(begun.elapsed().as_secs() < 60, "the writer stays");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    index.apply(&[put(story("b", "Ferry", ""))], 2).unwrap();
    assert_eq!(found(&index, "ferry"), ["a", "b"]);
}

#[test]
fn batches_without_a_change_move_the_cursor_without_a_write() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    let before = fs::read(folder.path().join("meta.json")).unwrap();
    index.apply(&[], 500).unwrap();
    assert_eq!(
        (
            index.cursor(),
            fs::read(folder.path().join("meta.json")).unwrap() == before
        ),
        (500, true)
    );
    index.apply(&[], 5_000).unwrap();
    drop(index);
    assert_eq!(Index::open(folder.path()).unwrap().state, State::Kept { cursor: 5_000 });
}

#[test]
fn a_cleared_index_is_empty_and_begins_at_nought() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    index.clear().unwrap();
    assert_eq!((index.stories(), index.cursor()), (0, 0));
    drop(index);
    assert_eq!(Index::open(folder.path()).unwrap().state, State::Kept { cursor: 0 });
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".lock"))
        .collect();
    files.sort();
    files
}

/// What becomes of a file's bytes; nothing means that the file is deleted.
type Damage = fn(&[u8]) -> Option<Vec<u8>>;

#[test]
fn a_damaged_folder_is_begun_anew_and_says_why() {
    let (folder, index) = with(
        (0..20)
            .map(|n| story(&format!("s{n}"), "Ferry", "Some text to keep."))
            .collect(),
    );
    drop(index);
    let names: Vec<_> = files(folder.path())
        .into_iter()
        .map(|path| path.file_name().unwrap().to_owned())
        .collect();
    assert!(names.len() > 5);
    let junk: [(&str, Damage); 4] = [
        ("overwritten", |_| Some(b"junk, not an index".to_vec())),
        ("emptied", |_| Some(Vec::new())),
        ("cut short", |bytes| Some(bytes[..bytes.len() / 2].to_vec())),
        ("deleted", |_| None),
    ];
    for name in names
        .iter()
        .filter(|name| !name.to_string_lossy().starts_with(".managed"))
    {
        for (how, damage) in junk {
            let copy = tempfile::tempdir().unwrap();
            for file in files(folder.path()) {
                fs::copy(&file, copy.path().join(file.file_name().unwrap())).unwrap();
            }
            let victim = copy.path().join(name);
            match damage(&fs::read(&victim).unwrap()) {
                Some(bytes) => fs::write(&victim, bytes).unwrap(),
                None => fs::remove_file(&victim).unwrap(),
            }
            let opened = Index::open(copy.path()).unwrap();
            let State::Rebuilt { why } = &opened.state else {
                panic!("{} {how}: {:?}", victim.display(), opened.state)
            };
            assert!(!why.is_empty());
            opened.index.apply(&[put(story("a", "Ferry", ""))], 3).unwrap();
            assert_eq!(found(&opened.index, "ferry"), ["a"], "{} {how}", victim.display());
            let aside = format!("{}.broken-1", copy.path().display());
            assert!(!Path::new(&aside).exists(), "the broken index is deleted");
        }
    }
}

#[test]
fn a_folder_with_other_things_in_it_is_moved_aside_and_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("pictures");
    fs::create_dir(&wrong).unwrap();
    fs::write(wrong.join("holiday.jpg"), "dear").unwrap();
    assert!(matches!(Index::open(&wrong).unwrap().state, State::Rebuilt { .. }));
    assert_eq!(
        fs::read_to_string(folder.path().join("pictures.broken-1/holiday.jpg")).unwrap(),
        "dear"
    );
}

#[test]
fn one_flipped_byte_is_noticed() {
    let (folder, index) = with(vec![story("a", "Ferry", "Some text.")]);
    drop(index);
    let victim = files(folder.path())
        .into_iter()
        .find(|path| path.extension().is_some_and(|end| end == "store"))
        .unwrap();
    let mut bytes = fs::read(&victim).unwrap();
    bytes[3] ^= 1;
    fs::write(&victim, bytes).unwrap();
    assert!(matches!(
        Index::open(folder.path()).unwrap().state,
        State::Rebuilt { .. }
    ));
}

#[test]
fn an_index_of_another_version_is_begun_anew() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    drop(index);
    let meta = folder.path().join("meta.json");
    let this = format!("courant {} ", super::schema::VERSION);
    let kept = fs::read_to_string(&meta).unwrap();
    assert!(kept.contains(&this));
    fs::write(&meta, kept.replace(&this, "courant 0 ")).unwrap();
    assert_eq!(
        Index::open(folder.path()).unwrap().state,
        State::Rebuilt {
            why: "it was written by another version".into()
        }
    );
}
