//! A browser that writes: a Y document of its own and a socket to a story's room, spoken to as the editor does.
//! Tests of co-editing begin with [`Writer::come`]; what is awaited is a condition, never a time.

use super::{Colleague, TestPaper};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Any, Doc, GetString, OffsetKind, Options, Out, ReadTxn, StateVector, Text, Transact, TransactionMut, Update, Xml,
    XmlElementPrelim, XmlFragment, XmlOut, XmlTextPrelim,
};

/// How long a condition may take before the test fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody who has a story open.
pub struct Writer {
    pub doc: Doc,
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    /// State vector of what is kept, as the server last said.
    pub saved: StateVector,
    /// JSON of the last refusal.
    pub refused: Option<String>,
    /// Kinds of notices.
    pub notices: Vec<String>,
    /// Code with which the server closed.
    pub closed: Option<u16>,
    /// Cursors by client, as JSON.
    pub cursors: std::collections::HashMap<u64, String>,
    clock: u64,
}

impl Writer {
    /// Opens the room with an empty document and waits for the story.
    pub async fn come(paper: &TestPaper, who: &Colleague, story: &str) -> Self {
        let mut writer = Self::away();
        writer.connect(paper, who, story).await;
        writer.until("the story", |writer| !writer.body().is_empty()).await;
        writer
    }

    /// Somebody with an empty document and no connection.
    pub fn away() -> Self {
        let mut options = Options::with_client_id(yrs::ClientID::random());
        options.offset_kind = OffsetKind::Utf16;
        let doc = Doc::with_options(options);
        doc.get_or_insert_xml_fragment("body");
        doc.get_or_insert_text("headline");
        Self {
            doc,
            socket: None,
            saved: StateVector::default(),
            refused: None,
            notices: Vec::new(),
            closed: None,
            cursors: std::collections::HashMap::new(),
            clock: 0,
        }
    }

