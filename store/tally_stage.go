package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"hailong/survey"
)

// StageTallies counts one agency's valid responses of a plan by stage and question; of
// an archived plan it reads what was kept. Sorted by stage, then questionnaire.
func (db *DB) StageTallies(
	ctx context.Context, plan survey.PlanID, agency survey.AgencyID,
) (tallies []survey.StageTally, err error) {
	err = db.snapshot(ctx, func(ctx context.Context) error {
		c := &survey.Catalogue{}
		if err := db.readQuestionnaires(ctx, c); err != nil {
			return err
		}
		c.Index()
		archived, err := scalar[int64](ctx, db, "SELECT COUNT(*) FROM archive WHERE plan_id = ?", plan)
		if err != nil {
			return err
		}
		if archived > 0 {
			tallies, err = db.keptStages(ctx, c, plan, agency)
		} else {
			tallies, err = db.countStages(ctx, c, plan, agency)
		}
		return err
	})
	return tallies, wrap(err, "read agency %d of plan %d by stage", agency, plan)
}

const levelCounts = `
	SELECT stage, questionnaire_id, levels, COUNT(*)
	FROM response
	WHERE counter_id IN (SELECT id FROM counter WHERE agency_id = ?) AND plan_id = ? AND status = ?
	GROUP BY stage, questionnaire_id, levels`

// correctedLevelCounts leaves out what was excluded or credited to others, and adds what
// was credited to the agency. Looking that up for each response takes longer, so it is for
// agencies that have corrections.
const correctedLevelCounts = `
	SELECT stage, questionnaire_id, levels, COUNT(*)
	FROM response
	WHERE counter_id IN (
		SELECT id FROM counter WHERE agency_id = ?
		UNION SELECT counter_id FROM correction WHERE agency_id = ? AND undone_by = ''
	) AND plan_id = ? AND status = ?
	AND NOT EXISTS (
		SELECT 1 FROM correction_receipt x
		WHERE x.counter_id = response.counter_id AND x.receipt = response.receipt
			AND x.kind = 'exclude' AND x.in_force
	)
	AND COALESCE(
		(SELECT x.agency_id FROM correction_receipt x
		WHERE x.counter_id = response.counter_id AND x.receipt = response.receipt
			AND x.kind = 'reassign' AND x.in_force),
		(SELECT agency_id FROM counter WHERE id = response.counter_id)
	) = ?
	GROUP BY stage, questionnaire_id, levels`

// readByKey has PostgreSQL read responses by their counters' key, for the rest of the
// transaction.
func (db *DB) readByKey(ctx context.Context) error {
	if db.dialect.oneAgency == "" {
		return nil
	}
	return db.conn(ctx).Exec(db.dialect.oneAgency).Error
}

// countStages groups the agency's responses by the key of its counters, whatever the
// size of the whole table.
func (db *DB) countStages(
	ctx context.Context, c *survey.Catalogue, plan survey.PlanID, agency survey.AgencyID,
) ([]survey.StageTally, error) {
	if err := db.readByKey(ctx); err != nil {
		return nil, err
	}
	corrected, err := db.corrected(ctx, agency)
	if err != nil {
		return nil, err
	}
	query, args := levelCounts, []any{agency, plan, survey.StatusValid}
	if corrected {
		query, args = correctedLevelCounts, []any{agency, agency, plan, survey.StatusValid, agency}
	}
	rows, err := db.conn(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	tallies := survey.StageTallies{}
	for rows.Next() {
		var stage survey.Stage
		var questionnaire survey.QuestionnaireID
		var levels survey.Levels
		var count int64
		if err := rows.Scan(&stage, &questionnaire, &levels, &count); err != nil {
			return nil, err
		}
		q := c.Questionnaire(questionnaire)
		if q == nil || len(levels) != len(q.Questions) {
			return nil, fmt.Errorf("levels %q do not fit questionnaire %d", levels, questionnaire)
		}
		tallies.Add(stage, q, levels, count)
	}
	return tallies.Sorted(), rows.Err()
}

// keptStages reads what was kept of the agency when the plan was archived.
func (db *DB) keptStages(
	ctx context.Context, c *survey.Catalogue, plan survey.PlanID, agency survey.AgencyID,
) ([]survey.StageTally, error) {
	rows, err := list[archivedStageRow](ctx, db,
		"SELECT * FROM archived_stage WHERE plan_id = ? AND agency_id = ? ORDER BY stage, questionnaire_id",
		plan, agency)
	if err != nil {
		return nil, err
	}
	tallies := make([]survey.StageTally, len(rows))
	for i, r := range rows {
		if tallies[i], err = r.tally(c); err != nil {
			return nil, err
		}
	}
	return tallies, nil
}

// tally is what a row says; one that does not fit its questionnaire is named.
func (r archivedStageRow) tally(c *survey.Catalogue) (survey.StageTally, error) {
	shares, ok := sharesOf(r.Shares)
	if q := c.Questionnaire(r.QuestionnaireID); !ok || q == nil || len(shares) != len(q.Questions) {
		const message = "archived_stage: plan %d, agency %d, questionnaire %d, stage %d: shares %q do not fit"
		return survey.StageTally{}, fmt.Errorf(message, r.PlanID, r.AgencyID, r.QuestionnaireID, r.Stage, r.Shares)
	}
	return survey.StageTally{
		Stage: r.Stage, Questionnaire: r.QuestionnaireID, Shares: shares,
		Sums: survey.Sums{N: r.N, Y: r.Y, M: r.M, YY: r.YY, YM: r.YM, MM: r.MM},
	}, nil
}

// sharesText is "12/15 3/9 0/0": of each question the satisfied of those who answered.
func sharesText(shares []survey.Share) string {
	words := make([]string, len(shares))
	for i, s := range shares {
		words[i] = strconv.FormatInt(s.Satisfied, 10) + "/" + strconv.FormatInt(s.Given, 10)
	}
	return strings.Join(words, " ")
}

// sharesOf reads what sharesText wrote, and nothing else.
func sharesOf(text string) (shares []survey.Share, ok bool) {
	for word := range strings.FieldsSeq(text) {
		satisfied, given, _ := strings.Cut(word, "/")
		s := survey.Share{Satisfied: number(satisfied), Given: number(given)}
		if s.Satisfied < 0 || s.Satisfied > s.Given {
			return nil, false
		}
		shares = append(shares, s)
	}
	return shares, sharesText(shares) == text
}

// number is -1 where the text is none.
func number(text string) int64 {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	return -1
}
