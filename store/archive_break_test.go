package store_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A deletion that was ended half way goes on from the same file, and answers of the
// next year are taken meanwhile.
func TestADeletionThatWasEndedGoesOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		next := storetest.Table(t, "code,year,name_vi,starts,ends,form,target,groups\n"+
			"2027,2027,Khảo sát 2027,2027-01-01,2027-12-31,short@1,>83,department")
		changed(t, survey.Change{Added: 1})(setupOf(db).ImportPlans(t.Context(), next))
		if _, err := p.shelf.Fresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		const rows = 12_000
		trial, kept := bring(t, importOf(db), mapping, many(rows))
		if kept.Added != rows {
			t.Fatal(trial, kept)
		}
		before := figuresNow(t, db)
		a := archiving(db)
		f := written(t, a)
		if err := a.Keep(t.Context(), f); err != nil {
			t.Fatal(err, faultsOf(err))
		}
		ending, end := context.WithCancel(t.Context())
		defer end()
		in := lateIntake(t, p)
		a.Progress = func(done, _ int) {
			if _, err := in.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5))); err != nil {
				t.Error(err)
			}
			if done >= 5000 {
				end()
			}
		}
		if n, err := a.Empty(ending, f); err == nil || n != 5000 {
			t.Errorf("%d deleted, %v", n, err)
		}
		if before != figuresNow(t, db) {
			t.Error("figures differ half way")
		}
		if faults, err := survey.CheckArchives(t.Context(), db); err != nil || !slices.Equal(wordsOf(faults), []string{"archive.unfinished"}) {
			t.Errorf("%q, %v", wordsOf(faults), err)
		}
		agree(t, db)
		state, err := a.Due(t.Context(), 2026)
		if err != nil || len(state.Begun) != 1 || state.Begun[0].FileSHA256 != f.SHA256 {
			t.Fatalf("%+v, %v", state, err)
		}
		a.Progress = nil
		if n, err := a.Empty(t.Context(), f); err != nil || n != rows-5000 {
			t.Errorf("%d more deleted, %v", n, err)
		}
		if before != figuresNow(t, db) {
			t.Error("figures differ")
		}
		if n := count(t, db, "SELECT COUNT(*) FROM response"); n != 1 {
			t.Errorf("%d responses, want that of the next year", n)
		}
		agree(t, db)
	})
}

func TestResponsesAreDeletedOnlyWhereTheirPlanIsArchived(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		refused := func(statement string) {
			t.Helper()
			if _, err := db.Raw().Exec(statement); err == nil {
				t.Errorf("%s is done", statement)
			}
		}
		refused("DELETE FROM response")
		refused("UPDATE response SET stage = 1")
		a := archiving(db)
		f := written(t, a)
		if err := a.Keep(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		refused("UPDATE response SET stage = 1")
		refused("DELETE FROM archive")
		refused("UPDATE archive SET responses = 1")
		refused("UPDATE archived_stage SET n = 1")
		refused("DELETE FROM archived_stage")
		refused("INSERT INTO archived_stage SELECT plan_id, agency_id, questionnaire_id, stage + 9, n, y, m, yy, ym, mm, shares " +
			"FROM archived_stage")
		refused("DELETE FROM archived_agency")
		if db.Postgres() {
			refused("TRUNCATE response")
			refused("TRUNCATE archived_stage")
		}
		sneak(t, db)
		_, err := a.Empty(t.Context(), f)
		if e, _ := errors.AsType[*survey.Error](err); e == nil || e.Word != "archive.left" || e.Args["count"] != int64(1) {
			t.Errorf("a response that the file does not have: %v", err)
		}
		if left := count(t, db, "SELECT COUNT(*) FROM response"); left != 1 {
			t.Errorf("%d are left", left)
		}
	})
}

// sneak puts a response beside the others behind the program's back.
func sneak(t *testing.T, db *store.DB) {
	t.Helper()
	literal := "x'%x'"
	if db.Postgres() {
		literal = `'\x%x'::bytea`
	}
	r, err := survey.ParseReceipt(storetest.Receipt(t))
	if err == nil {
		_, err = db.Raw().Exec("INSERT INTO response SELECT counter_id, " + fmt.Sprintf(literal, r[:]) + ", plan_id, " +
			"questionnaire_id, answered_at, received_at, day, channel, stage, status, levels FROM response LIMIT 1")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNoMoreAsItWasArchivedIsNamed(t *testing.T) {
	tests := map[string]struct {
		tamper  string
		compare []string
		check   []string
	}{
		"a sum": {
			"UPDATE tally SET y = y + 1 WHERE month = '2026-01' AND counter_id = (SELECT id FROM counter WHERE code = 'STP-01')",
			[]string{"archive.tally"},
			[]string{"archive.tallies_changed"},
		},
		"a row that is missing": {
			"DELETE FROM tally WHERE month = '2026-01' AND counter_id = (SELECT id FROM counter WHERE code = 'STP-01')",
			[]string{"archive.tally"},
			[]string{"archive.tallies_changed"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				p := setUp(t, db)
				p.asked(t)
				f := archived(t, db)
				if _, err := db.Raw().Exec(tt.tamper); err != nil {
					t.Fatal(err)
				}
				if faults, err := f.Compare(t.Context(), db); err != nil || !slices.Equal(wordsOf(faults), tt.compare) {
					t.Errorf("%q, %v", wordsOf(faults), err)
				} else if e := faults[0]; e.Args["counter"] != "STP-01" || e.Args["month"] != "2026-01" {
					t.Errorf("%+v", e.Args)
				}
				if faults, err := survey.CheckArchives(t.Context(), db); err != nil || !slices.Equal(wordsOf(faults), tt.check) {
					t.Errorf("%q, %v", wordsOf(faults), err)
				}
				if d, err := db.RebuildTallies(t.Context()); err != nil || len(d) != 0 {
					t.Errorf("a recount touches it: %v, %v", d, err)
				}
			})
		})
	}
}

