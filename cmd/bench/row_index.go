package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/file"
	"hailong/survey"
)

// indexLeaves is how many leaves the criteria set of the yearly index has.
const indexLeaves = 150

// index takes the time of the yearly index of all agencies of the province, each leaf of
// each given by the agency and by the council: of the preview, and of an edition from the
// facts to the signed archive.
func index(k kind) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		source, err := b.filled(ctx, k, b.rows/100)
		if err != nil {
			return err
		}
		database, err := b.copyOf(ctx, k, source)
		if err != nil {
			return err
		}
		db, err := store.Open(ctx, database, time.UTC)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		id, err := addIndex(ctx, db)
		if err != nil {
			return err
		}
		files, err := file.Open(filepath.Join(b.dir, "files-"+string(k)), file.Keys{})
		if err != nil {
			return err
		}
		run := &indexRun{db: db, round: id, files: files}
		return b.repeat(func() error { return b.inTurn(ctx, b.indexSteps(k, run)...) })
	}
}

// indexRun is what is measured.
type indexRun struct {
	db    *store.DB
	round round.ID
	files survey.Files
	count int // editions so far
}

func (b *bench) indexSteps(k kind, r *indexRun) []func(context.Context) error {
	timed := func(row string, fn func(context.Context) (time.Duration, error)) func(context.Context) error {
		return func(ctx context.Context) error {
			took, err := fn(ctx)
			b.noteAlone(row+"-"+string(k), took.Seconds())
			return err
		}
	}
	return []func(context.Context) error{timed("index-preview", r.preview), timed("index-edition", r.publish)}
}

func (r *indexRun) content(ctx context.Context) (*edition.Content, error) {
	rounds := round.Rounds{Store: r.db, Now: time.Now, Tasks: r.db, Past: r.db}
	return rounds.Content(ctx, r.round, round.ContentOptions{Kind: edition.CCHC})
}

func (r *indexRun) preview(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	c, err := r.content(ctx)
	took := time.Since(began)
	if err == nil && (len(c.Groups) == 0 || c.Groups[0].Ranked == 0) {
		err = fmt.Errorf("nobody is ranked: %d groups", len(c.Groups))
	}
	return took, err
}

// publish closes an edition that corrects the one before, and publishes it.
func (r *indexRun) publish(ctx context.Context) (time.Duration, error) {
	c, err := r.content(ctx)
	if err != nil {
		return 0, err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return 0, err
	}
	use := edition.Editions{Store: r.db, Files: r.files, Signer: key, Now: time.Now, Zone: time.UTC}
	began := time.Now()
	closed, err := use.Close(ctx, survey.Actor{Name: "closer", Where: "bench"}, c, r.count, "measured anew")
	if err != nil {
		return 0, err
	}
	r.count++
	by := survey.Actor{Name: "publisher", Where: "bench"}
	published, err := use.Publish(ctx, by, closed.ID, edition.Signed{
		Number: "1/QĐ", Day: survey.DayOf(time.Now(), time.UTC), Name: "decision.pdf",
		PDF: strings.NewReader("%PDF-1.4\n%%EOF\n"),
	})
	took := time.Since(began)
	if err != nil {
		return 0, err
	}
	archive, err := use.Archive(ctx, published)
	if err == nil && len(archive) == 0 {
		err = fmt.Errorf("edition %d has no archive", r.count)
	}
	return took, err
}

// indexSet is a set of ten areas with fifteen leaves each, one of them satisfaction.
func indexSet(group string, year int) *round.Set {
	set := scoring.CriteriaSet{
		Family: round.Family, Year: year, Group: group, Version: 1, Classes: []scoring.Class{{Code: "all"}},
	}
	for a := range 10 {
		set.Items = append(set.Items, scoring.Item{Level: scoring.Area, Code: fmt.Sprint(a + 1), Max: 1500})
		for l := range indexLeaves / 10 {
			item := scoring.Item{
				Level: scoring.Criterion, Code: fmt.Sprintf("%d.%d", a+1, l+1), Max: 100,
				Rule: scoring.Rule{Kind: scoring.Ratio, Threshold: 9000, Empty: scoring.EmptyOut},
			}
			if len(set.Items) == 1 {
				item.Kind, item.By = scoring.Satisfaction, scoring.Ratio
			}
			set.Items = append(set.Items, item)
		}
	}
	return &round.Set{CriteriaSet: set, ChangedBy: "bench", ChangedAt: time.Now()}
}

// addIndex stores a closed round in which every leaf was given twice.
func addIndex(ctx context.Context, db *store.DB) (round.ID, error) {
	c, err := db.Catalogue(ctx)
	if err != nil {
		return 0, err
	}
	r := &round.Round{Family: round.Family, Year: c.Plans[0].Year, OpenedAt: time.Now()}
	err = db.InTx(ctx, func(ctx context.Context) error {
		sets, entries := map[string]*round.Set{}, []round.Entry{}
		r.Members, r.Step = nil, round.SelfAssessing
		for i := range c.Agencies {
			a := &c.Agencies[i]
			if sets[a.Group] == nil {
				sets[a.Group] = indexSet(a.Group, r.Year)
				if err := db.PutSet(ctx, sets[a.Group]); err != nil {
					return err
				}
			}
			r.Members = append(r.Members, round.Member{Agency: a.ID, Group: a.Group, Set: sets[a.Group].ID})
		}
		if err := db.AddRound(ctx, r); err != nil {
			return err
		}
		for i, m := range r.Members {
			entries = append(entries, indexEntries(r.ID, &m, sets[m.Group], int64(i))...)
		}
		if err := db.AddAssessments(ctx, entries); err != nil {
			return err
		}
		r.Step = round.Closed
		return db.PutRound(ctx, r)
	})
	return r.ID, err
}

func indexEntries(id round.ID, m *round.Member, set *round.Set, n int64) []round.Entry {
	var entries []round.Entry
	for _, item := range set.Leaves() {
		if item.Kind == scoring.Satisfaction {
			continue
		}
		for _, part := range []round.Part{round.Self, round.Appraised} {
			entries = append(entries, round.Entry{
				Round: id, Agency: m.Agency, Leaf: item.Code, Part: part, By: "bench", At: time.Now(),
				Given: scoring.Given{Num: 7000 + n, Den: 10000}, Note: "Theo báo cáo số 12/BC-VP ngày 05/12.",
			})
		}
	}
	return entries
}
