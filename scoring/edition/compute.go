package edition

import (
	"errors"
	"math/big"
	"slices"

	"hailong/scoring"
	"hailong/survey"
)

// errForm is what Compute says of facts that do not belong together; an edition that was
// closed here never has such.
var errForm = errors.New("edition: the facts do not belong together")

// Compute fills in all figures from the facts, whatever the figures were before.
func (c *Content) Compute() error {
	c.forget()
	for i := range c.Agencies {
		if o := c.Agencies[i].Opinion; o != nil {
			o.compute()
		}
	}
	c.Blocks = c.blocks()
	if c.Kind != CCHC {
		return nil
	}
	for g := range c.Groups {
		if err := c.computeGroup(&c.Groups[g]); err != nil {
			return err
		}
	}
	return nil
}

// forget takes away the figures that not every edition has: one that was put there by
// somebody else would stay otherwise.
func (c *Content) forget() {
	for i := range c.Groups {
		g := &c.Groups[i]
		g.Ranked, g.Mean, g.Classes = 0, "", map[string]int{}
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		a.Result = nil
		for n := range a.Leaves {
			l := &a.Leaves[n]
			l.Points, l.Excluded, l.LowPoints, l.HighPoint = 0, false, 0, 0
		}
	}
}

// computeGroup scores and ranks a group's agencies.
func (c *Content) computeGroup(g *Group) error {
	members := c.members(g.Code)
	if len(members) == 0 {
		return nil
	}
	if g.Set < 0 || g.Set >= len(c.Sets) {
		return errForm
	}
	set := c.Sets[g.Set].Criteria(c.Family, c.Year)
	standings := make([]scoring.Standing, len(members))
	for i, a := range members {
		standing, err := a.score(set)
		if err != nil {
			return err
		}
		standings[i] = standing
	}
	g.rank(set, members, standings)
	return nil
}

func (c *Content) members(group string) []*Agency {
	var list []*Agency
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Group == group && len(a.Leaves) > 0 {
			list = append(list, a)
		}
	}
	return list
}

// score marks an agency's leaves and adds them up, also at both ends of its satisfaction.
func (a *Agency) score(set *scoring.CriteriaSet) (scoring.Standing, error) {
	var marks, low, high []scoring.Mark
	for _, item := range set.Leaves() {
		at := len(marks)
		if at >= len(a.Leaves) || a.Leaves[at].Code != item.Code {
			return scoring.Standing{}, errForm
		}
		m, l, h := a.Leaves[at].mark(item, a)
		marks, low, high = append(marks, m), append(low, l), append(high, h)
	}
	if len(marks) != len(a.Leaves) {
		return scoring.Standing{}, errForm
	}
	result := set.Result(marks)
	a.Result = resultOf(set, result, a.LeftOut)
	return scoring.Standing{
		Index: result.Index, Low: set.Result(low).Index, High: set.Result(high).Index,
	}, nil
}

// mark is the leaf's mark, and what it would be at both ends of the satisfaction.
func (l *Leaf) mark(item *scoring.Item, a *Agency) (mark, low, high scoring.Mark) {
	mark = item.Mark(scoring.Given{
		NotApplicable: l.Out, Points: scoring.Points(l.Given), Num: l.Num, Den: l.Den,
	})
	if l.From == FromNobody && !l.Out { // not even that nothing happened, or was due, was said
		mark = scoring.Mark{}
	}
	low, high = mark, mark
	if item.Kind == scoring.Satisfaction && !l.Out {
		opinion := a.Opinion.opinion()
		if l.From == FromDecided && opinion.Official == scoring.TooFew { // the council decided otherwise
			mark = scoring.Mark{Points: scoring.Points(l.Given)}
			low, high = mark, mark
		} else {
			mark = item.MarkOpinion(opinion)
			low, high = item.MarkBounds(opinion)
		}
	}
	l.Points, l.Excluded = int64(mark.Points), mark.Out
	l.LowPoints, l.HighPoint = int64(low.Points), int64(high.Points)
	return mark, low, high
}

// Where a leaf's mark comes from.
const (
	FromSelf         = "self"
	FromAppraised    = "appraised"
	FromSecond       = "second"
	FromPetition     = "petition"
	FromFeed         = "feed"
	FromSatisfaction = "satisfaction"
	FromDecided      = "decided" // by the council, where too few answered
	FromNobody       = "nobody"  // nothing was entered: no points
)

func resultOf(set *scoring.CriteriaSet, r scoring.Result, leftOut string) *Result {
	w := &Result{
		Points: int64(r.Points), Max: int64(r.Max), SetMax: int64(set.Max()),
		Bonus: int64(r.Bonus), Penalty: int64(r.Penalty),
	}
	for _, s := range r.Areas {
		w.Areas = append(w.Areas, AreaSum{s.Code, int64(s.Points), int64(s.Max)})
	}
	if r.Index != nil {
		w.Exact = r.Index.String()
	}
	if r.Class >= 0 && r.Class < len(set.Classes) {
		w.Class = set.Classes[r.Class].Code
	}
	switch {
	case leftOut != "":
		w.Unranked = LeftOut
	case !set.Rankable(r):
		w.Unranked = TooLittle
	}
	return w
}

// rank gives the ranked their places, and everybody a printed index.
func (g *Group) rank(set *scoring.CriteriaSet, members []*Agency, standings []scoring.Standing) {
	indices := make([]*big.Rat, len(members))
	var ranked []*Result
	var ordered []scoring.Standing
	sum := new(big.Rat)
	for i, a := range members {
		indices[i] = standings[i].Index
		if a.Result.Unranked == "" {
			ranked, ordered = append(ranked, a.Result), append(ordered, standings[i])
			sum.Add(sum, standings[i].Index)
			g.Classes[a.Result.Class]++
		}
	}
	for i, text := range scoring.Decimals(indices, set.Cuts()) {
		members[i].Result.Index = text
	}
	times := map[int]int{}
	for i, place := range scoring.Rank(ordered) {
		r := ranked[i]
		r.Rank, r.Best, r.Worst, r.Of = place.Rank, place.Best, place.Worst, place.Of
		times[r.Rank]++
	}
	for _, r := range ranked {
		r.Shared = times[r.Rank] > 1
	}
	if g.Ranked = len(ranked); g.Ranked > 0 {
		mean := sum.Quo(sum, big.NewRat(int64(g.Ranked), 1))
		g.Mean = scoring.Decimals([]*big.Rat{mean}, set.Cuts())[0]
	}
}

// Sorted are a group's agencies as they are printed: by rank, equal ones by code, then
// those without a rank by code.
func (c *Content) Sorted(group string) (ranked, unranked []*Agency) {
	for _, a := range c.members(group) {
		if a.Result != nil && a.Result.Rank > 0 {
			ranked = append(ranked, a)
		} else {
			unranked = append(unranked, a)
		}
	}
	slices.SortStableFunc(ranked, func(a, b *Agency) int { return a.Result.Rank - b.Result.Rank })
	return ranked, unranked
}

// terms are what the satisfaction is judged by.
func (s *Score) terms() scoring.Terms {
	return scoring.Terms{
		Target:       survey.Target{Hundredths: s.Target, Above: s.Above},
		Transactions: s.Transactions, Known: s.Known, Minimum: s.Minimum, Population: s.Population,
	}
}
