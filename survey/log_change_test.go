package survey_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/survey"
)

func TestChangesNameTheFieldsThatDiffer(t *testing.T) {
	tests := []struct {
		name, before, after string
		want                []survey.FieldChange
	}{
		{"nothing", "null", "null", nil},
		{"a new thing", "null", `{"Code":"A","Empty":"","On":true}`, []survey.FieldChange{{"Code", "", "A"}, {"On", "", "true"}}},
		{
			"nested", `{"Name":{"vi":"x","en":"y"},"N":1}`, `{"Name":{"vi":"z","en":"y"},"N":1}`,
			[]survey.FieldChange{{"Name.vi", "x", "z"}},
		},
		{"a list", `{"L":["a"]}`, `{"L":["a","b"]}`, []survey.FieldChange{{"L", "a", "a, b"}}},
		{"a list of things", `{"L":[{"A":1}]}`, `{"L":[]}`, []survey.FieldChange{{"L", `{"A":1}`, ""}}},
		{"a plain value", `"off"`, `"on"`, []survey.FieldChange{{"", "off", "on"}}},
		{"a large number", `{"N":1}`, `{"N":12345678901234567}`, []survey.FieldChange{{"N", "1", "12345678901234567"}}},
		{"no JSON", `{`, `null`, []survey.FieldChange{{"", "{", ""}}},
		{"nothing instead of something", `{"A":5}`, `null`, []survey.FieldChange{{"A", "5", ""}}},
	}
	for _, tt := range tests {
		row := survey.LogRow{Before: tt.before, After: tt.after}
		if diff := cmp.Diff(tt.want, row.Changes()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestHashedIsWhatTheHashIsOf(t *testing.T) {
	row, err := survey.NewLogRow(survey.Entry{Action: "a.b", Subject: "<&>", After: "ý"}, 7, "abc")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256([]byte(row.Hashed())); hex.EncodeToString(sum[:]) != row.Hash {
		t.Errorf("%s is not the hash of %s", row.Hash, row.Hashed())
	}
}
