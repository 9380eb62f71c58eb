-- Times are milliseconds since 1970-01-01T00:00:00Z, by this server's clock unless said.

CREATE TABLE IF NOT EXISTS prospects (
    id INTEGER PRIMARY KEY,
    customer_reference TEXT NOT NULL UNIQUE,
    app_user_id TEXT NOT NULL UNIQUE,
    opened_at BIGINT NOT NULL,
    -- The revision of the snapshot, and the digest of the snapshot that has it.
    revision BIGINT NOT NULL,
    view_digest TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS sessions (
    token_digest TEXT PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expires_at);

-- Answered submissions (journey::fact::Sent), in the order of sending. No personal data.
CREATE TABLE IF NOT EXISTS sent (
    id INTEGER PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    at BIGINT NOT NULL,
    authentication_id TEXT,
    sent TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sent_of_prospect ON sent (prospect_id, id);

-- What the customer sent, one row a step, as long as it can still be needed. Personal data.
CREATE TABLE IF NOT EXISTS submissions (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    step TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (prospect_id, step)
);

-- What is typed into the form of an open step and not sent yet (contract::draft::Draft), one row a step, deleted once the step
-- is received or the onboarding has ended. Personal data.
CREATE TABLE IF NOT EXISTS drafts (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    step TEXT NOT NULL,
    -- The page that sent it, and its place among the drafts of that page.
    page BIGINT NOT NULL,
    place BIGINT NOT NULL,
    draft TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (prospect_id, step)
);

-- Which versions of the terms the customer accepted on the page, and when first: kept before the provider is told. No
-- personal data.
CREATE TABLE IF NOT EXISTS consents (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    version TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (prospect_id, version)
);

-- One row an intention (idempotency key): running, lost (the answer never came), settled (it was lost, and another was taken
-- since), or answered.
CREATE TABLE IF NOT EXISTS attempts (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    idempotency_key TEXT NOT NULL,
    step TEXT NOT NULL,
    body_digest TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Its first try, and the present or last one.
    begun_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    -- Whether it was lost before its present try.
    was_lost BOOLEAN NOT NULL DEFAULT FALSE,
    -- Which of the customer's details it changes (paths), and what was known at its first try.
    change TEXT,
    answer TEXT,
    PRIMARY KEY (prospect_id, idempotency_key)
);

-- Every callback, as JSON; activation codes and addresses of identification pages are replaced by their digests.
CREATE TABLE IF NOT EXISTS inbox (
    id INTEGER PRIMARY KEY,
    dedupe_key TEXT NOT NULL UNIQUE,
    kind TEXT,
    app_user_id TEXT,
    authentication_id TEXT,
    -- By the provider's clock.
    process_at BIGINT,
    received_at BIGINT NOT NULL,
    is_readable BOOLEAN NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS inbox_of_user ON inbox (app_user_id);
CREATE INDEX IF NOT EXISTS inbox_of_authentication ON inbox (authentication_id);

-- Deliveries byte for byte, where the inbox has not the same: those in another encoding or frame, and those that cannot be read.
-- None that holds an activation code or an address of an identification page, as far as it can be read.
CREATE TABLE IF NOT EXISTS originals (
    inbox_id INTEGER PRIMARY KEY REFERENCES inbox (id) ON DELETE CASCADE,
    app_user_id TEXT,
    -- The path, the query and the headers that matter (callback::delivery::Frame).
    frame TEXT NOT NULL,
    body BLOB NOT NULL,
    -- Why it cannot be read; NULL where it can.
    unreadable TEXT
);

-- Activation codes: credentials, deleted as soon as the phone is bound or the onboarding has ended.
CREATE TABLE IF NOT EXISTS activation_codes (
    digest TEXT NOT NULL,
    app_user_id TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (digest, app_user_id)
);

-- Addresses of identification pages, one row a type of callback: credentials, deleted once the identity is proven or the
-- onboarding has ended.
CREATE TABLE IF NOT EXISTS webviews (
    app_user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    -- By the provider's clock.
    made_at BIGINT NOT NULL,
    PRIMARY KEY (app_user_id, kind)
);

-- Where a customer sends money to, one row a prospect, deleted once the onboarding has ended. Personal data.
CREATE TABLE IF NOT EXISTS transfers (
    prospect_id BIGINT PRIMARY KEY REFERENCES prospects (id),
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    -- The text to give with the transfer.
    reference TEXT NOT NULL
);

-- Audit of reveals, without the code.
CREATE TABLE IF NOT EXISTS reveals (
    id INTEGER PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    session_digest TEXT NOT NULL,
    code_digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS reveals_of_prospect ON reveals (prospect_id, at);

-- Audit of the identification pages that the partner's server asked for, without the address.
CREATE TABLE IF NOT EXISTS handed_webviews (
    id INTEGER PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    url_digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    request_id TEXT NOT NULL
);

-- Codes that the customer said somebody else used: never revealed again. One row a code, by its digest.
CREATE TABLE IF NOT EXISTS reported_codes (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    code_digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (prospect_id, code_digest)
);

-- What the partner is still to be told (notices.rs): a row is deleted once it was.
CREATE TABLE IF NOT EXISTS notices (
    id TEXT PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    request_id TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);

-- What the customer is in companies (contract::session::Role, a JSON list), told by the partner: nothing the customer entered.
CREATE TABLE IF NOT EXISTS roles (
    prospect_id BIGINT PRIMARY KEY REFERENCES prospects (id),
    roles TEXT NOT NULL
);

-- Ids at the provider whose time is over. They are never used again; of those whose data was removed no callback is kept.
CREATE TABLE IF NOT EXISTS ended_users (
    app_user_id TEXT PRIMARY KEY,
    is_purged BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);
