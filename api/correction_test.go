package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/store/storetest"
	"hailong/survey"
)

// gives sends so many answers that say the same, all at the world's present.
func (w *world) gives(token string, n, level int) (receipts []string) {
	w.t.Helper()
	for range n {
		receipt := storetest.Receipt(w.t)
		answers := fmt.Sprintf(`{"TC":%d,"TTHC":%d,"CC":%d,"KQ":%d,"PAKN":%d}`, level, level, level, level, level)
		rec := w.post(`{"receipt":"` + receipt + `","counter":"` + token + `","answers":` + answers + `}`)
		if rec.Code != http.StatusCreated {
			w.t.Fatal(rec.Code, rec.Body)
		}
		receipts = append(receipts, receipt)
	}
	return receipts
}

// choice are the fields of a correction of all that a counter received at Noon.
func choice(kind, counter string, more ...string) []string {
	return append([]string{
		"kind", kind, "counter", counter, "from", "2026-03-04", "to", "2026-03-04", "reason", "Phiếu thử tại trường",
	}, more...)
}

// correct tries a correction and does what the trial says.
func (w *world) correct(cookie string, fields ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	rec := w.sendAs(cookie, "POST", "/desk/corrections/try", values(fields...))
	found := hiddenVersion.FindStringSubmatch(rec.Body.String())
	if rec.Code != http.StatusOK || found == nil {
		w.t.Fatalf("try: %d %s", rec.Code, textOf(rec))
	}
	return w.sendAs(cookie, "POST", "/desk/corrections/new", values(append(fields, "version", found[1])...))
}

// existingCorrection makes a correction of another agency than Sở Tư pháp, and gives its
// number.
func (w *world) existingCorrection() string {
	w.t.Helper()
	w.gives(storetest.TokenCDYT, 3, 5)
	rec := w.correct(w.as(account.Admin, "UBND-NT"), choice("exclude", "CDYT-01")...)
	list, err := w.db.NewestCorrections(w.t.Context(), 1)
	if rec.Code != http.StatusSeeOther || err != nil || len(list) != 1 {
		w.t.Fatal(rec.Code, textOf(rec), list, err)
	}
	return fmt.Sprint(list[0].ID)
}

func (w *world) newest() survey.Correction {
	w.t.Helper()
	list, err := w.db.NewestCorrections(w.t.Context(), 1)
	if err != nil || len(list) == 0 {
		w.t.Fatal(list, err)
	}
	return list[0]
}

// figures are an agency's in the plan of the year.
func (w *world) figures(code string) scoring.Score {
	w.t.Helper()
	c := w.stored()
	board, err := report.ReadAgency(w.t.Context(), w.db, c, c.PlanByCode("2026"), c.AgencyByCode(code, "2026-03-04"), w.clock)
	if err != nil {
		w.t.Fatal(err)
	}
	return board.Score
}

// holdsNo holds that neither a page nor the log has a receipt or what a ballot says.
func (w *world) holdsNo(what, text string, receipts []string) {
	w.t.Helper()
	for _, receipt := range receipts {
		for _, form := range []string{receipt, strings.ReplaceAll(receipt, "-", "")} {
			if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
				w.t.Errorf("%s has a receipt", what)
			}
		}
	}
	for _, levels := range []string{"11111", "55555"} {
		if strings.Contains(text, levels) {
			w.t.Errorf("%s has levels", what)
		}
	}
}

