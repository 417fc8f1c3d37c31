-- Fronts laid out by hand: revisions of each front, the draft arrangement, locks, what is to change at a time, the strip.

ALTER TABLE front_revision ADD COLUMN page TEXT NOT NULL DEFAULT 'front';
ALTER TABLE front_revision ADD COLUMN act TEXT NOT NULL DEFAULT 'arrange';
-- Each front counts its own revisions.
ALTER TABLE front_revision DROP CONSTRAINT front_revision_pkey;
ALTER TABLE front_revision ADD PRIMARY KEY (page, number);

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
