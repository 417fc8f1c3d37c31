-- What the desk says about stories and looks up: notes, notices, templates, background, and words to find stories by.

CREATE TABLE note (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    parent_id TEXT REFERENCES note (id),
    account_id TEXT,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    quoted TEXT NOT NULL,
    verb TEXT NOT NULL,
    resolved_by TEXT,
    resolved_at BIGINT
);
CREATE INDEX note_by_story ON note (story_id, at, id);

CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    story_id TEXT NOT NULL REFERENCES story (id),
    note_id TEXT REFERENCES note (id),
    by_account TEXT,
    at BIGINT NOT NULL,
    seen_at BIGINT
);
CREATE INDEX notice_by_account ON notice (account_id, seen_at, at, id);
CREATE INDEX notice_by_story ON notice (story_id, kind);

CREATE TABLE story_template (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    headline TEXT NOT NULL,
    standfirst TEXT NOT NULL,
    document TEXT NOT NULL,
    brief TEXT NOT NULL,
    planned_words BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE background (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    document TEXT NOT NULL,
    owner TEXT,
    review_at BIGINT,
    changed_at BIGINT NOT NULL
);
CREATE INDEX background_by_owner ON background (owner, review_at);

-- Folded words of working slug and headline, so that a few typed letters find a story in any state.
CREATE TABLE story_word (
    word TEXT COLLATE "C" NOT NULL,
    story_id TEXT NOT NULL REFERENCES story (id),
    source TEXT NOT NULL,
    PRIMARY KEY (word, story_id, source)
);
CREATE INDEX story_word_by_story ON story_word (story_id, source);

ALTER TABLE story ADD COLUMN section_id TEXT REFERENCES section (id);
UPDATE story SET section_id = (SELECT section_id FROM revision WHERE revision.id = story.head);
CREATE INDEX story_by_changed ON story (changed_at, id);
CREATE INDEX story_by_section ON story (section_id, changed_at, id);

CREATE INDEX ledger_by_thing ON ledger (thing, seq);
