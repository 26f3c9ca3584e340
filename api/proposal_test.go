package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"hailong/account"
	"hailong/survey"
)

// values makes a form of names and values.
func values(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

var (
	hiddenVersion = regexp.MustCompile(`name="version" value="([^"]*)"`)
	proposalPath  = regexp.MustCompile(`/desk/proposals/\d+`)
)

// version is the mark on a page's form.
func (w *world) version(cookie, path string) string {
	w.t.Helper()
	rec := w.sendAs(cookie, "GET", path, nil)
	found := hiddenVersion.FindStringSubmatch(rec.Body.String())
	if rec.Code != 200 || found == nil {
		w.t.Fatalf("GET %s: %d, no version", path, rec.Code)
	}
	return found[1]
}

// change sends a page's form with what is typed.
func (w *world) change(cookie, path string, pairs ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.sendAs(cookie, "POST", path, values(append([]string{"version", w.version(cookie, path)}, pairs...)...))
}

func (w *world) wants(what string, rec *httptest.ResponseRecorder, status int, must ...string) {
	w.t.Helper()
	if rec.Code != status {
		w.t.Errorf("%s: %d, want %d: %s", what, rec.Code, status, rec.Header().Get("Location"))
	}
	for _, text := range must {
		if !strings.Contains(rec.Body.String(), text) {
			w.t.Errorf("%s: no %q", what, text)
		}
	}
}

// stored is the catalogue as it is in the database.
func (w *world) stored() *survey.Catalogue {
	w.t.Helper()
	c, err := w.db.Catalogue(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) counter(code string) survey.Counter {
	w.t.Helper()
	for _, n := range w.stored().Counters {
		if n.Code == code {
			return n
		}
	}
	w.t.Fatalf("no counter %s", code)
	return survey.Counter{}
}

// propose sends a change of one's own agency and gives the path of its proposal.
func (w *world) propose(cookie, path string, pairs ...string) string {
	w.t.Helper()
	rec := w.change(cookie, path, append(pairs, "reason", "Trụ sở sửa chữa")...)
	found := proposalPath.FindString(rec.Header().Get("Location"))
	if rec.Code != http.StatusSeeOther || found == "" {
		w.t.Fatalf("%s: %d, %q: %s", path, rec.Code, rec.Header().Get("Location"), textOf(rec))
	}
	return found
}

var tags = regexp.MustCompile(`<[^>]*>`)

func textOf(rec *httptest.ResponseRecorder) string {
	_, main, _ := strings.Cut(rec.Body.String(), "<main")
	return strings.Join(strings.Fields(tags.ReplaceAllString(main, " ")), " ")
}

// actions are the newest actions of the log, with who acted and where.
func (w *world) actions(most int) []string {
	w.t.Helper()
	var list []string
	err := w.db.EachLogRow(w.t.Context(), func(r survey.LogRow) error {
		list = append(list, r.Action+" "+r.Subject+" "+r.Actor+" "+r.Place)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return list[max(0, len(list)-most):]
}

func TestAChangeOfOnesOwnAgencyWaitsForASecondPerson(t *testing.T) {
	both(t, func(w *world) {
		admin, colleague := w.as(account.Admin, "SNV"), w.as(account.Publisher, "SNV")
		chair := w.as(account.Chair, "UBND-NT")
		const page = "/desk/counters/SNV-01"
		fields := []string{"name_vi", "Quầy một cửa", "agency", "SNV", "closed_on", "2026-03-31"}
		w.wants("without a reason", w.change(admin, page, fields...), 422, `aria-invalid="true"`, "2026-03-31")
		path := w.propose(admin, page, fields...)
		if n := w.counter("SNV-01"); n.ClosedOn != "" {
			t.Errorf("stored before it was approved: %+v", n)
		}
		w.wants("said so", w.sendAs(admin, "GET", path+"?done=added", nil), 200, "Chưa thay đổi gì", "31/03/2026")
		w.wants("a second proposal about the same", w.change(admin, page, append(fields, "reason", "x")...), 409)

		decide := func(cookie, state, answer string) *httptest.ResponseRecorder {
			return w.sendAs(cookie, "POST", path, values("state", state, "answer", answer))
		}
		w.wants("one's own", decide(admin, "approved", ""), 403)
		w.wants("a colleague", decide(colleague, "approved", ""), 403)
		w.wants("another role", decide(w.as(account.Manager, "STP"), "approved", ""), 404)
		auditor := w.as(account.Auditor, "STP")
		w.wants("an auditor", decide(auditor, "approved", ""), 403)
		w.wants("an auditor reads", w.sendAs(auditor, "GET", path, nil), 200, "31/03/2026")
		w.wants("an auditor's list", w.sendAs(auditor, "GET", "/desk/proposals", nil), 200, path)
		w.wants("another's withdrawal", decide(chair, "withdrawn", ""), 403)
		w.wants("no such state", decide(chair, "waiting", ""), 403)
		w.wants("refused without a word", decide(chair, "refused", " "), 422)
		w.wants("the desk says so", w.sendAs(chair, "GET", "/desk", nil), 200, "/desk/proposals")
		w.wants("the list", w.sendAs(chair, "GET", "/desk/proposals", nil), 200, path, "Trụ sở sửa chữa")
		if n := w.counter("SNV-01"); n.ClosedOn != "" {
			t.Errorf("stored by who may not: %+v", n)
		}
		w.wants("approved", decide(chair, "approved", "Đồng ý"), 303)
		if n := w.counter("SNV-01"); n.ClosedOn != "2026-03-31" {
			t.Errorf("not stored: %+v", n)
		}
		w.wants("twice", decide(chair, "refused", "Thôi"), 409)
		number := strings.TrimPrefix(path, "/desk/proposals/")
		want := []string{
			"proposal.approve " + number + " test-chair-ubnd-nt page",
			"counter.change SNV-01 test-chair-ubnd-nt proposal " + number,
		}
		if got := w.actions(2); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("the log ends with %q", got)
		}
		w.wants("decided", w.sendAs(admin, "GET", path, nil), 200, "Đã duyệt", "test-chair-ubnd-nt", "Đồng ý")
	})
}

func TestNamesOfOnesOwnAgencyNeedNoSecondPerson(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		w.wants("a name", w.change(admin, "/desk/counters/SNV-01", "name_vi", "Quầy số 1", "agency", "SNV"), 303)
		if n := w.counter("SNV-01"); n.Name.VI != "Quầy số 1" {
			t.Errorf("%+v", n)
		}
		w.wants("another agency's counter", w.change(admin, "/desk/counters/STP-02",
			"name_vi", "Quầy Hộ tịch", "agency", "STP", "closed_on", "2026-12-01"), 303)
		if n := w.counter("STP-02"); n.ClosedOn != "2026-12-01" {
			t.Errorf("%+v", n)
		}
	})
}

func TestEveryChangeThatMovesOwnFiguresIsProposed(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		before := w.stored()
		plan := []string{
			"code", "2027", "year", "2027", "name_vi", "Khảo sát 2027", "starts", "2027-01-01", "ends", "2027-12-15",
			"form", "short@1", "target", ">85", "agencies", "SNV", "official", "yes",
		}
		w.propose(admin, "/desk/plans/new", plan...)
		w.propose(admin, "/desk/agencies/SNV", "name_vi", "Sở Nội vụ", "group", "department", "sector", "administrative", "valid_to", "2026-12-31")
		w.propose(admin, "/desk/counters/SNV-01/token")
		w.propose(admin, "/desk/agencies/succession", "on", "2026-07-01", "predecessor.2", "CUCTHUE", "successor.2", "SNV", "goes_on.2", "no")
		if now := w.stored(); now.Version != before.Version {
			t.Error("something of the catalogue has changed")
		}
		list := w.sendAs(admin, "GET", "/desk/proposals", nil)
		w.wants("all four", list, 200, "Thêm kế hoạch 2027", "Sửa cơ quan SNV", "Thay mã quầy SNV-01", "CUCTHUE&gt;SNV")
		other := []string{
			"code", "2028", "year", "2028", "name_vi", "Khảo sát 2028", "starts", "2028-01-01", "ends", "2028-12-15",
			"form", "short@1", "target", ">85", "agencies", "STP", "official", "yes",
		}
		w.wants("a plan of others", w.change(admin, "/desk/plans/new", other...), 303)
		if w.stored().PlanByCode("2028") == nil || w.stored().PlanByCode("2027") != nil {
			t.Error("the other plan, and only that, is stored")
		}
	})
}

