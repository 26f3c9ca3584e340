package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hailong/survey"
)

// Counters that the demonstration lacks, for the notices that a person may meet.
// Their agencies are communes, which no plan of the demonstration covers.
const (
	replacedToken = "BBBBBBBBB1"
	closedToken   = "BBBBBBBBB2"
	endedToken    = "BBBBBBBBB3"
	futureToken   = "BBBBBBBBB4"
	noPlanToken   = "BBBBBBBBB5"
	hotlineToken  = "BBBBBBBBB6"
	unknownToken  = "BBBBBBBBB9"
)

var notices sync.Once

// withNotices adds them to the shared demonstration, by the commands and while it
// serves, and waits until it has noticed.
func withNotices(t *testing.T) *demonstration {
	t.Helper()
	d := demo(t)
	notices.Do(func() {
		env := []string{"HAILONG_DATABASE=" + d.database}
		today := d.years.yesterday.AddDays(1)
		year := d.years.present.year
		agencies := write(t, "agencies.csv", `code,name_vi,name_en,group,sector,hotline
XA-1,UBND xã Một,Commune One,commune,administrative,
XA-2,UBND xã Hai,Commune Two,commune,administrative,
XA-3,UBND xã Ba,Commune Three,commune,administrative,
XA-4,UBND xã Bốn,Commune Four,commune,administrative,0258 3822 222
`)
		hailong(t, env, "import", "agencies", agencies)
		counters := fmt.Sprintf(`code,agency,name_vi,name_en,closed_on,token
XA-1-1,XA-1,Một cửa xã Một,Desk One,,%s
XA-2-1,XA-2,Một cửa xã Hai,Desk Two,,%s
XA-3-1,XA-3,Một cửa xã Ba,Desk Three,,%s
XA-4-1,XA-4,Một cửa xã Bốn,Desk Four,,%s
XA-4-2,XA-4,Quầy đã đóng,Desk Five,%s,%s
XA-4-3,XA-4,Quầy đổi mã,Desk Six,,%%s
`, endedToken, futureToken, noPlanToken, hotlineToken, d.years.yesterday, closedToken)
		for _, token := range []string{replacedToken, "BBBBBBBBB7"} {
			hailong(t, env, "import", "counters", write(t, "counters.csv", fmt.Sprintf(counters, token)))
		}
		plans := fmt.Sprintf(`code,year,name_vi,starts,ends,form,target,agencies
X-cu,%d,Khảo sát cũ,%d-01-01,%d-06-30,short@1,>83,XA-1
X-moi,%d,Khảo sát sau,%s,%s,short@1,>83,XA-2
X-nay,%d,Khảo sát nay,%s,%s,short@1,>83,XA-4
`, year-1, year-1, year-1, year+1, today.AddDays(10), today.AddDays(40), year, today, today.AddDays(5))
		hailong(t, env, "import", "plans", write(t, "plans.csv", plans))
	})
	eventually(t, "the server has the new counters and plans", func() bool {
		status, _ := get(t, d.address+"/s/"+hotlineToken)
		return status == 200
	})
	return d
}

// visit is a page of the demonstration and how to come there.
type visit struct {
	name   string
	path   string
	status int64
	then   func(b *tab) // what is done on it; nil: it is looked at as it is
}

