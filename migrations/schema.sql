-- The schema after all migrations, as SQLite has it. For reading: nothing runs this
-- file, and a test keeps it up to date (go test ./migrations -update).

CREATE TABLE account (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    login       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    email       TEXT NOT NULL,
    role        TEXT NOT NULL,
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    areas       TEXT NOT NULL,
    disabled    BOOLEAN NOT NULL,
    created_at  DATETIME NOT NULL,
    signed_at   DATETIME,
    password    TEXT NOT NULL,
    factor      BLOB NOT NULL,
    factor_step BIGINT NOT NULL,
    recovery    TEXT NOT NULL,
    ticket      TEXT NOT NULL,
    ticket_till DATETIME
);

CREATE INDEX account_ticket ON account (ticket) WHERE ticket <> '';

CREATE TRIGGER account_no_DELETE BEFORE DELETE ON account WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;

CREATE TABLE agency (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
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

CREATE TABLE agency_group (
    code     TEXT NOT NULL PRIMARY KEY,
    name_vi  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE api_key (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    agency_id  BIGINT REFERENCES agency (id),
    scopes     TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES account (id),
    created_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    revoked_at DATETIME,
    used_on    TEXT NOT NULL
);

CREATE TABLE archive (
    plan_id      BIGINT NOT NULL PRIMARY KEY REFERENCES plan (id),
    archived_at  DATETIME NOT NULL,
    responses    BIGINT NOT NULL,
    file_sha256  TEXT NOT NULL,
    tally_sha256 TEXT NOT NULL,
    emptied      BOOLEAN NOT NULL
);

CREATE TRIGGER archive_no_DELETE BEFORE DELETE ON archive WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'an archive is never deleted'); END;

CREATE TRIGGER archive_no_INSERT BEFORE INSERT ON archive WHEN EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

CREATE TRIGGER archive_no_UPDATE BEFORE UPDATE ON archive WHEN OLD.emptied OR NOT NEW.emptied OR NEW.plan_id <> OLD.plan_id OR NEW.archived_at <> OLD.archived_at OR NEW.responses <> OLD.responses OR NEW.file_sha256 <> OLD.file_sha256 OR NEW.tally_sha256 <> OLD.tally_sha256
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

CREATE TABLE archived_agency (
    plan_id   BIGINT NOT NULL REFERENCES plan (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    last_day  TEXT NOT NULL,
    PRIMARY KEY (plan_id, agency_id)
);

CREATE TRIGGER archived_agency_no_DELETE BEFORE DELETE ON archived_agency WHEN EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

CREATE TRIGGER archived_agency_no_INSERT BEFORE INSERT ON archived_agency WHEN EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

CREATE TRIGGER archived_agency_no_UPDATE BEFORE UPDATE ON archived_agency WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

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
) WITHOUT ROWID;

CREATE TRIGGER archived_stage_no_DELETE BEFORE DELETE ON archived_stage WHEN EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

CREATE TRIGGER archived_stage_no_INSERT BEFORE INSERT ON archived_stage WHEN EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

CREATE TRIGGER archived_stage_no_UPDATE BEFORE UPDATE ON archived_stage WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'an archive is never changed'); END;

CREATE TABLE assessment (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
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
    at        DATETIME NOT NULL
);

CREATE INDEX assessment_sheet ON assessment (round_id, agency_id, id);

CREATE TRIGGER assessment_no_DELETE BEFORE DELETE ON assessment WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'what was assessed is never changed'); END;

CREATE TRIGGER assessment_no_INSERT BEFORE INSERT ON assessment WHEN EXISTS (SELECT 1 FROM assessment WHERE id = NEW.id) OR NEW.part <> 'petition' AND EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND step = 'closed')
BEGIN SELECT RAISE(ABORT, 'what was assessed is never changed'); END;

CREATE TRIGGER assessment_no_UPDATE BEFORE UPDATE ON assessment WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'what was assessed is never changed'); END;

CREATE TABLE comment (
    counter_id BIGINT NOT NULL,
    receipt    BLOB NOT NULL,
    day        TEXT NOT NULL,
    text       TEXT NOT NULL, release_id BIGINT REFERENCES comment_release (id), counter_shown BOOLEAN NOT NULL DEFAULT FALSE, imported BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (counter_id, receipt)
);

