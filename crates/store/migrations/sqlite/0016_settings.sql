-- The settings keep their sections along with the paper, and how each revision came about.
ALTER TABLE paper_revision ADD COLUMN act TEXT NOT NULL DEFAULT 'revise';
-- JSON; empty where the revision is from before sections were kept.
ALTER TABLE paper_revision ADD COLUMN sections TEXT NOT NULL DEFAULT '';
-- A section that was removed keeps its row for the revisions of stories that name it.
ALTER TABLE section ADD COLUMN removed_at BIGINT;
-- Whoever changes the settings holds this row until the commit, so that two changes come one after the other.
INSERT INTO counter (name, value) VALUES ('settings', 0);
