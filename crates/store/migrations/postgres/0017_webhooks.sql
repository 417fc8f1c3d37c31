-- Webhooks: who is told of what, what each subscription was before, and what was sent to them.

CREATE TABLE webhook (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    events TEXT NOT NULL,
    -- 'active', 'paused' or 'removed'.
    state TEXT NOT NULL,
    -- 'hand', 'gone', 'failing', or empty while it is active.
    paused_why TEXT NOT NULL,
    -- Entries of the ledger up to this place are not told.
    since_seq BIGINT NOT NULL,
    secret BYTEA NOT NULL,
    -- The secret before the last rotation, which signs beside the new one for a while.
    old_secret BYTEA,
    old_until BIGINT NOT NULL,
    -- Since when nothing has got through.
    failing_since BIGINT,
    made_at BIGINT NOT NULL
);

-- What a subscription was, change by change; never its secret.
CREATE TABLE webhook_revision (
    webhook_id TEXT NOT NULL REFERENCES webhook (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    settings TEXT NOT NULL,
    PRIMARY KEY (webhook_id, number)
);

-- A delivery is a job with a table of its own, so that one receiver holds up no other. It holds ids alone.
CREATE TABLE webhook_delivery (
    id TEXT NOT NULL PRIMARY KEY,
    webhook_id TEXT NOT NULL REFERENCES webhook (id),
    event TEXT NOT NULL,
    thing TEXT NOT NULL,
    -- When it happened.
    at BIGINT NOT NULL,
    -- When it was asked for, last.
    asked_at BIGINT NOT NULL,
    -- 'waiting', 'delivered', 'dropped' or 'given-up'.
    state TEXT NOT NULL,
    by_hand BOOLEAN NOT NULL,
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    tried_at BIGINT,
    status BIGINT,
    duration_ms BIGINT,
    problem TEXT NOT NULL
);
CREATE INDEX webhook_delivery_by_time ON webhook_delivery (state, run_at, id);
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id, asked_at, id);
CREATE INDEX webhook_delivery_claimed ON webhook_delivery (webhook_id, claimed_until);
CREATE INDEX story_by_form ON story (form) WHERE form <> 'story';