// An administrator tries, excludes and takes it back; at each step the agency's own page
// says what is received, flagged, excluded and counted.
func TestResponsesAreExcludedAndBroughtBack(t *testing.T) {
	both(t, func(w *world) {
		admin, viewer := w.as(account.Admin, "SNV"), w.as(account.Viewer, "STP")
		receipts := append(w.gives(storetest.TokenSTP1, 36, 5), w.gives(storetest.TokenSTP2, 12, 1)...)
		w.wants("the list without anything", w.sendAs(admin, "GET", "/desk/corrections", nil), 200, "Chưa loại hay chuyển phiếu nào")
		rec := w.sendAs(admin, "POST", "/desk/corrections/flags", values())
		w.wants("looking for flags", rec, 303)
		list := w.sendAs(admin, "GET", "/desk/corrections?done=found", nil)
		w.wants("what is flagged", list, 200, "Dồn dập", "Chọn những phiếu này", "counter=STP-02", "Đã tìm xong")
		choose := regexp.MustCompile(`href="(/desk/corrections/new\?[^"]*STP-02[^"]*)"`).FindStringSubmatch(list.Body.String())
		w.wants("choosing it", w.sendAs(admin, "GET", strings.ReplaceAll(choose[1], "&amp;", "&"), nil), 200,
			`value="2026-03-04"`, `<option value="burst" selected>`)
		trial := w.sendAs(admin, "POST", "/desk/corrections/try", values(choice("exclude", "STP-02")...))
		w.wants("the trial", trial, 200, "Số phiếu được chọn: 12", "75,00%", "100,00%", "Thực hiện")
		if s := w.figures("STP"); s.Excluded != 0 {
			t.Error("a trial excludes")
		}
		w.wants("doing it", w.correct(admin, choice("exclude", "STP-02")...), 303)
		own := w.sendAs(viewer, "GET", "/agencies/STP", nil)
		w.wants("the agency's own page", own, 200,
			"Nhận 48 phiếu: gắn cờ 48, loại 12, tính 36. Nếu tính cả phiếu bị loại: 75,00%.")
		public := w.send("GET", "/agencies/STP", "")
		w.wants("the public's page", public, 200, "Số phiếu đã nhận: 48. Trong đó được tính: 36; bị loại: 12")
		for _, wrong := range []string{"gắn cờ", "75,00"} {
			if strings.Contains(public.Body.String(), wrong) {
				t.Errorf("the public's page has %q", wrong)
			}
		}
		table, publicTable := w.sendAs(viewer, "GET", "/agencies/STP/table.csv", nil), w.send("GET", "/agencies/STP/table.csv", "")
		for _, tt := range []struct {
			text, want string
		}{{table.Body.String(), ",48"}, {publicTable.Body.String(), ","}} {
			lines := strings.Split(tt.text, "\n")
			if !strings.HasSuffix(strings.TrimSpace(lines[0]), ",flagged") || !strings.HasSuffix(strings.TrimSpace(lines[1]), tt.want) {
				t.Errorf("the table says %q", lines[:2])
			}
		}
		listed := w.sendAs(admin, "GET", "/desk/corrections?done=saved", nil)
		w.wants("the list", listed, 200, "Phiếu thử tại trường", "Quầy Hộ tịch", "Đang có hiệu lực", "test-admin-snv")
		undo := fmt.Sprintf("/desk/corrections/%d/undo", w.newest().ID)
		w.wants("asking", w.sendAs(admin, "GET", undo, nil), 200, "Số phiếu trở lại như trước: 12")
		w.wants("without a reason", w.sendAs(admin, "POST", undo, values("reason", " ")), 422, "Xin nêu lý do")
		w.wants("undoing it", w.sendAs(admin, "POST", undo, values("reason", "Đã xem lại")), 303)
		w.wants("a second time", w.sendAs(admin, "POST", undo, values("reason", "Đã xem lại")), 409, "đã được khôi phục")
		w.wants("all is back", w.sendAs(viewer, "GET", "/agencies/STP", nil), 200, "Nhận 48 phiếu: gắn cờ 48, loại 0, tính 48.")
		last := w.sendAs(admin, "GET", "/desk/corrections", nil)
		w.wants("the list says so", last, 200, "Đã khôi phục", "Đã xem lại")
		want := []string{
			"flag.find STP-01", "flag.find STP-02", "correction.try STP-02", "correction.try STP-02", "correction.add 1", "correction.undo 1",
		}
		var got []string
		for _, line := range w.actions(20) {
			if fields := strings.Fields(line); strings.HasPrefix(line, "correction.") || strings.HasPrefix(line, "flag.") {
				got = append(got, fields[0]+" "+fields[1])
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("the log says %q", got)
		}
		for what, rec := range map[string]*httptest.ResponseRecorder{
			"the list": last, "the trial": trial, "the own page": own, "the log": w.sendAs(admin, "GET", "/desk/log.jsonl", nil),
		} {
			w.holdsNo(what, rec.Body.String(), receipts)
		}
		w.holdsNo("the program's log", w.log.String(), receipts)
		w.received() // the roll-ups are what a recount makes
	})
}

// Of fewer than three responses nobody is told a score with and without.
func TestNoSingleBallotIsShown(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		w.gives(storetest.TokenSTP1, 40, 5)
		w.gives(storetest.TokenSTP2, 2, 1)
		trial := w.sendAs(admin, "POST", "/desk/corrections/try", values(choice("exclude", "STP-02")...))
		w.wants("the trial", trial, 200, "Ít hơn 3 phiếu")
		if text := textOf(trial); strings.Contains(text, "95,24") || strings.Contains(text, "100,00") {
			t.Errorf("the trial tells a score: %s", text)
		}
		w.wants("doing it", w.correct(admin, choice("exclude", "STP-02")...), 303)
		own := w.sendAs(w.as(account.Viewer, "STP"), "GET", "/agencies/STP", nil)
		w.wants("the own page", own, 200, "loại 2, tính 40.")
		if strings.Contains(own.Body.String(), "Nếu tính cả") {
			t.Error("the own page tells what two have said")
		}
	})
}

