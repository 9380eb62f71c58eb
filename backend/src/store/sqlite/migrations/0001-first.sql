-- Times are milliseconds since 1970-01-01T00:00:00Z by this server's clock, unless a comment says otherwise.

CREATE TABLE IF NOT EXISTS prospects (
    id INTEGER PRIMARY KEY,
    customer_reference TEXT NOT NULL UNIQUE,
    app_user_id TEXT NOT NULL UNIQUE,
    opened_at BIGINT NOT NULL,
    -- Revision and digest of the last snapshot.
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

-- Submitted bodies, one row for each step, kept as long as a later call can need them. Personal data.
CREATE TABLE IF NOT EXISTS submissions (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    step TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (prospect_id, step)
);

-- Drafts (contract::draft::Draft): what is typed into the form of an open step and not submitted yet. One row for each
-- step, deleted when the step is received or the onboarding has ended. Personal data.
CREATE TABLE IF NOT EXISTS drafts (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    step TEXT NOT NULL,
    -- The page that sent it, and its sequence number among the drafts of that page.
    page BIGINT NOT NULL,
    place BIGINT NOT NULL,
    draft TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (prospect_id, step)
);

-- The versions of the terms that the customer accepted on the page, and when first. Stored before the call to the provider.
-- No personal data.
CREATE TABLE IF NOT EXISTS consents (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    version TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (prospect_id, version)
);

-- One row for each idempotency key. A row is running, lost (the answer never came), settled (it was lost, and another
-- attempt was accepted since) or answered.
CREATE TABLE IF NOT EXISTS attempts (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    idempotency_key TEXT NOT NULL,
    step TEXT NOT NULL,
    body_digest TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Start of its first and of its last try.
    begun_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    -- Whether it was lost before its last try.
    was_lost BOOLEAN NOT NULL DEFAULT FALSE,
    -- Paths of the customer's details that it changes, and what was known of them at its first try.
    change TEXT,
    answer TEXT,
    PRIMARY KEY (prospect_id, idempotency_key)
);

-- Every callback, as JSON. Activation codes and addresses of identification pages are replaced by their digests.
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

-- Deliveries byte for byte, if the inbox does not have the same bytes: those in another encoding or wrapper, and those
-- that cannot be read. A delivery is left out if an activation code or an address of an identification page is found in
-- it.
CREATE TABLE IF NOT EXISTS originals (
    inbox_id INTEGER PRIMARY KEY REFERENCES inbox (id) ON DELETE CASCADE,
    app_user_id TEXT,
    -- The path, the query and the relevant headers (callback::delivery::Frame).
    frame TEXT NOT NULL,
    body BLOB NOT NULL,
    -- Why it cannot be read. NULL if it can.
    unreadable TEXT
);

-- Activation codes: credentials, deleted as soon as the phone is bound or the onboarding has ended.
CREATE TABLE IF NOT EXISTS activation_codes (
    digest TEXT NOT NULL,
    app_user_id TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (digest, app_user_id)
);

-- Addresses of identification pages, one row for each type of callback: credentials, deleted once the identity is
-- proven or the onboarding has ended.
CREATE TABLE IF NOT EXISTS webviews (
    app_user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    -- By the provider's clock.
    made_at BIGINT NOT NULL,
    PRIMARY KEY (app_user_id, kind)
);

-- Accounts for customers' transfers, one row for each prospect, deleted once the onboarding has ended. Personal data.
CREATE TABLE IF NOT EXISTS transfers (
    prospect_id BIGINT PRIMARY KEY REFERENCES prospects (id),
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    -- The reference to put on the transfer.
    reference TEXT NOT NULL
);

-- Audit of revealed codes, without the codes.
CREATE TABLE IF NOT EXISTS reveals (
    id INTEGER PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    session_digest TEXT NOT NULL,
    code_digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS reveals_of_prospect ON reveals (prospect_id, at);

-- Audit of the addresses of identification pages that the partner's server fetched, without the addresses.
CREATE TABLE IF NOT EXISTS handed_webviews (
    id INTEGER PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    url_digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    request_id TEXT NOT NULL
);

-- Digests of the codes that the customer reported as used by somebody else. They are never revealed again.
CREATE TABLE IF NOT EXISTS reported_codes (
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    code_digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (prospect_id, code_digest)
);

-- Notices that wait to be sent to the partner (notices.rs). A row is deleted once its notice was sent.
CREATE TABLE IF NOT EXISTS notices (
    id TEXT PRIMARY KEY,
    prospect_id BIGINT NOT NULL REFERENCES prospects (id),
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    request_id TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);

-- The customer's roles in companies (contract::session::Role, a JSON list), as the partner named them. The customer
-- entered none of them.
CREATE TABLE IF NOT EXISTS roles (
    prospect_id BIGINT PRIMARY KEY REFERENCES prospects (id),
    roles TEXT NOT NULL
);

-- User ids at the provider that are no longer used. They are never used again. Callbacks about a user whose data was
-- removed are not stored.
CREATE TABLE IF NOT EXISTS ended_users (
    app_user_id TEXT PRIMARY KEY,
    is_purged BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);
