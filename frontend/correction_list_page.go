package frontend

import (
	"strconv"

	"hailong/survey"
)

// CorrectionsPage lists what persons decided about responses, newest first, and what rules
// noticed. It says how many responses, never which.
type CorrectionsPage struct {
	Desk
	New     string
	Rows    []CorrectionEntry
	Most    string // said where there are more
	Noticed []FlagEntry
}

// CorrectionEntry is a correction in the list.
type CorrectionEntry struct {
	Number, What, Where, Which string
	Taken, By, Reason, State   string
	Undo                       string // address; empty: undone
}

// FlagEntry is what a rule noticed at a counter on a day; the link chooses just that.
type FlagEntry struct {
	Link
	Where, Rule, Day, Count, Taken string
}

// MostCorrections and MostFlags are how many rows the page has; the log has all.
const (
	MostCorrections = 300
	MostFlags       = 100
)

// NewCorrectionsPage makes the page.
func NewCorrectionsPage(
	f Frame, c *survey.Catalogue, names Names, list []survey.Correction, noticed []survey.FlagSum,
) *CorrectionsPage {
	p := &CorrectionsPage{Desk: newDesk(f, c, "correction.title")}
	p.New = p.Link("/desk/corrections/new")
	for i := range list {
		p.Rows = append(p.Rows, p.row(c, names, &list[i]))
	}
	if len(list) >= MostCorrections {
		p.Most = p.say("correction.most", survey.Args{"max": MostCorrections})
	}
	for _, n := range noticed {
		p.Noticed = append(p.Noticed, p.noticed(c, n))
	}
	return p
}

func (p *CorrectionsPage) row(c *survey.Catalogue, names Names, o *survey.Correction) CorrectionEntry {
	number := strconv.FormatInt(int64(o.ID), 10)
	e := CorrectionEntry{
		Number: number, What: p.correctionWhat(c, o.Selection), Where: p.counterOf(c, o.Counter),
		Which: p.correctionWhich(o.Selection), Taken: p.Int(o.Taken), Reason: o.Reason,
		By:    names.person(o.By) + ", " + p.clockIn(c, o.At),
		State: p.say("correction.in_force", nil), Undo: p.Link("/desk/corrections/" + number + "/undo"),
	}
	if !o.InForce() {
		e.Undo = ""
		e.State = p.say("correction.undone", survey.Args{
			"name": names.person(o.UndoneBy), "time": p.clockIn(c, o.UndoneAt), "reason": o.UndoneWhy,
		})
	}
	return e
}

func (p *CorrectionsPage) noticed(c *survey.Catalogue, n survey.FlagSum) FlagEntry {
	e := FlagEntry{
		Where: p.counterOf(c, n.Counter), Rule: p.say("correction.rule_"+string(n.Rule), nil), Day: p.Day(n.Day),
		Count: p.Int(n.Count), Taken: p.Int(n.Taken),
	}
	if counter := c.Counter(n.Counter); counter != nil {
		e.Link = Link{
			Text: p.say("correction.choose", nil),
			URL: p.Link("/desk/corrections/new", "kind", string(survey.Exclude), "counter", counter.Code,
				"from", string(n.Day), "to", string(n.Day), "rule", string(n.Rule)),
		}
	}
	return e
}

// counterOf names a counter with its agency.
func (d *Desk) counterOf(c *survey.Catalogue, id survey.CounterID) string {
	if n := c.Counter(id); n != nil {
		return d.counterText(c, n.Code)
	}
	return "#" + strconv.FormatInt(int64(id), 10)
}

// correctionWhat says what is done: "Loại phiếu", "Chuyển phiếu sang Sở Nội vụ".
func (d *Desk) correctionWhat(c *survey.Catalogue, x survey.Selection) string {
	if a := c.Agency(x.Agency); a != nil {
		return d.say("correction.reassign_to", survey.Args{"name": d.In(a.Name)})
	}
	return d.say("correction.kind_"+string(x.Kind), nil)
}

// correctionWhich says which responses: the days, and what narrows them.
func (d *Desk) correctionWhich(x survey.Selection) string {
	text := d.say("correction.days_of", survey.Args{"from": x.From, "to": x.To})
	if x.From == x.To {
		text = d.say("correction.day_of", survey.Args{"day": x.From})
	}
	if x.After != "" {
		text += "; " + d.say("correction.after_of", survey.Args{"time": x.After})
	}
	if x.Before != "" {
		text += "; " + d.say("correction.before_of", survey.Args{"time": x.Before})
	}
	if x.Channel != 0 {
		text += "; " + d.say("channel."+x.Channel.String(), nil)
	}
	if x.Rule != "" {
		rule := d.say("correction.rule_"+string(x.Rule), nil)
		text += "; " + d.say("correction.rule_of", survey.Args{"rule": rule})
	}
	return text
}
