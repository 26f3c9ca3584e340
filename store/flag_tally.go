package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"hailong/survey"
)

// FlaggedTallies are, by agency credited, the sums and factors of a plan's counted
// responses that carry a flag, on the plan's questionnaire in any version: so much of the
// plan's tallies would be gone without them. What a person excluded is not among them. Of
// a plan whose responses stand in a file nobody can tell any more, which is an error.
func (db *DB) FlaggedTallies(ctx context.Context, plan survey.PlanID) (tallies []survey.Tally, err error) {
	err = db.snapshot(ctx, func(ctx context.Context) error {
		c, err := db.Catalogue(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(c.Plans, func(p survey.Plan) bool { return p.ID == plan })
		switch {
		case at < 0:
			return fmt.Errorf("there is no such plan")
		case c.Plans[at].Archived:
			return survey.Fail(survey.Closed, "correction.archived", survey.Args{"plan": c.Plans[at].Code})
		}
		tallies, err = db.flagged(ctx, c, &c.Plans[at])
		return err
	})
	return tallies, wrap(err, "read what is flagged of plan %d", plan)
}

func (db *DB) flagged(ctx context.Context, c *survey.Catalogue, p *survey.Plan) ([]survey.Tally, error) {
	noticed, err := list[correctableRow](ctx, db, selectCorrectable+`
		(SELECT DISTINCT counter_id, receipt FROM response_flag WHERE plan_id = ?) f
		JOIN response r ON r.counter_id = f.counter_id AND r.receipt = f.receipt`+underCorrections+`
		WHERE r.status = ? AND x.receipt IS NULL`, p.ID, survey.StatusValid)
	if err != nil {
		return nil, err
	}
	form, sums := c.Questionnaire(p.Questionnaire), map[survey.AgencyID]survey.Tally{}
	for i := range noticed {
		r := &noticed[i]
		q, n := c.Questionnaire(r.Questionnaire), c.Counter(r.Counter)
		if q == nil || n == nil || q.Code != form.Code {
			continue
		}
		id := cmp.Or(r.Reassigned, n.Agency)
		sum, one := sums[id], survey.TallyOf(&r.Response, id, q)
		sum.TallyKey = survey.TallyKey{Agency: id, Plan: p.ID}
		sums[id] = sum.Add(one)
	}
	tallies := make([]survey.Tally, 0, len(sums))
	for _, t := range sums {
		tallies = append(tallies, t)
	}
	slices.SortFunc(tallies, func(a, b survey.Tally) int { return a.Compare(b.TallyKey) })
	return tallies, nil
}

// Asides are what stands beside the counted figures of a plan, by agency: what is flagged
// and what is excluded. Like the figures themselves it is read without looking at any
// response.
func (db *DB) Asides(ctx context.Context, q survey.TallyQuery) (asides []survey.Aside, err error) {
	err = db.snapshot(ctx, func(ctx context.Context) error {
		flagged, err := list[countRow](ctx, db, `
			SELECT agency_id, COUNT(*) AS count FROM (
				SELECT DISTINCT f.counter_id, f.receipt, COALESCE(m.agency_id, n.agency_id) AS agency_id
				FROM response_flag f JOIN counter n ON n.id = f.counter_id
				LEFT JOIN correction_receipt m
					ON m.counter_id = f.counter_id AND m.receipt = f.receipt AND m.kind = 'reassign' AND m.in_force
				WHERE f.plan_id = ? AND f.questionnaire_id IN ?
			) AS noticed WHERE CAST(? AS BIGINT) IN (0, agency_id) GROUP BY agency_id`,
			q.Plan, q.Questionnaires, q.Agency)
		if err != nil {
			return err
		}
		excluded, err := db.excluded(ctx, q)
		if err != nil {
			return err
		}
		asides = asidesOf(flagged, excluded)
		return nil
	})
	return asides, wrap(err, "read what stands beside plan %d", q.Plan)
}

// excluded are the sums of what persons excluded, by agency.
func (db *DB) excluded(ctx context.Context, q survey.TallyQuery) ([]survey.Tally, error) {
	return db.talliesWhere(ctx,
		"is_excluded AND plan_id = ? AND questionnaire_id IN ? AND CAST(? AS BIGINT) IN (0, agency_id)",
		q.Plan, q.Questionnaires, q.Agency)
}

type countRow struct {
	AgencyID survey.AgencyID
	Count    int64
}

func (r countRow) domain() countRow { return r }

func asidesOf(flagged []countRow, excluded []survey.Tally) []survey.Aside {
	by := map[survey.AgencyID]survey.Aside{}
	for _, f := range flagged {
		by[f.AgencyID] = survey.Aside{Agency: f.AgencyID, Flagged: f.Count}
	}
	for _, t := range excluded {
		aside := by[t.Agency]
		aside.Agency, aside.Excluded = t.Agency, aside.Excluded.Add(t)
		by[t.Agency] = aside
	}
	list := make([]survey.Aside, 0, len(by))
	for _, aside := range by {
		list = append(list, aside)
	}
	slices.SortFunc(list, func(a, b survey.Aside) int { return cmp.Compare(a.Agency, b.Agency) })
	return list
}