CREATE INDEX comment_in_release ON comment (release_id) WHERE release_id IS NOT NULL;

CREATE INDEX comment_waiting ON comment (day, counter_id) WHERE release_id IS NULL;

CREATE TABLE comment_release (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    first_day TEXT NOT NULL,
    last_day  TEXT NOT NULL
);

CREATE INDEX comment_release_agency ON comment_release (agency_id, last_day);

CREATE TABLE correction (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
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
    made_at     DATETIME NOT NULL,
    undone_by   TEXT NOT NULL,
    undone_at   DATETIME,
    undone_why  TEXT NOT NULL,
    CHECK ((kind = 'reassign') = (agency_id IS NOT NULL))
);

CREATE INDEX correction_agency ON correction (agency_id) WHERE agency_id IS NOT NULL;

CREATE INDEX correction_counter ON correction (counter_id);

CREATE TRIGGER correction_no_DELETE BEFORE DELETE ON correction WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a correction is never deleted'); END;

CREATE TRIGGER correction_no_UPDATE BEFORE UPDATE ON correction WHEN OLD.undone_by <> '' OR NEW.undone_by = '' OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.counter_id <> OLD.counter_id OR COALESCE(NEW.agency_id, 0) <> COALESCE(OLD.agency_id, 0) OR NEW.first_day <> OLD.first_day OR NEW.last_day <> OLD.last_day OR NEW.after_time <> OLD.after_time OR NEW.before_time <> OLD.before_time OR NEW.channel <> OLD.channel OR NEW.rule <> OLD.rule OR NEW.reason <> OLD.reason OR NEW.taken <> OLD.taken OR NEW.sha256 <> OLD.sha256 OR NEW.made_by <> OLD.made_by OR NEW.made_at <> OLD.made_at
BEGIN SELECT RAISE(ABORT, 'a correction is undone once, never changed'); END;

CREATE TABLE correction_receipt (
    correction_id BIGINT NOT NULL REFERENCES correction (id),
    counter_id    BIGINT NOT NULL,
    receipt       BLOB NOT NULL,
    kind          TEXT NOT NULL,
    agency_id     BIGINT,
    in_force      BOOLEAN NOT NULL,
    PRIMARY KEY (correction_id, counter_id, receipt)
) WITHOUT ROWID;

CREATE UNIQUE INDEX correction_receipt_once ON correction_receipt (counter_id, receipt, kind) WHERE in_force;

CREATE TRIGGER correction_receipt_no_DELETE BEFORE DELETE ON correction_receipt WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a correction is never deleted'); END;

CREATE TRIGGER correction_receipt_no_UPDATE BEFORE UPDATE ON correction_receipt WHEN NOT OLD.in_force OR NEW.in_force OR NEW.correction_id <> OLD.correction_id OR NEW.counter_id <> OLD.counter_id OR NEW.receipt <> OLD.receipt OR NEW.kind <> OLD.kind OR COALESCE(NEW.agency_id, 0) <> COALESCE(OLD.agency_id, 0)
BEGIN SELECT RAISE(ABORT, 'a correction is undone once, never changed'); END;

