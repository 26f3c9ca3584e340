-- +goose Up

-- People who may sign in. The password is an Argon2id hash; the second factor's key
-- is sealed with the service's secret, recovery codes are marks made with it; of the
-- link that sets a password there is the SHA-256.
CREATE TABLE account (
    id          {{id}},
    login       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    email       TEXT NOT NULL,
    role        TEXT NOT NULL,
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    areas       TEXT NOT NULL,
    disabled    BOOLEAN NOT NULL,
    created_at  {{time}} NOT NULL,
    signed_at   {{time}},
    password    TEXT NOT NULL,
    factor      {{blob}} NOT NULL,
    factor_step BIGINT NOT NULL,
    recovery    TEXT NOT NULL,
    ticket      TEXT NOT NULL,
    ticket_till {{time}}
);
CREATE INDEX account_ticket ON account (ticket) WHERE ticket <> '';

-- The log names accounts: they are switched off, never deleted.
{{guard "account" "DELETE" "TRUE" "an account is never deleted"}}
{{whole "account" "an account is never deleted"}}

-- Browsers that have signed in. Only the browser has the token.
CREATE TABLE session (
    hash       TEXT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    stage      TEXT NOT NULL,
    way        TEXT NOT NULL,
    created_at {{time}} NOT NULL,
    seen_at    {{time}} NOT NULL,
    expires_at {{time}} NOT NULL
);
CREATE INDEX session_account ON session (account_id);

-- Failed tries to sign in, by marks from which neither login nor address can be read.
CREATE TABLE sign_in_try (
    mark     TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at  {{time}} NOT NULL
);

-- Keys of other programs. Scopes are joined by commas.
CREATE TABLE api_key (
    id         {{id}},
    name       TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    agency_id  BIGINT REFERENCES agency (id),
    scopes     TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES account (id),
    created_at {{time}} NOT NULL,
    expires_at {{time}} NOT NULL,
    revoked_at {{time}},
    used_on    TEXT NOT NULL
);

-- What waits for a second person, or waited: changes that touch the proposer's own
-- agency. change is the change as a file's row would say it, JSON; version what it was
-- made from.
CREATE TABLE proposal (
    id          {{id}},
    action      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    change      TEXT NOT NULL,
    version     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES account (id),
    proposed_at {{time}} NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn')),
    decided_by  BIGINT REFERENCES account (id),
    decided_at  {{time}},
    answer      TEXT NOT NULL
);
{{guard "proposal" "UPDATE" "OLD.state <> 'waiting'" "a decided proposal is never changed"}}
{{guard "proposal" "DELETE" "TRUE" "a proposal is never deleted"}}

-- Which secret the database was first used with, by a mark.
CREATE TABLE secret_mark (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    mark TEXT NOT NULL
);
