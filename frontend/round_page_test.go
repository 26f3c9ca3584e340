package frontend

import (
	"math/big"
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// someRound has an agency in every state that the board knows.
func someRound(step round.Step) *round.Round {
	sent := time.Date(2022, 12, 8, 3, 0, 0, 0, time.UTC)
	return &round.Round{
		ID: 3, Family: "cchc", Year: 2022, Step: step, Deadlines: round.SampleCalendar(2022), OpenedAt: testNow,
		Members: []round.Member{
			{Agency: 1, Group: "department", Set: 1, SubmittedAt: sent, SubmittedBy: "lan"},
			{Agency: 2, Group: "department", Set: 1},
			{Agency: 3, Group: "department", Set: 1, Reopened: true},
			{Agency: 9, Group: "department", Set: 1, LeftOut: "thành lập tháng 11 <b>"},
			{Agency: 10, Group: "district", Set: 2, SubmittedAt: sent, SubmittedBy: "hoa"},
		},
	}
}

func someBoard(c *survey.Catalogue, r *round.Round) []round.BoardRow {
	var rows []round.BoardRow
	for i := range r.Members {
		m := &r.Members[i]
		b := round.BoardRow{
			Agency: c.Agency(m.Agency), Member: m, Needed: 40, ToAppraise: 38, Given: 10 * i, MissingEvidence: i,
			Appraised: 9 * i, Cuts: i, Owed: i / 2, Unanswered: i / 3, Late: i == 1,
		}
		if i > 0 {
			b.Own.Index, b.First.Index = big.NewRat(int64(9000+i), 100), big.NewRat(int64(8000+i), 100)
			b.Final.Index = big.NewRat(int64(8500-i), 100)
		}
		rows = append(rows, b)
	}
	return rows
}

func someSets() []*round.Set {
	rule := func(appraiser string) scoring.Rule {
		return scoring.Rule{Kind: scoring.Judged, Step: 50, Appraiser: appraiser}
	}
	name := func(s string) survey.Text { return survey.Text{VI: s, EN: s} }
	set := scoring.CriteriaSet{
		Family: "cchc", Year: 2022, Group: "department", Version: 2, Name: name("Bộ tiêu chí <mẫu>"), Sample: true,
		Items: []scoring.Item{
			{Level: scoring.Area, Code: "I", Name: name("Chỉ đạo"), Max: 1000},
			{Level: scoring.Criterion, Code: "1.1", Name: name("Kế hoạch"), Max: 1000, Rule: rule("")},
			{Level: scoring.Area, Code: "II", Name: name("Thể chế"), Max: 500},
			{Level: scoring.Criterion, Code: "2.1", Name: name("Văn bản"), Max: 500, Rule: rule("STP")},
		},
	}
	other := set
	other.Group = "district"
	return []*round.Set{{ID: 1, CriteriaSet: set}, {ID: 2, CriteriaSet: other}}
}

// roundPages are the pages of rounds, previews and editions, full and empty.
func roundPages(all map[string]any, p *province, lang survey.Lang) {
	c := p.catalogue
	frame := func(role account.Role, path string) Frame { return signedFrame(lang, role, path) }
	for _, role := range []account.Role{account.Secretary, account.Appraiser, account.Auditor} {
		f := frame(role, "/desk/rounds")
		all["rounds "+string(role)] = NewRoundsPage(f, c, []round.Round{*someRound(round.SelfAssessing), *someRound(round.Closed)}, "2022-12-12")
		all["rounds empty "+string(role)] = NewRoundsPage(f, c, nil, testToday)
		for _, step := range round.Steps {
			for _, query := range []string{"", "show=late&sort=index&order=desc", "show=waiting&group=district&sort=name", "group=none"} {
				r := someRound(step)
				values, _ := url.ParseQuery(query)
				all["round "+string(role)+string(step)+query] = NewRoundPage(frame(role, "/desk/rounds/3"), c, RoundView{
					Round: r, Board: someBoard(c, r), Asked: RoundAskedOf(values), Silent: []survey.AgencyID{1, 9}, Today: "2022-12-12",
				})
			}
		}
	}
	openPages(all, c, lang)
	councilPages(all, c, lang)
	previewPages(all, c, lang)
	editionPages(all, c, lang)
}

// zeroPages are what is asked before nothing is given: at many sheets, at one, and at none.
func zeroPages(all map[string]any, c *survey.Catalogue, lang survey.Lang, set *round.Set) {
	f, r := signedFrame(lang, account.Appraiser, "/desk/rounds/3/zero"), someRound(round.Appraising)
	s := round.NewSheet(r, &round.Member{Agency: 1, Set: 1}, &c.Agencies[0], set, round.Facts{})
	leaves := make([]*round.Leaf, len(s.Leaves))
	for i := range s.Leaves {
		leaves[i] = &s.Leaves[i]
	}
	one := round.Zeroed{Sheet: s, Leaves: leaves, ByHand: leaves[:1]}
	none := survey.Fail(survey.Invalid, "sheet.reason", nil).At("reason")
	all["round zero"] = NewRoundZeroPage(f, c, r, "", []round.Zeroed{one, {Sheet: s, ByHand: leaves}, one}, "", nil)
	all["round zero one"] = NewRoundZeroPage(f, c, r, "STP", []round.Zeroed{one}, "", none)
	all["round zero none"] = NewRoundZeroPage(f, c, r, "", nil, "", nil)
	all["round zero by hand"] = NewRoundZeroPage(f, c, r, "STP", []round.Zeroed{{Sheet: s, ByHand: leaves}}, "", nil)
}

// Agencies whose leaves are all appraised one by one are not said to be given nothing.
func TestTheSumOfZeroesCountsWhomItConcerns(t *testing.T) {
	all, c := map[string]any{}, newProvince().catalogue
	zeroPages(all, c, survey.Vietnamese, &testSets(t)[0])
	page := all["round zero"].(*RoundZeroPage)
	if !strings.Contains(page.Sum, "của 2 cơ quan") || len(page.Agencies) != 3 {
		t.Error(page.Sum, len(page.Agencies))
	}
}

func openPages(all map[string]any, c *survey.Catalogue, lang survey.Lang) {
	f, sets := signedFrame(lang, account.Secretary, "/desk/rounds/new"), someSets()
	unfit := survey.Fail(survey.Conflict, "criteria.unfit", survey.Args{"name": "x", "count": 2})
	unfit.Causes = []*survey.Error{survey.Fail(survey.Conflict, "criteria.group", survey.Args{"value": "x"}).At("group")}
	choice := RoundChoice{Family: "cchc", Year: 2022, Groups: []round.Choice{
		{Group: &c.Groups[0], Set: sets[0], Agencies: []*survey.Agency{&c.Agencies[0], &c.Agencies[1]}},
		{Group: &c.Groups[1], Set: sets[1], Wrong: unfit, Agencies: []*survey.Agency{&c.Agencies[9]}},
		{Group: &c.Groups[2], Agencies: []*survey.Agency{&c.Agencies[11]}},
	}}
	typed := url.Values{"groups": {"department"}, "self": {"2022-12-01"}, "left_out.1": {`"mới" <lập>`}, "do": {"try"}}
	all["round new"] = NewRoundOpenPage(f, c, choice, nil, nil)
	all["round new empty"] = NewRoundOpenPage(f, c, RoundChoice{Family: "other", Year: 2031}, nil, nil)
	for _, err := range []*survey.Error{
		unfit, survey.Fail(survey.Invalid, "round.deadlines", nil).At("self"),
		survey.Fail(survey.Invalid, "round.left_out", nil).At("left_out"),
		survey.Fail(survey.Invalid, "round.no_group", nil).At("groups"),
	} {
		all["round new again "+err.Word] = NewRoundOpenPage(f, c, choice, typed, err)
	}
	byID := map[round.SetID]*round.Set{1: sets[0], 2: sets[1]}
	all["round trial"] = NewRoundTrialPage(f, c, someRound(round.SelfAssessing), byID, typed, "abc")
	for _, step := range round.Steps[:4] {
		for name, left := range map[string]round.Undone{"": {}, "left": {
			Unsubmitted: []survey.AgencyID{1, 2},
			Unappraised: []round.Left{{Agency: 1, Count: 3, Areas: []round.LeftArea{{Area: "I", Count: 1}, {Area: "II", Count: 2}}}},
			Unexplained: []round.Left{{Agency: 2, Count: 1, Areas: []round.LeftArea{{Area: "I", Count: 1}}}},
			Unanswered:  []round.Left{{Agency: 2, Count: 1, Areas: []round.LeftArea{{Area: "I", Count: 1}}}},
		}} {
			minutes := survey.Fail(survey.Invalid, "round.minutes", nil).At("minutes")
			if step != round.Reappraising {
				minutes = survey.Fail(survey.Conflict, "round.not_next", nil)
			}
			f.Path = "/desk/rounds/3/step"
			all["round step "+string(step)+" "+name] = NewRoundStepPage(f, c, someRound(step), left, "2022-12-01", "", minutes)
		}
	}
	late := someRound(round.SelfAssessing)
	all["round step late"] = NewRoundStepPage(f, c, late, round.Undone{Unsubmitted: []survey.AgencyID{2}}, "2022-12-24", "", nil)
	zeroPages(all, c, lang, sets[0])
	f.Path = "/desk/rounds/3/deadlines"
	all["round days"] = NewRoundDaysPage(f, c, someRound(round.Appraising), nil, nil)
	all["round days stale"] = NewRoundDaysPage(f, c, someRound(round.Appraising), typed, survey.Fail(survey.Conflict, "stale", nil))
}

func someCouncil() RoundCouncil {
	people := someAccounts()
	binh := &account.Account{ID: 5, Login: "binh", Name: "Trần <Bình>", Role: account.Appraiser, Agency: 2}
	hoa := &people[1]
	return RoundCouncil{
		Round: someRound(round.Appraising), Sets: someSets(), Council: []*account.Account{binh, hoa},
		Chairs: []*account.Account{{ID: 6, Login: "chutich", Name: "Lê Chủ Tịch", Role: account.Chair, Agency: 3}},
		Assigned: []round.Assignment{
			{Login: "binh"}, {Login: "binh", Agency: 2, Area: "I"}, {Login: "gone", Agency: 1, Area: "X"}, {Login: "hoa", Area: "I"},
		},
	}
}

func councilPages(all map[string]any, c *survey.Catalogue, lang survey.Lang) {
	f := signedFrame(lang, account.Admin, "/desk/rounds/3/council")
	v := someCouncil()
	all["council"] = NewRoundCouncilPage(f, c, v)
	v.Chosen, v.Typed = v.Council[0], url.Values{"agency": {"1"}, "area": {""}}
	v.Err = survey.Fail(survey.Invalid, "round_page.assign_nothing", nil).At("agency")
	all["council chosen"] = NewRoundCouncilPage(f, c, v)
	all["council empty"] = NewRoundCouncilPage(f, c, RoundCouncil{Round: someRound(round.SelfAssessing)})
	all["council closed"] = NewRoundCouncilPage(f, c, RoundCouncil{Round: someRound(round.Closed), Sets: v.Sets, Assigned: v.Assigned})
}

// someContent is a group with ties, and agencies without a rank.
func someContent(kind edition.Kind) *edition.Content {
	text := func(s string) edition.Text { return edition.Text{VI: s, EN: s} }
	c := &edition.Content{
		Kind: kind, Family: "cchc", Year: 2022, Number: 1, Log: edition.Log{Number: 4, Hash: strings.Repeat("ab", 32)},
		Sets: []edition.Set{{Sample: true, Classes: []edition.Class{
			{Code: "tot", Name: text("Tốt"), Cut: 9000},
			{Code: "kha", Name: text("Khá"), Cut: 7000},
			{Code: "tb", Name: text("Trung bình"), Cut: 5000},
			{Code: "yeu", Name: text("Yếu")},
		}}},
		Groups: []edition.Group{
			{Code: "department", Name: text("Sở, ban, ngành"), Ranked: 3, Mean: "88.1", Classes: map[string]int{"tot": 2, "tb": 1}},
			{Code: "district", Set: -1},
		},
		Blocks: []edition.Block{
			{Part: "sector", Code: "administrative", Agencies: 4, Eligible: 2, Score: "84.77", Low: "82.100000", High: "87.000000"},
			{Part: "group", Code: "department", Agencies: 1},
		},
	}
	for i, r := range []edition.Result{
		{Rank: 1, Best: 1, Worst: 2, Of: 3, Shared: true, Class: "tot", Bonus: 50},
		{Rank: 1, Best: 1, Worst: 1, Of: 3, Shared: true, Class: "tot"},
		{Rank: 3, Best: 2, Worst: 3, Of: 3, Class: "tb", Penalty: 20},
		{Unranked: edition.LeftOut},
		{Unranked: edition.TooLittle},
	} {
		r.Points, r.Max, r.SetMax, r.Index, r.Exact = 9000-int64(i), 9800, 10000, "91.84", "4592/50"
		a := edition.Agency{
			Code: []string{"STP", "SNV", "SYT@2022-01-01", "TTT", "BDT"}[i], Name: text("Cơ quan <" + string(rune('A'+i)) + ">"),
			Group: "department", Leaves: []edition.Leaf{{Code: "1.1"}}, Result: &r,
		}
		switch i {
		case 0:
			a.Opinion, a.Previous = &edition.Score{N: 300, Score: "84.77", Official: "met"}, &edition.Past{Rank: 4, Of: 5}
		case 1:
			a.Opinion, a.Previous = &edition.Score{N: 12}, &edition.Past{Rank: 1, Of: 5}
		case 2:
			a.Previous = &edition.Past{Reorganised: true}
		case 3:
			a.LeftOut = "thành lập tháng 11"
		}
		c.Agencies = append(c.Agencies, a)
	}
	return c
}

func previewPages(all map[string]any, c *survey.Catalogue, lang survey.Lang) {
	f := signedFrame(lang, account.Secretary, "/desk/rounds/3/index")
	with := someContent(edition.CCHC)
	with.Agencies[2].Result.Rank, with.Agencies[2].Result.Exact = 2, "1"
	with.Agencies[1].Code = "GONE"
	all["preview"] = NewPreviewPage(f, c, Preview{Round: someRound(round.Appraising), Content: someContent(edition.CCHC), WhatIf: true})
	all["preview closed"] = NewPreviewPage(f, c, Preview{Round: someRound(round.Closed), Content: someContent(edition.CCHC)})
	all["preview empty"] = NewPreviewPage(f, c, Preview{Round: someRound(round.Closed), Content: &edition.Content{}})
	all["preview near"] = NewPreviewPage(f, c, Preview{
		Round: someRound(round.Appraising), Content: someContent(edition.CCHC), Hidden: []survey.AgencyID{1},
	})
	all["preview without"] = NewPreviewPage(f, c, Preview{
		Round: someRound(round.Appraising), Content: someContent(edition.CCHC), With: with, Flagged: 7, WhatIf: true,
	})
}

func someEditions() []edition.Edition {
	hash := strings.Repeat("0f", 32)
	return []edition.Edition{
		{ID: 4, Kind: edition.CCHC, Family: "cchc", Year: 2022, Number: 3, State: edition.Closed, Hash: hash, ClosedBy: "lan", ClosedAt: testNow, Replaces: 1, Why: "Sửa <điểm>"},
		{ID: 3, Kind: edition.CCHC, Family: "other", Year: 2022, Number: 2, State: edition.Withdrawn, Hash: hash, ClosedBy: "test", ClosedAt: testNow},
		{ID: 2, Kind: edition.Satisfaction, Family: "cchc", Year: 2022, Number: 1, State: edition.Published, Hash: hash, ClosedBy: "lan", ClosedAt: testNow, Decision: "12/QĐ-UBND", DecidedOn: "2023-01-31", PublishedBy: "hoa", PublishedAt: testNow, ArchiveHash: hash},
		{ID: 1, Kind: edition.CCHC, Family: "cchc", Year: 2022, Number: 1, State: edition.Closed, Hash: hash, ClosedBy: "test", ClosedAt: testNow},
	}
}

func editionPages(all map[string]any, c *survey.Catalogue, lang survey.Lang) {
	names := Names{"lan": "Bùi Thanh Lan"}
	for _, role := range []account.Role{account.Secretary, account.Publisher, account.Auditor} {
		f := signedFrame(lang, role, "/desk/editions")
		all["editions "+string(role)] = NewEditionDeskPage(f, c, someEditions(), names)
		all["editions empty "+string(role)] = NewEditionDeskPage(f, c, nil, names)
		for i, e := range someEditions() {
			f.Path = EditionPath(e.ID)
			all["edition "+string(role)+f.Path] = NewEditionDeskItemPage(f, c, &someEditions()[i], someContent(e.Kind), names)
		}
	}
	f, e := signedFrame(lang, account.Secretary, "/desk/editions/close"), &someEditions()[0]
	choices := []EditionChoice{
		{Value: "round:1", Kind: edition.CCHC, Family: "cchc", Year: 2022},
		{Value: "year:2022", Kind: edition.Satisfaction, Family: "cchc", Year: 2022, Wrong: "edition_page.waiting"},
		{Value: "round:2", Kind: edition.CCHC, Family: "other", Year: 2022, Wrong: "edition.round_open"},
	}
	wrong := survey.Fail(survey.Invalid, "edition.why_missing", nil).At("why")
	all["edition close"] = NewEditionDeskClosePage(f, c, choices, nil, nil)
	all["edition close again"] = NewEditionDeskClosePage(f, c, choices, url.Values{"what": {"round:1"}}, wrong)
	all["edition close nothing"] = NewEditionDeskClosePage(f, c, choices[1:], nil, nil)
	all["edition close empty"] = NewEditionDeskClosePage(f, c, nil, nil, nil)
	for _, kind := range []edition.Kind{edition.CCHC, edition.Satisfaction} {
		t := EditionTrial{Choice: EditionChoice{Value: "x", Kind: kind, Family: "cchc", Year: 2022}, Content: someContent(kind)}
		all["edition trial "+string(kind)] = NewEditionDeskTrialPage(f, c, nil, t)
		t.Replaces, t.Why, t.Running, t.Err = e, "Sửa <điểm>", "2022-12-15", survey.Fail(survey.Conflict, "edition_page.stale", nil)
		all["edition trial stale "+string(kind)] = NewEditionDeskTrialPage(f, c, someRound(round.Closed), t)
	}
	f.Path = EditionPath(4) + "/withdraw"
	all["edition withdraw"] = NewEditionWithdrawPage(f, c, e, "", wrong)
	f = signedFrame(lang, account.Publisher, EditionPath(4)+"/publish")
	all["edition publish"] = NewEditionDeskPublishPage(f, c, e, nil, nil)
	refused := survey.Fail(survey.Invalid, "edition.refused", survey.Args{"count": 2})
	refused.Causes = []*survey.Error{
		survey.Fail(survey.Invalid, "edition.day_missing", nil).At("date"), survey.Fail(survey.Invalid, "edition.not_pdf", nil).At("pdf"),
	}
	all["edition publish again"] = NewEditionDeskPublishPage(f, c, e, url.Values{"decision": {"1"}}, refused)
}

// What the council has written at an agency is not on the board of somebody who belongs to
// it until the agency itself sees it; nor is any index where he does not see it.
func TestBoardHidesWhatTheReaderIsNearTo(t *testing.T) {
	c := newProvince().catalogue
	r := someRound(round.Appraising)
	draw := func(role account.Role, agency survey.AgencyID) RoundRow {
		f := signedFrame(survey.Vietnamese, role, "/desk/rounds/3")
		f.Me.Agency = agency
		board := someBoard(c, r)
		board[2].Hidden = agency == 3 && r.Step.Withholds()
		page := NewRoundPage(f, c, RoundView{Round: r, Board: board, Today: "2022-12-12"})
		shown := strings.Contains(drawn(t, page), "84,98")
		if r.Step == round.Closed && shown != (role != account.Appraiser) {
			t.Errorf("%s: the index is shown: %v", role, shown)
		}
		return page.Rows[2]
	}
	for _, step := range round.Steps[1:] {
		r.Step = step
		near, far := draw(account.Appraiser, 3), draw(account.Appraiser, 1)
		if hidden := near.Cuts == "–"; hidden != (step == round.Appraising) || far.Cuts != "2" {
			t.Errorf("%s: %q to who is near, %q to others", step, near.Cuts, far.Cuts)
		}
	}
	draw(account.Chair, 5)
}

// An appraiser is not offered his own agency, and what nobody may appraise is named.
func TestCouncilOffersNoNearAgency(t *testing.T) {
	c := newProvince().catalogue
	v := someCouncil()
	v.Chosen = v.Council[0]
	page := NewRoundCouncilPage(signedFrame(survey.Vietnamese, account.Secretary, "/desk/rounds/3/council"), c, v)
	for _, o := range page.Fields[0].Options {
		if o.Value == "2" {
			t.Error("Bình, who belongs to agency 2, is offered it")
		}
	}
	if !strings.Contains(page.Near, "Sở Nội vụ") {
		t.Errorf("it is not said why: %q", page.Near)
	}
	// Area I of Sở Nội vụ is Bình's by assignment, to which he stands too near; hoa is
	// switched to another area. Leaves of area II are appraised by people of Sở Tư pháp.
	want := map[string]string{"I Chỉ đạo": "Sở Nội vụ", "II Thể chế": "Sở Tư pháp; Sở Nội vụ; Sở Y tế; UBND huyện Khánh Sơn"}
	for _, gap := range page.Gaps {
		if want[gap.Area] != gap.Agencies {
			t.Errorf("%s: %q", gap.Area, gap.Agencies)
		}
		delete(want, gap.Area)
	}
	if len(want) > 0 {
		t.Error("not named:", want)
	}
}

// A place is said with its range and drawn at its share of the line.
func TestRankRowAsThePictureHasIt(t *testing.T) {
	f := signedFrame(survey.Vietnamese, account.Secretary, "/desk/rounds/3/index")
	page := NewPreviewPage(f, newProvince().catalogue, Preview{Round: someRound(round.Closed), Content: someContent(edition.CCHC)})
	row := page.Groups[0].Rows[2]
	if row.Rank != "3" || row.Range != "(2–3)" || row.Bar != (RankBar{"50.00%", "83.33%", "83.33%"}) {
		t.Errorf("%+v", row)
	}
	if c := row.Class; c.Name != "Trung bình" || !c.Lower || !c.Steps[1].Full || c.Steps[2].Full {
		t.Errorf("%+v", c)
	}
	if m := page.Groups[0].Rows[0].Move; m != (RankMove{"▲", "lên 3", "4/5 → 1/3"}) {
		t.Errorf("%+v", m)
	}
	if !strings.HasPrefix(row.URL, "/desk/rounds/3/sheets/SYT") || strings.Contains(row.URL, "@") {
		t.Error(row.URL)
	}
}
