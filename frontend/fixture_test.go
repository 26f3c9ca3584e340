package frontend

import (
	"fmt"
	"time"

	"hailong/survey"
)

// province is a small province with an agency in every state that a page knows.
type province struct {
	catalogue *survey.Catalogue
	tallies   []survey.Tally
	stages    map[survey.AgencyID]survey.StageTallies
}

var shortForm = survey.Questionnaire{
	ID: 1, Code: "short", Version: 1,
	Factors: []survey.Factor{
		factor("TC", "Tiếp cận", "Access"), factor("TTHC", "Thủ tục hành chính", "Procedures"),
		factor("CC", "Công chức", "Officers"), factor("KQ", "Kết quả", "Result"),
		factor("PAKN", "Phản ánh, kiến nghị", "Complaints"),
	},
	Questions: []survey.Question{
		question("TC", "TC", "Thông tin, chỉ dẫn và nơi tiếp dân"),
		question("TTHC", "TTHC", "Thủ tục, giấy tờ, phí và thời hạn"),
		question("CC", "CC", "Công chức làm việc với Ông/Bà"), question("KQ", "KQ", "Kết quả giải quyết"),
		question("PAKN", "PAKN", "Việc tiếp nhận phản ánh, kiến nghị"),
		question("O", "", "Nhìn chung về lần làm việc này"),
	},
}

// longForm has two questions for its first factor.
var longForm = survey.Questionnaire{
	ID: 2, Code: "full", Version: 1, Factors: shortForm.Factors[:2],
	Questions: []survey.Question{
		question("TC1", "TC", "Có biển hiệu, chỉ dẫn dễ thấy"),
		question("TC2", "TC", "Nơi ngồi chờ đủ chỗ, sạch sẽ"),
		question("TTHC1", "TTHC", "Thủ tục được niêm yết công khai"),
	},
}

func factor(code, vi, en string) survey.Factor {
	return survey.Factor{Code: code, Name: survey.Text{VI: vi, EN: en}}
}

func question(code, factor, text string) survey.Question {
	return survey.Question{
		Code: code, Factor: factor, Counts: factor != "", Text: survey.Text{VI: text, EN: text + " (EN)"},
	}
}

func emptyProvince() *survey.Catalogue {
	c := &survey.Catalogue{
		Version: 1, Zone: time.FixedZone("ICT", 7*3600),
		Questionnaires: []survey.Questionnaire{shortForm, longForm},
	}
	for i, g := range [][3]string{
		{"department", "Sở, ban, ngành", "Departments"},
		{"district", "UBND cấp huyện", "Districts"},
		{"public_unit", "Đơn vị sự nghiệp", "Public units"},
	} {
		name := survey.Text{VI: g[1], EN: g[2]}
		c.Groups = append(c.Groups, survey.Group{Code: g[0], Name: name, Position: i + 1})
	}
	for i, a := range [][4]string{
		{"STP", "Sở Tư pháp", "Department of Justice", "department"},
		{"SNV", "Sở Nội vụ", "Department of Home Affairs", "department"},
		{"SYT", "Sở Y tế", "Department of Health", "department"},
		{"STNMT", "Sở Tài nguyên và Môi trường", "Dept. of Natural Resources and Environment", "department"},
		{"SNN", "Sở Nông nghiệp và Phát triển nông thôn", "Dept. of Agriculture", "department"},
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
		c.Agencies = append(c.Agencies, survey.Agency{
			ID: id, Code: a[0], Name: survey.Text{VI: a[1], EN: a[2]}, Group: a[3], Sector: sector,
		})
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
	day := func(year int, rest string) survey.Day { return survey.Day(fmt.Sprintf("%d-%s", year, rest)) }
	plan := func(id survey.PlanID, year int, official, public bool) survey.Plan {
		return survey.Plan{
			ID: id, Code: fmt.Sprintf("plan-%d", id), Year: year, Official: official, Public: public,
			Name:   survey.Text{VI: fmt.Sprintf("Đợt thử %d", year), EN: fmt.Sprintf("Trial %d", year)},
			Starts: day(year, "01-01"), Ends: day(year, "12-15"), AcceptUntil: day(year, "12-25"),
			Questionnaire: 1, Minimum: 30,
			Targets: map[survey.Sector]survey.Target{"administrative": target, "public_service": target},
			Groups:  []string{"department", "district", "public_unit"},
			Transactions: map[survey.AgencyID]int64{
				1: 10000, 2: 5000, 3: 8000, 4: 20000, 5: 900, 6: 700, 7: 5, 8: 60, 9: 4000,
				10: 9000, 11: 90000, 14: 5000,
			},
		}
	}
	trial := plan(4, 2022, false, true)
	trial.Questionnaire, trial.Groups, trial.Agencies = 2, nil, []survey.AgencyID{1, 13}
	return []survey.Plan{
		plan(3, 2024, true, false), plan(2, 2023, true, true), plan(1, 2022, true, true), trial,
	}
}

// reorganisedProvince is the province after two departments were made one.
func reorganisedProvince() *survey.Catalogue {
	c := emptyProvince()
	for i := range c.Agencies {
		if id := c.Agencies[i].ID; id == 4 || id == 5 {
			c.Agencies[i].ValidTo = "2022-11-30"
		}
	}
	c.Agencies = append(c.Agencies, survey.Agency{
		ID: 15, Code: "SNNMT", Name: survey.Text{VI: "Sở Nông nghiệp và Môi trường"}, Group: "department",
		Sector: survey.Administrative, ValidFrom: "2022-12-01", Source: "chưa xác nhận, tổng hợp",
	})
	for _, id := range []survey.AgencyID{4, 5} {
		s := survey.Succession{Predecessor: id, Successor: 15, On: "2022-12-01", Note: "QĐ 9"}
		c.Successions = append(c.Successions, s)
	}
	for i := range c.Plans {
		c.Plans[i].Groups, c.Plans[i].Agencies = nil, []survey.AgencyID{1, 4, 5}
	}
	return c.Index()
}

// shippedProvince has the shipped questionnaires, the short form in two versions.
func shippedProvince() *survey.Catalogue {
	c := emptyProvince()
	shipped := survey.Shipped()
	c.Questionnaires = []survey.Questionnaire{shipped[0], shipped[1], shipped[0]}
	for i := range c.Questionnaires {
		c.Questionnaires[i].ID = survey.QuestionnaireID(i + 1)
	}
	c.Questionnaires[2].Version = 2
	return c.Index()
}
