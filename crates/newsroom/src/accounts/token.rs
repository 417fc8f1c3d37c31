//! Tokens that open doors: 32 random bytes in the browser or the link, a keyed hash in the store.
//! Sessions, one-time links and ways in under way make and find theirs here.

use crate::{House, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Bytes of a token.
const BYTES: usize = 32;

/// A token. It is shown once, to whom it opens the door.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(***)")
    }
}

impl Token {
    /// A new one.
    pub fn new(house: &House) -> Result<Self> {
        Ok(Self(URL_SAFE_NO_PAD.encode(house.keys.random_bytes::<BYTES>()?)))
    }

    /// The token in the clear, for cookie or link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the store keeps of it.
    pub fn hash(&self, house: &House) -> String {
        hash(house, &self.0)
    }
}

/// What the store keeps of a token that somebody brings.
pub fn hash(house: &House, token: &str) -> String {
    URL_SAFE_NO_PAD.encode(house.keys.token_mac(token))
}

/// Whether a kept hash is that of a token that somebody brings; compares in constant time.
pub fn is(house: &House, token: &str, kept: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(kept)
        .is_ok_and(|mac| house.keys.token_is(token, &mac))
}
