package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var passwordTicket = regexp.MustCompile(`/sign-in/password\?t=\S+`)

// joins gives a new account to a person with a window of his own: the link, the password
// and, where his role needs it, the second factor. No page of his runs a script.
func joins(t *testing.T, env []string, p *program, login, name, role, agency string) *tab {
	t.Helper()
	const password = "mot cau dai ma chi minh biet"
	ticket := passwordTicket.FindString(
		hailong(t, env, "user", "add", login, "--name", name, "--role", role, "--agency", agency))
	b := newPerson(t, p.address, 1280, false).acts()
	b.open(p.address + ticket)
	b.leave(refill("password", password), refill("again", password), press("/sign-in/password"))
	b.signs(p.address, login, password)
	if _, address := b.shown(); strings.Contains(address, "/sign-in/factor") {
		key := strings.ReplaceAll(evaluate[string](b, `document.querySelector("main code").textContent`), " ", "")
		b.leave(refill("code", codeAt(t, key, 0)), press("/sign-in/factor"))
		b.must(200, "Mã dự phòng")
		b.leave(tap(`main a.btn`))
	}
	b.open(p.address + "/desk/me")
	b.must(200, name)
	b.quiet("joining")
	return b
}

// looks checks the page shown as a reader of a screen and a reader on a phone would. The
// checker waits for itself, which needs scripts, so they are on as long as it looks.
func (b *tab) looks(where string) {
	b.Helper()
	b.run(emulation.SetScriptExecutionDisabled(false))
	b.accessible(where, everyRule)
	b.run(emulation.SetScriptExecutionDisabled(true))
	for _, width := range []int64{360, 1280} {
		b.resize(width)
		b.screenshot(fmt.Sprintf("%s-%d", where, width))
		b.fits()
	}
	b.quiet(where)
}

// attach chooses a file in a field.
func attach(field, file string) chromedp.Action {
	return chromedp.SetUploadFiles(field, []string{file}, chromedp.ByQuery)
}

// refills writes into fields, given as name, text, name, text.
func refills(pairs ...string) chromedp.Action {
	var all chromedp.Tasks
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, refill(pairs[i], pairs[i+1]))
	}
	return all
}

// sends presses the button of the form whose address ends so.
func sends(path string) chromedp.Action { return tap(`form[action$="` + path + `"] button`) }

// does presses the button that says what is to be done.
func does(what string) chromedp.Action { return tap(`button[name="do"][value="` + what + `"]`) }

// uploads brings a file to a page that tries it first, and takes it in.
func (b *tab) uploads(address, file, tried, done string) {
	b.Helper()
	b.open(address)
	b.leave(attach("#o-file", file), tap(`form:has(#o-file) button`))
	b.must(200, tried)
	b.leave(tap(`form:has(input[name="table"]) button`))
	b.must(200, done)
}

// advances moves a round one step on.
func (b *tab) advances(round string, before ...chromedp.Action) {
	b.Helper()
	b.acts().open(round + "/step")
	b.leave(append(before, sends("/step"))...)
	b.must(200, "Đã chuyển bước")
}

// shownIndex is the index at the top of a sheet.
func (b *tab) shownIndex() string {
	return evaluate[string](b, `document.querySelector("dl.tot .ix dd").textContent.trim()`)
}

// offered is what a page has to change something with: fields and buttons but those of a
// search, and links to pages that have them.
func (b *tab) offered() []string {
	b.Helper()
	return evaluate[[]string](b, `Array.from(document.querySelectorAll(
		"main form[method=post], main input:enabled, main select:enabled, main textarea:enabled, main button:enabled"))
		.filter(e => !e.closest("form[method=get]"))
		.concat(Array.from(document.querySelectorAll("main a[href]")).filter(a => new RegExp(
			"/(new|close|publish|withdraw|submit|unlock|step|deadlines|council|zero|upload|succession|drop|token)$")
			.test(a.pathname)))
		.map(e => e.outerHTML.split(">")[0] + ">")`)
}

// onlyReads opens a page that says each of want and offers nothing to change.
func (b *tab) onlyReads(address string, want ...string) {
	b.Helper()
	b.open(address)
	status, _ := b.shown()
	said := b.text()
	for _, text := range want {
		if status != 200 || !strings.Contains(said, text) {
			b.Errorf("%s: %d, no %q in\n%s", address, status, text, said)
		}
	}
	for _, what := range b.offered() {
		b.Errorf("%s offers %s", address, what)
	}
}

// saysNot fails where the page says one of the texts.
func (b *tab) saysNot(texts ...string) {
	b.Helper()
	said := b.text()
	for _, text := range texts {
		if strings.Contains(said, text) {
			_, address := b.shown()
			b.Errorf("%s says %q", address, text)
		}
	}
}
