package frontend

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"hailong/scoring/report"
	"hailong/survey"
)

// province is a small province with an agency in every state that a page knows.
type province struct {
	catalogue *survey.Catalogue
	tallies   []survey.Tally
	levels    map[survey.AgencyID][]survey.LevelCount
}

var shortForm = survey.Questionnaire{
	ID: 1, Code: "short", Version: 1,
	Factors: []survey.Factor{
		factor("TC", "Tiếp cận", "Access"), factor("TTHC", "Thủ tục hành chính", "Procedures"),
		factor("CC", "Công chức", "Officers"), factor("KQ", "Kết quả", "Result"),
		factor("PAKN", "Phản ánh, kiến nghị", "Complaints"),
	},
	Questions: []survey.Question{
		question("TC", "TC", "Thông tin, chỉ dẫn và nơi tiếp dân"), question("TTHC", "TTHC", "Thủ tục, giấy tờ, phí và thời hạn"),
		question("CC", "CC", "Công chức làm việc với Ông/Bà"), question("KQ", "KQ", "Kết quả giải quyết"),
		question("PAKN", "PAKN", "Việc tiếp nhận phản ánh, kiến nghị"), question("O", "", "Nhìn chung về lần làm việc này"),
	},
}

// longForm has two questions for its first factor.
var longForm = survey.Questionnaire{
	ID: 2, Code: "full", Version: 1, Factors: shortForm.Factors[:2],
	Questions: []survey.Question{
		question("TC1", "TC", "Có biển hiệu, chỉ dẫn dễ thấy"), question("TC2", "TC", "Nơi ngồi chờ đủ chỗ, sạch sẽ"),
		question("TTHC1", "TTHC", "Thủ tục được niêm yết công khai"),
	},
}

func factor(code, vi, en string) survey.Factor {
	return survey.Factor{Code: code, Name: survey.Text{VI: vi, EN: en}}
}

func question(code, factor, text string) survey.Question {
	return survey.Question{Code: code, Factor: factor, Counts: factor != "", Text: survey.Text{VI: text, EN: text + " (EN)"}}
}

// newProvince makes the province and its answers, the same every time.
func newProvince() *province {
	p := &province{catalogue: emptyProvince(), levels: map[survey.AgencyID][]survey.LevelCount{}}
	c := p.catalogue
	p.give(1, 1, 400, 92)
	p.give(2, 1, 342, 85)
	p.give(3, 1, 347, 81)
	p.give(4, 1, 449, 70)
	p.exactly(5, 83, 100)
	p.give(6, 1, 23, 77)
	p.exactly(7, 3, 3)
	p.exactly(8, 40, 40)
	p.give(9, 1, 36, 66)
	p.give(10, 1, 300, 52)
	p.give(11, 1, 290, 88)
	p.give(12, 1, 310, 84)
	p.exactly(14, 12, 12) // enough for nothing, though twelve full sheets are 24 answers to TC
	p.give(1, 4, 200, 86)
	p.give(13, 4, 14, 90)
	c.Index()
	return p
}

