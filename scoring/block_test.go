package scoring_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
	"hailong/survey"
)

func scores(t *rapid.T, terms scoring.Terms) []scoring.Score {
	var list []scoring.Score
	for range rapid.IntRange(1, 8).Draw(t, "agencies") {
		list = append(list, scoring.ScoreOf(survey.Tally{Sums: sums(ballots(1).Draw(t, "ballots")...)}, terms))
	}
	return list
}

func TestABlocksMeanLiesBetweenItsAgencies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := scores(t, scoring.Terms{Target: above83, Minimum: 30})
		b := scoring.BlockOf(list, above83)
		var least, most *big.Rat
		eligible := 0
		for _, s := range list {
			if !s.Eligible() {
				continue
			}
			eligible++
			if least == nil || s.Share.Cmp(least) < 0 {
				least = s.Share
			}
			if most == nil || s.Share.Cmp(most) > 0 {
				most = s.Share
			}
		}
		if b.Eligible != eligible || b.Agencies != len(list) {
			t.Fatalf("%d of %d, want %d of %d", b.Eligible, b.Agencies, eligible, len(list))
		}
		if eligible == 0 {
			if b.Share != nil || b.Official != scoring.TooFew || b.Certain {
				t.Fatalf("without an eligible agency: %+v", b)
			}
			return
		}
		if b.Share.Cmp(least) < 0 || b.Share.Cmp(most) > 0 {
			t.Fatalf("%s is not between %s and %s", b.Share, least, most)
		}
		if b.Interval.Low > b.Percent() || b.Percent() > b.Interval.High {
			t.Fatalf("%g in %+v", b.Percent(), b.Interval)
		}
	})
}

func TestABlockDoesNotCareForTheOrderOfItsAgencies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := scores(t, scoring.Terms{Target: above83, Minimum: 30})
		a, b := scoring.BlockOf(list, above83), scoring.BlockOf(rapid.Permutation(list).Draw(t, "shuffled"), above83)
		if a.Percent() != b.Percent() || a.Interval != b.Interval || a.Official != b.Official || a.Certain != b.Certain {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func TestABlocksMembersWeighTheSame(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	big := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{8000, 1, 1}, [3]int64{2000, 0, 1})}, terms)
	small := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{36, 1, 1}, [3]int64{4, 0, 1})}, terms)
	if b := scoring.BlockOf([]scoring.Score{big, small}, above83); b.Percent() != 85 || b.Official != scoring.Met || b.Certain {
		t.Errorf("80%% and 90%%: %g, %s", b.Percent(), b.Official)
	}
}

func TestABlockAtTheTargetExactly(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	exactly := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{83, 1, 1}, [3]int64{17, 0, 1})}, terms)
	list := []scoring.Score{exactly, exactly, exactly}
	if b := scoring.BlockOf(list, above83); b.Official != scoring.NotMet {
		t.Errorf("83 exactly is not above 83: %s", b.Official)
	}
	if b := scoring.BlockOf(list, survey.Target{Hundredths: 8300}); b.Official != scoring.Met {
		t.Errorf("83 exactly is at least 83: %s", b.Official)
	}
}

func TestABlockWhereAllAgree(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	all := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{40, 5, 5})}, terms)
	b := scoring.BlockOf([]scoring.Score{all, all}, above83)
	if b.Percent() != 100 || b.Effective != 80 || b.Interval.High != 100 || b.Interval.Low <= all.Interval.Low {
		t.Errorf("%+v", b)
	}
	census := scoring.Terms{Target: above83, Minimum: 30, Population: 40}
	asked := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{40, 4, 5})}, census)
	if b := scoring.BlockOf([]scoring.Score{asked, asked}, above83); b.Interval != (scoring.Interval{Low: 80, High: 80}) {
		t.Errorf("two agencies with everybody asked: %+v", b.Interval)
	}
}

func TestOfFactorKeepsAnIntervalOnlyWhereItIsExact(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	s := scoring.ScoreOf(survey.Tally{Sums: row1}, terms)
	share := survey.Share{Satisfied: 81, Given: 100}
	one, several := s.OfFactor(share, 1), s.OfFactor(share, 4)
	if want := scoring.EstimateOf(row4, 0).Interval; one.Interval != want {
		t.Errorf("one question: %+v, want %+v", one.Interval, want)
	}
	if several.Percent() != 81 || several.Interval != (scoring.Interval{}) || several.Effective != 0 || several.Certain {
		t.Errorf("four questions: %+v", several.Estimate)
	}
	if few := s.OfFactor(survey.Share{Satisfied: 29, Given: 29}, 1); few.Official != scoring.TooFew {
		t.Errorf("29 answers: %s", few.Official)
	}
}
