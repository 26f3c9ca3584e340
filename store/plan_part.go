package store

import (
	"context"
	"maps"
	"slices"

	"hailong/survey"
)

// putPlanParts replaces the lists of a plan.
func (db *DB) putPlanParts(ctx context.Context, id survey.PlanID, p survey.Plan) error {
	var targets []planTargetRow
	for _, s := range slices.Sorted(maps.Keys(p.Targets)) {
		targets = append(targets, planTargetRow{id, s, p.Targets[s].Hundredths, p.Targets[s].Above})
	}
	var numbers []planTransactionsRow
	for _, a := range slices.Sorted(maps.Keys(p.Transactions)) {
		numbers = append(numbers, planTransactionsRow{id, a, p.Transactions[a]})
	}
	var groups []planGroupRow
	for _, g := range p.Groups {
		groups = append(groups, planGroupRow{id, g})
	}
	var agencies []planAgencyRow
	for _, a := range p.Agencies {
		agencies = append(agencies, planAgencyRow{id, a})
	}
	var counters []planCounterRow
	for _, n := range p.Counters {
		counters = append(counters, planCounterRow{id, n})
	}
	if err := replace(ctx, db, id, targets); err != nil {
		return err
	}
	if err := replace(ctx, db, id, numbers); err != nil {
		return err
	}
	if err := replace(ctx, db, id, groups); err != nil {
		return err
	}
	if err := replace(ctx, db, id, agencies); err != nil {
		return err
	}
	return replace(ctx, db, id, counters)
}

// replace puts rows of one of a plan's lists in place of those that are there.
func replace[R interface{ TableName() string }](
	ctx context.Context, db *DB, id survey.PlanID, rows []R,
) error {
	var none R
	if err := db.conn(ctx).Exec("DELETE FROM "+none.TableName()+" WHERE plan_id = ?", id).Error; err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	return db.conn(ctx).Create(&rows).Error
}
