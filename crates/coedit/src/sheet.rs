//! One Y document of a draft, with what may be done to it: seeding, taking updates, deriving, mending, bringing.
//! The rooms hold one each while people write; commands open one for as long as their transaction lasts.

use std::cell::Cell;
use std::collections::HashMap;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use courant_text::{Document, Draft, json};
use serde_json::Value;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{ClientID, DeepObservable, Doc, OffsetKind, Options, ReadTxn, StateVector, Transact, Update, XmlFragmentRef};

use crate::bounds::{self, Shape};
use crate::fields::Roots;
use crate::settling::Others;
use crate::{Fault, Fields, Refused, bring, derive, mend};

/// Most bytes of updates that one sheet takes; a draft of 20,000 words written by hand has about a fiftieth of it.
const LARGEST: usize = 64 << 20;

/// What a draft says at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// Headlines, byline and the like.
    pub fields: Fields,
    /// The body with its suggestions and notes.
    pub draft: Draft,
}

/// The Y document of one draft.
pub struct Sheet {
    doc: Doc,
    body: XmlFragmentRef,
    roots: Roots,
    weight: usize,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet")
            .field("weight", &self.weight)
            .finish_non_exhaustive()
    }
}

/// A client's number out of an id that is never used twice; the same id gives the same number.
pub fn client_of(id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // Yjs's own numbers have 32 bits; with more a clash is less likely still, and 53 fit into JavaScript.
    (hash ^ (hash >> 53)) & ((1 << 53) - 1)
}

/// Whether a state vector knows anything of a client; `None` when it knows nothing at all or cannot be read.
pub fn knows(state_vector: &[u8], client: u64) -> Option<bool> {
    bounds::look_at_vector(state_vector).ok()?;
    let vector = guarded(|| StateVector::decode_v1(state_vector).ok())??;
    if vector.is_empty() {
        return None;
    }
    Some(vector.get(&ClientID::new(client)) > 0)
}

/// One update that says what several say, in order.
pub fn merge<B: AsRef<[u8]>>(updates: &[B]) -> Result<Vec<u8>, Fault> {
    if let [one] = updates {
        return Ok(one.as_ref().to_vec());
    }
    for update in updates {
        bounds::look(update.as_ref())?;
    }
    guarded(|| yrs::merge_updates_v1(updates.iter().map(AsRef::as_ref)))
        .ok_or(Fault::Broke)?
        .map_err(|_| Fault::Malformed("the updates cannot be merged"))
}

/// Runs what foreign bytes may break.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

impl Sheet {
    fn empty(client: u64) -> Self {
        let mut options = Options::with_client_id(ClientID::new(client));
        // As browsers count. Counted in bytes, a document breaks when somebody types between the halves of a surrogate pair.
        options.offset_kind = OffsetKind::Utf16;
        // What browsers clean up is theirs; a change of ours that no row holds would be nobody's.
        options.cleanup_formatting = false;
        let doc = Doc::with_options(options);
        Self {
            body: doc.get_or_insert_xml_fragment("body"),
            roots: Roots::of(&doc),
            doc,
            weight: 0,
        }
    }

    /// A new sheet that says what a copy says, and the update that makes it. `ids` gives ids that the copy has not.
    pub fn seed(
        client: u64,
        fields: &Fields,
        document: &Document,
        ids: &mut dyn FnMut() -> String,
    ) -> Result<(Self, Vec<u8>), Fault> {
        let mut sheet = Self::empty(client);
        let update = sheet.bring(fields, document, ids)?;
        Ok((sheet, update))
    }

