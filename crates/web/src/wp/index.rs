//! The root of the API, the roots of its namespaces, and what `OPTIONS` tells of a route.
//! Clients learn from these which routes there are and which parameters each takes.

use super::Given;
use super::links::href;
use super::routes::{ROUTES, Route};
use super::{create, links};
use crate::app::App;
use crate::site::Reader;
use serde_json::{Map, Value, json};

/// The root: the paper, its namespaces and all routes.
pub(super) fn root(reader: &Reader<'_>) -> Given {
    let offset = f64::from(reader.now.offset().seconds()) / 3600.0;
    Given::one(json!({
        "name": reader.paper.name,
        "description": reader.paper.tagline,
        "url": reader.app.absolute("/").trim_end_matches('/'),
        "home": reader.app.absolute("/").trim_end_matches('/'),
        "gmt_offset": offset,
        "timezone_string": reader.paper.zone,
        "page_for_posts": 0,
        "page_on_front": 0,
        "show_on_front": "posts",
        "namespaces": ["oembed/1.0", "wp/v2"],
        "authentication": {},
        "routes": routes(reader.app, |_| true),
        "site_logo": 0,
        "site_icon": 0,
        "site_icon_url": "",
        "_links": { "help": [{ "href": reader.app.absolute("/wp-json/") }] },
    }))
}

/// The root of a namespace.
pub(super) fn namespace(reader: &mut Reader<'_>, name: &str) -> Given {
    Given::one(json!({
        "namespace": name,
        "routes": routes(reader.app, |route| route.namespace() == name),
        "_links": { "up": [{ "href": links::href(reader.app, "/") }] },
    }))
}

fn routes(app: &App, wanted: impl Fn(&Route) -> bool) -> Value {
    let mut all = Map::new();
    for route in ROUTES.iter().filter(|route| wanted(route)) {
        let mut told = described(route);
        if let Value::Object(map) = &mut told
            && !route.path.contains('{')
        {
            let own = json!({ "self": [{ "href": href(app, route.path) }] });
            map.insert("_links".to_owned(), own);
        }
        all.insert(route.pattern(), told);
    }
    Value::Object(all)
}

fn described(route: &Route) -> Value {
    let args = |args: &[super::args::Arg]| -> Map<String, Value> {
        args.iter().map(|arg| (arg.name.to_owned(), arg.described())).collect()
    };
    let mut reading = args(&route.args());
    if route.path.contains("{id}") {
        let id = json!({ "description": "The number.", "type": "integer", "required": false });
        reading.insert("id".to_owned(), id);
    }
    let mut methods = vec!["GET"];
    let mut endpoints = vec![json!({ "methods": ["GET"], "args": reading })];
    if route.takes() {
        methods.push("POST");
        endpoints.push(json!({ "methods": ["POST"], "args": args(create::ARGS) }));
    }
    json!({ "namespace": route.namespace(), "methods": methods, "endpoints": endpoints })
}

/// What `OPTIONS` tells of a route.
pub(super) fn options(app: &App, route: &Route) -> Value {
    let mut told = described(route);
    if let Value::Object(map) = &mut told {
        let title = route
            .path
            .rsplit('/')
            .find(|part| !part.starts_with('{'))
            .unwrap_or_default();
        map.insert(
            "schema".to_owned(),
            json!({ "$schema": "http://json-schema.org/draft-04/schema#", "title": title, "type": "object" }),
        );
        if !route.path.contains('{') {
            map.insert(
                "_links".to_owned(),
                json!({ "self": [{ "href": href(app, route.path) }] }),
            );
        }
    }
    told
}
