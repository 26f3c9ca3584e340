package round

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"hailong/survey"
)

var taskColumns = survey.Columns{
	Needed: []string{"section", "number", "task", "deadline"},
	Optional: []string{
		"section_name", "product", "responsibility", "owner", "due", "counted", "agencies",
	},
}

// TaskColumns are the columns of a file of tasks, in their order.
func TaskColumns() []string {
	return []string{
		"section", "section_name", "number", "task", "product", "deadline", "responsibility",
		"owner", "due", "counted", "agencies",
	}
}

// TaskFile is a file of tasks to be taken in.
type TaskFile struct {
	Year  int
	Owner survey.AgencyID // whose plan the rows without an owner are of; 0: the province's
	Table *survey.Table
	Try   bool // do it all, take it back, and say what would change
	// Version is that of the tasks which a trial was made on; empty: whatever is there.
	Version string
}

// Import takes tasks in, all or nothing; what a file does not name stays. Sở Nội vụ may
// change every plan; an agency its own, until the last day of March of its year.
func (t *Tasks) Import(ctx context.Context, by Planner, f TaskFile) (survey.Change, error) {
	var change survey.Change
	if f.Year < 2000 || f.Year > 2099 {
		return change, survey.Fail(survey.Invalid, "task.year", survey.Args{"year": f.Year})
	}
	err := survey.Trial(ctx, t.Store, func(ctx context.Context) (bool, error) {
		change = survey.Change{}
		return !f.Try, t.importTasks(ctx, by, f, &change)
	})
	if err != nil {
		return survey.Change{}, err
	}
	return change, nil
}

func (t *Tasks) importTasks(ctx context.Context, by Planner, f TaskFile, change *survey.Change) error {
	c, err := t.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	there, err := t.Store.TrackedTasks(ctx, TaskQuery{Year: f.Year})
	if err != nil {
		return err
	}
	if f.Version != "" && f.Version != versionOf(there) {
		return survey.Fail(survey.Conflict, "task.file_stale", nil)
	}
	in, err := newTaskImport(c, by, f, there)
	if err != nil {
		return err
	}
	in.late = survey.DayOf(t.Now(), c.Zone) > planDue(f.Year)
	list, err := survey.Each(f.Table, in.reader, in.row)
	if err != nil {
		return err
	}
	frozen, err := t.Frozen(ctx, f.Year)
	if err != nil {
		return err
	}
	for i := range list {
		if err := t.putTask(ctx, by, c, in.there[list[i].key()], &list[i], change, f.Try); err != nil {
			return err
		}
	}
	if frozen && change.Added+change.Changed > 0 {
		return yearFrozen(f.Year)
	}
	return nil
}

// putTask stores a task that is new or differs from what is there.
func (t *Tasks) putTask(
	ctx context.Context, by Planner, c *survey.Catalogue, old, now *Task, change *survey.Change, try bool,
) error {
	step := survey.Step{Action: "task.add", Subject: now.Ref(c), After: taskEntryOf(c, now)}
	switch {
	case old == nil:
		change.Added++
	case reflect.DeepEqual(*old, *now):
		change.Same++
		return nil
	default:
		change.Changed++
		step.Action, step.Before = "task.change", taskEntryOf(c, old)
	}
	if try {
		change.Steps = append(change.Steps, step)
	}
	if err := t.Store.PutTask(ctx, now); err != nil {
		return err
	}
	return t.record(ctx, by, step)
}

// planDue is the last day on which an agency changes its own plan by itself.
func planDue(year int) survey.Day { return survey.YearStart(year)[:5] + "03-31" }

// Version changes whenever a task of the year does.
func (t *Tasks) Version(ctx context.Context, year int) (string, error) {
	there, err := t.Store.TrackedTasks(ctx, TaskQuery{Year: year})
	return versionOf(there), err
}

func versionOf(list []TrackedTask) string {
	tasks := make([]Task, len(list))
	for i := range list {
		tasks[i] = list[i].Task
	}
	return survey.Fingerprint(tasks)
}

// taskKey is by what a row knows its task: a plan has a number once in a section.
type taskKey struct {
	owner   survey.AgencyID
	section string
	number  int
}

func (t *Task) key() taskKey { return taskKey{t.Owner, t.Section, t.Number} }

type taskImport struct {
	*survey.Catalogue
	by     Planner
	file   TaskFile
	reader *survey.TableReader
	names  *agencyNames
	there  map[taskKey]*Task
	read   map[taskKey]bool
	has    map[string]bool // the file's columns
	late   bool            // the agencies' time to change their own plans is over
}

