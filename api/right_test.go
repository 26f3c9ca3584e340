package api_test

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/api"
	"hailong/frontend/words"
	"hailong/store/storetest"
	"hailong/survey"
)

// tried is how a route of those who are signed in is asked in the name of every role.
// Agencies are Sở Tư pháp (STP), to which the asking belongs, and all others. {account}
// and the like stand for what existing makes.
type tried struct {
	target  string // the route with its parameters filled in; of something of STP's where it is of an agency
	foreign string // the same of another agency; empty: the route is of no agency, or of all that one may see
	form    string // what is posted; empty: an empty form

	foreignForm string // the same of another agency, whose things must be as if they were not there

	may     func(account.Role) bool // who may, where the table does not say it all; nil: as the table says
	shows   string                  // what the answer holds for who may, and for nobody else
	shownTo func(account.Role) bool // to whom, where others may see the page without it; nil: who may
}

// The proposal that existing makes is of Sở Nội vụ: whoever of Sở Tư pháp decides about
// others sees it, and who reads all.
func seesProposals(r account.Role) bool {
	return decidesProposals(r) || r.Reach(account.SeeLog) != account.None
}

func decidesProposals(r account.Role) bool { return r.Reach(account.Decide) != account.None }

// triedRoutes has a row for every signed-in route. What a posted form asks for need not
// succeed: the test looks at who is let through to it.
var triedRoutes = map[string]tried{
	"GET /desk":              {target: "/desk"},
	"GET /desk/me":           {target: "/desk/me"},
	"GET /desk/me/held.json": {target: "/desk/me/held.json"},
	"POST /desk/me/password": {target: "/desk/me/password"},
	"GET /desk/me/factor":    {target: "/desk/me/factor"},
	"POST /desk/me/factor":   {target: "/desk/me/factor"},
	"POST /desk/me/sessions": {target: "/desk/me/sessions"},

	"GET /desk/comments": {target: "/desk/comments?agency=STP", foreign: "/desk/comments?agency=CDYT"},

	"GET /desk/accounts":               {target: "/desk/accounts"},
	"GET /desk/accounts/new":           {target: "/desk/accounts/new"},
	"POST /desk/accounts/new":          {target: "/desk/accounts/new"},
	"GET /desk/accounts/:id":           {target: "/desk/accounts/{account}", shows: "test-viewer-cdyt"},
	"POST /desk/accounts/:id":          {target: "/desk/accounts/{account}"},
	"POST /desk/accounts/:id/link":     {target: "/desk/accounts/{account}/link"},
	"POST /desk/accounts/:id/factor":   {target: "/desk/accounts/{account}/factor"},
	"POST /desk/accounts/:id/sessions": {target: "/desk/accounts/{account}/sessions"},

	"GET /desk/keys":             {target: "/desk/keys", shows: "Cổng dịch vụ của trường"},
	"POST /desk/keys":            {target: "/desk/keys"},
	"POST /desk/keys/:id/revoke": {target: "/desk/keys/{key}/revoke"},

	"GET /desk/log":         {target: "/desk/log"},
	"GET /desk/log.csv":     {target: "/desk/log.csv"},
	"GET /desk/log.xlsx":    {target: "/desk/log.xlsx"},
	"GET /desk/log.jsonl":   {target: "/desk/log.jsonl"},
	"GET /desk/log/:number": {target: "/desk/log/1"},

	"GET /desk/agencies":                  {target: "/desk/agencies"},
	"GET /desk/agencies/new":              {target: "/desk/agencies/new"},
	"POST /desk/agencies/new":             {target: "/desk/agencies/new"},
	"GET /desk/agencies/:key":             {target: "/desk/agencies/STP"},
	"POST /desk/agencies/:key":            {target: "/desk/agencies/STP"},
	"GET /desk/agencies/succession":       {target: "/desk/agencies/succession"},
	"POST /desk/agencies/succession":      {target: "/desk/agencies/succession"},
	"GET /desk/agencies/succession/drop":  {target: "{drop}"},
	"POST /desk/agencies/succession/drop": {target: "/desk/agencies/succession/drop"},

	"GET /desk/counters":             {target: "/desk/counters"},
	"GET /desk/counters/new":         {target: "/desk/counters/new"},
	"POST /desk/counters/new":        {target: "/desk/counters/new"},
	"GET /desk/counters/:key":        {target: "/desk/counters/STP-01", foreign: "/desk/counters/CDYT-01"},
	"POST /desk/counters/:key":       {target: "/desk/counters/STP-01", foreign: "/desk/counters/CDYT-01"},
	"GET /desk/counters/:key/token":  {target: "/desk/counters/STP-01/token", foreign: "/desk/counters/CDYT-01/token"},
	"POST /desk/counters/:key/token": {target: "/desk/counters/STP-01/token", foreign: "/desk/counters/CDYT-01/token"},
	"POST /desk/posters":             {target: "/desk/posters", form: "counter=STP-01", foreignForm: "counter=CDYT-01"},

	"GET /desk/plans":       {target: "/desk/plans"},
	"GET /desk/plans/new":   {target: "/desk/plans/new"},
	"POST /desk/plans/new":  {target: "/desk/plans/new"},
	"GET /desk/plans/:key":  {target: "/desk/plans/2026"},
	"POST /desk/plans/:key": {target: "/desk/plans/2026"},

	"GET /desk/corrections":               {target: "/desk/corrections", shows: "Phiếu thử tại trường"},
	"GET /desk/corrections/new":           {target: "/desk/corrections/new"},
	"POST /desk/corrections/try":          {target: "/desk/corrections/try"},
	"POST /desk/corrections/new":          {target: "/desk/corrections/new"},
	"POST /desk/corrections/flags":        {target: "/desk/corrections/flags"},
	"GET /desk/corrections/:number/undo":  {target: "/desk/corrections/{correction}/undo"},
	"POST /desk/corrections/:number/undo": {target: "/desk/corrections/{correction}/undo"},

	"GET /desk/proposals":          {target: "/desk/proposals", shows: "Trụ sở sửa chữa", shownTo: seesProposals},
	"GET /desk/proposals/:number":  {target: "/desk/proposals/{proposal}", may: seesProposals, shows: "Trụ sở sửa chữa"},
	"POST /desk/proposals/:number": {target: "/desk/proposals/{proposal}", may: decidesProposals, form: "state=approved"},

	"GET /desk/questionnaires":                     {target: "/desk/questionnaires", shows: "/desk/questionnaires/drafts/{draft}"},
	"POST /desk/questionnaires/drafts":             {target: "/desk/questionnaires/drafts"},
	"GET /desk/questionnaires/drafts/:id":          {target: "/desk/questionnaires/drafts/{draft}"},
	"POST /desk/questionnaires/drafts/:id":         {target: "/desk/questionnaires/drafts/{draft}"},
	"GET /desk/questionnaires/drafts/:id/preview":  {target: "/desk/questionnaires/drafts/{draft}/preview"},
	"GET /desk/questionnaires/drafts/:id/publish":  {target: "/desk/questionnaires/drafts/{draft}/publish", shows: "short@2"},
	"POST /desk/questionnaires/drafts/:id/publish": {target: "/desk/questionnaires/drafts/{draft}/publish"},
	"POST /desk/questionnaires/drafts/:id/discard": {target: "/desk/questionnaires/drafts/{draft}/discard"},

	"GET /desk/files/agencies.csv":     {target: "/desk/files/agencies.csv"},
	"GET /desk/files/agencies.xlsx":    {target: "/desk/files/agencies.xlsx"},
	"GET /desk/files/agencies":         {target: "/desk/files/agencies"},
	"POST /desk/files/agencies":        {target: "/desk/files/agencies"},
	"GET /desk/files/successions.csv":  {target: "/desk/files/successions.csv"},
	"GET /desk/files/successions.xlsx": {target: "/desk/files/successions.xlsx"},
	"GET /desk/files/successions":      {target: "/desk/files/successions"},
	"POST /desk/files/successions":     {target: "/desk/files/successions"},
	"GET /desk/files/counters.csv":     {target: "/desk/files/counters.csv"},
	"GET /desk/files/counters.xlsx":    {target: "/desk/files/counters.xlsx"},
	"GET /desk/files/counters":         {target: "/desk/files/counters"},
	"POST /desk/files/counters":        {target: "/desk/files/counters"},
	"GET /desk/files/plans.csv":        {target: "/desk/files/plans.csv"},
	"GET /desk/files/plans.xlsx":       {target: "/desk/files/plans.xlsx"},
	"GET /desk/files/plans":            {target: "/desk/files/plans"},
	"POST /desk/files/plans":           {target: "/desk/files/plans"},

	"GET /desk/tasks":                     {target: "/desk/tasks?owner=STP", foreign: "/desk/tasks?owner=CDYT"},
	"POST /desk/tasks/confirm":            {target: "/desk/tasks/confirm"},
	"GET /desk/tasks/:id":                 {target: "/desk/tasks/{task}", foreign: "/desk/tasks/{foreign_task}"},
	"POST /desk/tasks/:id/day":            {target: "/desk/tasks/{task}/day"},
	"POST /desk/tasks/:id/agencies":       {target: "/desk/tasks/{task}/agencies"},
	"POST /desk/tasks/:id/reports":        {target: "/desk/tasks/{task}/reports", foreign: "/desk/tasks/{foreign_task}/reports"},
	"GET /desk/tasks/:id/reports/:report": {target: "/desk/tasks/{task}/reports/{report}", foreign: "/desk/tasks/{foreign_task}/reports/{foreign_report}"},
	"GET /desk/files/tasks.csv":           {target: "/desk/files/tasks.csv?owner=STP", foreign: "/desk/files/tasks.csv?owner=CDYT"},
	"GET /desk/files/tasks.xlsx":          {target: "/desk/files/tasks.xlsx?owner=STP", foreign: "/desk/files/tasks.xlsx?owner=CDYT"},
	"GET /desk/files/tasks/:year":         {target: "/desk/files/tasks/2026"},
	"POST /desk/files/tasks/:year":        {target: "/desk/files/tasks/2026"},
	"GET /desk/files/own-tasks/:year":     {target: "/desk/files/own-tasks/2026"},
	"POST /desk/files/own-tasks/:year":    {target: "/desk/files/own-tasks/2026"},
}

