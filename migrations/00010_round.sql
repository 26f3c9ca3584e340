-- +goose Up

-- Criteria sets: content is the whole set as JSON, points in hundredths. A frozen one is
-- never changed: a changed copy is the next version.
CREATE TABLE criteria_set (
    id         {{id}},
    family     TEXT NOT NULL,
    year       BIGINT NOT NULL,
    group_code TEXT NOT NULL,
    version    BIGINT NOT NULL,
    content    TEXT NOT NULL,
    frozen     BOOLEAN NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at {{time}} NOT NULL,
    UNIQUE (family, year, group_code, version)
);
{{guard "criteria_set" "UPDATE" "OLD.frozen" "a frozen criteria set is never changed"}}
{{guard "criteria_set" "DELETE" "OLD.frozen" "a frozen criteria set is never changed"}}
{{whole "criteria_set" "a frozen criteria set is never changed"}}

-- A year of a family of criteria sets. deadlines: the last day of each step, JSON. minutes:
-- number and day of the council's, once it is closed. closed_at: what is reported about tasks
-- later moves no figure.
CREATE TABLE round (
    id        {{id}},
    family    TEXT NOT NULL,
    year      BIGINT NOT NULL,
    step      TEXT NOT NULL CHECK (step IN ('self', 'appraisal', 'explanation', 'second', 'closed')),
    deadlines TEXT NOT NULL,
    minutes   TEXT NOT NULL,
    opened_at {{time}} NOT NULL,
    closed_at {{time}},
    UNIQUE (family, year)
);
{{guard "round" "DELETE" "TRUE" "a round is never deleted"}}

