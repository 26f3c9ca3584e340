package main

import (
	"context"
	"crypto"
	"math/rand/v2"
	"strings"
	"time"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

// demoIndex fills the yearly index of a demonstration by the use cases that people go
// through: last year published, this year in the middle of the appraisal.
type demoIndex struct {
	db        *store.DB
	keys      demoKeys
	catalogue *survey.Catalogue
	evidence  survey.StoredFile // stands for every file of every agency
	random    *rand.Rand
	at        time.Time // what the clock says for what is done
	shares    map[int]map[survey.AgencyID]round.Fraction
}

// demoKeys is what publishing needs beside the database.
type demoKeys struct {
	files    survey.Files
	signer   crypto.Signer
	province survey.Text
}

// demoKeys are where files and the key lie that the demonstration's service uses.
func (s *serveSettings) demoKeys(ctx context.Context, database string, db *store.DB) (demoKeys, error) {
	u, err := s.publishing(ctx, database, db)
	if err != nil {
		return demoKeys{}, err
	}
	return demoKeys{files: u.Files, signer: u.Signer, province: s.province()}, nil
}

func newDemoIndex(ctx context.Context, db *store.DB, keys demoKeys, now time.Time) (*demoIndex, error) {
	c, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	d := &demoIndex{
		db: db, keys: keys, catalogue: c, at: now, shares: map[int]map[survey.AgencyID]round.Fraction{},
	}
	d.random = rand.New(rand.NewPCG(demoSeed, demoSeed)) //nolint:gosec // a demonstration repeats itself
	d.evidence, err = keys.files.PutFile(ctx, "mo-phong.pdf", strings.NewReader(demoPDF))
	return d, err
}

// addDemoIndex adds the index to a demonstration that has none: all of it, or nothing.
func addDemoIndex(ctx context.Context, db *store.DB, keys demoKeys, now time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if rounds, err := db.Rounds(ctx); err != nil || len(rounds) > 0 {
			return err
		}
		d, err := newDemoIndex(ctx, db, keys, now)
		if err != nil {
			return err
		}
		years := demoYears(survey.DayOf(now, d.catalogue.Zone))
		if err := d.lastYear(ctx, years.past.year); err != nil {
			return err
		}
		d.at = now
		if err := d.tasks(ctx, years.present.year); err != nil {
			return err
		}
		return d.thisYear(ctx, years.present.year)
	})
}

// finishDemo is the one click that ends the demonstration's year: the rest is appraised,
// explained and closed, and both editions are published. It tells the year.
func finishDemo(ctx context.Context, db *store.DB, keys demoKeys, now time.Time) (int, error) {
	year := 0
	err := db.InTx(ctx, func(ctx context.Context) error {
		d, err := newDemoIndex(ctx, db, keys, now)
		if err != nil {
			return err
		}
		rounds, err := db.Rounds(ctx)
		if err != nil {
			return err
		}
		present := demoYears(survey.DayOf(now, d.catalogue.Zone)).present.year
		for i := range rounds {
			if r := &rounds[i]; r.Step != round.Closed && r.Year == present {
				year = r.Year
				if err := d.finish(ctx, r.ID); err != nil {
					return err
				}
				return d.publish(ctx, r.ID)
			}
		}
		return survey.Fail(survey.Conflict, "demo.finished", nil)
	})
	return year, err
}

// demoPDF is the smallest document that says that it is none.
const demoPDF = "%PDF-1.4\n" +
	"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" +
	"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" +
	"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n" +
	"4 0 obj<</Length 54>>stream\nBT /F 18 Tf 72 720 Td (Mo phong: simulated file.) Tj ET\nendstream endobj\n" +
	"trailer<</Root 1 0 R>>\n%%EOF\n"

// lastYear is a whole year, from the sets to the published edition.
func (d *demoIndex) lastYear(ctx context.Context, year int) error {
	calendar := round.SampleCalendar(year)
	d.at = d.noon(calendar[round.SelfAssessing].AddDays(-9))
	id, err := d.open(ctx, year, calendar)
	if err != nil {
		return err
	}
	if err := d.assess(ctx, id, 0); err != nil {
		return err
	}
	if err := d.finish(ctx, id); err != nil {
		return err
	}
	d.at = d.noon(day(year+1, "01-12"))
	return d.publish(ctx, id)
}

