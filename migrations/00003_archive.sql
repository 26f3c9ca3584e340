-- +goose Up

-- A plan whose responses stand in a file: which file it was, and what its roll-ups
-- said then. From the row on nothing comes in; emptied when none is left here.
CREATE TABLE archive (
    plan_id      BIGINT NOT NULL PRIMARY KEY REFERENCES plan (id),
    archived_at  {{time}} NOT NULL,
    responses    BIGINT NOT NULL,
    file_sha256  TEXT NOT NULL,
    tally_sha256 TEXT NOT NULL,
    emptied      BOOLEAN NOT NULL
);

-- What only single responses told: how many valid ones of an agency had the same
-- stage and levels. Written before the archive's row and read from then on. No
-- foreign keys, as with the responses.
CREATE TABLE archived_level (
    plan_id          BIGINT NOT NULL,
    agency_id        BIGINT NOT NULL,
    stage            SMALLINT NOT NULL,
    questionnaire_id BIGINT NOT NULL,
    levels           TEXT NOT NULL,
    count            BIGINT NOT NULL,
    PRIMARY KEY (plan_id, agency_id, stage, questionnaire_id, levels)
){{without_rowid}};

-- The day of an agency's last response: before it the agency cannot end.
CREATE TABLE archived_agency (
    plan_id   BIGINT NOT NULL REFERENCES plan (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    last_day  TEXT NOT NULL,
    PRIMARY KEY (plan_id, agency_id)
);

-- A response may be deleted where its plan is archived, and nowhere else.
{{unguard "response" "DELETE"}}
{{guard "response" "DELETE" "NOT EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)" "a response is never deleted unless its plan is archived"}}

-- An archive is never taken back; a backup is the way back.
{{guard "archive" "UPDATE" "OLD.emptied OR NOT NEW.emptied OR NEW.plan_id <> OLD.plan_id OR NEW.archived_at <> OLD.archived_at OR NEW.responses <> OLD.responses OR NEW.file_sha256 <> OLD.file_sha256 OR NEW.tally_sha256 <> OLD.tally_sha256" "an archive is never changed"}}
{{guard "archive" "DELETE" "TRUE" "an archive is never deleted"}}
{{whole "archive" "an archive is never deleted"}}
{{guard "archived_level" "INSERT" "EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)" "an archive is never changed"}}
{{guard "archived_level" "UPDATE" "TRUE" "an archive is never changed"}}
{{guard "archived_level" "DELETE" "EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)" "an archive is never changed"}}
{{whole "archived_level" "an archive is never changed"}}
{{guard "archived_agency" "INSERT" "EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)" "an archive is never changed"}}
{{guard "archived_agency" "UPDATE" "TRUE" "an archive is never changed"}}
{{guard "archived_agency" "DELETE" "EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)" "an archive is never changed"}}
{{whole "archived_agency" "an archive is never changed"}}