// visits are every kind of page in every state that a person can meet.
func visits(d *demonstration) []visit {
	short, long := "/s/"+d.tokens["STP-01"], "/s/"+d.tokens["STP-03"]
	past, trial := strconv.Itoa(d.years.past.year), strconv.Itoa(d.years.present.year)+"-19"
	receipt := newReceipt()
	under := func(b *tab) { // the same receipt for two different answers
		b.run(chromedp.SetAttributeValue("input[name=receipt]", "value", receipt, chromedp.ByQuery))
	}
	return []visit{
		{"home", "/", 200, nil},
		{"home-past", "/?year=" + past, 200, nil},
		{"group", "/groups/department", 200, nil},
		{"group-district", "/groups/district", 200, nil},
		{"group-units", "/groups/public_unit", 200, nil},
		{"group-filtered", "/groups/department?verdict=too_few&sort=name", 200, nil},
		{"group-nothing", "/groups/department?q=zzz", 200, nil},
		{"agency", "/agencies/STP", 200, nil},
		{"agency-past", "/agencies/UBND-NT?year=" + past, 200, nil},
		{"agency-trial", "/agencies/STP?plan=" + trial, 200, nil},
		{"agency-few", "/agencies/SNGV", 200, nil},
		{"agency-none", "/agencies/DPTTH", 200, nil},
		{"detail", "/agencies/STP/detail", 200, nil},
		{"detail-trial", "/agencies/STP/detail?plan=" + trial, 200, nil},
		{"detail-few", "/agencies/SNGV/detail", 200, nil},
		{"detail-none", "/agencies/DPTTH/detail", 200, nil},
		{"method", "/method", 200, nil},
		{"method-index", "/method/index", 200, nil},
		{"rankings", "/rankings", 200, nil},
		{"rankings-422", "/rankings?kind=evil", 422, nil},
		{"ranking", "/rankings/" + past, 200, nil},
		{"ranking-scores", "/rankings/" + past + "?kind=satisfaction", 200, nil},
		{"ranking-404", "/rankings/2001", 404, nil},
		{"ranking-agency", "/rankings/" + past + "/STP", 200, nil},
		{"ranking-agency-404", "/rankings/" + past + "/NOBODY", 404, nil},
		{"history-agency", "/agencies/STP/history", 200, nil},
		{"history-group", "/groups/department/history", 200, nil},
		{"privacy", "/privacy", 200, nil},
		{"agencies", "/agencies", 200, nil},
		{"agencies-all", "/agencies?on=all&q=so", 200, nil},
		{"agencies-nothing", "/agencies?q=zzz", 200, nil},
		{"agencies-422", "/agencies?on=soon", 422, nil},
		{"questionnaires", "/questionnaires", 200, nil},
		{"questionnaire", "/questionnaires/short", 200, nil},
		{"questionnaire-long", "/questionnaires/sipas?version=1", 200, nil},
		{"questionnaire-404", "/questionnaires/nothing", 404, nil},
		{"sign-in", "/sign-in", 200, nil},
		{"sign-in-401", "/sign-in", 401, func(b *tab) {
			b.run(chromedp.SetValue("#o-login", "nobody", chromedp.ByQuery))
			b.leave(fill("password", "wrong"), press("/sign-in"))
		}},
		{"sign-in-forgotten", "/sign-in/forgotten", 200, nil},
		{"sign-in-needed", "/desk", 200, nil},
		{"office-404", "/agencies/NOBODY", 404, nil},
		{"nowhere-404", "/nowhere", 404, nil},
		{"form", short, 200, nil},
		{"form-chosen", short, 200, func(b *tab) {
			b.run(choose("stage", "received"), choose("q.TC", "5"), choose("q.KQ", "na"))
		}},
		{"form-long", long, 200, nil},
		{"form-hotline", "/s/" + hotlineToken, 200, nil},
		{"thanks", short, 200, func(b *tab) {
			under(b)
			b.run(choose("q.TC", "5"))
			b.leave(sendButton)
		}},
		{"erase", short + "/erase?r=K7Q4-92TD", 200, nil},
		{"erase-404", short + "/erase?r=K7Q4-92TD", 404, func(b *tab) { b.leave(sendButton) }},
		{"erase-422", short + "/erase", 422, func(b *tab) { b.leave(sendButton) }},
		{"form-409", short, 409, func(b *tab) {
			under(b)
			b.run(choose("q.TC", "1"))
			b.leave(sendButton)
		}},
		{"form-422", short, 422, func(b *tab) { b.leave(sendButton) }},
		{"form-422-comment", short, 422, func(b *tab) {
			b.run(choose("q.TC", "5"), tap("textarea"), input.InsertText(strings.Repeat("Dài quá. ", 250)))
			b.leave(sendButton)
		}},
		{"form-long-422", long, 422, func(b *tab) { b.leave(sendButton) }},
		{"notice-unknown", "/s/" + unknownToken, 404, nil},
		{"notice-replaced", "/s/" + replacedToken, 410, nil},
		{"notice-closed", "/s/" + closedToken, 410, nil},
		{"notice-ended", "/s/" + endedToken, 410, nil},
		{"notice-future", "/s/" + futureToken, 410, nil},
		{"notice-no-plan", "/s/" + noPlanToken, 410, nil},
	}
}

