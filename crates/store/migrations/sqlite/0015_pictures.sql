-- The picture library: what is said of a picture, its rights and its focal point, where it is used, what it was before,
-- which media are whose, and files on their way.

ALTER TABLE picture ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
ALTER TABLE picture ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE picture ADD COLUMN copyright TEXT NOT NULL DEFAULT '';
ALTER TABLE picture ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE picture ADD COLUMN notes TEXT NOT NULL DEFAULT '';
-- Per mille from the left and from the top.
ALTER TABLE picture ADD COLUMN focus_x BIGINT NOT NULL DEFAULT 500;
ALTER TABLE picture ADD COLUMN focus_y BIGINT NOT NULL DEFAULT 400;
-- The local time and zone as given, and the moment that this is.
ALTER TABLE picture ADD COLUMN rights_local TEXT NOT NULL DEFAULT '';
ALTER TABLE picture ADD COLUMN rights_until BIGINT;
ALTER TABLE picture ADD COLUMN down_at BIGINT;
-- 'rights', 'hand', or empty while readers may see it.
ALTER TABLE picture ADD COLUMN down_why TEXT NOT NULL DEFAULT '';
ALTER TABLE picture ADD COLUMN added_by TEXT;
ALTER TABLE picture ADD COLUMN added_at BIGINT NOT NULL DEFAULT 0;
-- 1 while a story, draft or live, has it.
ALTER TABLE picture ADD COLUMN used BIGINT NOT NULL DEFAULT 0;

CREATE INDEX picture_by_hash ON picture (hash);
CREATE INDEX picture_unused ON picture (number) WHERE used = 0;
CREATE INDEX picture_without_alt ON picture (number) WHERE alt = '';
CREATE INDEX picture_without_credit ON picture (number) WHERE credit = '';
CREATE INDEX picture_of_account ON picture (added_by, number);
CREATE INDEX picture_down ON picture (number) WHERE down_at IS NOT NULL;
CREATE INDEX picture_rights ON picture (rights_until) WHERE rights_until IS NOT NULL AND down_at IS NULL;

CREATE TABLE picture_word (
    word TEXT NOT NULL,
    picture_id TEXT NOT NULL REFERENCES picture (id),
    PRIMARY KEY (word, picture_id)
);
CREATE INDEX picture_word_of ON picture_word (picture_id, word);

-- Which pictures the newest revision of a story has.
CREATE TABLE draft_picture (
    story_id TEXT NOT NULL REFERENCES story (id),
    picture_id TEXT NOT NULL REFERENCES picture (id),
    PRIMARY KEY (story_id, picture_id)
);
CREATE INDEX draft_picture_by_picture ON draft_picture (picture_id, story_id);

-- What a picture was before somebody replaced its bytes.
CREATE TABLE picture_version (
    id TEXT NOT NULL PRIMARY KEY,
    picture_id TEXT NOT NULL REFERENCES picture (id),
    hash TEXT NOT NULL,
    mime TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    renditions TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    focus_x BIGINT NOT NULL,
    focus_y BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL
);
CREATE INDEX picture_version_of ON picture_version (picture_id, at);

-- Which bytes are which picture's. 'original' is sent to nobody, 'rendition' to everybody while the picture is up,
-- 'replaced' to nobody until the replacement is undone.
CREATE TABLE picture_media (
    hash TEXT NOT NULL,
    picture_id TEXT NOT NULL REFERENCES picture (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (hash, picture_id)
);
CREATE INDEX picture_media_of ON picture_media (picture_id);

-- Files on their way, in parts.
CREATE TABLE upload (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    picture_id TEXT
);
CREATE INDEX upload_by_time ON upload (begun_at);
CREATE INDEX upload_of_account ON upload (account_id);
CREATE TABLE upload_part (
    upload_id TEXT NOT NULL REFERENCES upload (id),
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (upload_id, place)
);

INSERT INTO draft_picture (story_id, picture_id)
SELECT story.id, revision.picture_id
FROM story JOIN revision ON revision.id = story.head
WHERE revision.picture_id IS NOT NULL;

INSERT INTO draft_picture (story_id, picture_id)
SELECT DISTINCT story.id, picture.id
FROM story
JOIN revision ON revision.id = story.head
JOIN json_tree(revision.document) AS node ON node.key = 'picture' AND node.type = 'text'
JOIN picture ON picture.id = node.atom
WHERE TRUE
ON CONFLICT DO NOTHING;

UPDATE picture SET used = 1
WHERE EXISTS (SELECT 1 FROM draft_picture d WHERE d.picture_id = picture.id)
   OR EXISTS (SELECT 1 FROM live_picture l WHERE l.picture_id = picture.id);

INSERT INTO picture_media (hash, picture_id, kind)
SELECT hash, id, 'original' FROM picture;

INSERT INTO picture_media (hash, picture_id, kind)
SELECT DISTINCT json_extract(one.value, '$.hash'), picture.id, 'rendition'
FROM picture JOIN json_each(picture.renditions) AS one
WHERE json_extract(one.value, '$.hash') IS NOT NULL
ON CONFLICT DO NOTHING;

UPDATE job SET kind = 'renditions' WHERE kind = 'avif';
