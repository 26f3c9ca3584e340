package api_test

import (
	"fmt"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/store/storetest"
	"hailong/survey"
)

// Who closes a correction, and who publishes it, is told of the petitions that nobody has
// answered: it says nothing of them. A correction of the satisfaction alone has none.
func TestACorrectionNamesThePetitionsThatWait(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		y.advance(round.Appraising)
		y.finish()
		y.advance(round.Closed)
		close, what := "/desk/editions/close", fmt.Sprintf("round:%d", y.id)
		w.publishAt(w.closeYear(y.secretary, what), "1/QĐ-UBND")
		publisher, left := w.as(account.Publisher, "UBND-NT"), "kiến nghị chưa được trả lời"
		form := values("what", what, "do", "try", "why", "Sai điểm")
		w.wantsNot("none", w.sendAs(y.secretary, "POST", close, form), 200, left)

		w.published = survey.DayOf(w.clock, storetest.Zone)
		for _, leaf := range []string{"2.2.1", "2.2.2"} {
			w.wants("filed", w.sendAs(y.manager, "POST", y.path("STP", "/leaves/"+leaf+"/petition"), values("reason", "Đề nghị xem lại")), 303)
		}
		tried := w.sendAs(y.secretary, "POST", close, form)
		w.wants("trial", tried, 200, "Còn 2 "+left, fmt.Sprintf(`href="/desk/rounds/%d/petitions"`, y.id))
		form.Set("do", "close")
		form.Set("mark", markOf(tried))
		rec := w.sendAs(y.secretary, "POST", close, form)
		w.wants("closed all the same", rec, 303)
		second, _, _ := strings.Cut(rec.Header().Get("Location"), "?")

		list, err := y.rounds.PetitionsOf(w.t.Context(), y.id, y.agency("STP"))
		if err != nil {
			w.t.Fatal(err)
		}
		answer := func(p round.Petition) {
			w.t.Helper()
			by := y.person("UBND-NT")
			by.Login = "another"
			if err := y.rounds.AnswerPetition(w.t.Context(), by, p.ID, "Giữ nguyên", nil); err != nil {
				w.t.Fatal(err)
			}
		}
		answer(list[0])
		w.wants("publishing", w.sendAs(publisher, "GET", second+"/publish", nil), 200, "Còn 1 "+left)
		w.wants("and again", w.upload(publisher, second+"/publish", fields(), nil), 422, "Còn 1 "+left)
		answer(list[1])
		w.wantsNot("answered", w.sendAs(publisher, "GET", second+"/publish", nil), 200, left)
		w.publishAt(second, "2/QĐ-UBND")
	})
}
