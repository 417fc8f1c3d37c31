//! `_links` of an answer, and the addresses of the API. Every resource ends with [`Links`].

use crate::app::App;
use serde_json::{Map, Value, json};

/// Absolute address within the API.
pub(crate) fn href(app: &App, path: &str) -> String {
    app.absolute_raw(&format!("/wp-json{path}"))
}

/// Links under construction.
pub(crate) struct Links<'a> {
    app: &'a App,
    map: Map<String, Value>,
    curies: bool,
}

impl<'a> Links<'a> {
    /// `self` and `collection`.
    pub(crate) fn of(app: &'a App, collection: &str, own: &str) -> Self {
        let mut links = Self::none(app);
        let own = json!([{ "href": href(app, &format!("{collection}/{own}")), "targetHints": { "allow": ["GET"] } }]);
        links.map.insert("self".to_owned(), own);
        links.plain("collection", collection);
        links
    }

    /// No link yet.
    pub(crate) fn none(app: &'a App) -> Self {
        Self {
            app,
            map: Map::new(),
            curies: false,
        }
    }

    fn put(&mut self, rel: &str, link: Value) {
        self.curies |= rel.starts_with("wp:");
        if let Value::Array(known) = self.map.entry(rel.to_owned()).or_insert_with(|| json!([])) {
            known.push(link);
        }
    }

    /// A link.
    pub(crate) fn plain(&mut self, rel: &str, path: &str) {
        self.put(rel, json!({ "href": href(self.app, path) }));
    }

    /// A link to what `_embed` brings along.
    pub(crate) fn embeddable(&mut self, rel: &str, path: &str) {
        self.put(rel, json!({ "embeddable": true, "href": href(self.app, path) }));
    }

    /// The same, with a further word about it.
    pub(crate) fn said(&mut self, rel: &str, path: &str, name: &str, value: &str) {
        let mut link = json!({ "embeddable": true, "href": href(self.app, path) });
        if let Value::Object(map) = &mut link {
            map.insert(name.to_owned(), value.into());
        }
        self.put(rel, link);
    }

    /// All of them.
    pub(crate) fn finish(mut self) -> Value {
        if self.curies {
            let curies = json!([{ "name": "wp", "href": "https://api.w.org/{rel}", "templated": true }]);
            self.map.insert("curies".to_owned(), curies);
        }
        Value::Object(self.map)
    }
}