func emptyProvince() *survey.Catalogue {
	c := &survey.Catalogue{Version: 1, Zone: time.FixedZone("ICT", 7*3600), Questionnaires: []survey.Questionnaire{shortForm, longForm}}
	for i, g := range [][3]string{
		{"department", "Sở, ban, ngành", "Departments"}, {"district", "UBND cấp huyện", "Districts"},
		{"public_unit", "Đơn vị sự nghiệp", "Public units"},
	} {
		c.Groups = append(c.Groups, survey.Group{Code: g[0], Name: survey.Text{VI: g[1], EN: g[2]}, Position: i + 1})
	}
	for i, a := range [][4]string{
		{"STP", "Sở Tư pháp", "Department of Justice", "department"},
		{"SNV", "Sở Nội vụ", "Department of Home Affairs", "department"},
		{"SYT", "Sở Y tế", "Department of Health", "department"},
		{"STNMT", "Sở Tài nguyên và Môi trường", "Department of Natural Resources and Environment", "department"},
		{"SNN", "Sở Nông nghiệp và Phát triển nông thôn", "Department of Agriculture and Rural Development", "department"},
		{"BDT", "Ban Dân tộc", "Committee for Ethnic Minority Affairs", "department"},
		{"SNGV", "Sở Ngoại vụ", "Department of Foreign Affairs", "department"},
		{"SDL", "Sở Du lịch", "Department of Tourism", "department"},
		{"TTT", "Thanh tra tỉnh", "Provincial Inspectorate", "department"},
		{"KS", "UBND huyện Khánh Sơn", "Khanh Son District", "district"},
		{"NT", "UBND thành phố Nha Trang", "Nha Trang City", "district"},
		{"DHKH", "Đại học Khánh Hòa", "Khanh Hoa University", "public_unit"},
		{"DPT", "Đài Phát thanh và Truyền hình Khánh Hòa", "Khanh Hoa Radio and Television", "public_unit"},
		{"CDYT", "Trường Cao đẳng Y tế Khánh Hòa", "Khanh Hoa Medical College", "public_unit"},
	} {
		id, sector := survey.AgencyID(i+1), survey.Administrative
		if a[3] == "public_unit" {
			sector = survey.PublicService
		}
		c.Agencies = append(c.Agencies, survey.Agency{ID: id, Code: a[0], Name: survey.Text{VI: a[1], EN: a[2]}, Group: a[3], Sector: sector})
		for k, name := range []string{"Tiếp nhận và trả kết quả", "Lý lịch tư pháp", "Công chứng"} {
			c.Counters = append(c.Counters, survey.Counter{
				ID: survey.CounterID(10*int(id) + k), Agency: id, Code: fmt.Sprintf("%s-%02d", a[0], k+1),
				Name: survey.Text{VI: name}, Token: survey.Token(fmt.Sprintf("TOKEN%03d%02d", id, k)),
			})
		}
	}
	c.Plans = plans()
	return c.Index()
}

func plans() []survey.Plan {
	target := survey.Target{Hundredths: 8300, Above: true}
	plan := func(id survey.PlanID, year int, official, public bool) survey.Plan {
		return survey.Plan{
			ID: id, Code: fmt.Sprintf("plan-%d", id), Year: year, Official: official, Public: public,
			Name:   survey.Text{VI: fmt.Sprintf("Đợt thử %d", year), EN: fmt.Sprintf("Trial %d", year)},
			Starts: survey.Day(fmt.Sprintf("%d-01-01", year)), Ends: survey.Day(fmt.Sprintf("%d-12-15", year)),
			AcceptUntil: survey.Day(fmt.Sprintf("%d-12-25", year)), Questionnaire: 1, Minimum: 30,
			Targets: map[survey.Sector]survey.Target{survey.Administrative: target, survey.PublicService: target},
			Groups:  []string{"department", "district", "public_unit"},
			Transactions: map[survey.AgencyID]int64{
				1: 10000, 2: 5000, 3: 8000, 4: 20000, 5: 900, 6: 700, 7: 5, 8: 60, 9: 4000, 10: 9000, 11: 90000, 14: 5000,
			},
		}
	}
	trial := plan(4, 2022, false, true)
	trial.Questionnaire, trial.Groups, trial.Agencies = 2, nil, []survey.AgencyID{1, 13}
	return []survey.Plan{plan(3, 2024, true, false), plan(2, 2023, true, true), plan(1, 2022, true, true), trial}
}

// give lets count persons answer in a plan, of whose answers about so many percent
// are satisfied, spread over counters, months and channels.
func (p *province) give(a survey.AgencyID, plan survey.PlanID, count, percent int) {
	questions := p.questionnaire(plan).Questions
	seed := uint32(17 * a)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for i := range count {
		levels := make([]byte, len(questions))
		for q := range levels {
			switch roll := next(100) + 3*q - 6; {
			case next(12) == 0:
				levels[q] = survey.LevelEmpty
			case roll < percent:
				levels[q] = byte('4' + next(2))
			default:
				levels[q] = byte('1' + next(3))
			}
		}
		channel := []survey.Channel{1, 1, 1, 2, 4, 5}[next(6)]
		p.answer(a, plan, next(7)*next(7)%3, 1+i*11/count, channel, string(levels), 1)
	}
}

