-- Which pictures readers see in which story, and which media answer nobody any more.

CREATE TABLE live_picture (
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    picture_id TEXT NOT NULL REFERENCES picture (id),
    PRIMARY KEY (story_id, picture_id)
);
CREATE INDEX live_picture_by_picture ON live_picture (picture_id, story_id);

CREATE TABLE gone_media (
    hash TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    at BIGINT NOT NULL
);

INSERT INTO live_picture (story_id, picture_id)
SELECT story_id, picture_id FROM live WHERE picture_id IS NOT NULL;

INSERT INTO live_picture (story_id, picture_id)
SELECT DISTINCT live.story_id, picture.id
FROM live
JOIN revision ON revision.id = live.revision_id
JOIN json_tree(revision.document) AS node ON node.key = 'picture' AND node.type = 'text'
JOIN picture ON picture.id = node.atom
WHERE TRUE
ON CONFLICT DO NOTHING;
