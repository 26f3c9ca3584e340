package frontend

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring/round"
	"hailong/survey"
)

// TaskPath is the address of a task's page.
func TaskPath(id round.TaskID) string { return "/desk/tasks/" + strconv.FormatInt(int64(id), 10) }

// TaskPage is one task: what the plan says, whom it is for, what was reported, and the
// forms that the reader may send.
type TaskPage struct {
	Desk
	Back       Link
	Facts      []Held
	Agencies   []TaskPart
	OfProvince bool // a task of the plan of the province
	History    []TaskHistory
	Mark       string
	Report     []Input // nil: the reader does not report
	Reporter   Held    // in whose name: reference and name
	After      round.TaskReportID
	Decide     []Input // nil: the reader does not decide
	Refused    string  // why not, where he decides about others; empty: see Decide
	Groups     []TaskGroup
	URL        string
}

// TaskPart is an agency's part in a task.
type TaskPart struct{ Name, Part, Confirmed string }

// TaskHistory is one report.
type TaskHistory struct {
	At, Agency, Who string
	Done            string
	Late            string // it was told after the last day that it had been done by then
	Note            string
	File            Link
	Size            string
}

// TaskGroup are the agencies of a group among which those of a task are chosen.
type TaskGroup struct {
	Name string
	Open bool
	Rows []TaskChoice
}

// TaskChoice is an agency that may have a part.
type TaskChoice struct {
	Ref, Name    string
	Takes, Leads bool
	Proposed     bool
}

// TaskTyped is what was sent by a form of the page that was not accepted.
type TaskTyped struct {
	Form   string // report, day or agencies
	Values url.Values
	Err    *survey.Error
}

// NewTaskPage makes the page of a task; typed is nil when it is opened. refused is why the
// reader may not decide about it, where he decides about others.
func NewTaskPage(
	f Frame, c *survey.Catalogue, t *round.TrackedTask, by round.Planner, refused *survey.Error,
	today survey.Day, typed *TaskTyped,
) *TaskPage {
	p := &TaskPage{Desk: newDesk(f, c, "task_page.one"), Mark: t.Mark(), OfProvince: t.Owner == 0}
	p.URL = TaskPath(t.ID)
	if typed == nil {
		typed = &TaskTyped{}
	}
	p.Problem = f.problem(typed.Err)
	number := t.Section + "." + strconv.Itoa(t.Number)
	p.Title = p.say("task_page.task", survey.Args{"number": number, "year": t.Year})
	p.Back = Link{Text: p.say("task_page.back", nil), URL: TasksLink(f, t.Year, "", "")}
	p.facts(t, by, today)
	for _, at := range t.Agencies {
		p.Agencies = append(p.Agencies, p.part(at))
	}
	p.history(t)
	if reports := by.ReportsFor(&t.Task); len(reports) > 0 {
		p.reportForm(t, reports, typed)
	}
	switch {
	case !by.Runs:
	case refused != nil:
		p.Refused = capital(p.sentence(refused))
	default:
		p.decideForm(t, typed)
		if p.OfProvince {
			p.groups(t, typed)
		}
	}
	return p
}

func (p *TaskPage) fact(word, value string) {
	if value != "" {
		p.Facts = append(p.Facts, Held{p.say("task_page."+word, nil), value})
	}
}

func (p *TaskPage) facts(t *round.TrackedTask, by round.Planner, today survey.Day) {
	plan := p.say("task_page.of_province", nil)
	if a := p.catalogue.Agency(t.Owner); a != nil {
		plan = p.In(a.Name)
	}
	p.fact("plan", plan)
	p.fact("section", strings.TrimSpace(t.Section+". "+t.SectionName))
	p.fact("text", t.Text)
	p.fact("product", t.Product)
	p.fact("deadline", t.Deadline)
	due := p.say("task_page.no_day", nil)
	if t.Due != "" {
		due = p.Day(t.Due)
	}
	p.fact("due", due)
	if by.SeesAll {
		p.fact("decided_by", t.DecidedBy)
	}
	p.fact("responsible", t.Responsible)
	state := t.State(by.Of(&t.Task), today)
	p.fact("state", p.say("task_state."+string(state), nil))
}

func (p *TaskPage) part(at round.TaskAgency) TaskPart {
	part := TaskPart{
		Name: p.In(p.catalogue.Agency(at.Agency).Name), Part: p.say("task_page.shares", nil),
		Confirmed: p.say("task_page.yes", nil),
	}
	if at.Leads {
		part.Part = p.say("task_page.leads", nil)
	}
	if !at.Confirmed() {
		part.Confirmed = p.say("task_page.not_yet", nil)
	}
	return part
}

