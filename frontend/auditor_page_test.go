package frontend

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/survey"
)

// auditorPages are the pages whose fields an auditor reads and cannot change.
func auditorPages(all map[string]any, p *province, lang survey.Lang) {
	c, now := p.catalogue, time.Date(2022, 3, 4, 5, 0, 0, 0, time.UTC)
	at := func(path string) Frame { return signedFrame(lang, account.Auditor, path) }
	for _, kind := range []survey.RecordKind{survey.AgencyRecord, survey.CounterRecord, survey.PlanRecord} {
		r := &someRecords(c, kind)[0]
		all["read "+string(kind)] = NewRecordPage(at(RecordPath(kind, r.Key)), c, testToday, r, nil, nil)
	}
	drafts := testDrafts()
	all["read draft"] = NewDraftPage(at(DraftPath(1)), shippedProvince(), &drafts[0], DraftView{})
	all["read drafts"] = NewQuestionnaireDeskPage(at("/desk/questionnaires"), shippedProvince(), drafts)
	all["read account"] = NewAccountPage(at("/desk/accounts/2"), c, testToday, &someAccounts()[1], nil, nil)
	all["read keys"] = NewKeysPage(at("/desk/keys"), c, now, someKeys(now), nil, nil)
	all["read plans"] = NewPlansPage(at("/desk/plans"), c, testToday)
	all["read agencies"] = NewDeskAgenciesPage(at("/desk/agencies"), reorganisedProvince(), testToday, nil)
}

// An auditor sees what is in the fields, and nothing to press but to sign out.
func TestAnAuditorReadsFieldsWithoutButtons(t *testing.T) {
	all := map[string]any{}
	auditorPages(all, newProvince(), survey.Vietnamese)
	for name, page := range all {
		html := drawn(t, page)
		for _, m := range regexp.MustCompile(`<form[^>]* method="post"[^>]*>`).FindAllString(html, -1) {
			if !strings.Contains(m, "/sign-out") {
				t.Errorf("%s: %s", name, m)
			}
		}
		for _, wrong := range []string{`/new"`, `class="btn"`, "/agencies/succession", "/token"} {
			if strings.Contains(html, wrong) {
				t.Errorf("%s: has %s", name, wrong)
			}
		}
		fields := strings.Contains(html, `name="name_vi"`) || strings.Contains(html, `name="email"`)
		if fields && !strings.Contains(html, `<fieldset class="shown" disabled>`) {
			t.Errorf("%s: its fields can be typed into", name)
		}
	}
}

// A right whose name is mistyped in a template would hide a button from everybody.
func TestTemplatesNameKnownRights(t *testing.T) {
	files, err := filepath.Glob("template/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	asked := regexp.MustCompile(`\.May "([^"]*)"`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(account.Actions, account.Action(m[1])) {
				t.Errorf("%s: %s is no right", file, m[1])
			}
		}
	}
}