// thisYear stops where half of the leaves are appraised; two agencies are late.
func (d *demoIndex) thisYear(ctx context.Context, year int) error {
	now, today := d.at, survey.DayOf(d.at, d.catalogue.Zone)
	d.at = now.AddDate(0, 0, -20) // when agencies still had time
	id, err := d.open(ctx, year, map[round.Step]survey.Day{
		round.SelfAssessing: today.AddDays(-3), round.Appraising: today.AddDays(12),
		round.Explaining: today.AddDays(19), round.Reappraising: today.AddDays(27),
	})
	if err != nil {
		return err
	}
	if err := d.assess(ctx, id, 2); err != nil {
		return err
	}
	d.at = now
	if err := d.rounds().Advance(ctx, d.secretary(), id, round.Appraising, ""); err != nil {
		return err
	}
	return d.appraise(ctx, id, 0.5)
}

func (d *demoIndex) noon(on survey.Day) time.Time { return on.Time().Add(5 * time.Hour) }

func (d *demoIndex) now() time.Time { return d.at }

func (d *demoIndex) rounds() *round.Rounds {
	db := demoStore{d.db, d.catalogue, d.shares}
	return &round.Rounds{Store: db, Files: d.keys.files, Now: d.now, Tasks: db, Past: d.db}
}

// demoStore is the store with what nothing changes while a round is made read once: every
// act at a sheet asks for it.
type demoStore struct {
	*store.DB
	catalogue *survey.Catalogue
	shares    map[int]map[survey.AgencyID]round.Fraction // of plan tasks, by year
}

// Catalogue gives what was read.
func (s demoStore) Catalogue(context.Context) (*survey.Catalogue, error) { return s.catalogue, nil }

// TaskShares gives what was read, of all agencies: the tasks are brought before the round.
func (s demoStore) TaskShares(
	ctx context.Context, year int, _ survey.AgencyID, _ time.Time,
) (map[survey.AgencyID]round.Fraction, error) {
	if known := s.shares[year]; known != nil {
		return known, nil
	}
	shares, err := s.DB.TaskShares(ctx, year, 0, time.Time{})
	s.shares[year] = shares
	return shares, err
}

// person acts in the place of an account; own is the agency that he belongs to.
func (d *demoIndex) person(login, own string) round.Person {
	agency := d.catalogue.AgencyByCode(own, survey.DayOf(d.at, d.catalogue.Zone))
	is := func(a survey.AgencyID) bool { return agency != nil && a == agency.ID }
	p := round.Person{Actor: survey.Actor{Name: login, Where: "demo"}, Login: login, Near: is, Owns: is}
	if agency != nil {
		p.Agency = agency.ID
	}
	return p
}

func (d *demoIndex) secretary() round.Person { return d.person("thuky", "SNV") }

func (d *demoIndex) chair() round.Person {
	p := d.person("chutich", "VP-UBND")
	p.Chair = true
	return p
}

// judge is the member of the council who appraises an agency: the one who is not near it.
func (d *demoIndex) judge(a *survey.Agency) round.Person {
	if a.Code == "STC" {
		return d.chair()
	}
	return d.person("thamdinh", "STC")
}

// open opens a round on the sample sets, with one appraiser for everybody.
func (d *demoIndex) open(
	ctx context.Context, year int, calendar map[round.Step]survey.Day,
) (round.ID, error) {
	criteria := round.Criteria{Store: d.db, Now: d.now, Actor: survey.Actor{Name: "thuky", Where: "demo"}}
	if err := criteria.InstallSamples(ctx, round.Family, year); err != nil {
		return 0, err
	}
	opening := round.Opening{Family: round.Family, Year: year, Deadlines: calendar, Groups: round.SampleGroups}
	id, err := d.rounds().Open(ctx, d.secretary(), opening)
	if err != nil {
		return 0, err
	}
	to := d.person("thamdinh", "STC")
	return id, d.rounds().Assign(ctx, d.secretary(), id, round.Assignment{Login: to.Login}, to)
}

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
	err := d.db.InTx(ctx, func(ctx context.Context) error { return d.db.AddEvidence(ctx, e) })
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
