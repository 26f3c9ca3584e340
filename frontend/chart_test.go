package frontend

import (
	"bytes"
	"strings"
	"testing"

	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

var above83 = survey.Target{Hundredths: 8300, Above: true}

// scoreOf is the score of people who answered one question each.
func scoreOf(satisfied, given int64) scoring.Score {
	sums := survey.Sums{N: given, Y: satisfied, M: given, YY: satisfied, YM: satisfied, MM: given}
	terms := scoring.Terms{Target: above83, Minimum: 30}
	return scoring.ScoreOf(survey.Tally{Received: given, Sums: sums}, terms)
}

// cellsOf are months of people who were all satisfied: code, number, code, number.
func cellsOf(pairs ...any) []report.Cell {
	var cells []report.Cell
	for i := 0; i < len(pairs); i += 2 {
		n := int64(pairs[i+1].(int))
		cells = append(cells, report.Cell{Code: pairs[i].(string), Score: scoreOf(n, n)})
	}
	return cells
}

func meterOf(satisfied, given int64, from float64) *Meter {
	s := scoreOf(satisfied, given)
	p := pen{survey.Vietnamese, Ruler{from}}
	f := p.score("Sở Y tế", s)
	return p.meter("m", "Sở Y tế", judged{"Sở Y tế", s.Estimate, s.Target, f.Badge.Verdict}, f)
}

func drawPart(t *testing.T, name string, data any) string {
	t.Helper()
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRulerBeginsAtSixtyUnlessSomethingIsBelow(t *testing.T) {
	if got := rulerFor(60, 83, 100).From; got != 60 {
		t.Errorf("from %v, want 60", got)
	}
	if got := rulerFor(83, 59.99).From; got != 0 {
		t.Errorf("from %v, want 0", got)
	}
	r := Ruler{60}
	places := map[float64]string{83: "57.5%", 60: "0%", 100: "100%", 52.4: "0%", 84.774: "61.94%"}
	for percent, want := range places {
		if got := along(r.at(percent)); got != want {
			t.Errorf("%v is at %s, want %s", percent, got, want)
		}
	}
}

// The shape says the verdict and the fill says the certainty.
func TestMarksSayVerdictAndCertainty(t *testing.T) {
	tests := []struct {
		verdict        Verdict
		diamond, solid bool
	}{{MetClear, false, true}, {MetMargin, false, false}, {NotMargin, true, false}, {NotClear, true, true}}
	for _, tt := range tests {
		m := markAt(tt.verdict, "1%", "12", false)
		if (m.Diamond != "") != tt.diamond || (m.Fill != "#fff") != tt.solid {
			t.Errorf("%s: %+v", tt.verdict, m)
		}
	}
}

func TestMeterDrawsScoreAndInterval(t *testing.T) {
	got := drawPart(t, "Meter", meterOf(850, 1000, 60))
	for _, want := range []string{
		`<title id="m-t">Sở Y tế: 85,00%, chỉ tiêu trên 83%</title>`,
		`aria-labelledby="m-t"`, `<desc id="m-d">`,
		`<circle cx="62.5%"`, "Chỉ tiêu: trên 83%", "chưa đạt</text>", ">82,65</text>", ">87,08</text>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestWhiskerOffTheRulerLosesItsCap(t *testing.T) {
	m := meterOf(20, 30, 60)
	if m.Whisker.CapLow || !m.Whisker.CapHigh || m.Whisker.Low != "0%" {
		t.Errorf("whisker %+v", m.Whisker)
	}
	if m.Bounds[0].Text != "‹ 48,78" || m.Bounds[0].Anchor != "start" || m.Not != "" {
		t.Errorf("bounds %+v, zone %q", m.Bounds, m.Not)
	}
}

// Caps inside the mark look like smears, and a line inside it is not seen.
func TestWhiskerKeepsClearOfTheMark(t *testing.T) {
	if m := meterOf(85_000, 100_000, 60); m.Whisker != nil || len(m.Bounds) != 2 {
		t.Errorf("whisker %+v, bounds %+v", m.Whisker, m.Bounds)
	}
	if m := meterOf(1700, 2000, 60); m.Whisker == nil || m.Whisker.CapLow || m.Whisker.CapHigh {
		t.Errorf("whisker %+v, want a line without caps", m.Whisker)
	}
	if m := meterOf(850, 1000, 60); !m.Whisker.CapLow || !m.Whisker.CapHigh {
		t.Errorf("whisker %+v, want caps", m.Whisker)
	}
	s := scoreOf(1700, 2000)
	if f := (pen{survey.English, Ruler{60}}).score("x", s); f.Mini.Whisker != nil || f.Brief == "" {
		t.Errorf("mini %+v", f.Mini)
	}
}

func TestMonthChartNumbersEveryLevel(t *testing.T) {
	plan := &survey.Plan{Starts: "2022-01-01", Ends: "2022-12-15"}
	p := pen{survey.English, Ruler{60}}
	for _, tick := range p.months("m", plan, nil, above83).Grid {
		if tick.Text == "" {
			t.Errorf("no number at %s", tick.Y)
		}
	}
}

// Numbers at the right end would run into each other, so they become one.
func TestBoundsStandTogetherAtTheEnd(t *testing.T) {
	m := meterOf(40, 40, 60)
	if len(m.Bounds) != 1 || m.Bounds[0].Text != "91,24 – 100,00" || m.Bounds[0].Anchor != "end" {
		t.Errorf("bounds %+v", m.Bounds)
	}
}

func TestEveryoneAskedLeavesNoInterval(t *testing.T) {
	s := scoreOf(37, 40)
	s.Estimate = scoring.EstimateOf(survey.Sums{N: 40, Y: 37, M: 40, YY: 37, YM: 37, MM: 40}, 40)
	p := pen{survey.English, Ruler{60}}
	f := p.score("x", s)
	m := p.meter("m", "x", judged{"x", s.Estimate, s.Target, f.Badge.Verdict}, f)
	if len(m.Bounds) != 1 || m.Bounds[0].Text != "92.50" || m.Bounds[0].Anchor != "middle" {
		t.Errorf("bounds %+v", m.Bounds)
	}
}

// A factor of several questions has a dot, and neither whisker nor verdict.
func TestMiniWithoutInterval(t *testing.T) {
	p := pen{survey.Vietnamese, Ruler{60}}
	alone := scoring.Estimate{Share: scoreOf(90, 100).Share}
	f := p.figure(judged{name: "Tiếp cận", Estimate: alone, target: above83})
	got := drawPart(t, "Mini", f.Mini)
	if !strings.Contains(got, `fill="#13242c"`) || strings.Contains(got, "<g ") {
		t.Error(got)
	}
	if !strings.Contains(got, "không có khoảng tin cậy") || f.Badge.Text != "" || f.Low != "" {
		t.Errorf("%+v", f)
	}
}

func TestPlanMonthsCrossTheYear(t *testing.T) {
	got := planMonths(&survey.Plan{Starts: "2022-11-30", Ends: "2023-02-01"})
	if len(got) != 4 || got[0] != "2022-11" || got[3] != "2023-02" {
		t.Errorf("got %v", got)
	}
	if one := planMonths(&survey.Plan{Starts: "2022-11-30", Ends: "2022-11-30"}); len(one) != 1 {
		t.Errorf("got %v", one)
	}
}

// Months below the minimum leave a gap in the line, and nothing of theirs is drawn.
func TestSparkLeavesGaps(t *testing.T) {
	plan := &survey.Plan{Starts: "2022-01-01", Ends: "2022-12-15"}
	p := pen{survey.English, Ruler{60}}
	cells := cellsOf("2022-01", 40, "2022-02", 40, "2022-03", 29, "2022-04", 40, "2022-05", 12, "2022-06", 50)
	s := p.spark("x", plan, cells, above83)
	if len(s.Segments) != 1 || len(s.Dots) != 1 || s.Segments[0] != "6,3 16.18,3" {
		t.Errorf("%+v", s)
	}
	if p.spark("x", plan, cellsOf("2022-01", 40, "2022-02", 29), above83) != nil {
		t.Error("one month is no trend")
	}
	c := p.months("m", plan, cells, above83)
	if c.Drawn != 4 || len(c.Marks) != 4 || len(c.Lines) != 1 || len(c.Rows) != 6 || c.Rows[2].Shown {
		t.Errorf("%+v", c)
	}
}
