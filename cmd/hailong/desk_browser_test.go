package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"hailong/survey"
)

// fill types into an empty field.
func fill(name, text string) chromedp.Action {
	return chromedp.Tasks{tap(`[name="` + name + `"]`), input.InsertText(text)}
}

// refill puts something else into a field.
func refill(name, text string) chromedp.Action {
	return chromedp.SetValue(`[name="`+name+`"]`, text, chromedp.ByQuery)
}

// press presses the button of the form that is sent to path.
func press(path string) chromedp.Action {
	return tap(`form[action^="` + path + `"] button`)
}

// acts brings a person's window to the front: one behind another takes no finger.
func (b *tab) acts() *tab {
	b.Helper()
	b.run(page.BringToFront())
	return b
}

// must fails unless the page has a status and says each of want.
func (b *tab) must(status int64, want ...string) {
	b.Helper()
	have, address := b.shown()
	said := b.text()
	for _, text := range want {
		if !strings.Contains(said, text) {
			b.Fatalf("%s: no %q in\n%s", address, text, said)
		}
	}
	if have != status {
		b.Fatalf("%s is answered %d, want %d:\n%s", address, have, status, said)
	}
}

// enters goes to the demonstration's desk by the button of an account.
func (b *tab) enters(d *demonstration, login string) {
	b.Helper()
	b.open(d.address + "/sign-in")
	b.leave(tap(`form:has(input[value="` + login + `"]) button`))
	if _, address := b.shown(); strings.Contains(address, "/sign-in") {
		b.Fatalf("%s comes to %s", login, address)
	}
}

// another is a further administrator of the demonstration, of another agency.
func another(t *testing.T, d *demonstration, login, agency string) {
	t.Helper()
	hailong(t, []string{"HAILONG_DATABASE=" + d.database}, "user", "add", login,
		"--name", "Người thứ hai", "--role", "admin", "--agency", agency)
}

// TestSignInWithASecondFactor is the way of a new administrator on a phone without
// JavaScript: the link, the password, the app, its codes, and a lost phone.
func TestSignInWithASecondFactor(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env := append(setUp(t, database), "HAILONG_SECRET_FILE="+filepath.Join(t.TempDir(), "secret"))
		p := start(t, env, "serve")
		ticket := regexp.MustCompile(`/sign-in/password\?t=\S+`).FindString(
			hailong(t, env, "user", "add", "an.nguyen", "--name", "Nguyễn Thị An", "--role", "admin", "--agency", "STP"))
		const password = "mot cau dai ma chi minh biet"

		b := newPerson(t, p.address, 360, false)
		b.open(p.address + "/desk")
		if _, address := b.shown(); !strings.Contains(address, "/sign-in?next=%2Fdesk") {
			t.Fatalf("nobody comes to %s", address)
		}
		b.open(p.address + ticket)
		b.leave(fill("password", password), fill("again", password), press("/sign-in/password"))
		b.must(200, "Mật khẩu đã được đặt")

		// The password alone opens nothing: a second factor has to be set up first.
		b.signs(p.address, "an.nguyen", "sai mat khau nay roi")
		b.must(401, "Tên đăng nhập hoặc mật khẩu không đúng")
		b.signs(p.address, "an.nguyen", password)
		b.must(200, "Thiết lập yếu tố thứ hai", "bắt buộc")
		b.open(p.address + "/desk")
		b.must(200, "Thiết lập yếu tố thứ hai")
		key := strings.ReplaceAll(evaluate[string](b, `document.querySelector("main code").textContent`), " ", "")
		b.leave(fill("code", "000000"), press("/sign-in/factor"))
		b.must(422, "Mã không đúng")
		b.leave(fill("code", codeAt(t, key, 0)), press("/sign-in/factor"))
		b.must(200, "Mã dự phòng")
		recovery := evaluate[[]string](b, `Array.from(document.querySelectorAll(".codes code")).map(c => c.textContent)`)
		if len(recovery) != 10 {
			t.Fatalf("%d recovery codes", len(recovery))
		}
		b.leave(tap(`main a.btn`))
		b.must(200, "Nguyễn Thị An")

		// From now on with the app's code. The one that was used does not work again.
		b.signsOut()
		b.signs(p.address, "an.nguyen", password)
		b.must(200, "Nhập mã xác thực")
		b.leave(fill("code", codeAt(t, key, -period)), press("/sign-in/code"))
		b.must(401, "Mã không đúng")
		b.leave(fill("code", codeAt(t, key, period)), press("/sign-in/code"))
		b.must(200, "Nguyễn Thị An")

		// A recovery code stands in for the phone, once.
		b.signsOut()
		b.signs(p.address, "an.nguyen", password)
		b.leave(fill("code", strings.ToLower(recovery[3])), press("/sign-in/code"))
		b.must(200, "Nguyễn Thị An")
		b.open(p.address + "/desk/me")
		b.must(200, "Còn 9 mã dự phòng")
		b.signsOut()
		b.signs(p.address, "an.nguyen", password)
		b.leave(fill("code", recovery[3]), press("/sign-in/code"))
		b.must(401, "Mã không đúng")
		b.open(p.address + "/desk")
		b.must(200, "Nhập mã xác thực")
		b.quiet("signing in")
	})
}

