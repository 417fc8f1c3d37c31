-- The copy desk: sources of stories, what was decided on notes, words of the house, rules put aside, stops overridden,
-- and names that may not be printed (sealed).

CREATE TABLE story_source (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL
);
CREATE INDEX story_source_by_story ON story_source (story_id, at, id);

CREATE TABLE check_decision (
    story_id TEXT NOT NULL REFERENCES story (id),
    rule TEXT NOT NULL,
    passage TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (story_id, rule, passage)
);
CREATE INDEX check_decision_by_rule ON check_decision (rule, verdict);

CREATE TABLE check_shown (
    story_id TEXT NOT NULL REFERENCES story (id),
    rule TEXT NOT NULL,
    passage TEXT NOT NULL,
    PRIMARY KEY (story_id, rule, passage)
);
CREATE INDEX check_shown_by_rule ON check_shown (rule);

CREATE TABLE check_never (
    rule TEXT NOT NULL,
    folded TEXT NOT NULL,
    word TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (rule, folded)
);

CREATE TABLE check_retired (
    rule TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL
);

CREATE TABLE stop_override (
    story_id TEXT NOT NULL REFERENCES story (id),
    rule TEXT NOT NULL,
    passage TEXT NOT NULL,
    revision_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (story_id, rule, passage)
);

CREATE TABLE do_not_name (
    id TEXT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL,
    until_day TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL
);
