package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hailong/sheet"
	"hailong/survey"
)

// publishes has one person freeze the figures and another publish them, and gives the
// archive. index is that of Sở Tư pháp, as programs and as people write it.
func (y *wholeYear) publishes(index, printed, why string) string {
	b := y.secretary.acts()
	b.open(y.at("/desk/editions/close"))
	b.looks("year-close")
	if why != "" {
		b.leave(does("try"))
		b.must(422, "lý do")
		b.run(refill("why", why))
	}
	b.leave(does("try"))
	b.must(200, "Số liệu sẽ chốt", why)
	b.looks("year-close-trial")
	b.leave(does("close"))
	b.must(200, "Đã chốt số liệu")
	b.looks("year-edition")
	_, address := b.shown()
	address, _, _ = strings.Cut(address, "?")
	draft := zipped(y.T, fetch(y.T, address+"/files/annex.docx", b.session()))["word/document.xml"]
	if !strings.Contains(draft, printed) || !strings.Contains(draft, "Sở Tư pháp") {
		y.Errorf("the draft annex lacks %s", printed)
	}
	if status, _ := byHand(y.T, "GET", address+"/publish", b.session(), nil); status != 403 {
		y.Errorf("who froze the figures may publish them: %d", status)
	}

	y.edition = address
	b = y.leader.acts()
	b.open(address)
	b.leave(tap(`a.btn[href$="/publish"]`))
	b.looks("year-publish")
	b.leave(refills("decision", "99/QĐ-UBND", "date", string(survey.DayOf(time.Now(), office))),
		attach(`input[name="pdf"]`, y.pdf), sends("/publish"))
	b.must(200, "Đã công bố", "99/QĐ-UBND")
	b.quiet("publishing")
	return fetch(y.T, address+"/archive", b.session())
}

// isPublic looks at the year as anybody can.
func (y *wholeYear) isPublic(number int, archive, index string) {
	page := y.at(fmt.Sprintf("/rankings/%d", y.year))
	b := newPerson(y.T, y.program.address, 1280, false).acts()
	b.open(page)
	b.must(200, "Xếp hạng cải cách hành chính", "99/QĐ-UBND", index+",00", "Sở Tư pháp", "UBND thành phố Cam Ranh")
	b.looks("year-ranking")
	b.leave(tap(`main a[href*="/STP"]`))
	b.must(200, "Sở Tư pháp", "8,00", index+",00")
	b.looks("year-ranking-agency")
	_, sheetPage := b.shown()

	id := fmt.Sprintf("cchc-%d-%d", y.year, number)
	if fetch(y.T, y.at("/editions/"+id+".zip"), "") != archive {
		y.Error("the archive is not the one that was published")
	}
	texts := zipped(y.T, archive)
	for _, address := range []string{page, sheetPage} {
		texts[address] = fetch(y.T, address, "")
	}
	for _, file := range []string{"docx", "xlsx"} {
		for name, text := range zipped(y.T, fetch(y.T, y.at("/editions/"+id+"."+file), "")) {
			texts[file+" "+name] = text
		}
	}
	for _, secret := range []string{
		yearNote, yearReason, yearExplain, yearGave, yearPlea, yearAnswer, yearOther, yearKept, "dung.thamdinh",
		"hoa.quanly", "binh.thuky", "cuong.chutich", "lan.quanly", "Phạm Thu Dung", "Đặng Ngọc Hoa", "Lê Quang Cường", `"given":950`, "9,50",
	} {
		for name, text := range texts {
			if strings.Contains(text, secret) {
				y.Errorf("%s says %q", name, secret)
			}
		}
	}
	y.verifies(archive, index+".00")
	y.saysTheSame(id, index)
}

// verifies recomputes the archive, as it is and with one digit altered.
func (y *wholeYear) verifies(archive, index string) {
	y.Helper()
	if said, right := verified(y.T, archive); !right || !strings.Contains(said, "tất cả khớp") {
		y.Errorf("the archive is refused:\n%s", said)
	}
	other := index[:len(index)-1] + "7"
	said, right := verified(y.T, altered(y.T, archive, "edition.json", `"index": "`+index+`"`, `"index": "`+other+`"`))
	want := fmt.Sprintf("Cơ quan STP: chỉ số in là %s, tính lại là %s.", other, index)
	if right || !strings.Contains(said, want) {
		y.Errorf("with an altered digit, want %q:\n%s", want, said)
	}
}

// saysTheSame compares what programs and tables are given.
func (y *wholeYear) saysTheSame(id, index string) {
	y.Helper()
	said := fetch(y.T, y.at(fmt.Sprintf("/api/v1/rankings/%d?group=department", y.year)), "")
	for _, want := range []string{`"edition":"` + id + `"`, `"agency":"STP"`, `"index":` + index + `.00`, `"rank":1`} {
		if !strings.Contains(strings.ReplaceAll(said, ": ", ":"), want) {
			y.Errorf("the API lacks %s: %s", want, said)
		}
	}
	table, err := sheet.Read(strings.NewReader(fetch(y.T, y.at("/editions/"+id+".xlsx"), "")))
	if err != nil {
		y.Fatal(err)
	}
	if !slices.ContainsFunc(table.Rows, func(r survey.Row) bool {
		return slices.Contains(r.Cells, "Sở Tư pháp") && slices.Contains(r.Cells, index)
	}) {
		y.Errorf("the table lacks %s: %v", index, table)
	}
}

// keepsBoth checks that the first edition stays, and says that it was replaced.
func (y *wholeYear) keepsBoth(first, corrected string) {
	page := y.at(fmt.Sprintf("/rankings/%d", y.year))
	id := func(n int) string { return fmt.Sprintf("cchc-%d-%d", y.year, n) }
	if said := fetch(y.T, page, ""); !strings.Contains(said, id(1)+".zip") || !strings.Contains(said, id(2)+".zip") {
		y.Error("the page does not offer both editions")
	}
	if said := fetch(y.T, page+"?number=1", ""); !strings.Contains(said, "đã được thay") || !strings.Contains(said, "88,00") {
		y.Error("the first edition does not say that it was replaced, or not what it said")
	}
	if fetch(y.T, y.at("/editions/"+id(1)+".zip"), "") != first || first == corrected {
		y.Error("the first archive has changed")
	}
}