    /// Opens a sheet from updates in order; what they hold was checked when it was kept. `client` signs further edits.
    pub fn open<'a>(client: u64, updates: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, Fault> {
        let mut sheet = Self::empty(client);
        for update in updates {
            sheet.weight += update.len();
            sheet.take(update)?;
        }
        Ok(sheet)
    }

    /// Takes an update from outside. On [`Fault::Broke`] the sheet is spent and must be opened anew; after any other
    /// fault it is as it was. Says whether the update has anything in it.
    pub fn apply(&mut self, update: &[u8]) -> Result<bool, Fault> {
        let shape = self.look(update)?;
        if shape.is_empty() {
            return Ok(false);
        }
        self.take(update)?;
        self.weight += update.len();
        Ok(true)
    }

    /// As [`Self::apply`], of an account that may not settle suggestions. On [`Fault::Settles`] the update is in the
    /// sheet, which must be opened anew.
    pub fn apply_from(&mut self, account: &str, update: &[u8]) -> Result<bool, Fault> {
        let others = Others::of(&self.doc.transact(), &self.body, account);
        if others.is_empty() {
            return self.apply(update);
        }
        let settled = Rc::new(Cell::new(false));
        let seen = settled.clone();
        self.body.observe_deep("settling", move |txn, events| {
            seen.set(seen.get() || others.settled_by(txn, events));
        });
        let applied = self.apply(update);
        self.body.unobserve_deep("settling");
        if settled.get() { Err(Fault::Settles) } else { applied }
    }

    fn look(&self, update: &[u8]) -> Result<Shape, Fault> {
        let weight = self.weight + update.len();
        if weight > LARGEST {
            return Err(Fault::TooLarge(weight, LARGEST));
        }
        let shape = bounds::look(update)?;
        let known = self.doc.transact().state_vector();
        if !shape.is_complete(|client| known.get(&ClientID::new(client))) {
            return Err(Fault::Missing);
        }
        Ok(shape)
    }

    fn take(&mut self, update: &[u8]) -> Result<(), Fault> {
        let update = guarded(|| Update::decode_v1(update))
            .ok_or(Fault::Malformed("it cannot be decoded"))?
            .map_err(|_| Fault::Malformed("it cannot be decoded"))?;
        // A transaction commits when it is dropped, and a second panic while the first unwinds would end the process:
        // one that broke is never dropped.
        let mut txn = ManuallyDrop::new(self.doc.transact_mut());
        let applied = guarded(|| txn.apply_update(update)).ok_or(Fault::Broke)?;
        guarded(|| drop(ManuallyDrop::into_inner(txn))).ok_or(Fault::Broke)?;
        applied.map_err(|_| Fault::Broke)
    }

    /// What the sheet says, or where it breaks the schema.
    pub fn derive(&self) -> Result<Derived, Refused> {
        let txn = self.doc.transact();
        let fields = self.roots.read(&txn)?;
        let tree = derive::body(&txn, &self.body)?;
        let draft = Draft::of(&tree)?;
        Ok(Derived { fields, draft })
    }

    /// Mends what merges leave behind: ids that stand twice or are missing, emptied lists, parts that stand twice.
    /// Gives the update of the edit when there was anything to mend. `ids` gives ids that the draft never had.
    pub fn mend(&mut self, ids: &mut dyn FnMut() -> String) -> Result<Option<Vec<u8>>, Refused> {
        let mut tree = {
            let txn = self.doc.transact();
            derive::body(&txn, &self.body)?
        };
        if !mend::mend(&mut tree, ids) {
            return Ok(None);
        }
        let mut txn = self.doc.transact_mut();
        bring::children(&mut txn, &self.body, &tree);
        txn.commit();
        Ok(Some(txn.encode_update_v1()))
    }

    /// Mends and derives in one reading: as [`Self::mend`] followed by [`Self::derive`].
    pub fn settle(&mut self, ids: &mut dyn FnMut() -> String) -> Result<(Derived, Option<Vec<u8>>), Refused> {
        let (fields, mut tree) = {
            let txn = self.doc.transact();
            (self.roots.read(&txn)?, derive::body(&txn, &self.body)?)
        };
        let changed = mend::mend(&mut tree, ids);
        let draft = Draft::of(&tree)?;
        if !changed {
            return Ok((Derived { fields, draft }, None));
        }
        let mut txn = self.doc.transact_mut();
        bring::children(&mut txn, &self.body, &tree);
        txn.commit();
        Ok((Derived { fields, draft }, Some(txn.encode_update_v1())))
    }

    /// Brings the sheet to what a copy says by the smallest edit, and gives the update of it.
    pub fn bring(
        &mut self,
        fields: &Fields,
        document: &Document,
        ids: &mut dyn FnMut() -> String,
    ) -> Result<Vec<u8>, Fault> {
        let mut tree: Value = json::tree(document);
        mend::mend(&mut tree, ids);
        let mut txn = self.doc.transact_mut();
        self.roots.bring(&mut txn, fields);
        bring::children(&mut txn, &self.body, &tree);
        txn.commit();
        Ok(txn.encode_update_v1())
    }

    /// What is here of each client, for those who ask what they miss.
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// How far each client's sequence is here.
    pub fn clocks(&self) -> HashMap<u64, u32> {
        let vector = self.doc.transact().state_vector();
        vector.iter().map(|(client, clock)| (client.get(), *clock)).collect()
    }

    /// What somebody with this state vector misses.
    pub fn since(&self, state_vector: &[u8]) -> Result<Vec<u8>, Fault> {
        bounds::look_at_vector(state_vector)?;
        let vector = guarded(|| StateVector::decode_v1(state_vector))
            .ok_or(Fault::Malformed("no state vector"))?
            .map_err(|_| Fault::Malformed("no state vector"))?;
        Ok(self.doc.transact().encode_state_as_update_v1(&vector))
    }

    /// One update that makes the whole sheet.
    pub fn snapshot(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }
}
