package frontend

import (
	"fmt"
	"strings"
	"testing"

	"hailong/frontend/words"
	"hailong/scoring/report"
	book "hailong/sheet"
	"hailong/survey"
)

// became is what the rows of a part say became of responses, together.
func (t *Table) became(part string) (received, late, excluded, empty int64) {
	flat := t.Flat()
	place := map[string]int{}
	for i, head := range flat.Head {
		place[head] = i
	}
	for _, cells := range flat.Rows {
		if cells[0] != part {
			continue
		}
		all, told := cells[place["received"]].(int64)
		if !told {
			empty++
			continue
		}
		received += all
		late += cells[place["late"]].(int64)
		excluded += cells[place["excluded"]].(int64)
	}
	return received, late, excluded, empty
}

// A counter, a month and a channel say what became of their own responses; a factor,
// a question and a stage, which are not of all that was received, say nothing of it.
func TestPartsTellTheirOwnReceived(t *testing.T) {
	p := newProvince()
	key := survey.TallyKey{Counter: 20, Agency: 2, Plan: 1, Questionnaire: 1, Month: "2022-03", Channel: survey.ChannelQR}
	p.tallies = append(
		p.tallies, survey.Tally{TallyKey: key, Received: 5, Late: 5}, survey.Tally{TallyKey: key, Received: 3, Excluded: 3},
	)
	d := p.detail(t, 1, 2)
	table := NewAgencyTable(testFrame(survey.Vietnamese, "/", ""), d, "")
	for part, want := range map[string]string{
		"agency": "350 5 3 0", "counter": "350 5 3 0", "month": "350 5 3 0", "channel": "350 5 3 0",
		"factor": "0 0 0 5", "question": "0 0 0 5", "overall": "0 0 0 1", "stage": "0 0 0 4",
	} {
		if got := fmt.Sprintln(table.became(part)); got != want+"\n" {
			t.Errorf("%s: got %s, want %s", part, got, want)
		}
	}
	for _, c := range d.Counters {
		row := table.row("counter", c.Code)
		if row["received"] != c.Score.Received || row["late"] != c.Score.Late || row["excluded"] != c.Score.Excluded {
			t.Errorf("%s: %v of %+v", c.Code, row, c.Score)
		}
	}
}

// Of a part that is hidden the page tells the number that is counted, and so does the
// table.
func TestAHiddenPartHasNoReceived(t *testing.T) {
	table := NewAgencyTable(testFrame(survey.Vietnamese, "/", ""), newProvince().detail(t, 1, 6), "")
	if row := table.row("agency", "BDT"); row["received"] != int64(23) {
		t.Errorf("the agency, whose page says it: %v", row)
	}
	for _, part := range []string{"counter", "month", "channel"} {
		if received, _, _, empty := table.became(part); received != 0 || empty == 0 {
			t.Errorf("%s: %d received, %d rows say nothing", part, received, empty)
		}
	}
}

// pageFigures are the figures of an agency's page and its detail, by part and code.
func pageFigures(f Frame, d *report.Detail) map[string]Figure {
	page, detail := NewAgencyPage(f, &d.AgencyBoard), NewDetailPage(f, d)
	figures := map[string]Figure{"agency " + d.Agency.Code: page.Score}
	for part, rows := range map[string][]Part{
		"factor": page.Factors.Rows, "month": page.Months.Rows, "counter": page.Counters.Rows,
		"channel": page.Channels.Rows, "stage": detail.Stages.Rows, "question": detail.Questions.Rows,
		"overall": detail.Overall,
	} {
		for _, row := range rows {
			if !row.Heading {
				figures[part+" "+row.code] = row.Figure
			}
		}
	}
	return figures
}

// printedAs writes a table's score with as many decimals as the page's figure has.
func printedAs(lang survey.Lang, score any, figure string) string {
	percent, shown := score.(book.Percent)
	if !shown {
		return ""
	}
	decimals := len(figure) - 1 - strings.IndexAny(figure, ".,")
	return words.Point(lang, fmt.Sprintf("%.*f", decimals, float64(percent)))
}

// The table has the page's own figures, row by row.
func TestATableHasTheFiguresOfItsPage(t *testing.T) {
	p := newProvince()
	for _, lang := range survey.Languages {
		d, f := p.detail(t, 1, 2), testFrame(lang, agencyPath("SNV"), "")
		figures, flat := pageFigures(f, d), NewAgencyTable(f, d, "").Flat()
		parts := map[string]int{}
		for _, row := range flat.Rows {
			parts[row[0].(string)]++
			figure, listed := figures[fmt.Sprint(row[0], " ", row[1])]
			if got := printedAs(lang, row[6], figure.Percent); !listed || got != figure.Percent {
				t.Errorf("%s %s: %q in the table, %q on the page", row[0], row[1], got, figure.Percent)
			}
		}
		for _, part := range []string{"agency", "factor", "month", "counter", "channel", "stage", "question", "overall"} {
			if parts[part] == 0 {
				t.Errorf("no row for %s", part)
			}
		}
		if len(flat.Rows) != len(figures) {
			t.Errorf("%d rows for %d figures", len(flat.Rows), len(figures))
		}
		if got := NewAgencyTable(f, d, "").row("agency", "SNV"); got["score"] != book.Percent(85.189873) ||
			got["missing"] != int64(29) || got["answers"] != int64(1580) || got["verdict"] != "met" || got["certain"] != true {
			t.Errorf("%v", got)
		}
	}
}