-- Files that were added to sheets, by their SHA-256. The files themselves lie elsewhere.
CREATE TABLE evidence (
    id        {{id}},
    round_id  BIGINT NOT NULL REFERENCES round (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    file      TEXT NOT NULL,
    size      BIGINT NOT NULL,
    type      TEXT NOT NULL,
    name      TEXT NOT NULL,
    added_by  TEXT NOT NULL,
    added_at  {{time}} NOT NULL
);
CREATE INDEX evidence_sheet ON evidence (round_id, agency_id);
CREATE INDEX evidence_file ON evidence (file);
{{guard "evidence" "UPDATE" "TRUE" "evidence is never changed"}}
{{guard "evidence" "DELETE" "TRUE" "evidence is never changed"}}
{{whole "evidence" "evidence is never changed"}}

-- What a piece of evidence is for: a leaf, or the signed report. Taken back: dropped_by.
CREATE TABLE evidence_use (
    id          {{id}},
    evidence_id BIGINT NOT NULL REFERENCES evidence (id),
    leaf        TEXT NOT NULL,
    part        TEXT NOT NULL,
    dropped_by  TEXT NOT NULL,
    dropped_at  {{time}}
);
CREATE INDEX evidence_use_evidence ON evidence_use (evidence_id);
{{guard "evidence_use" "UPDATE" "OLD.dropped_by <> '' OR NEW.evidence_id <> OLD.evidence_id OR NEW.leaf <> OLD.leaf OR NEW.part <> OLD.part" "what evidence is for is taken back once, never changed"}}
{{guard "evidence_use" "DELETE" "TRUE" "what evidence is for is taken back once, never changed"}}

-- The agencies of a round, fixed when it is opened. left_out: why one is not ranked.
CREATE TABLE round_agency (
    round_id     BIGINT NOT NULL REFERENCES round (id),
    agency_id    BIGINT NOT NULL REFERENCES agency (id),
    group_code   TEXT NOT NULL,
    set_id       BIGINT NOT NULL REFERENCES criteria_set (id),
    left_out     TEXT NOT NULL,
    submitted_at {{time}},
    submitted_by TEXT NOT NULL,
    report_id    BIGINT REFERENCES evidence (id),
    reopened     BOOLEAN NOT NULL,
    PRIMARY KEY (round_id, agency_id)
);
{{guard "round_agency" "DELETE" "TRUE" "the agencies of a round are fixed"}}

-- What members of the council appraise. agency_id empty: every agency; area empty: every area.
CREATE TABLE round_assignment (
    id        {{id}},
    round_id  BIGINT NOT NULL REFERENCES round (id),
    login     TEXT NOT NULL,
    agency_id BIGINT REFERENCES agency (id),
    area      TEXT NOT NULL
);
CREATE INDEX round_assignment_round ON round_assignment (round_id);

-- What was written at the leaves of the sheets, one row each time. Points, num and den are
-- hundredths; is_out: set not applicable.
CREATE TABLE assessment (
    id        {{id}},
    round_id  BIGINT NOT NULL REFERENCES round (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    leaf      TEXT NOT NULL,
    part      TEXT NOT NULL CHECK (part IN ('self', 'appraised', 'explained', 'second', 'petition')),
    is_out    BOOLEAN NOT NULL,
    points    BIGINT NOT NULL,
    num       BIGINT NOT NULL,
    den       BIGINT NOT NULL,
    agrees    BOOLEAN NOT NULL,
    note      TEXT NOT NULL,
    login     TEXT NOT NULL,
    at        {{time}} NOT NULL
);
CREATE INDEX assessment_sheet ON assessment (round_id, agency_id, id);
{{guard "assessment" "UPDATE" "TRUE" "what was assessed is never changed"}}
{{guard "assessment" "DELETE" "TRUE" "what was assessed is never changed"}}
{{guard "assessment" "INSERT" "EXISTS (SELECT 1 FROM assessment WHERE id = NEW.id)" "what was assessed is never changed"}}
{{whole "assessment" "what was assessed is never changed"}}

-- What an agency asks for after publication, one leaf each, and the answer.
CREATE TABLE petition (
    id          {{id}},
    round_id    BIGINT NOT NULL REFERENCES round (id),
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    leaf        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    filed_by    TEXT NOT NULL,
    filed_at    {{time}} NOT NULL,
    answer      TEXT NOT NULL,
    changes     BOOLEAN NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at {{time}}
);
CREATE INDEX petition_round ON petition (round_id);
{{guard "petition" "UPDATE" "OLD.answered_by <> ''" "an answered petition is never changed"}}
{{guard "petition" "DELETE" "TRUE" "a petition is never deleted"}}

-- Tasks of a year's reform plan: of the province (no owner), or of one agency. due is empty
-- where nobody has set a day; counted: open, yes, no.
CREATE TABLE task (
    id            {{id}},
    year          BIGINT NOT NULL,
    owner_id      BIGINT REFERENCES agency (id),
    section       TEXT NOT NULL,
    section_name  TEXT NOT NULL,
    number        BIGINT NOT NULL,
    text          TEXT NOT NULL,
    product       TEXT NOT NULL,
    deadline      TEXT NOT NULL,
    responsible   TEXT NOT NULL,
    due           TEXT NOT NULL,
    counted       TEXT NOT NULL CHECK (counted IN ('open', 'yes', 'no')),
    decided_by    TEXT NOT NULL
);
CREATE UNIQUE INDEX task_of_province ON task (year, section, number) WHERE owner_id IS NULL;
CREATE UNIQUE INDEX task_of_agency ON task (year, owner_id, section, number) WHERE owner_id IS NOT NULL;

-- Which agencies a task is for, as the text seems to say until a person confirms it.
CREATE TABLE task_agency (
    task_id      BIGINT NOT NULL REFERENCES task (id),
    agency_id    BIGINT NOT NULL REFERENCES agency (id),
    leads        BOOLEAN NOT NULL,
    confirmed_by TEXT NOT NULL,
    PRIMARY KEY (task_id, agency_id)
);

-- What agencies report about their tasks, one row each time. done_on empty: not done yet.
CREATE TABLE task_report (
    id        {{id}},
    task_id   BIGINT NOT NULL REFERENCES task (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    done_on   TEXT NOT NULL,
    note      TEXT NOT NULL,
    file      TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size BIGINT NOT NULL,
    file_type TEXT NOT NULL,
    login     TEXT NOT NULL,
    at        {{time}} NOT NULL
);
CREATE INDEX task_report_task ON task_report (task_id, agency_id, id);
{{guard "task_report" "UPDATE" "TRUE" "a report about a task is never changed"}}
{{guard "task_report" "DELETE" "TRUE" "a report about a task is never changed"}}

-- Editions. content is the frozen JSON, compressed; hash its SHA-256 before that. archive is
-- the published ZIP.
CREATE TABLE edition (
    id            {{id}},
    kind          TEXT NOT NULL CHECK (kind IN ('cchc', 'satisfaction')),
    family        TEXT NOT NULL,
    year          BIGINT NOT NULL,
    number        BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('closed', 'withdrawn', 'published')),
    replaces      BIGINT NOT NULL,
    why           TEXT NOT NULL,
    content       {{blob}} NOT NULL,
    hash          TEXT NOT NULL,
    closed_by     TEXT NOT NULL,
    closed_at     {{time}} NOT NULL,
    decision      TEXT NOT NULL,
    decided_on    TEXT NOT NULL,
    decision_file TEXT NOT NULL,
    archive       {{blob}} NOT NULL,
    archive_hash  TEXT NOT NULL,
    published_by  TEXT NOT NULL,
    published_at  {{time}},
    UNIQUE (kind, family, year, number)
);
{{guard "edition" "UPDATE" "OLD.state <> 'closed' OR NEW.content <> OLD.content OR NEW.hash <> OLD.hash OR NEW.number <> OLD.number OR NEW.year <> OLD.year OR NEW.kind <> OLD.kind OR NEW.family <> OLD.family" "an edition is never changed"}}
{{guard "edition" "DELETE" "TRUE" "an edition is never deleted"}}
{{guard "edition" "INSERT" "EXISTS (SELECT 1 FROM edition WHERE id = NEW.id OR kind = NEW.kind AND family = NEW.family AND year = NEW.year AND number = NEW.number)" "an edition is never changed"}}
{{whole "edition" "an edition is never changed"}}

-- Rankings of years before this service, as they were printed. Points are hundredths; -1: not said.
CREATE TABLE past_ranking (
    family      TEXT NOT NULL,
    year        BIGINT NOT NULL,
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    group_code  TEXT NOT NULL,
    points      BIGINT NOT NULL,
    max         BIGINT NOT NULL,
    index_text  TEXT NOT NULL,
    rank        BIGINT NOT NULL,
    ranked      BIGINT NOT NULL,
    class       TEXT NOT NULL,
    decision    TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at {{time}} NOT NULL,
    PRIMARY KEY (family, year, agency_id)
);
