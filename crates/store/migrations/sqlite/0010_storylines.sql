-- Storylines with their stories, the events of their timelines, and which stories go together.

INSERT INTO counter (name, value) VALUES ('storyline', 0);

CREATE TABLE storyline (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    state TEXT NOT NULL,
    is_public BOOLEAN NOT NULL,
    noindex BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX storyline_by_change ON storyline (changed_at, id);

CREATE TABLE storyline_story (
    storyline_id TEXT NOT NULL REFERENCES storyline (id),
    story_id TEXT NOT NULL REFERENCES story (id),
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (storyline_id, story_id)
);
CREATE INDEX storyline_story_by_story ON storyline_story (story_id, storyline_id);

CREATE TABLE event (
    id TEXT NOT NULL PRIMARY KEY,
    storyline_id TEXT NOT NULL REFERENCES storyline (id),
    story_id TEXT NOT NULL REFERENCES story (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    day TEXT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    revision_id TEXT NOT NULL REFERENCES revision (id),
    block TEXT NOT NULL,
    sentence TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL
);
CREATE INDEX event_by_storyline ON event (storyline_id, state, day, id);
CREATE INDEX event_by_story ON event (story_id, state, id);

CREATE TABLE live_storyline (
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    storyline_id TEXT NOT NULL REFERENCES storyline (id),
    placed_at BIGINT,
    PRIMARY KEY (story_id, storyline_id)
);
CREATE INDEX live_storyline_by_storyline ON live_storyline (storyline_id, placed_at, story_id);

CREATE TABLE live_event (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES event (id),
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    storyline_id TEXT NOT NULL REFERENCES storyline (id),
    day TEXT NOT NULL,
    block TEXT NOT NULL
);
CREATE INDEX live_event_by_storyline ON live_event (storyline_id, day, event_id);
CREATE INDEX live_event_by_story ON live_event (story_id);

CREATE TABLE story_related (
    story_id TEXT NOT NULL REFERENCES story (id),
    position BIGINT NOT NULL,
    related_id TEXT NOT NULL REFERENCES story (id),
    PRIMARY KEY (story_id, position)
);
CREATE INDEX story_related_by_related ON story_related (related_id);

CREATE TABLE live_related (
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    related_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    duplicate BOOLEAN NOT NULL,
    PRIMARY KEY (story_id, position)
);
CREATE INDEX live_related_by_related ON live_related (related_id);

CREATE TABLE live_print (
    story_id TEXT NOT NULL PRIMARY KEY REFERENCES live (story_id) ON DELETE CASCADE,
    print TEXT NOT NULL
);
CREATE INDEX live_print_by_print ON live_print (print);
