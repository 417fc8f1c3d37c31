//! Passwords: which are good enough, and how they are hashed and compared, on threads of their own.
//! Whoever sets a password asks [`decide`] first; the door compares with [`is_right`], which costs the same for nobody.

use crate::{House, Refusal, Result};
use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use courant_store::StoreError;
use std::collections::HashSet;
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// Fewest characters.
pub const SHORTEST: usize = 12;
/// Most characters; hashing reads them all.
pub const LONGEST: usize = 256;
/// Letters that must be left when name, address and paper are taken out.
const OWN_LEFT: usize = 6;
/// zxcvbn looks at so many characters: its work grows with the square, and a longer password is no worse.
const LOOKED_AT: usize = 64;

/// Long passwords that many people have, one a line, folded as [`bare`] folds.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("common.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Each hash takes 19 MB; so many are made at once, and the others wait.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Whether a password is good enough. `own` is what others know of its owner: name, address, the paper's name.
pub fn decide(password: &str, own: &[&str]) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Refusal::new(
            "password-short",
            format!("a password has at least {SHORTEST} characters; a sentence of four or five words is a good one"),
        ));
    }
    if length > LONGEST {
        return Err(Refusal::new(
            "password-long",
            format!("a password has at most {LONGEST} characters"),
        ));
    }
    let bare = bare(password);
    if COMMON.contains(bare.as_str()) || is_repeated(&bare) {
        return Err(Refusal::new(
            "password-common",
            "many people have this password, so it is tried first; choose another",
        ));
    }
    let own_words: Vec<String> = own
        .iter()
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()))
        .map(self::bare)
        .filter(|word| word.chars().count() >= 3)
        .collect();
    let mut left = bare.clone();
    for word in &own_words {
        left = left.replace(word.as_str(), "");
    }
    if left.len() < bare.len() && left.chars().count() < OWN_LEFT {
        return Err(Refusal::new(
            "password-own",
            "this password is made of your name, your address or the paper's name; choose another",
        ));
    }
    let inputs: Vec<&str> = own_words.iter().map(String::as_str).collect();
    let start: String = password.chars().take(LOOKED_AT).collect();
    if u8::from(zxcvbn::zxcvbn(&start, &inputs).score()) < 3 {
        return Err(Refusal::new(
            "password-easy",
            "this password is easily guessed; a sentence of four or five words that belong to no song is a good one",
        ));
    }
    Ok(())
}

/// Lower case, one form of each letter, digits that stand for letters turned back, nothing but letters and digits.
fn bare(password: &str) -> String {
    password
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// One short piece over and over: `abcabcabcabc`.
fn is_repeated(bare: &str) -> bool {
    let letters: Vec<char> = bare.chars().collect();
    (1..=letters.len() / 3).any(|size| {
        letters.len().is_multiple_of(size)
            && letters
                .chunks(size)
                .all(|piece| letters.get(..size).is_some_and(|first| first == piece))
    })
}

/// The hash that is kept, in PHC form.
#[crate::boxed]
pub async fn hash(house: &House, password: &str) -> Result<String> {
    let salt = house.keys.random_bytes::<16>()?;
    let password = prepared(password);
    off_the_threads(move || {
        argon2()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|_| StoreError::Sealed("a password could not be hashed"))
    })
    .await
}

/// Whether a password is that of a kept hash. An empty hash, of an account without a password or of none at all,
/// takes as long and is never right.
#[crate::boxed]
pub async fn is_right(password: &str, kept: &str) -> Result<bool> {
    let password = prepared(password);
    let is_real = !kept.is_empty();
    let kept = if is_real { kept.to_owned() } else { NOBODY.to_owned() };
    off_the_threads(move || {
        let hash = PasswordHash::new(&kept).map_err(|_| StoreError::Sealed("a kept password cannot be read"))?;
        #[cfg(test)]
        work::note(&password, &hash);
        let right = argon2()?.verify_password(password.as_bytes(), &hash).is_ok();
        Ok(right && is_real)
    })
    .await
}

