-- Who works at the desk and how they get in: accounts, sessions, one-time links, passkeys, single sign-on.
-- Whatever opens a door lies here as a hash or sealed.

CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT COLLATE "C" NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    sections TEXT NOT NULL,
    author_id TEXT,
    password TEXT NOT NULL,
    totp BYTEA,
    totp_step BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    mail TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id)
);
CREATE INDEX recovery_code_by_account ON recovery_code (account_id);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id, seen_at);

CREATE TABLE door_key (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    account_id TEXT,
    offer TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX door_key_by_kind ON door_key (kind, made_at);

CREATE TABLE passkey (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    credential TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkey_by_account ON passkey (account_id, created_at);

CREATE TABLE sign_on (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX sign_on_by_account ON sign_on (account_id);

-- A way in that has begun and is not finished; another node may finish it.
CREATE TABLE ceremony (
    token_hash TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id TEXT,
    state TEXT NOT NULL,
    failures BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX ceremony_by_expiry ON ceremony (expires_at);

-- Wrong guesses at an e-mail address, known or not, by its keyed hash.
CREATE TABLE wrong_guess (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
