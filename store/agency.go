package store

import (
	"context"

	"gorm.io/gorm/clause"

	"hailong/survey"
)

type groupRow struct {
	Code     string `gorm:"primaryKey"`
	NameVI   string `gorm:"column:name_vi"`
	NameEN   string `gorm:"column:name_en"`
	Position int
}

func (groupRow) TableName() string { return "agency_group" }

func (r groupRow) domain() survey.Group {
	return survey.Group{Code: r.Code, Name: survey.Text{VI: r.NameVI, EN: r.NameEN}, Position: r.Position}
}

type agencyRow struct {
	ID        survey.AgencyID `gorm:"primaryKey"`
	Code      string
	NameVI    string `gorm:"column:name_vi"`
	NameEN    string `gorm:"column:name_en"`
	GroupCode string
	Sector    survey.Sector
	ValidFrom survey.Day
	ValidTo   survey.Day
	Hotline   string
	Source    string
}

func (agencyRow) TableName() string { return "agency" }

func (r agencyRow) domain() survey.Agency {
	return survey.Agency{
		ID: r.ID, Code: r.Code, Name: survey.Text{VI: r.NameVI, EN: r.NameEN},
		Group: r.GroupCode, Sector: r.Sector, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo,
		Hotline: r.Hotline, Source: r.Source,
	}
}

func agencyRowOf(a survey.Agency) agencyRow {
	return agencyRow{
		ID: a.ID, Code: a.Code, NameVI: a.Name.VI, NameEN: a.Name.EN, GroupCode: a.Group,
		Sector: a.Sector, ValidFrom: a.ValidFrom, ValidTo: a.ValidTo, Hotline: a.Hotline, Source: a.Source,
	}
}

func (db *DB) readAgencies(ctx context.Context, c *survey.Catalogue) (err error) {
	c.Groups, err = list[groupRow](ctx, db, "SELECT * FROM agency_group ORDER BY position, code")
	if err != nil {
		return err
	}
	c.Agencies, err = list[agencyRow](ctx, db, "SELECT * FROM agency ORDER BY code, valid_from")
	return err
}

// AddGroup adds a group of agencies.
func (db *DB) AddGroup(ctx context.Context, g survey.Group) error {
	r := groupRow{Code: g.Code, NameVI: g.Name.VI, NameEN: g.Name.EN, Position: g.Position}
	if err := db.conn(ctx).Create(&r).Error; err != nil {
		return wrap(err, "add group %s", g.Code)
	}
	return changed(ctx)
}

// LastAnswer looks at the responses of the agency's own counters, by their key, and at
// what is kept of archived ones.
func (db *DB) LastAnswer(ctx context.Context, id survey.AgencyID) (survey.Day, error) {
	return scalar[survey.Day](ctx, db, `
		SELECT COALESCE(MAX(day), '') FROM (
			SELECT MAX(day) AS day FROM response
			WHERE counter_id IN (SELECT id FROM counter WHERE agency_id = ?)
			UNION ALL
			SELECT MAX(last_day) FROM archived_agency WHERE agency_id = ?
		) AS days`, id, id)
}

// PutAgencies adds agencies, or changes those of the same code and first day.
func (db *DB) PutAgencies(ctx context.Context, agencies []survey.Agency) error {
	rows := make([]agencyRow, len(agencies))
	for i, a := range agencies {
		rows[i] = agencyRowOf(a)
	}
	err := db.conn(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "code"}, {Name: "valid_from"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"name_vi", "name_en", "group_code", "sector", "valid_to", "hotline", "source",
		}),
	}).Omit("id").Create(&rows).Error
	if err != nil {
		return wrap(err, "put %d agencies", len(rows))
	}
	return changed(ctx)
}
