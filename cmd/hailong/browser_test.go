package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// chromium is a running browser with a profile of its own.
type chromium struct {
	ctx  context.Context
	stop func()
	said *text // what it complained about to its terminal
}

// sharedBrowser is the one of all tests; each has tabs of its own.
var sharedBrowser struct {
	sync.Mutex
	chromium
}

// stopBrowser ends the shared browser, if one was started.
func stopBrowser() {
	if sharedBrowser.stop != nil {
		sharedBrowser.stop()
	}
}

// browsers are the names under which Chromium is installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome"}

// browserFlags keep the browser to itself.
var browserFlags = []string{
	"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
	"disable-background-networking", "disable-component-update", "disable-sync",
}

// startBrowser starts Chromium with some flags more.
func startBrowser(flags ...string) (b chromium, err error) {
	var path string
	for _, name := range browsers {
		if path, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if err != nil {
		return b, errors.New("no Chromium in PATH; on Debian: apt-get install chromium")
	}
	profile, err := os.MkdirTemp(sharedDir, "profile-")
	if err != nil {
		return b, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile),
		chromedp.Env("TMPDIR=" + profile), // it does not clear up everything it puts there
	}
	for _, flag := range append(flags, browserFlags...) {
		options = append(options, chromedp.Flag(flag, true))
	}
	b.said = &text{}
	options = append(options, chromedp.CombinedOutput(b.said))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	var stopContext context.CancelFunc
	b.ctx, stopContext = chromedp.NewContext(allocator)
	b.stop = func() {
		_ = chromedp.Cancel(b.ctx) // closes the browser and waits for it
		stopContext()
		stopAllocator()
	}
	return b, chromedp.Run(b.ctx)
}

// tab is one tab of the browser and all that it complained about.
type tab struct {
	*testing.T
	ctx   context.Context
	host  string // the only one that may be asked
	width int64

	mu         sync.Mutex
	status     int64  // of the page shown
	document   string // its address
	asked      map[network.RequestID]string
	complaints []string
}

// newTab opens a tab as wide as a phone (360) or a desk (1280), with or without
// JavaScript.
func newTab(t *testing.T, address string, width int64, scripts bool) *tab {
	t.Helper()
	return theBrowser(t).newTab(t, address, width, scripts)
}

// newPerson opens a tab with cookies of its own, as another person's browser has. It
// takes a window of its own: a tab of other cookies fits into none that is open.
func newPerson(t *testing.T, address string, width int64, scripts bool) *tab {
	t.Helper()
	c := theBrowser(t)
	browser := cdp.WithExecutor(c.ctx, chromedp.FromContext(c.ctx).Browser)
	cookies, err := target.CreateBrowserContext().Do(browser)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = target.DisposeBrowserContext(cookies).Do(browser) }) // ends with the browser at last
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(cookies).WithNewWindow(true).Do(browser)
	if err != nil {
		t.Fatal(err)
	}
	return c.newTab(t, address, width, scripts, chromedp.WithTargetID(id))
}

// theBrowser starts the shared browser, again where it ended by itself: the test during which
// it did fails, those after it do not.
func theBrowser(t *testing.T) chromium {
	t.Helper()
	b := &sharedBrowser
	b.Lock()
	defer b.Unlock()
	if b.ctx != nil && b.ctx.Err() != nil {
		t.Logf("the browser ended by itself and is started anew; it said:\n%s", b.said)
		b.stop()
		b.chromium = chromium{}
	}
	if b.ctx == nil {
		started, err := startBrowser()
		if err != nil {
			t.Fatal(err)
		}
		b.chromium = started
	}
	return b.chromium
}

func (c chromium) newTab(
	t *testing.T, address string, width int64, scripts bool, options ...chromedp.ContextOption,
) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(c.ctx, options...)
	t.Cleanup(closeTab)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	b := &tab{
		T: t, ctx: ctx, host: strings.TrimPrefix(address, "http://"), asked: map[network.RequestID]string{},
	}
	chromedp.ListenTarget(ctx, b.listen)
	b.resize(width)
	b.run(log.Enable(), network.Enable(), runtime.Enable(), page.Enable(), audits.Enable(),
		page.BringToFront(), emulation.SetFocusEmulationEnabled(true))
	if scripts {
		b.run(chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument(sayViolations).Do(ctx)
			return err
		}))
	} else {
		b.run(emulation.SetScriptExecutionDisabled(true))
	}
	return b
}