func newTaskImport(
	c *survey.Catalogue, by Planner, f TaskFile, there []TrackedTask,
) (*taskImport, error) {
	reader, err := survey.ReadTable(f.Table, taskColumns)
	if err != nil {
		return nil, err
	}
	in := &taskImport{
		Catalogue: c, by: by, file: f, reader: reader, names: newAgencyNames(c, f.Year),
		there: map[taskKey]*Task{}, read: map[taskKey]bool{}, has: map[string]bool{},
	}
	for i := range there {
		in.there[there[i].key()] = &there[i].Task
	}
	for _, column := range f.Table.Columns {
		in.has[strings.ToLower(column)] = true
	}
	return in, nil
}

// row reads a task: its words, then what was said of its day and its agencies.
func (in *taskImport) row() Task {
	r := in.reader
	task := Task{
		Year: in.file.Year, Owner: in.owner(), Section: in.text("section", maxSection),
		Number: int(r.Between("number", 1, 9999, 0)), SectionName: in.text("section_name", maxTaskText),
		Text: in.text("task", maxTaskText), Product: in.text("product", maxTaskText),
		Deadline: in.text("deadline", maxTaskText), Responsible: in.text("responsibility", maxTaskText),
	}
	r.NeededText("section")
	r.NeededText("number")
	r.NeededText("task")
	if in.read[task.key()] {
		r.Fail("number", "task.twice", survey.Args{"value": task.Section + "." + r.Text("number")})
	}
	in.read[task.key()] = true
	old := in.there[task.key()]
	if old != nil {
		task.ID = old.ID
		in.keep("section_name", &task.SectionName, old.SectionName)
		in.keep("product", &task.Product, old.Product)
		in.keep("responsibility", &task.Responsible, old.Responsible)
	}
	in.decide(&task, old)
	in.assign(&task, old)
	in.neutral(&task, old)
	return task
}

// keep leaves as it was what the file has no column for.
func (in *taskImport) keep(column string, field *string, old string) {
	if !in.has[column] {
		*field = old
	}
}

// The longest texts, in characters.
const (
	maxSection  = 20
	maxTaskText = 2000
)

func (in *taskImport) text(column string, most int) string {
	s := in.reader.Text(column)
	if n := utf8.RuneCountInString(s); n > most {
		in.fail(column, "import.long", survey.Args{"count": n, "max": most})
	}
	return s
}

// fail notes a mistake with what the cell holds, cut to what a line can show.
func (in *taskImport) fail(column, word string, args survey.Args) {
	const most = 60
	value := []rune(in.reader.Text(column))
	if len(value) > most {
		value = append(value[:most], '…')
	}
	all := survey.Args{"value": string(value)}
	for name, arg := range args {
		all[name] = arg
	}
	in.reader.Fail(column, word, all)
}

// owner is whose plan a row is of, which who takes the file in may change.
func (in *taskImport) owner() survey.AgencyID {
	owner := in.file.Owner
	if ref := in.reader.Text("owner"); ref != "" {
		a := in.AgencyByRef(ref, survey.YearEnd(in.file.Year))
		if a == nil {
			in.fail("owner", "task.owner", nil)
			return owner
		}
		owner = a.ID
	}
	switch {
	case in.by.Runs:
	case owner == 0 || !in.by.fills(owner):
		in.fail("owner", "task.owner_other", nil)
	case in.late:
		in.fail("owner", "task.plan_late", survey.Args{"day": planDue(in.file.Year)})
	}
	return owner
}

// decide reads day and count. Cells that are empty leave what was decided about the same
// deadline, or what the deadline says by itself; only Sở Nội vụ says anything else.
func (in *taskImport) decide(task, old *Task) {
	task.read()
	if old != nil && old.Deadline == task.Deadline {
		task.Due, task.Counted, task.DecidedBy = old.Due, old.Counted, old.DecidedBy
	}
	due, counted := in.reader.Day("due"), Counted(strings.ToLower(in.reader.Text("counted")))
	if due == "" && counted == "" {
		return
	}
	if counted == "" {
		counted = TaskCounted
	}
	if due == "" && counted == TaskCounted {
		due = task.Due
	}
	if due == task.Due && counted == task.Counted {
		return
	}
	stated := TaskDecision{Counted: counted, Due: due}
	if err, wrong := errors.AsType[*survey.Error](stated.check()); wrong {
		in.fail(err.Field, err.Word, nil)
		return
	}
	if !in.by.Runs {
		in.fail("due", "task.decided_elsewhere", nil)
		return
	}
	task.Due, task.Counted, task.DecidedBy = due, counted, in.by.Actor.Name
}
