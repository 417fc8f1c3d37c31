//! Looks at the bytes of an update before the library sees them: size, counts, depth, kinds of content, and completeness.
//! Called by [`crate::Sheet`] for every update; whatever passes costs at most what its bytes weigh.

use std::collections::HashMap;

use crate::Fault;

/// Largest update in bytes.
pub const LARGEST: usize = 4 << 20;

/// How deep elements may stand in each other within one update.
pub const DEEPEST: usize = 100;

/// Longest name of an element, attribute or mark, in bytes.
const LONGEST_NAME: usize = 80;

/// The top-level names of a draft's document.
pub const ROOTS: [&str; 10] = [
    "body",
    "headline",
    "shortHeadline",
    "searchTitle",
    "shareTitle",
    "standfirst",
    "dateline",
    "meta",
    "byline",
    "topics",
];

/// A place in a client's sequence.
type Id = (u64, u32);

/// What an update brings and needs.
#[derive(Debug, Default)]
pub struct Shape {
    /// For each client the clocks that it brings: from, to.
    brings: HashMap<u64, (u32, u32)>,
    /// For each client the clock that must be there.
    needs: HashMap<u64, u32>,
    /// Whether it deletes anything.
    deletes: bool,
}

impl Shape {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.brings.is_empty() && !self.deletes
    }

    /// Whether all that it builds on is known: `known` gives the clock up to which a client's sequence is here.
    pub fn is_complete(&self, known: impl Fn(u64) -> u32) -> bool {
        let starts = self.brings.iter().all(|(client, (from, _))| *from <= known(*client));
        starts
            && self.needs.iter().all(|(client, clock)| {
                let brought = self.brings.get(client).map_or(0, |(_, to)| *to);
                *clock <= known(*client).max(brought)
            })
    }
}

/// Where an item hangs.
#[derive(Clone, Copy)]
enum Parent {
    Root,
    Item(Id),
    /// Beside another item.
    Beside(Id),
}

struct Item {
    clock: u32,
    end: u32,
    parent: Parent,
}

struct Bytes<'a>(&'a [u8]);

type Answer<T> = Result<T, Fault>;

const CUT: Fault = Fault::Malformed("it ends too soon");

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Answer<u8> {
        let (first, rest) = self.0.split_first().ok_or(CUT)?;
        self.0 = rest;
        Ok(*first)
    }

    fn take(&mut self, count: usize) -> Answer<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(CUT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Answer<u64> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Fault::Malformed("a number is too large"))
    }

    fn clock(&mut self) -> Answer<u32> {
        u32::try_from(self.number()?)
            .ok()
            .filter(|clock| *clock < 1 << 31)
            .ok_or(Fault::Malformed("a clock is too large"))
    }

    fn client(&mut self) -> Answer<u64> {
        Some(self.number()?)
            .filter(|client| *client < 1 << 53)
            .ok_or(Fault::Malformed("a client's number is too large"))
    }

    fn id(&mut self) -> Answer<Id> {
        Ok((self.client()?, self.clock()?))
    }

    /// A count of things of which each takes a byte at least.
    fn count(&mut self) -> Answer<usize> {
        usize::try_from(self.number()?)
            .ok()
            .filter(|count| *count <= self.0.len())
            .ok_or(CUT)
    }

    fn text(&mut self) -> Answer<&'a str> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| Fault::Malformed("text is not UTF-8"))
    }

    fn name(&mut self) -> Answer<&'a str> {
        Some(self.text()?)
            .filter(|name| name.len() <= LONGEST_NAME)
            .ok_or(Fault::Malformed("a name is too long"))
    }

    /// A value as lib0 writes it.
    fn any(&mut self, depth: usize) -> Answer<()> {
        if depth > 8 {
            return Err(Fault::Malformed("a value is nested too deep"));
        }
        match self.byte()? {
            120 | 121 | 126 | 127 => {}
            125 => while self.byte()? >= 0x80 {},
            124 => drop(self.take(4)?),
            122 | 123 => drop(self.take(8)?),
            119 => drop(self.text()?),
            118 => {
                for _ in 0..self.count()? {
                    self.name()?;
                    self.any(depth + 1)?;
                }
            }
            117 => {
                for _ in 0..self.count()? {
                    self.any(depth + 1)?;
                }
            }
            _ => return Err(Fault::Malformed("unknown sort of value")),
        }
        Ok(())
    }
}

/// Looks through an update in Yjs's first encoding.
pub fn look(update: &[u8]) -> Answer<Shape> {
    if update.len() > LARGEST {
        return Err(Fault::TooLarge(update.len(), LARGEST));
    }
    let mut bytes = Bytes(update);
    let mut shape = Shape::default();
    let mut items: HashMap<u64, Vec<Item>> = HashMap::new();
    for _ in 0..bytes.count()? {
        let count = bytes.count()?;
        let client = bytes.client()?;
        let mut clock = bytes.clock()?;
        if shape.brings.contains_key(&client) {
            return Err(Fault::Malformed("a client stands twice"));
        }
        let from = clock;
        for _ in 0..count {
            let (length, parent) = block(&mut bytes, &mut shape)?;
            let end = clock
                .checked_add(length)
                .filter(|end| length > 0 && *end < 1 << 31)
                .ok_or(Fault::Malformed("a length is out of bounds"))?;
            if let Some(parent) = parent {
                items.entry(client).or_default().push(Item { clock, end, parent });
            }
            clock = end;
        }
        if count > 0 {
            shape.brings.insert(client, (from, clock));
        }
    }
    for _ in 0..bytes.count()? {
        let client = bytes.client()?;
        for _ in 0..bytes.count()? {
            let from = bytes.clock()?;
            let end = from
                .checked_add(bytes.clock()?)
                .filter(|end| *end < 1 << 31)
                .ok_or(Fault::Malformed("a deletion is out of bounds"))?;
            need(&mut shape, (client, end.saturating_sub(1)));
            shape.deletes = true;
        }
    }
    if !bytes.0.is_empty() {
        return Err(Fault::Malformed("more bytes than it says"));
    }
    shallow(&items)?;
    Ok(shape)
}

