package round

import (
	"bytes"
	"embed"
	"fmt"
	"slices"

	"hailong/scoring"
	"hailong/sheet"
	"hailong/survey"
)

// The sample sets that come with the program, one for each group that the program knows. They
// are no decision of anybody, and say so.
//
//go:embed sample/criteria_*.csv
var samples embed.FS

// SampleGroups are the groups that there is a sample for.
var SampleGroups = []string{"department", "district", "commune", "central_branch", "public_unit"}

// Sample is the sample set of a group, of no year; NotFound where there is none.
func Sample(group string) (scoring.CriteriaSet, error) {
	if !slices.Contains(SampleGroups, group) {
		args := survey.Args{"value": briefly(group)}
		return scoring.CriteriaSet{}, survey.Fail(survey.NotFound, "criteria.no_sample", args).At("group")
	}
	raw, err := samples.ReadFile("sample/criteria_" + group + ".csv")
	if err != nil {
		return scoring.CriteriaSet{}, err
	}
	t, err := sheet.ReadCSV(bytes.NewReader(raw))
	if err != nil {
		return scoring.CriteriaSet{}, fmt.Errorf("sample of %s: %w", group, err)
	}
	r, err := readCriteria(t)
	if err != nil {
		return scoring.CriteriaSet{}, fmt.Errorf("sample of %s: %w", group, err)
	}
	return r.set, nil
}
