-- +goose Up

-- From a day on an agency does all or part of what another did before: many to
-- many, because agencies are merged and split. The predecessor may go on.
CREATE TABLE succession (
    predecessor_id BIGINT NOT NULL REFERENCES agency (id),
    successor_id   BIGINT NOT NULL REFERENCES agency (id),
    on_day         TEXT NOT NULL,
    note           TEXT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id, on_day),
    CHECK (predecessor_id <> successor_id)
);

-- A year may have several official plans, each for agencies of its own: hospitals
-- and schools are asked other questions. The import keeps them apart.
DROP INDEX plan_official;
