-- What was brought in from another system: which of our rows stands for which item there, and what it said when it came.
-- A second run finds everything here, so that it adds nothing and updates only what changed.

CREATE TABLE brought (
    -- The other system and its site: 'wordpress:news.example'.
    source TEXT COLLATE "C" NOT NULL,
    -- 'post', 'revision', 'picture', 'reply', 'author', 'term', 'section' or 'table'.
    kind TEXT COLLATE "C" NOT NULL,
    -- Its number or name there.
    outside TEXT COLLATE "C" NOT NULL,
    -- Our row.
    target TEXT NOT NULL,
    -- The revision that was made of it; empty where there is none.
    revision_id TEXT NOT NULL,
    -- A digest of what it said.
    print TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (source, kind, outside)
);
CREATE INDEX brought_by_outside ON brought (kind, outside);
CREATE INDEX brought_by_target ON brought (target, kind);
