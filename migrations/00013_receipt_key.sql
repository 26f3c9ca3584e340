-- +goose Up

-- A response's key is its receipt, which all devices make for themselves; its counter is an
-- index beside it. Where a table lies in the order of its key, as in SQLite, that order stays
-- the counter's.
SELECT 1;
{{receipt_key}}
