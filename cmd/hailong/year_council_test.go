package main

import "strings"

// keepsCouncilApart looks at what the chair may do that the secretary may not, and what
// neither may.
func (y *wholeYear) keepsCouncilApart() {
	closed := answers{
		y.sheet("STP") + "/submit": 403, y.at("/desk/log"): 403, y.at("/desk/accounts"): 403,
		y.at("/desk/counters"): 403, y.at("/desk/comments"): 403,
	}
	y.gets("the chair", y.chair, with(closed, answers{
		y.round: 200, y.round + "/step": 200, y.round + "/index": 200, y.round + "/zero": 200,
		y.at("/desk/proposals"): 200, y.at("/desk/editions/close"): 403, y.at("/desk/criteria/upload"): 403,
	}))
	y.gets("the secretary", y.secretary, with(closed, answers{
		y.round + "/zero": 403, y.at("/desk/editions/close"): 200,
	}))
	b := y.chair.acts()
	b.open(y.sheet("UBND-NT"))
	b.must(200, "UBND thành phố Nha Trang")
	if offered := b.offered(); len(offered) != 0 {
		y.Errorf("before it appraises, the chair is offered %v", offered)
	}
	y.posts("the chair", b, y.sheet("STP")+"/areas/I", y.sheet("STP")+"/submit", y.at("/desk/editions/close"))
}

// isNotToldEarly has the viewer look while the council appraises.
func (y *wholeYear) isNotToldEarly() {
	b := y.viewer.acts()
	b.onlyReads(y.sheet("STP")+"?area=I", "Sở Tư pháp", "9,50")
	b.saysNot(yearReason)
	if index := b.shownIndex(); index != "82,00" {
		y.Errorf("while the council appraises, the viewer sees %s", index)
	}
	b.onlyReads(y.sheet("STP")+"/leaves/1.1", yearNote)
	b.saysNot(yearReason)
}

// isTold has the viewer look when the agency may explain what was cut.
func (y *wholeYear) isTold() {
	y.viewer.acts().onlyReads(y.sheet("STP")+"?only=cut", yearReason)
	y.viewer.quiet("reading the cut")
}

// petitionsInVain has Nha Trang petition too: the chair answers, and keeps the points.
func (y *wholeYear) petitionsInVain() {
	leaf := y.sheet("UBND-NT") + "/leaves/1.1"
	b := y.nhatrang.acts()
	b.open(leaf)
	b.leave(refill("reason", yearOther), sends("/petition"))
	b.must(200, yearOther, "Chưa có trả lời")

	b = y.chair.acts()
	b.open(y.round + "/petitions")
	b.must(200, "Sở Tư pháp", "UBND thành phố Nha Trang", "Chưa có trả lời")
	b.leave(tap(`main a[href*="/UBND-NT/leaves/1.1"]`))
	b.leave(refills("answer", yearKept, "verdict", "keep"), sends("/leaves/1.1/petition/answer"))
	b.must(200, yearKept, "Lê Quang Cường", "giữ nguyên điểm")
	if forms := evaluate[int](b, `document.querySelectorAll("form[action$='/answer']").length`); forms != 0 {
		y.Error("a petition can be answered twice")
	}
	b.quiet("the chair's answer")
	b = y.nhatrang.acts()
	b.open(leaf)
	b.must(200, yearKept)
	b.saysNot(yearPlea, yearAnswer)
}

// isAudited has the auditor read the whole year, and find nothing to change.
func (y *wholeYear) isAudited(archive string) {
	b := y.auditor.acts()
	b.onlyReads(y.round, "Sở Tư pháp", "UBND thành phố Cam Ranh")
	b.onlyReads(y.round+"/petitions", "Sở Tư pháp", "UBND thành phố Nha Trang")
	b.onlyReads(y.sheet("STP")+"?area=I", yearReason, yearExplain, yearGave, yearPlea, yearAnswer)
	b.looks("year-auditor")
	b.onlyReads(y.sheet("STP")+"/leaves/1.1", yearNote, yearReason, yearExplain, yearGave, "Phạm Thu Dung", "ban-ky.pdf")
	b.onlyReads(y.sheet("UBND-NT")+"/leaves/1.1", yearOther, yearKept, "Lê Quang Cường")
	b.onlyReads(y.at("/desk/criteria"), "Bộ tiêu chí của sở")
	b.onlyReads(y.at("/desk/editions"), "99/QĐ-UBND")
	b.onlyReads(y.edition, "Kiến nghị của Sở Tư pháp về tiêu chí 1.3")
	if fetch(y.T, y.edition+"/archive", b.session()) != archive {
		y.Error("the auditor is given another archive than the public")
	}
	b.onlyReads(y.at("/desk/accounts"), "cuong.chutich", "ha.kiemtra")
	b.onlyReads(y.at("/desk/agencies"), "Sở Tư pháp")
	y.readsTheLog(b)
	y.posts("the auditor", b, y.round+"/step", y.round+"/deadlines", y.round+"/council", y.round+"/zero",
		y.sheet("STP")+"/areas/I", y.sheet("STP")+"/areas/I/appraisal", y.sheet("STP")+"/unlock",
		y.sheet("STP")+"/leaves/1.3/petition", y.sheet("STP")+"/leaves/1.3/petition/answer",
		y.at("/desk/editions/close"), y.edition+"/withdraw", y.edition+"/publish",
		y.at("/desk/corrections/new"), y.at("/desk/accounts/new"), y.at("/desk/agencies/STP"))
	b.quiet("auditing")
}

// readsTheLog finds there who did what, and nothing of what people wrote or signed in with.
func (y *wholeYear) readsTheLog(b *tab) {
	b.onlyReads(y.at("/desk/log"), "duc.congbo")
	b.looks("year-log")
	b.onlyReads(y.at("/desk/log?action=petition.answer"), "cuong.chutich", "giang.thamdinh")
	b.saysNot("hoa.quanly")
	b.leave(tap(`main ul.log a`))
	b.must(200, "cuong.chutich")
	log := fetch(y.T, y.at("/desk/log.csv"), b.session())
	for _, want := range []string{
		"round.open", "round.advance", "sheet.submit", "sheet.appraise", "petition.file", "petition.answer",
		"edition.close", "edition.publish", "account.add",
	} {
		if !strings.Contains(log, want) {
			y.Errorf("the log lacks %s", want)
		}
	}
	for _, secret := range []string{yearNote, yearExplain, yearPlea, yearAnswer, yearKept, "mot cau dai", "AAAAAAAAA1"} {
		if strings.Contains(log, secret) {
			y.Errorf("the log says %q", secret)
		}
	}
}
