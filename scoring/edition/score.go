package edition

import (
	"slices"
	"strconv"

	"hailong/scoring"
	"hailong/survey"
)

// scored judges the sums by the terms.
func (s *Score) scored() scoring.Score {
	return scoring.ScoreOf(survey.Tally{
		Received: s.Received, Late: s.Late, Excluded: s.Excl,
		Sums: survey.Sums{N: s.N, Y: s.Y, M: s.M, YY: s.YY, YM: s.YM, MM: s.MM},
	}, s.terms())
}

// opinion is the score as a leaf takes it; of an agency that no plan asked, no service.
func (s *Score) opinion() scoring.Opinion {
	if s == nil {
		return scoring.Opinion{Official: scoring.NoService}
	}
	return scoring.OpinionOf(s.scored())
}

// compute fills in the figures. Below the minimum nothing but the count is published.
func (s *Score) compute() {
	score := s.scored()
	s.Official, s.Certain, s.Needed = string(score.Official), score.Certain, score.Needed()
	s.Score, s.Low, s.High = "", "", ""
	if score.Eligible() {
		s.Score = scoring.Decimal(score.Share, s.Target)
		s.Low, s.High = percent(score.Interval.Low), percent(score.Interval.High)
	}
	for i, share := range s.factors(&score) {
		s.Factors[i].Score = ""
		if share.Eligible() {
			s.Factors[i].Score = scoring.Decimal(share.Share, s.Target)
		}
	}
}

// factors are the scores of the factors, eligible where they are shown.
func (s *Score) factors(of *scoring.Score) []*scoring.Score {
	shares := make([]*scoring.Score, len(s.Factors))
	for i := range s.Factors {
		f := &s.Factors[i]
		share := of.OfFactor(survey.Share{Satisfied: f.Satisfied, Given: f.Given}, f.Questions)
		shares[i] = &share
	}
	scoring.Withhold(shares)
	return shares
}

// percent writes a bound of an interval, which has six decimals.
func percent(p float64) string { return strconv.FormatFloat(p, 'f', 6, 64) }

// blocks are the means of the sectors, then of the groups.
func (c *Content) blocks() []Block {
	var blocks []Block
	for _, sector := range survey.Sectors {
		of := func(a *Agency) bool { return a.Sector == string(sector) }
		blocks = append(blocks, c.block("sector", string(sector), of))
	}
	for i := range c.Groups {
		code := c.Groups[i].Code
		blocks = append(blocks, c.block("group", code, func(a *Agency) bool { return a.Group == code }))
	}
	return blocks
}

func (c *Content) block(part, code string, of func(*Agency) bool) Block {
	var scores []scoring.Score
	var targets []survey.Target
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Opinion != nil && of(a) {
			scores = append(scores, a.Opinion.scored())
			targets = append(targets, a.Opinion.terms().Target)
		}
	}
	w := Block{Part: part, Code: code}
	targets = slices.Compact(targets)
	var target survey.Target
	if len(targets) == 1 {
		target = targets[0]
		w.Target, w.Above = target.Hundredths, target.Above
	}
	b := scoring.BlockOf(scores, target)
	w.Agencies, w.Eligible = b.Agencies, b.Eligible
	if b.Eligible == 0 {
		return w
	}
	w.Score = scoring.Decimal(b.Share, w.Target)
	w.Low, w.High = percent(b.Interval.Low), percent(b.Interval.High)
	if len(targets) == 1 {
		w.Official, w.Certain = string(b.Official), b.Certain
	}
	return w
}
