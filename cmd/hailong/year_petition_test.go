package main

// petitions has the agency ask for a leaf to be looked at again: not who appraised it but
// another answers, and gives in.
func (y *wholeYear) petitions() {
	b := y.justice.acts()
	b.open(y.sheet("STP") + "/leaves/1.3")
	b.must(200, "Nhận kiến nghị đến hết ngày")
	b.leave(refill("reason", yearPlea), sends("/petition"))
	b.must(200, yearPlea, "Chưa có trả lời")
	b.looks("year-petition")

	answer := sends("/leaves/1.3/petition/answer")
	b = y.judge.acts()
	b.open(y.sheet("STP") + "/leaves/1.3")
	b.must(200, yearPlea)
	if offered := evaluate[int](b, `document.querySelectorAll("form[action$='/answer']").length`); offered != 0 {
		y.Error("who appraised the leaf is offered to answer")
	}
	b = y.second.acts()
	b.open(y.round + "/petitions")
	b.must(200, "Sở Tư pháp", "Chưa có trả lời")
	b.looks("year-petitions")
	b.leave(tap(`main a[href*="/leaves/1.3"]`))
	b.looks("year-answer")
	b.leave(refills("answer", yearAnswer, "verdict", "change", "num:1.3", "1"), answer)
	b.must(200, yearAnswer, "Võ Thanh Giang")
	b.quiet("answering")
	y.justice.acts().open(y.sheet("STP") + "/leaves/1.3")
	y.justice.must(200, yearAnswer)
}
