package survey

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The parts of a file of archived responses, and its form's number.
const (
	archiveFormat    = 1
	archiveResponses = "responses.csv"
	archiveTallies   = "tallies.csv"
	archiveAbout     = "about.json"
)

// ArchiveAbout is what a file of archived responses says of itself: all that is
// needed to count them again without the database. People and things are named by
// their public codes.
type ArchiveAbout struct {
	Format         int
	WrittenAt      string // RFC 3339, UTC
	Method         string // by which the figures are made
	Zone           string // by which days are cut
	Simulated      bool
	Plans          []ArchivedPlan
	Questionnaires []Questionnaire // with their questions, in the order of the levels
	Agencies       []ArchivedAgency
	Counters       []ArchivedCounter
	Parts          []ArchivePart
}

// ArchivedPlan is a plan with what its responses add up to.
type ArchivedPlan struct {
	planEntry
	Responses   int64
	TallySHA256 string // of its lines in tallies.csv, under the head
}

// ArchivedAgency is an agency; Key names it in the other parts: its code, and its first
// day where it has one.
type ArchivedAgency struct {
	Key string
	agencyEntry
}

// ArchivedCounter is a counter with its agency's key.
type ArchivedCounter struct {
	Code   string
	Agency string
	Name   Text
}

// ArchivePart is one of the tables, by its SHA-256.
type ArchivePart struct {
	Name   string
	Rows   int64
	SHA256 string
}

// aboutOf is what is known before the responses are read; asked are the agencies that
// have any.
func (c *Catalogue) aboutOf(plans []*Plan, asked map[AgencyID]bool, now time.Time) *ArchiveAbout {
	about := &ArchiveAbout{
		Format: archiveFormat, WrittenAt: now.UTC().Format(time.RFC3339), Simulated: c.Simulated,
	}
	if c.Zone != nil {
		about.Zone = c.Zone.String()
	}
	for i := range c.Questionnaires {
		q := c.Questionnaires[i]
		q.ID = 0
		about.Questionnaires = append(about.Questionnaires, q)
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if asked[a.ID] || slices.ContainsFunc(plans, func(p *Plan) bool { return c.Lists(p, a) }) {
			entry, _ := c.agencyEntry(*a).(agencyEntry)
			about.Agencies = append(about.Agencies, ArchivedAgency{c.agencyKey(a.ID), entry})
			about.Counters = append(about.Counters, c.archivedCounters(a)...)
		}
	}
	return about
}

func (c *Catalogue) archivedCounters(a *Agency) []ArchivedCounter {
	var list []ArchivedCounter
	for i := range c.Counters {
		if n := &c.Counters[i]; n.Agency == a.ID {
			list = append(list, ArchivedCounter{n.Code, c.agencyKey(a.ID), n.Name})
		}
	}
	return list
}

// part finds a part's row, nil where there is none.
func (a *ArchiveAbout) part(name string) *ArchivePart {
	if i := slices.IndexFunc(a.Parts, func(p ArchivePart) bool { return p.Name == name }); i >= 0 {
		return &a.Parts[i]
	}
	return nil
}

// catalogue is what the file knows of the province, with numbers of its own.
func (a *ArchiveAbout) catalogue() (*Catalogue, error) {
	c := &Catalogue{Simulated: a.Simulated, Questionnaires: a.Questionnaires}
	for i := range c.Questionnaires {
		c.Questionnaires[i].ID = QuestionnaireID(i + 1)
		if err := c.Questionnaires[i].Check(); err != nil {
			return nil, err
		}
	}
	keys := map[string]AgencyID{}
	for i, e := range a.Agencies {
		code, from, _ := strings.Cut(e.Key, "@")
		id := AgencyID(i + 1)
		c.Agencies = append(c.Agencies, Agency{ID: id, Code: code, ValidFrom: Day(from), Name: e.Name})
		keys[e.Key] = id
	}
	for i, e := range a.Counters {
		if keys[e.Agency] == 0 {
			return nil, fmt.Errorf("counter %s: no agency %s", e.Code, e.Agency)
		}
		c.Counters = append(c.Counters, Counter{
			ID: CounterID(i + 1), Agency: keys[e.Agency], Code: e.Code, Name: e.Name,
		})
	}
	for i := range a.Plans {
		p := &a.Plans[i]
		c.Plans = append(c.Plans, Plan{ID: PlanID(i + 1), Code: p.Code, Year: p.Year, Name: p.Name})
	}
	return c.Index(), nil
}
