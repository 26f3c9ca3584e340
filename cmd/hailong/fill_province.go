package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"hailong/store"
	"hailong/survey"
)

// province sets agencies, counters and the plan up as Sở Nội vụ would, in one
// transaction.
func (c *fillCommand) province(ctx context.Context, db *store.DB, y fillYear) (*survey.Catalogue, error) {
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.MarkSimulated(ctx); err != nil {
			return err
		}
		seed := [32]byte{byte(c.Seed), byte(c.Seed >> 8)}
		setup := &survey.Setup{Store: db, Now: time.Now, Random: rand.NewChaCha8(seed), Actor: survey.Program}
		if _, err := setup.InstallQuestionnaires(ctx); err != nil {
			return err
		}
		if _, err := setup.ImportAgencies(ctx, c.agencies(), nil, ""); err != nil {
			return err
		}
		if _, err := setup.ImportCounters(ctx, c.counters()); err != nil {
			return err
		}
		_, err := setup.ImportPlans(ctx, y.plan())
		return err
	})
	if err != nil {
		return nil, err
	}
	return db.Catalogue(ctx)
}

// fillGroups are the groups of a new database.
var fillGroups = []string{"department", "district", "central_branch", "public_unit"}

func (c *fillCommand) agencies() *survey.Table {
	t := &survey.Table{Columns: []string{"code", "name_vi", "name_en", "group", "sector"}}
	for i := range c.Agencies {
		group, sector := fillGroups[i%len(fillGroups)], survey.Administrative
		if group == "public_unit" {
			sector = survey.PublicService
		}
		number := strconv.Itoa(i + 1)
		t.Rows = append(t.Rows, survey.Row{Line: i + 2, Cells: []string{
			fmt.Sprintf("CQ%04d", i+1), "Cơ quan mô phỏng số " + number, "Simulated agency " + number,
			group, string(sector),
		}})
	}
	return t
}

func (c *fillCommand) counters() *survey.Table {
	t := &survey.Table{Columns: []string{"code", "agency", "name_vi", "name_en"}}
	for i := range c.Counters {
		number := strconv.Itoa(i + 1)
		t.Rows = append(t.Rows, survey.Row{Line: i + 2, Cells: []string{
			fmt.Sprintf("Q%05d", i+1), fmt.Sprintf("CQ%04d", i%c.Agencies+1),
			"Quầy mô phỏng số " + number, "Simulated counter " + number,
		}})
	}
	return t
}

func (y fillYear) plan() *survey.Table {
	year := strconv.Itoa(y.year)
	return &survey.Table{
		Columns: []string{
			"code", "year", "name_vi", "name_en", "starts", "ends", "form", "target", "groups", "official", "public",
		},
		Rows: []survey.Row{{Line: 2, Cells: []string{
			y.code(), year, "Khảo sát năm " + year, "Survey of " + year, string(y.starts), string(y.ends),
			"short@1", ">83", "department|district|central_branch|public_unit", "yes", "yes",
		}}},
	}
}
