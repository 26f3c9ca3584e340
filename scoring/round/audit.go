package round

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// AuditStore is what an audit reads of criteria sets, rounds, sheets and tasks.
type AuditStore interface {
	Sets(ctx context.Context) ([]Set, error)
	Rounds(ctx context.Context) ([]Round, error)
	Assessments(ctx context.Context, q EntryQuery) iter.Seq2[[]Entry, error]
	EvidenceOf(ctx context.Context, id ID, agency survey.AgencyID) ([]Evidence, error)
	Petitions(ctx context.Context, id ID) ([]Petition, error)
	TrackedTasks(ctx context.Context, q TaskQuery) ([]TrackedTask, error)
	Assignments(ctx context.Context, id ID) ([]Assignment, error)
}

// Audited is the share of the index in an audit: criteria sets, rounds with their sheets,
// who appraises what, and tasks. What people wrote at length stands in the log by its digest only.
func Audited(store AuditStore) []func() survey.AuditPart {
	return []func() survey.AuditPart{
		func() survey.AuditPart { return &auditedSets{store: store, digests: map[string]string{}} },
		func() survey.AuditPart {
			return &auditedRounds{store: store, rounds: map[string]*loggedRound{}, sheets: map[string]*loggedSheet{}}
		},
		func() survey.AuditPart { return &auditedAssignments{store: store, given: map[string]int{}} },
		func() survey.AuditPart {
			return &auditedTasks{store: store, tasks: map[string]taskEntry{}, reports: map[string][]loggedReport{}}
		},
	}
}

// found gathers what is not as the log says.
type found struct {
	list  []survey.LogDifference
	older int // entries that hold too little
	err   error
}

// Brief is how many entries of the log could not be compared in full.
func (f *found) Brief() int { return f.older }

// hold compares a thing as the log says with the one that is there; nil where there is none.
func (f *found) hold(noun, code string, logged, present any) {
	list, err := survey.LogDifferences(noun, code, logged, present)
	if err != nil && f.err == nil {
		f.err = err
	}
	f.list = append(f.list, list...)
}

// sum compares digests; one that the log does not have is counted.
func (f *found) sum(noun, code, logged, present string) {
	if logged == "" {
		f.older++
		return
	}
	f.hold(noun, code, digestOf{logged}, digestOf{present})
}

// moment compares when something was done; both are zero where it was not.
func (f *found) moment(noun, code, field string, logged, present time.Time) {
	f.list = append(f.list, survey.MomentDifference(noun, code, field, logged, present)...)
}

type digestOf struct{ Digest string }

// saidIn reads what an entry of the log says after, or before, a change.
func saidIn[T any](r survey.LogRow, text string) (e T, err error) {
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return e, fmt.Errorf("%s: %w", r.Action, err)
	}
	return e, nil
}

// auditedSets are the criteria sets by their refs, with the digests that the log has;
// empty where an entry had none yet.
type auditedSets struct {
	found
	store   AuditStore
	digests map[string]string
}

// Take remembers what an entry says of a criteria set.
func (a *auditedSets) Take(r survey.LogRow) error {
	switch r.Action {
	case "criteria.add", "criteria.copy", "criteria.change":
		e, err := saidIn[criteriaEntry](r, r.After)
		a.digests[r.Subject] = e.Digest
		return err
	case "criteria.discard":
		delete(a.digests, r.Subject)
	}
	return nil
}

// Compare names sets that are not as the log says.
func (a *auditedSets) Compare(ctx context.Context, _ *survey.Catalogue) ([]survey.LogDifference, error) {
	sets, err := a.store.Sets(ctx)
	if err != nil {
		return nil, err
	}
	for i := range sets {
		s := &sets[i]
		logged, known := a.digests[s.Ref()]
		delete(a.digests, s.Ref())
		if !known {
			a.hold("criteria", s.Ref(), nil, digestOf{survey.Digest(s.CriteriaSet)})
			continue
		}
		a.sum("criteria", s.Ref(), logged, survey.Digest(s.CriteriaSet))
	}
	for ref, digest := range a.digests {
		a.hold("criteria", ref, digestOf{digest}, nil)
	}
	slices.SortStableFunc(a.list, byCode)
	return a.list, a.err
}

func byCode(a, b survey.LogDifference) int { return strings.Compare(a.Code, b.Code) }

// leafOf finds a leaf of a set as entries need it to be said; one that is not there gives
// plain points.
func leafOf(set *Set, code string) *scoring.Item {
	if set != nil {
		if item := set.Leaf(code); item != nil {
			return item
		}
	}
	return &scoring.Item{}
}
