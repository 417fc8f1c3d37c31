//! One-time codes (RFC 6238) as a second step after the password, and the recovery codes for a lost telephone.
//! My account switches them on and off; the login page asks for one after a right password.

use super::token;
use crate::{House, Refusal, Result};
use courant_model::door::Account;
use courant_store::{StoreError, Tx, q};
use totp_rs::{Builder, Totp};

/// Bytes of the shared secret: 160 bits, as RFC 4226 recommends.
const SECRET: usize = 20;
/// Recovery codes that one gets.
const RECOVERY: usize = 10;
/// Letters of a recovery code: no vowels, so no words, and none that look alike.
const LETTERS: &[u8; 24] = b"bcdfghjkmnpqrstvwxz23456";

/// A new shared secret.
pub fn secret(house: &House) -> Result<[u8; SECRET]> {
    Ok(house.keys.random_bytes::<SECRET>()?)
}

/// What an authenticator app reads: `otpauth://totp/…`, and the secret in letters for typing.
pub fn for_the_app(secret: &[u8], paper: &str, email: &str) -> Result<(String, String)> {
    // A colon ends the issuer in such an address.
    let issuer = paper.replace(':', " ");
    let totp = Builder::new()
        .with_secret(secret)
        .with_account_name(email)
        .with_issuer(Some(issuer))
        .build()
        .map_err(|_| BROKEN)?;
    let address = totp.to_url().map_err(|_| BROKEN)?;
    Ok((address, totp.secret().to_base32()))
}

const BROKEN: StoreError = StoreError::Sealed("a secret of one-time codes cannot be used");

fn totp(secret: &[u8]) -> Result<Totp, StoreError> {
    Builder::new().with_secret(secret).build().map_err(|_| BROKEN)
}

/// The step that a code belongs to, when it is right now or half a minute before or after.
pub fn step(house: &House, secret: &[u8], code: &str) -> Result<Option<i64>> {
    let seconds = u64::try_from(house.now() / courant_model::time::SECOND).unwrap_or_default();
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    Ok(totp(secret)?
        .check(&digits, seconds)
        .and_then(|step| i64::try_from(step).ok()))
}

/// Takes a one-time code or a recovery code of an account; each is taken once.
#[crate::boxed]
pub async fn take(tx: &mut Tx, house: &House, account: &Account, code: &str) -> Result<bool> {
    let Some(sealed) = &account.totp else { return Ok(false) };
    let secret = house.keys.unseal_secret(&account.id, sealed)?;
    if let Some(step) = step(house, &secret, code)? {
        return Ok(q!(tx, accounts::take_step(&account.id, step))?);
    }
    let hash = recovery_hash(house, &account.id, code);
    Ok(q!(tx, accounts::use_recovery(&account.id, &hash))?)
}

/// New recovery codes, in the clear for the one time that they are shown; the old ones count no more.
#[crate::boxed]
pub async fn renew_recovery(tx: &mut Tx, house: &House, account: &str) -> Result<Vec<String>> {
    q!(tx, accounts::forget_recoveries(account))?;
    let mut codes = Vec::new();
    while codes.len() < RECOVERY {
        let code = recovery_code(house)?;
        q!(
            tx,
            accounts::add_recovery(account, &recovery_hash(house, account, &code))
        )?;
        codes.push(code);
    }
    Ok(codes)
}

/// Twelve letters in three groups, 55 bits.
fn recovery_code(house: &House) -> Result<String> {
    let mut code = String::new();
    while code.len() < 14 {
        let [byte] = house.keys.random_bytes::<1>()?;
        // 240 is ten times 24; what is above would come up more often than the rest.
        if byte >= 240 {
            continue;
        }
        if code.len() == 4 || code.len() == 9 {
            code.push('-');
        }
        let letter = LETTERS.get(usize::from(byte) % LETTERS.len()).copied();
        code.extend(letter.map(char::from));
    }
    Ok(code)
}

fn recovery_hash(house: &House, account: &str, code: &str) -> String {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    token::hash(house, &format!("recovery {account} {plain}"))
}

/// What a wrong code says.
pub fn wrong() -> Refusal {
    Refusal::new(
        "code-wrong",
        "this code is wrong, too old, or was used already; wait for the next one",
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_model::ids::SystemIds;
    use courant_model::time::{SECOND, SetClock};
    use courant_store::keys::Keys;
    use std::sync::Arc;

    fn house(seconds: i64) -> House {
        House {
            clock: Arc::new(SetClock::at(seconds * SECOND)),
            ids: Arc::new(SystemIds),
            keys: Arc::new(Keys::from_secret(&[7; 32]).unwrap()),
            style: crate::copydesk::Style::starter(),
        }
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1, cut to six digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            let found = step(&house(seconds), secret, code).unwrap();
            assert_eq!(found, Some(seconds / 30), "{seconds}");
            assert_eq!(step(&house(seconds + 90), secret, code).unwrap(), None);
        }
        assert_eq!(step(&house(59), secret, "287 082").unwrap(), Some(1));
        assert_eq!(step(&house(59), secret, "").unwrap(), None);
    }

    #[test]
    fn a_recovery_code_is_read_as_it_was_written_down() {
        let house = house(0);
        let code = recovery_code(&house).unwrap();
        assert_eq!(code.len(), 14, "{code}");
        let sloppy = code.to_uppercase().replace('-', " ");
        assert_eq!(recovery_hash(&house, "a", &code), recovery_hash(&house, "a", &sloppy));
        assert_ne!(recovery_hash(&house, "a", &code), recovery_hash(&house, "b", &code));
    }

    #[test]
    fn an_app_is_told_paper_and_address() {
        let (address, letters) = for_the_app(b"12345678901234567890", "Maren: Courier", "a@b.example").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains("a%40b.example"), "{address}");
        assert_eq!(letters, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
