package api_test

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/store/storetest"
	"hailong/survey"
)

// closedYear is a round at its end, published today, with a petition of Sở Tư pháp's.
func (w *world) closedYear() *year {
	w.t.Helper()
	y := w.openYear(2026)
	y.fillAll("STP")
	y.submit("STP")
	y.advance(round.Appraising)
	y.skipRest()
	y.advance(round.Reappraising)
	y.advance(round.Closed)
	w.published = survey.DayOf(w.clock, storetest.Zone)
	path := y.path("STP", "/leaves/2.2.2/petition")
	w.wants("filed", w.sendAs(y.manager, "POST", path, values("reason", "Đề nghị 1,00 điểm")), 303)
	return y
}

// A petition is answered by one of the council who has not appraised the leaf, with the
// points changed; the agency reads the answer on its sheet.
func TestAPetitionIsAnswered(t *testing.T) {
	both(t, func(w *world) {
		y := w.closedYear()
		leaf, path := y.path("STP", "/leaves/2.2.2"), y.path("STP", "/leaves/2.2.2/petition/answer")
		list := fmt.Sprintf("/desk/rounds/%d/petitions", y.id)
		w.wants("listed", w.sendAs(y.secretary, "GET", list, nil), 200, leaf+"#kien-nghi", "Chưa có trả lời")
		w.wants("not for an agency", w.sendAs(y.manager, "GET", list, nil), 403)
		w.wants("form", w.sendAs(y.chair, "GET", leaf, nil), 200, `action="`+path+`"`, `name="points:2.2.2"`, `name="out:2.2.2"`)
		w.wantsNot("no form for who reads", w.sendAs(y.secretary, "GET", leaf, nil), 200, "Gửi trả lời")
		w.wantsNot("nor for the agency", w.sendAs(y.manager, "GET", leaf, nil), 200, "Gửi trả lời")
		near := w.as(account.Appraiser, "STP")
		w.wants("near is told", w.sendAs(near, "GET", leaf, nil), 200, "Ông/Bà thuộc cơ quan này")
		given := values("answer", "Ảnh mới hợp lệ", "verdict", "change", "after:2.2.2", "0", "points:2.2.2", "1")
		w.wants("near", w.sendAs(near, "POST", path, given), 403)
		w.wants("nothing chosen", w.sendAs(y.chair, "POST", path, values("answer", "Ảnh mới", "after:2.2.2", "0")), 422, "Xin chọn", "Ảnh mới")
		bad := values("answer", "Ảnh mới", "verdict", "change", "after:2.2.2", "0", "points:2.2.2", "9")
		w.wants("too many points", w.sendAs(y.chair, "POST", path, bad), 422, `value="9"`, "Ảnh mới")
		w.wants("no words", w.sendAs(y.chair, "POST", path, values("verdict", "keep")), 422)
		w.wants("no petition", w.sendAs(y.chair, "POST", y.path("STP", "/leaves/2.2.1/petition/answer"), given), 404)
		w.wants("answered", w.sendAs(y.chair, "POST", path, given), 303)
		w.wants("twice", w.sendAs(y.chair, "POST", path, given), 409)
		if s := y.sheet("STP"); s.Mark(s.Leaf("2.2.2")).Points != 100 {
			t.Error(s.Leaf("2.2.2"))
		}
		sheet := w.sendAs(y.manager, "GET", y.path("STP", "?area=all"), nil)
		w.wants("on the sheet", sheet, 200, "Kiến nghị: đã trả lời 1 trên 1", "Ảnh mới hợp lệ", "Sau kiến nghị: 1,00 điểm")
		w.wantsNot("not by whom", sheet, 200, "Nguyễn Văn UBND-NT")
		w.wants("a new edition", w.sendAs(y.secretary, "GET", list, nil), 200, "1 kiến nghị đã được sửa điểm", "/desk/editions")
	})
}

// Who appraised the leaf does not answer for it.
func TestAPetitionIsNotAnsweredByWhoAppraised(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		y.advance(round.Appraising)
		area := y.path("STP", "/areas/II/appraisal")
		cut := fields("after:2.2.2", "0", "points:2.2.2", "0,5", "note:2.2.2", "Ảnh chụp tháng 3")
		w.wants("cut", w.upload(y.chair, area, cut, nil), 303)
		y.skipRest()
		y.advance(round.Reappraising)
		y.advance(round.Closed)
		w.published = survey.DayOf(w.clock, storetest.Zone)
		leaf := y.path("STP", "/leaves/2.2.2")
		w.wants("filed", w.sendAs(y.manager, "POST", leaf+"/petition", values("reason", "Đề nghị 1,00 điểm")), 303)
		w.wants("told", w.sendAs(y.chair, "GET", leaf, nil), 200, "Người đã thẩm định tiêu chí này")
		keep := values("answer", "Giữ nguyên", "verdict", "keep")
		w.wants("same person", w.sendAs(y.chair, "POST", leaf+"/petition/answer", keep), 403, "Người đã thẩm định tiêu chí này")
		other := w.as(account.Chair, "CDYT")
		w.wants("another", w.sendAs(other, "POST", leaf+"/petition/answer", keep), 303)
		w.wants("kept", w.sendAs(y.manager, "GET", y.path("STP", "?area=all"), nil), 200, "Trả lời kiến nghị, giữ nguyên điểm:", "Giữ nguyên")
	})
}

