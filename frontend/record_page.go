package frontend

import (
	"net/url"
	"slices"
	"strings"

	"hailong/account"
	"hailong/survey"
)

// RecordPage edits one thing of the catalogue, or adds one.
type RecordPage struct {
	Desk
	Lead    string
	Back    Link // to the list
	Version string
	Fields  []Input
	Scope   *PlanScope   // of a plan: which agencies, beside the groups
	Numbers *PlanNumbers // of a plan: what each agency needs and has
	Reason  *Input       // where a second person may be needed
	Stale   []StaleRow   // where somebody changed it meanwhile: both versions
	Acts    []Link       // what can be done to the thing beside saving it
	Note    string       // what cannot be changed any more; empty: nothing
	Waits   []Link       // the proposals about it that wait

	begun *survey.Plan // the plan, where answers were taken under it
}

// StaleRow is one field that another person changed meanwhile.
type StaleRow struct{ Name, Stored, Typed string }

// Sent is what was sent to a form that is shown again.
type Sent struct {
	Cells  map[string]string
	Reason string
}

// recordPaths are where the kinds are listed.
var recordPaths = map[survey.RecordKind]string{
	survey.AgencyRecord:  "/desk/agencies",
	survey.CounterRecord: "/desk/counters",
	survey.PlanRecord:    "/desk/plans",
}

// RecordsPath is where the things of a kind are listed.
func RecordsPath(kind survey.RecordKind) string { return recordPaths[kind] }

// RecordPath is where one thing is edited.
func RecordPath(kind survey.RecordKind, key string) string {
	if key == "" {
		return recordPaths[kind] + "/new"
	}
	return recordPaths[kind] + "/" + url.PathEscape(key)
}

// NewRecordPage makes the page. r is what is stored, or empty with its kind for a new
// one; sent is what was typed, nil when the page is opened; err why it did not do.
func NewRecordPage(
	f Frame, c *survey.Catalogue, today survey.Day, r *survey.Record, sent *Sent, err *survey.Error,
) *RecordPage {
	title := "record." + string(r.Kind) + "_new"
	if r.Key != "" {
		title = "record." + string(r.Kind)
	}
	p := &RecordPage{Desk: newDesk(f, c, title), Version: r.Version}
	p.Lead = strings.TrimSpace(r.Key + " " + r.Cells["name_"+string(f.Lang)])
	p.Back = p.backTo(r.Kind)
	shown := r.Cells
	if sent != nil {
		shown = sent.Cells
	}
	if r.Kind == survey.PlanRecord {
		shown = p.planBegun(c, today, r, shown)
	}
	p.Fields = p.recordFields(c, today, r, shown)
	if r.Kind == survey.PlanRecord {
		p.Scope = p.planScope(c, r, shown)
		p.Scope.Wrong = f.wrongOf(err, "agencies")
	}
	if r.Kind == survey.CounterRecord && r.Key != "" && p.May(account.EditCatalogue) {
		p.Acts = []Link{{Text: p.say("counters.replace", nil), URL: p.Link(RecordPath(r.Kind, r.Key) + "/token")}}
	}
	f.blame(p.Fields, err)
	p.Problem = p.recordProblem(err)
	p.askReason(c, r, sent, err)
	if err != nil && err.Word == "stale" {
		p.Stale = p.compare(c, today, r, sent.Cells)
	}
	return p
}

func (d *Desk) backTo(kind survey.RecordKind) Link {
	path := recordPaths[kind]
	return Link{Text: d.say(strings.ReplaceAll(path[1:], "/", "."), nil), URL: d.Link(path)}
}

// askReason shows the field for a reason where the thing may be of the person's own
// agency, or was found to be.
func (p *RecordPage) askReason(c *survey.Catalogue, r *survey.Record, sent *Sent, err *survey.Error) {
	if !p.ownRecord(c, r) && (err == nil || err.Field != "reason") {
		return
	}
	typed := ""
	if sent != nil {
		typed = sent.Reason
	}
	p.Reason = p.reasonField(typed, err)
}

// reasonField asks why a change of one's own agency should be made.
func (f Frame) reasonField(typed string, err *survey.Error) *Input {
	field := []Input{f.input("proposal", "reason", "textarea", url.Values{"reason": {typed}})}
	field[0].Max = 1000
	f.blame(field, err)
	return &field[0]
}

// ownRecord tells whether a stored thing is about the person's own agency; a plan may
// come to be.
func (p *RecordPage) ownRecord(c *survey.Catalogue, r *survey.Record) bool {
	owns := func(a *survey.Agency) bool { return p.Me != nil && p.Me.Near(c, a.ID) }
	switch r.Kind {
	case survey.PlanRecord:
		plan := c.PlanByCode(r.Key)
		return plan == nil || slices.ContainsFunc(c.PlanAgencies(plan), owns)
	case survey.CounterRecord:
		at := slices.IndexFunc(c.Counters, func(n survey.Counter) bool { return n.Code == r.Key })
		return at >= 0 && owns(c.Agency(c.Counters[at].Agency))
	}
	at := slices.IndexFunc(c.Agencies, func(a survey.Agency) bool {
		return a.Code == r.Cells["code"] && string(a.ValidFrom) == r.Cells["valid_from"]
	})
	return r.Key != "" && at >= 0 && owns(&c.Agencies[at])
}

// compare shows what is stored by now beside what was typed, field by field. The form
// below keeps what was typed and may be sent again, now knowing both.
func (d *Desk) compare(
	c *survey.Catalogue, today survey.Day, stored *survey.Record, typed map[string]string,
) []StaleRow {
	var rows []StaleRow
	on := dayOfCells(today, stored.Cells)
	for _, spec := range recordFields[stored.Kind] {
		then, sent := typed[spec.column]
		if !sent {
			continue
		}
		for _, change := range d.changes(c, spec, on, stored.Cells[spec.column], then) {
			rows = append(rows, StaleRow{Name: change.Name, Stored: change.Was, Typed: change.Now})
		}
	}
	return rows
}

// Typed is a field as a file's cell: several choices are joined.
func Typed(form url.Values, name string) string {
	return strings.TrimSpace(strings.Join(form[name], "|"))
}
