-- The record's quotations: what was said once, every story's report of it, what readers see of them, and what they ask to have put right.

-- One remark, however often it was told.
CREATE TABLE utterance (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    speaker_id TEXT REFERENCES entity (id),
    speaker_as TEXT NOT NULL,
    addressee TEXT NOT NULL,
    outlet TEXT NOT NULL,
    occasion TEXT NOT NULL,
    place_id TEXT REFERENCES entity (id),
    place TEXT NOT NULL,
    said_on TEXT NOT NULL,
    accused_id TEXT REFERENCES entity (id),
    accused TEXT NOT NULL,
    answer_kind TEXT NOT NULL,
    answer TEXT NOT NULL,
    answer_by TEXT NOT NULL,
    merged_into TEXT REFERENCES utterance (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX utterance_by_speaker ON utterance (speaker_id, created_at, id);
CREATE INDEX utterance_by_place ON utterance (place_id, id);
CREATE INDEX utterance_by_accused ON utterance (accused_id, id);
CREATE INDEX utterance_by_merge ON utterance (merged_into);

-- One story's report of it, as a person decided.
CREATE TABLE quotation (
    id TEXT NOT NULL PRIMARY KEY,
    story_id TEXT NOT NULL REFERENCES story (id),
    utterance_id TEXT REFERENCES utterance (id),
    revision_id TEXT NOT NULL REFERENCES revision (id),
    mark TEXT NOT NULL,
    block TEXT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    sentence TEXT NOT NULL,
    words TEXT NOT NULL,
    cue TEXT NOT NULL,
    manner TEXT NOT NULL,
    known_how TEXT NOT NULL,
    known_outlet TEXT NOT NULL,
    state TEXT NOT NULL,
    corrected_at BIGINT,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    UNIQUE (story_id, mark)
);
CREATE INDEX quotation_by_utterance ON quotation (utterance_id, id);

-- What readers see.
CREATE TABLE live_quotation (
    quotation_id TEXT NOT NULL PRIMARY KEY REFERENCES quotation (id),
    story_id TEXT NOT NULL REFERENCES live (story_id) ON DELETE CASCADE,
    remark_id TEXT NOT NULL REFERENCES utterance (id),
    speaker_id TEXT REFERENCES entity (id),
    place_id TEXT REFERENCES entity (id),
    placed_at BIGINT NOT NULL,
    position BIGINT NOT NULL,
    block TEXT NOT NULL
);
CREATE INDEX live_quotation_by_story ON live_quotation (story_id, position);
CREATE INDEX live_quotation_by_speaker ON live_quotation (speaker_id, placed_at, quotation_id);
CREATE INDEX live_quotation_by_place ON live_quotation (place_id, placed_at, quotation_id);
CREATE INDEX live_quotation_by_remark ON live_quotation (remark_id, placed_at, quotation_id);
CREATE INDEX live_quotation_by_time ON live_quotation (placed_at, quotation_id);

CREATE TABLE live_quotation_word (
    word TEXT COLLATE "C" NOT NULL,
    quotation_id TEXT NOT NULL REFERENCES live_quotation (quotation_id) ON DELETE CASCADE,
    PRIMARY KEY (word, quotation_id)
);
CREATE INDEX live_quotation_word_by_quotation ON live_quotation_word (quotation_id);

-- What somebody asks to have put right in the record, and what they were answered.
CREATE TABLE record_request (
    id TEXT NOT NULL PRIMARY KEY,
    quotation_id TEXT,
    entity_id TEXT REFERENCES entity (id),
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    email_cipher BYTEA,
    email_key TEXT NOT NULL,
    client_mac BYTEA NOT NULL,
    outcome TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT,
    answered_at BIGINT
);
CREATE INDEX record_request_by_time ON record_request (answered_at, at, id);