// A figure from outside is entered with its file, chosen in the form of the area or sent
// before; the agency gets the file once the appraisal is over.
func TestTheCouncilAddsItsSources(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		leaf := y.path("STP", "/leaves/7.4.1")
		pdf := [][3]string{{"file", "khảo sát.pdf", aPDF + "s"}}
		w.wants("too early", w.upload(y.chair, leaf+"/appraisal/files", nil, pdf), 410)
		y.advance(round.Appraising)
		w.wants("asked for", w.sendAs(y.chair, "GET", y.path("STP", "?area=VII"), nil), 200, `name="file:7.4.1"`, "chưa có tệp nguồn")
		area := y.path("STP", "/areas/VII/appraisal")
		form := fields("after:7.4.1", "0", "num:7.4.1", "80", "den:7.4.1", "100")
		w.wants("without", w.upload(y.chair, area, form, nil), 422, "7.4.1: Xin gửi kèm tệp nguồn", `value="80"`, `href="#o-file-7-4-1"`)
		w.wants("near", w.upload(w.as(account.Appraiser, "STP"), leaf+"/appraisal/files", nil, pdf), 403)
		w.wants("unassigned", w.upload(w.as(account.Appraiser, "SNV"), leaf+"/appraisal/files", nil, pdf), 403)
		w.wants("by the agency", w.upload(y.manager, leaf+"/appraisal/files", nil, pdf), 403)
		w.wants("with", w.upload(y.chair, area, form, [][3]string{{"file:7.4.1", "khảo sát.pdf", aPDF + "s"}}), 303)
		w.wants("another", w.upload(y.chair, leaf+"/appraisal/files", nil, [][3]string{{"file", "bổ sung.pdf", aPDF + "b"}}), 303)
		page := w.sendAs(y.chair, "GET", leaf, nil)
		w.wants("on the leaf's page", page, 200, "khảo sát.pdf", "bổ sung.pdf", leaf+"/appraisal/uses", "Bỏ tài liệu này")
		var ids []string
		for _, e := range y.sheet("STP").Evidence {
			if e.ServesFor("7.4.1", round.Appraised) {
				ids = append(ids, fmt.Sprint(e.ID))
			}
		}
		w.wants("dropped", w.sendAs(y.chair, "POST", leaf+"/appraisal/uses", values("evidence", ids[0], "drop", "yes")), 303)
		last := w.sendAs(y.chair, "POST", leaf+"/appraisal/uses", values("evidence", ids[1], "drop", "yes"))
		w.wants("not the last", last, 409, "tệp nguồn duy nhất")
		w.wantsNot("not yet seen", w.sendAs(y.manager, "GET", leaf, nil), 200, "bổ sung.pdf", "khảo sát.pdf")
		one := fmt.Sprintf("/desk/rounds/%d/evidence/%s", y.id, ids[1])
		w.wants("nor handed out", w.sendAs(y.manager, "GET", one, nil), 404)
		y.skipRest()
		w.wants("seen", w.sendAs(y.manager, "GET", leaf, nil), 200, "bổ sung.pdf")
		w.wants("handed out", w.sendAs(y.manager, "GET", one, nil), 200)
	})
}

// The sheet as documents holds what its reader may see, and nothing of the council's before
// its step is over.
func TestASheetIsHandedOutAsDocuments(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		y.advance(round.Appraising)
		cut := fields("after:2.2.2", "0", "points:2.2.2", "0,5", "note:2.2.2", "Ảnh chụp tháng 3")
		w.wants("cut", w.upload(y.chair, y.path("STP", "/areas/II/appraisal"), cut, nil), 303)
		get := func(cookie, file string) *httptest.ResponseRecorder {
			return w.sendAs(cookie, "GET", y.path("STP", "/files/"+file), nil)
		}
		rec := get(y.manager, "self-report.docx")
		w.wants("report", rec, 200)
		if got := rec.Header().Get("Content-Disposition"); !strings.Contains(got, `filename="bao-cao-tu-cham-2026-STP.docx"`) {
			t.Error(got)
		}
		w.wants("too early", get(y.manager, "explanation.docx"), 404)
		w.wants("unknown", get(y.manager, "sheet.pdf"), 404)
		w.wants("foreign", get(y.foreign, "sheet.xlsx"), 404)
		if text := cells(t, get(y.chair, "sheet.xlsx")); !strings.Contains(text, "Ảnh chụp tháng 3") {
			t.Error("the council's sheet lacks its reason")
		}
		if text := cells(t, get(y.manager, "sheet.xlsx")); strings.Contains(text, "Ảnh chụp") || !strings.Contains(text, "Thuyết minh riêng của STP") {
			t.Error(text)
		}
		y.skipRest()
		w.wants("explanations", get(y.viewer, "explanation.docx"), 200)
		if text := cells(t, get(y.manager, "sheet.xlsx")); !strings.Contains(text, "Ảnh chụp tháng 3") {
			t.Error("the reason is not told when the step is over")
		}
	})
}

// cells is the text of a workbook.
func cells(t *testing.T, rec *httptest.ResponseRecorder) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(rec.Body.Bytes()))
	if err != nil {
		t.Fatal(rec.Code, err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, "|") + "\n")
	}
	return text.String()
}

// Who is not assigned the leaf answers no petition about it, though he has appraised nothing.
func TestAPetitionIsNotAnsweredUnassigned(t *testing.T) {
	both(t, func(w *world) {
		appraiser := w.as(account.Appraiser, "SNV")
		y := w.closedYear()
		leaf := y.path("STP", "/leaves/2.2.2")
		w.wantsNot("no form", w.sendAs(appraiser, "GET", leaf, nil), 200, "Gửi trả lời")
		keep := values("answer", "Giữ nguyên", "verdict", "keep")
		w.wants("unassigned", w.sendAs(appraiser, "POST", leaf+"/petition/answer", keep), 403, "chưa được phân công")
		w.wants("the chair", w.sendAs(y.chair, "POST", leaf+"/petition/answer", keep), 303)
	})
}
