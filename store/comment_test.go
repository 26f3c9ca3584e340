package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// remarks is a province in which comments are left.
type remarks struct {
	*province
	t   *testing.T
	now time.Time
}

func onRemarks(t *testing.T, test func(t *testing.T, r *remarks)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		test(t, &remarks{setUp(t, db), t, noon})
	})
}

func (r *remarks) clock() time.Time { return r.now }

// leave stores one comment for each text, all on a day, and gives their codes.
func (r *remarks) leave(counter string, day survey.Day, texts ...string) (codes []string) {
	r.t.Helper()
	return r.leaveBy(survey.ChannelQR, counter, day, texts...)
}

func (r *remarks) leaveBy(
	channel survey.Channel, counter string, day survey.Day, texts ...string,
) (codes []string) {
	r.t.Helper()
	c := r.shelf.Now()
	place, err := c.CounterByToken(counter)
	if err != nil {
		r.t.Fatal(err)
	}
	list := make([]survey.Response, len(texts))
	for i, text := range texts {
		at := day.Time().Add(time.Duration(i) * time.Minute)
		receipt, err := survey.NewReceipt(at, rand.Reader)
		if err != nil {
			r.t.Fatal(err)
		}
		plan := c.OfficialPlans(2026)[0]
		list[i] = survey.Response{
			Receipt: receipt, Counter: place.ID, Plan: plan.ID, Questionnaire: plan.Questionnaire,
			AnsweredAt: at, ReceivedAt: at, Day: day, Channel: channel, Status: survey.StatusValid,
			Levels: "5-----", Comment: text,
		}
		list[i].Tally = survey.TallyOf(&list[i], place.Agency, c.Questionnaire(plan.Questionnaire))
		codes = append(codes, receipt.Short())
	}
	if _, err := r.db.AddResponses(r.t.Context(), c.Version, list); err != nil {
		r.t.Fatal(err)
	}
	return codes
}

// night releases what may be released on the morning of a day.
func (r *remarks) night(day survey.Day) survey.Released {
	r.t.Helper()
	got, err := survey.ReleaseComments(r.t.Context(), r.db, r.shelf.Now(), day.Time())
	if err != nil {
		r.t.Fatal(err)
	}
	return got
}

// shown is what a reader of Sở Tư pháp's comments sees, texts sorted, releases apart.
func (r *remarks) shown(q survey.CommentQuery) string {
	r.t.Helper()
	c := r.shelf.Now()
	q.Agency = c.AgencyByCode("STP", "2026-03-04").ID
	page, err := survey.ReadComments(r.t.Context(), r.db, q)
	if err != nil {
		r.t.Fatal(err)
	}
	var releases []string
	for _, release := range page.Releases {
		var texts []string
		for _, comment := range release.Comments {
			text := comment.Text
			if counter := c.Counter(comment.Counter); counter != nil {
				text += "@" + counter.Code
			}
			texts = append(texts, text)
		}
		slices.Sort(texts)
		releases = append(releases, fmt.Sprintf("%s..%s %s", release.First[5:], release.Last[5:], strings.Join(texts, " ")))
	}
	return strings.Join(releases, "; ")
}

func (r *remarks) erase(token, code string) error {
	return survey.EraseComment(r.t.Context(), r.db, r.shelf.Now(), token, code, r.clock)
}

func (r *remarks) expect(when string, q survey.CommentQuery, want string) {
	r.t.Helper()
	if got := r.shown(q); got != want {
		r.t.Errorf("%s: shown are %q, want %q", when, got, want)
	}
}

const first, second = "7K3MQ2XVTD", "7K3MQ2XVTE" // Sở Tư pháp's counters STP-01 and STP-02

func TestCommentsAreReleasedTogether(t *testing.T) {
	onRemarks(t, func(t *testing.T, r *remarks) {
		all := survey.CommentQuery{}
		r.leave(first, "2026-03-01", "a", "b")
		r.leave(second, "2026-03-02", "c", "d")
		r.leave("7K3MQ2XVTG", "2026-03-01", "of another agency", "and another")
		r.night("2026-03-03")
		r.expect("four", all, "")
		r.leave(first, "2026-03-03", "e", "f")
		r.night("2026-03-03")
		r.expect("two more on the same day", all, "")
		if got := r.night("2026-03-04"); got != (survey.Released{Releases: 1, Comments: 6}) {
			t.Errorf("released %+v", got)
		}
		const six = "03-01..03-03 a b c d e f"
		r.expect("the next day", all, six)
		if got := r.night("2026-03-04"); got != (survey.Released{}) {
			t.Errorf("released again: %+v", got)
		}
		r.leave(first, "2026-03-02", "late")
		r.night("2026-03-05")
		r.expect("one that comes late", all, six)
		r.leave(first, "2026-03-05", "g", "h", "i", "j")
		r.night("2026-03-06")
		const five = "03-02..03-05 g@STP-01 h@STP-01 i@STP-01 j@STP-01 late@STP-01"
		r.expect("four more", all, five+"; "+six)
		r.expect("a period", survey.CommentQuery{From: "2026-03-04", To: "2026-03-31"}, five)
		r.expect("a period that cuts a release", survey.CommentQuery{From: "2026-03-01", To: "2026-03-02"}, "")
		r.expect("to a day", survey.CommentQuery{To: "2026-03-03"}, six)
		r.expect("words", survey.CommentQuery{Q: "LÁTE"}, "03-02..03-05 late@STP-01")
		r.expect("other words", survey.CommentQuery{Q: "zzz"}, "")
	})
}