// period is how long a code of the app is shown.
const period = 30 * time.Second

// codeAt is the code that the app shows now, or away from now.
func codeAt(t *testing.T, key string, away time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(key, time.Now().Add(away))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// signs types login and password on a fresh page.
func (b *tab) signs(address, login, password string) {
	b.Helper()
	b.open(address + "/sign-in")
	b.leave(fill("login", login), fill("password", password), press("/sign-in"))
}

func (b *tab) signsOut() {
	b.Helper()
	b.leave(press("/sign-out"))
	b.must(200, "Đăng nhập")
}

// TestAStaleCounterShowsBothVersions has two administrators change one counter.
func TestAStaleCounterShowsBothVersions(t *testing.T) {
	d := demo(t)
	another(t, d, "quantri-hai", "STP")
	an, binh := newPerson(t, d.address, 360, false), newPerson(t, d.address, 360, false)
	an.acts().enters(d, "quantri")
	binh.acts().enters(d, "quantri-hai")
	const counter = "/desk/counters/STC-01"
	for _, b := range []*tab{an, binh} {
		b.open(d.address + counter)
		b.must(200, "STC-01")
	}
	an.acts().leave(refill("place_vi", "Tầng 1, cửa An ghi"), press(counter))
	an.must(200, "Đã lưu")
	binh.acts().leave(refill("place_vi", "Tầng 2, cửa Bình ghi"), press(counter))
	binh.must(409, "Tầng 1, cửa An ghi", "Tầng 2, cửa Bình ghi")
	if typed := evaluate[string](binh, `document.querySelector("[name=place_vi]").value`); typed != "Tầng 2, cửa Bình ghi" {
		t.Errorf("what was typed has become %q", typed)
	}
	binh.fits()
	an.acts().open(d.address + counter)
	if stored := evaluate[string](an, `document.querySelector("[name=place_vi]").value`); stored != "Tầng 1, cửa An ghi" {
		t.Errorf("%q is stored", stored)
	}
	// Now knowing both, the second may send his own.
	binh.acts().leave(press(counter))
	binh.must(200, "Đã lưu")
	an.quiet("the first")
	binh.quiet("the second")
}

// TestARevokedSession ends a session from another browser: what is open there still
// shows, and nothing can be done with it.
func TestARevokedSession(t *testing.T) {
	d := demo(t)
	here, lost := newPerson(t, d.address, 360, false), newPerson(t, d.address, 360, false)
	lost.acts().enters(d, "quantri")
	const counter = "/desk/counters/SCT-01"
	lost.open(d.address + counter)
	before := evaluate[string](lost, `document.querySelector("[name=place_vi]").value`)
	here.acts().enters(d, "quantri")
	here.open(d.address + "/desk/me")
	here.leave(tap(`form:not(:has(input)) button.btn.q`))
	here.must(200, "Phiên đã kết thúc")

	lost.acts().leave(refill("place_vi", "Người lạ ghi"), press(counter))
	lost.must(401, "Phiên làm việc đã kết thúc")
	lost.open(d.address + "/desk/me")
	if _, address := lost.shown(); !strings.Contains(address, "/sign-in?next=%2Fdesk%2Fme") {
		t.Errorf("a session that was ended comes to %s", address)
	}
	here.acts().open(d.address + counter)
	if after := evaluate[string](here, `document.querySelector("[name=place_vi]").value`); after != before {
		t.Errorf("a session that was ended has written %q", after)
	}
	here.quiet("here")
	lost.quiet("lost")
}

// session is the cookie header of who is signed in in the tab.
func (b *tab) session() string {
	b.Helper()
	var header []string
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		cookies, err := network.GetCookies().Do(ctx)
		for _, c := range cookies {
			header = append(header, c.Name+"="+c.Value)
			if !c.HTTPOnly || c.SameSite != network.CookieSameSiteLax {
				b.Errorf("the cookie %s can be used by scripts or other sites", c.Name)
			}
		}
		return err
	}))
	return strings.Join(header, "; ")
}

