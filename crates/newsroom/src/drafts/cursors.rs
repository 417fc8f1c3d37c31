//! The cursors of a room: who points where. Names and accounts are the server's; a browser says only where its cursor is.
//! Kept by the room while it lives and nowhere else; an encoded update of y-protocols goes in and out.

use super::protocol::{bytes, number, put_bytes, put_number};
use courant_model::account::Member;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Longest state of one browser, in bytes.
const LONGEST: usize = 4096;
/// Most documents that one connection speaks for: its own, and those of a reload that has not timed out.
const MOST: usize = 4;

/// One browser's cursor.
struct Cursor {
    clock: u64,
    /// JSON; `null` when it left.
    state: String,
    /// The connection that speaks for it; empty for one of another node.
    seat: String,
}

/// Everybody's cursors.
#[derive(Default)]
pub(super) struct Cursors(HashMap<u64, Cursor>);

impl Cursors {
    /// Takes what a connection says of its cursors and gives what others shall hear. What is malformed, or speaks for
    /// somebody else, is passed over.
    pub(super) fn hear(&mut self, seat: &str, member: &Member, update: &[u8]) -> Option<Vec<u8>> {
        let mut changed = Vec::new();
        for (client, clock, state) in read(update) {
            let taken = self
                .0
                .get(&client)
                .is_some_and(|known| known.seat != seat && known.state != "null");
            let many = !self.0.contains_key(&client) && self.0.values().filter(|one| one.seat == seat).count() >= MOST;
            if taken || many || self.0.get(&client).is_some_and(|known| known.clock >= clock) {
                continue;
            }
            let state = if state == "null" {
                "null".to_owned()
            } else {
                signed(member, state)
            };
            let seat = seat.to_owned();
            self.0.insert(client, Cursor { clock, state, seat });
            changed.push(client);
        }
        self.encoded(&changed)
    }

    /// Takes what another node says of its browsers, which it has checked.
    pub(super) fn relayed(&mut self, update: &[u8]) -> Option<Vec<u8>> {
        let mut changed = Vec::new();
        for (client, clock, state) in read(update) {
            if self
                .0
                .get(&client)
                .is_some_and(|known| known.clock >= clock || !known.seat.is_empty())
            {
                continue;
            }
            let state = state.to_owned();
            let seat = String::new();
            self.0.insert(client, Cursor { clock, state, seat });
            changed.push(client);
        }
        self.encoded(&changed)
    }

    /// A connection ended: its cursors go.
    pub(super) fn leave(&mut self, seat: &str) -> Option<Vec<u8>> {
        let mut gone = Vec::new();
        for (client, cursor) in &mut self.0 {
            if cursor.seat == seat && cursor.state != "null" {
                cursor.clock += 1;
                "null".clone_into(&mut cursor.state);
                gone.push(*client);
            }
        }
        let told = self.encoded(&gone);
        self.0.retain(|_, cursor| cursor.seat != seat);
        told
    }

    /// All cursors, for somebody who comes in.
    pub(super) fn all(&self) -> Option<Vec<u8>> {
        let all: Vec<u64> = self
            .0
            .iter()
            .filter(|(_, one)| one.state != "null")
            .map(|(client, _)| *client)
            .collect();
        self.encoded(&all)
    }

    fn encoded(&self, clients: &[u64]) -> Option<Vec<u8>> {
        if clients.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        put_number(&mut out, clients.len() as u64);
        for client in clients {
            let cursor = self.0.get(client)?;
            put_number(&mut out, *client);
            put_number(&mut out, cursor.clock);
            put_bytes(&mut out, cursor.state.as_bytes());
        }
        Some(out)
    }
}

fn read(update: &[u8]) -> Vec<(u64, u64, &str)> {
    let mut rest = update;
    let mut out = Vec::new();
    let count = number(&mut rest).unwrap_or_default();
    for _ in 0..count.min(64) {
        let read = (|| {
            let client = number(&mut rest)?;
            let clock = number(&mut rest)?;
            let state = std::str::from_utf8(bytes(&mut rest)?).ok()?;
            Some((client, clock, state))
        })();
        match read {
            Some(one) if one.2.len() <= LONGEST => out.push(one),
            Some(_) => {}
            None => break,
        }
    }
    out
}

/// A state with the cursor of the browser and the name of the session.
fn signed(member: &Member, state: &str) -> String {
    let said: Map<String, Value> = serde_json::from_str(state).unwrap_or_default();
    let colour = said
        .get("user")
        .and_then(|user| user.get("colour"))
        .and_then(Value::as_str);
    let colour = colour
        .filter(|colour| is_colour(colour))
        .map_or_else(|| own_colour(&member.account), str::to_owned);
    let user = json!({ "account": member.account, "name": member.name, "colour": colour });
    let cursor = said.get("cursor").cloned().unwrap_or_default();
    json!({ "user": user, "cursor": cursor }).to_string()
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit())
}

/// One of eight colours that are told apart on paper, always the same for an account.
fn own_colour(account: &str) -> String {
    const COLOURS: [&str; 8] = [
        "#8a3b12", "#1f6f54", "#2b4c9b", "#8f2a5f", "#5b6b12", "#6a3fa0", "#0f6a86", "#9a6a00",
    ];
    let sum = account.bytes().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    COLOURS
        .get(sum % COLOURS.len())
        .copied()
        .unwrap_or("#2b4c9b")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(client: u64, clock: u64, state: &str) -> Vec<u8> {
        let mut out = vec![1];
        put_number(&mut out, client);
        put_number(&mut out, clock);
        put_bytes(&mut out, state.as_bytes());
        out
    }

    fn ana() -> Member {
        Member {
            account: "01ANA".to_owned(),
            name: "Ana".to_owned(),
            ..Member::default()
        }
    }

    #[test]
    fn a_browser_says_where_it_is_and_not_who() {
        let mut cursors = Cursors::default();
        let lie = r##"{"user":{"name":"Editor-in-chief","colour":"#112233"},"cursor":{"head":1},"more":1}"##;
        let told = cursors.hear("seat", &ana(), &update(5, 1, lie)).unwrap_or_default();
        let heard = read(&told);
        let state: Value = serde_json::from_str(heard.first().map_or("", |one| one.2)).unwrap_or_default();
        assert_eq!(
            state,
            json!({"user": {"account": "01ANA", "name": "Ana", "colour": "#112233"}, "cursor": {"head": 1}})
        );
    }

    #[test]
    fn nobody_speaks_for_another_and_who_leaves_is_gone() {
        let mut cursors = Cursors::default();
        assert!(cursors.hear("one", &ana(), &update(5, 1, "{}")).is_some());
        assert!(cursors.hear("two", &ana(), &update(5, 2, "null")).is_none());
        assert!(cursors.all().is_some());
        let told = cursors.leave("one").unwrap_or_default();
        assert_eq!(read(&told), [(5, 2, "null")]);
        assert!(cursors.all().is_none());
    }
}
