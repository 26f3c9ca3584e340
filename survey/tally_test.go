package survey

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// tallies draws roll-ups over few keys, so that many meet.
var tallies = rapid.SliceOf(rapid.Custom(func(t *rapid.T) Tally {
	few := rapid.Int64Range(0, 1)
	one := Tally{
		TallyKey: TallyKey{
			Counter: CounterID(few.Draw(t, "counter")), Agency: AgencyID(few.Draw(t, "agency")),
			Plan: PlanID(few.Draw(t, "plan")), Questionnaire: QuestionnaireID(few.Draw(t, "form")),
			Month:    rapid.SampledFrom([]Month{"2026-03", "2026-04"}).Draw(t, "month"),
			Channel:  rapid.SampledFrom([]Channel{ChannelQR, ChannelPaper}).Draw(t, "channel"),
			Excluded: rapid.Bool().Draw(t, "excluded"),
		},
		Received: 1,
	}
	m := rapid.Int64Range(0, 5).Draw(t, "m")
	one.Sums = SumsOf(rapid.Int64Range(0, m).Draw(t, "y"), m)
	one.Factors[rapid.IntRange(0, MaxFactors-1).Draw(t, "factor")] = Share{one.Y, m}
	return one
}))

// total adds up tallies without regard to their keys.
func total(list []Tally) (sum Tally) {
	for _, t := range list {
		sum = sum.Add(t)
	}
	return sum
}

func TestMergeAddsUpWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tallies.Draw(t, "tallies")
		merged := MergeTallies(list)
		if d := cmp.Diff(merged, MergeTallies(rapid.Permutation(list).Draw(t, "shuffled"))); d != "" {
			t.Fatalf("the order matters: %s", d)
		}
		cut := rapid.IntRange(0, len(list)).Draw(t, "cut")
		parts := slices.Concat(MergeTallies(list[:cut]), MergeTallies(list[cut:]))
		if d := cmp.Diff(merged, MergeTallies(parts)); d != "" {
			t.Fatalf("merging in two steps differs: %s", d)
		}
		if total(merged) != total(list) {
			t.Fatalf("got %+v, want %+v", total(merged), total(list))
		}
		for i := 1; i < len(merged); i++ {
			if merged[i-1].Compare(merged[i].TallyKey) >= 0 {
				t.Fatalf("%+v stands before %+v", merged[i-1].TallyKey, merged[i].TallyKey)
			}
		}
	})
}

func TestManyAlikeAreTheOneAsOften(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.Int64Range(1, 19).Draw(t, "m")
		one := SumsOf(rapid.Int64Range(0, m).Draw(t, "y"), m)
		n := rapid.IntRange(0, 20).Draw(t, "n")
		var many Sums
		for range n {
			many = many.Add(one)
		}
		if got := one.Times(int64(n)); got != many {
			t.Fatalf("got %+v, want %+v", got, many)
		}
	})
}

func TestStageTalliesCountDownToTheQuestion(t *testing.T) {
	q := shortForm()
	q.ID = 7
	tallies := StageTallies{}
	tallies.Add(StageRefused, &q, "43x--5", 10)
	tallies.Add(StageNone, &q, "5----1", 1)
	tallies.Add(StageRefused, &q, "2-5---", 1)
	want := []StageTally{
		{StageNone, 7, Sums{1, 1, 1, 1, 1, 1}, []Share{{1, 1}, {}, {}, {}, {}, {0, 1}}},
		{StageRefused, 7, Sums{11, 11, 22, 11, 22, 44}, []Share{{10, 11}, {0, 10}, {1, 1}, {}, {}, {10, 10}}},
	}
	if d := cmp.Diff(want, tallies.Sorted()); d != "" {
		t.Error(d)
	}
}
