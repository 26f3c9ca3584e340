package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

func (s *server) taskRoutes() []deskRoute {
	routes := []deskRoute{
		{"GET", "/desk/tasks", account.SeeSheets, s.tasksPage},
		{"POST", "/desk/tasks/confirm", account.RunRound, s.confirmTasks},
		{"GET", "/desk/tasks/:id", account.SeeSheets, s.taskPage},
		{"POST", "/desk/tasks/:id/day", account.RunRound, s.decideTask},
		{"POST", "/desk/tasks/:id/agencies", account.RunRound, s.assignTask},
		{"POST", "/desk/tasks/:id/reports", account.FillSheet, s.files(s.reportTask)},
		{"GET", "/desk/tasks/:id/reports/:report", account.SeeSheets, s.slow(s.taskReportFile)},
		{"GET", "/desk/files/tasks.csv", account.SeeSheets, s.taskFile},
		{"GET", "/desk/files/tasks.xlsx", account.SeeSheets, s.taskFile},
	}
	for _, u := range taskUploads {
		path := "/desk/files/" + u.what + "/:year"
		routes = append(routes,
			deskRoute{"GET", path, u.needs, s.taskUploadPage(u)}, deskRoute{"POST", path, u.needs, s.bringTasks(u)})
	}
	return routes
}

// planner is who is signed in, as the tasks know people.
func planner(c *survey.Catalogue, me *account.Account) round.Planner {
	return round.Planner{
		Actor:   me.Actor("page"),
		SeesAll: me.Role.Reach(account.SeeSheets) == account.All,
		Runs:    me.Role.Reach(account.RunRound) == account.All,
		Fills:   me.Role.Reach(account.FillSheet) == account.Own,
		Owns:    func(a survey.AgencyID) bool { return me.Owns(c, a) },
		Near:    func(a survey.AgencyID) bool { return me.Near(c, a) },
	}
}

// tasksPage is GET /desk/tasks?year=&owner=&state=.
func (s *server) tasksPage(c echo.Context, me *account.Account) error {
	return s.showTasks(c, me, http.StatusOK, c.QueryParams(), nil)
}

func (s *server) showTasks(
	c echo.Context, me *account.Account, status int, query url.Values, e *survey.Error,
) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	asked, owners, err := s.tasksAsked(c, catalogue, me, query)
	if err != nil {
		return err
	}
	list, err := s.Tasks.List(ctx, asked.By, round.TaskQuery{Year: asked.Year, Owners: owners})
	if err != nil {
		return err
	}
	page := frontend.NewTasksPage(s.frame(c), catalogue, asked, list, e)
	if query.Get("done") != "" {
		page.Saved, _ = page.T("task_page.saved")
	}
	return officePage(c, status, page)
}

// tasksAsked reads a query: a year that has tasks, else the present one; and whose plans.
func (s *server) tasksAsked(
	c echo.Context, catalogue *survey.Catalogue, me *account.Account, query url.Values,
) (asked frontend.TasksAsked, owners []survey.AgencyID, err error) {
	asked.By, asked.Today = planner(catalogue, me), survey.DayOf(s.Now(), catalogue.Zone)
	asked.State, asked.Owner = query.Get("state"), query.Get("owner")
	if asked.Years, err = s.Tasks.Years(c.Request().Context()); err != nil {
		return asked, nil, err
	}
	present := asked.Today.Time().Year()
	if asked.Year = present; len(asked.Years) > 0 && !slices.Contains(asked.Years, present) {
		asked.Year = asked.Years[0]
	}
	if year, err := strconv.Atoi(query.Get("year")); err == nil && year >= 2000 && year <= 2099 {
		asked.Year = year
	}
	for _, year := range []int{present, asked.Year} {
		if !slices.Contains(asked.Years, year) {
			asked.Years = append(asked.Years, year)
		}
	}
	slices.Sort(asked.Years)
	slices.Reverse(asked.Years)
	if owners, err = taskOwners(catalogue, me, &asked); err == nil {
		asked.Frozen, err = s.Tasks.Frozen(c.Request().Context(), asked.Year)
	}
	return asked, owners, err
}

