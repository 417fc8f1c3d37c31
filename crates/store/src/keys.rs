//! The secret key beside the data and what is derived from it: sealing of addresses, keyed hashes, stamps.
//! Commands seal and hash with it; the key itself is in no database and no log.

use crate::{Result, StoreError};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{hkdf, hmac};
use std::io::Write;
use std::path::Path;

/// Subkeys of one secret. Debug prints nothing of them.
pub struct Keys {
    id: String,
    addresses: LessSafeKey,
    address_index: hmac::Key,
    clients: hmac::Key,
    texts: hmac::Key,
    stamps: hmac::Key,
    tokens: hmac::Key,
    secrets: LessSafeKey,
    random: SystemRandom,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(***)")
    }
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Keys {
    /// Reads the secret at `path`, or makes one there that only its owner may read.
    pub fn open(path: &Path) -> Result<Self> {
        let failed = |error| StoreError::File {
            path: path.to_owned(),
            error,
        };
        match std::fs::read(path) {
            Ok(secret) if secret.len() >= 32 => Self::from_secret(&secret),
            Ok(_) => Err(StoreError::Sealed(
                "secret.key is shorter than 32 bytes; put the right file back",
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut secret = [0_u8; 32];
                SystemRandom::new()
                    .fill(&mut secret)
                    .map_err(|_| StoreError::Sealed("no random numbers to be had"))?;
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(failed)?;
                }
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path).map_err(failed)?;
                file.write_all(&secret).and_then(|()| file.sync_all()).map_err(failed)?;
                Self::from_secret(&secret)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Derives the subkeys of a secret of at least 32 bytes.
    pub fn from_secret(secret: &[u8]) -> Result<Self> {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"courant 1").extract(secret);
        let derive = |purpose: &[u8]| -> Result<[u8; 32]> {
            let mut key = [0_u8; 32];
            root.expand(&[purpose], Length(32))
                .and_then(|okm| okm.fill(&mut key))
                .map_err(|_| StoreError::Sealed("a key could not be derived"))?;
            Ok(key)
        };
        let mac = |purpose: &[u8]| derive(purpose).map(|key| hmac::Key::new(hmac::HMAC_SHA256, &key));
        let sealing = UnboundKey::new(&CHACHA20_POLY1305, &derive(b"address encryption")?)
            .map_err(|_| StoreError::Sealed("a key could not be made"))?;
        let id = u32::from_be_bytes(derive(b"key id")?.first_chunk().copied().unwrap_or_default());
        Ok(Self {
            id: format!("{id:08x}"),
            addresses: LessSafeKey::new(sealing),
            address_index: mac(b"address index")?,
            clients: mac(b"client addresses")?,
            texts: mac(b"texts")?,
            stamps: mac(b"stamps")?,
            tokens: mac(b"tokens")?,
            secrets: LessSafeKey::new(
                UnboundKey::new(&CHACHA20_POLY1305, &derive(b"secrets of accounts")?)
                    .map_err(|_| StoreError::Sealed("a key could not be made"))?,
            ),
            random: SystemRandom::new(),
        })
    }

    /// Which key this is; kept beside what it sealed.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals an e-mail address: nonce, then ciphertext and tag.
    pub fn seal(&self, address: &str) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = self.random_bytes()?;
        let mut sealed = address.as_bytes().to_vec();
        self.addresses
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(self.id.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| StoreError::Sealed("an address could not be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens a sealed address.
    pub fn unseal(&self, sealed: &[u8]) -> Result<String> {
        const WRONG: StoreError = StoreError::Sealed("an address was sealed with another key");
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(WRONG)?;
        let mut buffer = rest.to_vec();
        let opened = self
            .addresses
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(self.id.as_bytes()),
                &mut buffer,
            )
            .map_err(|_| WRONG)?;
        String::from_utf8(opened.to_vec()).map_err(|_| WRONG)
    }

    /// Keyed hash of a normalised e-mail address, or of its domain.
    pub fn address_mac(&self, normalised: &str) -> Vec<u8> {
        hmac::sign(&self.address_index, normalised.as_bytes()).as_ref().to_vec()
    }

    /// Keyed hash of a client's network address.
    pub fn client_mac(&self, client: &str) -> Vec<u8> {
        hmac::sign(&self.clients, client.as_bytes()).as_ref().to_vec()
    }

    /// Keyed hash of a text, to know it again.
    pub fn text_mac(&self, text: &str) -> Vec<u8> {
        hmac::sign(&self.texts, text.as_bytes()).as_ref().to_vec()
    }

    /// Signs the content of a stamp.
    pub fn stamp(&self, content: &str) -> Vec<u8> {
        hmac::sign(&self.stamps, content.as_bytes()).as_ref().to_vec()
    }

    /// Whether a stamp was signed here; compares in constant time.
    pub fn stamp_is_ours(&self, content: &str, stamp: &[u8]) -> bool {
        hmac::verify(&self.stamps, content.as_bytes(), stamp).is_ok()
    }

    /// Keyed hash of a token that opens a door; the token itself is kept nowhere.
    pub fn token_mac(&self, token: &str) -> Vec<u8> {
        hmac::sign(&self.tokens, token.as_bytes()).as_ref().to_vec()
    }

    /// Whether a kept hash is that of a token; compares in constant time.
    pub fn token_is(&self, token: &str, mac: &[u8]) -> bool {
        hmac::verify(&self.tokens, token.as_bytes(), mac).is_ok()
    }

    /// Seals a secret of an account so that it opens for this account alone: nonce, then ciphertext and tag.
    pub fn seal_secret(&self, account: &str, secret: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = self.random_bytes()?;
        let mut sealed = secret.to_vec();
        self.secrets
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(account.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| StoreError::Sealed("a secret could not be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens a sealed secret of an account.
    pub fn unseal_secret(&self, account: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        const WRONG: StoreError = StoreError::Sealed("a secret was sealed with another key or for another account");
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(WRONG)?;
        let mut buffer = rest.to_vec();
        let opened = self
            .secrets
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(account.as_bytes()),
                &mut buffer,
            )
            .map_err(|_| WRONG)?;
        Ok(opened.to_vec())
    }

    /// Random bytes, for tokens.
    pub fn random_bytes<const N: usize>(&self) -> Result<[u8; N]> {
        let mut bytes = [0_u8; N];
        self.random
            .fill(&mut bytes)
            .map_err(|_| StoreError::Sealed("no random numbers to be had"))?;
        Ok(bytes)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_address_opens_with_its_key_and_no_other() {
        let ours = Keys::from_secret(&[7; 32]).unwrap();
        let theirs = Keys::from_secret(&[8; 32]).unwrap();
        let sealed = ours.seal("reader@example.org").unwrap();
        assert_eq!(ours.unseal(&sealed).unwrap(), "reader@example.org");
        assert!(theirs.unseal(&sealed).is_err());
        assert!(!sealed.windows(6).any(|window| window == b"reader"));
        assert_ne!(
            sealed,
            ours.seal("reader@example.org").unwrap(),
            "two seals of one address look alike"
        );
    }

    #[test]
    fn a_secret_of_an_account_opens_for_no_other() {
        let keys = Keys::from_secret(&[7; 32]).unwrap();
        let sealed = keys.seal_secret("a", b"twenty bytes of seed").unwrap();
        assert_eq!(keys.unseal_secret("a", &sealed).unwrap(), b"twenty bytes of seed");
        assert!(keys.unseal_secret("b", &sealed).is_err());
        assert!(keys.token_is("t", &keys.token_mac("t")) && !keys.token_is("u", &keys.token_mac("t")));
    }

    #[test]
    fn a_stamp_of_another_content_is_refused() {
        let keys = Keys::from_secret(&[7; 32]).unwrap();
        let stamp = keys.stamp("story 1");
        assert!(keys.stamp_is_ours("story 1", &stamp));
        assert!(!keys.stamp_is_ours("story 2", &stamp));
    }
}