// Whoever can write to the database without the program may do all this; the nightly
// check and recount say so.
func TestAnArchiveThatNobodyMadeIsNamed(t *testing.T) {
	tests := map[string]struct {
		archived     bool
		tamper, want string
	}{
		"a plan said to be archived": {
			false, `INSERT INTO archive SELECT MIN(id), CURRENT_TIMESTAMP, 0, 'x', 'x', TRUE FROM plan`,
			"archive.unlogged",
		},
		"an answer put back": {
			true,
			`INSERT INTO response SELECT c.id, CAST('0123456789abcdef' AS {{blob}}), a.plan_id, 1, CURRENT_TIMESTAMP,
				CURRENT_TIMESTAMP, '2026-01-05', 1, 1, 1, '555555' FROM archive a, counter c LIMIT 1`,
			"archive.left",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				p := setUp(t, db)
				p.asked(t)
				if tt.archived {
					archived(t, db)
				}
				if faults, err := survey.CheckArchives(t.Context(), db); err != nil || len(faults) > 0 {
					t.Fatalf("%q, %v", wordsOf(faults), err)
				}
				blob := "BLOB"
				if db.Postgres() {
					blob = "BYTEA"
				}
				if _, err := db.Raw().Exec(strings.ReplaceAll(tt.tamper, "{{blob}}", blob)); err != nil {
					t.Fatal(err)
				}
				faults, err := survey.CheckArchives(t.Context(), db)
				if err != nil || !slices.Contains(wordsOf(faults), tt.want) {
					t.Errorf("%q, %v", wordsOf(faults), err)
				}
			})
		})
	}
}

func TestTalliesThatResponsesDoNotExplainAreNotArchived(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		if _, err := db.Raw().Exec("UPDATE tally SET y = y + 1 WHERE month = '2026-01' AND channel = 1"); err != nil {
			t.Fatal(err)
		}
		a := archiving(db)
		err := a.Keep(t.Context(), written(t, a))
		if got := faultsOf(err); len(got) == 0 || got[0] != "archive.tally" {
			t.Errorf("%q, %v", got, err)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM archive"); n != 0 {
			t.Error("archived all the same")
		}
	})
}

// rezipped changes the texts of a file's parts.
func rezipped(t *testing.T, text []byte, change func(name, text string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, change(part.Name, string(raw))); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAFileThatWasTamperedWithIsNamed(t *testing.T) {
	db := storetest.SQLite(t)
	p := setUp(t, db)
	p.asked(t)
	a := archiving(db)
	var b bytes.Buffer
	if err := a.Write(t.Context(), due(t, a), "", &b); err != nil {
		t.Fatal(err)
	}
	text := b.Bytes()
	f := opened(t, text)
	if err := a.Keep(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Empty(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	level := func(name, text string) string {
		if name != "responses.csv" {
			return text
		}
		at := strings.Index(text, "STP-01,")
		end := at + strings.Index(text[at:], "\n")
		line := text[at:end]
		levels := line[strings.LastIndex(line, ",")+1:]
		other := strings.NewReplacer("1", "5", "5", "1", "4", "2", "2", "4").Replace(levels)
		return text[:end-len(levels)] + other + text[end:]
	}
	hashed := func(t *testing.T) []byte { // by someone who mends the hashes too
		sums := map[string]string{}
		changed := rezipped(t, text, func(name, text string) string {
			text = level(name, text)
			sum := sha256.Sum256([]byte(text))
			sums[name] = hex.EncodeToString(sum[:])
			return text
		})
		return rezipped(t, changed, func(name, text string) string {
			if name != "about.json" {
				return text
			}
			var about survey.ArchiveAbout
			if err := json.Unmarshal([]byte(text), &about); err != nil {
				t.Fatal(err)
			}
			for i := range about.Parts {
				about.Parts[i].SHA256 = sums[about.Parts[i].Name]
			}
			out, err := json.Marshal(about)
			if err != nil {
				t.Fatal(err)
			}
			return string(out)
		})
	}
	tests := map[string]struct {
		text []byte
		want []string
	}{
		"a level":            {rezipped(t, text, level), []string{"archive.part", "archive.tally"}},
		"and the hash of it": {hashed(t), []string{"archive.tally"}},
		"a row is gone": {rezipped(t, text, func(name, text string) string {
			if name == "responses.csv" {
				text = text[:strings.LastIndex(strings.TrimSpace(text), "\n")+1]
			}
			return text
		}), []string{"archive.part", "archive.tally"}},
	}
	for name, tt := range tests {
		f := opened(t, tt.text)
		count, err := f.Count(t.Context(), nil)
		if err != nil || !slices.Equal(wordsOf(count.Faults), tt.want) {
			t.Errorf("%s: %v, %v", name, err, count)
		}
		faults, err := f.Compare(t.Context(), db)
		if got := wordsOf(faults); err != nil || !slices.Contains(got, "archive.other_file") || !slices.Contains(got, "archive.stages") {
			t.Errorf("%s, against the database: %q, %v", name, got, err)
		}
		if _, err := archiving(db).Empty(t.Context(), f); survey.KindOf(err) != survey.Conflict {
			t.Errorf("%s: emptied by it: %v", name, err)
		}
	}
	for name, broken := range map[string][]byte{"cut": text[:len(text)-100], "no ZIP": []byte("abc"), "empty": nil} {
		if _, err := survey.OpenArchive(bytes.NewReader(broken), int64(len(broken))); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
