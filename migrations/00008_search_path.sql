-- +goose Up

-- A guard looks at the schema's own tables, whatever table of the same name somebody
-- makes for his session alone.
SELECT 1;
{{seal}}
