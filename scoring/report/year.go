package report

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// Year is the figures of the official plans of a year, which list different
// agencies, or of one plan that was asked for by name.
type Year struct {
	Catalogue *survey.Catalogue
	Boards    []*Board // at least one, in the order of the plans

	places []place // by the agency's code
}

// place is an agency's figure with the board that it is on.
type place struct {
	board  *Board
	agency *AgencyScore
}

// ReadYear reads a year as the public may see it.
func ReadYear(
	ctx context.Context, src Source, c *survey.Catalogue, plans []*survey.Plan, now time.Time,
) (*Year, error) {
	return Public.ReadYear(ctx, src, c, plans, now)
}

// ReadYear reads a board for each plan, one query each. Of a plan that is not public it
// reads all agencies: whether the reader sees all of it, the caller asks (see SeesAll).
func (r Reader) ReadYear(
	ctx context.Context, src Source, c *survey.Catalogue, plans []*survey.Plan, now time.Time,
) (*Year, error) {
	return readYear(c, plans, func(p *survey.Plan) (*Board, error) {
		return r.readBoard(ctx, src, c, p, now, query(c, p, 0, survey.ByAgency, survey.ByMonth))
	})
}

// ReadScores reads the public's without the months, which are most of the work, of one
// agency or, where only is 0, of all.
func ReadScores(
	ctx context.Context, src Source, c *survey.Catalogue, plans []*survey.Plan, only survey.AgencyID,
	now time.Time,
) (*Year, error) {
	return readYear(c, plans, func(p *survey.Plan) (*Board, error) {
		return Public.readBoard(ctx, src, c, p, now, query(c, p, only, survey.ByAgency))
	})
}

func readYear(
	c *survey.Catalogue, plans []*survey.Plan, read func(*survey.Plan) (*Board, error),
) (*Year, error) {
	y := &Year{Catalogue: c}
	for _, p := range plans {
		b, err := read(p)
		if err != nil {
			return nil, err
		}
		y.Boards = append(y.Boards, b)
		for i := range b.Agencies {
			y.places = append(y.places, place{b, &b.Agencies[i]})
		}
	}
	slices.SortStableFunc(y.places, func(a, b place) int {
		return cmp.Compare(a.agency.Agency.Code, b.agency.Agency.Code)
	})
	return y, nil
}

// All are the year's agencies by code, each with the board that it is on.
func (y *Year) All() iter.Seq2[*Board, *AgencyScore] {
	return func(yield func(*Board, *AgencyScore) bool) {
		for _, p := range y.places {
			if !yield(p.board, p.agency) {
				return
			}
		}
	}
}

// Block is the unweighted mean over those agencies that keep lets in, on whichever
// board. It is held against their target; the second result tells whether that is
// one and the same for all of them, without which the verdict means nothing.
func (y *Year) Block(keep func(*survey.Agency) bool) (scoring.Block, bool) {
	var scores []scoring.Score
	var target survey.Target
	targets := map[survey.Target]bool{}
	for _, a := range y.All() {
		if keep(a.Agency) {
			scores = append(scores, a.Score)
			target = a.Score.Target
			targets[target] = true
		}
	}
	return scoring.BlockOf(scores, target), len(targets) == 1
}

// Sums add up what became of the responses of those agencies that keep lets in.
func (y *Year) Sums(keep func(*survey.Agency) bool) Received {
	sum, some := Received{Told: true}, false
	for _, a := range y.All() {
		if keep(a.Agency) {
			sum, some = sum.add(a.Became()), true
		}
	}
	sum.Told = sum.Told && some
	return sum
}

// Received is what became of all responses that were received: counted, too late,
// excluded by a person, or without an answer that counts.
type Received struct {
	All, Counted, Late, Excluded, Uncounted int64

	Flagged int64 // of All: noticed by a rule; only where Told
	Told    bool  // the reader is inside of all agencies that it is of
}

// ReceivedOf reads it off a score.
func ReceivedOf(s scoring.Score) Received {
	return Received{
		All: s.Received, Counted: s.Responses, Late: s.Late, Excluded: s.Excluded, Uncounted: s.Uncounted(),
	}
}

// Became is what became of the agency's responses, with what is flagged where the reader
// is told that.
func (a *AgencyScore) Became() Received {
	got := ReceivedOf(a.Score)
	if a.Beside != nil {
		got.Flagged, got.Told = a.Beside.Flagged, true
	}
	return got
}

func (r Received) add(o Received) Received {
	return Received{
		All: r.All + o.All, Counted: r.Counted + o.Counted, Late: r.Late + o.Late,
		Excluded: r.Excluded + o.Excluded, Uncounted: r.Uncounted + o.Uncounted,
		Flagged: r.Flagged + o.Flagged, Told: r.Told && o.Told,
	}
}
