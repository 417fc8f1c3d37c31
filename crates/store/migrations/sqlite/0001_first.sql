-- The first schema: paper, terms, stories, addresses, pictures, replies, ledger, jobs.
-- The same tables stand in both engines; only bytes and booleans are spelt differently.

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('post', 0), ('term', 0), ('author', 0), ('reply', 0);

CREATE TABLE paper_revision (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    settings TEXT NOT NULL
);

CREATE TABLE front_revision (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    layout TEXT NOT NULL
);

CREATE TABLE section (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    position BIGINT NOT NULL,
    replies TEXT NOT NULL,
    replies_close_after_days BIGINT NOT NULL
);

CREATE TABLE topic (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL
);

CREATE TABLE author (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    bio TEXT NOT NULL,
    contact TEXT NOT NULL
);

CREATE TABLE picture (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    mime TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    alt TEXT NOT NULL,
    caption TEXT NOT NULL,
    credit TEXT NOT NULL,
    licence TEXT NOT NULL,
    taken TEXT,
    renditions TEXT NOT NULL
);

CREATE TABLE story (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    state TEXT NOT NULL,
    working_slug TEXT NOT NULL,
    head TEXT NOT NULL,
    origin TEXT,
    rights TEXT,
    noindex BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX story_by_working_slug ON story (working_slug);

CREATE TABLE revision (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    headline TEXT NOT NULL,
    short_headline TEXT NOT NULL,
    search_title TEXT NOT NULL,
    share_title TEXT NOT NULL,
    standfirst TEXT NOT NULL,
    document TEXT NOT NULL,
    dateline TEXT NOT NULL,
    section_id TEXT REFERENCES section (id),
    kind TEXT NOT NULL,
    picture_id TEXT REFERENCES picture (id),
    byline TEXT NOT NULL,
    topics TEXT NOT NULL,
    words BIGINT NOT NULL
);
CREATE INDEX revision_by_story ON revision (story_id, at);

CREATE TABLE live (
    story_id TEXT NOT NULL PRIMARY KEY REFERENCES story (id),
    number BIGINT NOT NULL,
    form TEXT NOT NULL,
    revision_id TEXT NOT NULL REFERENCES revision (id),
    path TEXT NOT NULL,
    section_id TEXT REFERENCES section (id),
    kind TEXT NOT NULL,
    headline TEXT NOT NULL,
    short_headline TEXT NOT NULL,
    standfirst TEXT NOT NULL,
    picture_id TEXT REFERENCES picture (id),
    byline TEXT NOT NULL,
    words BIGINT NOT NULL,
    published_at BIGINT,
    updated_at BIGINT,
    listed BOOLEAN NOT NULL,
    noindex BOOLEAN NOT NULL,
    developing BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX live_latest ON live (listed, published_at, story_id);
CREATE INDEX live_by_section ON live (section_id, listed, published_at, story_id);
CREATE INDEX live_by_picture ON live (picture_id);

CREATE TABLE live_author (
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    author_id TEXT REFERENCES author (id),
    guest TEXT NOT NULL,
    role TEXT NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (story_id, position)
);
CREATE INDEX live_author_by_author ON live_author (author_id, published_at, story_id);

CREATE TABLE live_topic (
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    topic_id TEXT NOT NULL REFERENCES topic (id),
    position BIGINT NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (story_id, topic_id)
);
CREATE INDEX live_topic_by_topic ON live_topic (topic_id, published_at, story_id);

CREATE TABLE correction (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    wrong TEXT NOT NULL,
    correct TEXT NOT NULL,
    grave BOOLEAN NOT NULL
);
CREATE INDEX correction_by_story ON correction (story_id, at);
CREATE INDEX correction_by_time ON correction (at, id);

CREATE TABLE address (
    path TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX address_by_target ON address (target);

CREATE TABLE reply (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    story_id TEXT NOT NULL REFERENCES story (id),
    parent_id TEXT REFERENCES reply (id),
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    email_cipher BLOB NOT NULL,
    email_key TEXT NOT NULL,
    email_mac BLOB NOT NULL,
    domain_mac BLOB NOT NULL,
    client_mac BLOB NOT NULL,
    text_mac BLOB NOT NULL,
    writer_key BLOB NOT NULL
);
CREATE INDEX reply_by_story ON reply (story_id, state, at, id);
CREATE INDEX reply_by_state ON reply (state, at, id);
CREATE INDEX reply_by_text ON reply (story_id, text_mac);

CREATE TABLE report (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    passage TEXT NOT NULL,
    email_cipher BLOB,
    email_key TEXT NOT NULL,
    client_mac BLOB NOT NULL
);

CREATE TABLE ledger (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    thing TEXT NOT NULL
);

CREATE TABLE follower (
    name TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL
);

CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    problem TEXT NOT NULL
);
CREATE INDEX job_by_time ON job (run_at, id);
