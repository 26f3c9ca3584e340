-- +goose Up

-- What a person decided about responses: left out of the count, or credited to another
-- agency. What was asked for is kept as it was asked; what it took is correction_receipt.
CREATE TABLE correction (
    id          {{id}},
    kind        TEXT NOT NULL CHECK (kind IN ('exclude', 'reassign')),
    counter_id  BIGINT NOT NULL REFERENCES counter (id),
    agency_id   BIGINT REFERENCES agency (id),
    first_day   TEXT NOT NULL,
    last_day    TEXT NOT NULL,
    after_time  TEXT NOT NULL,
    before_time TEXT NOT NULL,
    channel     SMALLINT NOT NULL,
    rule        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    taken       BIGINT NOT NULL,
    sha256      TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     {{time}} NOT NULL,
    undone_by   TEXT NOT NULL,
    undone_at   {{time}},
    undone_why  TEXT NOT NULL,
    CHECK ((kind = 'reassign') = (agency_id IS NOT NULL))
);
CREATE INDEX correction_counter ON correction (counter_id);
CREATE INDEX correction_agency ON correction (agency_id) WHERE agency_id IS NOT NULL;

-- The responses that a correction took: what comes later is not among them. A response is
-- in at most one exclusion and one reassignment that are in force. agency_id: to whom it is
-- credited.
CREATE TABLE correction_receipt (
    correction_id BIGINT NOT NULL REFERENCES correction (id),
    counter_id    BIGINT NOT NULL,
    receipt       {{blob}} NOT NULL,
    kind          TEXT NOT NULL,
    agency_id     BIGINT,
    in_force      BOOLEAN NOT NULL,
    PRIMARY KEY (correction_id, counter_id, receipt)
){{without_rowid}};
CREATE UNIQUE INDEX correction_receipt_once ON correction_receipt (counter_id, receipt, kind) WHERE in_force;

-- A correction is undone once, never changed and never deleted.
{{guard "correction" "UPDATE" "OLD.undone_by <> '' OR NEW.undone_by = '' OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.counter_id <> OLD.counter_id OR COALESCE(NEW.agency_id, 0) <> COALESCE(OLD.agency_id, 0) OR NEW.first_day <> OLD.first_day OR NEW.last_day <> OLD.last_day OR NEW.after_time <> OLD.after_time OR NEW.before_time <> OLD.before_time OR NEW.channel <> OLD.channel OR NEW.rule <> OLD.rule OR NEW.reason <> OLD.reason OR NEW.taken <> OLD.taken OR NEW.sha256 <> OLD.sha256 OR NEW.made_by <> OLD.made_by OR NEW.made_at <> OLD.made_at" "a correction is undone once, never changed"}}
{{guard "correction" "DELETE" "TRUE" "a correction is never deleted"}}
{{whole "correction" "a correction is never deleted"}}
{{guard "correction_receipt" "UPDATE" "NOT OLD.in_force OR NEW.in_force OR NEW.correction_id <> OLD.correction_id OR NEW.counter_id <> OLD.counter_id OR NEW.receipt <> OLD.receipt OR NEW.kind <> OLD.kind OR COALESCE(NEW.agency_id, 0) <> COALESCE(OLD.agency_id, 0)" "a correction is undone once, never changed"}}
{{guard "correction_receipt" "DELETE" "TRUE" "a correction is never deleted"}}
{{whole "correction_receipt" "a correction is never deleted"}}

-- What rules noticed. A flag changes nothing: it is found anew each night.
CREATE TABLE response_flag (
    counter_id       BIGINT NOT NULL,
    receipt          {{blob}} NOT NULL,
    rule             TEXT NOT NULL,
    plan_id          BIGINT NOT NULL,
    questionnaire_id BIGINT NOT NULL,
    day              TEXT NOT NULL,
    PRIMARY KEY (counter_id, receipt, rule)
){{without_rowid}};
CREATE INDEX response_flag_plan ON response_flag (plan_id);
{{seal}}
