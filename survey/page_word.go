package survey

// pageWords are said on a page in place of words that speak of a file, its columns or
// the command that takes it in.
var pageWords = map[string]string{
	"import.agency_answered":         "import_page.agency_answered",
	"import.agency_asked":            "import_page.agency_asked",
	"import.agency_clash":            "import_page.agency_clash",
	"import.agency_ended":            "import_page.agency_ended",
	"import.agency_goes_on":          "import_page.agency_goes_on",
	"import.agency_later":            "import_page.agency_later",
	"import.counter_moved":           "import_page.counter_moved",
	"import.group":                   "import.group_unknown",
	"import.plan_begun":              "import_page.plan_begun",
	"import.plan_official_then":      "import_page.plan_official_then",
	"import.plan_overlap_then":       "import_page.plan_overlap_then",
	"import.plan_takes":              "import_page.plan_takes",
	"import.plan_transactions":       "import_page.plan_transactions",
	"import.succession_open":         "import_page.succession_open",
	"import.transactions":            "import_page.transactions",
	"import.plan_begun agencies":     "import_page.plan_begun_scope",
	"import.plan_begun groups":       "import_page.plan_begun_scope",
	"import.plan_begun transactions": "import_page.plan_begun_numbers",
}

// sayOnPage says a mistake as a page does; some columns have words of their own.
func (e *Error) sayOnPage() {
	for _, word := range []string{e.Word + " " + e.Field, e.Word} {
		if better, known := pageWords[word]; known {
			e.Word = better
			return
		}
	}
}