func init() {
	for _, rows := range []map[string]tried{sheetTried(), roundTried()} {
		maps.Copy(triedRoutes, rows)
	}
}

// foreignWords are of agencies that are not Sở Tư pháp: names, tokens, what people wrote.
var foreignWords = []string{
	"Trường Cao đẳng Y tế", "Nha Trang City", "Quầy Đất đai", storetest.TokenCDYT, storetest.TokenNobody, storetest.TokenEnded,
	"Ý kiến riêng về trường", "Việc riêng của trường",
}

func TestEveryRouteIsTriedAsEveryRole(t *testing.T) {
	both(t, func(w *world) {
		w.commentOn(storetest.TokenSTP1, "Ý kiến về Sở Tư pháp")
		w.commentOn(storetest.TokenCDYT, "Ý kiến riêng về trường")
		existing, cookies := w.existing(), map[account.Role]string{}
		for _, role := range account.Roles {
			cookies[role] = w.as(role, "STP")
		}
		for _, r := range api.DeskRoutes() {
			name := r.Method + " " + r.Path
			how, ok := triedRoutes[name]
			if !ok {
				w.t.Errorf("%s has no row in triedRoutes: say how to ask it in the name of every role", name)
				continue
			}
			how.target, how.shows = existing.Replace(how.target), existing.Replace(how.shows)
			how.foreign = existing.Replace(how.foreign)
			for _, role := range account.Roles {
				w.tryRoute(r, how, role, cookies[role])
			}
			w.trySignedOut(r, how)
		}
	})
}

