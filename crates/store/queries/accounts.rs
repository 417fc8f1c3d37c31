//! Accounts of the desk, their recovery codes, passkeys and identities elsewhere.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::door::{Account, Passkey, SignOn};

/// Adds an account; an address that is taken is an error of the engine.
#[crate::boxed]
pub async fn add(db: &mut Conn, account: &Account) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO account (id, name, email, email_folded, roles, sections, author_id, password, totp, totp_step,
                              state, mail, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        account.id,
        account.name,
        account.email,
        account.email_folded,
        account.roles,
        account.sections,
        account.author_id,
        account.password,
        account.totp,
        account.totp_step,
        account.state,
        account.mail,
        account.created_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps an account as it is now; id and time of making stay.
#[crate::boxed]
pub async fn keep(db: &mut Conn, account: &Account) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE account SET name = $2, email = $3, email_folded = $4, roles = $5, sections = $6, author_id = $7,
                            password = $8, totp = $9, totp_step = $10, state = $11, mail = $12
         WHERE id = $1",
        account.id,
        account.name,
        account.email,
        account.email_folded,
        account.roles,
        account.sections,
        account.author_id,
        account.password,
        account.totp,
        account.totp_step,
        account.state,
        account.mail
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An account.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        "SELECT id, name, email, email_folded, roles, sections, author_id, password, totp, totp_step, state, mail,
                created_at
         FROM account WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The account of a folded address.
#[crate::boxed]
pub async fn by_email(db: &mut Conn, folded: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        "SELECT id, name, email, email_folded, roles, sections, author_id, password, totp, totp_step, state, mail,
                created_at
         FROM account WHERE email_folded = $1",
        folded
    )
    .fetch_optional(db)
    .await
}

/// All accounts by name, closed ones too.
#[crate::boxed]
pub async fn all(db: &mut Conn) -> sqlx::Result<Vec<Account>> {
    sqlx::query_as!(
        Account,
        "SELECT id, name, email, email_folded, roles, sections, author_id, password, totp, totp_step, state, mail,
                created_at
         FROM account ORDER BY name, id"
    )
    .fetch_all(db)
    .await
}

/// Whether there is an account at all.
#[crate::boxed]
pub async fn any(db: &mut Conn) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS(SELECT 1 FROM account) AS "e!: bool""#)
        .fetch_one(db)
        .await
}

/// Notes the step of a one-time code that was taken; false when that step, or a later one, was taken already.
#[crate::boxed]
pub async fn take_step(db: &mut Conn, id: &str, step: i64) -> sqlx::Result<bool> {
    Ok(sqlx::query!(
        "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2",
        id,
        step
    )
    .execute(db)
    .await?
    .rows_affected()
        == 1)
}

/// Keeps the hash of a recovery code.
#[crate::boxed]
pub async fn add_recovery(db: &mut Conn, account_id: &str, hash: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO recovery_code (hash, account_id) VALUES ($1, $2)",
        hash,
        account_id
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Uses a recovery code up; false when the account has no such code.
#[crate::boxed]
pub async fn use_recovery(db: &mut Conn, account_id: &str, hash: &str) -> sqlx::Result<bool> {
    Ok(sqlx::query!(
        "DELETE FROM recovery_code WHERE hash = $1 AND account_id = $2",
        hash,
        account_id
    )
    .execute(db)
    .await?
    .rows_affected()
        == 1)
}

/// How many recovery codes an account has left.
#[crate::boxed]
pub async fn recoveries(db: &mut Conn, account_id: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM recovery_code WHERE account_id = $1"#,
        account_id
    )
    .fetch_one(db)
    .await
}

/// Forgets the recovery codes of an account.
#[crate::boxed]
pub async fn forget_recoveries(db: &mut Conn, account_id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM recovery_code WHERE account_id = $1", account_id)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds a passkey.
#[crate::boxed]
pub async fn add_passkey(db: &mut Conn, passkey: &Passkey) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO passkey (id, account_id, credential, name, key, created_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        passkey.id,
        passkey.account_id,
        passkey.credential,
        passkey.name,
        passkey.key,
        passkey.created_at,
        passkey.used_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The passkeys of an account, oldest first.
#[crate::boxed]
pub async fn passkeys(db: &mut Conn, account_id: &str) -> sqlx::Result<Vec<Passkey>> {
    sqlx::query_as!(
        Passkey,
        "SELECT id, account_id, credential, name, key, created_at, used_at
         FROM passkey WHERE account_id = $1 ORDER BY created_at, id",
        account_id
    )
    .fetch_all(db)
    .await
}

/// The passkey of a credential.
#[crate::boxed]
pub async fn passkey_of(db: &mut Conn, credential: &str) -> sqlx::Result<Option<Passkey>> {
    sqlx::query_as!(
        Passkey,
        "SELECT id, account_id, credential, name, key, created_at, used_at FROM passkey WHERE credential = $1",
        credential
    )
    .fetch_optional(db)
    .await
}

/// Keeps what using a passkey changed: its counter and when.
#[crate::boxed]
pub async fn used_passkey(db: &mut Conn, id: &str, key: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!("UPDATE passkey SET key = $2, used_at = $3 WHERE id = $1", id, key, at)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a passkey of an account another name; false when it is not there.
#[crate::boxed]
pub async fn name_passkey(db: &mut Conn, account_id: &str, id: &str, name: &str) -> sqlx::Result<bool> {
    Ok(sqlx::query!(
        "UPDATE passkey SET name = $3 WHERE id = $2 AND account_id = $1",
        account_id,
        id,
        name
    )
    .execute(db)
    .await?
    .rows_affected()
        == 1)
}

/// Removes a passkey of an account; false when it is not there.
#[crate::boxed]
pub async fn remove_passkey(db: &mut Conn, account_id: &str, id: &str) -> sqlx::Result<bool> {
    Ok(
        sqlx::query!("DELETE FROM passkey WHERE id = $2 AND account_id = $1", account_id, id)
            .execute(db)
            .await?
            .rows_affected()
            == 1,
    )
}

/// Removes all passkeys of an account.
#[crate::boxed]
pub async fn remove_passkeys(db: &mut Conn, account_id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM passkey WHERE account_id = $1", account_id)
        .execute(db)
        .await?;
    Ok(())
}

/// Ties an identity elsewhere to an account.
#[crate::boxed]
pub async fn link(db: &mut Conn, sign_on: &SignOn) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO sign_on (issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4)",
        sign_on.issuer,
        sign_on.subject,
        sign_on.account_id,
        sign_on.linked_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The account of an identity elsewhere.
#[crate::boxed]
pub async fn linked(db: &mut Conn, issuer: &str, subject: &str) -> sqlx::Result<Option<SignOn>> {
    sqlx::query_as!(
        SignOn,
        "SELECT issuer, subject, account_id, linked_at FROM sign_on WHERE issuer = $1 AND subject = $2",
        issuer,
        subject
    )
    .fetch_optional(db)
    .await
}

/// The identities elsewhere of an account.
#[crate::boxed]
pub async fn links(db: &mut Conn, account_id: &str) -> sqlx::Result<Vec<SignOn>> {
    sqlx::query_as!(
        SignOn,
        "SELECT issuer, subject, account_id, linked_at FROM sign_on WHERE account_id = $1 ORDER BY linked_at",
        account_id
    )
    .fetch_all(db)
    .await
}

/// Unties the identities elsewhere of an account.
#[crate::boxed]
pub async fn unlink(db: &mut Conn, account_id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM sign_on WHERE account_id = $1", account_id)
        .execute(db)
        .await?;
    Ok(())
}