func TestAProposalIsRefusedOrWithdrawn(t *testing.T) {
	both(t, func(w *world) {
		admin, chair := w.as(account.Admin, "SNV"), w.as(account.Chair, "STP")
		fields := []string{"name_vi", "Quầy một cửa", "agency", "SNV", "closed_on", "2026-03-31"}
		refused := w.propose(admin, "/desk/counters/SNV-01", fields...)
		w.wants("refused", w.sendAs(chair, "POST", refused, values("state", "refused", "answer", "Chưa có căn cứ")), 303)
		w.wants("why", w.sendAs(admin, "GET", refused, nil), 200, "Chưa có căn cứ", "Không duyệt")
		withdrawn := w.propose(admin, "/desk/counters/SNV-01", fields...)
		w.wants("withdrawn", w.sendAs(admin, "POST", withdrawn, values("state", "withdrawn")), 303)
		for _, path := range []string{refused, withdrawn} {
			w.wants("too late", w.sendAs(chair, "POST", path, values("state", "approved")), 409)
		}
		if n := w.counter("SNV-01"); n.ClosedOn != "" {
			t.Errorf("%+v", n)
		}
	})
}

func TestAStaleProposalIsNotApproved(t *testing.T) {
	both(t, func(w *world) {
		admin, chair, second := w.as(account.Admin, "SNV"), w.as(account.Chair, "STP"), w.as(account.Admin, "STP")
		path := w.propose(admin, "/desk/counters/SNV-01", "name_vi", "Quầy A", "agency", "SNV", "closed_on", "2026-03-31")
		w.wants("meanwhile", w.change(second, "/desk/counters/SNV-01", "name_vi", "Quầy B", "agency", "SNV"), 303)
		rec := w.sendAs(chair, "POST", path, values("state", "approved", "answer", "Được"))
		w.wants("stale", rec, 409, "Quầy A", "Quầy B", "Được")
		if n := w.counter("SNV-01"); n.ClosedOn != "" || n.Name.VI != "Quầy B" {
			t.Errorf("overwritten: %+v", n)
		}
		w.wants("it still waits", w.sendAs(chair, "GET", path, nil), 200, "Đang chờ")
	})
}

