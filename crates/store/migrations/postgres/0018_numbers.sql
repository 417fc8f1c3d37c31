-- What was read, counted as pages are served. No row names a reader: a page, a span of time, and the site that led there.

-- `page` is the id of a story, a word for another kind of page, or empty for the whole site; `who` tells readers from
-- robots; `source` is a site by its name or a robot by its own, and empty for the sum of them.
CREATE TABLE reading (
    span TEXT COLLATE "C" NOT NULL,
    who TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    page TEXT COLLATE "C" NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (span, who, source, at, page)
);
CREATE INDEX reading_by_page ON reading (page, span, who, at, source);
-- What is older than it is kept is found by its age alone.
CREATE INDEX reading_by_age ON reading (span, at);

-- Replies by the time at which they came.
CREATE INDEX reply_by_time ON reply (at, story_id);