// What an administrator corrects of his own agency waits for somebody of another, is made
// when that one approves it, and cannot be approved once other responses are chosen.
func TestACorrectionOfOnesOwnAgencyWaitsForASecondPerson(t *testing.T) {
	both(t, func(w *world) {
		admin, colleague := w.as(account.Admin, "STP"), w.as(account.Publisher, "STP")
		chair := w.as(account.Chair, "UBND-NT")
		w.gives(storetest.TokenSTP1, 31, 5)
		w.gives(storetest.TokenSTP2, 9, 1)
		fields := choice("exclude", "STP-02")
		trial := w.sendAs(admin, "POST", "/desk/corrections/try", values(fields...))
		w.wants("the trial", trial, 200, "sẽ thành đề nghị", "Gửi đề nghị")
		propose := func() string {
			rec := w.correct(admin, fields...)
			path := proposalPath.FindString(rec.Header().Get("Location"))
			if rec.Code != http.StatusSeeOther || path == "" {
				t.Fatal(rec.Code, textOf(rec))
			}
			return path
		}
		path := propose()
		if s := w.figures("STP"); s.Excluded != 0 {
			t.Error("it is made at once")
		}
		w.wants("the proposal", w.sendAs(chair, "GET", path, nil), 200, "Quầy Hộ tịch", "ngày 04/03/2026", "Phiếu thử tại trường", "Duyệt")
		approve := values("state", "approved")
		w.wants("by himself", w.sendAs(admin, "POST", path, approve), 403)
		w.wants("by a colleague", w.sendAs(colleague, "POST", path, approve), 403)
		w.gives(storetest.TokenSTP2, 1, 1) // another one has come
		w.wants("stale", w.sendAs(chair, "GET", path, nil), 200, "không duyệt được nữa")
		w.wants("approving what is stale", w.sendAs(chair, "POST", path, approve), 409)
		w.wants("withdrawing", w.sendAs(admin, "POST", path, values("state", "withdrawn")), 303)
		path = propose()
		w.wants("approving", w.sendAs(chair, "POST", path, approve), 303)
		if s := w.figures("STP"); s.Excluded != 10 || s.Responses != 31 {
			t.Errorf("%d excluded, %d counted", s.Excluded, s.Responses)
		}
		undo := fmt.Sprintf("/desk/corrections/%d/undo", w.newest().ID)
		rec := w.sendAs(admin, "POST", undo, values("reason", "Xem lại"))
		path = proposalPath.FindString(rec.Header().Get("Location"))
		w.wants("undoing is proposed too", w.sendAs(chair, "GET", path, nil), 200, "Khôi phục: Loại phiếu", "Xem lại")
		w.wants("approving that", w.sendAs(chair, "POST", path, approve), 303)
		if s := w.figures("STP"); s.Excluded != 0 || s.Responses != 41 {
			t.Errorf("%d excluded, %d counted", s.Excluded, s.Responses)
		}
		said := strings.Join(w.actions(40), "\n")
		for _, want := range []string{
			"proposal.add 1 test-admin-stp page", "proposal.withdraw 1", "correction.add 1 test-chair-ubnd-nt proposal 2",
			"correction.undo 1 test-chair-ubnd-nt proposal 3",
		} {
			if !strings.Contains(said, want) {
				t.Errorf("the log has no %q:\n%s", want, said)
			}
		}
		w.received()
	})
}

// Whoever would gain by a reassignment is no second person for it, and proposes it himself.
func TestAReassignmentTouchesBothSides(t *testing.T) {
	both(t, func(w *world) {
		w.gives(storetest.TokenSTP1, 5, 5)
		cdyt := "CDYT@" + string(w.stored().AgencyByCode("CDYT", "2026-03-04").ValidFrom)
		fields := choice("reassign", "STP-01", "agency", cdyt)
		rec := w.correct(w.as(account.Admin, "STP"), fields...)
		path := proposalPath.FindString(rec.Header().Get("Location"))
		w.wants("by whom it would be credited to", w.sendAs(w.as(account.Chair, "CDYT"), "POST", path, values("state", "approved")), 403)
		if s := w.figures("CDYT"); s.Received != 0 {
			t.Error("it is made")
		}
		w.wants("by somebody else", w.sendAs(w.as(account.Chair, "UBND-NT"), "POST", path, values("state", "approved")), 303)
		if s := w.figures("CDYT"); s.Received != 5 {
			t.Errorf("%d received", s.Received)
		}
		wrong := w.sendAs(w.as(account.Admin, "SNV"), "POST", "/desk/corrections/try", values(choice("reassign", "CDYT-01", "agency", "SNV@")...))
		w.wants("nothing there", wrong, 422)
		w.wants("what is missing", w.sendAs(w.as(account.Admin, "SNV"), "POST", "/desk/corrections/try", values("kind", "exclude")), 422,
			`aria-invalid="true"`, "Chọn một quầy", "Ghi một ngày")
		w.received()
	})
}
