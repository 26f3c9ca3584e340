package edition

import "testing"

func TestWhatIsShownOfTheUnranked(t *testing.T) {
	for unranked, want := range map[string]Result{
		"":        {Index: "0.00", Exact: "0/1", Class: "yeu", Points: 1},
		LeftOut:   {Points: 1},
		TooLittle: {Index: "0.00", Exact: "0/1", Points: 1},
	} {
		r := Result{Index: "0.00", Exact: "0/1", Class: "yeu", Points: 1, Unranked: unranked}
		w := r.Shown()
		if w.Index != want.Index || w.Exact != want.Exact || w.Class != want.Class || w.Points != 1 {
			t.Errorf("%q: %+v", unranked, w)
		}
		if r.Class == "" || r.Index == "" {
			t.Errorf("%q: the edition lost them", unranked)
		}
	}
}

// An end has two decimals, half up, or more where two would print the target.
func TestEndsArePrintedAsScoresAre(t *testing.T) {
	for text, want := range map[string]string{
		"82.483800": "82.48", "85.639126": "85.64", "82.485000": "82.49", "83.000000": "83.00", "83.001000": "83.001",
		"0.000000": "0.00", "100.000000": "100.00", "": "",
	} {
		if low, high := (&Score{Low: text, High: text, Target: 8300}).Ends(); low != want || high != want {
			t.Errorf("%s: %s, %s, want %s", text, low, high, want)
		}
	}
	if low, high := (&Block{Low: "79.047546", High: "85.659411"}).Ends(); low != "79.05" || high != "85.66" {
		t.Error(low, high)
	}
}

func TestWhatNobodyEnteredIsUnsaid(t *testing.T) {
	for _, c := range []struct {
		leaf   Leaf
		unsaid bool
	}{
		{Leaf{From: FromNobody}, true},
		{Leaf{From: FromSelf, Den: 100}, true},
		{Leaf{From: FromSelf}, false},
		{Leaf{From: FromSelf, Den: 200}, false},
		{Leaf{From: FromFeed, Num: 100, Den: 100}, false},
	} {
		if c.leaf.Unsaid() != c.unsaid {
			t.Errorf("%+v", c.leaf)
		}
	}
}
