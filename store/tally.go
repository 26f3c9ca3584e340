package store

import (
	"context"
	"fmt"
	"strings"

	"hailong/survey"
)

// sumColumns are the columns of a tally that are added up, in the order of sums.
var sumColumns = func() []string {
	names := []string{"received", "late", "n", "y", "m", "yy", "ym", "mm"}
	for i := range survey.MaxFactors {
		names = append(names, fmt.Sprintf("f%dy", i+1), fmt.Sprintf("f%dm", i+1))
	}
	return names
}()

// sums are pointers to a tally's numbers, in the order of sumColumns.
func sums(t *survey.Tally) []*int64 {
	list := []*int64{&t.Received, &t.Late, &t.N, &t.Y, &t.M, &t.YY, &t.YM, &t.MM}
	for i := range t.Factors {
		list = append(list, &t.Factors[i].Satisfied, &t.Factors[i].Given)
	}
	return list
}

var tallyColumns = func() []columnOf[survey.Tally] {
	list := []columnOf[survey.Tally]{
		col("counter_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Counter) }),
		col("agency_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Agency) }),
		col("plan_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Plan) }),
		col("questionnaire_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Questionnaire) }),
		col("month", "text", func(t *survey.Tally) string { return string(t.Month) }),
		col("channel", "smallint", func(t *survey.Tally) int16 { return int16(t.Channel) }),
		col("is_excluded", "boolean", func(t *survey.Tally) bool { return t.TallyKey.Excluded }),
	}
	for i, name := range sumColumns {
		list = append(list, col(name, "bigint", func(t *survey.Tally) int64 { return *sums(t)[i] }))
	}
	return list
}()

// mergeTally is how an insert of a tally becomes an addition to the row that is there.
var mergeTally = func() string {
	var b strings.Builder
	b.WriteString(" ON CONFLICT (counter_id, agency_id, plan_id, questionnaire_id," +
		" month, channel, is_excluded) DO UPDATE SET ")
	for i, name := range sumColumns {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s = tally.%s + excluded.%s", name, name, name)
	}
	return b.String()
}()

// addTallies adds merged, sorted tallies to the roll-ups.
func (db *DB) addTallies(ctx context.Context, tallies []survey.Tally) error {
	if len(tallies) == 0 {
		return nil
	}
	columns := make([]column, len(tallyColumns))
	for i, c := range tallyColumns {
		columns[i] = c.of(tallies)
	}
	query, args := db.dialect.insert("tally", columns, len(tallies))
	_, err := db.conn(ctx).Statement.ConnPool.ExecContext(ctx, query+mergeTally, args...)
	return err
}

// dimensionColumns are the columns that a query may tell tallies apart by.
var dimensionColumns = map[survey.Dimension]string{
	survey.ByAgency: "agency_id", survey.ByCounter: "counter_id",
	survey.ByMonth: "month", survey.ByChannel: "channel",
}

// summed are the sums that a query selects. What a person excluded was received, and
// late where it was late, but has no part in what scores are made of.
var summed = func() []string {
	sum := func(what, name string) string { return "CAST(COALESCE(SUM(" + what + "), 0) AS BIGINT) AS " + name }
	list := []string{sum("CASE WHEN is_excluded THEN n ELSE 0 END", "n_excluded")}
	for _, name := range sumColumns {
		what := "CASE WHEN is_excluded THEN 0 ELSE " + name + " END"
		if name == "received" || name == "late" {
			what = name
		}
		list = append(list, sum(what, name))
	}
	return list
}()

// Tallies reads roll-ups, summed over what the query does not name. It never
// touches the responses.
func (db *DB) Tallies(ctx context.Context, q survey.TallyQuery) ([]survey.Tally, error) {
	var by []string
	for _, d := range q.By {
		by = append(by, dimensionColumns[d])
	}
	query := "SELECT " + strings.Join(append(by[:len(by):len(by)], summed...), ", ") +
		" FROM tally WHERE plan_id = ? AND questionnaire_id IN ?"
	args := []any{q.Plan, q.Questionnaires}
	if q.Agency != 0 {
		query += " AND agency_id = ?"
		args = append(args, q.Agency)
	}
	if len(by) > 0 {
		query += " GROUP BY " + strings.Join(by, ", ") + " ORDER BY " + strings.Join(by, ", ")
	}
	return db.scanTallies(ctx, q.By, query, args...)
}

func (db *DB) scanTallies(
	ctx context.Context, by []survey.Dimension, query string, args ...any,
) ([]survey.Tally, error) {
	rows, err := db.conn(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, wrap(err, "read tallies")
	}
	defer func() { _ = rows.Close() }()
	var tallies []survey.Tally
	for rows.Next() {
		var t survey.Tally
		var targets []any
		for _, d := range by {
			targets = append(targets, dimension(&t, d))
		}
		targets = append(targets, &t.Excluded)
		for _, sum := range sums(&t) {
			targets = append(targets, sum)
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, wrap(err, "read tallies")
		}
		tallies = append(tallies, t)
	}
	return tallies, wrap(rows.Err(), "read tallies")
}

func dimension(t *survey.Tally, d survey.Dimension) any {
	switch d {
	case survey.ByAgency:
		return &t.Agency
	case survey.ByCounter:
		return &t.Counter
	case survey.ByMonth:
		return &t.Month
	default:
		return &t.Channel
	}
}

// LevelCounts groups one agency's valid responses of a plan by stage and levels.
func (db *DB) LevelCounts(
	ctx context.Context, plan survey.PlanID, agency survey.AgencyID,
) ([]survey.LevelCount, error) {
	var counts []survey.LevelCount
	err := db.conn(ctx).Raw(`
		SELECT stage, questionnaire_id AS questionnaire, levels, COUNT(*) AS count
		FROM response
		WHERE counter_id IN (SELECT id FROM counter WHERE agency_id = ?) AND plan_id = ? AND status = ?
		GROUP BY stage, questionnaire_id, levels
		ORDER BY stage, questionnaire_id, levels`,
		agency, plan, survey.StatusValid).Scan(&counts).Error
	return counts, wrap(err, "read levels")
}