// byHand sends a request as somebody does who knows the addresses and has a cookie.
func byHand(t *testing.T, method, address, cookie string, form url.Values) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", cookie)
	if form != nil {
		r.Header.Set("Content-Type", formMedia)
	}
	answer, err := http.DefaultTransport.RoundTrip(r) // does not follow a redirect
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// TestAManagerReachesNoOtherAgency has the manager of Sở Tư pháp ask for pages and
// acts of others, by addresses that he was never shown.
func TestAManagerReachesNoOtherAgency(t *testing.T) {
	d := demo(t)
	b := newPerson(t, d.address, 360, false)
	b.enters(d, "quanly")
	cookie := b.session()
	edit := url.Values{"place_vi": {"Người ngoài ghi"}, "version": {"x"}, "mark": {"x"}, "name_vi": {"Người ngoài ghi"}}
	for _, path := range []string{
		"/desk/counters/SNV-01", "/desk/counters/STP-01", "/desk/counters/new", "/desk/counters/SNV-01/token",
		"/desk/agencies", "/desk/agencies/SNV", "/desk/agencies/new", "/desk/agencies/succession",
		"/desk/plans", "/desk/plans/new", "/desk/plans/" + strconv.Itoa(d.years.present.year), "/desk/accounts",
		"/desk/accounts/new", "/desk/accounts/1", "/desk/keys", "/desk/log", "/desk/log.csv", "/desk/log/1",
		"/desk/questionnaires", "/desk/questionnaires/drafts/1", "/desk/questionnaires/drafts/1/publish",
	} {
		for _, method := range []string{"GET", "POST"} {
			form := edit
			if method == "GET" {
				form = nil
			}
			status, body := byHand(t, method, d.address+path, cookie, form)
			if !slices.Contains([]int{403, 404, 405}, status) {
				t.Errorf("%s %s: %d", method, path, status)
			}
			if strings.Contains(body, "<form class=") || strings.Contains(body, `name="version"`) {
				t.Errorf("%s %s shows a form", method, path)
			}
		}
	}
	// What he may do reaches his own agency and no other.
	for path, foreign := range map[string]string{
		"/desk/comments?agency=SNV": "", "/desk/counters?agency=SNV": "SNV-01", "/desk/counters": "SNV-01",
	} {
		status, body := byHand(t, "GET", d.address+path, cookie, nil)
		if status == 200 && foreign != "" && strings.Contains(body, foreign) || status == 200 && foreign == "" {
			t.Errorf("%s: %d, with another's", path, status)
		}
	}
	posters := url.Values{"counter": {"SNV-01"}, "counters": {"SNV-01"}}
	if status, _ := byHand(t, "POST", d.address+"/desk/posters", cookie, posters); status < 400 {
		t.Errorf("posters of another agency: %d", status)
	}
	for _, path := range []string{"/desk", "/desk/me", "/desk/counters", "/desk/comments"} {
		if status, _ := byHand(t, "GET", d.address+path, cookie, nil); status != 200 {
			t.Errorf("his own %s: %d", path, status)
		}
	}
}