// sayViolations makes a page say what its content policy has stopped.
const sayViolations = `document.addEventListener("securitypolicyviolation", e =>
	console.error("policy broken: " + e.violatedDirective + " by " + (e.blockedURI || e.sample)))`

// loud are the ways to write to the console that no page of ours has a reason for.
var loud = []runtime.APIType{runtime.APITypeError, runtime.APITypeWarning, runtime.APITypeAssert}

// resize makes the tab a phone or a desk.
func (b *tab) resize(width int64) {
	b.Helper()
	b.width = width
	if width < 600 {
		b.run(chromedp.EmulateViewport(width, 640, chromedp.EmulateMobile, chromedp.EmulateTouch))
	} else {
		b.run(chromedp.EmulateViewport(width, 900))
	}
}

// run does something in the tab; it must work.
func (b *tab) run(actions ...chromedp.Action) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		b.Fatalf("%v (at %s)", err, b.document)
	}
}

// listen notes what the browser complains about, and what the page asks of others.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	complain := func(format string, args ...any) {
		b.complaints = append(b.complaints, fmt.Sprintf(format, args...))
	}
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked[e.RequestID] = e.Request.URL
		u, err := url.Parse(e.Request.URL)
		if err != nil || u.Scheme != "data" && u.Host != b.host {
			complain("request to another host: %s", e.Request.URL)
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			b.status, b.document = e.Response.Status, e.Response.URL
		} else if e.Response.Status >= 400 {
			complain("%s: %d", e.Response.URL, e.Response.Status)
		}
	case *network.EventLoadingFailed:
		// A look into the browser's own memory, at the back button, is no request.
		if address := b.asked[e.RequestID]; address != "" {
			complain("request failed: %s %s %s", address, e.ErrorText, e.BlockedReason)
		}
	case *log.EventEntryAdded:
		// A page that is an error itself is said here too: that alone is as it should be.
		own := b.status >= 400 && e.Entry.Source == log.SourceNetwork &&
			strings.HasPrefix(e.Entry.Text, "Failed to load resource") && sameAddress(e.Entry.URL, b.document)
		if !own && e.Entry.Level != log.LevelInfo && e.Entry.Level != log.LevelVerbose {
			complain("log: %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if slices.Contains(loud, e.Type) {
			var text []string
			for _, arg := range e.Args {
				text = append(text, string(arg.Value))
			}
			complain("console: %s %s", e.Type, strings.Join(text, " "))
		}
	case *runtime.EventExceptionThrown:
		complain("exception: %s", e.ExceptionDetails.Error())
	case *audits.EventIssueAdded:
		complain("issue: %s", describe(e.Issue))
	}
}

func sameAddress(a, b string) bool {
	a, _, _ = strings.Cut(a, "#")
	b, _, _ = strings.Cut(b, "#")
	return a == b
}

func describe(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// quiet fails the test with what the browser complained about since the last time.
func (b *tab) quiet(where string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, complaint := range b.complaints {
		b.Errorf("%s: %s", where, complaint)
	}
	b.complaints = nil
}

// open goes to an address and waits for the page.
func (b *tab) open(address string) {
	b.Helper()
	b.run(chromedp.Navigate(address))
}

// leave does what takes the tab to another page, and waits for that page.
func (b *tab) leave(actions ...chromedp.Action) {
	b.Helper()
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := chromedp.RunResponse(ctx, actions...)
		return err
	}))
}

// back presses the back button. The page may come from the browser's memory as it
// was left: there is no answer of the server to wait for, and chromedp does not
// notice, so the tab is looked at anew.
func (b *tab) back() {
	b.Helper()
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		now, entries, err := page.GetNavigationHistory().Do(ctx)
		if err != nil {
			return err
		}
		return page.NavigateToHistoryEntry(entries[now-1].ID).Do(ctx)
	}))
	shown := chromedp.FromContext(b.ctx).Target.TargetID
	eventually(b.T, "the form is there again", func() bool {
		ctx, _ := chromedp.NewContext(b.ctx, chromedp.WithTargetID(shown))
		var there bool
		err := chromedp.Run(ctx, chromedp.Evaluate(
			`document.readyState == "complete" && document.forms.length == 1`, &there))
		if err == nil && there {
			b.ctx = ctx
		}
		return err == nil && there
	})
	chromedp.ListenTarget(b.ctx, b.listen)
	b.run(network.Enable())
}

