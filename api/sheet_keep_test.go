package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hailong/scoring/round"
)

// The council keeps what an agency gave itself; where it gave nothing, there is nothing to
// keep, and the council is told so.
func TestNothingIsKeptWhereNothingWasGiven(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.advance(round.Appraising) // the agency never filled in its sheet
		area := y.path("STP", "/areas/II")
		w.wants("nothing given", w.upload(y.chair, area+"/appraisal", fields("keep", "yes"), nil), 422, "chưa tự chấm nên không có điểm để giữ nguyên")
		if left := y.left("STP", "II"); len(left) == 0 {
			t.Error("the area is appraised")
		}
		typed := fields("keep", "yes", "after:2.2.2", "0", "points:2.2.2", "0,5")
		w.wants("one typed beside", w.upload(y.chair, area+"/appraisal", typed, nil), 422, `value="0,5"`)
		if l := y.sheet("STP").Leaf("2.2.2"); l.Appraised != nil {
			t.Error("refused, and stored all the same:", l.Appraised)
		}
		w.wants("unlocked", w.sendAs(y.secretary, "POST", y.path("STP", "/unlock"), values("reason", "Mất điện")), 303)
		w.wants("filled", w.upload(y.manager, area, fields("after:2.2.2", "0", "points:2.2.2", "0,5"), nil), 303)
		w.wants("locked", w.sendAs(y.secretary, "POST", y.path("STP", "/unlock"), values("reason", "Đã xong", "do", "lock")), 303)
		w.wants("one is kept", w.upload(y.chair, area+"/appraisal", fields("keep", "yes"), nil), 303)
		if l := y.sheet("STP").Leaf("2.2.2"); l.Appraised == nil || l.Appraised.Given.Points != 50 {
			t.Error("kept", l.Appraised)
		}
		w.wants("the rest is not", w.upload(y.chair, area+"/appraisal", fields("keep", "yes"), nil), 422)
	})
}

// What the council has added is not there for the agency before it may see it, by whatever
// way it asks.
func TestHiddenEvidenceIsNotThereForAReopenedAgency(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		y.advance(round.Appraising)
		source := y.path("STP", "/leaves/2.2.2/appraisal/files")
		w.wants("the council's", w.upload(y.chair, source, nil, [][3]string{{"file", "Biên bản.pdf", aPDF + "council"}}), 303)
		list := y.sheet("STP").Evidence
		at := slices.IndexFunc(list, func(e round.Evidence) bool { return e.Name == "Biên bản.pdf" })
		id := fmt.Sprint(list[at].ID)
		w.wants("unlocked", w.sendAs(y.secretary, "POST", y.path("STP", "/unlock"), values("reason", "Mất điện")), 303)
		uses := y.path("STP", "/leaves/2.2.1/uses")
		for name, form := range map[string][]string{"used": {"evidence", id}, "dropped": {"evidence", id, "drop", "yes"}} {
			hidden := w.sendAs(y.manager, "POST", uses, values(form...))
			form[1] = "999999"
			unknown := w.sendAs(y.manager, "POST", uses, values(form...))
			w.wants(name, hidden, 404)
			if without(hidden.Body.String(), id) != without(unknown.Body.String(), "999999") {
				t.Errorf("%s: hidden and unknown evidence are told apart", name)
			}
		}
		if e := y.sheet("STP").Evidence[at]; len(e.Uses) != 1 || e.Uses[0].Part != round.Appraised {
			t.Error(e.Uses)
		}
		own := fmt.Sprint(list[0].ID)
		w.wants("its own", w.sendAs(y.manager, "POST", uses, values("evidence", own)), 303)
	})
}

// without leaves out of a page what names the one that was asked for, and the request.
func without(page, id string) string {
	_, page, _ = strings.Cut(page, "<h1")
	page, _, _ = strings.Cut(page, "<footer")
	return strings.ReplaceAll(page, id, "")
}
