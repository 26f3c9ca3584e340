package document

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

func inBoth(s string) edition.Text { return edition.Text{VI: s, EN: s} }

// testSet has leaves of several kinds; 100 points without bonus and penalty.
func testSet(group string) edition.Set {
	return edition.Set{
		Group: group, Version: 1, Name: inBoth("Bộ tiêu chí " + group), Sample: true, BonusCap: 300, PenaltyCap: 200,
		Classes: []edition.Class{
			{Code: "tot", Name: inBoth("Tốt"), Cut: 9000, Area: "II", Share: 8000},
			{Code: "kha", Name: inBoth("Khá"), Cut: 7000},
			{Code: "trung-binh", Name: inBoth("Trung bình"), Cut: 5000},
			{Code: "yeu", Name: inBoth("Yếu")},
		},
		Items: []edition.Item{
			{Level: 1, Code: "I", Name: inBoth("Cải cách thể chế"), Max: 6000},
			{Level: 2, Code: "1.1", Name: inBoth("Chỉ đạo, điều hành"), Max: 4500},
			{Level: 3, Code: "1.1.1", Name: inBoth("Kế hoạch & báo cáo <năm>"), Max: 3000, Kind: "judged", Step: 25},
			{Level: 3, Code: "1.1.2", Name: inBoth("=1+1 hồ sơ quá hạn"), Max: 1500, Kind: "count", Per: 200},
			{Level: 2, Code: "1.2", Name: inBoth("Hồ sơ đúng hạn"), Max: 1500, Kind: "ratio", Threshold: 10000, Empty: "out"},
			{Level: 1, Code: "II", Name: inBoth("Sự hài lòng"), Max: 4000},
			{Level: 2, Code: "2.1", Name: inBoth("Mức độ hài lòng của người dân"), Max: 4000, Kind: "satisfaction", By: "ratio", Threshold: 10000},
			{Level: 2, Code: "2.2", Name: inBoth("Sáng kiến"), Max: 500, Kind: "bonus"},
			{Level: 2, Code: "2.3", Name: inBoth("Vi phạm"), Max: 500, Kind: "penalty"},
		},
	}
}

func testOpinion(y, n int64) *edition.Score {
	m := 5 * n
	factors := []edition.Factor{}
	for i, name := range []string{"Tiếp cận dịch vụ", "Thủ tục hành chính", "Công chức", "Kết quả giải quyết", "Phản ánh, kiến nghị"} {
		factors = append(factors, edition.Factor{
			Code: fmt.Sprint(i), Name: inBoth(name), Questions: 1, Satisfied: y / 5, Given: n,
		})
	}
	return &edition.Score{
		Plan: "2022", Received: n + 3, Late: 1, Excl: 2, N: n, Y: y, M: m, YY: 5 * y, YM: 5 * y, MM: 5 * m, Target: 8300,
		Above: true, Transactions: 20 * n, Known: true, Minimum: 30, Factors: factors,
	}
}

// given are a test agency's points of the leaves by hand: plan, late files, files in time of
// 10,000, bonus, penalty; its satisfaction; why it is not ranked.
type given struct {
	code, name, group string
	leaves            [5]int64
	y, n              int64
	leftOut           string
}

func (g given) agency(set *edition.Set) edition.Agency {
	a := edition.Agency{
		Code: g.code, Name: inBoth(g.name), Group: g.group, Sector: "administrative", LeftOut: g.leftOut,
	}
	at := 0
	for i := range set.Items {
		item := &set.Items[i]
		l := edition.Leaf{Code: item.Code, From: edition.FromAppraised}
		switch item.Kind {
		case "":
			continue
		case "satisfaction":
			l.From = edition.FromSatisfaction
			a.Leaves = append(a.Leaves, l)
			continue
		case "count":
			l.Num = g.leaves[at]
		case "ratio":
			l.Num, l.Den = g.leaves[at], 10000
		default:
			l.Given = g.leaves[at]
		}
		at++
		a.Leaves = append(a.Leaves, l)
	}
	if g.n > 0 {
		a.Opinion = testOpinion(g.y, g.n)
	}
	return a
}

