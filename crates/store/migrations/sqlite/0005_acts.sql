-- What is done to a story before readers and when: acts, schedules, previews; its place in lists, and what it says of itself.

ALTER TABLE live ADD COLUMN placed_at BIGINT;
ALTER TABLE live ADD COLUMN developing_until BIGINT;
ALTER TABLE live ADD COLUMN retracted_at BIGINT;
UPDATE live SET placed_at = published_at;
UPDATE live SET developing_until = changed_at + 86400000000 WHERE developing;
ALTER TABLE live DROP COLUMN developing;
DROP INDEX live_latest;
DROP INDEX live_by_section;
CREATE INDEX live_latest ON live (listed, placed_at, story_id);
CREATE INDEX live_by_section ON live (section_id, listed, placed_at, story_id);
CREATE INDEX live_by_day ON live (listed, published_at, story_id);

CREATE TABLE story_act (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    revision_id TEXT REFERENCES revision (id),
    note TEXT NOT NULL
);
CREATE INDEX story_act_by_story ON story_act (story_id, at, id);

CREATE TABLE schedule (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    kind TEXT NOT NULL,
    local TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    account TEXT,
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    settled_at BIGINT,
    problem TEXT NOT NULL
);
CREATE INDEX schedule_by_time ON schedule (state, due_at, id);
CREATE INDEX schedule_by_story ON schedule (story_id, asked_at, id);

CREATE TABLE preview (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    mac BLOB NOT NULL UNIQUE,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX preview_by_story ON preview (story_id, expires_at);