// shown is the status and the address of the page.
func (b *tab) shown() (int64, string) {
	var address string
	b.run(chromedp.Location(&address))
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status, address
}

// evaluate asks the page something by the debugger, which needs no JavaScript of
// the page's own, and which no content policy stops.
func evaluate[T any](b *tab, expression string) (value T) {
	b.Helper()
	b.run(chromedp.Evaluate(expression, &value))
	return value
}

//go:embed testdata/axe/axe.min.js
var axe string

// finding is one rule of axe that a page breaks.
type finding struct {
	ID    string
	Help  string
	Nodes []struct {
		Target         []any
		FailureSummary string
	}
}

// axeFindings runs axe with a set of options and gives what it finds.
func (b *tab) axeFindings(options string) []finding {
	b.Helper()
	b.run(chromedp.Evaluate("if (!window.axe) { "+axe+" }; 0", nil))
	var findings []finding
	b.run(chromedp.Evaluate(`axe.run(document, `+options+`).then(r => r.violations.map(v => (
		{id: v.id, help: v.help, nodes: v.nodes.map(n => (
			{target: n.target.map(String), failureSummary: n.failureSummary}))})))`, &findings,
		func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return findings
}

// accessible checks that axe finds nothing; where is for people.
func (b *tab) accessible(where, options string) {
	b.Helper()
	for _, f := range b.axeFindings(options) {
		for _, node := range f.Nodes {
			b.Errorf("%s: axe %s (%s) at %v: %s", where, f.ID, f.Help, node.Target,
				strings.ReplaceAll(node.FailureSummary, "\n", " "))
		}
	}
}

// everyRule also asks for target-size of WCAG 2.2, which axe leaves out by default.
const everyRule = `{rules: {"target-size": {enabled: true}}, resultTypes: ["violations"],
	preload: false, iframes: false}`

// screenshot keeps a picture of the whole page for people, where they ask for it.
func (b *tab) screenshot(name string) {
	b.Helper()
	if os.Getenv("HAILONG_SCREENSHOTS") == "" {
		return
	}
	var picture []byte
	b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		picture, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).Do(ctx)
		return err
	}))
	b.keep(name+".png", picture)
}

// keep writes a file where people asked for pictures.
func (b *tab) keep(name string, content []byte) {
	b.Helper()
	dir := os.Getenv("HAILONG_SCREENSHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		b.Fatal(err)
	}
}

// scan reads a QR code as a phone would.
func scan(t *testing.T, picture string) string {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Fatal("no zbarimg in PATH; on Debian: apt-get install zbar-tools")
	}
	status, png := get(t, picture)
	if status != 200 {
		t.Fatalf("%s: %d", picture, status)
	}
	read, err := exec.Command("zbarimg", "--raw", "-q", write(t, "code.png", png)).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.TrimSpace(string(read))
}

// sentences are those of the two languages that are not the same in both.
func sentences(t *testing.T) (vi, en []string) {
	t.Helper()
	for _, file := range []string{"citizen", "office", "error"} {
		words := map[string]map[string]string{}
		for _, lang := range []string{"vi", "en"} {
			text, err := os.ReadFile(filepath.Join("..", "..", "frontend", "words", file+"."+lang+".json"))
			if err != nil {
				t.Fatal(err)
			}
			texts := map[string]string{}
			if err := json.Unmarshal(text, &texts); err != nil {
				t.Fatal(err)
			}
			words[lang] = texts
		}
		for key, v := range words["vi"] {
			e := words["en"][key]
			if v != e && !strings.ContainsAny(v+e, "{<") && len(v) > 8 && len(e) > 8 {
				vi, en = append(vi, v), append(en, e)
			}
		}
	}
	if len(vi) < 20 {
		t.Fatalf("only %d sentences", len(vi))
	}
	slices.Sort(vi)
	slices.Sort(en)
	return vi, en
}
