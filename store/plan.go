package store

import (
	"context"

	"gorm.io/gorm/clause"

	"hailong/survey"
)

type planRow struct {
	ID              survey.PlanID `gorm:"primaryKey"`
	Code            string
	Year            int
	NameVI          string `gorm:"column:name_vi"`
	NameEN          string `gorm:"column:name_en"`
	Official        bool
	Census          bool
	Public          bool
	Starts          survey.Day
	Ends            survey.Day
	AcceptUntil     survey.Day
	QuestionnaireID survey.QuestionnaireID
	Minimum         int64
}

func (planRow) TableName() string { return "plan" }

func (r planRow) domain() survey.Plan {
	return survey.Plan{
		ID: r.ID, Code: r.Code, Year: r.Year, Name: survey.Text{VI: r.NameVI, EN: r.NameEN},
		Official: r.Official, Census: r.Census, Public: r.Public,
		Starts: r.Starts, Ends: r.Ends, AcceptUntil: r.AcceptUntil,
		Questionnaire: r.QuestionnaireID, Minimum: r.Minimum,
		Targets: map[survey.Sector]survey.Target{}, Transactions: map[survey.AgencyID]int64{},
	}
}

// The parts of a plan that are lists.
type (
	planTargetRow struct {
		PlanID     survey.PlanID
		Sector     survey.Sector
		Hundredths int64
		Above      bool
	}
	planGroupRow struct {
		PlanID    survey.PlanID
		GroupCode string
	}
	planAgencyRow struct {
		PlanID   survey.PlanID
		AgencyID survey.AgencyID
	}
	planCounterRow struct {
		PlanID    survey.PlanID
		CounterID survey.CounterID
	}
	planTransactionsRow struct {
		PlanID       survey.PlanID
		AgencyID     survey.AgencyID
		Transactions int64
	}
)

func (planTargetRow) TableName() string                   { return "plan_target" }
func (planGroupRow) TableName() string                    { return "plan_group" }
func (planAgencyRow) TableName() string                   { return "plan_agency" }
func (planCounterRow) TableName() string                  { return "plan_counter" }
func (planTransactionsRow) TableName() string             { return "plan_transactions" }
func (r planTargetRow) domain() planTargetRow             { return r }
func (r planGroupRow) domain() planGroupRow               { return r }
func (r planAgencyRow) domain() planAgencyRow             { return r }
func (r planCounterRow) domain() planCounterRow           { return r }
func (r planTransactionsRow) domain() planTransactionsRow { return r }

func (db *DB) readPlans(ctx context.Context, c *survey.Catalogue) (err error) {
	c.Plans, err = list[planRow](ctx, db, "SELECT * FROM plan ORDER BY year DESC, code")
	if err != nil {
		return err
	}
	place := make(map[survey.PlanID]*survey.Plan, len(c.Plans))
	for i := range c.Plans {
		place[c.Plans[i].ID] = &c.Plans[i]
	}
	return db.readPlanParts(ctx, place)
}

func (db *DB) readPlanParts(ctx context.Context, place map[survey.PlanID]*survey.Plan) error {
	targets, err := list[planTargetRow](ctx, db, "SELECT * FROM plan_target")
	if err != nil {
		return err
	}
	for _, r := range targets {
		p, err := parent(place, r.PlanID, "plan_target", "plan")
		if err != nil {
			return err
		}
		p.Targets[r.Sector] = survey.Target{Hundredths: r.Hundredths, Above: r.Above}
	}
	numbers, err := list[planTransactionsRow](ctx, db, "SELECT * FROM plan_transactions")
	if err != nil {
		return err
	}
	for _, r := range numbers {
		p, err := parent(place, r.PlanID, "plan_transactions", "plan")
		if err != nil {
			return err
		}
		p.Transactions[r.AgencyID] = r.Transactions
	}
	archives, err := db.Archives(ctx)
	if err != nil {
		return err
	}
	for i := range archives {
		p, err := parent(place, archives[i].Plan, "archive", "plan")
		if err != nil {
			return err
		}
		p.Archived = true
	}
	return db.readPlanScope(ctx, place)
}

func (db *DB) readPlanScope(ctx context.Context, place map[survey.PlanID]*survey.Plan) error {
	groups, err := list[planGroupRow](ctx, db, "SELECT * FROM plan_group ORDER BY plan_id, group_code")
	if err != nil {
		return err
	}
	for _, r := range groups {
		p, err := parent(place, r.PlanID, "plan_group", "plan")
		if err != nil {
			return err
		}
		p.Groups = append(p.Groups, r.GroupCode)
	}
	agencies, err := list[planAgencyRow](ctx, db, "SELECT * FROM plan_agency ORDER BY plan_id, agency_id")
	if err != nil {
		return err
	}
	for _, r := range agencies {
		p, err := parent(place, r.PlanID, "plan_agency", "plan")
		if err != nil {
			return err
		}
		p.Agencies = append(p.Agencies, r.AgencyID)
	}
	counters, err := list[planCounterRow](ctx, db, "SELECT * FROM plan_counter ORDER BY plan_id, counter_id")
	if err != nil {
		return err
	}
	for _, r := range counters {
		p, err := parent(place, r.PlanID, "plan_counter", "plan")
		if err != nil {
			return err
		}
		p.Counters = append(p.Counters, r.CounterID)
	}
	return nil
}

// PutPlan adds a plan, or changes the one of the same code, with all its parts.
func (db *DB) PutPlan(ctx context.Context, p survey.Plan) error {
	r := planRow{
		Code: p.Code, Year: p.Year, NameVI: p.Name.VI, NameEN: p.Name.EN,
		Official: p.Official, Census: p.Census, Public: p.Public,
		Starts: p.Starts, Ends: p.Ends, AcceptUntil: p.AcceptUntil,
		QuestionnaireID: p.Questionnaire, Minimum: p.Minimum,
	}
	err := db.conn(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "code"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"year", "name_vi", "name_en", "official", "census", "public",
			"starts", "ends", "accept_until", "questionnaire_id", "minimum",
		}),
	}).Omit("id").Create(&r).Error
	if err != nil {
		return wrap(err, "put plan %s", p.Code)
	}
	id, err := scalar[survey.PlanID](ctx, db, "SELECT id FROM plan WHERE code = ?", p.Code)
	if err != nil {
		return err
	}
	if err := db.putPlanParts(ctx, id, p); err != nil {
		return wrap(err, "put plan %s", p.Code)
	}
	return changed(ctx)
}
