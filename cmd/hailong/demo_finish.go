package main

import (
	"context"
	"strconv"
	"strings"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// finish goes from wherever the round is to its end: nobody hands in any more, the rest is
// appraised, every other cut is contested, and the second appraisal gives in to some.
func (d *demoIndex) finish(ctx context.Context, id round.ID) error {
	for {
		r, err := d.rounds().Round(ctx, id)
		if err != nil || r.Step == round.Closed {
			return err
		}
		if err := d.step(ctx, id, r.Step); err != nil {
			return err
		}
		minutes := ""
		if r.Step == round.Reappraising {
			minutes = "Biên bản số 01/BB-HĐTĐ (mô phỏng)"
		}
		if err := d.rounds().Advance(ctx, d.secretary(), id, r.Step.Next(), minutes); err != nil {
			return err
		}
	}
}

func (d *demoIndex) step(ctx context.Context, id round.ID, step round.Step) error {
	switch step {
	case round.Appraising:
		return d.appraise(ctx, id, 1)
	case round.Explaining:
		return d.eachCut(ctx, id, d.explain)
	case round.Reappraising:
		return d.eachCut(ctx, id, d.second)
	}
	return nil
}

// demoCut is a leaf that points were cut at, the how many-th of the round.
type demoCut struct {
	*round.Leaf
	n int
}

// eachCut does something for the cuts of each sheet, all of a sheet at once: each act reads
// the whole of it.
func (d *demoIndex) eachCut(
	ctx context.Context, id round.ID, do func(context.Context, *round.Sheet, []demoCut) error,
) error {
	sheets, err := d.rounds().Sheets(ctx, id)
	if err != nil {
		return err
	}
	n := 0
	for _, s := range sheets {
		var cuts []demoCut
		for i := range s.Leaves {
			if l := &s.Leaves[i]; s.Cut(l) > 0 {
				cuts = append(cuts, demoCut{l, n})
				n++
			}
		}
		if err := do(ctx, s, cuts); err != nil {
			return err
		}
	}
	return nil
}

func (d *demoIndex) explain(ctx context.Context, s *round.Sheet, cuts []demoCut) error {
	var list []round.Explanation
	for _, c := range cuts {
		e := round.Explanation{Leaf: c.Item.Code, Agrees: c.n%2 == 0}
		if !e.Agrees {
			e.Text = "Cơ quan đã bổ sung tài liệu, đề nghị Hội đồng xem xét lại (mô phỏng)."
		}
		list = append(list, e)
	}
	if len(list) == 0 {
		return nil
	}
	by := d.person("demo-"+strings.ToLower(s.Agency.Code), s.Agency.Code)
	by.Owns = func(a survey.AgencyID) bool { return a == s.Agency.ID }
	return d.rounds().Explain(ctx, by, s.Round.ID, s.Agency.ID, list)
}

func (d *demoIndex) second(ctx context.Context, s *round.Sheet, cuts []demoCut) error {
	var drafts []round.Draft
	for _, c := range cuts {
		if !s.Unanswered(c.Leaf) {
			continue
		}
		draft := round.Draft{Leaf: c.Item.Code, Given: c.Appraised.Given}
		draft.Note = "Giữ nguyên: tài liệu bổ sung chưa đủ."
		if c.n%4 == 1 {
			draft.Given, draft.Note = c.Self.Given, "Chấp nhận giải trình."
		}
		drafts = append(drafts, draft)
	}
	if len(drafts) == 0 {
		return nil
	}
	return d.rounds().Appraise(ctx, d.judge(s.Agency), s.Round.ID, s.Agency.ID, round.Second, drafts)
}

// publish closes and publishes the index and the satisfaction of a round's year.
func (d *demoIndex) publish(ctx context.Context, id round.ID) error {
	r, err := d.rounds().Round(ctx, id)
	if err != nil {
		return err
	}
	editions := edition.Editions{
		Store: d.db, Files: d.keys.files, Signer: d.keys.signer, Now: d.now, Zone: d.catalogue.Zone,
	}
	for _, kind := range []edition.Kind{edition.CCHC, edition.Satisfaction} {
		content, err := d.rounds().Content(ctx, id, round.ContentOptions{
			Kind: kind, Family: round.Family, Year: r.Year, Province: d.keys.province, Final: true,
		})
		if err != nil {
			return err
		}
		e, err := editions.Close(ctx, survey.Actor{Name: "thuky", Where: "demo"}, content, 0, "")
		if err != nil {
			return err
		}
		_, err = editions.Publish(ctx, survey.Actor{Name: "congbo", Where: "demo"}, e.ID, edition.Signed{
			Number: "000/QĐ-UBND (số mẫu)", Day: survey.DayOf(d.at, d.catalogue.Zone),
			Name: "quyet-dinh-" + strconv.Itoa(r.Year) + ".pdf", PDF: strings.NewReader(demoPDF),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