// existing makes something of each kind that routes name by a number, all of other
// agencies than Sở Tư pháp, and gives what the names in braces stand for.
func (w *world) existing() *strings.Replacer {
	w.t.Helper()
	admin, snv := w.as(account.Admin, "UBND-NT"), w.as(account.Admin, "SNV")
	w.as(account.Viewer, "CDYT")
	viewer, err := w.db.AccountByLogin(w.t.Context(), "test-viewer-cdyt")
	if err != nil {
		w.t.Fatal(err)
	}
	made := func(rec *httptest.ResponseRecorder) *httptest.ResponseRecorder {
		if rec.Code != http.StatusOK && rec.Code != http.StatusSeeOther {
			w.t.Fatal(rec.Code, textOf(rec))
		}
		return rec
	}
	made(w.change(admin, "/desk/agencies/succession", "on", "2026-07-01",
		"predecessor.1", "CUCTHUE", "successor.1", "SNV", "goes_on.1", "yes", "reason", ""))
	drop := dropLink.FindStringSubmatch(made(w.sendAs(admin, "GET", "/desk/agencies", nil)).Body.String())
	draft := made(w.sendAs(admin, "POST", "/desk/questionnaires/drafts", values("from", "short@1")))
	made(w.sendAs(admin, "POST", "/desk/keys", values("name", "Cổng dịch vụ của trường", "agency", "CDYT", "scopes", "scores", "days", "90")))
	keys, err := w.db.Keys(w.t.Context())
	if err != nil || len(keys) != 1 || drop == nil {
		w.t.Fatal(keys, err, drop)
	}
	proposal := w.propose(snv, "/desk/counters/SNV-01", "name_vi", "Quầy một cửa", "agency", "SNV", "closed_on", "2026-03-31")
	// Stale, so that it goes on waiting whoever approves it.
	made(w.change(admin, "/desk/counters/SNV-01", "name_vi", "Quầy số 2", "agency", "SNV"))
	path, _, _ := strings.Cut(draft.Header().Get("Location"), "?")
	return strings.NewReplacer(append(
		append(w.existingTasks(), append(w.existingSheets(), w.existingEditions()...)...), "{criteria}", fmt.Sprint(w.sampled("department")),
		"{account}", fmt.Sprint(viewer.ID), "{key}", fmt.Sprint(keys[0].ID), "{draft}", path[strings.LastIndex(path, "/")+1:],
		"{correction}", w.existingCorrection(),
		"{proposal}", strings.TrimPrefix(proposal, "/desk/proposals/"), "{drop}", html.UnescapeString(drop[1]),
	)...)
}