// show opens a visit's page in a language.
func (b *tab) show(d *demonstration, v visit, lang survey.Lang) {
	b.Helper()
	address := d.address + v.path
	if lang == survey.English {
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&"
		}
		address += separator + "lang=en"
	}
	b.open(address)
	if v.then != nil {
		v.then(b)
	}
}

// TestPages looks at every page in both languages on a phone and on a desk: axe
// finds nothing, nothing is wider than the screen, the browser has nothing to
// complain about, and the page is in one language and says that it is simulated.
func TestPages(t *testing.T) {
	d := withNotices(t)
	vi, en := sentences(t)
	foreign := map[survey.Lang][]string{survey.Vietnamese: en, survey.English: vi}
	for _, lang := range []survey.Lang{survey.Vietnamese, survey.English} {
		b := newTab(t, d.address, 360, true)
		for _, v := range visits(d) {
			t.Run(v.name+"-"+string(lang), func(t *testing.T) {
				b.T = t
				b.resize(360)
				b.show(d, v, lang)
				b.speaks(v, lang, foreign[lang])
				for _, width := range []int64{360, 1280} {
					b.resize(width)
					b.screenshot(fmt.Sprintf("%s-%s-%d", v.name, lang, width))
					b.fits()
					b.accessible(strconv.Itoa(int(width)), everyRule)
				}
				if strings.HasPrefix(v.path, "/s/") {
					b.resize(360)
					b.serves()
				}
				b.quiet("")
			})
		}
	}
}

// simulated is what the pages of a demonstration say first.
var simulated = map[survey.Lang][2]string{
	survey.Vietnamese: {"Bản trình diễn", "Số liệu mô phỏng"},
	survey.English:    {"Demonstration", "Simulated figures"},
}

// speaks checks the status and the words of a page.
func (b *tab) speaks(v visit, lang survey.Lang, foreign []string) {
	b.Helper()
	if status, address := b.shown(); status != v.status {
		b.Errorf("%s is answered %d, want %d", address, status, v.status)
	}
	if said := evaluate[string](b, `document.documentElement.lang`); said != string(lang) {
		b.Errorf("html lang is %q", said)
	}
	text := evaluate[string](b, `document.title + "\n" + document.body.innerText`)
	text = strings.ReplaceAll(text, "\u00a0", " ")
	if says := simulated[lang]; !strings.Contains(text, says[0]) && !strings.Contains(text, says[1]) {
		b.Error("the page does not say that it is a demonstration")
	}
	for _, sentence := range foreign {
		if strings.Contains(text, sentence) {
			b.Errorf("in the other language: %q", sentence)
		}
	}
}

// fits checks that nothing is wider than the screen.
func (b *tab) fits() {
	b.Helper()
	if wide := evaluate[int64](b, `document.documentElement.scrollWidth`); wide > b.width {
		b.Errorf("the page is %d wide on %d: %s", wide, b.width, evaluate[string](b, tooWide))
	}
	if inner := evaluate[int64](b, `innerWidth`); inner > b.width {
		b.Errorf("the browser has to show %d pixels on %d", inner, b.width)
	}
}

// serves checks what a citizen needs beyond: targets for a thumb, words that can be
// read on what is chosen (axe leaves that open, as the words lie under a transparent
// input), and letters twice as large without scrolling sideways.
func (b *tab) serves() {
	b.Helper()
	for _, small := range evaluate[[]string](b, tooSmall) {
		b.Errorf("touch target under 44 pixels: %s", small)
	}
	for _, weak := range evaluate[[]string](b, weakText) {
		b.Errorf("contrast: %s", weak)
	}
	b.run(chromedp.Evaluate(`document.documentElement.style.fontSize = "225%"; 0`, nil))
	b.fits()
}

