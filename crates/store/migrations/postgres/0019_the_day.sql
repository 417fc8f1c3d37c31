-- The day: what is planned for a day without an hour, wanted pictures, and the diary with its versions.

-- A local date of the paper, where a story is planned for a day and no hour was said; else empty.
ALTER TABLE story ADD COLUMN due_day TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE story ADD COLUMN picture_wanted BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX story_due_in_work ON story (due_at, id) WHERE state IN ('idea', 'draft', 'in-edit', 'ready');
CREATE INDEX story_by_due_day ON story (due_day, id) WHERE due_day <> '';

CREATE TABLE diary_event (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    all_day BOOLEAN NOT NULL,
    -- Local: a date where it lasts whole days, else date and time. The end of whole days is the last of them.
    starts TEXT COLLATE "C" NOT NULL,
    ends TEXT NOT NULL,
    zone TEXT NOT NULL,
    place TEXT NOT NULL,
    section_id TEXT REFERENCES section (id),
    -- Contact and notes, sealed.
    sealed BYTEA NOT NULL,
    -- JSON of account ids.
    people TEXT NOT NULL,
    -- JSON of the rule, or empty.
    repeats TEXT NOT NULL,
    -- JSON of days on which it does not take place.
    exceptions TEXT NOT NULL,
    cancelled BOOLEAN NOT NULL,
    -- Days between which it can take place, a day wider than that in its own zone.
    first_day TEXT COLLATE "C" NOT NULL,
    last_day TEXT COLLATE "C" NOT NULL,
    uid TEXT NOT NULL UNIQUE,
    sequence BIGINT NOT NULL,
    created_by TEXT,
    changed_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX diary_event_by_day ON diary_event (last_day, first_day);
CREATE INDEX diary_event_removed ON diary_event (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE diary_version (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES diary_event (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kept TEXT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX diary_version_of ON diary_version (event_id, at, id);

CREATE TABLE diary_story (
    event_id TEXT NOT NULL REFERENCES diary_event (id) ON DELETE CASCADE,
    story_id TEXT NOT NULL REFERENCES story (id),
    PRIMARY KEY (event_id, story_id)
);
CREATE INDEX diary_story_by_story ON diary_story (story_id, event_id);
