package edition

import (
	"crypto/ed25519"
	"fmt"

	"hailong/scoring"
	"hailong/survey"
)

// testKey is a key that everybody knows.
var testKey = ed25519.NewKeyFromSeed([]byte("mot khoa ma ai cung biet 0123456"))

// testPDF stands for a signed decision.
var testPDF = []byte("%PDF-1.4\n% quyết định mẫu\n%%EOF\n")

func testDecision(content []byte) *Decision {
	return &Decision{
		Number: "123/QĐ-UBND", Day: "2023-01-31", SHA256: Hash(testPDF), Size: int64(len(testPDF)), Of: Hash(content),
	}
}

// sampleSet has a leaf of every kind; 100 points without bonus and penalty.
func sampleSet(group string) Set {
	text := func(s string) Text { return Text{VI: s, EN: s} }
	return Set{
		Group: group, Version: 1, Name: text("Bộ tiêu chí " + group), Decision: "1/QĐ-UBND", Sample: true,
		BonusCap: 300, PenaltyCap: 200,
		Classes: []Class{
			{Code: "T", Name: text("Tốt"), Cut: 9000, Area: "2", Share: 8000},
			{Code: "K", Name: text("Khá"), Cut: 7000},
			{Code: "Y", Name: text("Yếu")},
		},
		Items: []Item{
			{Level: 1, Code: "1", Name: text("Thể chế"), Max: 6000},
			{Level: 2, Code: "1.1", Name: text("Chỉ đạo"), Max: 3000},
			{Level: 3, Code: "1.1.1", Name: text("Kế hoạch"), Max: 1000, Kind: "judged", Step: 25, Evidence: true},
			{Level: 3, Code: "1.1.2", Name: text("Báo cáo"), Max: 500, Kind: "fixed"},
			{Level: 3, Code: "1.1.3", Name: text("Chậm, \"trễ\""), Max: 1500, Kind: "count", Per: 200},
			{Level: 2, Code: "1.2", Name: text("Nhiệm vụ"), Max: 1500, Kind: "ratio", Feed: "tasks", Threshold: 9000, Floor: 3000, Empty: "zero"},
			{Level: 2, Code: "1.3", Name: text("Hồ sơ"), Max: 1500, Kind: "bands", Bands: []Band{{9500, 1500}, {8000, 1000}}, Empty: "out"},
			{Level: 1, Code: "2", Name: text("Hài lòng"), Max: 4000},
			{Level: 2, Code: "2.1", Name: text("Người dân"), Max: 3000, Kind: "satisfaction", By: "ratio", Threshold: 10000},
			{Level: 2, Code: "2.2", Name: text("Điều tra xã hội học"), Max: 1000, Kind: "external", By: "ratio", Threshold: 10000, Empty: "out"},
			{Level: 2, Code: "2.3", Name: text("Sáng kiến"), Max: 200, Kind: "bonus"},
			{Level: 2, Code: "2.4", Name: text("Vi phạm"), Max: 500, Kind: "penalty"},
		},
	}
}

// given are what a sampled agency has at the set's leaves, in their order.
type given struct {
	code, group, sector string
	points              [9]int64 // judged, fixed, count, tasks, bands, satisfaction, external, bonus, penalty
	out                 string   // code of a leaf that is not applicable
	y, m, n             int64    // of its satisfaction; n 0: nobody was asked
	leftOut             string
}

func (g given) agency(set *Set) Agency {
	a := Agency{
		Code: g.code, Name: Text{VI: "Cơ quan " + g.code, EN: "Agency " + g.code}, Group: g.group, Sector: g.sector,
		LeftOut: g.leftOut,
	}
	at := 0
	for i := range set.Items {
		item := &set.Items[i]
		if item.Kind == "" {
			continue
		}
		l := Leaf{Code: item.Code, Out: item.Code == g.out, From: FromAppraised}
		switch value := g.points[at]; item.Kind {
		case "satisfaction":
			l.From = FromSatisfaction
			if value > 0 {
				l.From, l.Given = FromDecided, value
			}
		case "count":
			l.Num = value
		case "ratio", "bands", "external":
			l.Num, l.Den = value, 10000
		default:
			l.Given = value
		}
		at++
		a.Leaves = append(a.Leaves, l)
	}
	if g.n > 0 {
		a.Opinion = opinionOf(g.y, g.m, g.n)
	}
	return a
}

// opinionOf is a satisfaction of n responses with five questions each, where nobody is
// satisfied with some and not with others.
func opinionOf(y, m, n int64) *Score {
	half := Factor{Code: "TC", Name: Text{"Tiếp cận", "Access"}, Questions: 1, Satisfied: y / 2, Given: m / 2}
	rest := Factor{Code: "KQ", Name: Text{"Kết quả", "Result"}, Questions: 1, Satisfied: y - y/2, Given: m - m/2}
	return &Score{
		Plan: "2022", Received: n + 3, Late: 1, Excl: 2, N: n, Y: y, M: m, YY: 5 * y, YM: 5 * y, MM: 5 * m,
		Target: 8300, Above: true, Transactions: 20 * n, Known: true, Minimum: 30,
		Factors: []Factor{half, rest},
	}
}