CREATE TABLE counter (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
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

CREATE TABLE counter_token (
    token      TEXT NOT NULL PRIMARY KEY,
    counter_id BIGINT NOT NULL REFERENCES counter (id),
    replaced   BOOLEAN NOT NULL
);

CREATE UNIQUE INDEX counter_token_present ON counter_token (counter_id) WHERE NOT replaced;

CREATE TRIGGER counter_token_no_DELETE BEFORE DELETE ON counter_token WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a token is never deleted'); END;

CREATE TRIGGER counter_token_no_INSERT BEFORE INSERT ON counter_token WHEN EXISTS (SELECT 1 FROM counter_token WHERE token = NEW.token AND (counter_id <> NEW.counter_id OR replaced <> NEW.replaced) OR counter_id = NEW.counter_id AND token <> NEW.token AND NOT replaced AND NOT NEW.replaced)
BEGIN SELECT RAISE(ABORT, 'a token is never changed'); END;

CREATE TRIGGER counter_token_no_UPDATE BEFORE UPDATE ON counter_token WHEN NEW.token <> OLD.token OR NEW.counter_id <> OLD.counter_id OR OLD.replaced AND NOT NEW.replaced
BEGIN SELECT RAISE(ABORT, 'a token is never changed'); END;

CREATE TABLE criteria_set (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    family     TEXT NOT NULL,
    year       BIGINT NOT NULL,
    group_code TEXT NOT NULL,
    version    BIGINT NOT NULL,
    content    TEXT NOT NULL,
    frozen     BOOLEAN NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at DATETIME NOT NULL,
    UNIQUE (family, year, group_code, version)
);

CREATE TRIGGER criteria_set_no_DELETE BEFORE DELETE ON criteria_set WHEN OLD.frozen
BEGIN SELECT RAISE(ABORT, 'a frozen criteria set is never changed'); END;

CREATE TRIGGER criteria_set_no_UPDATE BEFORE UPDATE ON criteria_set WHEN OLD.frozen
BEGIN SELECT RAISE(ABORT, 'a frozen criteria set is never changed'); END;

CREATE TABLE edition (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL CHECK (kind IN ('cchc', 'satisfaction')),
    family        TEXT NOT NULL,
    year          BIGINT NOT NULL,
    number        BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('closed', 'withdrawn', 'published')),
    replaces      BIGINT NOT NULL,
    why           TEXT NOT NULL,
    content       BLOB NOT NULL,
    hash          TEXT NOT NULL,
    closed_by     TEXT NOT NULL,
    closed_at     DATETIME NOT NULL,
    decision      TEXT NOT NULL,
    decided_on    TEXT NOT NULL,
    decision_file TEXT NOT NULL,
    archive       BLOB NOT NULL,
    archive_hash  TEXT NOT NULL,
    published_by  TEXT NOT NULL,
    published_at  DATETIME,
    UNIQUE (kind, family, year, number)
);

CREATE TRIGGER edition_no_DELETE BEFORE DELETE ON edition WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'an edition is never deleted'); END;

CREATE TRIGGER edition_no_INSERT BEFORE INSERT ON edition WHEN NEW.state <> 'closed' OR EXISTS (SELECT 1 FROM edition WHERE id = NEW.id OR kind = NEW.kind AND family = NEW.family AND year = NEW.year AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END;

CREATE TRIGGER edition_no_UPDATE BEFORE UPDATE ON edition WHEN OLD.state <> 'closed' OR NEW.id <> OLD.id OR NEW.content <> OLD.content OR NEW.hash <> OLD.hash OR NEW.number <> OLD.number OR NEW.year <> OLD.year OR NEW.kind <> OLD.kind OR NEW.family <> OLD.family OR NEW.replaces <> OLD.replaces OR NEW.why <> OLD.why OR NEW.closed_by <> OLD.closed_by OR NEW.closed_at <> OLD.closed_at
BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END;

CREATE TABLE evidence (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id  BIGINT NOT NULL REFERENCES round (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    file      TEXT NOT NULL,
    size      BIGINT NOT NULL,
    type      TEXT NOT NULL,
    name      TEXT NOT NULL,
    added_by  TEXT NOT NULL,
    added_at  DATETIME NOT NULL
);

CREATE INDEX evidence_file ON evidence (file);

CREATE INDEX evidence_sheet ON evidence (round_id, agency_id);

CREATE TRIGGER evidence_no_DELETE BEFORE DELETE ON evidence WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

CREATE TRIGGER evidence_no_UPDATE BEFORE UPDATE ON evidence WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

CREATE TABLE evidence_use (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    evidence_id BIGINT NOT NULL REFERENCES evidence (id),
    leaf        TEXT NOT NULL,
    part        TEXT NOT NULL,
    dropped_by  TEXT NOT NULL,
    dropped_at  DATETIME
);

CREATE INDEX evidence_use_evidence ON evidence_use (evidence_id);

CREATE TRIGGER evidence_use_no_DELETE BEFORE DELETE ON evidence_use WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'what evidence is for is taken back once, never changed'); END;

CREATE TRIGGER evidence_use_no_UPDATE BEFORE UPDATE ON evidence_use WHEN OLD.dropped_by <> '' OR NEW.evidence_id <> OLD.evidence_id OR NEW.leaf <> OLD.leaf OR NEW.part <> OLD.part
BEGIN SELECT RAISE(ABORT, 'what evidence is for is taken back once, never changed'); END;

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

CREATE TRIGGER factor_no_DELETE BEFORE DELETE ON factor WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.questionnaire_id)
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TRIGGER factor_no_INSERT BEFORE INSERT ON factor WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = NEW.questionnaire_id)
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TRIGGER factor_no_UPDATE BEFORE UPDATE ON factor WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id IN (OLD.questionnaire_id, NEW.questionnaire_id))
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TABLE job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL UNIQUE,
    due_at      DATETIME NOT NULL,
    leased_till DATETIME,
    attempts    INTEGER NOT NULL,
    done_at     DATETIME,
    result      TEXT NOT NULL
);

