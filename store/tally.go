package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hailong/survey"
)

// sumColumn is a column of a tally that is added up.
type sumColumn struct {
	name string
	of   func(*survey.Tally) *int64
}

var sumColumns = func() []sumColumn {
	list := []sumColumn{
		{"received", func(t *survey.Tally) *int64 { return &t.Received }},
		{"late", func(t *survey.Tally) *int64 { return &t.Late }},
		{"n", func(t *survey.Tally) *int64 { return &t.N }},
		{"y", func(t *survey.Tally) *int64 { return &t.Y }},
		{"m", func(t *survey.Tally) *int64 { return &t.M }},
		{"yy", func(t *survey.Tally) *int64 { return &t.YY }},
		{"ym", func(t *survey.Tally) *int64 { return &t.YM }},
		{"mm", func(t *survey.Tally) *int64 { return &t.MM }},
	}
	for i := range survey.MaxFactors {
		list = append(list,
			sumColumn{fmt.Sprintf("f%dy", i+1), func(t *survey.Tally) *int64 { return &t.Factors[i].Satisfied }},
			sumColumn{fmt.Sprintf("f%dm", i+1), func(t *survey.Tally) *int64 { return &t.Factors[i].Given }})
	}
	return list
}()

// sums are pointers to a tally's numbers, in the order of sumColumns.
func sums(t *survey.Tally) []any {
	list := make([]any, len(sumColumns))
	for i, c := range sumColumns {
		list[i] = c.of(t)
	}
	return list
}

var tallyKeys = columns[survey.Tally]{
	col("counter_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Counter) }),
	col("agency_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Agency) }),
	col("plan_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Plan) }),
	col("questionnaire_id", "bigint", func(t *survey.Tally) int64 { return int64(t.Questionnaire) }),
	col("month", "text", func(t *survey.Tally) string { return string(t.Month) }),
	col("channel", "smallint", func(t *survey.Tally) int16 { return int16(t.Channel) }),
	col("is_excluded", "boolean", func(t *survey.Tally) bool { return t.TallyKey.Excluded }),
}

// tallySums are the columns that are added up, sent as a type of PostgreSQL.
func tallySums(postgres string) columns[survey.Tally] {
	list := make(columns[survey.Tally], len(sumColumns))
	for i, c := range sumColumns {
		list[i] = col(c.name, postgres, func(t *survey.Tally) int64 { return *c.of(t) })
	}
	return list
}

// tallyInsert adds to the row that is there.
var tallyInsert = func() inserter[survey.Tally] {
	additions := make([]string, len(sumColumns))
	for i, c := range sumColumns {
		additions[i] = fmt.Sprintf("%[1]s = tally.%[1]s + excluded.%[1]s", c.name)
	}
	return newInserter("tally",
		"ON CONFLICT ("+tallyKeys.names()+") DO UPDATE SET "+strings.Join(additions, ", "),
		slices.Concat(tallyKeys, tallySums("bigint")))
}()

// addTallies adds merged, sorted tallies to the roll-ups.
func (db *DB) addTallies(ctx context.Context, tallies []survey.Tally) error {
	if len(tallies) == 0 {
		return nil
	}
	return insertAll(ctx, db, &tallyInsert, pointers(tallies))
}

// dimensionColumns are the columns that a query may tell tallies apart by.
var dimensionColumns = map[survey.Dimension]string{
	survey.ByAgency: "agency_id", survey.ByCounter: "counter_id",
	survey.ByMonth: "month", survey.ByChannel: "channel",
}

// summed are the sums that a query selects; the factors' come last.
var summed = func() (list []string) {
	for _, c := range sumColumns {
		list = append(list, fmt.Sprintf("CAST(SUM(%[1]s) AS BIGINT) AS %[1]s", c.name))
	}
	return list
}()

// beforeFactors is how many of summed come before those of the first factor.
const beforeFactors = 8

// Tallies reads roll-ups, summed over what the query does not name. It never touches the
// responses. What a person excluded comes in rows of its own and is put aside here: to tell
// it apart in each sum takes the database twice as long.
func (db *DB) Tallies(ctx context.Context, q survey.TallyQuery) ([]survey.Tally, error) {
	var by []string
	for _, d := range q.By {
		by = append(by, dimensionColumns[d])
	}
	columns := summed
	if q.Factors > 0 {
		columns = summed[:beforeFactors+2*q.Factors]
	}
	by = append(by, "is_excluded")
	query := "SELECT " + strings.Join(slices.Concat(by, columns), ", ") +
		" FROM tally WHERE plan_id = ? AND questionnaire_id IN ?"
	args := []any{q.Plan, q.Questionnaires}
	if q.Agency != 0 {
		query += " AND agency_id = ?"
		args = append(args, q.Agency)
	}
	query += " GROUP BY " + strings.Join(by, ", ") + " ORDER BY " + strings.Join(by, ", ")
	tallies, err := db.scanTallies(ctx, q.By, len(columns), query, args...)
	if err == nil && len(q.By) == 0 && len(tallies) == 0 {
		tallies = []survey.Tally{{}} // one sum of everything, also of nothing
	}
	return tallies, err
}

func (db *DB) scanTallies(
	ctx context.Context, by []survey.Dimension, columns int, query string, args ...any,
) ([]survey.Tally, error) {
	rows, err := db.conn(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, wrap(err, "read tallies")
	}
	defer func() { _ = rows.Close() }()
	var row survey.Tally
	var targets []any
	for _, d := range by {
		targets = append(targets, dimension(&row, d))
	}
	targets = append(append(targets, &row.TallyKey.Excluded), sums(&row)[:columns]...)
	var tallies []survey.Tally
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, wrap(err, "read tallies")
		}
		t := row.Counted()
		if n := len(tallies); n > 0 && tallies[n-1].TallyKey == t.TallyKey {
			tallies[n-1] = tallies[n-1].Add(t)
		} else {
			tallies = append(tallies, t)
		}
	}
	return tallies, wrap(rows.Err(), "read tallies")
}

// talliesWhere are whole rows of the roll-ups.
func (db *DB) talliesWhere(ctx context.Context, where string, args ...any) ([]survey.Tally, error) {
	rows, err := db.conn(ctx).Raw("SELECT * FROM tally WHERE "+where, args...).Rows()
	if err != nil {
		return nil, wrap(err, "read tallies")
	}
	defer func() { _ = rows.Close() }()
	var tallies []survey.Tally
	for rows.Next() {
		var t survey.Tally
		targets := []any{
			&t.Counter, &t.Agency, &t.Plan, &t.Questionnaire, &t.Month, &t.Channel, &t.TallyKey.Excluded,
		}
		if err := rows.Scan(append(targets, sums(&t)...)...); err != nil {
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
