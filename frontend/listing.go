package frontend

import (
	"cmp"
	"math/big"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"hailong/survey"
)

// Listing is what a reader asked of a table: which rows, in which order. The
// order begins with the lowest score, where help is needed; it is no ranking.
type Listing struct {
	Q          string
	Verdict    Verdict
	Sort       string // a key of columns
	Descending bool
}

const defaultSort = "score"

// maxSearch bounds what is searched for, in bytes: no name is longer.
const maxSearch = 200

// columns are what a table can be sorted by. None of them tells a score that is
// not shown: there the share is nil, and rows go by name.
var columns = map[string]func(a, b *AgencyRow) int{
	"name":      func(*AgencyRow, *AgencyRow) int { return 0 },
	"score":     func(a, b *AgencyRow) int { return compareShares(a.Score.share, b.Score.share) },
	"responses": func(a, b *AgencyRow) int { return cmp.Compare(a.Score.count, b.Score.count) },
	"missing":   func(a, b *AgencyRow) int { return cmp.Compare(a.missing, b.missing) },
	"verdict": func(a, b *AgencyRow) int {
		return cmp.Or(
			cmp.Compare(a.Score.Badge.place(), b.Score.Badge.place()),
			compareShares(a.Score.share, b.Score.share),
		)
	},
}

// listingOf reads a query; what it does not know is as if it was not there.
func listingOf(query url.Values) Listing {
	l := Listing{Q: strings.TrimSpace(query.Get("q")), Sort: query.Get("sort")}
	if len(l.Q) > maxSearch {
		l.Q = strings.ToValidUTF8(l.Q[:maxSearch], "")
	}
	if v := Verdict(query.Get("verdict")); slices.Contains(verdicts, v) {
		l.Verdict = v
	}
	if columns[l.Sort] == nil {
		l.Sort = defaultSort
	}
	l.Descending = query.Get("order") == "desc"
	return l
}

// query is the listing as pairs for a link, without what goes without saying.
func (l Listing) query() []string {
	var pairs []string
	if l.Q != "" {
		pairs = append(pairs, "q", l.Q)
	}
	if l.Verdict != "" {
		pairs = append(pairs, "verdict", string(l.Verdict))
	}
	if l.Sort != defaultSort {
		pairs = append(pairs, "sort", l.Sort)
	}
	if l.Descending {
		pairs = append(pairs, "order", "desc")
	}
	return pairs
}

// turned is the listing after a click on a column's head.
func (l Listing) turned(column string) Listing {
	l.Descending = l.Sort == column && !l.Descending
	l.Sort = column
	return l
}

// direction is the aria-sort of a column.
func (l Listing) direction(column string) string {
	switch {
	case l.Sort != column:
		return ""
	case l.Descending:
		return "descending"
	}
	return "ascending"
}

// Filtered tells whether rows may be missing.
func (l Listing) Filtered() bool { return l.Q != "" || l.Verdict != "" }

// apply gives the rows asked for, in the order asked for.
func (l Listing) apply(rows []AgencyRow) []AgencyRow {
	var kept []AgencyRow
	for i := range rows {
		if l.keeps(&rows[i]) {
			kept = append(kept, rows[i])
		}
	}
	names := collate.New(language.Vietnamese) // one for each page: a Collator is not safe to share
	slices.SortStableFunc(kept, func(a, b AgencyRow) int {
		byName := names.CompareString(a.Text, b.Text)
		if l.Sort == "name" && l.Descending {
			byName = -byName
		}
		c := columns[l.Sort](&a, &b)
		if l.Descending {
			c = -c
		}
		return cmp.Or(c, byName)
	})
	return kept
}

func (l Listing) keeps(row *AgencyRow) bool {
	if l.Verdict != "" && l.Verdict != row.Score.Badge.Verdict {
		return false
	}
	q := survey.FoldSearch(l.Q)
	for _, name := range []string{row.agency.Name.VI, row.agency.Name.EN, row.agency.Code} {
		if strings.Contains(survey.FoldSearch(name), q) {
			return true
		}
	}
	return false
}

// compareShares puts the lowest first and what is not shown last.
func compareShares(a, b *big.Rat) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Cmp(b)
}