// Erasing one of those that are shown moves nobody else's comment, names no other
// counter, and the release stays where it was.
func TestAReleaseStaysWhenOneIsErased(t *testing.T) {
	onRemarks(t, func(t *testing.T, r *remarks) {
		all := survey.CommentQuery{}
		codes := r.leave(first, "2026-03-01", "a", "b", "c", "d", "e")
		r.leave(first, "2026-03-02", "f", "g", "h", "i", "j")
		r.night("2026-03-03")
		const later = "03-02..03-02 f@STP-01 g@STP-01 h@STP-01 i@STP-01 j@STP-01"
		if err := r.erase(first, codes[1]); err != nil {
			t.Fatal(err)
		}
		r.night("2026-03-04")
		r.expect("one less", all, later+"; 03-01..03-01 a@STP-01 c@STP-01 d@STP-01 e@STP-01")
		for _, i := range []int{0, 2, 3, 4} {
			if err := r.erase(first, codes[i]); err != nil {
				t.Fatal(err)
			}
		}
		r.expect("all erased", all, later)
		waiting := r.leave(first, "2026-03-03", "k", "l", "m", "n", "o")
		if err := r.erase(first, waiting[0]); err != nil {
			t.Fatal(err)
		}
		r.night("2026-03-04")
		r.expect("one of five erased before they were shown", all, later)
	})
}

func TestEraseComment(t *testing.T) {
	onRemarks(t, func(t *testing.T, r *remarks) {
		const secret = "tôi muốn xóa câu này"
		codes := r.leave(first, "2026-03-01", secret, "the other stays")
		imported := r.leaveBy(survey.ChannelImport, first, "2026-03-01", "from a file")
		none := func(what string, err error, kind survey.Kind, word string) {
			t.Helper()
			e, ok := errors.AsType[*survey.Error](err)
			if !ok || e.Kind != kind || e.Word != word {
				t.Errorf("%s: %v", what, err)
			}
		}
		none("another counter", r.erase(second, codes[0]), survey.NotFound, "comment.none")
		none("a code that nobody has", r.erase(first, "0000-0000"), survey.NotFound, "comment.none")
		none("an imported one", r.erase(first, imported[0]), survey.NotFound, "comment.none")
		none("no code", r.erase(first, "x"), survey.Invalid, "comment.code")
		none("no counter", r.erase("0000000000", codes[0]), survey.NotFound, "counter.unknown")
		if err := r.erase(strings.ToLower(first), strings.ToLower(strings.Replace(codes[0], "-", "", 1))); err != nil {
			t.Fatal(err)
		}
		none("a second time", r.erase(first, codes[0]), survey.NotFound, "comment.none")
		if texts := r.texts(); texts != "from a file, the other stays" {
			t.Errorf("left are %s", texts)
		}
		rows, err := r.db.LogRows(t.Context(), "comment.erase")
		if err != nil || len(rows) != 1 || rows[0].Subject != "STP-01" {
			t.Fatalf("the log: %v, %v", rows, err)
		}
		row := fmt.Sprintf("%+v", rows[0])
		for _, never := range []string{secret, codes[0], strings.Replace(codes[0], "-", "", 1), first} {
			if strings.Contains(row, never) {
				t.Errorf("the log holds %q: %s", never, row)
			}
		}
		if d, err := r.db.Verify(t.Context()); err != nil || len(d) > 0 {
			t.Errorf("the answers are no longer counted: %v, %v", d, err)
		}
	})
}