// testContent is a small year: a tie, bonus and penalty beyond their caps, one left out,
// one with too few responses, one that nobody was asked about, a name like a formula.
func testContent(t testing.TB) *edition.Content {
	t.Helper()
	c := &edition.Content{
		Format: edition.Format, Kind: edition.CCHC, Family: "cchc", Year: 2022, Number: 1, Method: "sipas-pooled-1",
		Province: inBoth("tỉnh Khánh Hòa"), ClosedOn: "2023-01-10",
		Sets: []edition.Set{testSet("department"), testSet("district")},
		Groups: []edition.Group{
			{Code: "department", Name: inBoth("Sở, ban, ngành"), Set: 0}, {Code: "district", Name: inBoth("UBND cấp huyện"), Set: 1},
		},
	}
	for _, g := range []given{
		{code: "SNV", name: "Sở Nội vụ", group: "department", leaves: [5]int64{3000, 0, 9500, 0, 0}, y: 430, n: 100},
		{code: "SLDTBXH", name: "Sở Lao động, Thương binh và Xã hội", group: "department", leaves: [5]int64{2750, 200, 8123, 500, 100}, y: 401, n: 97},
		{code: "STP", name: "Sở Tư pháp", group: "department", leaves: [5]int64{3000, 0, 9500, 0, 0}, y: 430, n: 100},
		{code: "SKHĐT", name: "=Sở Kế hoạch & <Đầu tư>", group: "department", leaves: [5]int64{1500, 300, 7000, 0, 900}, y: 60, n: 15},
		{code: "BQL", name: "Ban Quản lý Khu kinh tế Vân Phong", group: "department", leaves: [5]int64{3000}, leftOut: "Giải thể ngày 01/07/2022."},
		{code: "UBND-NT", name: "UBND thành phố Nha Trang", group: "district", leaves: [5]int64{3000, 0, 9900, 0, 0}, y: 415, n: 100},
		{code: "UBND-VN", name: "UBND huyện Vạn Ninh", group: "district", leaves: [5]int64{2000, 100, 9000, 0, 0}, y: 380, n: 100},
	} {
		c.Agencies = append(c.Agencies, g.agency(&c.Sets[0]))
	}
	c.Agencies[0].Previous = &edition.Past{Rank: 3, Of: 5}
	c.Agencies[1].Previous = &edition.Past{Rank: 1, Of: 5, Reorganised: true}
	c.Agencies[5].Previous = &edition.Past{Rank: 1, Of: 2}
	c.Agencies[6].Previous = &edition.Past{Rank: 1, Of: 2}
	return computed(t, c)
}

func computed(t testing.TB, c *edition.Content) *edition.Content {
	t.Helper()
	if err := c.Compute(); err != nil {
		t.Fatal(err)
	}
	return c
}

// testSatisfaction is the same year's other edition.
func testSatisfaction(t testing.TB) *edition.Content {
	t.Helper()
	c := testContent(t)
	c.Kind, c.Family, c.Sets = edition.Satisfaction, "", nil
	for i := range c.Groups {
		c.Groups[i].Set = -1
	}
	for i := range c.Agencies {
		c.Agencies[i].Leaves, c.Agencies[i].Previous, c.Agencies[i].LeftOut = nil, nil, ""
	}
	return computed(t, c)
}

// testLarge is a year of many agencies with so many leaves each.
func testLarge(t testing.TB, agencies, leaves int) *edition.Content {
	t.Helper()
	set := edition.Set{
		Group: "department", Version: 1, Name: inBoth("Bộ tiêu chí"), BonusCap: 200, PenaltyCap: 200,
		Classes: testSet("").Classes[1:],
	}
	area := 0
	for n := range leaves {
		if n%20 == 0 {
			area = len(set.Items)
			set.Items = append(set.Items, edition.Item{Level: 1, Code: roman(n/20 + 1), Name: inBoth("Lĩnh vực cải cách số " + roman(n/20+1))})
		}
		item := edition.Item{
			Level: 2, Code: fmt.Sprintf("%d.%d", n/20+1, n%20+1), Max: 100, Kind: "judged",
			Name: inBoth("Tiêu chí thành phần về thực hiện nhiệm vụ cải cách hành chính"),
		}
		if n == 2 {
			item.Kind, item.By, item.Threshold = "satisfaction", "ratio", 10000
		}
		set.Items[area].Max += item.Max
		set.Items = append(set.Items, item)
	}
	c := &edition.Content{
		Format: edition.Format, Kind: edition.CCHC, Family: "cchc", Year: 2022, Number: 2, ClosedOn: "2023-01-10", Replaces: 1,
		Why: "Sửa điểm tiêu chí 1.1", Province: inBoth("tỉnh Khánh Hòa"), Sets: []edition.Set{set}, Simulated: true,
		Groups: []edition.Group{{Code: "department", Name: inBoth("Sở, ban, ngành"), Set: 0}},
	}
	names := agencyNames(t)
	for n := range int64(agencies) {
		a := edition.Agency{
			Code: fmt.Sprintf("CQ%03d", n), Name: inBoth(names[int(n)%len(names)]), Group: "department", Sector: "administrative",
		}
		for i := range set.Items {
			if item := &set.Items[i]; item.Kind == "satisfaction" {
				a.Leaves = append(a.Leaves, edition.Leaf{Code: item.Code, From: edition.FromSatisfaction})
			} else if item.Kind != "" {
				a.Leaves = append(a.Leaves, edition.Leaf{Code: item.Code, Given: (n*7 + int64(i)*13) % 101, From: edition.FromAppraised})
			}
		}
		a.Opinion = testOpinion(350+n%120, 100)
		a.Previous = &edition.Past{Rank: int(n*37)%agencies + 1, Of: agencies}
		c.Agencies = append(c.Agencies, a)
	}
	return computed(t, c)
}