CREATE INDEX job_due ON job (due_at) WHERE done_at IS NULL;

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

CREATE TRIGGER log_entry_moves_head AFTER INSERT ON log_entry
BEGIN UPDATE log_head SET number = e.number, hash = e.hash FROM log_entry AS e WHERE e.number = (SELECT MAX(number) FROM log_entry) AND e.number > log_head.number; END;

CREATE TRIGGER log_entry_no_DELETE BEFORE DELETE ON log_entry WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

CREATE TRIGGER log_entry_no_INSERT BEFORE INSERT ON log_entry WHEN NEW.number < 1 OR (NEW.number = 1) <> (NEW.previous = '') OR EXISTS (SELECT 1 FROM log_entry WHERE number = NEW.number) OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM log_entry WHERE number = NEW.number - 1 AND hash = NEW.previous)
BEGIN SELECT RAISE(ABORT, 'the log is never changed, and grows at its end only'); END;

CREATE TRIGGER log_entry_no_UPDATE BEFORE UPDATE ON log_entry WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

CREATE TABLE log_head (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL,
    hash   TEXT NOT NULL
);

CREATE TRIGGER log_head_no_DELETE BEFORE DELETE ON log_head WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'the head of the log only goes forward'); END;

CREATE TRIGGER log_head_no_INSERT BEFORE INSERT ON log_head WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'the head of the log only goes forward'); END;

CREATE TRIGGER log_head_no_UPDATE BEFORE UPDATE ON log_head WHEN NEW.id <> OLD.id OR NEW.number < OLD.number OR (NEW.number = OLD.number) <> (NEW.hash = OLD.hash) OR NEW.number > OLD.number AND NOT EXISTS (SELECT 1 FROM log_entry WHERE number = NEW.number AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the head of the log only goes forward'); END;

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
    imported_at DATETIME NOT NULL,
    PRIMARY KEY (family, year, agency_id)
);

CREATE TABLE petition (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id    BIGINT NOT NULL REFERENCES round (id),
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    leaf        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    filed_by    TEXT NOT NULL,
    filed_at    DATETIME NOT NULL,
    answer      TEXT NOT NULL,
    changes     BOOLEAN NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at DATETIME
);

CREATE INDEX petition_round ON petition (round_id);

CREATE TRIGGER petition_no_DELETE BEFORE DELETE ON petition WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a petition is never deleted'); END;

CREATE TRIGGER petition_no_UPDATE BEFORE UPDATE ON petition WHEN OLD.answered_by <> ''
BEGIN SELECT RAISE(ABORT, 'an answered petition is never changed'); END;

CREATE TABLE plan (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
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

CREATE TABLE plan_group (
    plan_id    BIGINT NOT NULL REFERENCES plan (id),
    group_code TEXT NOT NULL REFERENCES agency_group (code),
    PRIMARY KEY (plan_id, group_code)
);

CREATE TABLE plan_target (
    plan_id    BIGINT NOT NULL REFERENCES plan (id),
    sector     TEXT NOT NULL,
    hundredths BIGINT NOT NULL,
    above      BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, sector)
);

CREATE TABLE plan_transactions (
    plan_id      BIGINT NOT NULL REFERENCES plan (id),
    agency_id    BIGINT NOT NULL REFERENCES agency (id),
    transactions BIGINT NOT NULL CHECK (transactions >= 0),
    PRIMARY KEY (plan_id, agency_id)
);

