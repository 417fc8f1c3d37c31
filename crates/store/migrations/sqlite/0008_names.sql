-- The record's nouns: people, organisations and places, their other names, their roles over time, and who stands in which story.

INSERT INTO counter (name, value) VALUES ('record', 0);

CREATE TABLE entity (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    description TEXT NOT NULL,
    gazetteer TEXT NOT NULL,
    wikidata TEXT NOT NULL,
    public_role TEXT NOT NULL,
    is_public BOOLEAN NOT NULL,
    noindex BOOLEAN NOT NULL,
    merged_into TEXT REFERENCES entity (id),
    stands_for TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (kind, slug)
);
CREATE INDEX entity_by_kind ON entity (kind, folded, id);
CREATE INDEX entity_by_name ON entity (folded, id);
CREATE INDEX entity_by_root ON entity (stands_for, id);

CREATE TABLE entity_alias (
    entity_id TEXT NOT NULL REFERENCES entity (id),
    folded TEXT NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (entity_id, folded)
);
CREATE INDEX entity_alias_by_name ON entity_alias (folded, entity_id);

-- The tails of every name, folded: "kamala harris", "harris"; typing finds by range.
CREATE TABLE entity_tail (
    tail TEXT NOT NULL,
    entity_id TEXT NOT NULL REFERENCES entity (id),
    PRIMARY KEY (tail, entity_id)
);
CREATE INDEX entity_tail_by_entity ON entity_tail (entity_id);

CREATE TABLE entity_role (
    id TEXT NOT NULL PRIMARY KEY,
    entity_id TEXT NOT NULL REFERENCES entity (id),
    title TEXT NOT NULL,
    organisation_id TEXT REFERENCES entity (id),
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL
);
CREATE INDEX entity_role_by_entity ON entity_role (entity_id, from_day, id);

CREATE TABLE mention (
    story_id TEXT NOT NULL REFERENCES story (id),
    folded TEXT NOT NULL,
    words TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity_id TEXT REFERENCES entity (id),
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (story_id, folded)
);
CREATE INDEX mention_by_entity ON mention (entity_id, story_id);

-- What the copy desk last found in a published story; the desk alone sees it, and it says nothing of who is meant.
CREATE TABLE name_found (
    story_id TEXT NOT NULL REFERENCES story (id),
    folded TEXT NOT NULL,
    words TEXT NOT NULL,
    kind TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (story_id, folded)
);
CREATE INDEX name_found_by_name ON name_found (folded, story_id);

CREATE TABLE live_mention (
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    entity_id TEXT NOT NULL REFERENCES entity (id),
    PRIMARY KEY (story_id, entity_id)
);
CREATE INDEX live_mention_by_entity ON live_mention (entity_id, story_id);
