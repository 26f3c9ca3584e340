-- +goose Up

-- A round goes forward and stays closed; its agencies stay as they were fixed.
{{guard "round" "UPDATE" "OLD.step = 'closed' OR NEW.id <> OLD.id OR NEW.family <> OLD.family OR NEW.year <> OLD.year OR NEW.opened_at <> OLD.opened_at OR (CASE NEW.step WHEN 'self' THEN 1 WHEN 'appraisal' THEN 2 WHEN 'explanation' THEN 3 WHEN 'second' THEN 4 ELSE 5 END) < (CASE OLD.step WHEN 'self' THEN 1 WHEN 'appraisal' THEN 2 WHEN 'explanation' THEN 3 WHEN 'second' THEN 4 ELSE 5 END)" "a round goes forward only, and a closed one stays as it is"}}
{{guard "round_agency" "UPDATE" "NEW.round_id <> OLD.round_id OR NEW.agency_id <> OLD.agency_id OR NEW.group_code <> OLD.group_code OR NEW.set_id <> OLD.set_id OR NEW.left_out <> OLD.left_out OR EXISTS (SELECT 1 FROM round WHERE id = OLD.round_id AND step = 'closed')" "the agencies of a round are fixed"}}
{{guard "round_agency" "INSERT" "EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND step <> 'self')" "the agencies of a round are fixed"}}

-- Into a closed round comes only what a petition changed.
{{unguard "assessment" "INSERT"}}
{{guard "assessment" "INSERT" "EXISTS (SELECT 1 FROM assessment WHERE id = NEW.id) OR NEW.part <> 'petition' AND EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND step = 'closed')" "what was assessed is never changed"}}

-- An edition begins closed, and of a closed one only the decision is added.
{{unguard "edition" "INSERT"}}
{{guard "edition" "INSERT" "NEW.state <> 'closed' OR EXISTS (SELECT 1 FROM edition WHERE id = NEW.id OR kind = NEW.kind AND family = NEW.family AND year = NEW.year AND number = NEW.number)" "an edition is never changed"}}
{{unguard "edition" "UPDATE"}}
{{guard "edition" "UPDATE" "OLD.state <> 'closed' OR NEW.id <> OLD.id OR NEW.content <> OLD.content OR NEW.hash <> OLD.hash OR NEW.number <> OLD.number OR NEW.year <> OLD.year OR NEW.kind <> OLD.kind OR NEW.family <> OLD.family OR NEW.replaces <> OLD.replaces OR NEW.why <> OLD.why OR NEW.closed_by <> OLD.closed_by OR NEW.closed_at <> OLD.closed_at" "an edition is never changed"}}
