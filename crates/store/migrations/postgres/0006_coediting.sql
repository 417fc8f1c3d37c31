-- Writing together: the log of a draft, what was refused of it, and who is at it.
-- While a draft is edited its log is what counts; revisions are made of it.

-- One row a story that was opened for editing. `snapshot` holds every update up to `compacted_to`.
CREATE TABLE draft (
    story_id TEXT NOT NULL PRIMARY KEY REFERENCES story (id),
    epoch TEXT NOT NULL,
    last_seq BIGINT NOT NULL,
    settled_seq BIGINT NOT NULL,
    compacted_to BIGINT NOT NULL,
    snapshot BYTEA NOT NULL,
    suggestions BIGINT NOT NULL,
    words BIGINT NOT NULL,
    writer TEXT NOT NULL,
    written_at BIGINT NOT NULL
);

-- Append-only; `seq` is 1, 2, 3 … without gaps within an epoch.
CREATE TABLE draft_update (
    story_id TEXT NOT NULL REFERENCES story (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    writer TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (story_id, seq)
);
CREATE INDEX draft_update_by_time ON draft_update (at);

-- Updates that broke the schema, for a person to rescue what was typed.
CREATE TABLE draft_refused (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    epoch TEXT NOT NULL,
    at BIGINT NOT NULL,
    writer TEXT NOT NULL,
    problem TEXT NOT NULL,
    bytes BYTEA NOT NULL
);
CREATE INDEX draft_refused_by_story ON draft_refused (story_id, at);

-- Who has a draft open, on whichever node; a row counts until its time.
CREATE TABLE presence (
    story_id TEXT NOT NULL,
    client TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (story_id, client)
);
CREATE INDEX presence_by_time ON presence (until);
