package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hailong/api"
	"hailong/store/storetest"
)

// scenario is one request and what its answer must and must not hold.
type scenario struct {
	name    string
	method  string
	target  string
	body    string
	headers []string
	status  int
	must    []string // in the body
	never   []string // not in the body
	header  string   // "Name: value" that the answer must have
}

// R stands for a fresh receipt in a scenario's body.
const good = `{"receipt":"R","counter":"` + storetest.TokenSTP1 + `","answers":{"TC":5,"TTHC":4}}`

func body(change ...string) string { return strings.NewReplacer(change...).Replace(good) }

func scenarios() []scenario {
	english := []string{asJSON, "Accept-Language: en"}
	post := func(name, body string, status int, must ...string) scenario {
		return scenario{
			name: name, method: "POST", target: "/api/v1/responses", body: body,
			headers: english, status: status, must: must, never: []string{"hailong/", "SQL", "goroutine"},
		}
	}
	get := func(name, target string, status int, must ...string) scenario {
		return scenario{name: name, method: "GET", target: target, status: status, must: must}
	}
	file := func(name, target, file string, must ...string) scenario {
		return scenario{
			name: name, method: "GET", target: target, status: 200, must: must,
			header: `Content-Disposition: attachment; filename="` + file + `"`,
		}
	}
	long := strings.Repeat("x", 2001)
	return append(slices.Concat(catalogueScenarios(), keyScenarios(), accountScenarios(), rankingScenarios()), []scenario{
		post("a response", good, 201, `"counted":true`),
		post("token in lower case, O for 0", body(storetest.TokenSTP1, "7k3mq2xvtd"), 201),
		post("only the overall question", body(`{"TC":5,"TTHC":4}`, `{"O":5}`), 201, `"counted":false`),
		post("only a comment", body(`{"TC":5,"TTHC":4}`, `{},"comment":"Good"`), 201, `"counted":false`),
		post("not applicable", body(`"TTHC":4}`, `"TTHC":4},"na":["KQ","PAKN"]`), 201, `"counted":true`),
		post("another known form", body(`{"TC":5,"TTHC":4}`, `{"15":5},"form":"sipas@1"`), 201, `"counted":false`),
		post("a stage", body(`"answers"`, `"stage":"received","answers"`), 201),
		post("scanned", body(`"answers"`, `"channel":"qr","answers"`), 201),

		post("not JSON", `{"receipt":`, 400),
		post("two documents", good+good, 400),
		post("invalid UTF-8", body(`{"TC":5,"TTHC":4}`, "{},\"comment\":\"\xff\""), 400),
		post("NUL in the comment", body(`{"TC":5,"TTHC":4}`, `{"TC":5},"comment":"a\u0000b"`), 422, `"comment"`),
		post("an unknown field", body(`"answers"`, `"ip":"x","answers"`), 422, `"field":"ip"`),
		post("a field twice", body(`"answers"`, `"stage":"result","stage":"submit","answers"`), 422, `"field":"stage"`, "twice"),
		post("a question twice", body(`"TC":5`, `"TC":5,"TC":1`), 422, `"field":"answers.TC"`, "twice"),
		post("a field in capitals", body(`"answers"`, `"Stage":"result","answers"`), 422, `"field":"Stage"`),
		post("a level as text", body(`"TC":5`, `"TC":"5"`), 422, `answers`),
		post("a level of 6", body(`"TC":5`, `"TC":6`), 422, `"field":"answers.TC"`, "Question 1"),
		post("a level of 0", body(`"TC":5`, `"TC":0`), 422, `"field":"answers.TC"`),
		post("a level of 4.5", body(`"TC":5`, `"TC":4.5`), 422),
		post("a huge level", body(`"TC":5`, `"TC":99999999999999999999`), 422),
		post("an unknown question", body(`"TC":5`, `"XX":5`), 422, `"field":"answers.XX"`),
		post("not applicable where it is not offered", body(`"TTHC":4}`, `"TTHC":4},"na":["CC"]`), 422, "answers.CC"),
		post("answered and not applicable", body(`"TTHC":4}`, `"KQ":4},"na":["KQ"]`), 422, "answers.KQ"),
		post("nothing answered", body(`{"TC":5,"TTHC":4}`, `{}`), 422, "answered anything"),
		post("only a stage", body(`"answers":{"TC":5,"TTHC":4}`, `"stage":"other"`), 422),
		post("an unknown stage", body(`"answers"`, `"stage":"lunch","answers"`), 422, `"field":"stage"`),
		post("an unknown channel", body(`"answers"`, `"channel":"fax","answers"`), 422, `"field":"channel"`),
		post("an unknown form", body(`"answers"`, `"form":"short@9","answers"`), 422, `"field":"form"`),
		post("a receipt of another kind", body(`"R"`, `"0b1e7a52-6c1f-4d0e-9a53-2f60b7c1d9ee"`), 422, `"field":"receipt"`),
		post("no receipt", body(`"receipt":"R",`, ``), 422, `"field":"receipt"`),
		post("a comment of 2001 characters", body(`{"TC":5,"TTHC":4}`, `{"TC":5},"comment":"`+long+`"`), 422, "2,001"),

		post("an unknown counter", body(storetest.TokenSTP1, "0000000000"), 404),
		post("a malformed counter", body(storetest.TokenSTP1, "'; DROP TABLE"), 404),
		post("a replaced code", body(storetest.TokenSTP1, storetest.TokenOld), 410, "replaced"),
		post("a closed counter", body(storetest.TokenSTP1, storetest.TokenClosed), 410, "closed"),
		post("a survey that has ended", body(storetest.TokenSTP1, storetest.TokenEnded), 410, "15/12/2025"),
		post("a survey that has not begun", body(storetest.TokenSTP1, storetest.TokenSoon), 410, "01/04/2026"),
		post("a counter without a plan", body(storetest.TokenSTP1, storetest.TokenNobody), 410),
		post("over 64 KB", body(`{"TC":5,"TTHC":4}`, `{"TC":5},"comment":"`+strings.Repeat("x", 65<<10)+`"`), 413),
		post("10 MB", strings.Repeat(" ", 10<<20)+good, 413),
		{
			name: "a wrong media type", method: "POST", target: "/api/v1/responses", body: good,
			headers: []string{asForm}, status: 415,
		},
		{
			name: "a kiosk without a credential", method: "POST", target: "/api/v1/responses", headers: english,
			body: body(`"answers"`, `"channel":"kiosk","answers"`), status: 401, header: `WWW-Authenticate: Bearer realm="hailong"`,
		},
		{
			name: "a time of its own without a credential", method: "POST", target: "/api/v1/responses", headers: english,
			body: body(`"answers"`, `"answered_at":"2026-03-01T08:00:00+07:00","answers"`), status: 401,
		},
		{
			name: "a credential that nobody gave out", method: "POST", target: "/api/v1/responses",
			headers: append(english, "Authorization: Bearer x"), status: 403,
			body: body(`"answers"`, `"channel":"paper","answers"`),
		},
		post("a day that is none", body(`"answers"`, `"answered_at":"soon","answers"`), 422),

		{
			name: "the form", method: "GET", target: "/s/" + storetest.TokenSTP1, status: 200,
			must:   []string{"Quầy Lý lịch tư pháp", `name=form value="short@1"`, "q.TC", "0258 3822 222"},
			never:  []string{" checked type", "<script"},
			header: "Cache-Control: no-store",
		},
		get("the printed address", "/S/"+storetest.TokenSTP1, 200, "Quầy Lý lịch tư pháp"),
		get("the form in English", "/s/"+storetest.TokenSTP1+"?lang=en", 200, `lang=en`, "Information, signs and premises"),
		get("the long form", "/s/"+storetest.TokenLong, 200, "q.15", "q.33"),
		get("the form of an unknown counter", "/s/0000000000", 404, "Không tìm thấy quầy"),
		get("the form of a malformed token", "/s/ABC", 404, "Không tìm thấy quầy"),
		get("the form behind a slash", "/s/"+storetest.TokenSTP1+"/", 404),
		get("the form of a replaced code", "/s/"+storetest.TokenOld, 410, "Mã này không còn dùng"),
		get("the form of a closed counter", "/s/"+storetest.TokenClosed, 410),
		get("the form after the survey", "/s/"+storetest.TokenEnded, 410, "15/12/2025"),
		get("the form before the survey", "/s/"+storetest.TokenSoon, 410, "01/04/2026"),
		get("thanks", "/s/"+storetest.TokenSTP1+"/thanks?r=K7Q4-92TD", 200, "K7Q4-92TD", "Xin"),
		{
			name: "thanks repeats nothing made up", method: "GET",
			target: "/s/" + storetest.TokenSTP1 + "/thanks?r=%3Cb%3Ex%3C/b%3E", status: 200, never: []string{"<b>x", "&lt;b"},
		},
		{
			name: "a form that is too large", method: "POST", target: "/s/" + storetest.TokenSTP1,
			headers: []string{asForm}, body: "comment=" + strings.Repeat("x", 10<<20), status: 413, must: []string{"<html"},
		},
		{
			name: "a form of a wrong media type", method: "POST", target: "/s/" + storetest.TokenSTP1,
			headers: []string{asJSON}, body: "{}", status: 415, must: []string{"<html"},
		},

		{
			name: "erasing", method: "GET", target: "/s/" + storetest.TokenSTP1 + "/erase?r=K7Q4-92TD", status: 200,
			must: []string{"Xóa ý kiến", `value="K7Q4-92TD"`}, never: []string{"<script", "/api/"},
			header: "Cache-Control: no-store",
		},
		get("erasing in English", "/s/"+storetest.TokenSTP1+"/erase?lang=en", 200, "lang=en", "Erase what you wrote"),
		{
			name: "erasing repeats nothing made up", method: "GET", status: 200,
			target: "/s/" + storetest.TokenSTP1 + "/erase?r=%3Cb%3Ex%3C/b%3E", never: []string{"<b>x", "&lt;b"},
		},
		get("erasing by a replaced code", "/s/"+storetest.TokenOld+"/erase", 200, "/s/"+storetest.TokenOld+"/erase#loi"),
		get("erasing at a closed counter", "/s/"+storetest.TokenClosed+"/erase", 200, "Quầy đã đóng"),
		get("erasing after the survey", "/s/"+storetest.TokenEnded+"/erase", 200, "Xóa ý kiến"),
		get("erasing at an unknown counter", "/s/0000000000/erase", 404, "Không tìm thấy quầy"),
		{
			name: "erasing what is not there", method: "POST", target: "/s/" + storetest.TokenSTP1 + "/erase",
			headers: []string{asForm}, body: "r=K7Q4-92TD", status: 404, must: []string{"Không có ý kiến nào", "K7Q4-92TD"},
			header: "Cache-Control: no-store",
		},
		{
			name: "erasing by no code", method: "POST", target: "/s/" + storetest.TokenSTP1 + "/erase?lang=en",
			headers: []string{asForm}, body: "r=12", status: 422, must: []string{"8 letters and digits", `value="12"`},
		},
		{
			name: "erasing at a counter that never was", method: "POST", target: "/s/0000000000/erase",
			headers: []string{asForm}, body: "r=K7Q4-92TD", status: 404, must: []string{"Không tìm thấy quầy"},
		},
		{
			name: "erasing by a wrong media type", method: "POST", target: "/s/" + storetest.TokenSTP1 + "/erase",
			headers: []string{asJSON}, body: "{}", status: 415, must: []string{"<html"},
		},
		{
			name: "erasing by a link", method: "GET", target: "/s/" + storetest.TokenSTP1 + "/erase?r=K7Q4-92TD",
			status: 200, never: []string{"Đã xóa"},
		},
		get("privacy", "/privacy", 200, "91/2025/QH15", "24 tháng", "Sở Nội vụ tỉnh Khánh Hòa"),
		get("privacy in English", "/privacy?lang=en", 200, "91/2025/QH15", "24 months"),

		get("the code as SVG", "/q/"+storetest.TokenSTP1+".svg", 200, "<svg"),
		get("the code as PNG", "/q/"+storetest.TokenSTP1+".png", 200, "PNG"),
		get("the code of an unknown counter", "/q/0000000000.svg", 404),
		get("the code as something else", "/q/"+storetest.TokenSTP1+".gif", 404),
		get("home", "/", 200, "<html"),
		get("home in English", "/?lang=en", 200, `lang="en"`),
		{
			name: "home of a year that is not public", method: "GET", target: "/?year=2025", status: 200,
			never: []string{"Sở Tư pháp"},
		},
		get("home of an unknown year", "/?year=1999", 404),
		get("a group", "/groups/department", 200, "Sở Tư pháp"),
		get("an unknown group", "/groups/nobody", 404, "<html"),
		get("a group of a plan that is not public", "/groups/department?year=2025", 403),
		get("an agency", "/agencies/STP", 200, "Sở Tư pháp"),
		get("an agency's detail", "/agencies/STP/detail", 200, "Sở Tư pháp"),
		get("an unknown agency", "/agencies/NOBODY", 404),
		get("an agency that the plan does not ask", "/agencies/UBND-NT", 404),
		get("an agency of a plan that is not public", "/agencies/SNV?year=2025", 403),
		get("an agency's detail of a plan that is not public", "/agencies/SNV/detail?year=2025", 403),
		file("the province as a workbook", "/table.xlsx", "hailong-2026.xlsx", "xl/workbook.xml"),
		file("the province as CSV", "/table.csv", "hailong-2026.csv", "part,code,name,responses", "agency,STP,Sở Tư pháp,"),
		file("the province as CSV in English", "/table.csv?lang=en", "hailong-2026.csv", "agency,STP,Department of Justice,"),
		get("the province's table of a year that is not public", "/table.xlsx?year=2025", 403, "<html"),
		get("the province's table of an unknown year", "/table.csv?year=1999", 404, "<html"),
		file("a group as a workbook", "/groups/department/table.xlsx", "hailong-2026-department.xlsx", "PK"),
		file("a group as CSV", "/groups/department/table.csv?q=so+tu", "hailong-2026-department.csv", "agency,STP,"),
		file("a group that the plan does not ask", "/groups/district/table.csv", "hailong-2026-district.csv", "group,district,"),
		get("an unknown group's table", "/groups/nobody/table.xlsx", 404),
		get("a group's table that is not public", "/groups/department/table.csv?year=2025", 403),
		file("an agency as a workbook", "/agencies/STP/table.xlsx", "hailong-2026-STP.xlsx", "PK"),
		file("an agency as CSV", "/agencies/STP/table.csv", "hailong-2026-STP.csv", "counter,STP-01,", "month,2026-03,"),
		file("an agency in another plan", "/agencies/STP/table.csv?plan=2026-19", "hailong-2026-19-STP.csv", "counter,STP-04,"),
		get("an unknown agency's table", "/agencies/NOBODY/table.xlsx", 404),
		get("an agency's table that is not public", "/agencies/SNV/table.csv?year=2025", 403),
		{name: "the head of a workbook", method: "HEAD", target: "/table.xlsx", status: 200},
		{name: "the head of a group's CSV", method: "HEAD", target: "/groups/department/table.csv", status: 200},
		{name: "the head of an agency's table that is not public", method: "HEAD", target: "/agencies/SNV/table.csv?year=2025", status: 403},
		get("an unknown address", "/nothing", 404, "<html"),
		{
			name: "an address that looks like another site's", method: "GET", target: "//evil.example/x", status: 404,
			never: []string{`"//evil`},
		},
		get("a stylesheet of another day", "/static/office.00000000.css", 404),
		{name: "a method that is none", method: "DELETE", target: "/", status: 405},

		get("scores", "/api/v1/scores?year=2026", 200, `"plan":"2026"`, `"agency":"STP"`),
		get("scores of a group", "/api/v1/scores?year=2026&group=public_unit", 200, `"agency":"CDYT"`),
		get("scores of an unknown group", "/api/v1/scores?year=2026&group=x", 404),
		get("scores of an unknown year", "/api/v1/scores?year=1999", 404),
		get("scores without a year", "/api/v1/scores", 422, `"field":"year"`),
		get("scores that are not public", "/api/v1/scores?year=2025", 403),
		get("scores of another plan", "/api/v1/scores?year=2026&plan=2026-19", 200, `"plan":"2026-19"`),
		get("scores of a plan of another year", "/api/v1/scores?year=2025&plan=2026-19", 404),
		get("the description", "/api/v1/openapi.yaml", 200, "openapi: 3.1.0"),
		get("nothing in the API", "/api/v1/nothing", 404, `"status":404`),
		get("signing in", "/sign-in", 200, "<form"),
		{name: "an unknown login", method: "POST", target: "/sign-in", headers: []string{asForm}, body: "login=x&password=y", status: 401, must: []string{"<form"}},
		{name: "a code without a session", method: "GET", target: "/sign-in/code", status: 303, header: "Location: /sign-in"},
		{name: "a code sent without a session", method: "POST", target: "/sign-in/code", headers: []string{asForm}, body: "code=1", status: 401},
		{name: "a second factor without a session", method: "GET", target: "/sign-in/factor", status: 303, header: "Location: /sign-in"},
		{name: "a second factor sent without a session", method: "POST", target: "/sign-in/factor", headers: []string{asForm}, body: "code=1", status: 401},
		{name: "signing out without a session", method: "POST", target: "/sign-out", status: 303, header: "Location: /sign-in"},
		get("a forgotten password", "/sign-in/forgotten", 200, "Quên mật khẩu"),
		{name: "a forgotten password where there is no mail", method: "POST", target: "/sign-in/forgotten", headers: []string{asForm}, body: "login=x", status: 404},
		get("a made-up link", "/sign-in/password?t=x", 404),
		{name: "a password by a made-up link", method: "POST", target: "/sign-in/password", headers: []string{asForm}, body: "t=x&password=y&again=y", status: 404},
		get("alive", "/healthz", 200),
		get("ready", "/readyz", 200),
	}...)
}

