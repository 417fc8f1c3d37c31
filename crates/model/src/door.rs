//! Who may come in and what opens the door: accounts as kept, sessions, one-time links, passkeys, ways in under way.
//! The store fills these; `newsroom::accounts` and the desk's pages read them. No secret is here in the clear.

use crate::account::{Member, Role};
use crate::time::Micros;

/// An account as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// ULID.
    pub id: String,
    /// As colleagues see it.
    pub name: String,
    /// The e-mail address as it was written; it also names the account at the door.
    pub email: String,
    /// The address as it is compared, by [`fold_email`].
    pub email_folded: String,
    /// Roles as a JSON list of their kept forms.
    pub roles: String,
    /// Ids of the sections that an editor answers for, as a JSON list.
    pub sections: String,
    /// The author that it signs as.
    pub author_id: Option<String>,
    /// Hash of the password in PHC form; empty without one.
    pub password: String,
    /// The sealed secret of its one-time codes.
    pub totp: Option<Vec<u8>>,
    /// The step of the last one-time code that was taken; none is taken twice.
    pub totp_step: i64,
    /// `open` or `closed`.
    pub state: String,
    /// What it wants by mail, as a JSON list of [`MAIL_CHOICES`].
    pub mail: String,
    /// When it was made.
    pub created_at: Micros,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("roles", &self.roles)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Account {
    /// Whether it may sign in.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// As the rules see it. What cannot be read gives no right.
    pub fn member(&self) -> Member {
        Member {
            account: self.id.clone(),
            name: self.name.clone(),
            roles: roles_of(&self.roles),
            sections: list_of(&self.sections),
            author: self.author_id.clone(),
        }
    }

    /// Whether it wants a kind of notice by mail.
    pub fn wants_mail(&self, choice: &str) -> bool {
        list_of(&self.mail).iter().any(|one| one == choice)
    }
}

/// What an account can choose to hear of by mail, beside the desk.
pub const MAIL_CHOICES: [&str; 6] = [
    "assigned",
    "mentioned",
    "sent-back",
    "ready",
    "about-to-go-out",
    "failed",
];

/// What a new account hears of by mail.
pub const MAIL_AT_FIRST: &str = r#"["assigned","mentioned","sent-back","failed"]"#;

/// Reads a kept list of roles; unknown words are passed over.
pub fn roles_of(kept: &str) -> Vec<Role> {
    list_of(kept).iter().filter_map(|one| Role::parse(one)).collect()
}

/// Roles as they are kept, each once, in the order of [`Role::ALL`].
pub fn keep_roles(roles: &[Role]) -> String {
    let names: Vec<&str> = Role::ALL
        .into_iter()
        .filter(|role| roles.contains(role))
        .map(Role::as_str)
        .collect();
    keep_list(&names)
}

/// Reads a kept list of words; what is no list is empty.
pub fn list_of(kept: &str) -> Vec<String> {
    serde_json::from_str(kept).unwrap_or_default()
}

/// A list of words as it is kept.
pub fn keep_list<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    serde_json::Value::from(words).to_string()
}

/// An e-mail address as it is compared: trimmed, lower case, one form of each letter. `None` when it is none.
pub fn fold_email(written: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = written.trim().nfkc().flat_map(char::to_lowercase).collect();
    let (name, domain) = folded.rsplit_once('@')?;
    let sound = !name.is_empty()
        && !domain.is_empty()
        && folded.len() <= 254
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !folded
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control() || "<>()[],;:\\\"".contains(letter));
    sound.then_some(folded)
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// ULID; names it in lists. It opens nothing.
    pub id: String,
    /// Keyed hash of the token in the cookie.
    pub token_hash: String,
    /// Whose it is.
    pub account_id: String,
    /// When it began.
    pub created_at: Micros,
    /// When it was last used, to within minutes.
    pub seen_at: Micros,
    /// When it ends by itself.
    pub expires_at: Micros,
    /// When password or passkey was last given.
    pub confirmed_at: Micros,
    /// Browser and system in a few words.
    pub agent: String,
}

/// A one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorKey {
    /// ULID; names it in lists.
    pub id: String,
    /// Keyed hash of the token in the link.
    pub token_hash: String,
    /// As [`DoorKind`] is kept.
    pub kind: String,
    /// The account that it is for, when there is one already.
    pub account_id: Option<String>,
    /// What is offered, as JSON; `{}` when nothing is.
    pub offer: String,
    /// Who made it, as an actor prints itself.
    pub made_by: String,
    /// When.
    pub made_at: Micros,
    /// Until when it opens.
    pub expires_at: Micros,
}

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorKind {
    /// Makes the first account of a paper.
    First,
    /// Makes the account that was offered.
    Invitation,
    /// Sets a new password.
    Reset,
}

impl DoorKind {
    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// A passkey of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// ULID; names it in lists.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// Id of the credential, base64url.
    pub credential: String,
    /// As its owner calls it.
    pub name: String,
    /// Public key and counter, as JSON.
    pub key: String,
    /// When it was added.
    pub created_at: Micros,
    /// When it last opened the door.
    pub used_at: Option<Micros>,
}

/// An identity elsewhere that opens an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOn {
    /// The issuer's address.
    pub issuer: String,
    /// How the issuer names the person.
    pub subject: String,
    /// Whose it is.
    pub account_id: String,
    /// When it was first used here.
    pub linked_at: Micros,
}

/// A way in that has begun: the questions of a passkey, a second step, a journey to the issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// Keyed hash of the token that the browser holds.
    pub token_hash: String,
    /// Which way in.
    pub kind: String,
    /// Whose it is, when that is known already.
    pub account_id: Option<String>,
    /// What must be remembered, as JSON.
    pub state: String,
    /// Wrong answers so far.
    pub failures: i64,
    /// Until when it can be finished.
    pub expires_at: Micros,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_differ_in_case_and_width_are_one() {
        assert_eq!(
            fold_email(" Ana.Reis@Example.ORG ").as_deref(),
            Some("ana.reis@example.org")
        );
        assert_eq!(fold_email("ａna@example.org").as_deref(), Some("ana@example.org"));
        for wrong in [
            "",
            "ana",
            "@example.org",
            "ana@",
            "a b@c.org",
            "a@.org",
            "Ana <a@b.org>",
        ] {
            assert_eq!(fold_email(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_read_gives_no_right() {
        assert_eq!(roles_of("[\"chief\",\"owner\"]"), [Role::Chief]);
        assert_eq!(roles_of("chief"), []);
        assert_eq!(
            keep_roles(&[Role::Admin, Role::Chief, Role::Admin]),
            r#"["chief","admin"]"#
        );
        assert!(
            MAIL_CHOICES
                .iter()
                .filter(|choice| list_of(MAIL_AT_FIRST).iter().any(|one| one == *choice))
                .count()
                == 4
        );
    }
}
