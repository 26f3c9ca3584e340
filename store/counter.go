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
}

func (counterRow) TableName() string { return "counter" }

func (r counterRow) domain() survey.Counter {
	return survey.Counter{
		ID: r.ID, Agency: r.AgencyID, Code: r.Code,
		Name:  survey.Text{VI: r.NameVI, EN: r.NameEN},
		Place: survey.Text{VI: r.PlaceVI, EN: r.PlaceEN},
		Hours: r.Hours, OpenedOn: r.OpenedOn, ClosedOn: r.ClosedOn,
	}
}

type tokenRow struct {
	Token     survey.Token `gorm:"primaryKey"`
	CounterID survey.CounterID
	Replaced  bool
}

func (tokenRow) TableName() string { return "counter_token" }

func (r tokenRow) domain() tokenRow { return r }

// readCounters puts counters and tokens together in Go: right after an import of
// thousands the database would still plan their join as one of a few.
func (db *DB) readCounters(ctx context.Context, c *survey.Catalogue) (err error) {
	c.Counters, err = list[counterRow](ctx, db, "SELECT * FROM counter ORDER BY code")
	if err != nil {
		return err
	}
	tokens, err := list[tokenRow](ctx, db, "SELECT * FROM counter_token")
	if err != nil {
		return err
	}
	present := make(map[survey.CounterID]survey.Token, len(c.Counters))
	c.Replaced = map[survey.Token]survey.CounterID{}
	for _, t := range tokens {
		if t.Replaced {
			c.Replaced[t.Token] = t.CounterID
		} else {
			present[t.CounterID] = t.Token
		}
	}
	for i := range c.Counters {
		c.Counters[i].Token = present[c.Counters[i].ID]
	}
	return nil
}

// PutCounters adds counters, or changes those of the same codes. Another token
// replaces the one on the wall, which from then on says so.
func (db *DB) PutCounters(ctx context.Context, counters []survey.Counter) error {
	rows := make([]counterRow, len(counters))
	for i, n := range counters {
		rows[i] = counterRow{
			AgencyID: n.Agency, Code: n.Code, NameVI: n.Name.VI, NameEN: n.Name.EN,
			PlaceVI: n.Place.VI, PlaceEN: n.Place.EN, Hours: n.Hours,
			OpenedOn: n.OpenedOn, ClosedOn: n.ClosedOn,
		}
	}
	conflict := clause.OnConflict{
		Columns: []clause.Column{{Name: "code"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"name_vi", "name_en", "place_vi", "place_en", "hours", "opened_on", "closed_on",
		}),
	}
	returning := clause.Returning{Columns: []clause.Column{{Name: "id"}, {Name: "code"}}}
	if err := db.conn(ctx).Clauses(conflict, returning).Omit("id").Create(&rows).Error; err != nil {
		return wrap(err, "put %d counters", len(rows))
	}
	ids := make(map[string]survey.CounterID, len(rows))
	for _, r := range rows {
		ids[r.Code] = r.ID
	}
	if err := db.putTokens(ctx, counters, ids); err != nil {
		return wrap(err, "put %d tokens", len(rows))
	}
	return changed(ctx)
}

// putTokens hangs up the tokens of counters. Only one that was there before can
// have another on the wall.
func (db *DB) putTokens(
	ctx context.Context, counters []survey.Counter, ids map[string]survey.CounterID,
) error {
	if err := db.expectMany(ctx); err != nil {
		return err
	}
	rows := make([]tokenRow, len(counters))
	const replaced = "UPDATE counter_token SET replaced = TRUE " +
		"WHERE counter_id = ? AND NOT replaced AND token <> ?"
	for i, n := range counters {
		rows[i] = tokenRow{Token: n.Token, CounterID: ids[n.Code]}
		if n.ID == 0 {
			continue
		}
		if err := db.conn(ctx).Exec(replaced, n.ID, n.Token).Error; err != nil {
			return err
		}
	}
	return db.conn(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
}
