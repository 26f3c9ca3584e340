package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/survey"
)

func TestADryRunNamesFieldsAsTheColumnsOfAFile(t *testing.T) {
	type entry struct {
		Name    survey.Text
		ValidTo survey.Day
		Targets map[survey.Sector]survey.Target
		Nothing []string
	}
	got := flat(entry{
		Name: survey.Text{VI: "Sở", EN: "Dept"}, ValidTo: "2025-06-30",
		Targets: map[survey.Sector]survey.Target{survey.PublicService: {Hundredths: 8300, Above: true}},
	})
	want := map[string]string{
		"name_vi": "Sở", "name_en": "Dept", "valid_to": "2025-06-30",
		"targets_public_service_hundredths": "8300", "targets_public_service_above": "true",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestProgressIsABarOnATerminalAndLinesElsewhere(t *testing.T) {
	for _, tt := range []struct {
		terminal       bool
		total, tellers int
		last           string
	}{
		{true, fewRows * 4, 40, "\r████████████████████████████████████████ 8.000/8.000\n"},
		{false, fewRows * 4, 10, "Đã làm 8.000 trên 8.000 dòng.\n"},
		{true, fewRows - 1, 0, ""},
		{false, fewRows - 1, 0, ""},
	} {
		var out strings.Builder
		progress := drawProgress(&out, tt.terminal)
		for done := 1; done <= tt.total; done++ {
			progress(done, tt.total)
		}
		said := out.String()
		if n := strings.Count(said, "8.000"); n != tt.tellers+min(1, tt.tellers) || !strings.HasSuffix(said, tt.last) {
			t.Errorf("terminal %v, %d rows: told %d times, %q", tt.terminal, tt.total, n, said)
		}
	}
}
