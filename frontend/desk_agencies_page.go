package frontend

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"hailong/survey"
)

// DeskAgenciesPage is the list of agencies for those who keep it, and of the
// successions between them.
type DeskAgenciesPage struct {
	Desk
	Q           string
	Rows        []DeskAgency
	Total       int
	Successions []SuccessionEntry
	Files       []Link
	Further     []Link // files of successions
}

// DeskAgency is an agency in the list.
type DeskAgency struct {
	Link
	Code, Group, Sector, State string
}

// SuccessionEntry is a succession in the list.
type SuccessionEntry struct {
	From, To, Day, Note string
	Ends                bool // the predecessor does not go on
	Drop                string
}

// NewDeskAgenciesPage makes the page; query is what the reader asked for: q.
func NewDeskAgenciesPage(f Frame, c *survey.Catalogue, today survey.Day, query url.Values) *DeskAgenciesPage {
	p := &DeskAgenciesPage{Desk: newDesk(f, c, "agencies_desk.title"), Q: listingOf(query).Q}
	p.Total = len(c.Agencies)
	q := survey.FoldSearch(p.Q)
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if strings.Contains(survey.FoldSearch(a.Code+"\n"+a.Name.VI+"\n"+a.Name.EN), q) {
			p.Rows = append(p.Rows, p.agency(c, a, today))
		}
	}
	names := collate.New(language.Vietnamese)
	slices.SortStableFunc(p.Rows, func(a, b DeskAgency) int { return names.CompareString(a.Text, b.Text) })
	for i := range c.Successions {
		p.Successions = append(p.Successions, p.succession(c, &c.Successions[i]))
	}
	slices.Reverse(p.Successions)
	p.Files, p.Further = p.deskFiles("agencies"), p.deskFiles("successions")
	return p
}

func (p *DeskAgenciesPage) agency(c *survey.Catalogue, a *survey.Agency, today survey.Day) DeskAgency {
	row := DeskAgency{Code: a.Code, Group: a.Group, Sector: p.sectorName(a.Sector)}
	row.Link = Link{Text: p.In(a.Name), URL: p.Link(RecordPath(survey.AgencyRecord, c.AgencyRef(a, today)))}
	if g := c.GroupByCode(a.Group); g != nil {
		row.Group = p.In(g.Name)
	}
	switch {
	case a.ValidTo != "":
		row.State = p.say("agencies_desk.until", survey.Args{"day": a.ValidTo})
	case a.ValidFrom > today:
		row.State = p.say("agencies_desk.from", survey.Args{"day": a.ValidFrom})
	default:
		row.State = p.say("agencies_desk.goes_on", nil)
	}
	return row
}

func (p *DeskAgenciesPage) succession(c *survey.Catalogue, s *survey.Succession) SuccessionEntry {
	from, to := c.Agency(s.Predecessor), c.Agency(s.Successor)
	return SuccessionEntry{
		From: p.In(from.Name) + " (" + from.Code + ")", To: p.In(to.Name) + " (" + to.Code + ")",
		Day: p.Day(s.On), Note: s.Note, Ends: !from.ExistsOn(s.On),
		Drop: p.Link(
			"/desk/agencies/succession/drop", "predecessor", survey.AgencyKey(from),
			"successor", survey.AgencyKey(to), "on", string(s.On),
		),
	}
}
