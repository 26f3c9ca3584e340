package api

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// decideTask is POST /desk/tasks/{id}/day: the last day, or that the task is not counted.
func (s *server) decideTask(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	id := taskID(c.Param("id"))
	d := round.TaskDecision{Counted: round.Counted(form.Get("counted"))}
	if d.Counted == round.TaskCounted { // the day of another choice is left over from before
		d.Due, err = dayTyped(form, "due", "task.due_day")
	}
	if err == nil {
		err = s.Tasks.Decide(c.Request().Context(), planner(catalogue, me), id, form.Get("mark"), d)
	}
	if err != nil {
		return s.taskAgain(c, me, "day", form, err)
	}
	return s.done(c, frontend.TaskPath(id), "saved")
}

// dayTyped is a day of a form; empty where none was typed.
func dayTyped(form url.Values, field, word string) (survey.Day, error) {
	if form.Get(field) == "" {
		return "", nil
	}
	day, err := survey.ParseDay(form.Get(field))
	if err != nil {
		return "", survey.Fail(survey.Invalid, word, nil).At(field)
	}
	return day, nil
}

// assignTask is POST /desk/tasks/{id}/agencies: which agencies have a part, and who leads.
func (s *server) assignTask(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	ctx, by, id := c.Request().Context(), planner(catalogue, me), taskID(c.Param("id"))
	task, err := s.Tasks.Task(ctx, by, id)
	if err != nil {
		return err
	}
	last := survey.YearEnd(task.Year)
	var list []round.TaskAgency
	for _, ref := range slices.Concat(form["lead"], form["part"]) { // who leads comes first, and so stays
		a := catalogue.AgencyByRef(ref, last)
		if a == nil {
			return s.taskAgain(c, me, "agencies", form, survey.Fail(survey.Invalid, "task.agencies", nil))
		}
		known := func(x round.TaskAgency) bool { return x.Agency == a.ID }
		if !slices.ContainsFunc(list, known) {
			list = append(list, round.TaskAgency{Agency: a.ID, Leads: slices.Contains(form["lead"], ref)})
		}
	}
	if err := s.Tasks.Confirm(ctx, by, id, form.Get("mark"), list); err != nil {
		return s.taskAgain(c, me, "agencies", form, err)
	}
	return s.done(c, frontend.TaskPath(id), "saved")
}

// reportTask is POST /desk/tasks/{id}/reports: what an agency says, with a file.
func (s *server) reportTask(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	by, id := planner(catalogue, me), taskID(c.Param("id"))
	if _, err := s.Tasks.Task(ctx, by, id); err != nil {
		return err // before a file is waited for
	}
	if err := fileForm(c, survey.MaxFile+maxUploadForm, tooLarge()); err != nil {
		return s.taskAgain(c, me, "report", nil, err)
	}
	defer func() { _ = c.Request().MultipartForm.RemoveAll() }()
	inTime(c)
	form := c.Request().PostForm
	if err := s.sendReport(c.Request().Context(), c, by, id, catalogue, form); err != nil {
		return s.taskAgain(c, me, "report", form, notLarge(err))
	}
	return s.done(c, frontend.TaskPath(id), "reported")
}

func tooLarge() *survey.Error {
	return survey.Fail(survey.Invalid, "task.file_large", survey.Args{"limit": survey.MaxFile >> 20}).At("file")
}

// notLarge makes of a file that is too large a mistake of its field: the rest of the form
// is kept.
func notLarge(err error) error {
	if survey.KindOf(err) == survey.TooLarge {
		return tooLarge().Because(err)
	}
	return err
}

func (s *server) sendReport(
	ctx context.Context, c echo.Context, by round.Planner, id round.TaskID,
	catalogue *survey.Catalogue, form url.Values,
) error {
	task, err := s.Tasks.Task(ctx, by, id)
	if err != nil {
		return err
	}
	a := catalogue.AgencyByRef(form.Get("agency"), survey.YearEnd(task.Year))
	if a == nil {
		return survey.Fail(survey.NotFound, "task.unknown", nil)
	}
	after, _ := strconv.ParseInt(form.Get("after"), 10, 64)
	d := round.TaskDraft{Agency: a.ID, Note: form.Get("note"), After: round.TaskReportID(after)}
	if d.DoneOn, err = dayTyped(form, "done_on", "task.done_day"); err != nil {
		return err
	}
	file, head, err := c.Request().FormFile("file")
	if err == nil {
		defer func() { _ = file.Close() }()
		d.Name, d.File = head.Filename, file
	}
	return s.Tasks.Report(ctx, by, id, d)
}

// taskReportFile is GET /desk/tasks/{id}/reports/{report}: the report's file.
func (s *server) taskReportFile(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	number := round.TaskReportID(taskID(c.Param("report")))
	r, file, err := s.Tasks.OpenReport(ctx, planner(catalogue, me), taskID(c.Param("id")), number)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	sendAttachment(c, r.Name, r.File.Type, file)
	return nil
}
