package edition

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hailong/survey"
)

// AuditStore is what an audit reads of editions.
type AuditStore interface {
	Editions(ctx context.Context) ([]Edition, error)
	EditionContent(ctx context.Context, id ID) ([]byte, error)
	EditionArchive(ctx context.Context, id ID) ([]byte, error)
	PastReader
}

// Audited is the share of editions in an audit: what the log says of each, the frozen
// content and the archive by their hashes; and the rankings of earlier years.
func Audited(store AuditStore) []func() survey.AuditPart {
	return []func() survey.AuditPart{
		func() survey.AuditPart { return &audited{store: store, editions: map[string]*auditedEdition{}} },
		func() survey.AuditPart { return &auditedPast{store: store, years: map[pastYear][]pastEntry{}} },
	}
}

// audited is the editions as the log says they are, by their subjects.
type audited struct {
	store    AuditStore
	editions map[string]*auditedEdition
}

// auditedEdition is an edition as the log says, or as it is.
type auditedEdition struct {
	Number      int
	Replaces    int
	State       State
	Why         string
	Hash        string
	Decision    string
	DecidedOn   survey.Day
	SHA256      string
	ArchiveHash string
	ClosedBy    string
	PublishedBy string
	Content     string // the hash of the bytes that are there
	Archive     string

	closedAt, publishedAt time.Time
}

// Take remembers what an entry says of an edition.
func (a *audited) Take(r survey.LogRow) error {
	if !strings.HasPrefix(r.Action, "edition.") {
		return nil
	}
	var e editionEntry
	if err := json.Unmarshal([]byte(r.After), &e); err != nil {
		return fmt.Errorf("%s: %w", r.Action, err)
	}
	l := a.editions[r.Subject]
	if l == nil {
		l = &auditedEdition{}
		a.editions[r.Subject] = l
	}
	switch r.Action {
	case "edition.close":
		l.Why, l.ClosedBy, l.Content, l.closedAt = e.Reason, r.Actor, e.Hash, r.Moment()
	case "edition.publish":
		l.PublishedBy, l.Archive, l.publishedAt = r.Actor, e.ArchiveHash, r.Moment()
	case "edition.withdraw":
	default:
		return nil
	}
	l.Number, l.Replaces, l.State, l.Hash = e.Number, e.Replaces, e.State, e.Hash
	l.Decision, l.DecidedOn, l.SHA256, l.ArchiveHash = e.Decision, e.DecidedOn, e.SHA256, e.ArchiveHash
	return nil
}

// Compare names editions that are not as the log says.
func (a *audited) Compare(ctx context.Context, _ *survey.Catalogue) ([]survey.LogDifference, error) {
	editions, err := a.store.Editions(ctx)
	if err != nil {
		return nil, err
	}
	var list []survey.LogDifference
	hold := func(name string, logged, present any) error {
		more, err := survey.LogDifferences("edition", name, logged, present)
		list = append(list, more...)
		return err
	}
	for i := range editions {
		e := &editions[i]
		var logged any
		if l := a.editions[e.Subject()]; l != nil {
			logged = l
			list = append(list, l.moments(e)...)
		}
		delete(a.editions, e.Subject())
		if err := hold(e.Subject(), logged, a.present(ctx, e)); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.editions)) {
		if err := hold(name, a.editions[name], nil); err != nil {
			return nil, err
		}
	}
	return list, ctx.Err()
}

// moments names when an edition was closed or published, where that is not as logged.
func (l *auditedEdition) moments(e *Edition) []survey.LogDifference {
	return append(
		survey.MomentDifference("edition", e.Subject(), "ClosedAt", l.closedAt, e.ClosedAt),
		survey.MomentDifference("edition", e.Subject(), "PublishedAt", l.publishedAt, e.PublishedAt)...,
	)
}

// present is an edition as it is. Bytes that cannot be read are not those that were frozen.
func (a *audited) present(ctx context.Context, e *Edition) *auditedEdition {
	hash := func(read func(context.Context, ID) ([]byte, error)) string {
		bytes, err := read(ctx, e.ID)
		if err != nil {
			return err.Error()
		}
		return Hash(bytes)
	}
	p := &auditedEdition{
		Number: e.Number, Replaces: e.Replaces, State: e.State, Why: e.Why, Hash: e.Hash, Decision: e.Decision,
		DecidedOn: e.DecidedOn, SHA256: string(e.DecisionFile), ArchiveHash: e.ArchiveHash,
		ClosedBy: e.ClosedBy, PublishedBy: e.PublishedBy, Content: hash(a.store.EditionContent),
	}
	if e.State == Published {
		p.Archive = hash(a.store.EditionArchive)
	}
	return p
}