// tooWide names what stands out of the page.
const tooWide = `Array.from(document.querySelectorAll("body *"))
	.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
	.slice(0, 5).map(e => e.tagName + "." + e.className).join(", ")`

// tooSmall names what is hard to hit with a thumb.
const tooSmall = `Array.from(document.querySelectorAll("form label span, button, textarea, main a, header a"))
	.filter(e => e.getBoundingClientRect().height < 43.99)
	.map(e => e.tagName + " " + e.textContent.trim() + ": " + e.getBoundingClientRect().height.toFixed(2))`

// TestContrastInTheDark looks at the form as somebody sees it whose phone is dark.
func TestContrastInTheDark(t *testing.T) {
	d := withNotices(t)
	b := newTab(t, d.address, 360, true)
	b.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: "dark"},
	}))
	for _, v := range visits(d) {
		if !strings.HasPrefix(v.path, "/s/") {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			b.T = t
			b.show(d, v, survey.Vietnamese)
			ground := evaluate[string](b, `getComputedStyle(document.body).backgroundColor`)
			if ground != "rgb(15, 27, 33)" {
				t.Errorf("the dark page is %s", ground)
			}
			b.screenshot(v.name + "-dark-360")
			b.accessible("", `{runOnly: ["color-contrast"]}`)
			for _, weak := range evaluate[[]string](b, weakText) {
				t.Error("contrast:", weak)
			}
		})
	}
}

// weakText names text with a contrast under 4.5 to the nearest ground below it.
const weakText = `(() => {
	const numbers = c => c.match(/[\d.]+/g).map(Number);
	const light = c => { const f = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
		return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]) };
	const ground = e => { for (; e; e = e.parentElement) {
		const c = numbers(getComputedStyle(e).backgroundColor);
		if (c.length == 3 || c[3] > 0) return c } return [255, 255, 255] };
	const weak = [];
	for (const e of document.querySelectorAll("body *")) {
		if (!Array.from(e.childNodes).some(n => n.nodeType == 3 && n.data.trim())) continue;
		if (!e.getClientRects().length) continue;
		const a = light(numbers(getComputedStyle(e).color)), b = light(ground(e));
		const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (ratio < 4.5) weak.push(ratio.toFixed(2) + " " + e.textContent.trim().slice(0, 60));
	}
	return weak;
})()`

// TestPrint makes a PDF of pages as they would be printed.
func TestPrint(t *testing.T) {
	d := withNotices(t)
	sheets := map[string]int{
		"agency": 2, "form": 1, "group": 2, "home": 3, "detail-trial": 3,
		"method": 6, "agencies": 2, "questionnaire-long": 2, "method-index": 5, "ranking": 5, "ranking-agency": 4,
	}
	b := newTab(t, d.address, 1280, true)
	for _, v := range visits(d) {
		most, printed := sheets[v.name]
		if !printed {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			b.T = t
			b.show(d, v, survey.Vietnamese)
			var pdf []byte
			b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
				pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).Do(ctx)
				return err
			}))
			b.keep(v.name+".pdf", pdf)
			count := strings.Count(string(pdf), "/Type /Page\n")
			t.Logf("%d sheets, %d KB", count, len(pdf)>>10)
			if count < 1 || count > most {
				t.Errorf("%d sheets of A4, want 1 to %d", count, most)
			}
		})
	}
}

// TestAxeSees proves that axe looks at all: finding nothing is its good news.
func TestAxeSees(t *testing.T) {
	b := newTab(t, demo(t).address, 360, true)
	b.open(demo(t).address + "/nowhere")
	b.run(chromedp.Evaluate(`document.querySelector("main").innerHTML = "<img src=data:,>"; 0`, nil))
	findings := b.axeFindings(everyRule)
	if !slices.ContainsFunc(findings, func(f finding) bool { return f.ID == "image-alt" }) {
		t.Errorf("axe does not see a picture without words: %v", findings)
	}
}
