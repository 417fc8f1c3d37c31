-- Fronts laid out by hand: revisions of each front, the draft arrangement, locks, what is to change at a time, the strip.

-- Each front counts its own revisions.
CREATE TABLE front_revision_of_page (
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    layout TEXT NOT NULL,
    page TEXT NOT NULL DEFAULT 'front',
    act TEXT NOT NULL DEFAULT 'arrange',
    PRIMARY KEY (page, number)
);
INSERT INTO front_revision_of_page (number, at, actor, layout) SELECT number, at, actor, layout FROM front_revision;
DROP TABLE front_revision;
ALTER TABLE front_revision_of_page RENAME TO front_revision;

-- A front that somebody works on: `turn` counts what was done to the draft, `base` is the revision it was begun from.
CREATE TABLE front_page (
    page TEXT NOT NULL PRIMARY KEY,
    turn BIGINT NOT NULL,
    base BIGINT NOT NULL,
    locks TEXT NOT NULL
);

-- The draft arrangement as each turn left it; the newest is the draft. Without rows there is none.
CREATE TABLE front_step (
    page TEXT NOT NULL,
    turn BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    layout TEXT NOT NULL,
    PRIMARY KEY (page, turn)
);

-- Who has a front open at the desk.
CREATE TABLE front_here (
    page TEXT NOT NULL,
    account TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (page, account)
);

CREATE TABLE front_schedule (
    id TEXT NOT NULL PRIMARY KEY,
    page TEXT NOT NULL,
    changes TEXT NOT NULL,
    local TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    account TEXT,
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    settled_at BIGINT,
    problem TEXT NOT NULL
);
CREATE INDEX front_schedule_by_time ON front_schedule (state, due_at, id);
CREATE INDEX front_schedule_by_page ON front_schedule (page, state, due_at, id);

-- The strip that is set; at most one.
CREATE TABLE breaking_strip (
    id TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    story_id TEXT REFERENCES story (id),
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