// history are the reports, the newest first.
func (p *TaskPage) history(t *round.TrackedTask) {
	for _, r := range slices.Backward(t.Reports) {
		h := TaskHistory{
			At: p.Clock(r.At.In(p.catalogue.Zone)), Agency: p.In(p.catalogue.Agency(r.Agency).Name),
			Who: r.By, Note: r.Note, Done: p.say("task_page.not_done", nil),
		}
		if r.DoneOn != "" {
			h.Done = p.say("task_page.done_on_day", survey.Args{"day": r.DoneOn})
			if told := survey.DayOf(r.At, p.catalogue.Zone); t.ToldLate(&r, told) {
				h.Late = p.say("task_page.told_late", survey.Args{"days": t.Due.DaysTo(told)})
			}
		}
		if r.File.ID != "" {
			h.File = Link{Text: r.Name, URL: fmt.Sprintf("%s/reports/%d", TaskPath(t.ID), r.ID)}
			h.Size = p.fileSize(r.File.Size)
		}
		p.History = append(p.History, h)
	}
}

// fileSize is a size as people say it.
func (f Frame) fileSize(bytes int64) string {
	const kilo = 1024
	if bytes < kilo*kilo {
		return f.Int(max(1, (bytes+kilo/2)/kilo)) + " KB"
	}
	return f.Int((bytes+kilo*kilo/2)/(kilo*kilo)) + " MB"
}

func (p *TaskPage) reportForm(t *round.TrackedTask, agencies []survey.AgencyID, typed *TaskTyped) {
	of := agencies[0]
	if slices.Contains(agencies, p.Me.Agency) {
		of = p.Me.Agency
	}
	a := p.catalogue.Agency(of)
	p.Reporter = Held{p.catalogue.AgencyRef(a, survey.YearEnd(t.Year)), p.In(a.Name)}
	if last := t.Last(of); last != nil {
		p.After = last.ID
	}
	values, err := typed.of("report")
	p.Report = []Input{
		p.input("task_page", "done_on", "date", values), p.input("task_page", "note", "textarea", values),
		p.input("task_page", "file", "file", nil),
	}
	p.Report[1].Max = round.MaxNote
	p.Report[2].Hint = p.say("task_page.file_kinds", survey.Args{
		"kinds": strings.Join(survey.FileEndings(), " "), "max": survey.MaxFile >> 20,
	})
	p.blame(p.Report, err)
}

// of is what was sent by a form.
func (t *TaskTyped) of(form string) (url.Values, *survey.Error) {
	if t.Form != form {
		return nil, nil
	}
	return t.Values, t.Err
}

func (p *TaskPage) decideForm(t *round.TrackedTask, typed *TaskTyped) {
	values, err := typed.of("day")
	if values == nil {
		values = url.Values{"counted": {string(t.Counted)}, "due": {string(t.Due)}}
	}
	var options []Option
	for _, counted := range []round.Counted{round.TaskCounted, round.TaskNotCounted, round.TaskOpen} {
		text := p.say("task_page.counted_"+string(counted), nil)
		options = append(options, Option{Value: string(counted), Text: text})
	}
	p.Decide = []Input{
		p.input("task_page", "counted", "select", values).choose(options, values.Get("counted")),
		p.input("task_page", "due", "date", values),
	}
	p.blame(p.Decide, err)
}

func (p *TaskPage) groups(t *round.TrackedTask, typed *TaskTyped) {
	first, last := survey.YearStart(t.Year), survey.YearEnd(t.Year)
	values, _ := typed.of("agencies")
	for _, g := range p.catalogue.Groups {
		group := TaskGroup{Name: p.In(g.Name)}
		for i := range p.catalogue.Agencies {
			a := &p.catalogue.Agencies[i]
			if a.Group != g.Code || !a.ExistsIn(first, last) {
				continue
			}
			row := TaskChoice{Ref: p.catalogue.AgencyRef(a, last), Name: p.In(a.Name)}
			if at := t.At(a.ID); at != nil {
				row.Takes, row.Leads, row.Proposed = true, at.Leads, !at.Confirmed()
			}
			if values != nil {
				row.Leads = slices.Contains(values["lead"], row.Ref)
				row.Takes = row.Leads || slices.Contains(values["part"], row.Ref)
			}
			group.Open = group.Open || row.Takes
			group.Rows = append(group.Rows, row)
		}
		if len(group.Rows) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
}
