-- Events for the partner's server (events), in an order for each prospect. Of those that wait, only the first has a time. A taken one stays for a
-- replay. No personal data.
CREATE TABLE events (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    number BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    -- Digest of what it says that can change.
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT,
    taken_at BIGINT,
    PRIMARY KEY (prospect_id, number)
);
CREATE INDEX events_by_due ON events (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX events_that_wait ON events (prospect_id, number) WHERE taken_at IS NULL;
CREATE INDEX events_by_time ON events (at);

-- The last reminder that was due for a user: after how many days, and when.
CREATE TABLE reminders (
    app_user_id TEXT PRIMARY KEY,
    days BIGINT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX prospects_by_opening ON prospects (opened_at);
CREATE INDEX views_by_change ON views (next_change) WHERE next_change IS NOT NULL;
