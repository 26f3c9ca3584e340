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

-- What only single responses told of an agency: the six sums over its valid ones by
-- stage and questionnaire, and of each question, in the form's order, how many were
-- satisfied of those who answered it: "12/15 3/9 0/0".
CREATE TABLE archived_stage (
    plan_id          BIGINT NOT NULL REFERENCES plan (id),
    agency_id        BIGINT NOT NULL REFERENCES agency (id),
    questionnaire_id BIGINT NOT NULL REFERENCES questionnaire (id),
    stage            SMALLINT NOT NULL,
    n                BIGINT NOT NULL,
    y                BIGINT NOT NULL,
    m                BIGINT NOT NULL,
    yy               BIGINT NOT NULL,
    ym               BIGINT NOT NULL,
    mm               BIGINT NOT NULL,
    shares           TEXT NOT NULL,
    PRIMARY KEY (plan_id, agency_id, questionnaire_id, stage)
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
{{guard "archived_stage" "INSERT" "EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)" "an archive is never changed"}}
{{guard "archived_stage" "UPDATE" "TRUE" "an archive is never changed"}}
{{guard "archived_stage" "DELETE" "EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)" "an archive is never changed"}}
{{whole "archived_stage" "an archive is never changed"}}
{{guard "archived_agency" "INSERT" "EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)" "an archive is never changed"}}
{{guard "archived_agency" "UPDATE" "TRUE" "an archive is never changed"}}
{{guard "archived_agency" "DELETE" "EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)" "an archive is never changed"}}
{{whole "archived_agency" "an archive is never changed"}}