// deskVisits are the pages of an administrator.
func deskVisits(d *demonstration) []visit {
	year := strconv.Itoa(d.years.present.year)
	draft := func(then func(b *tab)) func(b *tab) {
		return func(b *tab) {
			b.leave(tap(`form:has(input[value="short@1"]) button`))
			if then != nil {
				then(b)
			}
		}
	}
	// The browser itself would not send what it sees to be missing.
	trusting := chromedp.Evaluate(`for (const f of document.forms) f.noValidate = true; 0`, nil)
	do := func(what string) chromedp.Action { return tap(`.acts button[value="` + what + `"]`) }
	return []visit{
		{"desk", "/desk", 200, nil},
		{"desk-me", "/desk/me", 200, nil},
		{"desk-factor", "/desk/me/factor", 200, nil},
		{"desk-factor-422", "/desk/me/factor", 422, func(b *tab) {
			b.leave(trusting, fill("code", "000000"), press("/desk/me/factor"))
		}},
		{"desk-comments", "/desk/comments?agency=STP", 200, nil},
		{"desk-counters", "/desk/counters", 200, nil},
		{"desk-counters-none", "/desk/counters?q=zzz", 200, nil},
		{"desk-counter", "/desk/counters/STP-01", 200, nil},
		{"desk-counter-new", "/desk/counters/new", 200, nil},
		{"desk-counter-422", "/desk/counters/new", 422, func(b *tab) {
			b.leave(trusting, fill("code", "a b"), fill("name_vi", "Quầy"), press("/desk/counters/new"))
		}},
		{"desk-counter-409", "/desk/counters/STP-01", 409, func(b *tab) {
			b.run(chromedp.SetAttributeValue("input[name=version]", "value", "stale", chromedp.ByQuery))
			b.leave(refill("place_vi", "Chỗ khác"), press("/desk/counters/STP-01"))
		}},
		{"desk-counter-token", "/desk/counters/STP-01/token", 200, nil},
		{"desk-agencies", "/desk/agencies", 200, nil},
		{"desk-agency", "/desk/agencies/STP", 200, nil},
		{"desk-agency-new", "/desk/agencies/new", 200, nil},
		{"desk-succession", "/desk/agencies/succession", 200, nil},
		{"desk-plans", "/desk/plans", 200, nil},
		{"desk-plan", "/desk/plans/" + year, 200, nil},
		{"desk-plan-new", "/desk/plans/new", 200, nil},
		{"desk-proposals", "/desk/proposals", 200, nil},
		{"desk-accounts", "/desk/accounts", 200, nil},
		{"desk-account", "/desk/accounts/1", 200, nil},
		{"desk-account-new", "/desk/accounts/new", 200, nil},
		{"desk-keys", "/desk/keys", 200, nil},
		{"desk-log", "/desk/log", 200, nil},
		{"desk-log-none", "/desk/log?q=zzzz", 200, nil},
		{"desk-log-entry", "/desk/log/1", 200, nil},
		{"desk-questionnaires", "/desk/questionnaires", 200, nil},
		{"desk-draft", "/desk/questionnaires", 200, draft(nil)},
		{"desk-draft-open", "/desk/questionnaires", 200, draft(func(b *tab) {
			b.run(chromedp.Evaluate(`document.querySelectorAll("details").forEach(d => d.open = true); 0`, nil))
		})},
		{"desk-draft-wrong", "/desk/questionnaires", 200, draft(func(b *tab) {
			b.leave(tap(`button[value="add.question"]`))
			b.leave(do("check"))
		})},
		{"desk-draft-422", "/desk/questionnaires", 422, draft(func(b *tab) {
			b.leave(refill("seconds", "lâu"), do("save"))
		})},
		{"desk-draft-409", "/desk/questionnaires", 409, draft(func(b *tab) {
			b.run(chromedp.SetAttributeValue("input[name=mark]", "value", "stale", chromedp.ByQuery))
			b.leave(refill("text_vi", "Tên khác"), do("save"))
		})},
		{"desk-draft-preview", "/desk/questionnaires", 200, draft(func(b *tab) { b.leave(do("preview")) })},
		{"desk-draft-publish", "/desk/questionnaires", 200, draft(func(b *tab) { b.leave(do("publish")) })},
		{"desk-draft-404", "/desk/questionnaires/drafts/999999", 404, nil},
		{"desk-404", "/desk/nothing", 404, nil},
	}
}

