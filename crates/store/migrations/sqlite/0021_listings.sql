-- How programs list live stories: by number, by the end of the address, by the day, by the last change.

-- `dated_at` is when a story was published or, when that is not known, when it came; `modified_at` when what readers see
-- of it last changed. The row goes with the live row, and is written with it.
CREATE TABLE live_listing (
    story_id TEXT NOT NULL PRIMARY KEY REFERENCES live (story_id) ON DELETE CASCADE,
    number BIGINT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    slug TEXT NOT NULL,
    section_id TEXT,
    listed BOOLEAN NOT NULL,
    dated_at BIGINT NOT NULL,
    modified_at BIGINT NOT NULL
);
CREATE INDEX live_listing_by_date ON live_listing (form, listed, dated_at, number);
CREATE INDEX live_listing_by_change ON live_listing (form, listed, modified_at, number);
CREATE INDEX live_listing_by_slug ON live_listing (slug, form);
CREATE INDEX live_listing_by_section ON live_listing (section_id, form, listed, dated_at, number);

INSERT INTO live_listing (story_id, number, form, slug, section_id, listed, dated_at, modified_at)
SELECT story_id, number, form,
       substr(rtrim(path, '/'), length(rtrim(rtrim(path, '/'), replace(path, '/', ''))) + 1),
       section_id, listed, COALESCE(published_at, placed_at, changed_at),
       COALESCE(updated_at, published_at, placed_at, changed_at)
FROM live;

-- Answers of a reply.
CREATE INDEX reply_by_parent ON reply (parent_id, state);