/// A hash made with the same costs, of a password that nobody has.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Y291cmFudC1ub2JvZHktMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// One form of each letter, so that a password typed on another keyboard is the same; no longer than [`LONGEST`].
fn prepared(password: &str) -> String {
    password.nfkc().take(LONGEST * 4).collect()
}

/// argon2id with 19 MiB, two passes and one lane: the first of the settings that OWASP recommends.
fn argon2() -> Result<Argon2<'static>, StoreError> {
    let params = Params::new(19_456, 2, 1, None).map_err(|_| StoreError::Sealed("argon2 takes no such costs"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn off_the_threads<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T> {
    const BROKEN: StoreError = StoreError::Sealed("hashing a password broke off");
    let _turn = AT_ONCE.acquire().await.map_err(|_| BROKEN)?;
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| BROKEN)??)
}

#[cfg(test)]
pub(super) mod work {
    //! What comparing cost: the tests of the door ask whether it is the same for nobody.

    use argon2::password_hash::phc::PasswordHash;
    use std::sync::{Mutex, PoisonError};

    /// The password that was given, and algorithm, costs, and lengths of salt and output of the hash.
    static DONE: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

    pub(super) fn note(password: &str, hash: &PasswordHash) {
        let lengths = (
            hash.salt.as_ref().map(|salt| salt.len()),
            hash.hash.as_ref().map(argon2::password_hash::phc::Output::len),
        );
        let cost = format!("{} {:?} {} {lengths:?}", hash.algorithm, hash.version, hash.params);
        let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
        done.push((password.to_owned(), cost));
    }

    /// Each comparison of a password so far.
    pub(in crate::accounts) fn of(password: &str) -> Vec<String> {
        let done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
        let of_it = done.iter().filter(|(given, _)| given == password);
        of_it.map(|(_, cost)| cost.clone()).collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_model::ids::SystemIds;
    use courant_model::time::SystemClock;
    use courant_store::keys::Keys;
    use std::sync::Arc;

    fn key(password: &str) -> &'static str {
        let own = ["Ana Reis", "ana.reis@maren.example", "The Maren Courier"];
        decide(password, &own).err().map_or("", |refusal| refusal.key)
    }

    #[test]
    fn a_password_is_long_uncommon_and_not_made_of_what_others_know() {
        assert_eq!(key("Short1!"), "password-short");
        assert_eq!(key(&"long enough ".repeat(30)), "password-long");
        for common in [
            "passwordpassword",
            "Password123456",
            "123456789012",
            "Qwertyuiop[]",
            "qwertyuiopasdfgh",
            "correct horse battery staple",
            "letmeinletmein",
            "iloveyou iloveyou",
            "abcabcabcabc",
            "aaaaaaaaaaaaaaa",
        ] {
            assert!(
                ["password-common", "password-easy"].contains(&key(common)),
                "{common}: {}",
                key(common)
            );
        }
        for own in ["Ana-Reis-Maren", "maren courier 1", "anareis@maren"] {
            assert_eq!(key(own), "password-own", "{own}");
        }
        for good in [
            "wet gravel under the tram",
            "Nebel über sieben Fähren",
            "9 herons, 2 umbrellas",
            "七つの渡し船と霧の朝の話です",
        ] {
            assert_eq!(key(good), "", "{good}");
        }
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_nobody_has_none() {
        let house = House {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            keys: Arc::new(Keys::from_secret(&[7; 32]).unwrap()),
            style: crate::copydesk::Style::starter(),
        };
        let kept = hash(&house, "wet gravel under the tram").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("wet gravel under the tram", &kept).await.unwrap());
        assert!(!is_right("wet gravel under the train", &kept).await.unwrap());
        assert!(!is_right("", "").await.unwrap());
        // What is composed on one keyboard and decomposed on another is one password.
        let kept = hash(&house, "Fa\u{308}hren im Nebel").await.unwrap();
        assert!(is_right("F\u{e4}hren im Nebel", &kept).await.unwrap());
    }
}
