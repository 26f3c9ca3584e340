package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tap touches the middle of an element with a finger.
func tap(selector string) chromedp.Action {
	return chromedp.QueryAfter(selector, func(
		ctx context.Context, _ runtime.ExecutionContextID, nodes ...*cdp.Node,
	) error {
		if len(nodes) != 1 {
			return fmt.Errorf("%d nodes fit %s", len(nodes), selector)
		}
		if err := dom.ScrollIntoViewIfNeeded().WithNodeID(nodes[0].NodeID).Do(ctx); err != nil {
			return err
		}
		box, err := dom.GetBoxModel().WithNodeID(nodes[0].NodeID).Do(ctx)
		if err != nil {
			return err
		}
		finger := []*input.TouchPoint{{
			X: (box.Border[0] + box.Border[4]) / 2, Y: (box.Border[1] + box.Border[5]) / 2,
		}}
		if err := input.DispatchTouchEvent(input.TouchStart, finger).Do(ctx); err != nil {
			return err
		}
		return input.DispatchTouchEvent(input.TouchEnd, []*input.TouchPoint{}).Do(ctx)
	}, chromedp.ByQuery)
}

// choose taps a level of a question, or anything else that is chosen.
func choose(name, value string) chromedp.Action {
	return tap(fmt.Sprintf(`input[name="%s"][value="%s"] + span`, name, value))
}

var sendButton = tap("form button")

// chosen are the names and values of what is chosen on the page.
func (b *tab) chosen() string {
	return evaluate[string](b, `Array.from(document.querySelectorAll("input:checked"))
		.map(i => i.name + "=" + i.value).join(" ")`)
}

func (b *tab) typed() string { return evaluate[string](b, `document.querySelector("textarea").value`) }

func (b *tab) receipt() string {
	return evaluate[string](b, `document.querySelector("input[name=receipt]").value`)
}

func (b *tab) title() string {
	return strings.ReplaceAll(evaluate[string](b, `document.title`), "\u00a0", " ")
}

// expect checks the status and the beginning of the heading of the page.
func (b *tab) expect(status int64, path, heading string) {
	b.Helper()
	have, address := b.shown()
	said := evaluate[string](b, `Array.from(document.querySelectorAll("h1, main h2"))
		.map(h => h.textContent.trim()).join("\n")`)
	said = strings.ReplaceAll(said, "\u00a0", " ")
	if have != status || !strings.Contains(address, path) || !strings.Contains(said, heading) {
		b.Fatalf("the page is %d %s:\n%s\nwant %d %s, heading %q", have, address, said, status, path, heading)
	}
}

// TestCitizensWay is the way from the wall to the thanks, on a phone of 360
// pixels without JavaScript.
func TestCitizensWay(t *testing.T) {
	d := demo(t)
	const counter, agency = "STP-01", "STP"
	scanned := scan(t, d.address+"/q/"+d.tokens[counter]+".png")
	want := "http://" + strings.ToUpper(strings.TrimPrefix(d.address, "http://")+"/s/"+d.tokens[counter])
	if scanned != want {
		t.Fatalf("the code holds %s, want %s", scanned, want)
	}
	before := responsesOf(t, d.address, d.years.present.year, agency)
	counted := func(more int) {
		t.Helper()
		if after := responsesOf(t, d.address, d.years.present.year, agency); after != before+more {
			t.Errorf("%d responses more are counted, want %d", after-before, more)
		}
	}

	b := newTab(t, d.address, 360, false)
	b.open(scanned)
	b.expect(200, "", "Quầy Lý lịch tư pháp")
	if chosen := b.chosen(); chosen != "" {
		t.Errorf("chosen from the start: %s", chosen)
	}
	const comment = "Cán bộ hướng dẫn rõ ràng, nhưng phải chờ lâu."
	b.run(
		choose("stage", "received"),
		choose("q.TC", "2"), choose("q.TC", "4"), // a second thought
		choose("q.TTHC", "5"), choose("q.CC", "5"), choose("q.KQ", "na"), choose("q.PAKN", "na"),
		choose("q.O", "4"),
		tap("textarea"), input.InsertText(comment),
	)
	const answers = "stage=received q.TC=4 q.TTHC=5 q.CC=5 q.KQ=na q.PAKN=na q.O=4"
	if chosen := b.chosen(); chosen != answers {
		t.Errorf("chosen: %s, want %s", chosen, answers)
	}
	receipt := b.receipt()
	b.leave(sendButton)
	b.expect(200, "/thanks", "Đã ghi nhận. Xin cảm ơn")
	short := evaluate[string](b, `document.querySelector(".code b").textContent`)
	if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(short) {
		t.Errorf("the short code is %q", short)
	}
	counted(1)

	// Back, and the same again: counted once, the same thanks.
	b.back()
	b.expect(200, "/S/", "Quầy Lý lịch tư pháp")
	if b.receipt() != receipt {
		t.Errorf("the back button shows a form with another receipt: the same person counts twice")
	}
	if chosen := b.chosen(); chosen != answers {
		t.Errorf("after the back button is chosen: %q, want %q", chosen, answers)
	}
	b.leave(sendButton)
	b.expect(200, "/thanks", "Đã ghi nhận. Xin cảm ơn")
	if again := evaluate[string](b, `document.querySelector(".code b").textContent`); again != short {
		t.Errorf("sent again the short code is %s, was %s", again, short)
	}
	counted(1)

	// Back, and other answers: refused with a way on, still counted once.
	b.back()
	b.run(choose("q.TC", "1"))
	b.leave(sendButton)
	b.expect(409, "/s/", "Phiếu này đã gửi")
	counted(1)

	// The way on is a new form, which counts.
	b.leave(tap(`main a[href*="/s/"]`))
	b.expect(200, "/s/", "Quầy Lý lịch tư pháp")
	if b.receipt() == receipt || b.chosen() != "" || b.typed() != "" {
		t.Errorf("the new form is not new: %s %s %q", b.receipt(), b.chosen(), b.typed())
	}
	b.run(choose("q.TC", "3"))
	b.leave(sendButton)
	b.expect(200, "/thanks", "Đã ghi nhận")
	counted(2)
	b.quiet("without JavaScript")
}

