package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

func group(code string) survey.Group {
	return survey.Group{Code: code, Name: survey.Text{VI: code}, Position: 9}
}

func TestAWriteOutsideATransactionFailsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		before := contents(t, db)
		agency := survey.Agency{Code: "A", Group: "department", Sector: survey.Administrative}
		for name, write := range map[string]func(context.Context) error{
			"group":     func(ctx context.Context) error { return db.AddGroup(ctx, group("x")) },
			"agency":    func(ctx context.Context) error { return db.PutAgencies(ctx, []survey.Agency{agency}) },
			"counter":   func(ctx context.Context) error { return db.PutCounters(ctx, []survey.Counter{{Agency: 1, Code: "C"}}) },
			"plan":      func(ctx context.Context) error { return db.PutPlan(ctx, survey.Plan{Code: "P", Questionnaire: 1}) },
			"form":      func(ctx context.Context) error { return db.AddQuestionnaire(ctx, survey.Shipped()[0]) },
			"simulated": db.MarkSimulated,
			"log": func(ctx context.Context) error {
				return db.Record(ctx, survey.Entry{At: noon, Actor: survey.Program, Action: "x.y"})
			},
		} {
			begun := time.Now()
			if err := write(t.Context()); err == nil {
				t.Errorf("%s was written", name)
			}
			if long := time.Since(begun); long > 2*time.Second {
				t.Errorf("%s: refused after %s", name, long)
			}
		}
		after := contents(t, db)
		for name, n := range before {
			if after[name] != n {
				t.Errorf("%s: %d became %d", name, n, after[name])
			}
		}
	})
}

// groups are the codes of the groups that a test added.
func groups(t *testing.T, db *store.DB) string {
	t.Helper()
	var codes []string
	for _, g := range catalogue(t, db).Groups {
		if g.Position == 9 {
			codes = append(codes, g.Code)
		}
	}
	return strings.Join(codes, " ")
}

func TestANestedTransactionJoins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		fault := errors.New("made up")
		both := func(end error) error {
			return db.InTx(t.Context(), func(ctx context.Context) error {
				inner := db.InTx(ctx, func(ctx context.Context) error { return db.AddGroup(ctx, group("inner")) })
				return errors.Join(inner, db.AddGroup(ctx, group("outer")), end)
			})
		}
		if err := both(fault); !errors.Is(err, fault) {
			t.Error(err)
		}
		if got := groups(t, db); got != "" {
			t.Errorf("the outer one failed, and %q stay", got)
		}
		if err := both(nil); err != nil {
			t.Error(err)
		}
		if got := groups(t, db); got != "inner outer" {
			t.Errorf("got %q", got)
		}
	})
}

func TestAPanicRollsBackAndLeavesTheDatabaseUsable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = db.InTx(t.Context(), func(ctx context.Context) error {
				_ = db.AddGroup(ctx, group("x"))
				panic("made up")
			})
		}()
		err := db.InTx(t.Context(), func(ctx context.Context) error { return db.AddGroup(ctx, group("y")) })
		if got := groups(t, db); err != nil || got != "y" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestAClashIsRunAgainFromTheStart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const writers = 4
		var met sync.WaitGroup // on PostgreSQL all have read before the first one writes
		if db.Postgres() {
			met.Add(writers)
		}
		var wait sync.WaitGroup
		var mu sync.Mutex
		runs := 0
		for range writers {
			wait.Go(func() {
				first := true
				err := db.InTx(t.Context(), func(ctx context.Context) error {
					mu.Lock()
					runs++
					mu.Unlock()
					c, err := db.Catalogue(ctx) // as every use case reads before it writes
					if err != nil {
						return err
					}
					if first && db.Postgres() {
						first = false
						met.Done()
						met.Wait()
					}
					return db.AddGroup(ctx, group("v"+string(rune('a'+c.Version))))
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if got := groups(t, db); got != "vb vc vd ve" {
			t.Errorf("each saw the one before: %q", got)
		}
		if db.Postgres() && runs <= writers {
			t.Errorf("%d runs for %d transactions that clash", runs, writers)
		}
	})
}

func TestTwoInstancesMaySetUpAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var wait sync.WaitGroup
		var mu sync.Mutex
		var added, same int
		for range 4 {
			wait.Go(func() {
				change, err := setupOf(db).InstallQuestionnaires(t.Context())
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				added, same = added+change.Added, same+change.Same
			})
		}
		wait.Wait()
		if n := len(survey.Shipped()); added != n || same != 3*n {
			t.Errorf("%d questionnaires were added, %d were there", added, same)
		}
	})
}

func TestACatalogueReadInATransactionSeesItsOwnChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		before := catalogue(t, db).Version
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			if err := db.AddGroup(ctx, group("x")); err != nil {
				return err
			}
			c, err := db.Catalogue(ctx)
			if err == nil && (c.GroupByCode("x") == nil || c.Version != before) {
				t.Errorf("version %d after %d, groups %v", c.Version, before, c.Groups)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		// Raised once, at the end: every intake waits for that row.
		if after := catalogue(t, db).Version; after != before+1 {
			t.Errorf("version %d after %d", after, before)
		}
	})
}

// A clash inside a joined transaction is the outermost one's to run again.
func TestAClashInsideIsRetriedFromTheOutside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		outer, inner := 0, 0
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			outer++
			return db.InTx(ctx, func(context.Context) error {
				if inner++; inner == 1 {
					return &pgconn.PgError{Code: "40001"}
				}
				return nil
			})
		})
		if err != nil || outer != 2 || inner != 2 {
			t.Errorf("%d runs outside, %d inside, %v; want two of each", outer, inner, err)
		}
	})
}