// A code on the wall that was replaced, and a counter that has closed, still erase.
func TestEraseCommentAfterTheCounter(t *testing.T) {
	onRemarks(t, func(t *testing.T, r *remarks) {
		setup, check := storetest.Setup(t, r.db)
		codes := r.leave(first, "2026-03-01", "a", "b")
		if _, err := setup.ReplaceTokens(t.Context(), []string{"STP-01"}); err != nil {
			t.Fatal(err)
		}
		check(setup.ImportCounters(t.Context(), storetest.Table(t, "code,agency,name_vi,closed_on\nSTP-01,STP,Quầy,2026-03-02\n")))
		c, err := r.shelf.Fresh(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		counter, err := c.CounterEver(first)
		if err != nil || counter.Token == first || counter.ClosedOn == "" {
			t.Fatalf("%+v, %v", counter, err)
		}
		for i, token := range []string{first, string(counter.Token)} {
			if err := r.erase(token, codes[i]); err != nil {
				t.Errorf("%d: %v", i, err)
			}
		}
		if texts := r.texts(); texts != "" {
			t.Errorf("left are %s", texts)
		}
	})
}

func TestCommentsExpire(t *testing.T) {
	onRemarks(t, func(t *testing.T, r *remarks) {
		expire := func(months, want int) {
			t.Helper()
			n, err := survey.ExpireComments(t.Context(), r.db, r.shelf.Now().Zone, r.clock, months)
			if err != nil || n != want {
				t.Errorf("%d months: erased %d, want %d, %v", months, n, want, err)
			}
		}
		r.leave(first, "2026-01-10", "a", "b", "c", "d")
		r.leave(first, "2026-02-10", "e", "f", "g", "h", "i", "j")
		r.night("2026-02-11") // a..j are one release
		r.leave(first, "2026-02-03", "waits, old")
		r.leave(first, "2026-02-04", "waits")
		expire(24, 0)
		expire(2, 0)
		r.expect("kept", survey.CommentQuery{Q: "e"}, "01-10..02-10 e@STP-01")
		expire(1, 11) // before 4 February: the release by its oldest day, and one that waits
		r.expect("gone", survey.CommentQuery{}, "")
		if texts := r.texts(); texts != "waits" {
			t.Errorf("left are %s", texts)
		}
		expire(1, 0)
		rows, err := r.db.LogRows(t.Context(), "comment.expire")
		if err != nil || len(rows) != 1 || rows[0].Actor != "hailong" || rows[0].Place != "job" {
			t.Fatalf("the log: %v, %v", rows, err)
		}
		var after struct {
			Comments int
			Before   survey.Day
		}
		if err := json.Unmarshal([]byte(rows[0].After), &after); err != nil || after.Comments != 11 || after.Before != "2026-02-04" {
			t.Errorf("the log says %s", rows[0].After)
		}
	})
}

// More than a batch: each has its entry.
func TestManyCommentsExpire(t *testing.T) {
	onRemarks(t, func(t *testing.T, r *remarks) {
		r.leave(first, "2026-01-01", slices.Repeat([]string{"x"}, 1200)...)
		r.night("2026-01-02")
		r.leave(second, "2026-01-02", slices.Repeat([]string{"y"}, 1300)...)
		n, err := survey.ExpireComments(t.Context(), r.db, r.shelf.Now().Zone, r.clock, 1)
		if err != nil || n != 2500 || r.texts() != "" {
			t.Errorf("erased %d, %v", n, err)
		}
		rows, err := r.db.LogRows(t.Context(), "comment.expire")
		if err != nil || len(rows) != 3 {
			t.Errorf("%d entries of the log, %v", len(rows), err)
		}
		if left, err := r.releases(); err != nil || left != 0 {
			t.Errorf("%d releases without comments are left, %v", left, err)
		}
	})
}

// What is erased is not in the file either, where it would be read with any editor.
func TestErasedTextIsOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	db, err := store.Open(t.Context(), path, storetest.Zone)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Run("filled", func(t *testing.T) {
		r := &remarks{setUp(t, db), t, noon}
		codes := r.leave(first, "2026-03-01", "MỘT ĐIỀU BÍ MẬT", "b", "c", "d", strings.Repeat("RẤT DÀI ", 200))
		r.night("2026-03-02")
		for _, i := range []int{0, 4} {
			if err := r.erase(first, codes[i]); err != nil {
				t.Fatal(err)
			}
		}
		r.intake.Close(context.WithoutCancel(t.Context()))
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"BÍ MẬT", "RẤT DÀI"} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("the file holds %q", secret)
		}
	}
}

// texts are those of all comments, sorted.
func (r *remarks) texts() string {
	r.t.Helper()
	rows, err := r.db.Raw().QueryContext(r.t.Context(), "SELECT text FROM comment ORDER BY text")
	if err != nil {
		r.t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			r.t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
	return strings.Join(list, ", ")
}

func (r *remarks) releases() (n int, err error) {
	return n, r.db.Raw().QueryRowContext(r.t.Context(), "SELECT COUNT(*) FROM comment_release").Scan(&n)
}
