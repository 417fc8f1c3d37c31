//! The messages of a room, in the encoding of y-protocols: a number says what it is, the rest is a byte string or text.
//! Read and written by the room; foreign bytes are bounded here.

use bytes::Bytes;

/// A message from a browser.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// "This is what I have": a state vector.
    Step1(Bytes),
    /// What we lack, or what was typed.
    Update(Bytes),
    /// Cursors.
    Awareness(Bytes),
}

/// Reads a message; `None` when it is none.
pub(super) fn read(message: &Bytes) -> Option<Heard> {
    let mut rest = message.as_ref();
    let kind = number(&mut rest)?;
    match kind {
        0 => {
            let step = number(&mut rest)?;
            let body = message.slice_ref(bytes(&mut rest)?);
            match step {
                0 => Some(Heard::Step1(body)),
                1 | 2 => Some(Heard::Update(body)),
                _ => None,
            }
        }
        1 => Some(Heard::Awareness(message.slice_ref(bytes(&mut rest)?))),
        _ => None,
    }
}

/// "This is what we have": asks for the rest.
pub(super) fn step1(state_vector: &[u8]) -> Bytes {
    sync(0, state_vector)
}

/// What somebody lacks.
pub(super) fn step2(update: &[u8]) -> Bytes {
    sync(1, update)
}

/// What somebody typed.
pub(super) fn update(update: &[u8]) -> Bytes {
    sync(2, update)
}

/// Cursors.
pub(super) fn awareness(update: &[u8]) -> Bytes {
    let mut out = vec![1];
    put_bytes(&mut out, update);
    out.into()
}

/// What is kept, come what may.
pub(super) fn saved(state_vector: &[u8]) -> Bytes {
    let mut out = vec![3];
    put_bytes(&mut out, state_vector);
    out.into()
}

/// The last update broke the schema.
pub(super) fn refused(message: &str, path: &str) -> Bytes {
    let mut out = vec![4];
    put_bytes(
        &mut out,
        serde_json::json!({ "message": message, "path": path })
            .to_string()
            .as_bytes(),
    );
    out.into()
}

/// Something about the story changed.
pub(super) fn notice(kind: &str) -> Bytes {
    let mut out = vec![5];
    put_bytes(&mut out, serde_json::json!({ "kind": kind }).to_string().as_bytes());
    out.into()
}

fn sync(step: u8, body: &[u8]) -> Bytes {
    let mut out = vec![0, step];
    put_bytes(&mut out, body);
    out.into()
}

pub(super) fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..63).step_by(7) {
        let (first, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(first & 0x7f) << shift;
        if *first < 0x80 {
            return Some(value);
        }
    }
    None
}

pub(super) fn bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (body, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(body)
}

pub(super) fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(super) fn put_bytes(out: &mut Vec<u8>, body: &[u8]) {
    put_number(out, body.len() as u64);
    out.extend_from_slice(body);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_it_is_written() {
        let body = Bytes::from(vec![7; 300]);
        assert_eq!(read(&step1(&body)), Some(Heard::Step1(body.clone())));
        assert_eq!(read(&step2(&body)), Some(Heard::Update(body.clone())));
        assert_eq!(read(&update(&body)), Some(Heard::Update(body.clone())));
        assert_eq!(read(&awareness(&body)), Some(Heard::Awareness(body)));
    }

    #[test]
    fn what_is_cut_or_unknown_is_no_message() {
        for bytes in [
            vec![],
            vec![0],
            vec![0, 0],
            vec![0, 2, 5, 1],
            vec![9, 0],
            vec![0, 7, 0],
            vec![255; 12],
        ] {
            assert_eq!(read(&Bytes::from(bytes.clone())), None, "{bytes:?}");
        }
    }
}
