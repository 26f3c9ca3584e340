package frontend

import (
	"slices"
	"strconv"
	"strings"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// TasksAsked is what a reader asked of the list of tasks.
type TasksAsked struct {
	Year  int
	Years []int  // that can be asked for
	Owner string // reference of an agency whose own plan it is; empty: the province's, or all that are his
	State string // empty: all
	By    round.Planner
	Today survey.Day
	// Frozen tells that nothing is decided any more about the tasks of the year.
	Frozen bool
}

// unconfirmed is asked for like a state: tasks whose agencies somebody has to confirm.
const unconfirmed = "unconfirmed"

// TasksPage is the list of the tasks of a year's plans.
type TasksPage struct {
	Desk
	Year, Owner, State []Option
	Share              string // of who asks: how many of his own tasks were done on time
	Sums               []Link // the states that there are, each with its count
	Rows               []TaskEntry
	Narrow             bool
	Runs               bool
	Boxes              bool // something can be confirmed
	Clear              string
	Here               string // the list as it was asked for
	Files              []Link
}

// TaskEntry is a task in the list.
type TaskEntry struct {
	Heading       string // of the plan's section, before its first task
	Number, Text  string
	URL           string
	Product       string
	Deadline, Due string
	Who           []string
	State         round.TaskState
	StateName     string
	ID            round.TaskID
	Mark          string // where its proposed agencies can be confirmed
}

// NewTasksPage makes the page of those tasks that the reader may see.
func NewTasksPage(
	f Frame, c *survey.Catalogue, asked TasksAsked, list []round.TrackedTask, err *survey.Error,
) *TasksPage {
	p := &TasksPage{Desk: newDesk(f, c, "task_page.title"), Runs: asked.By.Runs}
	p.Problem = f.problem(err)
	p.Title += " " + strconv.Itoa(asked.Year)
	p.Narrow = asked.State != ""
	p.Clear, p.Here = p.tasksLink(asked, ""), p.tasksLink(asked, asked.State)
	p.choices(asked)
	p.sums(asked, list)
	if share, has := round.TaskShares(list, asked.Year)[f.Me.Agency]; has && !asked.By.SeesAll {
		p.Share = p.say("task_page.share", survey.Args{"done": share.Num / 100, "count": share.Den / 100})
	}
	heading := ""
	for i := range list {
		t := &list[i]
		if !asked.keeps(t) {
			continue
		}
		e := p.taskEntry(t, asked)
		if e.Heading == heading {
			e.Heading = ""
		} else {
			heading = e.Heading
		}
		p.Boxes = p.Boxes || e.Mark != ""
		p.Rows = append(p.Rows, e)
	}
	p.files(asked)
	return p
}

func (a *TasksAsked) keeps(t *round.TrackedTask) bool {
	switch a.State {
	case "":
		return true
	case unconfirmed:
		return t.Proposed()
	}
	return string(t.State(a.By.Of(&t.Task), a.Today)) == a.State
}

func (p *TasksPage) tasksLink(asked TasksAsked, state string) string {
	return TasksLink(p.Frame, asked.Year, asked.Owner, state)
}

// TasksLink is the list of a year's tasks, narrowed where owner or state is not empty.
func TasksLink(f Frame, year int, owner, state string) string {
	query := []string{"year", strconv.Itoa(year)}
	if owner != "" {
		query = append(query, "owner", owner)
	}
	if state != "" {
		query = append(query, "state", state)
	}
	return f.Link("/desk/tasks", query...)
}

func (p *TasksPage) choices(asked TasksAsked) {
	for _, year := range asked.Years {
		text := strconv.Itoa(year)
		p.Year = append(p.Year, Option{Value: text, Text: text, Chosen: year == asked.Year})
	}
	first, last := survey.YearStart(asked.Year), survey.YearEnd(asked.Year)
	owners := p.agencyChoices(last, func(a *survey.Agency) bool {
		return a.ExistsIn(first, last) && (asked.By.SeesAll || asked.By.Owns != nil && asked.By.Owns(a.ID))
	})
	everybody := "task_page.of_mine"
	if asked.By.SeesAll {
		everybody = "task_page.of_province"
	}
	p.Owner = Input{}.choose(append([]Option{{Text: p.say(everybody, nil)}}, owners...), asked.Owner).Options
	p.State = []Option{{Text: p.say("task_page.any", nil)}}
	for _, s := range round.TaskStates {
		p.State = append(p.State, Option{Value: string(s), Text: p.say("task_state."+string(s), nil)})
	}
	if asked.By.SeesAll {
		p.State = append(p.State, Option{Value: unconfirmed, Text: p.say("task_state.unconfirmed", nil)})
	}
	p.State = Input{}.choose(p.State, asked.State).Options
}

func (p *TasksPage) sums(asked TasksAsked, list []round.TrackedTask) {
	for _, option := range p.State[1:] {
		of, count := asked, 0
		of.State = option.Value
		for i := range list {
			if of.keeps(&list[i]) {
				count++
			}
		}
		if count > 0 {
			p.Sums = append(p.Sums, Link{Text: option.Text, URL: p.tasksLink(asked, option.Value), Count: count})
		}
	}
}

func (p *TasksPage) taskEntry(t *round.TrackedTask, asked TasksAsked) TaskEntry {
	state := t.State(asked.By.Of(&t.Task), asked.Today)
	e := TaskEntry{
		Heading: strings.TrimSpace(t.Section + ". " + t.SectionName),
		Number:  t.Section + "." + strconv.Itoa(t.Number), Text: t.Text, ID: t.ID,
		URL: p.Link(TaskPath(t.ID)), Product: t.Product, Deadline: t.Deadline,
		State: state, StateName: p.say("task_state."+string(state), nil),
	}
	if a := p.catalogue.Agency(t.Owner); a != nil {
		e.Heading = p.In(a.Name) + ": " + e.Heading
	}
	if t.Due != "" {
		e.Due = p.Day(t.Due)
	}
	e.Who = p.takingPart(&t.Task)
	if asked.By.Runs && t.Proposed() && !asked.Frozen && asked.By.Neutral(p.catalogue, &t.Task) == nil {
		e.Mark = t.Mark()
	}
	return e
}

// takingPart are the agencies of a task of the province in short, who leads first.
func (d *Desk) takingPart(t *round.Task) []string {
	const most = 4
	agencies := slices.Clone(t.Agencies)
	slices.SortStableFunc(agencies, func(a, b round.TaskAgency) int {
		switch {
		case a.Leads == b.Leads:
			return 0
		case a.Leads:
			return -1
		}
		return 1
	})
	var list []string
	for i, at := range agencies {
		if i == most && len(agencies) > most+1 {
			return append(list, d.say("task_page.more", survey.Args{"count": len(agencies) - most}))
		}
		list = append(list, d.In(d.catalogue.Agency(at.Agency).Name)+d.partWords(at))
	}
	return list
}

// partWords say what an agency's part is, where it is not simply one of several.
func (d *Desk) partWords(at round.TaskAgency) string {
	var list []string
	if at.Leads {
		list = append(list, d.say("task_page.leads", nil))
	}
	if !at.Confirmed() {
		list = append(list, d.say("task_page.proposed", nil))
	}
	if list == nil {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

func (p *TasksPage) files(asked TasksAsked) {
	query := []string{"year", strconv.Itoa(asked.Year)}
	if asked.Owner != "" {
		query = append(query, "owner", asked.Owner)
	}
	p.Files = []Link{
		{Text: p.say("upload.take_csv", nil), URL: p.Link("/desk/files/tasks.csv", query...)},
		{Text: p.say("upload.take_xlsx", nil), URL: p.Link("/desk/files/tasks.xlsx", query...)},
	}
	year := strconv.Itoa(asked.Year)
	if p.May(account.RunRound) {
		link := Link{Text: p.say("task_page.bring", nil), URL: p.Link("/desk/files/tasks/" + year)}
		p.Files = append(p.Files, link)
	}
	if p.May(account.FillSheet) {
		link := Link{Text: p.say("task_page.bring_own", nil), URL: p.Link("/desk/files/own-tasks/" + year)}
		p.Files = append(p.Files, link)
	}
}

// NewTaskUploadPage takes a file of tasks of a year in: of any plan, or of the reader's
// own agency.
func NewTaskUploadPage(
	f Frame, c *survey.Catalogue, what string, year int, columns []string, err *survey.Error,
) *UploadPage {
	p := NewUploadPage(f, c, what, strings.Join(columns, ", "), err)
	p.Title += " " + strconv.Itoa(year)
	p.Back = Link{Text: p.say("desk.tasks", nil), URL: TasksLink(f, year, "", "")}
	query := []string{"year", strconv.Itoa(year)}
	p.Files = []Link{
		{Text: p.say("upload.take_csv", nil), URL: p.Link("/desk/files/tasks.csv", query...)},
		{Text: p.say("upload.take_xlsx", nil), URL: p.Link("/desk/files/tasks.xlsx", query...)},
	}
	return p
}