var dropLink = regexp.MustCompile(`href="(/desk/agencies/succession/drop[^"]*)"`)

func (w *world) commentOn(token, text string) {
	w.t.Helper()
	rec := w.post(`{"receipt":"` + storetest.Receipt(w.t) + `","counter":"` + token + `","answers":{"TC":5},"comment":"` + text + `"}`)
	if rec.Code != 201 {
		w.t.Fatal(rec.Code, rec.Body)
	}
}

// tryRoute asks for what is of the role's own agency and of another one.
func (w *world) tryRoute(r api.DeskRoute, how tried, role account.Role, cookie string) {
	w.t.Helper()
	reach := role.Reach(r.Needs)
	if how.foreignForm != "" {
		form, _ := url.ParseQuery(how.foreignForm)
		rec := w.sendAs(cookie, r.Method, how.target, form)
		if reach != account.All && rec.Code < 400 {
			w.t.Errorf("%s %s with %s: %d, though the table says %s", role, how.target, how.foreignForm, rec.Code, reach)
		}
	}
	for target, own := range map[string]bool{how.target: true, how.foreign: false} {
		if target == "" {
			continue
		}
		var form url.Values
		if r.Method == "POST" {
			form, _ = url.ParseQuery(how.form)
			if form == nil {
				form = url.Values{}
			}
		}
		rec := w.sendAs(cookie, r.Method, target, form)
		name := fmt.Sprintf("%s %s %s", role, r.Method, target)
		may := reach == account.All || reach == account.Own && own || reach == account.Other && !own ||
			how.foreign == "" && reach != account.None
		if how.may != nil {
			may = how.may(role)
		}
		shown := may && how.shows != ""
		if how.shownTo != nil {
			shown = how.shownTo(role)
		}
		if how.shows != "" && strings.Contains(rec.Body.String(), how.shows) != shown {
			w.t.Errorf("%s: %d, holds %q: %v", name, rec.Code, how.shows, !shown)
		}
		if rec.Code == http.StatusOK {
			w.offersOnlyRights(name, role, rec.Body.String())
		}
		switch {
		case rec.Code >= 500 || rec.Code == 401:
			w.t.Errorf("%s: %d %.200s", name, rec.Code, rec.Body)
		case may && (rec.Code == 403 || r.Method == "GET" && rec.Code != 200):
			w.t.Errorf("%s: %d, against the table", name, rec.Code)
		case !may && rec.Code != 403 && rec.Code != 404:
			w.t.Errorf("%s: %d, though the table says %s", name, rec.Code, reach)
		}
		if reach == account.All || reach == account.Other && (how.foreign == "" || !own) {
			continue
		}
		for _, word := range foreignWords {
			if strings.Contains(rec.Body.String(), word) {
				w.t.Errorf("%s: holds %q of another agency", name, word)
			}
		}
	}
}

