package main

import (
	"context"

	"hailong/scoring"
	"hailong/scoring/round"
)

// demoReasons are why the council cuts.
var demoReasons = []string{
	"Tài liệu kiểm chứng chưa thể hiện đủ số liệu đã khai.",
	"Báo cáo gửi sau thời hạn quy định.",
	"Số liệu trên hệ thống một cửa thấp hơn số đã khai.",
	"Chưa công khai đầy đủ theo quy định.",
}

// appraise writes the council's part for so many of the leaves: most are taken as they
// are, some are cut.
func (d *demoIndex) appraise(ctx context.Context, id round.ID, part float64) error {
	sheets, err := d.rounds().Sheets(ctx, id)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		var drafts []round.Draft
		for n := range s.Leaves {
			if l := &s.Leaves[n]; s.Unappraised(l) && (part >= 1 || float64(i)/float64(len(sheets)) < part) {
				drafts = append(drafts, d.judgement(s, l))
			}
		}
		if len(drafts) == 0 || s.Round.Assessing(s.Member) {
			continue
		}
		if err := d.appraiseOne(ctx, s, drafts); err != nil {
			return err
		}
	}
	return nil
}

// appraiseOne writes the council's part of a sheet, with the files that figures from
// outside come from.
func (d *demoIndex) appraiseOne(ctx context.Context, s *round.Sheet, drafts []round.Draft) error {
	by := d.judge(s.Agency)
	var sources []round.Use
	for i := range drafts {
		if s.Unsourced(s.Leaf(drafts[i].Leaf)) {
			sources = append(sources, round.Use{Leaf: drafts[i].Leaf, Part: round.Appraised})
		}
	}
	if len(sources) > 0 {
		if _, err := d.attach(ctx, s, by, "nguon-so-lieu-mo-phong.pdf", sources); err != nil {
			return err
		}
	}
	return d.rounds().Appraise(ctx, by, s.Round.ID, s.Agency.ID, round.Appraised, drafts)
}

func (d *demoIndex) judgement(s *round.Sheet, l *round.Leaf) round.Draft {
	draft := round.Draft{Leaf: l.Item.Code, After: l.Last(round.Appraised)}
	reason := demoReasons[d.random.IntN(len(demoReasons))]
	switch {
	case l.Item.Kind == scoring.External:
		draft.Given, draft.Note = d.given(l.Item, 0.8), "Theo kết quả khảo sát (mô phỏng)."
		return draft
	case l.Self == nil: // a sheet that was never filled in
		draft.Given, draft.Note = scoring.Given{Den: 100}, "Cơ quan không tự chấm."
		return draft
	case d.random.IntN(10) > 0:
		draft.Given = l.Self.Given
		return draft
	}
	draft.Given, draft.Note = d.given(l.Item, 0.6), reason
	if own := s.Own(l); l.Item.Mark(draft.Given).Points >= own.Points {
		draft.Given, draft.Note = l.Self.Given, ""
	}
	return draft
}
