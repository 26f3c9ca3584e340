-- +goose Up

-- Comments that are shown together: whole days of one agency, at least five when they
-- were put together. Of the time a reader is told these two days. A row stays as it is
-- when comments of it are erased, so that none moves into another's place.
CREATE TABLE comment_release (
    id        {{id}},
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    first_day TEXT NOT NULL,
    last_day  TEXT NOT NULL
);

CREATE INDEX comment_release_agency ON comment_release (agency_id, last_day);

-- release_id is empty while a comment waits for others. counter_shown: enough of the
-- same counter stand beside it for the counter to be named. imported: its receipt was
-- made from what a file says, so whoever has the file could make its code.
ALTER TABLE comment ADD COLUMN release_id BIGINT REFERENCES comment_release (id);
ALTER TABLE comment ADD COLUMN counter_shown BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE comment ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE comment SET imported = TRUE WHERE EXISTS (
    SELECT 1 FROM response
    WHERE response.counter_id = comment.counter_id AND response.receipt = comment.receipt AND response.channel = 7
);

CREATE INDEX comment_in_release ON comment (release_id) WHERE release_id IS NOT NULL;
CREATE INDEX comment_waiting ON comment (day, counter_id) WHERE release_id IS NULL;
