package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

var (
	_ edition.PastStore = (*DB)(nil)
	_ round.PastSource  = (*DB)(nil)
)

type pastRow struct {
	Family     string          `gorm:"primaryKey"`
	Year       int             `gorm:"primaryKey"`
	AgencyID   survey.AgencyID `gorm:"primaryKey"`
	GroupCode  string
	Points     int64
	Max        int64
	IndexText  string
	Rank       int
	Ranked     int
	Class      string
	Decision   string
	ImportedBy string
	ImportedAt time.Time
}

func (pastRow) TableName() string { return "past_ranking" }

func (r pastRow) domain() edition.Standing {
	return edition.Standing{
		Family: r.Family, Year: r.Year, Agency: r.AgencyID, Group: r.GroupCode, Points: r.Points, Max: r.Max,
		Index: r.IndexText, Rank: r.Rank, Of: r.Ranked, Class: survey.Text{VI: r.Class}, Decision: r.Decision,
	}
}

// PastRankings are all that were taken in from earlier years' decisions: by year, newest
// first, then family and agency.
func (db *DB) PastRankings(ctx context.Context) ([]edition.Standing, error) {
	return list[pastRow](ctx, db, "SELECT * FROM past_ranking ORDER BY year DESC, family, agency_id")
}

// PutPastRanking stores an agency's year, in place of what was there.
func (db *DB) PutPastRanking(ctx context.Context, s *edition.Standing, by string, at time.Time) error {
	row := pastRow{
		Family: s.Family, Year: s.Year, AgencyID: s.Agency, GroupCode: s.Group, Points: s.Points, Max: s.Max,
		IndexText: s.Index, Rank: s.Rank, Ranked: s.Of, Class: s.Class.VI, Decision: s.Decision,
		ImportedBy: by, ImportedAt: *stored(at),
	}
	return wrap(db.conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error, "put past ranking")
}

// PastPlaces are the ranks of a year by agency: of the edition in force, and where none was
// published here, as they were taken in. A place in another group than the agency's own is
// left out, because it was a place among others.
func (db *DB) PastPlaces(
	ctx context.Context, family string, year int,
) (map[survey.AgencyID]edition.Past, error) {
	c, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	standings, published, err := db.publishedPlaces(ctx, c, family, year)
	if err == nil && !published {
		standings, err = list[pastRow](ctx, db,
			"SELECT * FROM past_ranking WHERE family = ? AND year = ? AND rank > 0", family, year)
	}
	if err != nil {
		return nil, err
	}
	places := map[survey.AgencyID]edition.Past{}
	for _, s := range standings {
		if a := c.Agency(s.Agency); a != nil && a.Group == s.Group {
			places[s.Agency] = edition.Past{Rank: s.Rank, Of: s.Of}
		}
	}
	return places, nil
}

// publishedPlaces are those of the newest published edition; false where there is none.
func (db *DB) publishedPlaces(
	ctx context.Context, c *survey.Catalogue, family string, year int,
) ([]edition.Standing, bool, error) {
	e, err := only[editionRow](ctx, db, selectEditions+`
		WHERE kind = ? AND family = ? AND year = ? AND state = ? ORDER BY number DESC LIMIT 1`,
		edition.CCHC, family, year, edition.Published)
	if err != nil || e == nil {
		return nil, false, err
	}
	text, err := db.EditionContent(ctx, e.ID)
	if err != nil {
		return nil, false, err
	}
	if edition.Hash(text) != e.Hash {
		return nil, false, fmt.Errorf("edition %d is not what was frozen", e.ID)
	}
	places, err := edition.Places(text)
	if err != nil {
		return nil, false, err
	}
	var standings []edition.Standing
	for _, p := range places {
		if a := c.AgencyByRef(p.Code, survey.YearEnd(year)); a != nil {
			standings = append(standings, edition.Standing{Agency: a.ID, Group: p.Group, Rank: p.Rank, Of: p.Of})
		}
	}
	return standings, true, nil
}
