package main

import (
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
)

// The rows of the plainest handler: the same columns as the service writes.
type plainResponse struct {
	CounterID       int64  `gorm:"primaryKey"`
	Receipt         []byte `gorm:"primaryKey"`
	PlanID          int64
	QuestionnaireID int64
	AnsweredAt      time.Time
	ReceivedAt      time.Time
	Day             string
	Channel         int16
	Stage           int16
	Status          int16
	Levels          string
}

func (plainResponse) TableName() string { return "response" }

type plainTally struct {
	CounterID       int64  `gorm:"primaryKey"`
	AgencyID        int64  `gorm:"primaryKey"`
	PlanID          int64  `gorm:"primaryKey"`
	QuestionnaireID int64  `gorm:"primaryKey"`
	Month           string `gorm:"primaryKey"`
	Channel         int16  `gorm:"primaryKey"`
	IsExcluded      bool   `gorm:"primaryKey"`

	Received, Late, N, Y, M int64

	YY  int64 `gorm:"column:yy"`
	YM  int64 `gorm:"column:ym"`
	MM  int64 `gorm:"column:mm"`
	F1Y int64 `gorm:"column:f1y"`
	F1M int64 `gorm:"column:f1m"`
	F2Y int64 `gorm:"column:f2y"`
	F2M int64 `gorm:"column:f2m"`
	F3Y int64 `gorm:"column:f3y"`
	F3M int64 `gorm:"column:f3m"`
	F4Y int64 `gorm:"column:f4y"`
	F4M int64 `gorm:"column:f4m"`
	F5Y int64 `gorm:"column:f5y"`
	F5M int64 `gorm:"column:f5m"`
	F6Y int64 `gorm:"column:f6y"`
	F6M int64 `gorm:"column:f6m"`
	F7Y int64 `gorm:"column:f7y"`
	F7M int64 `gorm:"column:f7m"`
	F8Y int64 `gorm:"column:f8y"`
	F8M int64 `gorm:"column:f8m"`
}

func (plainTally) TableName() string { return "tally" }

// plainCounter is what the handler knows of a counter.
type plainCounter struct {
	CounterID, AgencyID, PlanID, QuestionnaireID int64
}

type plainInput struct {
	Receipt string         `json:"receipt"`
	Counter string         `json:"counter"`
	Form    string         `json:"form"`
	Channel string         `json:"channel"`
	Answers map[string]int `json:"answers"`
}

// plainHandler is what one writes first: a transaction for each request, through
// gorm, on one connection that is as careful as the service's.
func plainHandler(path string) (http.Handler, error) {
	db, err := gorm.Open(sqlite.Dialector{
		DriverName: "sqlite",
		DSN: "file:" + path + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)" +
			"&_pragma=synchronous(FULL)&_time_format=sqlite&_timezone=UTC&_txlock=immediate",
	}, &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	known, err := plainCounters(db)
	if err != nil {
		return nil, err
	}
	e := bare()
	e.POST("/api/v1/responses", func(c echo.Context) error {
		var in plainInput
		if err := c.Bind(&in); err != nil {
			return err
		}
		receipt, err := hex.DecodeString(strings.ReplaceAll(in.Receipt, "-", ""))
		counter, found := known[in.Counter]
		if err != nil || !found {
			return echo.NewHTTPError(http.StatusUnprocessableEntity)
		}
		if err := plainStore(db, counter, receipt, in.Answers); err != nil {
			return err
		}
		return c.JSON(http.StatusCreated, map[string]any{"receipt": in.Receipt, "counted": true})
	})
	return e, nil
}

// plainCounters reads what answers refer to once, at the start.
func plainCounters(db *gorm.DB) (map[string]plainCounter, error) {
	var rows []struct {
		Token string
		plainCounter
	}
	err := db.Raw(`SELECT t.token, c.id AS counter_id, c.agency_id, p.id AS plan_id, p.questionnaire_id
		FROM counter_token t JOIN counter c ON c.id = t.counter_id CROSS JOIN plan p`).Scan(&rows).Error
	known := map[string]plainCounter{}
	for _, row := range rows {
		known[row.Token] = row.plainCounter
	}
	return known, err
}

// plainSums is how the roll-up's sums are added to those that are there.
var plainSums = func() clause.Set {
	sums := map[string]any{}
	for _, name := range sumColumns {
		sums[name] = gorm.Expr("tally." + name + " + excluded." + name)
	}
	return clause.Assignments(sums)
}()

func plainStore(db *gorm.DB, counter plainCounter, receipt []byte, answers map[string]int) error {
	now := time.Now().UTC()
	response := plainResponse{
		CounterID: counter.CounterID, Receipt: receipt, PlanID: counter.PlanID,
		QuestionnaireID: counter.QuestionnaireID, AnsweredAt: now, ReceivedAt: now,
		Day: now.Format("2006-01-02"), Channel: 1, Status: 1,
	}
	tally := plainTally{
		CounterID: counter.CounterID, AgencyID: counter.AgencyID, PlanID: counter.PlanID,
		QuestionnaireID: counter.QuestionnaireID, Month: now.Format("2006-01"), Channel: 1,
	}
	response.Levels = tally.count(answers)
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&response).Error; err != nil {
			return err
		}
		return tx.Clauses(clause.OnConflict{
			Columns: []clause.Column{
				{Name: "counter_id"},
				{Name: "agency_id"},
				{Name: "plan_id"},
				{Name: "questionnaire_id"},
				{Name: "month"},
				{Name: "channel"},
				{Name: "is_excluded"},
			},
			DoUpdates: plainSums,
		}).Create(&tally).Error
	})
}

// count fills the tally of one response and gives its levels as they are stored.
func (t *plainTally) count(answers map[string]int) string {
	levels := []byte("------")
	satisfied := []*int64{&t.F1Y, &t.F2Y, &t.F3Y, &t.F4Y, &t.F5Y}
	given := []*int64{&t.F1M, &t.F2M, &t.F3M, &t.F4M, &t.F5M}
	for i, code := range []string{"TC", "TTHC", "CC", "KQ", "PAKN", "O"} {
		level, answered := answers[code]
		if !answered {
			continue
		}
		levels[i] = byte('0' + level)
		if i == len(given) {
			continue // the question about it all counts nowhere
		}
		t.M, *given[i] = t.M+1, 1
		if level >= 4 {
			t.Y, *satisfied[i] = t.Y+1, 1
		}
	}
	t.Received, t.N, t.YY, t.YM, t.MM = 1, 1, t.Y*t.Y, t.Y*t.M, t.M*t.M
	return string(levels)
}