// Every status of the contract, on both databases.
func TestScenarios(t *testing.T) {
	both(t, func(w *world) {
		for _, s := range scenarios() {
			body := strings.ReplaceAll(s.body, `"R"`, `"`+storetest.Receipt(t)+`"`)
			rec := w.send(s.method, s.target, body, s.headers...)
			for _, problem := range s.judge(rec.Code, rec.Body.String(), rec.Header()) {
				w.t.Errorf("%s: %s", s.name, problem)
			}
		}
	})
}

func (s scenario) judge(status int, body string, header http.Header) (problems []string) {
	if status != s.status {
		problems = append(problems, fmt.Sprintf("status %d, want %d: %.300s", status, s.status, body))
	}
	for _, text := range s.must {
		if !strings.Contains(body, text) {
			problems = append(problems, fmt.Sprintf("lacks %q: %.300s", text, body))
		}
	}
	for _, text := range s.never {
		if strings.Contains(body, text) {
			problems = append(problems, fmt.Sprintf("holds %q", text))
		}
	}
	if name, value, _ := strings.Cut(s.header, ": "); name != "" && header.Get(name) != value {
		problems = append(problems, fmt.Sprintf("%s is %q, want %q", name, header.Get(name), value))
	}
	if header.Get("Set-Cookie") != "" && !strings.HasPrefix(s.target, "/sign-") {
		problems = append(problems, "sets a cookie")
	}
	if status >= 400 && strings.HasPrefix(s.target, "/api/") &&
		header.Get("Content-Type") != "application/problem+json" {
		problems = append(problems, "is no problem+json but "+header.Get("Content-Type"))
	}
	return problems
}

// Every route stands in the table; a new one without a scenario fails here.
func TestEveryRouteHasAScenario(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	tried := map[string]bool{}
	for _, s := range scenarios() {
		r, _ := http.NewRequestWithContext(t.Context(), s.method, s.target, nil)
		c := w.handler.NewContext(r, nil)
		w.handler.Router().Find(s.method, r.URL.Path, c)
		tried[s.method+" "+c.Path()] = true
	}
	for _, route := range w.handler.Routes() {
		if route.Method == http.MethodHead {
			route.Method = http.MethodGet // the same handler
		}
		_, asEveryRole := triedRoutes[route.Method+" "+route.Path]
		if !asEveryRole && !tried[route.Method+" "+route.Path] {
			t.Errorf("%s %s is in no scenario", route.Method, route.Path)
		}
	}
}
