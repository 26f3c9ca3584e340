package frontend

import (
	"testing"

	"hailong/scoring"
	"hailong/survey"
)

// A factor of several questions has no interval; one that too few answered is hidden.
func TestFactorOfSeveralQuestions(t *testing.T) {
	p := newProvince()
	d := p.detail(t, 4, 1)
	page := NewAgencyPage(testFrame(survey.Vietnamese, "/agencies/STP", "plan=plan-4"), &d.AgencyBoard)
	if access := page.Factors.Rows[1]; !access.Shown || access.Low != "" || !page.Several {
		t.Errorf("%+v", access)
	}
	d.Factors[0].Score.Official = scoring.TooFew
	page = NewAgencyPage(testFrame(survey.Vietnamese, "/agencies/STP", "plan=plan-4"), &d.AgencyBoard)
	if last := page.Factors.Rows[1]; last.Shown || last.Percent != "" || last.Name != "Tiếp cận" {
		t.Errorf("%+v", last)
	}
}

func TestPrintEqualToTheTargetSaysSo(t *testing.T) {
	p := pen{survey.Vietnamese, Ruler{60}}
	tests := []struct {
		satisfied, given int64
		percent, rounded string
	}{
		{83, 100, "83,00", "Đúng 83% là chưa đạt, chỉ tiêu là trên 83%."},
		{83_000_001, 100_000_000, "83,0000", "(trên 83 khi chưa làm tròn)"},
		{82_999_999, 100_000_000, "83,0000", "(dưới 83 khi chưa làm tròn)"},
		{83_001, 100_000, "83,001", ""},
		{84, 100, "84,00", ""},
	}
	for _, tt := range tests {
		f := p.score("x", scoreOf(tt.satisfied, tt.given))
		if f.Percent != tt.percent || f.Rounded != tt.rounded {
			t.Errorf("%d of %d: %q %q", tt.satisfied, tt.given, f.Percent, f.Rounded)
		}
	}
}
