package edition

import (
	"context"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hailong/survey"
)

// PastStore is what taking in the rankings of earlier years needs.
type PastStore interface {
	survey.Transactor
	survey.Recorder
	Catalogue(ctx context.Context) (*survey.Catalogue, error)
	Editions(ctx context.Context) ([]Edition, error)
	// PastRankings are all that were taken in: by year, newest first, then family and agency.
	PastRankings(ctx context.Context) ([]Standing, error)
	PutPastRanking(ctx context.Context, s *Standing, by string, at time.Time) error
}

// PastImport takes in rankings of years before this service, as their decisions printed
// them.
type PastImport struct {
	Store  PastStore
	Now    func() time.Time
	Actor  survey.Actor
	DryRun bool
}

var pastColumns = survey.Columns{
	Needed:   []string{"year", "code", "decision"},
	Optional: []string{"family", "points", "max", "index", "rank", "of", "class"},
}

// pastEntry is what the log keeps of one agency's year.
type pastEntry struct {
	Family, Group string
	Year          int
	Points, Max   string
	Index         string
	Rank, Of      int
	Class         string
	Decision      string
}

func entryOfPast(s *Standing) pastEntry {
	return pastEntry{
		Family: s.Family, Group: s.Group, Year: s.Year,
		Points: saidHundredths(s.Points), Max: saidHundredths(s.Max), Index: s.Index,
		Rank: s.Rank, Of: s.Of, Class: s.Class.VI, Decision: s.Decision,
	}
}

func saidHundredths(n int64) string {
	if n < 0 {
		return ""
	}
	return survey.HundredthsText(n)
}

// Import takes a file in, all or nothing. What is there already and says the same stays; a
// row that says something else replaces it, and the log keeps both.
func (u *PastImport) Import(ctx context.Context, t *survey.Table) (survey.Change, error) {
	var change survey.Change
	err := survey.Trial(ctx, u.Store, func(ctx context.Context) (bool, error) {
		change = survey.Change{}
		return !u.DryRun, u.take(ctx, t, &change)
	})
	if err != nil {
		return survey.Change{}, err
	}
	return change, nil
}

func (u *PastImport) take(ctx context.Context, t *survey.Table, change *survey.Change) error {
	in, err := u.reader(ctx, t)
	if err != nil {
		return err
	}
	list, err := survey.Each(t, in.reader, in.row)
	if err != nil {
		return err
	}
	for i := range list {
		if err := u.put(ctx, in, &list[i], change); err != nil {
			return err
		}
	}
	return nil
}

func (u *PastImport) put(ctx context.Context, in *pastReader, s *Standing, change *survey.Change) error {
	step := survey.Step{
		Action: "past_ranking.add", Subject: in.catalogue.AgencyRef(in.catalogue.Agency(s.Agency), in.today),
		After: entryOfPast(s),
	}
	switch old := in.there[keyOfPast(s)]; {
	case old == nil:
		change.Added++
	case reflect.DeepEqual(*old, *s):
		change.Same++
		return nil
	default:
		change.Changed++
		step.Action, step.Before = "past_ranking.change", entryOfPast(old)
	}
	if u.DryRun {
		change.Steps = append(change.Steps, step)
	}
	now := u.Now().UTC().Round(time.Microsecond)
	if err := u.Store.PutPastRanking(ctx, s, u.Actor.Name, now); err != nil {
		return err
	}
	return u.Store.Record(ctx, survey.Entry{
		At: now, Actor: u.Actor, Action: step.Action, Subject: step.Subject,
		Before: step.Before, After: step.After,
	})
}

// pastKey is by what a row is known.
type pastKey struct {
	family string
	year   int
	agency survey.AgencyID
}

func keyOfPast(s *Standing) pastKey { return pastKey{s.Family, s.Year, s.Agency} }

// rankedIn names those that were ranked together.
type rankedIn struct {
	family string
	year   int
	group  string
}

// pastReader reads a file's rows.
type pastReader struct {
	catalogue *survey.Catalogue
	reader    *survey.TableReader
	today     survey.Day
	there     map[pastKey]*Standing
	published map[rankedIn]bool // years of a family that this service has published; no group
	seen      map[pastKey]bool
	sizes     map[rankedIn]int // how many were ranked, as the first row said
}

