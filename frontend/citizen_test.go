package frontend

import (
	"regexp"
	"strings"
	"testing"

	"hailong/survey"
)

// TestCitizenPagesAskForNothing: no script, no style attribute, no other request.
func TestCitizenPagesAskForNothing(t *testing.T) {
	form := testForm(survey.Vietnamese, 1)
	pages := map[string]any{
		"form":   form.Failed(survey.Fail(survey.Invalid, "response.empty", nil).At("answers")),
		"thanks": ThanksPage{Frame: form.Frame, Agency: &testAgency, Counter: &testCounter, Short: "K7Q4-92TD"},
		"erase":  ErasePage{Frame: form.Frame, Agency: &testAgency, Counter: &testCounter}.Failed(survey.Busy(nil)),
		"erased": ErasePage{Frame: form.Frame, Agency: &testAgency, Counter: &testCounter, Done: true},
		"notice": NoticeOf(form.Frame, nil, nil, survey.Fail(survey.NotFound, "counter.unknown", nil)),
	}
	asks := regexp.MustCompile(`<script|<img|<link rel=stylesheet|@import|url\(|\sstyle=|\son\w+=|https?:`)
	for name, page := range pages {
		html := draw(t, page)
		if found := asks.FindString(html); found != "" {
			t.Errorf("%s has %q", name, found)
		}
		_, rest, _ := strings.Cut(html, "<style>")
		if style, _, _ := strings.Cut(rest, "</style>"); style != citizenStyle {
			t.Errorf("%s: the style is not the hashed one", name)
		}
	}
}

func TestCitizenStyleHashIsASourceOfThePolicy(t *testing.T) {
	if hash := CitizenStyleHash(); !regexp.MustCompile(`^'sha256-[A-Za-z0-9+/]{43}='$`).MatchString(hash) {
		t.Error(hash)
	}
}

// TestTheLanguageSwitchIsNoWayToLoseWhatWasTyped: it is a link, so it is only
// there while nothing was sent in vain.
func TestTheLanguageSwitchIsNoWayToLoseWhatWasTyped(t *testing.T) {
	p := testForm(survey.Vietnamese, 0)
	if !strings.Contains(draw(t, p), `href="/s/7K3MQ2XVTD?lang=en" lang=en`) {
		t.Error("no switch on a fresh form")
	}
	if strings.Contains(draw(t, p.Failed(survey.Busy(nil))), "hreflang") {
		t.Error("a switch on a form that was typed in")
	}
}