// sample is a small year: three groups (one without a set), a tie, one at the caps, one
// left out, one with too little, too few responses, no service, and the council's decision.
func sample() *Content {
	full := [9]int64{1000, 500, 0, 9500, 9600, 0, 10000, 0, 0}
	c := &Content{
		Format: Format, Kind: CCHC, Family: "cchc", Year: 2022, Number: 1, Method: scoring.Method,
		Province: Text{"tỉnh Khánh Hòa", "Khanh Hoa province"}, ClosedOn: "2023-01-10", Simulated: true,
		Log:  Log{Number: 7, Hash: Hash([]byte("7"))},
		Sets: []Set{sampleSet("department"), sampleSet("district")},
		Groups: []Group{
			{Code: "department", Name: Text{"Sở, ban, ngành", "Departments"}, Set: 0},
			{Code: "district", Name: Text{"Huyện", "Districts"}, Set: 1},
			{Code: "central", Name: Text{"Ngành dọc", "Central branches"}, Set: -1},
		},
	}
	administrative, public := string(survey.Administrative), string(survey.PublicService)
	for _, g := range []given{
		{code: "SKHĐT", group: "department", sector: administrative, points: full, y: 420, m: 500, n: 100},
		{code: "SNV", group: "department", sector: administrative, points: full, y: 420, m: 500, n: 100},
		{code: "STC", group: "department", sector: administrative, points: [9]int64{750, 500, 300, 8000, 8100, 0, 9000, 500, 900}, y: 380, m: 500, n: 100},
		{code: "STP", group: "department", sector: administrative, points: [9]int64{500, 0, 0, 2900, 7000, 0, 8000, 0, 100}, y: 60, m: 75, n: 15},
		{code: "SYT", group: "department", sector: public, points: [9]int64{1000, 500, 100, 9000, 9500, 1234, 9900, 200, 0}, y: 80, m: 100, n: 20},
		{code: "BQL", group: "department", sector: public, points: full, leftOut: "Giải thể ngày 01/07/2022", y: 450, m: 500, n: 100},
		{code: "NT", group: "district", sector: administrative, points: full, out: "1.3", y: 415, m: 500, n: 100},
		{code: "VN", group: "district", sector: administrative, points: full, out: "1.1.3"},
		{code: "CUC", group: "central", sector: administrative, y: 430, m: 500, n: 100},
	} {
		if g.group == "central" {
			c.Agencies = append(c.Agencies, Agency{
				Code: g.code, Name: Text{"Cục Thuế", "Tax"}, Group: g.group, Sector: g.sector, Opinion: opinionOf(g.y, g.m, g.n),
			})
			continue
		}
		c.Agencies = append(c.Agencies, g.agency(&c.Sets[0]))
	}
	c.Agencies[0].Previous = &Past{Rank: 3, Of: 5}
	c.Agencies[1].Previous = &Past{Rank: 1, Of: 5, Reorganised: true}
	service := opinionOf(5, 10, 2)
	service.Transactions = 5
	c.Agencies[7].Opinion = service // no service: its leaf is out
	tooLittle(&c.Agencies[7])
	return c
}

// tooLittle sets so much not applicable that the agency is not ranked.
func tooLittle(a *Agency) {
	for i := range a.Leaves[:4] {
		a.Leaves[i].Out = true
	}
}

// large is an edition of a size that no province has.
func large(agencies, leaves int) *Content {
	set := Set{
		Group: "g", Version: 1, Name: Text{"Bộ tiêu chí", "Set"},
		Classes: []Class{{Code: "T", Cut: 9000}, {Code: "K", Cut: 7000}, {Code: "Y"}},
	}
	area := -1
	for n := range leaves {
		if n%20 == 0 {
			area = len(set.Items)
			set.Items = append(set.Items, Item{Level: 1, Code: fmt.Sprint(n/20 + 1), Name: Text{"Lĩnh vực", "Area"}})
		}
		item := Item{Level: 2, Code: fmt.Sprintf("%d.%d", n/20+1, n%20+1), Name: Text{"Tiêu chí thành phần", "Leaf"}, Max: 100}
		switch n % 3 {
		case 0:
			item.Kind = "judged"
		case 1:
			item.Kind, item.Threshold, item.Empty = "ratio", 9000, "out"
		default:
			item.Kind, item.By, item.Threshold = "external", "ratio", 10000
			item.Empty = "zero"
			if n == 2 {
				item.Kind, item.Empty = "satisfaction", ""
			}
		}
		set.Items[area].Max += item.Max
		set.Items = append(set.Items, item)
	}
	c := &Content{
		Format: Format, Kind: CCHC, Family: "cchc", Year: 2022, Number: 1, ClosedOn: "2023-01-10",
		Sets: []Set{set}, Groups: []Group{{Code: "g", Set: 0}},
	}
	for n := range int64(agencies) {
		a := Agency{Code: fmt.Sprintf("CQ%03d", n), Name: Text{"Cơ quan nhà nước", "Agency"}, Group: "g", Sector: "administrative"}
		for i := range set.Items {
			item := &set.Items[i]
			if item.Kind == "" {
				continue
			}
			own := (n*7 + int64(i)*13) % 101
			a.Leaves = append(a.Leaves, Leaf{
				Code: item.Code, Given: own, Num: own, Den: 101, From: FromAppraised,
			})
		}
		a.Opinion = opinionOf(400+n%90, 500, 100)
		c.Agencies = append(c.Agencies, a)
	}
	return c
}
