-- +goose Up

-- Plain values by name: the catalogue's version, whether all is simulated.
CREATE TABLE property (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO property (name, value) VALUES ('catalogue', 1), ('simulated', 0);

CREATE TABLE agency_group (
    code     TEXT NOT NULL PRIMARY KEY,
    name_vi  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    position INTEGER NOT NULL
);
INSERT INTO agency_group (code, name_vi, name_en, position) VALUES
    ('department', 'Sở, ban, ngành', 'Departments', 1),
    ('district', 'UBND cấp huyện', 'District People''s Committees', 2),
    ('commune', 'UBND cấp xã', 'Commune People''s Committees', 3),
    ('central_branch', 'Cơ quan ngành dọc', 'Central branches', 4),
    ('public_unit', 'Đơn vị sự nghiệp', 'Public service units', 5);

-- Days are text, 2026-03-04, in the office's zone; an empty one is without bound.
CREATE TABLE agency (
    id         {{id}},
    code       TEXT NOT NULL,
    name_vi    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    group_code TEXT NOT NULL REFERENCES agency_group (code),
    sector     TEXT NOT NULL CHECK (sector IN ('administrative', 'public_service')),
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    hotline    TEXT NOT NULL,
    source     TEXT NOT NULL,
    UNIQUE (code, valid_from)
);

CREATE TABLE counter (
    id        {{id}},
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    code      TEXT NOT NULL UNIQUE,
    name_vi   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    place_vi  TEXT NOT NULL,
    place_en  TEXT NOT NULL,
    hours     TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    closed_on TEXT NOT NULL
);

-- Every token that ever hung on a wall: a replaced one still says so politely.
CREATE TABLE counter_token (
    token      TEXT NOT NULL PRIMARY KEY,
    counter_id BIGINT NOT NULL REFERENCES counter (id),
    replaced   BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX counter_token_present ON counter_token (counter_id) WHERE NOT replaced;

CREATE TABLE questionnaire (
    id      {{id}},
    code    TEXT NOT NULL,
    version INTEGER NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    UNIQUE (code, version)
);

CREATE TABLE factor (
    questionnaire_id BIGINT NOT NULL REFERENCES questionnaire (id),
    position         INTEGER NOT NULL,
    code             TEXT NOT NULL,
    name_vi          TEXT NOT NULL,
    name_en          TEXT NOT NULL,
    short_vi         TEXT NOT NULL,
    short_en         TEXT NOT NULL,
    PRIMARY KEY (questionnaire_id, position)
);

CREATE TABLE question (
    questionnaire_id BIGINT NOT NULL REFERENCES questionnaire (id),
    position         INTEGER NOT NULL,
    code             TEXT NOT NULL,
    factor           TEXT NOT NULL,
    counts           BOOLEAN NOT NULL,
    text_vi          TEXT NOT NULL,
    text_en          TEXT NOT NULL,
    hint_vi          TEXT NOT NULL,
    hint_en          TEXT NOT NULL,
    na_vi            TEXT NOT NULL,
    na_en            TEXT NOT NULL,
    PRIMARY KEY (questionnaire_id, position)
);

CREATE TABLE plan (
    id               {{id}},
    code             TEXT NOT NULL UNIQUE,
    year             INTEGER NOT NULL,
    name_vi          TEXT NOT NULL,
    name_en          TEXT NOT NULL,
    official         BOOLEAN NOT NULL,
    census           BOOLEAN NOT NULL,
    public           BOOLEAN NOT NULL,
    starts           TEXT NOT NULL,
    ends             TEXT NOT NULL,
    accept_until     TEXT NOT NULL,
    questionnaire_id BIGINT NOT NULL REFERENCES questionnaire (id),
    minimum          BIGINT NOT NULL
);
CREATE UNIQUE INDEX plan_official ON plan (year) WHERE official;

CREATE TABLE plan_target (
    plan_id    BIGINT NOT NULL REFERENCES plan (id),
    sector     TEXT NOT NULL,
    hundredths BIGINT NOT NULL,
    above      BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, sector)
);

CREATE TABLE plan_group (
    plan_id    BIGINT NOT NULL REFERENCES plan (id),
    group_code TEXT NOT NULL REFERENCES agency_group (code),
    PRIMARY KEY (plan_id, group_code)
);

CREATE TABLE plan_agency (
    plan_id   BIGINT NOT NULL REFERENCES plan (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    PRIMARY KEY (plan_id, agency_id)
);

CREATE TABLE plan_counter (
    plan_id    BIGINT NOT NULL REFERENCES plan (id),
    counter_id BIGINT NOT NULL REFERENCES counter (id),
    PRIMARY KEY (plan_id, counter_id)
);

-- Last year's transactions N, where known.
CREATE TABLE plan_transactions (
    plan_id      BIGINT NOT NULL REFERENCES plan (id),
    agency_id    BIGINT NOT NULL REFERENCES agency (id),
    transactions BIGINT NOT NULL CHECK (transactions >= 0),
    PRIMARY KEY (plan_id, agency_id)
);

-- One row per ballot. No foreign keys on the way in: the ids come from the
-- catalogue, whose rows are never deleted, and each key would cost a look-up
-- and a row lock per answer.
CREATE TABLE response (
    counter_id       BIGINT NOT NULL,
    receipt          {{blob}} NOT NULL,
    plan_id          BIGINT NOT NULL,
    questionnaire_id BIGINT NOT NULL,
    answered_at      {{time}} NOT NULL,
    received_at      {{time}} NOT NULL,
    day              TEXT NOT NULL,
    channel          SMALLINT NOT NULL,
    stage            SMALLINT NOT NULL,
    status           SMALLINT NOT NULL,
    levels           TEXT NOT NULL,
    PRIMARY KEY (counter_id, receipt)
){{without_rowid}};
CREATE UNIQUE INDEX response_receipt ON response (receipt);

-- Free text stands apart: it may be erased, the ballot may not.
CREATE TABLE comment (
    counter_id BIGINT NOT NULL,
    receipt    {{blob}} NOT NULL,
    day        TEXT NOT NULL,
    text       TEXT NOT NULL,
    PRIMARY KEY (counter_id, receipt)
);

-- The roll-ups: one wide row per key, added to in the transaction of the answers.
CREATE TABLE tally (
    counter_id       BIGINT NOT NULL,
    agency_id        BIGINT NOT NULL,
    plan_id          BIGINT NOT NULL,
    questionnaire_id BIGINT NOT NULL,
    month            TEXT NOT NULL,
    channel          SMALLINT NOT NULL,
    is_excluded      BOOLEAN NOT NULL,
    received         BIGINT NOT NULL,
    late             BIGINT NOT NULL,
    n                BIGINT NOT NULL,
    y                BIGINT NOT NULL,
    m                BIGINT NOT NULL,
    yy               BIGINT NOT NULL,
    ym               BIGINT NOT NULL,
    mm               BIGINT NOT NULL,
    f1y BIGINT NOT NULL, f1m BIGINT NOT NULL,
    f2y BIGINT NOT NULL, f2m BIGINT NOT NULL,
    f3y BIGINT NOT NULL, f3m BIGINT NOT NULL,
    f4y BIGINT NOT NULL, f4m BIGINT NOT NULL,
    f5y BIGINT NOT NULL, f5m BIGINT NOT NULL,
    f6y BIGINT NOT NULL, f6m BIGINT NOT NULL,
    f7y BIGINT NOT NULL, f7m BIGINT NOT NULL,
    f8y BIGINT NOT NULL, f8m BIGINT NOT NULL,
    PRIMARY KEY (counter_id, agency_id, plan_id, questionnaire_id, month, channel, is_excluded)
){{without_rowid}}{{hot}};
CREATE INDEX tally_plan ON tally (plan_id, agency_id);

-- The chained log: each row holds the hash of the one before. The head is a row
-- of its own, so that numbers have no gaps and two writers wait for each other.
CREATE TABLE log_entry (
    number   BIGINT NOT NULL PRIMARY KEY,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    place    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    before   TEXT NOT NULL,
    after    TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
);
CREATE TABLE log_head (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL,
    hash   TEXT NOT NULL
);
INSERT INTO log_head (id, number, hash) VALUES (1, 0, '');

-- Work to be done after a transaction, claimed by lease. The key keeps the same
-- work from being queued twice.
CREATE TABLE job (
    id          {{id}},
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL UNIQUE,
    due_at      {{time}} NOT NULL,
    leased_till {{time}},
    attempts    INTEGER NOT NULL,
    done_at     {{time}},
    result      TEXT NOT NULL
);
CREATE INDEX job_due ON job (due_at) WHERE done_at IS NULL;

-- What must not be changed refuses it in the database too.
{{guard "log_entry" "UPDATE" "TRUE" "the log is never changed"}}
{{guard "log_entry" "DELETE" "TRUE" "the log is never changed"}}
{{guard "response" "UPDATE" "TRUE" "a response is never changed"}}
{{guard "response" "DELETE" "TRUE" "a response is never deleted"}}
{{whole "log_entry" "the log is never changed"}}
{{whole "response" "a response is never deleted"}}
{{guard "questionnaire" "UPDATE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.id)" "an answered questionnaire is never changed"}}
{{guard "questionnaire" "DELETE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.id)" "an answered questionnaire is never changed"}}
{{guard "question" "INSERT" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = NEW.questionnaire_id)" "an answered questionnaire is never changed"}}
{{guard "question" "UPDATE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.questionnaire_id)" "an answered questionnaire is never changed"}}
{{guard "question" "DELETE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.questionnaire_id)" "an answered questionnaire is never changed"}}
{{guard "factor" "INSERT" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = NEW.questionnaire_id)" "an answered questionnaire is never changed"}}
{{guard "factor" "UPDATE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.questionnaire_id)" "an answered questionnaire is never changed"}}
{{guard "factor" "DELETE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.questionnaire_id)" "an answered questionnaire is never changed"}}