// agencyNames are those of the province.
func agencyNames(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, name := range []string{"agencies_2022.csv", "agencies_2026.csv"} {
		text, err := os.ReadFile("../../store/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			names = append(names, row[1])
		}
	}
	return names
}

// testSheet is a sheet of SNV's with every state of a leaf.
func testSheet(t testing.TB) *round.Sheet {
	t.Helper()
	c := testSet("department")
	set := &round.Set{CriteriaSet: *c.Criteria("cchc", 2022)}
	set.Name = survey.Text{VI: "Bộ tiêu chí mẫu cho sở, ban, ngành"}
	agency := &survey.Agency{ID: 7, Code: "SKHĐT", Name: survey.Text{VI: "Sở Kế hoạch và Đầu tư"}}
	member := &round.Member{Agency: 7, Group: "department"}
	r := &round.Round{Family: "cchc", Year: 2022, Step: round.Reappraising}
	use := func(leaf string, part round.Part, dropped string) []round.Use {
		return []round.Use{{Leaf: leaf, Part: part, DroppedBy: dropped}}
	}
	entry := func(id round.EntryID, leaf string, part round.Part, g scoring.Given, note string) round.Entry {
		return round.Entry{ID: id, Leaf: leaf, Part: part, Given: g, Note: note}
	}
	agrees := entry(9, "1.1.2", round.Explained, scoring.Given{}, "")
	agrees.Agrees = true
	return round.NewSheet(r, member, agency, set, round.Facts{
		Entries: []round.Entry{
			entry(1, "1.1.1", round.Self, scoring.Given{Points: 2875}, "Kế hoạch số 12/KH-SKHĐT\nban hành ngày 5/1 & <đúng hạn>"),
			entry(2, "1.1.2", round.Self, scoring.Given{Num: 100}, ""),
			entry(3, "1.2", round.Self, scoring.Given{Num: 123_450, Den: 130_000}, "Theo hệ thống một cửa"),
			entry(4, "2.2", round.Self, scoring.Given{Points: 200}, "Một sáng kiến"),
			entry(5, "1.1.1", round.Appraised, scoring.Given{Points: 2500}, "Ban hành chậm 3 ngày"),
			entry(6, "1.1.2", round.Appraised, scoring.Given{Num: 300}, "Thêm 2 hồ sơ quá hạn"),
			entry(7, "1.2", round.Appraised, scoring.Given{Num: 120_000, Den: 130_000}, "Số liệu hệ thống khác"),
			entry(8, "1.1.1", round.Explained, scoring.Given{}, "Kế hoạch gửi ngày 4/1"),
			agrees,
			entry(10, "1.1.1", round.Second, scoring.Given{Points: 2750}, "Chấp nhận một phần"),
		},
		Evidence: []round.Evidence{
			{ID: 1, Name: "ke-hoach-12.pdf", Uses: use("1.1.1", round.Self, "")},
			{ID: 2, Name: "bo-di.pdf", Uses: use("1.1.1", round.Self, "snv")},
			{ID: 3, Name: "cong-van-gui.pdf", Uses: use("1.1.1", round.Explained, "")},
		},
		Opinion: scoring.Opinion{Official: scoring.Met, Satisfied: 430, Answers: 500},
	})
}
