package store_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hailong/scoring/edition"
	"hailong/store"
	"hailong/store/file"
	"hailong/store/storetest"
	"hailong/survey"
)

const goldenEdition = "../scoring/edition/testdata/cchc"

var (
	closer    = survey.Actor{Name: "thu-ky", Where: "page"}
	publisher = survey.Actor{Name: "lanh-dao", Where: "page"}
)

// editionKey is the one that the golden files are signed with.
var editionKey = ed25519.NewKeyFromSeed([]byte("mot khoa ma ai cung biet 0123456"))

// goldenContent is the frozen edition of the archive's golden files.
func goldenContent(t *testing.T) *edition.Content {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(goldenEdition, "edition.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := edition.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// editionsIn are the use cases with a database, and a clock that the test sets.
func editionsIn(t *testing.T, db *store.DB, now *time.Time) *edition.Editions {
	t.Helper()
	keeper, err := file.Open(filepath.Join(t.TempDir(), "files"), file.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	return &edition.Editions{
		Store: db, Files: keeper, Signer: editionKey, Zone: storetest.Zone,
		Now: func() time.Time { return *now },
	}
}

func signed(number string, day survey.Day) edition.Signed {
	pdf, err := os.Open(filepath.Join(goldenEdition, "decision.pdf"))
	if err != nil {
		panic(err)
	}
	return edition.Signed{Number: number, Day: day, Name: "Quyết định.PDF", PDF: pdf}
}

func closedAt() time.Time { return time.Date(2023, 1, 10, 9, 0, 0, 0, storetest.Zone) }

func refused(t *testing.T, err error, kind survey.Kind, word string) {
	t.Helper()
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || e.Kind != kind || e.Word != word {
		t.Errorf("want %v %s, got %v", kind, word, err)
	}
}

// The year's edition goes through both databases byte for byte: what was frozen, and the
// files of the archive.
func TestEditionIsPublishedAsItWasClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := t.Context(), closedAt()
		u := editionsIn(t, db, &now)
		c := goldenContent(t)
		logged := c.Log
		c.Number, c.ClosedOn = 9, "1999-01-01" // its own are given to it
		e, err := u.Close(ctx, closer, c, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		if e.Number != 1 || c.Number != 1 || c.ClosedOn != "2023-01-10" || e.Subject() != "cchc-2022-1" {
			t.Errorf("%+v", e)
		}
		text, err := db.EditionContent(ctx, e.ID)
		if err != nil || edition.Hash(text) != e.Hash || !bytes.Equal(text, edition.Encode(c)) {
			t.Errorf("frozen is something else: %v", err)
		}
		if _, err := u.Archive(ctx, e); survey.KindOf(err) != survey.NotFound {
			t.Error("a closed edition has an archive")
		}
		now = now.AddDate(0, 0, 21)
		published, err := u.Publish(ctx, publisher, e.ID, signed(" 123/QĐ-UBND ", "2023-01-31"))
		if err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		zip, err := u.Archive(ctx, published)
		if err != nil {
			t.Fatal(err)
		}
		report, err := edition.Verify(bytes.NewReader(zip), int64(len(zip)), editionKey.Public().(ed25519.PublicKey))
		if err != nil || len(report.Faults) > 0 || !report.Known || report.Decision.Number != "123/QĐ-UBND" {
			t.Fatal(err, report)
		}
		report.Content.Log = logged // the golden one has a log of its own
		golden, err := os.ReadFile(filepath.Join(goldenEdition, "edition.json"))
		if err != nil || !bytes.Equal(edition.Encode(report.Content), golden) {
			t.Error("the edition is another on this database", err)
		}
		again, err := u.Edition(ctx, e.ID)
		if err != nil || *again != *published || again.State != edition.Published || !again.PublishedAt.Equal(now) {
			t.Errorf("%+v\n%+v %v", again, published, err)
		}
		pdf, err := u.Files.OpenFile(ctx, again.DecisionFile)
		if err != nil {
			t.Fatal(err)
		}
		defer pdf.Close()
		kept, _ := io.ReadAll(pdf)
		if want, _ := os.ReadFile(filepath.Join(goldenEdition, "decision.pdf")); !bytes.Equal(kept, want) {
			t.Error("another decision is kept")
		}
	})
}

// The log says what was frozen and what was published, and where it stood itself.
func TestEditionIsLogged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := t.Context(), closedAt()
		u := editionsIn(t, db, &now)
		c := goldenContent(t)
		e, err := u.Close(ctx, closer, c, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := u.Withdraw(ctx, publisher, e.ID, "sai số liệu"); err != nil {
			t.Fatal(err)
		}
		before, err := db.LogHead(ctx)
		if err != nil {
			t.Fatal(err)
		}
		e, err = u.Close(ctx, closer, c, 0, "")
		if err != nil || c.Log != edition.Log(before) || e.Number != 2 {
			t.Fatal(err, c.Log, before, e.Number)
		}
		atPublishing, err := db.LogHead(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if e, err = u.Publish(ctx, publisher, e.ID, signed("1/QĐ", "2023-01-10")); err != nil {
			t.Fatal(err)
		}
		rows, err := db.LogRows(ctx, "edition.publish")
		if err != nil || len(rows) != 1 || rows[0].Subject != "cchc-2022-2" || rows[0].Actor != "lanh-dao" {
			t.Fatal(rows, err)
		}
		var said struct{ Hash, ArchiveHash, SHA256, LogHead, Decision string }
		if err := json.Unmarshal([]byte(rows[0].After), &said); err != nil {
			t.Fatal(err)
		}
		if said.Hash != e.Hash || said.ArchiveHash != e.ArchiveHash || said.SHA256 != string(e.DecisionFile) ||
			said.LogHead != atPublishing.String() || said.Decision != "1/QĐ" {
			t.Errorf("%+v", said)
		}
		rows, err = db.LogRows(ctx, "edition.withdraw")
		if err != nil || len(rows) != 1 || !strings.Contains(rows[0].After, "sai số liệu") {
			t.Error(rows, err)
		}
	})
}

