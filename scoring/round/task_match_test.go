package round

import (
	"slices"
	"strings"
	"testing"

	"hailong/survey"
)

// taskCatalogue has some agencies of 2022, by their codes.
func taskCatalogue() *survey.Catalogue {
	c := &survey.Catalogue{Groups: []survey.Group{{Code: "department"}, {Code: "district"}, {Code: "public_unit"}}}
	for i, line := range []string{
		"VP-UBND Văn phòng UBND tỉnh department", "SNV Sở Nội vụ department", "STP Sở Tư pháp department",
		"STC Sở Tài chính department", "SKHDT Sở Kế hoạch và Đầu tư department",
		"SNNPTNT Sở Nông nghiệp và Phát triển nông thôn department",
		"STTTT Sở Thông tin và Truyền thông department", "SKHCN Sở Khoa học và Công nghệ department",
		"SLDTBXH Sở Lao động, Thương binh và Xã hội department",
		"UBND-NT UBND thành phố Nha Trang district", "UBND-DK UBND huyện Diên Khánh district",
		"DHKH Trường Đại học Khánh Hòa public_unit",
	} {
		code, rest, _ := strings.Cut(line, " ")
		at := strings.LastIndex(rest, " ")
		c.Agencies = append(c.Agencies, survey.Agency{
			ID: survey.AgencyID(i + 1), Code: code, Name: survey.Text{VI: rest[:at]}, Group: rest[at+1:],
		})
	}
	return c.Index()
}

// proposalText writes what was proposed: who leads has an asterisk.
func proposalText(c *survey.Catalogue, list []TaskAgency) string {
	var codes []string
	for _, a := range list {
		code := c.Agency(a.Agency).Code
		if a.Leads {
			code += "*"
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return strings.Join(codes, " ")
}

func TestAgenciesAreProposedFromTheText(t *testing.T) {
	c := taskCatalogue()
	names := newAgencyNames(c, 2022)
	const departments = "SKHCN SKHDT SLDTBXH SNNPTNT SNV STC STP STTTT VP-UBND"
	for text, want := range map[string]string{
		"Sở Kế hoạch và Đầu tư chủ trì, phối hợp với cơ quan, đơn vị liên quan tham mưu":     "SKHDT*",
		"Sở Khoa học và Công nghệ chủ trì, phối hợp Sở Tài chính và các sở, ngành liên quan": "SKHCN* STC",
		"SỞ NỘI VỤ và Sở Thông tin và Truyền thông chủ trì phối hợp với các cơ quan":         "SNV* STTTT*",
		"Cơ quan chủ trì: Sở Tư pháp và Sở Nội vụ; phối hợp: Sở Tài chính":                   "SNV* STC STP*",
		"Phối hợp: Sở Tài chính. Chủ trì: Sở Tư pháp":                                        "STC STP*",
		"Sở Nội vụ chủ trì Sở Tài chính phối hợp":                                            "SNV* STC",
		"- Sở Nội vụ chủ trì - Sở Tài chính phối hợp":                                        "SNV* STC",
		"Sở Tài chính tham gia - chủ trì: Sở Nội vụ":                                         "SNV* STC",
		"Sở Tư pháp":                                  "STP*",
		"Sở Tư pháp, Sở Nội vụ":                       "SNV STP",
		"Sở KH&ĐT chủ trì, Sở LĐTBXH, Sở NN&PTNT":     "SKHDT* SLDTBXH SNNPTNT",
		"Sở Lao động - Thương binh và Xã hội chủ trì": "SLDTBXH*",
		"Văn phòng Ủy ban nhân dân tỉnh chủ trì":      "VP-UBND*",
		"Văn phòng Uỷ ban nhân dân tỉnh chủ trì":      "VP-UBND*",
		"UBND tỉnh": "",
		"Ủy ban nhân dân thành phố Nha Trang chủ trì":                    "UBND-NT*",
		"Các sở, ban, ngành":                                             departments,
		"Các sở ban ngành, địa phương":                                   "SKHCN SKHDT SLDTBXH SNNPTNT SNV STC STP STTTT UBND-DK UBND-NT VP-UBND",
		"các sở, ngành liên quan, các sở, ban, ngành có liên quan":       "",
		"UBND cấp huyện":                                                 "UBND-DK UBND-NT",
		"UBND các huyện, thị xã, thành phố chủ trì; Sở Nội vụ hướng dẫn": "SNV UBND-DK* UBND-NT*",
		"các cơ quan, đơn vị":                                            "",
		"":                                                               "",
	} {
		if got := proposalText(c, names.propose(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWhoIsProposedForThePlanOf2022(t *testing.T) {
	c := taskCatalogue()
	names := newAgencyNames(c, 2022)
	leaders, nobody := map[string]int{}, []string{}
	for _, row := range planOf2022(t).Rows {
		list := names.propose(row.Cells[6])
		if len(list) == 0 {
			nobody = append(nobody, row.Cells[0]+"."+row.Cells[2])
		}
		leading := slices.DeleteFunc(list, func(a TaskAgency) bool { return !a.Leads })
		leaders[proposalText(c, leading)]++
	}
	taskDiff(t, leaders, map[string]int{
		"": 13, "SNV*": 20, "STTTT*": 9, "SKHCN*": 4, "SKHDT*": 4, "SNNPTNT*": 3, "VP-UBND*": 4, "STC*": 1,
		"STP*": 1, "SNV* STTTT*": 1,
	})
	taskDiff(t, nobody, []string{"V.2", "V.4"})
}
