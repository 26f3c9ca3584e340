package survey

import (
	"context"
)

var counterColumns = Columns{
	Needed:   []string{"code", "agency", "name_vi"},
	Optional: []string{"name_en", "place_vi", "place_en", "hours", "opened_on", "closed_on", "token"},
}

// ImportCounters reads counters: code, agency, name_vi; optionally name_en,
// place_vi, place_en, hours, opened_on, closed_on, token. A new counter without a
// token gets one; another token than the present one replaces it.
func (s *Setup) ImportCounters(ctx context.Context, t *Table) (Change, error) {
	return s.importRows(ctx, t, counterColumns,
		func(ctx context.Context, c *Catalogue, r *TableReader, change *Change) error {
			in := counterImport{
				catalogue: c, reader: r, today: DayOf(s.Now(), c.Zone),
				codes: byKey(c.Counters, func(n *Counter) string { return n.Code }),
				seen:  map[string]bool{}, tokens: map[Token]string{},
			}
			counters, err := Each(t, r, in.row)
			if err != nil {
				return err
			}
			for i := range counters {
				if counters[i].Token != "" {
					continue
				}
				if err := s.drawUnused(c, &counters[i].Token); err != nil {
					return err
				}
			}
			return s.putCounters(ctx, c, change, counters, in.old)
		})
}

// putCounters keeps tokens out of the log: it says only that one was replaced.
func (s *Setup) putCounters(
	ctx context.Context, c *Catalogue, change *Change, counters []Counter, old func(code string) *Counter,
) error {
	counter := noun[Counter]{
		name: "counter", code: func(n *Counter) string { return n.Code },
		store: s.Store.PutCounters, entry: c.counterEntry,
		also: func(old, now *Counter) string {
			if old.Token != now.Token {
				return "replace_token"
			}
			return ""
		},
	}
	return counter.put(ctx, s, change, counters, func(n *Counter) *Counter { return old(n.Code) })
}

type counterImport struct {
	catalogue *Catalogue
	reader    *TableReader
	today     Day
	codes     map[string]*Counter // those that are there
	seen      map[string]bool
	tokens    map[Token]string // code of the counter that has it in this file
}

func (in *counterImport) row() Counter {
	r := in.reader
	n := Counter{
		Code: r.Code("code"), Name: r.Names("name_vi", "name_en"),
		Place:    Text{VI: r.Short("place_vi"), EN: r.Short("place_en")},
		OpenedOn: r.Day("opened_on"), ClosedOn: r.Day("closed_on"),
	}
	var err error
	if n.Hours, err = ParseHours(r.Text("hours")); err != nil {
		r.Fail("hours", "import.hours", Args{"value": clip(r.Text("hours"))})
	}
	if n.ClosedOn != "" && n.ClosedOn < n.OpenedOn {
		r.Fail("closed_on", "import.order", Args{"value": n.ClosedOn})
	}
	if in.seen[n.Code] {
		r.Fail("code", "import.twice", Args{"value": n.Code})
	}
	in.seen[n.Code] = true
	in.place(&n)
	in.token(&n)
	if old := in.old(n.Code); old != nil {
		keep(r, "name_en", &n.Name.EN, old.Name.EN)
		keep(r, "place_vi", &n.Place.VI, old.Place.VI)
		keep(r, "place_en", &n.Place.EN, old.Place.EN)
		keep(r, "hours", &n.Hours, old.Hours)
		keep(r, "opened_on", &n.OpenedOn, old.OpenedOn)
		keep(r, "closed_on", &n.ClosedOn, old.ClosedOn)
	}
	return n
}

// place finds the counter's agency; a counter stays with its agency, because its
// answers are credited there.
func (in *counterImport) place(n *Counter) {
	ref := in.reader.NeededText("agency")
	if ref == "" {
		return
	}
	old := in.old(n.Code)
	if old != nil {
		n.ID, n.Agency = old.ID, old.Agency
		if a := in.catalogue.Agency(old.Agency); ref == a.Code || in.catalogue.AgencyByRef(ref, in.today) == a {
			return
		}
		args := Args{"value": clip(ref), "want": in.catalogue.Agency(old.Agency).Code}
		in.reader.Fail("agency", "import.counter_moved", args)
		return
	}
	agency := in.catalogue.AgencyByRef(ref, in.today)
	if agency == nil {
		in.reader.Fail("agency", "import.agency", Args{"value": clip(ref)})
		return
	}
	n.Agency = agency.ID
}

func (in *counterImport) token(n *Counter) {
	old := in.old(n.Code)
	typed := in.reader.Text("token")
	if typed == "" {
		if old != nil {
			n.Token = old.Token
		}
		return
	}
	token, err := ParseToken(typed)
	if err != nil {
		in.reader.Fail("token", "import.token", Args{"value": clip(typed)})
		return
	}
	n.Token = token
	_, replaced := in.catalogue.Replaced[token]
	other := in.catalogue.tokens[token]
	if replaced || in.tokens[token] != "" || other != nil && other.Code != n.Code {
		in.reader.Fail("token", "import.token_used", Args{"value": typed})
	}
	in.tokens[token] = n.Code
}

func (in *counterImport) old(code string) *Counter { return in.codes[code] }