/// Looks through a state vector: the library reserves room for as many entries as it says it has.
pub fn look_at_vector(vector: &[u8]) -> Answer<()> {
    if vector.len() > LARGEST {
        return Err(Fault::TooLarge(vector.len(), LARGEST));
    }
    let mut bytes = Bytes(vector);
    for _ in 0..bytes.count()? {
        bytes.id()?;
    }
    if bytes.0.is_empty() {
        Ok(())
    } else {
        Err(Fault::Malformed("more bytes than it says"))
    }
}

fn need(shape: &mut Shape, (client, clock): Id) {
    let needed = shape.needs.entry(client).or_default();
    *needed = (*needed).max(clock + 1);
}

/// One block: its length, and where it hangs when it is an item.
fn block(bytes: &mut Bytes<'_>, shape: &mut Shape) -> Answer<(u32, Option<Parent>)> {
    let sort = bytes.byte()?;
    match sort {
        0 => return Ok((bytes.clock()?, None)),
        10 => return Err(Fault::Missing),
        _ => {}
    }
    let mut parent = None;
    let (left, right) = (sort & 0x80 != 0, sort & 0x40 != 0);
    for _ in 0..u8::from(left) + u8::from(right) {
        let id = bytes.id()?;
        need(shape, id);
        parent = parent.or(Some(Parent::Beside(id)));
    }
    if !left && !right {
        match bytes.number()? {
            1 => {
                if !ROOTS.contains(&bytes.name()?) {
                    return Err(Fault::Malformed("a draft has no part of that name"));
                }
                parent = Some(Parent::Root);
            }
            0 => {
                let id = bytes.id()?;
                need(shape, id);
                parent = Some(Parent::Item(id));
            }
            _ => return Err(Fault::Malformed("a parent is neither a name nor an id")),
        }
        if sort & 0x20 != 0 {
            bytes.name()?;
        }
    }
    let length = match sort & 0x1f {
        1 => bytes.clock()?,
        4 => u32::try_from(bytes.text()?.encode_utf16().count()).unwrap_or(u32::MAX),
        6 => {
            bytes.name()?;
            let value = bytes.text()?;
            if value.len() > 4096 {
                return Err(Fault::Malformed("a mark is too long"));
            }
            1
        }
        7 => {
            match bytes.number()? {
                // Map, text of a body, and elements; arrays and texts stand at the top alone.
                1 | 6 => {}
                3 => drop(bytes.name()?),
                _ => return Err(Fault::Malformed("a sort of node that drafts do not have")),
            }
            1
        }
        8 => {
            let count = bytes.count()?;
            for _ in 0..count {
                bytes.any(0)?;
            }
            u32::try_from(count).unwrap_or(u32::MAX)
        }
        _ => return Err(Fault::Malformed("a sort of content that drafts do not have")),
    };
    Ok((length, parent))
}

/// Refuses items that hang too deep in each other, or in a circle: the library walks them by recursion.
fn shallow(items: &HashMap<u64, Vec<Item>>) -> Answer<()> {
    let mut depths: HashMap<Id, usize> = HashMap::new();
    let find = |(client, clock): Id| -> Option<(Id, Parent)> {
        let of = items.get(&client)?;
        let at = of.partition_point(|item| item.end <= clock);
        of.get(at)
            .filter(|item| item.clock <= clock)
            .map(|item| ((client, item.clock), item.parent))
    };
    let mut path: Vec<(Id, usize)> = Vec::new();
    let mut longest = items.values().map(Vec::len).sum::<usize>();
    for (client, of) in items {
        for item in of {
            path.clear();
            let mut at = Some(((*client, item.clock), item.parent));
            let mut depth = 0;
            // Up to something whose depth is known, or that is not of this update; then down again.
            while let Some((id, parent)) = at {
                if let Some(known) = depths.get(&id) {
                    depth = *known;
                    break;
                }
                let (up, step) = match parent {
                    Parent::Root => (None, 1),
                    Parent::Item(up) => (Some(up), 1),
                    Parent::Beside(beside) => (Some(beside), 0),
                };
                path.push((id, step));
                if path.len() > longest {
                    return Err(Fault::Malformed("items hang in a circle"));
                }
                at = up.and_then(find);
            }
            for (id, step) in path.iter().rev() {
                depth += step;
                if depth > DEEPEST {
                    return Err(Fault::Malformed("nested too deep"));
                }
                depths.insert(*id, depth);
            }
            longest = longest.max(1);
        }
    }
    Ok(())
}