    /// Opens the socket, or gives the status with which it was not opened.
    pub async fn try_connect(&mut self, url: &str, story: &str, headers: &[(&str, &str)]) -> Result<(), u16> {
        let address = format!("{}/desk/stories/{story}/room", url.replace("http://", "ws://"));
        let mut request = address.into_client_request().unwrap();
        for (name, value) in headers {
            let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => {
                self.socket = Some(socket);
                self.closed = None;
                Ok(())
            }
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens the socket and asks for what is missing.
    pub async fn connect(&mut self, paper: &TestPaper, who: &Colleague, story: &str) {
        let headers = [("cookie", who.cookie.as_str()), ("origin", paper.url.as_str())];
        self.try_connect(&paper.url, story, &headers).await.unwrap();
        self.ask().await;
    }

    /// "This is what I have."
    pub async fn ask(&mut self) {
        let vector = self.doc.transact().state_vector().encode_v1();
        self.send(0, Some(0), &vector).await;
    }

    /// The connection breaks.
    pub fn leave(&mut self) {
        self.socket = None;
    }

    async fn send(&mut self, kind: u8, step: Option<u8>, body: &[u8]) {
        let mut out = vec![kind];
        out.extend(step);
        put(&mut out, body.len() as u64);
        out.extend_from_slice(body);
        self.send_raw(out).await;
    }

    pub async fn send_raw(&mut self, bytes: Vec<u8>) {
        if let Some(socket) = &mut self.socket {
            let _ = socket.send(Message::Binary(Bytes::from(bytes))).await;
        }
    }

    /// Changes the document, and sends the change when there is a connection.
    pub async fn edit(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>)) {
        let update = {
            let mut txn = self.doc.transact_mut();
            edit(&mut txn);
            txn.commit();
            txn.encode_update_v1()
        };
        self.send(0, Some(2), &update).await;
    }

    /// Types at the end of a paragraph.
    pub async fn write(&mut self, paragraph: u32, words: &str) {
        self.edit(|txn| {
            let body = txn.get_xml_fragment("body").unwrap();
            let Some(XmlOut::Element(element)) = body.get(txn, paragraph) else {
                panic!("no such paragraph")
            };
            let text = match element.get(txn, 0) {
                Some(XmlOut::Text(text)) => text,
                _ => element.insert(txn, 0, XmlTextPrelim::new("")),
            };
            let end = plain(&text, txn).encode_utf16().count() as u32;
            text.insert(txn, end, words);
        })
        .await;
    }

    /// Adds a paragraph at the end.
    pub async fn add(&mut self, id: &str, words: &str) {
        self.edit(|txn| {
            let body = txn.get_xml_fragment("body").unwrap();
            let element = body.push_back(txn, XmlElementPrelim::empty("paragraph"));
            element.insert_attribute(txn, "id", id);
            element.insert(txn, 0, XmlTextPrelim::new(words));
        })
        .await;
    }

    /// Types at the end of the headline.
    pub async fn write_headline(&mut self, words: &str) {
        self.edit(|txn| {
            let headline = txn.get_text("headline").unwrap();
            let end = headline.get_string(txn).encode_utf16().count() as u32;
            headline.insert(txn, end, words);
        })
        .await;
    }

    /// Says where the cursor is, under whatever name.
    pub async fn point(&mut self, state: &str) {
        self.clock += 1;
        let mut out = vec![1];
        put(&mut out, self.doc.client_id().get());
        put(&mut out, self.clock);
        put(&mut out, state.len() as u64);
        out.extend_from_slice(state.as_bytes());
        self.send(1, None, &out).await;
    }

    /// Paragraphs and whatever else has text, a line each.
    pub fn body(&self) -> Vec<String> {
        fn lines(node: &XmlOut, txn: &impl ReadTxn) -> String {
            match node {
                XmlOut::Text(text) => plain(text, txn),
                XmlOut::Element(element) => element.children(txn).map(|child| lines(&child, txn)).collect(),
                XmlOut::Fragment(_) => String::new(),
            }
        }
        let txn = self.doc.transact();
        let body = txn.get_xml_fragment("body").unwrap();
        body.children(&txn).map(|child| lines(&child, &txn)).collect()
    }

    pub fn headline(&self) -> String {
        let txn = self.doc.transact();
        txn.get_text("headline").unwrap().get_string(&txn)
    }

    /// Whether everything in this document is kept by the server.
    pub fn is_saved(&self) -> bool {
        let own = self.doc.transact().state_vector();
        own.iter().all(|(client, clock)| self.saved.get(client) >= *clock)
    }

    /// Reads messages until all that this browser typed is kept.
    pub async fn until_saved(&mut self) {
        self.until("saved", Self::is_saved).await;
    }

    /// Reads messages until something is so.
    pub async fn until(&mut self, what: &str, is: impl Fn(&Self) -> bool) {
        let reading = async {
            while !is(self) {
                let Some(socket) = &mut self.socket else {
                    panic!("not connected, and yet not: {what}")
                };
                match socket.next().await {
                    Some(Ok(Message::Binary(message))) => self.hear(&message).await,
                    Some(Ok(Message::Close(frame))) => {
                        self.closed = Some(frame.map_or(1005, |frame| frame.code.into()));
                        assert!(is(self), "closed with {:?} and yet not: {what}", self.closed);
                    }
                    Some(Ok(_)) => {}
                    Some(Err(error)) => panic!("{error}, and yet not: {what}"),
                    None => panic!("the end, and yet not: {what}"),
                }
            }
        };
        assert!(tokio::time::timeout(PATIENCE, reading).await.is_ok(), "never: {what}");
    }

    /// Reads until the server closes, and gives the code.
    pub async fn until_closed(&mut self) -> u16 {
        self.until("closed", |writer| writer.closed.is_some()).await;
        self.closed.unwrap()
    }

    async fn hear(&mut self, message: &[u8]) {
        let (kind, rest) = message.split_first().unwrap();
        match kind {
            0 => {
                let (step, rest) = rest.split_first().unwrap();
                let body = taken(rest);
                if *step == 0 {
                    let vector = StateVector::decode_v1(body).unwrap();
                    let update = self.doc.transact().encode_state_as_update_v1(&vector);
                    self.send(0, Some(1), &update).await;
                } else {
                    let update = Update::decode_v1(body).unwrap();
                    self.doc.transact_mut().apply_update(update).unwrap();
                }
            }
            1 => {
                let mut rest = taken(rest);
                for _ in 0..number(&mut rest) {
                    let client = number(&mut rest);
                    let _clock = number(&mut rest);
                    let length = number(&mut rest) as usize;
                    let (state, after) = rest.split_at(length);
                    rest = after;
                    if state == b"null" {
                        self.cursors.remove(&client);
                    } else {
                        self.cursors.insert(client, String::from_utf8(state.to_vec()).unwrap());
                    }
                }
            }
            3 => self.saved = StateVector::decode_v1(taken(rest)).unwrap(),
            4 => self.refused = Some(String::from_utf8(taken(rest).to_vec()).unwrap()),
            5 => self.notices.push(String::from_utf8(taken(rest).to_vec()).unwrap()),
            other => panic!("message {other}"),
        }
    }
}

fn plain(text: &yrs::XmlTextRef, txn: &impl ReadTxn) -> String {
    text.diff(txn, YChange::identity)
        .into_iter()
        .filter_map(|chunk| match chunk.insert {
            Out::Any(Any::String(words)) => Some(words.to_string()),
            _ => None,
        })
        .collect()
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(rest: &mut &[u8]) -> u64 {
    let mut value = 0;
    let mut shift = 0;
    loop {
        let (first, after) = rest.split_first().unwrap();
        *rest = after;
        value |= u64::from(first & 0x7f) << shift;
        shift += 7;
        if *first < 0x80 {
            return value;
        }
    }
}

fn taken(mut rest: &[u8]) -> &[u8] {
    let length = number(&mut rest) as usize;
    &rest[..length]
}