CREATE TABLE property (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE proposal (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    action      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    agency_id   BIGINT NOT NULL REFERENCES agency (id),
    change      TEXT NOT NULL,
    version     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES account (id),
    proposed_at DATETIME NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn')),
    decided_by  BIGINT REFERENCES account (id),
    decided_at  DATETIME,
    answer      TEXT NOT NULL
);

CREATE TRIGGER proposal_no_DELETE BEFORE DELETE ON proposal WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a proposal is never deleted'); END;

CREATE TRIGGER proposal_no_UPDATE BEFORE UPDATE ON proposal WHEN OLD.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'a decided proposal is never changed'); END;

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

CREATE TRIGGER question_no_DELETE BEFORE DELETE ON question WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.questionnaire_id)
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TRIGGER question_no_INSERT BEFORE INSERT ON question WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = NEW.questionnaire_id)
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TRIGGER question_no_UPDATE BEFORE UPDATE ON question WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id IN (OLD.questionnaire_id, NEW.questionnaire_id))
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TABLE questionnaire (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    code    TEXT NOT NULL,
    version INTEGER NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    UNIQUE (code, version)
);

CREATE TRIGGER questionnaire_no_DELETE BEFORE DELETE ON questionnaire WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TRIGGER questionnaire_no_INSERT BEFORE INSERT ON questionnaire WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id IN (SELECT id FROM questionnaire WHERE id = NEW.id OR code = NEW.code AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TRIGGER questionnaire_no_UPDATE BEFORE UPDATE ON questionnaire WHEN EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.id OR questionnaire_id IN (SELECT id FROM questionnaire WHERE id = NEW.id OR code = NEW.code AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'an answered questionnaire is never changed'); END;

CREATE TABLE questionnaire_draft (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    form       TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at DATETIME NOT NULL
);

CREATE TABLE response (
    counter_id       BIGINT NOT NULL,
    receipt          BLOB NOT NULL,
    plan_id          BIGINT NOT NULL,
    questionnaire_id BIGINT NOT NULL,
    answered_at      DATETIME NOT NULL,
    received_at      DATETIME NOT NULL,
    day              TEXT NOT NULL,
    channel          SMALLINT NOT NULL,
    stage            SMALLINT NOT NULL,
    status           SMALLINT NOT NULL,
    levels           TEXT NOT NULL,
    PRIMARY KEY (counter_id, receipt)
) WITHOUT ROWID;

CREATE UNIQUE INDEX response_receipt ON response (receipt);

CREATE TRIGGER response_no_DELETE BEFORE DELETE ON response WHEN NOT EXISTS (SELECT 1 FROM archive WHERE plan_id = OLD.plan_id)
BEGIN SELECT RAISE(ABORT, 'a response is never deleted unless its plan is archived'); END;

CREATE TRIGGER response_no_UPDATE BEFORE UPDATE ON response WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a response is never changed'); END;

CREATE TABLE response_flag (
    counter_id       BIGINT NOT NULL,
    receipt          BLOB NOT NULL,
    rule             TEXT NOT NULL,
    plan_id          BIGINT NOT NULL,
    questionnaire_id BIGINT NOT NULL,
    day              TEXT NOT NULL,
    PRIMARY KEY (counter_id, receipt, rule)
) WITHOUT ROWID;

CREATE INDEX response_flag_plan ON response_flag (plan_id);

CREATE TABLE round (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    family    TEXT NOT NULL,
    year      BIGINT NOT NULL,
    step      TEXT NOT NULL CHECK (step IN ('self', 'appraisal', 'explanation', 'second', 'closed')),
    deadlines TEXT NOT NULL,
    minutes   TEXT NOT NULL,
    opened_at DATETIME NOT NULL,
    closed_at DATETIME,
    UNIQUE (family, year)
);

CREATE TRIGGER round_no_DELETE BEFORE DELETE ON round WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a round is never deleted'); END;

CREATE TRIGGER round_no_UPDATE BEFORE UPDATE ON round WHEN OLD.step = 'closed' OR NEW.id <> OLD.id OR NEW.family <> OLD.family OR NEW.year <> OLD.year OR NEW.opened_at <> OLD.opened_at OR (CASE NEW.step WHEN 'self' THEN 1 WHEN 'appraisal' THEN 2 WHEN 'explanation' THEN 3 WHEN 'second' THEN 4 ELSE 5 END) < (CASE OLD.step WHEN 'self' THEN 1 WHEN 'appraisal' THEN 2 WHEN 'explanation' THEN 3 WHEN 'second' THEN 4 ELSE 5 END)
BEGIN SELECT RAISE(ABORT, 'a round goes forward only, and a closed one stays as it is'); END;

CREATE TABLE round_agency (
    round_id     BIGINT NOT NULL REFERENCES round (id),
    agency_id    BIGINT NOT NULL REFERENCES agency (id),
    group_code   TEXT NOT NULL,
    set_id       BIGINT NOT NULL REFERENCES criteria_set (id),
    left_out     TEXT NOT NULL,
    submitted_at DATETIME,
    submitted_by TEXT NOT NULL,
    report_id    BIGINT REFERENCES evidence (id),
    reopened     BOOLEAN NOT NULL,
    PRIMARY KEY (round_id, agency_id)
);

CREATE TRIGGER round_agency_no_DELETE BEFORE DELETE ON round_agency WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'the agencies of a round are fixed'); END;

