package round

import (
	"bytes"
	"context"
	_ "embed" // the plan of 2022
	"strconv"

	"hailong/sheet"
	"hailong/survey"
)

// Table is what Import reads back without a change.
func (t *Tasks) Table(ctx context.Context, by Planner, q TaskQuery) (*survey.Table, error) {
	c, err := t.Store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	list, err := t.List(ctx, by, q)
	if err != nil {
		return nil, err
	}
	table := &survey.Table{Columns: TaskColumns()}
	for i := range list {
		task := &list[i].Task
		table.Rows = append(table.Rows, survey.Row{Line: i + 2, Cells: []string{
			task.Section, task.SectionName, strconv.Itoa(task.Number), task.Text, task.Product, task.Deadline,
			task.Responsible, ownerRef(c, task), string(task.Due), string(task.Counted), agenciesCell(c, task),
		}})
	}
	return table, nil
}

// PlanTasks2022 is the province's plan of 2022 as it was issued: what a demonstration
// begins with, as Import reads it.
func PlanTasks2022() (*survey.Table, error) { return sheet.ReadCSV(bytes.NewReader(planTasks)) }

//go:embed sample/plan_tasks_2022.csv
var planTasks []byte
