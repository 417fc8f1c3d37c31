//! Claims about the settings: which rank wins, and how faults are named.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

struct Scene {
    folder: tempfile::TempDir,
    variables: BTreeMap<String, String>,
}

impl Scene {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            variables: BTreeMap::new(),
        }
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    fn read(&self, flags: &Flags) -> Result<InForce, ConfigError> {
        let around = Surroundings {
            variables: self.variables.clone(),
            folder: self.folder.path().to_owned(),
        };
        read(flags, &around)
    }
}

fn line<'l>(settings: &'l InForce, key: &str) -> (&'l str, String) {
    let line = settings.lines.iter().find(|line| line.key == key).unwrap();
    (line.value.as_deref().unwrap_or(""), line.from.to_string())
}

#[test]
fn without_any_word_the_defaults_hold() {
    let settings = Scene::new().read(&Flags::default()).unwrap();
    assert_eq!(line(&settings, "listen"), ("127.0.0.1:8000", "default".to_owned()));
    assert_eq!(line(&settings, "url"), ("http://127.0.0.1:8000", "default".to_owned()));
    assert_eq!(
        line(&settings, "database"),
        ("sqlite:data/courant.db", "default".to_owned())
    );
    assert_eq!(settings.machine.page_cache_bytes, 64_000_000);
    assert!(settings.file.is_none());
}

#[test]
fn flags_beat_the_environment_which_beats_the_file() {
    let scene = Scene::new().file("data/courant.toml", "listen = \"127.0.0.1:1\"\n");
    assert_eq!(
        line(&scene.read(&Flags::default()).unwrap(), "listen"),
        ("127.0.0.1:1", "data/courant.toml:1".to_owned())
    );
    let scene = scene.variable("COURANT_LISTEN", "127.0.0.1:2");
    assert_eq!(
        line(&scene.read(&Flags::default()).unwrap(), "listen"),
        ("127.0.0.1:2", "COURANT_LISTEN".to_owned())
    );
    let flags = Flags {
        listen: Some("127.0.0.1:3".parse().unwrap()),
        ..Flags::default()
    };
    assert_eq!(
        line(&scene.read(&flags).unwrap(), "listen"),
        ("127.0.0.1:3", "--listen".to_owned())
    );
}

#[test]
fn the_file_of_the_data_folder_goes_before_that_of_the_working_folder() {
    let scene = Scene::new()
        .file("courant.toml", "log = \"error\"\n")
        .file("paper/courant.toml", "log = \"debug\"\n");
    assert_eq!(scene.read(&Flags::default()).unwrap().machine.log, "error");
    let flags = Flags {
        data: Some("paper".into()),
        ..Flags::default()
    };
    assert_eq!(scene.read(&flags).unwrap().machine.log, "debug");
}

#[test]
fn a_misspelt_key_is_named_with_its_place_and_the_right_word() {
    let scene = Scene::new().file("courant.toml", "# settings\n\nlisen = \"127.0.0.1:1\"\n");
    assert_eq!(
        scene.read(&Flags::default()).unwrap_err().0,
        ["courant.toml:3:1: unknown key `lisen`; did you mean `listen`?"]
    );
}

#[test]
fn every_fault_is_named_at_once() {
    let text = "listen = 8000\nurl = \"news.example\"\npage_cache = \"much\"\n[blobs]\nbuckte = \"b\"\n";
    let faults = Scene::new()
        .file("courant.toml", text)
        .read(&Flags::default())
        .unwrap_err()
        .0;
    assert!(
        faults
            .iter()
            .any(|f| f == "courant.toml:1:10: `listen` must be a text, not a whole number"),
        "{faults:?}"
    );
    assert!(
        faults.iter().any(|f| f.starts_with("courant.toml:2:7: `url`: ")),
        "{faults:?}"
    );
    assert!(
        faults
            .iter()
            .any(|f| f.starts_with("courant.toml:3:14: `page_cache`: ")),
        "{faults:?}"
    );
    assert!(
        faults
            .iter()
            .any(|f| f == "courant.toml:5:1: unknown key `blobs.buckte`; did you mean `blobs.bucket`?"),
        "{faults:?}"
    );
}