// A correction names what it replaces and why; the old one stays as it is.
func TestCorrectedEditionNamesWhatItReplaces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := t.Context(), closedAt()
		u := editionsIn(t, db, &now)
		c := goldenContent(t)
		_, err := u.Close(ctx, closer, c, 1, "nhầm")
		refused(t, err, survey.NotFound, "edition.nothing_to_replace")
		first, err := u.Close(ctx, closer, c, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = u.Close(ctx, closer, c, 0, "")
		refused(t, err, survey.Conflict, "edition.one_open")
		other := goldenContent(t) // of another year: stands by itself
		other.Year = 2021
		if e, err := u.Close(ctx, closer, other, 0, ""); err != nil || e.Number != 1 {
			t.Fatal(err)
		}
		if first, err = u.Publish(ctx, publisher, first.ID, signed("1/QĐ", "2023-01-10")); err != nil {
			t.Fatal(err)
		}
		old, err := u.Archive(ctx, first)
		if err != nil {
			t.Fatal(err)
		}
		_, err = u.Close(ctx, closer, c, 0, "nhầm")
		refused(t, err, survey.Conflict, "edition.replace_last")
		_, err = u.Close(ctx, closer, c, 1, " ")
		refused(t, err, survey.Invalid, "edition.why_missing")
		_, err = u.Close(ctx, closer, c, 1, strings.Repeat("x", 2001))
		refused(t, err, survey.Invalid, "edition.why_long")
		second, err := u.Close(ctx, closer, c, 1, "kiến nghị của STC được chấp nhận")
		if err != nil || second.Number != 2 || c.Replaces != 1 {
			t.Fatal(err, second)
		}
		if _, err = u.Publish(ctx, publisher, second.ID, signed("2/QĐ", "2023-01-10")); err != nil {
			t.Fatal(err)
		}
		list, err := u.Published(ctx, edition.CCHC, "cchc", 2022)
		if err != nil || len(list) != 2 || list[0].Number != 2 || list[0].Replaces != 1 || list[1].Number != 1 {
			t.Errorf("%+v %v", list, err)
		}
		if still, err := u.Archive(ctx, &list[1]); err != nil || !bytes.Equal(still, old) {
			t.Error("the old one is another now", err)
		}
		if all, err := u.List(ctx); err != nil || len(all) != 3 || all[0].Year != 2022 || all[2].Year != 2021 {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestPublishingIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := t.Context(), closedAt()
		u := editionsIn(t, db, &now)
		e, err := u.Close(ctx, closer, goldenContent(t), 0, "")
		if err != nil {
			t.Fatal(err)
		}
		good := func() edition.Signed { return signed("1/QĐ", "2023-01-10") }
		_, err = u.Publish(ctx, closer, e.ID, good())
		refused(t, err, survey.Forbidden, "edition.same_person")
		_, err = u.Publish(ctx, publisher, e.ID+1, good())
		refused(t, err, survey.NotFound, "edition.unknown")
		for field, spoil := range map[string]func(*edition.Signed){
			"decision":         func(s *edition.Signed) { s.Number = " " },
			"date":             func(s *edition.Signed) { s.Day = "" },
			"date: tomorrow":   func(s *edition.Signed) { s.Day = "2023-01-11" },
			"date: before":     func(s *edition.Signed) { s.Day = "2023-01-09" },
			"pdf":              func(s *edition.Signed) { s.Name = "qd.docx" },
			"pdf: none at all": func(s *edition.Signed) { s.PDF = nil },
		} {
			s := good()
			spoil(&s)
			_, err := u.Publish(ctx, publisher, e.ID, s)
			field, _, _ := strings.Cut(field, ":")
			if survey.KindOf(err) != survey.Invalid || !strings.HasPrefix(storetest.Mistakes(err), field+" edition.") {
				t.Errorf("%s: %v %s", field, err, storetest.Mistakes(err))
			}
		}
		s := good()
		s.PDF = strings.NewReader("no PDF")
		_, err = u.Publish(ctx, publisher, e.ID, s)
		refused(t, err, survey.Invalid, "file.kind_differs")
		refused(t, u.Withdraw(ctx, closer, e.ID, " "), survey.Invalid, "edition.why_missing")
		if err := u.Withdraw(ctx, closer, e.ID, "làm lại"); err != nil {
			t.Fatal(err)
		}
		_, err = u.Publish(ctx, publisher, e.ID, good())
		refused(t, err, survey.Conflict, "edition.is_withdrawn")
		refused(t, u.Withdraw(ctx, closer, e.ID, "lại"), survey.Conflict, "edition.is_withdrawn")
	})
}