// taskOwners are whose plans are looked at: an agency's that was asked for; else the
// province's, with those of the reader's own agencies where he sees no others.
func taskOwners(
	catalogue *survey.Catalogue, me *account.Account, asked *frontend.TasksAsked,
) ([]survey.AgencyID, error) {
	if asked.Owner != "" {
		a := catalogue.AgencyByRef(asked.Owner, survey.YearEnd(asked.Year))
		if a == nil {
			return nil, survey.Fail(survey.NotFound, "agency.unknown", nil)
		}
		return []survey.AgencyID{a.ID}, permit(catalogue, me, account.SeeSheets, a.ID)
	}
	owners := []survey.AgencyID{0}
	for i := range catalogue.Agencies {
		if id := catalogue.Agencies[i].ID; !asked.By.SeesAll && asked.By.Owns(id) {
			owners = append(owners, id)
		}
	}
	return owners, nil
}

// confirmTasks is POST /desk/tasks/confirm: for the chosen tasks, what their texts seem to
// say of their agencies is so.
func (s *server) confirmTasks(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	marks := map[round.TaskID]string{}
	for _, chosen := range form["task"] {
		number, mark, _ := strings.Cut(chosen, ":")
		marks[taskID(number)] = mark
	}
	query := url.Values{}
	if back, err := url.Parse(form.Get("back")); err == nil {
		query = back.Query()
	}
	if len(marks) == 0 {
		err = survey.Fail(survey.Invalid, "task.none_chosen", nil)
	} else {
		err = s.Tasks.ConfirmProposed(c.Request().Context(), planner(catalogue, me), marks)
	}
	if err != nil {
		return s.shownAgain(c, err, func(status int, e *survey.Error) error {
			return s.showTasks(c, me, status, query, e)
		})
	}
	year, _ := strconv.Atoi(query.Get("year"))
	link := frontend.TasksLink(s.frame(c), year, query.Get("owner"), query.Get("state"))
	return c.Redirect(http.StatusSeeOther, link+"&done=saved")
}

func taskID(s string) round.TaskID {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id <= 0 {
		return -1 // which nothing has
	}
	return round.TaskID(id)
}

// taskPage is GET /desk/tasks/{id}.
func (s *server) taskPage(c echo.Context, me *account.Account) error {
	return s.showTask(c, me, nil)
}

func (s *server) showTask(c echo.Context, me *account.Account, typed *frontend.TaskTyped) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	by := planner(catalogue, me)
	task, err := s.Tasks.Task(ctx, by, taskID(c.Param("id")))
	if err != nil {
		return err
	}
	refused, err := s.refusedTask(ctx, by, task)
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewTaskPage(s.frame(c), catalogue, task, by, refused, today, typed)
	status := http.StatusOK
	if typed != nil {
		status = statusOf(typed.Err)
	}
	if done := c.QueryParam("done"); done == "saved" || done == "reported" {
		page.Saved, _ = page.T("task_page." + done)
	}
	return officePage(c, status, page)
}

// refusedTask is why who decides about tasks may not decide about one; nil where he may.
func (s *server) refusedTask(
	ctx context.Context, by round.Planner, task *round.TrackedTask,
) (*survey.Error, error) {
	if !by.Runs {
		return nil, nil
	}
	err := s.Tasks.MayDecide(ctx, by, &task.Task)
	switch kind := survey.KindOf(err); {
	case err == nil:
		return nil, nil
	case kind != survey.Forbidden && kind != survey.Closed:
		return nil, err
	}
	refused, _ := errors.AsType[*survey.Error](err)
	return refused, nil
}

// taskAgain shows the page again with what was typed into one of its forms.
func (s *server) taskAgain(
	c echo.Context, me *account.Account, form string, values url.Values, err error,
) error {
	return s.shownAgain(c, err, func(_ int, e *survey.Error) error {
		return s.showTask(c, me, &frontend.TaskTyped{Form: form, Values: values, Err: e})
	})
}