// TestBackButtonOfOldPhones is for browsers that keep no page in memory, as the
// WebViews in which many apps open a scanned code: whatever the back button shows
// there, pressing the button again must not count the same person twice.
func TestBackButtonOfOldPhones(t *testing.T) {
	d := demo(t)
	old, err := startBrowser("disable-back-forward-cache")
	if err != nil {
		t.Fatal(err)
	}
	defer old.stop()
	before := responsesOf(t, d.address, d.years.present.year, "STP")
	b := old.newTab(t, d.address, 360, false)
	b.open(d.address + "/s/" + d.tokens["STP-01"])
	b.run(choose("q.TC", "4"), choose("q.O", "4"))
	receipt := b.receipt()
	b.leave(sendButton)
	b.expect(200, "/thanks", "Đã ghi nhận")
	b.back()
	if b.receipt() != receipt && b.chosen() != "" {
		t.Errorf("the back button shows the same answers (%s) under another receipt", b.chosen())
	}
	b.leave(sendButton)
	if after := responsesOf(t, d.address, d.years.present.year, "STP"); after != before+1 {
		t.Errorf("%d responses more are counted, want 1", after-before)
	}
}

// TestNothingTypedIsLost sends what cannot be taken, and mends it.
func TestNothingTypedIsLost(t *testing.T) {
	d := demo(t)
	b := newTab(t, d.address, 360, false)
	b.open(d.address + "/s/" + d.tokens["STP-01"])
	receipt := b.receipt()
	b.run(choose("stage", "submitted"))
	b.leave(sendButton)
	b.expect(422, "/s/", "Chưa gửi được phiếu")
	if title := b.title(); !strings.HasPrefix(title, "Chưa gửi được") {
		t.Errorf("the title is %q", title)
	}
	focused := func() {
		t.Helper()
		if id := evaluate[string](b, `document.activeElement.id`); id != "loi" {
			t.Errorf("focus is on %q, want the summary", id)
		}
	}
	focused()
	if chosen := b.chosen(); chosen != "stage=submitted" {
		t.Errorf("kept: %s", chosen)
	}
	b.screenshot("422-empty-360")

	// The summary's link leads to the first question.
	b.run(tap(`#loi a[href="#q1"]`))
	if id := evaluate[string](b, `document.querySelector(":target").name`); id != "q.TC" {
		t.Errorf("the link leads to %q", id)
	}

	// A comment that is too long: all is kept, and said at the field too.
	long := strings.Repeat("Chờ lâu quá. ", 170)
	b.run(choose("q.TC", "5"), choose("q.KQ", "na"), tap("textarea"), input.InsertText(long))
	b.leave(sendButton)
	b.expect(422, "/s/", "Chưa gửi được phiếu")
	focused()
	if chosen := b.chosen(); chosen != "stage=submitted q.TC=5 q.KQ=na" {
		t.Errorf("kept: %s", chosen)
	}
	if typed := b.typed(); typed != long {
		t.Errorf("kept %d characters of %d", len([]rune(typed)), len([]rune(long)))
	}
	if b.receipt() != receipt {
		t.Error("the form has another receipt after a mistake")
	}
	described := evaluate[string](b, `["aria-invalid", "aria-describedby"]
		.map(n => document.querySelector("textarea").getAttribute(n)).join()`)
	if described != "true,ch ce" {
		t.Errorf("the comment is marked %s", described)
	}
	b.screenshot("422-comment-360")
	b.run(chromedp.SetValue("textarea", "Chờ lâu quá.", chromedp.ByQuery))
	before := responsesOf(t, d.address, d.years.present.year, "STP")
	b.leave(sendButton)
	b.expect(200, "/thanks", "Đã ghi nhận")
	if after := responsesOf(t, d.address, d.years.present.year, "STP"); after != before+1 {
		t.Errorf("%d responses more, want 1", after-before)
	}
	b.quiet("without JavaScript")
}

// TestCitizenByKeyboard answers and sends without a finger or a mouse.
func TestCitizenByKeyboard(t *testing.T) {
	d := demo(t)
	b := newTab(t, d.address, 1280, false)
	b.open(d.address + "/s/" + d.tokens["STP-02"])
	on := func() string {
		return evaluate[string](b, `(e => e.name || e.tagName)(document.activeElement)`)
	}
	var way []string
	for range 20 {
		b.run(chromedp.KeyEvent("\t"))
		way = append(way, on())
		if strings.HasPrefix(on(), "q.") {
			b.run(chromedp.KeyEvent(" "))
		}
		if on() == "BUTTON" {
			break
		}
	}
	if said := strings.Join(way, " "); said != "A stage q.TC q.TTHC q.CC q.KQ q.PAKN q.O comment BUTTON" {
		t.Errorf("Tab goes to %s", said)
	}
	if chosen := b.chosen(); chosen != "q.TC=1 q.TTHC=1 q.CC=1 q.KQ=1 q.PAKN=1 q.O=1" {
		t.Errorf("the space bar chooses %s", chosen)
	}
	b.leave(chromedp.KeyEvent("\r"))
	b.expect(200, "/thanks", "Đã ghi nhận")
	b.quiet("by keyboard")
}