// exactly lets given persons answer the first question alone.
func (p *province) exactly(a survey.AgencyID, satisfied, given int64) {
	p.answer(a, 1, 0, 3, survey.ChannelQR, "4-----", satisfied)
	p.answer(a, 1, 0, 3, survey.ChannelQR, "3-----", given-satisfied)
}

func (p *province) questionnaire(plan survey.PlanID) *survey.Questionnaire {
	for i := range p.catalogue.Plans {
		if p.catalogue.Plans[i].ID == plan {
			return p.catalogue.Questionnaire(p.catalogue.Plans[i].Questionnaire)
		}
	}
	return nil
}

func (p *province) answer(a survey.AgencyID, plan survey.PlanID, counter, month int, ch survey.Channel, levels string, times int64) {
	form := p.questionnaire(plan)
	r := survey.Response{
		Counter: survey.CounterID(10*int(a) + counter), Plan: plan, Questionnaire: form.ID, Channel: ch,
		Day: survey.Day(fmt.Sprintf("2022-%02d-10", month)), Levels: survey.Levels(levels), Status: survey.StatusValid,
		Stage: survey.Stage(len(p.tallies) % 4),
	}
	for range times {
		p.tallies = append(p.tallies, survey.TallyOf(&r, a, form))
	}
	p.levels[a] = append(p.levels[a], survey.LevelCount{Stage: r.Stage, Questionnaire: form.ID, Levels: r.Levels, Count: times})
}

// Tallies sums as the store does: over every dimension that is not asked for.
func (p *province) Tallies(_ context.Context, q survey.TallyQuery) ([]survey.Tally, error) {
	var list []survey.Tally
	for _, t := range p.tallies {
		if t.Plan != q.Plan || q.Agency != 0 && t.Agency != q.Agency || !slices.Contains(q.Questionnaires, t.Questionnaire) {
			continue
		}
		key := survey.TallyKey{Plan: t.Plan}
		for _, by := range q.By {
			switch by {
			case survey.ByAgency:
				key.Agency = t.Agency
			case survey.ByCounter:
				key.Counter = t.Counter
			case survey.ByMonth:
				key.Month = t.Month
			case survey.ByChannel:
				key.Channel = t.Channel
			}
		}
		t.TallyKey = key
		list = append(list, t)
	}
	return survey.MergeTallies(list), nil
}

func (p *province) LevelCounts(_ context.Context, plan survey.PlanID, a survey.AgencyID) ([]survey.LevelCount, error) {
	return slices.DeleteFunc(slices.Clone(p.levels[a]), func(n survey.LevelCount) bool {
		return n.Questionnaire != p.questionnaire(plan).ID
	}), nil
}

var testNow = time.Date(2022, 11, 22, 3, 15, 0, 0, time.UTC)

func testFrame(lang survey.Lang, path, query string) Frame {
	values, _ := url.ParseQuery(query)
	return Frame{Lang: lang, Path: path, Query: values, Simulated: true, Province: survey.Text{VI: "tỉnh Khánh Hòa", EN: "Khánh Hòa province"}}
}

func (p *province) plan(id survey.PlanID) *survey.Plan {
	i := slices.IndexFunc(p.catalogue.Plans, func(x survey.Plan) bool { return x.ID == id })
	return &p.catalogue.Plans[i]
}

func (p *province) board(t *testing.T, plan survey.PlanID) *report.Board {
	t.Helper()
	b, err := report.ReadBoard(context.Background(), p, p.catalogue, p.plan(plan), testNow)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (p *province) detail(t *testing.T, plan survey.PlanID, a survey.AgencyID) *report.Detail {
	t.Helper()
	d, err := report.ReadDetail(context.Background(), p, p.catalogue, p.plan(plan), p.catalogue.Agency(a), testNow)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
