package main

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// answers is what a person gets at addresses.
type answers map[string]int

// gets asks for pages in a person's name; none says what Sở Tư pháp wrote to the council.
func (y *wholeYear) gets(who string, b *tab, pages answers) {
	y.Helper()
	cookie := b.session()
	for path, want := range pages {
		status, said := byHand(y.T, http.MethodGet, path, cookie, nil)
		if status != want || status != http.StatusOK && strings.Contains(said, yearNote) {
			y.Errorf("%s: %s: %d, want %d", who, path, status, want)
		}
	}
}

// posts sends what a person is not offered; nothing of it is taken.
func (y *wholeYear) posts(who string, b *tab, paths ...string) {
	y.Helper()
	cookie := b.session()
	form := url.Values{"points:1.1": {"1"}, "note:1.1": {"Sửa"}, "reason": {"Sửa"}, "answer": {"Sửa"}, "verdict": {"keep"}}
	for _, path := range paths {
		if status, _ := byHand(y.T, http.MethodPost, path, cookie, form); status != 403 && status != 404 {
			y.Errorf("%s sends to %s: %d", who, path, status)
		}
	}
}

// worksAtTheCounter has the clerk of Sở Tư pháp print what hangs at the counter, and open
// there the form that the last of its people fills in.
func (y *wholeYear) worksAtTheCounter() {
	b := y.clerk.acts()
	b.open(y.at("/desk"))
	b.must(200, "Quầy")
	b.saysNot("Phiếu chấm điểm", "Ý kiến", "Đợt chấm điểm")
	b.open(y.at("/desk/counters"))
	b.must(200, "STP-1", "Quầy Tư pháp")
	b.saysNot("NT-1", "Quầy Đất đai")
	if links := evaluate[int](b, `document.querySelectorAll("main a[href$='/new'], main th a").length`); links != 0 {
		y.Error("counters can be changed by the clerk")
	}
	poster := url.Values{"counter": {"STP-1"}, "which": {"chosen"}}
	if status, said := byHand(y.T, "POST", y.at("/desk/posters"), b.session(), poster); status != 200 ||
		!strings.HasPrefix(said, "%PDF-") {
		y.Errorf("the poster of the counter: %d", status)
	}
	poster.Set("counter", "NT-1")
	if status, _ := byHand(y.T, "POST", y.at("/desk/posters"), b.session(), poster); status < 400 {
		y.Errorf("the poster of another agency's counter: %d", status)
	}
	b.leave(tap(`main a[href*="/s/AAAAAAAAA1"]`))
	b.must(200, "Gửi đánh giá")
	b.run(choose("q.TC", "4"), choose("q.TTHC", "5"))
	b.leave(sendButton)
	b.must(200, "Đã ghi nhận")
	b.quiet("at the counter")
}

// watches has the viewer of Sở Tư pháp read what its manager is filling in.
func (y *wholeYear) watches() {
	b := y.viewer.acts()
	b.onlyReads(y.at("/desk/sheet"), "Phiếu chấm điểm", "Sở Tư pháp", "bao-cao.pdf")
	b.onlyReads(y.sheet("STP")+"?area=I", "9,50")
	if index := b.shownIndex(); index != "82,00" {
		y.Errorf("the viewer sees %s, want 82,00", index)
	}
	b.looks("year-viewer")
	b.onlyReads(y.sheet("STP")+"/leaves/1.1", yearNote, "ban-ky.pdf")
	if y.justice.acts().open(y.at("/desk/sheet")); len(y.justice.offered()) == 0 {
		y.Error("nothing is offered to the manager either")
	}
	y.posts("the viewer", b, y.sheet("STP")+"/areas/I", y.sheet("STP")+"/submit", y.sheet("STP")+"/withdraw",
		y.sheet("STP")+"/leaves/1.1/files", y.sheet("STP")+"/leaves/1.1/uses", y.sheet("STP")+"/leaves/1.1/explanation",
		y.sheet("STP")+"/leaves/1.3/petition", y.sheet("STP")+"/areas/I/appraisal", y.sheet("UBND-NT")+"/areas/I")
	b.quiet("watching")
}

// keepsOthersOut has those ask for Sở Tư pháp's sheet who have nothing to do with it, and
// its viewer for others'.
func (y *wholeYear) keepsOthersOut() {
	y.justice.acts().open(y.sheet("STP") + "/leaves/1.1")
	y.justice.looks("year-leaf")
	file := evaluate[string](y.justice, `document.querySelector("a.file").href`)
	for who, b := range map[string]*tab{"the manager": y.justice, "the viewer": y.viewer} {
		if fetch(y.T, file, b.session()) != signedPDF {
			y.Error("the file is not the one that was sent, says", who)
		}
	}
	closed := answers{
		y.round: 403, y.round + "/index": 403, y.round + "/petitions": 403, y.at("/desk/editions"): 403,
		y.at("/desk/log"): 403, y.at("/desk/accounts"): 403,
	}
	y.gets("the manager of another agency", y.nhatrang, with(closed, answers{
		y.sheet("STP"): 404, y.sheet("STP") + "/leaves/1.1": 404, y.sheet("STP") + "/submit": 404, file: 404,
		y.sheet("UBND-NT"): 200,
	}))
	y.gets("the viewer", y.viewer, with(closed, answers{
		y.sheet("UBND-NT"): 404, y.sheet("UBND-NT") + "/leaves/1.1": 404, y.sheet("SNV"): 404,
		y.sheet("STP") + "/submit": 403, y.at("/desk/counters"): 403,
	}))
	y.gets("the clerk", y.clerk, with(closed, answers{
		y.sheet("STP"): 403, y.sheet("STP") + "/leaves/1.1": 403, file: 403, y.at("/desk/sheet"): 403,
		y.at("/desk/comments"): 403, y.at("/desk/criteria"): 403, y.at("/desk/tasks"): 403, y.at("/desk/counters"): 200,
	}))
	y.posts("the clerk", y.clerk, y.sheet("STP")+"/areas/I", y.sheet("STP")+"/submit")
}

func with(all, more answers) answers {
	all = maps.Clone(all)
	maps.Copy(all, more)
	return all
}