// Who decides is looked at when he decides, not when he signed in; so is the proposer.
func TestRightsAreThoseOfTheDayOfTheDecision(t *testing.T) {
	both(t, func(w *world) {
		admin, chair := w.as(account.Admin, "SNV"), w.as(account.Chair, "STP")
		w.as(account.Admin, "UBND-NT") // the last administrator cannot be switched off
		path := w.propose(admin, "/desk/counters/SNV-01", "name_vi", "Quầy một cửa", "agency", "SNV", "closed_on", "2026-03-31")
		approve := func() *httptest.ResponseRecorder {
			return w.sendAs(chair, "POST", path, values("state", "approved"))
		}
		people := account.People{Store: w.db, Passwords: w.signIn.Passwords, Secret: w.signIn.Secret, Now: w.signIn.Now, Actor: survey.Program}
		alter := func(login string, how func(*account.Account)) {
			t.Helper()
			a, err := people.Find(t.Context(), login)
			if err == nil {
				version := a.Version(w.stored())
				how(a)
				err = people.Change(t.Context(), w.stored(), version, a)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		snv, stp := w.stored().AgencyByCode("SNV", "2026-03-04").ID, w.stored().AgencyByCode("STP", "2026-03-04").ID
		alter("test-chair-stp", func(a *account.Account) { a.Agency = snv })
		chair = w.as(account.Chair, "STP") // signed in again, as one of Sở Nội vụ now
		w.wants("a colleague by now", approve(), 403)
		alter("test-chair-stp", func(a *account.Account) { a.Agency = stp })
		alter("test-admin-snv", func(a *account.Account) { a.Disabled = true })
		chair = w.as(account.Chair, "STP")
		w.wants("the proposer is gone", approve(), 409)
		w.wants("refusing works", w.sendAs(chair, "POST", path, values("state", "refused", "answer", "Đã nghỉ")), 303)
		if n := w.counter("SNV-01"); n.ClosedOn != "" {
			t.Errorf("%+v", n)
		}
	})
}

func TestOfTwoWhoDecideAtOnceOneWins(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		path := w.propose(admin, "/desk/counters/SNV-01", "name_vi", "Quầy một cửa", "agency", "SNV", "closed_on", "2026-03-31")
		cookies := []string{w.as(account.Chair, "STP"), w.as(account.Publisher, "CDYT")}
		codes := make([]int, len(cookies))
		var work sync.WaitGroup
		for i, cookie := range cookies {
			work.Go(func() {
				state := []string{"approved", "refused"}[i]
				codes[i] = w.sendAs(cookie, "POST", path, values("state", state, "answer", "Ý kiến")).Code
			})
		}
		work.Wait()
		if codes[0]+codes[1] != 303+409 {
			t.Errorf("%v", codes)
		}
		if n := w.counter("SNV-01"); (n.ClosedOn != "") != (codes[0] == 303) {
			t.Errorf("%v, but %+v", codes, n)
		}
	})
}