CREATE TRIGGER round_agency_no_INSERT BEFORE INSERT ON round_agency WHEN EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND step <> 'self')
BEGIN SELECT RAISE(ABORT, 'the agencies of a round are fixed'); END;

CREATE TRIGGER round_agency_no_UPDATE BEFORE UPDATE ON round_agency WHEN NEW.round_id <> OLD.round_id OR NEW.agency_id <> OLD.agency_id OR NEW.group_code <> OLD.group_code OR NEW.set_id <> OLD.set_id OR NEW.left_out <> OLD.left_out OR EXISTS (SELECT 1 FROM round WHERE id = OLD.round_id AND step = 'closed')
BEGIN SELECT RAISE(ABORT, 'the agencies of a round are fixed'); END;

CREATE TABLE round_assignment (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id  BIGINT NOT NULL REFERENCES round (id),
    login     TEXT NOT NULL,
    agency_id BIGINT REFERENCES agency (id),
    area      TEXT NOT NULL
);

CREATE INDEX round_assignment_round ON round_assignment (round_id);

CREATE TABLE secret_mark (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    mark TEXT NOT NULL
);

CREATE TABLE session (
    hash       TEXT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    stage      TEXT NOT NULL,
    way        TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    seen_at    DATETIME NOT NULL,
    expires_at DATETIME NOT NULL
);

CREATE INDEX session_account ON session (account_id);

CREATE TABLE sign_in_try (
    mark     TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at  DATETIME NOT NULL
);

CREATE TABLE succession (
    predecessor_id BIGINT NOT NULL REFERENCES agency (id),
    successor_id   BIGINT NOT NULL REFERENCES agency (id),
    on_day         TEXT NOT NULL,
    note           TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id, on_day),
    CHECK (predecessor_id <> successor_id)
);

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
) WITHOUT ROWID;

CREATE INDEX tally_plan ON tally (plan_id, agency_id);

CREATE TABLE task (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
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

CREATE UNIQUE INDEX task_of_agency ON task (year, owner_id, section, number) WHERE owner_id IS NOT NULL;

CREATE UNIQUE INDEX task_of_province ON task (year, section, number) WHERE owner_id IS NULL;

CREATE TABLE task_agency (
    task_id      BIGINT NOT NULL REFERENCES task (id),
    agency_id    BIGINT NOT NULL REFERENCES agency (id),
    leads        BOOLEAN NOT NULL,
    confirmed_by TEXT NOT NULL,
    PRIMARY KEY (task_id, agency_id)
);

CREATE TABLE task_report (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id   BIGINT NOT NULL REFERENCES task (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    done_on   TEXT NOT NULL,
    note      TEXT NOT NULL,
    file      TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size BIGINT NOT NULL,
    file_type TEXT NOT NULL,
    login     TEXT NOT NULL,
    at        DATETIME NOT NULL
);

CREATE INDEX task_report_task ON task_report (task_id, agency_id, id);

CREATE TRIGGER task_report_no_DELETE BEFORE DELETE ON task_report WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a report about a task is never changed'); END;

CREATE TRIGGER task_report_no_UPDATE BEFORE UPDATE ON task_report WHEN TRUE
BEGIN SELECT RAISE(ABORT, 'a report about a task is never changed'); END;
