package main

import (
	"context"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// assess fills in the agencies' own part and submits all but the last so many.
func (d *demoIndex) assess(ctx context.Context, id round.ID, late int) error {
	sheets, err := d.rounds().Sheets(ctx, id)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		if err := d.assessOne(ctx, id, s, i < len(sheets)-late); err != nil {
			return err
		}
	}
	return nil
}

func (d *demoIndex) assessOne(ctx context.Context, id round.ID, s *round.Sheet, submits bool) error {
	by := d.person("demo-"+strings.ToLower(s.Agency.Code), s.Agency.Code)
	by.Owns = func(a survey.AgencyID) bool { return a == s.Agency.ID }
	quality := 0.8 + 0.2*d.random.Float64()
	var drafts []round.Draft
	uses := []round.Use{{Leaf: round.ReportLeaf, Part: round.Self}}
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if l.Automatic() || l.Item.Kind == scoring.External || l.Item.Aside() {
			continue
		}
		if !submits && i%3 == 0 {
			continue
		}
		drafts = append(drafts, round.Draft{Leaf: l.Item.Code, Given: d.given(l.Item, quality)})
		if l.Item.Evidence {
			uses = append(uses, round.Use{Leaf: l.Item.Code, Part: round.Self})
		}
	}
	if err := d.rounds().Assess(ctx, by, id, s.Agency.ID, drafts); err != nil {
		return err
	}
	if !submits {
		return nil
	}
	if err := d.report(ctx, s, by, uses); err != nil {
		return err
	}
	return d.rounds().Submit(ctx, by, id, s.Agency.ID)
}

// report uses one file for everything that the agency has to prove, and as its report.
func (d *demoIndex) report(ctx context.Context, s *round.Sheet, by round.Person, uses []round.Use) error {
	id, err := d.attach(ctx, s, by, "tai-lieu-mo-phong.pdf", uses)
	if err != nil {
		return err
	}
	m := *s.Member
	m.Report = id
	return d.db.InTx(ctx, func(ctx context.Context) error { return d.db.PutMember(ctx, s.Round.ID, &m) })
}

// attach uses the one simulated file for leaves of a sheet.
func (d *demoIndex) attach(
	ctx context.Context, s *round.Sheet, by round.Person, name string, uses []round.Use,
) (round.EvidenceID, error) {
	e := &round.Evidence{
		Round: s.Round.ID, Agency: s.Agency.ID, File: d.evidence, Name: name, AddedBy: by.Login, AddedAt: d.at,
		Uses: uses,
	}
	err := d.db.InTx(ctx, func(ctx context.Context) error {
		if err := d.db.AddEvidence(ctx, e); err != nil {
			return err
		}
		return d.db.Record(ctx, e.Logged(s.Round, s.Agency.Code, by.Actor))
	})
	return e.ID, err
}

// given makes up what is entered at a leaf by somebody of a quality from 0 to 1.
func (d *demoIndex) given(item *scoring.Item, quality float64) scoring.Given {
	share := min(1, quality+0.15*d.random.Float64())
	switch {
	case item.Share():
		den := int64(20 + d.random.IntN(400))
		return scoring.Given{Num: 100 * int64(share*float64(den)), Den: 100 * den}
	case item.Kind == scoring.Count:
		return scoring.Given{Num: 100 * int64((1-share)*20)}
	case item.Number():
		return scoring.Given{Num: int64(100 * d.random.IntN(6))}
	case item.Kind == scoring.Fixed:
		if d.random.Float64() > share {
			return scoring.Given{}
		}
		return scoring.Given{Points: item.Max}
	}
	step := max(item.Step, 25)
	return scoring.Given{Points: min(item.Max, scoring.Points(share*float64(item.Max)+0.5)/step*step)}
}
