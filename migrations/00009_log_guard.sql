-- +goose Up

-- The log grows at its end only, each row bound to the one before.
{{unguard "log_entry" "INSERT"}}
{{guard "log_entry" "INSERT" "NEW.number < 1 OR (NEW.number = 1) <> (NEW.previous = '') OR EXISTS (SELECT 1 FROM log_entry WHERE number = NEW.number) OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM log_entry WHERE number = NEW.number - 1 AND hash = NEW.previous)" "the log is never changed, and grows at its end only"}}

-- The head moves on with the rows, whoever adds them: a row past the head would stand
-- where the next change has to be logged, and no change would be possible any more.
{{after "log_entry" "moves_head" "UPDATE log_head SET number = e.number, hash = e.hash FROM log_entry AS e WHERE e.number = (SELECT MAX(number) FROM log_entry) AND e.number > log_head.number"}}
{{seal}}
{{keyed "log_entry_no_INSERT"}}
{{keyed "log_entry_moves_head"}}
{{keyed "log_head_no_UPDATE"}}
