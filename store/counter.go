package store

import (
	"context"

	"gorm.io/gorm/clause"

	"hailong/survey"
)

type counterRow struct {
	ID       survey.CounterID `gorm:"primaryKey"`
	AgencyID survey.AgencyID
	Code     string
	NameVI   string `gorm:"column:name_vi"`
	NameEN   string `gorm:"column:name_en"`
	PlaceVI  string `gorm:"column:place_vi"`
	PlaceEN  string `gorm:"column:place_en"`
	Hours    survey.Hours
	OpenedOn survey.Day
	ClosedOn survey.Day
	Token    survey.Token `gorm:"->;-:migration"` // of counter_token, read only
}

func (counterRow) TableName() string { return "counter" }

func (r counterRow) domain() survey.Counter {
	return survey.Counter{
		ID: r.ID, Agency: r.AgencyID, Code: r.Code,
		Name:  survey.Text{VI: r.NameVI, EN: r.NameEN},
		Place: survey.Text{VI: r.PlaceVI, EN: r.PlaceEN},
		Hours: r.Hours, OpenedOn: r.OpenedOn, ClosedOn: r.ClosedOn, Token: r.Token,
	}
}

type tokenRow struct {
	Token     survey.Token `gorm:"primaryKey"`
	CounterID survey.CounterID
	Replaced  bool
}

func (tokenRow) TableName() string { return "counter_token" }

func (r tokenRow) domain() tokenRow { return r }

func (db *DB) readCounters(ctx context.Context, c *survey.Catalogue) (err error) {
	c.Counters, err = list[counterRow](ctx, db, `
		SELECT counter.*, counter_token.token FROM counter
		JOIN counter_token ON counter_token.counter_id = counter.id AND NOT counter_token.replaced
		ORDER BY counter.code`)
	if err != nil {
		return err
	}
	old, err := list[tokenRow](ctx, db, "SELECT * FROM counter_token WHERE replaced")
	c.Replaced = make(map[survey.Token]survey.CounterID, len(old))
	for _, t := range old {
		c.Replaced[t.Token] = t.CounterID
	}
	return err
}

// PutCounter adds a counter, or changes the one of the same code. Another token
// replaces the one on the wall, which from then on says so.
func (db *DB) PutCounter(ctx context.Context, n survey.Counter) error {
	r := counterRow{
		AgencyID: n.Agency, Code: n.Code, NameVI: n.Name.VI, NameEN: n.Name.EN,
		PlaceVI: n.Place.VI, PlaceEN: n.Place.EN, Hours: n.Hours,
		OpenedOn: n.OpenedOn, ClosedOn: n.ClosedOn,
	}
	err := db.conn(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "code"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"name_vi", "name_en", "place_vi", "place_en", "hours", "opened_on", "closed_on",
		}),
	}).Omit("id").Create(&r).Error
	if err != nil {
		return wrap(err, "put counter %s", n.Code)
	}
	id, err := scalar[survey.CounterID](ctx, db, "SELECT id FROM counter WHERE code = ?", n.Code)
	if err != nil {
		return err
	}
	return db.putToken(ctx, id, n.Token)
}

func (db *DB) putToken(ctx context.Context, id survey.CounterID, token survey.Token) error {
	tx := db.conn(ctx)
	const replaced = "UPDATE counter_token SET replaced = TRUE WHERE counter_id = ? AND token <> ?"
	err := tx.Exec(replaced, id, token).Error
	if err != nil {
		return wrap(err, "replace token")
	}
	t := tokenRow{Token: token, CounterID: id}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&t).Error; err != nil {
		return wrap(err, "add token")
	}
	return changed(ctx)
}