// councilVisits are pages that only who appraises sees.
func councilVisits() []visit {
	return []visit{
		{"desk-zero", "/desk/rounds", 200, func(b *tab) {
			b.leave(tap(`main tbody a[href^="/desk/rounds/"]`))
			b.leave(tap(`main .tools a[href*="/zero"]`))
			b.must(200)
			b.run(chromedp.Evaluate(`document.querySelectorAll("details").forEach(d => d.open = true); 0`, nil))
			if evaluate[int](b, `document.querySelectorAll("main details tr").length`) == 0 {
				b.Error("no sheet is given nothing")
			}
		}},
	}
}

// TestDeskPages looks at every page of an administrator, and at the council's, as TestPages
// does at the public's.
func TestDeskPages(t *testing.T) {
	d := demo(t)
	vi, en := sentences(t)
	foreign := map[survey.Lang][]string{survey.Vietnamese: en, survey.English: vi}
	// What a page looks like on a desk does not depend on the language; what a phone has
	// room for does.
	widths := map[survey.Lang][]int64{survey.Vietnamese: {360, 1280}, survey.English: {360}}
	for login, pages := range map[string][]visit{"quantri": deskVisits(d), "chutich": councilVisits()} {
		for _, lang := range []survey.Lang{survey.Vietnamese, survey.English} {
			b := newPerson(t, d.address, 360, true)
			b.enters(d, login)
			for _, v := range pages {
				t.Run(v.name+"-"+string(lang), func(t *testing.T) {
					b.T = t
					b.resize(360)
					b.show(d, v, lang)
					b.speaks(v, lang, foreign[lang])
					for _, width := range widths[lang] {
						b.resize(width)
						b.screenshot(fmt.Sprintf("%s-%s-%d", v.name, lang, width))
						b.fits()
						b.accessible(strconv.Itoa(int(width)), everyRule)
					}
					b.quiet("")
				})
			}
		}
	}
}

// TestAQuestionnaireIsWrittenWithoutJavaScript is the way from a draft to a version
// that a counter asks, on a phone.
func TestAQuestionnaireIsWrittenWithoutJavaScript(t *testing.T) {
	d := demo(t)
	b := newPerson(t, d.address, 360, false)
	b.enters(d, "quantri")
	b.open(d.address + "/desk/questionnaires")
	b.leave(tap(`form:has(input[value="sipas@1"]) button`))
	b.must(200, "sẽ là phiên bản 2")
	b.run(tap(`#question-1 summary`))
	b.leave(refill("question.1.text_vi", "Biển chỉ dẫn có dễ thấy không"), tap(`#question-1 button[value="down.question.1"]`))
	if open := evaluate[bool](b, `document.querySelector("#question-2").open`); !open {
		t.Error("the question that was moved is folded away")
	}
	b.must(200, "Biển chỉ dẫn có dễ thấy không")
	b.leave(tap(`.acts button[value="preview"]`))
	b.must(200, "2. Biển chỉ dẫn có dễ thấy không")
	b.leave(tap(`header a[lang=en]`))
	if says := evaluate[string](b, `document.querySelector("header").innerText`); !strings.Contains(says, "Preview of a form") {
		t.Errorf("the preview says %q", says)
	}
	if sends := evaluate[bool](b, `document.querySelector("form button").disabled`); !sends {
		t.Error("the preview can be sent")
	}
	b.open(d.address + "/desk/questionnaires")
	b.leave(tap(`section:first-of-type tbody tr:first-child th a`))
	b.leave(tap(`.acts button[value="publish"]`))
	b.must(200, "sipas@2", "không làm thay đổi kế hoạch nào")
	b.leave(press("/desk/questionnaires/drafts/"))
	b.must(200, "Phiên bản mới đã được ban hành")
	if _, shown := get(t, d.address+"/questionnaires/sipas"); !strings.Contains(shown, "Biển chỉ dẫn có dễ thấy không") {
		t.Error("the public page has another version")
	}
	if _, shown := get(t, d.address+"/s/"+d.tokens["STP-03"]); strings.Contains(shown, "Biển chỉ dẫn có dễ thấy không") {
		t.Error("a plan asks the new version, which nobody decided")
	}
	b.quiet("writing")
}