func (u *PastImport) reader(ctx context.Context, t *survey.Table) (*pastReader, error) {
	r, err := survey.ReadTable(t, pastColumns)
	if err != nil {
		return nil, err
	}
	in := &pastReader{
		reader: r, there: map[pastKey]*Standing{}, published: map[rankedIn]bool{}, seen: map[pastKey]bool{},
		sizes: map[rankedIn]int{},
	}
	if in.catalogue, err = u.Store.Catalogue(ctx); err != nil {
		return nil, err
	}
	in.today = survey.DayOf(u.Now(), in.catalogue.Zone)
	there, err := u.Store.PastRankings(ctx)
	if err != nil {
		return nil, err
	}
	for i := range there {
		in.there[keyOfPast(&there[i])] = &there[i]
	}
	editions, err := u.Store.Editions(ctx)
	for _, e := range editions {
		if e.Kind == CCHC && e.State == Published {
			in.published[rankedIn{family: e.Family, year: e.Year}] = true
		}
	}
	return in, err
}

// mostPastPoints is more than any set has, in hundredths.
const mostPastPoints = 1_000_000

func (in *pastReader) row() Standing {
	r := in.reader
	r.NeededText("year")
	thisYear, _ := strconv.Atoi(string(in.today[:4]))
	s := Standing{
		Family: DefaultFamily, Year: int(r.Between("year", 2000, int64(thisYear), 0)),
		Points: r.Hundredths("points", mostPastPoints, -1), Max: r.Hundredths("max", mostPastPoints, -1),
		Index: in.index(), Rank: int(r.Between("rank", 1, 9999, 0)), Of: int(r.Between("of", 1, 9999, 0)),
		Class: survey.Text{VI: r.Short("class")}, Decision: r.Short("decision"),
	}
	if r.Text("family") != "" {
		s.Family = r.Code("family")
	}
	r.NeededText("decision")
	in.agency(&s)
	in.sense(&s)
	return s
}

// agency finds whom a code meant at the end of the year; where nobody had it then, the one
// agency that ever did.
func (in *pastReader) agency(s *Standing) {
	ref := in.reader.NeededText("code")
	if ref == "" || s.Year == 0 {
		return
	}
	a := in.catalogue.AgencyByRef(ref, survey.YearEnd(s.Year))
	if a == nil {
		a = in.onlyOne(ref)
	}
	if a == nil {
		in.reader.Fail("code", "past.agency", survey.Args{"value": ref, "year": s.Year})
		return
	}
	s.Agency, s.Group = a.ID, a.Group
	if in.seen[keyOfPast(s)] {
		in.reader.Fail("code", "import.twice", survey.Args{"value": ref})
	}
	in.seen[keyOfPast(s)] = true
}

func (in *pastReader) onlyOne(code string) *survey.Agency {
	var found *survey.Agency
	for i := range in.catalogue.Agencies {
		if a := &in.catalogue.Agencies[i]; a.Code == code {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	return found
}

var printedIndex = regexp.MustCompile(`^(?:100(?:[.,]0{1,4})?|\d{1,2}(?:[.,]\d{1,4})?)$`)

// index is kept as it was printed, but for the comma.
func (in *pastReader) index() string {
	text := in.reader.Short("index")
	if text != "" && !printedIndex.MatchString(text) {
		in.reader.Fail("index", "past.index", survey.Args{"value": text})
	}
	return strings.Replace(text, ",", ".", 1)
}

// sense refuses what cannot have been printed together.
func (in *pastReader) sense(s *Standing) {
	wrong := in.reader.Fail
	row := rankedIn{s.Family, s.Year, s.Group}
	if in.published[rankedIn{family: s.Family, year: s.Year}] {
		wrong("year", "past.published", survey.Args{"year": s.Year})
	}
	switch {
	case (s.Rank == 0) != (s.Of == 0):
		wrong("of", "past.rank_of", nil)
	case s.Rank > s.Of:
		wrong("rank", "past.rank_above", survey.Args{"rank": s.Rank, "of": s.Of})
	case s.Rank > 0 && s.Group != "" && in.sizes[row] > 0 && in.sizes[row] != s.Of:
		wrong("of", "past.of_differs", survey.Args{"of": s.Of, "first": in.sizes[row]})
	case s.Rank > 0:
		in.sizes[row] = s.Of
	}
	if s.Rank == 0 && s.Index == "" {
		wrong("index", "past.nothing", nil)
	}
	if s.Max >= 0 && s.Points > s.Max {
		wrong("points", "past.points_above", nil)
	}
}
