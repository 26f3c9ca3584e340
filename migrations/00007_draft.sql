-- +goose Up

-- Questionnaires that are being written: form is the questionnaire as JSON, complete or
-- not. What is published becomes a questionnaire, and its draft is deleted.
CREATE TABLE questionnaire_draft (
    id         {{id}},
    form       TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at {{time}} NOT NULL
);
