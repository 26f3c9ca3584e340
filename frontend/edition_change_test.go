package frontend

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// changesTo are those of a correction of the golden year.
func changesTo(t *testing.T, change func(*edition.Content)) []edition.Change {
	t.Helper()
	c := goldenYear(t)
	change(c)
	list, err := c.Changes(goldenYear(t))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// pointsAndName changes a figure and a name.
func pointsAndName(c *edition.Content) {
	for i := range c.Agencies[0].Leaves {
		if l := &c.Agencies[0].Leaves[i]; l.Given > 100 {
			l.Given -= 100
			break
		}
	}
	c.Agencies[0].Name.VI += " <mới>"
}

// editionChangePages are the desk's pages before a correction is closed and published.
func editionChangePages(t *testing.T, all map[string]any, c *survey.Catalogue, lang survey.Lang) {
	t.Helper()
	published := publishedAs(edition.CCHC, 1)
	for name, change := range map[string]func(*edition.Content){"some": pointsAndName, "none": func(*edition.Content) {}} {
		list := changesTo(t, change)
		f := signedFrame(lang, account.Secretary, "/desk/editions/close")
		trial := EditionTrial{
			Choice:  EditionChoice{Value: "x", Kind: edition.CCHC, Family: "cchc", Year: 2022},
			Content: goldenYear(t), Replaces: &published, Why: "Sửa <điểm>", Changes: list,
		}
		all["edition trial changes "+name] = NewEditionDeskTrialPage(f, c, someRound(round.Closed), trial)
		f = signedFrame(lang, account.Publisher, EditionPath(4)+"/publish")
		page := NewEditionDeskPublishPage(f, c, &someEditions()[0], nil, nil)
		page.Compare(&published, list)
		all["edition publish changes "+name] = page
	}
	f := signedFrame(lang, account.Secretary, EditionPath(1))
	for _, inForce := range []bool{true, false} {
		item := NewEditionDeskItemPage(f, c, &published, goldenYear(t), nil)
		item.Follow(&published, inForce, "round:1")
		all[fmt.Sprint("edition followed ", inForce)] = item
	}
}

// Figures stand as people write them; what changes no figure is a warning.
func TestACorrectionSaysWhatItChanges(t *testing.T) {
	all := map[string]any{}
	editionChangePages(t, all, newProvince().catalogue, survey.Vietnamese)
	some := drawn(t, all["edition trial changes some"])
	for _, want := range []string{"So với lần 1", "chỉ số", "tên tiếng Việt", "&lt;mới&gt;", " → ", "con số khác"} {
		if !strings.Contains(some, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if strings.Contains(some, "result.") || strings.Contains(some, "leaf.") || strings.Contains(some, "Không con số nào") {
		t.Error("a figure has no name, or there is a warning")
	}
	for _, name := range []string{"edition trial changes none", "edition publish changes none"} {
		if html := drawn(t, all[name]); !strings.Contains(html, `<p class="waits" role="alert">Không con số nào khác lần 1`) {
			t.Error(name, "does not warn")
		}
	}
}

// A correction that changes a class, a verdict or what is applicable names it in words; a leaf
// that is out of both sides lost no points.
func TestACorrectionSaysClassesAndWhatIsApplicable(t *testing.T) {
	list := changesTo(t, func(c *edition.Content) {
		for i := range c.Agencies[0].Leaves {
			c.Agencies[0].Leaves[i].Given = 0
		}
		l := &c.Agencies[1].Leaves[0]
		l.Out, l.From = true, edition.FromPetition
		c.Agencies[2].Opinion.Y = 0
		c.Agencies[2].Opinion.YY, c.Agencies[2].Opinion.YM = 0, 0
	})
	of := publishedAs(edition.CCHC, 1)
	o := newOffice(testFrame(survey.Vietnamese, "/desk/editions/close", ""), newProvince().catalogue, nil)
	said := strings.Join(o.changedFrom(&of, list).Figures, "\n")
	for _, want := range []string{": xếp loại Tốt → ", ": việc không áp dụng không → có", ": kết luận đạt → chưa đạt"} {
		if !strings.Contains(said, want) {
			t.Errorf("lacks %q:\n%s", want, said)
		}
	}
	out := &list[slices.IndexFunc(list, func(c edition.Change) bool { return c.Args["what"] == "leaf.excluded" })]
	for i := range list {
		if list[i].Args["leaf"] == out.Args["leaf"] && list[i].Args["agency"] == out.Args["agency"] &&
			list[i].Args["what"] == "leaf.points" {
			t.Error("points that were never lost are said")
		}
	}
}

// What a busy database says at a counter is not what it says at a desk.
func TestABusyDeskDoesNotSpeakOfQuestionnaires(t *testing.T) {
	f := testFrame(survey.Vietnamese, "/desk/editions/close", "")
	if p := f.problem(survey.Busy(nil)); strings.Contains(p.Heading, "phiếu") || !strings.Contains(p.Heading, "chưa ghi được") {
		t.Error(p.Heading)
	}
}
