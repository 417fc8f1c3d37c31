//! Of several versions of an item the one that holds: wires send the same again, out of order and over more than one line.
//! Called by whoever keeps a wire basket; pure, so that a basket filled in any order is the same.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::{Item, Kind};

/// Keeps of each item its newest version, at the place where the item stood first.
pub fn collapse(items: Vec<Item>) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::with_capacity(items.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    for item in items {
        let Some(place) = places.get(&item.guid) else {
            places.insert(item.guid.clone(), kept.len());
            kept.push(item);
            continue;
        };
        if let Some(known) = kept.get_mut(*place)
            && supersedes(&item, known)
        {
            *known = item;
        }
    }
    kept
}

/// Whether an item takes the place of one with the same identifier that is there already: by its version, else by the time it was
/// made, else because it is a kill. What is the same in all of these takes no place.
pub fn supersedes(new: &Item, old: &Item) -> bool {
    let by_version = versions(&new.version, &old.version);
    let by_time = match (new.changed.or(new.sent), old.changed.or(old.sent)) {
        (Some(new), Some(old)) => new.cmp(&old),
        _ => Ordering::Equal,
    };
    let by_kill = (new.kind == Kind::Kill).cmp(&(old.kind == Kind::Kill));
    by_version.then(by_time).then(by_kill) == Ordering::Greater
}

/// Numbers by their value, part by part (`2`, `10`, `1.2`); a version that is not given says nothing.
fn versions(new: &str, old: &str) -> Ordering {
    if new.is_empty() || old.is_empty() {
        return Ordering::Equal;
    }
    let parts =
        |version: &str| -> Option<Vec<u64>> { version.trim().split('.').map(|part| part.parse().ok()).collect() };
    match (parts(new), parts(old)) {
        (Some(new), Some(old)) => new.cmp(&old),
        _ => new.cmp(old),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(guid: &str, version: &str, changed: &str, kind: Kind) -> Item {
        Item {
            guid: guid.to_owned(),
            version: version.to_owned(),
            changed: changed.parse().ok(),
            kind,
            ..Item::default()
        }
    }

    #[test]
    fn whatever_the_order_the_newest_version_is_kept() {
        let all = [
            item("a", "2", "2024-05-01T08:00:00Z", Kind::Update),
            item("a", "10", "2024-05-01T09:00:00Z", Kind::Update),
            item("a", "9", "2024-05-01T10:00:00Z", Kind::Update),
            item("b", "", "2024-05-01T09:00:00Z", Kind::Update),
            item("b", "", "2024-05-01T08:00:00Z", Kind::New),
            item("c", "1", "", Kind::Kill),
            item("c", "1", "", Kind::New),
        ];
        for turn in 0..all.len() {
            let mut items = all.to_vec();
            items.rotate_left(turn);
            let mut kept = collapse(items);
            kept.sort_by(|a, b| a.guid.cmp(&b.guid));
            let shown: Vec<String> = kept
                .iter()
                .map(|item| format!("{}{:?}", item.version, item.kind))
                .collect();
            assert_eq!(shown, ["10Update", "Update", "1Kill"], "turned by {turn}");
        }
    }

    #[test]
    fn the_same_again_takes_no_place() {
        let one = item("a", "2", "2024-05-01T08:00:00Z", Kind::Update);
        assert!(!supersedes(&one, &one));
    }
}