// What was frozen is what is published, or nothing is; the database keeps hands off both.
func TestEditionIsNeverChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := t.Context(), closedAt()
		u := editionsIn(t, db, &now)
		e, err := u.Close(ctx, closer, goldenContent(t), 0, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"UPDATE edition SET content = archive", "UPDATE edition SET number = 2", "DELETE FROM edition",
		} {
			if _, err := db.Raw().ExecContext(ctx, statement); err == nil {
				t.Errorf("%s passes", statement)
			}
		}
		if e, err = u.Publish(ctx, publisher, e.ID, signed("1/QĐ", "2023-01-10")); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"UPDATE edition SET archive = content", "UPDATE edition SET decision = 'x'", "UPDATE edition SET state = 'closed'",
		} {
			if _, err := db.Raw().ExecContext(ctx, statement); err == nil {
				t.Errorf("%s passes", statement)
			}
		}
		other := *e
		other.Hash, other.ArchiveHash = strings.Repeat("0", 64), strings.Repeat("0", 64)
		_, err = u.Content(ctx, &other)
		refused(t, err, survey.Unavailable, "edition.damaged")
		_, err = u.Archive(ctx, &other)
		refused(t, err, survey.Unavailable, "edition.damaged")
		if c, err := u.Content(ctx, e); err != nil || c.Year != 2022 {
			t.Error(err)
		}
	})
}

// Of two who close at once one is told that the other has.
func TestTwoCloseAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := closedAt()
		u := editionsIn(t, db, &now)
		first, second := goldenContent(t), goldenContent(t)
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, c := range []*edition.Content{first, second} {
			wait.Go(func() { _, errs[i] = u.Close(t.Context(), closer, c, 0, "") })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatal(errs)
		}
		refused(t, errors.Join(errs...), survey.Conflict, "edition.one_open")
	})
}
