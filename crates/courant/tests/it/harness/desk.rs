//! Colleagues at the desk: accounts made without ceremony, each with a session, and the requests that they send.
//! Tests of the desk begin with [`TestPaper::colleague`].

use super::{Answer, TestPaper, form};
use courant_model::account::{Member, Role};
use courant_model::door::{Account, MAIL_AT_FIRST, keep_list, keep_roles};
use courant_newsroom::accounts::sessions;
use courant_newsroom::permissions::Who;
use courant_store::q;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Colleague {
    pub member: Member,
    pub email: String,
    /// The cookie as the browser sends it.
    pub cookie: String,
    /// The token in it.
    pub token: String,
}

impl Colleague {
    pub fn who(&self) -> Who {
        Who::Member(self.member.clone())
    }
}

impl TestPaper {
    /// A new account with these roles, for all sections, and a session of its own.
    pub async fn colleague(&self, roles: &[Role]) -> Colleague {
        self.colleague_of(roles, &[]).await
    }

    /// A new account with these roles in these sections, by id, and a session of its own.
    pub async fn colleague_of(&self, roles: &[Role], sections: &[&String]) -> Colleague {
        let house = &self.newsroom.house;
        let id = house.id();
        let email = format!("colleague-{id}@example.org");
        let account = Account {
            name: format!("Colleague {}", id.trim_start_matches('0')),
            email: email.clone(),
            email_folded: email.to_lowercase(),
            id,
            roles: keep_roles(roles),
            sections: keep_list(sections),
            author_id: None,
            password: String::new(),
            totp: None,
            totp_step: 0,
            state: "open".to_owned(),
            mail: MAIL_AT_FIRST.to_owned(),
            created_at: house.now(),
        };
        let mut tx = self.newsroom.store.write().await.unwrap();
        q!(tx, accounts::add(&account)).unwrap();
        let begun = sessions::begin(&mut tx, house, &account, "Test").await.unwrap();
        tx.commit().await.unwrap();
        let token = begun.token.as_str().to_owned();
        Colleague {
            member: account.member(),
            email,
            cookie: format!("courant={token}"),
            token,
        }
    }

    /// A page of the desk as somebody sees it.
    pub async fn get_as(&self, colleague: &Colleague, path: &str) -> Answer {
        self.get_with(path, &[("cookie", &colleague.cookie)]).await
    }

    /// A form of the desk, sent by somebody from a page of it.
    pub async fn send_as(&self, colleague: &Colleague, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("origin", self.url.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("cookie", &colleague.cookie),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.call("POST", path, &headers, form(fields).as_bytes()).await
    }
}
