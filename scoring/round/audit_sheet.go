package round

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hailong/survey"
)

// loggedSheet is an agency's sheet as the log says it is.
type loggedSheet struct {
	loggedState
	writes    []loggedWrite
	petitions map[string][]loggedPetition // by leaf, in the order of filing
	uses      map[string]int              // of evidence, by leaf, part and file
	added     map[survey.FileID][]string  // digests of evidence, by file; empty where the log has none
}

// loggedState says whether the agency's own part is done.
type loggedState struct {
	Submitted, Reopened bool
	By                  string
	ReportFile          survey.FileID
	at                  time.Time // when it was handed in
}

// loggedWrite is what was written at a sheet at once.
type loggedWrite struct {
	number  int64 // of the log's row
	part    Part
	figures []string
	sum     string
	entries []Entry // those that stand for it in the database
}

// sheetEntry is whatever an entry of the log says of a sheet.
type sheetEntry struct {
	Round      string
	Part       Part
	Figures    []string
	Sum        string
	ReportFile survey.FileID
	Leaf       string
	File       survey.FileID
	Uses       []string
	Changes    bool
}

func (a *auditedRounds) takeSheet(r survey.LogRow) error {
	e, err := saidIn[sheetEntry](r, r.After)
	if err != nil {
		return err
	}
	if e.Round == "" {
		return nil
	}
	name := e.Round + "/" + r.Subject
	s := a.sheets[name]
	if s == nil {
		s = &loggedSheet{
			petitions: map[string][]loggedPetition{}, uses: map[string]int{},
			added: map[survey.FileID][]string{},
		}
		a.sheets[name] = s
	}
	s.take(r, &e)
	return nil
}

func (s *loggedSheet) take(r survey.LogRow, e *sheetEntry) {
	use := fmt.Sprintf("%s/%s/%s", e.Leaf, e.Part, e.File)
	switch r.Action {
	case "sheet.submit":
		s.Submitted, s.By, s.ReportFile, s.at = true, r.Actor, e.ReportFile, r.Moment()
	case "sheet.withdraw":
		s.loggedState = loggedState{Reopened: s.Reopened}
	case "sheet.reopen":
		s.loggedState = loggedState{Reopened: true}
	case "sheet.relock":
		s.Reopened = false
	case "petition.file":
		s.petitions[e.Leaf] = append(s.petitions[e.Leaf], loggedPetition{filed: e.Sum})
	case "petition.answer":
		s.answered(e)
	case "evidence.add", "evidence.use":
		if r.Action == "evidence.add" {
			s.added[e.File] = append(s.added[e.File], e.Sum)
		}
		for _, u := range e.Uses {
			s.uses[u+"/"+string(e.File)]++
		}
		if len(e.Uses) == 0 {
			s.uses[use]++
		}
	case "evidence.drop":
		s.uses[use]--
	default:
		if len(e.Figures) > 0 {
			s.writes = append(s.writes, loggedWrite{number: r.Number, part: e.Part, figures: e.Figures, sum: e.Sum})
		}
	}
}

func (a *auditedRounds) compareSheets(
	ctx context.Context, c *survey.Catalogue, r *Round, sets map[SetID]*Set,
) error {
	evidence, err := a.store.EvidenceOf(ctx, r.ID, 0)
	if err != nil {
		return err
	}
	petitions, err := a.store.Petitions(ctx, r.ID)
	if err != nil {
		return err
	}
	members := slices.Clone(r.Members)
	slices.SortFunc(members, func(a, b Member) int {
		return strings.Compare(agencyCode(c, a.Agency), agencyCode(c, b.Agency))
	})
	for i := range members {
		m := &members[i]
		entries, err := gather(a.store.Assessments(ctx, EntryQuery{Round: r.ID, Agency: m.Agency}))
		if err != nil {
			return err
		}
		name := r.name() + "/" + agencyCode(c, m.Agency)
		logged := a.sheets[name]
		if logged == nil {
			logged = &loggedSheet{}
		}
		delete(a.sheets, name)
		a.hold("sheet", name, logged.loggedState, presentState(m, evidence))
		a.moment("sheet", name, "At", logged.at, m.SubmittedAt)
		a.compareEvidence(name, logged, m, evidence)
		a.compareUses(name, logged, m, evidence)
		a.compareEntries(name, logged, sets[m.Set], entries[m.Agency])
		a.comparePetitions(name, logged, m, petitions)
	}
	return nil
}

// presentState leaves the report out until it is handed in: it may be another until then.
func presentState(m *Member, evidence []Evidence) loggedState {
	s := loggedState{Submitted: m.Submitted(), Reopened: m.Reopened, By: m.SubmittedBy}
	if s.Submitted {
		for i := range evidence {
			if evidence[i].ID == m.Report && evidence[i].Agency == m.Agency {
				s.ReportFile = evidence[i].File.ID
			}
		}
	}
	return s
}

func (a *auditedRounds) compareUses(name string, logged *loggedSheet, m *Member, evidence []Evidence) {
	present := map[string]int{}
	for i := range evidence {
		e := &evidence[i]
		if e.Agency != m.Agency {
			continue
		}
		for _, u := range e.Uses {
			if u.DroppedBy == "" {
				present[fmt.Sprintf("%s/%s/%s", u.Leaf, u.Part, e.File.ID)]++
			}
		}
	}
	all := maps.Clone(present)
	maps.Copy(all, logged.uses)
	for _, use := range slices.Sorted(maps.Keys(all)) {
		a.hold("evidence", name+"/"+use, usedOf{logged.uses[use]}, usedOf{present[use]})
	}
}

type usedOf struct{ Uses int }