var (
	forms   = regexp.MustCompile(`(?s)<form.*?</form>`)
	posted  = regexp.MustCompile(`<form[^>]* method="post"[^>]* action="([^"]*)"`)
	linked  = regexp.MustCompile(`<a[^>]* href="(/desk[^"]*)"`)
	buttons = regexp.MustCompile(`<button[^>]*>`)
)

// offersOnlyRights holds that a page leads nowhere, and has no button, that its reader
// would be refused at.
func (w *world) offersOnlyRights(name string, role account.Role, page string) {
	w.t.Helper()
	needs := map[string]account.Action{}
	for _, r := range api.DeskRoutes() {
		needs[r.Method+" "+r.Path] = r.Needs
	}
	for method, found := range map[string][][]string{
		"GET": linked.FindAllStringSubmatch(page, -1), "POST": posted.FindAllStringSubmatch(page, -1),
	} {
		for _, m := range found {
			r := httptest.NewRequestWithContext(w.t.Context(), method, html.UnescapeString(m[1]), nil)
			c := w.handler.NewContext(r, nil)
			w.handler.Router().Find(method, r.URL.Path, c)
			if action, ours := needs[method+" "+c.Path()]; ours && role.Reach(action) == account.None {
				w.t.Errorf("%s: offers %s %s, which needs %s", name, method, m[1], action)
			}
		}
	}
	if b := buttons.FindString(forms.ReplaceAllString(page, "")); b != "" {
		w.t.Errorf("%s: %s does nothing", name, b)
	}
}

// nobodysYear is a year whose plan is not public; it asked Sở Tư pháp and Sở Nội vụ.
const nobodysYear = "?year=2025"

// Figures of a plan that is not public are seen by the agency of its own, and by who
// sees all.
func TestFiguresThatAreNotPublicAreSeenByTheRightRoles(t *testing.T) {
	both(t, func(w *world) {
		of := map[string]bool{"/table.xlsx": false, "/groups/department": false, "/groups/department/table.csv": false}
		for _, page := range []string{"", "/detail", "/table.xlsx", "/table.csv"} {
			of["/agencies/STP"+page], of["/agencies/SNV"+page] = true, false
		}
		for _, role := range account.Roles {
			cookie, reach := w.as(role, "STP"), role.Reach(account.SeeFigures)
			for path, own := range of {
				want := http.StatusForbidden
				if reach == account.All || reach == account.Own && own {
					want = http.StatusOK
				}
				w.wants(string(role)+" "+path, w.sendAs(cookie, "GET", path+nobodysYear, nil), want)
			}
		}
		for path := range of {
			w.wants("signed out "+path, w.send("GET", path+nobodysYear, ""), http.StatusForbidden)
		}
	})
}

func (w *world) trySignedOut(r api.DeskRoute, how tried) {
	w.t.Helper()
	rec := w.send(r.Method, how.target, "", asForm)
	led := rec.Code == 303 && strings.HasPrefix(rec.Header().Get("Location"), "/sign-in?next=")
	if r.Method == "GET" && !led || r.Method != "GET" && rec.Code != 401 {
		w.t.Errorf("%s %s signed out: %d", r.Method, how.target, rec.Code)
	}
}

// reachNames are how docs/roles.md writes reaches.
var reachNames = map[account.Reach]string{
	account.None: "–", account.Own: "own", account.Other: "other", account.All: "all",
}

// docs/roles.md prints the table of rights and the names of the roles as they are.
func TestTheDocumentSaysTheRightsAsTheyAre(t *testing.T) {
	text, err := os.ReadFile("../docs/roles.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, role := range account.Roles {
		second := ""
		if role.NeedsSecondFactor() {
			second = "required"
		}
		fmt.Fprintf(&want, "| `%s` | %s | %s | %s |\n", role,
			words.Say(survey.Vietnamese, "role."+string(role), nil), words.Say(survey.English, "role."+string(role), nil), second)
	}
	roles := want.String()
	want.Reset()
	for _, action := range account.Actions {
		fmt.Fprintf(&want, "| `%s` |", action)
		for _, role := range account.Roles {
			fmt.Fprintf(&want, " %s |", reachNames[role.Reach(action)])
		}
		want.WriteString("\n")
	}
	for _, table := range []string{roles, want.String()} {
		if !strings.Contains(string(text), table) {
			t.Errorf("docs/roles.md does not hold\n%s", table)
		}
	}
}