#[test]
fn a_broken_file_is_named_with_line_and_column() {
    let faults = Scene::new()
        .file("courant.toml", "listen = \"127.0.0.1:1\"\nurl = https\n")
        .read(&Flags::default())
        .unwrap_err()
        .0;
    assert!(faults.first().unwrap().starts_with("courant.toml:2:"), "{faults:?}");
}

#[test]
fn a_paper_setting_in_the_file_is_sent_to_the_paper() {
    let faults = Scene::new()
        .file("courant.toml", "zone = \"Europe/Lisbon\"\n")
        .read(&Flags::default())
        .unwrap_err()
        .0;
    assert!(faults.first().unwrap().contains("belongs to the paper"), "{faults:?}");
}

#[test]
fn no_password_is_shown() {
    for address in [
        "postgres://paper:hunter2@db.example/paper",
        "postgres://db.example/paper?user=paper&password=hunter2",
    ] {
        let settings = Scene::new()
            .variable("COURANT_DATABASE", address)
            .variable("COURANT_BLOBS_BUCKET", "pictures")
            .variable("COURANT_BLOBS_ACCESS_KEY", "reader")
            .variable("COURANT_BLOBS_SECRET_KEY", "hunter2")
            .read(&Flags::default())
            .unwrap();
        let shown = format!("{:?}", settings.lines);
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("***"));
    }
}

#[test]
fn a_wrong_database_is_refused_without_repeating_its_password() {
    let faults = Scene::new()
        .variable("COURANT_DATABASE", "mysql://paper:hunter2@db.example/paper")
        .read(&Flags::default())
        .unwrap_err()
        .0;
    assert!(faults.first().unwrap().starts_with("COURANT_DATABASE: "), "{faults:?}");
    assert!(!faults.first().unwrap().contains("hunter2"));
}

#[test]
fn relative_paths_of_a_file_are_seen_from_the_file() {
    let settings = Scene::new()
        .file("paper/courant.toml", "theme = \"our-theme\"\n")
        .read(&Flags {
            data: Some("paper".into()),
            ..Flags::default()
        })
        .unwrap();
    assert_eq!(settings.machine.theme.unwrap(), PathBuf::from("paper/our-theme"));
}

#[test]
fn proxies_are_networks() {
    let settings = Scene::new()
        .file("courant.toml", "proxies = [\"10.0.0.0/8\", \"::1\"]\n")
        .read(&Flags::default())
        .unwrap();
    assert_eq!(
        settings.machine.proxies,
        [("10.0.0.0".parse().unwrap(), 8), ("::1".parse().unwrap(), 128)]
    );
    let faults = Scene::new()
        .file("courant.toml", "proxies = [\"10.0.0.0/80\"]\n")
        .read(&Flags::default())
        .unwrap_err()
        .0;
    assert!(
        faults.first().unwrap().starts_with("courant.toml:1:11: `proxies`"),
        "{faults:?}"
    );
}

#[test]
fn a_variable_that_means_nothing_is_told() {
    let settings = Scene::new()
        .variable("COURANT_LISEN", "x")
        .variable("COURANT_TEST_POSTGRES", "x")
        .read(&Flags::default())
        .unwrap();
    assert_eq!(settings.unknown_variables, ["COURANT_LISEN"]);
}

#[test]
fn a_bucket_needs_its_keys() {
    let faults = Scene::new()
        .file("courant.toml", "[blobs]\nbucket = \"pictures\"\n")
        .read(&Flags::default())
        .unwrap_err()
        .0;
    assert!(
        faults.iter().any(|fault| fault.contains("`blobs.secret_key`")),
        "{faults:?}"
    );
}

#[test]
fn webhooks_go_inside_a_private_network_by_https_or_to_this_machine_itself() {
    let said = |value: &str| {
        Scene::new()
            .variable("COURANT_WEBHOOKS_INSIDE", value)
            .read(&Flags::default())
    };
    let settings = said("https://hooks.internal, http://127.0.0.1:9000").unwrap();
    assert_eq!(
        line(&settings, "webhooks_inside").0,
        "https://hooks.internal, http://127.0.0.1:9000"
    );
    for wrong in [
        "http://10.0.0.5:9000",
        "hooks.internal",
        "https://hooks.internal/in",
        "ftp://127.0.0.1",
    ] {
        let faults = said(wrong).unwrap_err().to_string();
        assert!(faults.contains("webhooks_inside"), "{wrong}: {faults}");
    }
}
