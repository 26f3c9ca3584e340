package frontend

import (
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/edition"
	"hailong/survey"
)

// A change names people's groups and agencies; a code stands where there is no name.
func TestAChangeIsSaidByNames(t *testing.T) {
	c := newProvince().catalogue
	of := publishedAs(edition.CCHC, 1)
	agency, group := &c.Agencies[0], c.GroupByCode("department").Name.VI
	args := func(pairs ...string) survey.Args {
		list := survey.Args{"what": "result.rank", "printed": "11", "computed": "10"}
		for i := 0; i < len(pairs); i += 2 {
			list[pairs[i]] = pairs[i+1]
		}
		return list
	}
	o := newOffice(testFrame(survey.Vietnamese, "/desk/editions/close", ""), c, nil)
	for want, change := range map[string]edition.Change{
		agency.Name.VI + ": thứ hạng 11 → 10":       {Word: "edition_change.agency", Args: args("agency", agency.Code)},
		"XYZ: thứ hạng 11 → 10":                     {Word: "edition_change.agency", Args: args("agency", "XYZ")},
		"Khối " + group + ": thứ hạng 11 → 10":      {Word: "edition_change.group", Args: args("group", "department")},
		"Khối xyz: thứ hạng 11 → 10":                {Word: "edition_change.group", Args: args("group", "xyz")},
		"Bình quân " + group + ": thứ hạng 11 → 10": {Word: "edition_change.block", Args: args("block", "group department")},
		"Bình quân Cơ quan hành chính: thứ hạng 11 → 10": {
			Word: "edition_change.block", Args: args("block", "sector administrative"),
		},
	} {
		if said := o.change(&change, &of); said != want {
			t.Errorf("%q, want %q", said, want)
		}
	}
}

// Once an edition is published, whoever is in charge finds the signed decision beside it.
func TestTheDeskListsTheSignedDecision(t *testing.T) {
	f := signedFrame(survey.Vietnamese, account.Secretary, EditionPath(1))
	published := publishedAs(edition.CCHC, 1)
	c := newProvince().catalogue
	link := `<a href="/editions/cchc-2022-1.decision.pdf">Quyết định đã ký, pdf</a>`
	if !strings.Contains(drawn(t, NewEditionDeskItemPage(f, c, &published, goldenYear(t), nil)), link) {
		t.Error("it is not there")
	}
	published.State = edition.Closed
	if strings.Contains(drawn(t, NewEditionDeskItemPage(f, c, &published, goldenYear(t), nil)), "decision.pdf") {
		t.Error("there is one before it is published")
	}
}
