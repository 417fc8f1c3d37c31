//! Signatures after the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 over id, time and body, by a
//! secret that is written `whsec_` and base64. The courier signs; commands make secrets.

use crate::{House, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// Bytes of a secret; the specification asks for 24 to 64.
pub const SECRET_BYTES: usize = 32;
/// What a secret begins with where people see it.
pub const PREFIX: &str = "whsec_";

/// A new secret: its bytes, and as its receiver gets it.
pub fn fresh(house: &House) -> Result<(Vec<u8>, String)> {
    let bytes: [u8; SECRET_BYTES] = house.keys.random_bytes()?;
    Ok((bytes.to_vec(), written(&bytes)))
}

/// A secret as its receiver gets it.
pub fn written(secret: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(secret))
}

/// The header `webhook-signature`: one `v1,…` a secret, with spaces between.
pub fn signatures(secrets: &[Vec<u8>], id: &str, seconds: i64, body: &str) -> String {
    let content = format!("{id}.{seconds}.{body}");
    let signed: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
            format!("v1,{}", STANDARD.encode(hmac::sign(&key, content.as_bytes())))
        })
        .collect();
    signed.join(" ")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_known_message_has_the_signature_that_openssl_makes_of_it() {
        // printf '%s' 'msg_1.1614265330.{"test": 2432232314}' |
        //   openssl dgst -sha256 -mac HMAC -macopt key:0123456789abcdefghijklmn -binary | base64
        let secret = b"0123456789abcdefghijklmn".to_vec();
        let signed = signatures(
            std::slice::from_ref(&secret),
            "msg_1",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,O4vEFHuUDzu6j6rKk1+0ulBAc4Rb/WWzCG2yLYlp7AQ=");
        let two = signatures(&[secret, vec![1; 32]], "msg_1", 1_614_265_330, "{}");
        assert_eq!(two.split(' ').count(), 2);
        assert!(two.split(' ').all(|one| one.starts_with("v1,")));
    }

    #[test]
    fn a_secret_is_written_with_its_prefix() {
        let written = written(&[7; SECRET_BYTES]);
        let bytes = STANDARD.decode(written.strip_prefix(PREFIX).unwrap()).unwrap();
        assert_eq!(bytes, [7; SECRET_BYTES]);
    }
}
