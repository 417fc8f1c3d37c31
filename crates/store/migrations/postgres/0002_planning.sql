-- What the desk knows of a story beyond its text: whose it is, when it is due, what holds it back.

ALTER TABLE story ADD COLUMN begun_by TEXT;
ALTER TABLE story ADD COLUMN assignee TEXT;
ALTER TABLE story ADD COLUMN brief TEXT NOT NULL DEFAULT '';
ALTER TABLE story ADD COLUMN due_at BIGINT;
ALTER TABLE story ADD COLUMN planned_words BIGINT NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN wanted_slug TEXT NOT NULL DEFAULT '';
ALTER TABLE story ADD COLUMN embargo_until BIGINT;
ALTER TABLE story ADD COLUMN embargo_local TEXT NOT NULL DEFAULT '';
ALTER TABLE story ADD COLUMN unread_since BIGINT;
ALTER TABLE story ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE story SET changed_at = created_at;
CREATE INDEX story_by_state ON story (state, changed_at, id);
CREATE INDEX story_by_assignee ON story (assignee, state, due_at);

ALTER TABLE revision ADD COLUMN name TEXT NOT NULL DEFAULT '';
