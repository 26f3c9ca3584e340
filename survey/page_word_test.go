package survey

import "testing"

func TestMistakesOnPagesDoNotSpeakOfFiles(t *testing.T) {
	for _, tt := range []struct{ field, word, want string }{
		{"2:transactions", "import.plan_begun", "import_page.plan_begun_numbers"},
		{"2:groups", "import.plan_begun", "import_page.plan_begun_scope"},
		{"2:year", "import.plan_begun", "import_page.plan_begun"},
		{"2:sector", "import.agency_asked", "import_page.agency_asked"},
		{"2:code", "import.needed", "import.needed"},
	} {
		e := &Error{Kind: Invalid, Word: "import.refused", Causes: []*Error{Fail(Invalid, tt.word, nil).At(tt.field)}}
		if byColumn(e); e.Causes[0].Word != tt.want {
			t.Errorf("%s at %s: %s, want %s", tt.word, tt.field, e.Causes[0].Word, tt.want)
		}
	}
}
