-- +goose Up

-- What is never changed is not put in place of either: SQLite's REPLACE deletes a row
-- without asking the guards of DELETE. (For responses, which come by the thousand,
-- looking first would cost each of them; our own connections ask those guards also then.)
{{guard "log_entry" "INSERT" "EXISTS (SELECT 1 FROM log_entry WHERE number = NEW.number)" "the log is never changed"}}
{{guard "archive" "INSERT" "EXISTS (SELECT 1 FROM archive WHERE plan_id = NEW.plan_id)" "an archive is never changed"}}
{{guard "questionnaire" "INSERT" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id IN (SELECT id FROM questionnaire WHERE id = NEW.id OR code = NEW.code AND version = NEW.version))" "an answered questionnaire is never changed"}}
{{unguard "questionnaire" "UPDATE"}}
{{guard "questionnaire" "UPDATE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id = OLD.id OR questionnaire_id IN (SELECT id FROM questionnaire WHERE id = NEW.id OR code = NEW.code AND version = NEW.version))" "an answered questionnaire is never changed"}}

-- Nor does a part move into an answered questionnaire from one that nobody answered.
{{unguard "question" "UPDATE"}}
{{guard "question" "UPDATE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id IN (OLD.questionnaire_id, NEW.questionnaire_id))" "an answered questionnaire is never changed"}}
{{unguard "factor" "UPDATE"}}
{{guard "factor" "UPDATE" "EXISTS (SELECT 1 FROM tally WHERE questionnaire_id IN (OLD.questionnaire_id, NEW.questionnaire_id))" "an answered questionnaire is never changed"}}

-- The head of the log goes forward, to a row that is there, and stays otherwise.
{{guard "log_head" "INSERT" "TRUE" "the head of the log only goes forward"}}
{{guard "log_head" "DELETE" "TRUE" "the head of the log only goes forward"}}
{{guard "log_head" "UPDATE" "NEW.id <> OLD.id OR NEW.number < OLD.number OR (NEW.number = OLD.number) <> (NEW.hash = OLD.hash) OR NEW.number > OLD.number AND NOT EXISTS (SELECT 1 FROM log_entry WHERE number = NEW.number AND hash = NEW.hash)" "the head of the log only goes forward"}}
{{whole "log_head" "the head of the log only goes forward"}}

-- Which tokens a counter had is not in the log, because tokens never enter it: so they
-- are kept here. A token is hung up, replaced once, and never becomes another's.
{{guard "counter_token" "INSERT" "EXISTS (SELECT 1 FROM counter_token WHERE token = NEW.token AND (counter_id <> NEW.counter_id OR replaced <> NEW.replaced) OR counter_id = NEW.counter_id AND token <> NEW.token AND NOT replaced AND NOT NEW.replaced)" "a token is never changed"}}
{{guard "counter_token" "UPDATE" "NEW.token <> OLD.token OR NEW.counter_id <> OLD.counter_id OR OLD.replaced AND NOT NEW.replaced" "a token is never changed"}}
{{guard "counter_token" "DELETE" "TRUE" "a token is never deleted"}}
{{whole "counter_token" "a token is never deleted"}}
