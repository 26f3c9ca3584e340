package api

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/survey"
)

// taskUpload is a way to take tasks in: for Sở Nội vụ of every plan, for an agency of its
// own.
type taskUpload struct {
	what  string
	needs account.Action
	own   bool
}

var taskUploads = []taskUpload{
	{"tasks", account.RunRound, false},
	{"own-tasks", account.FillSheet, true},
}

// taskFile is GET /desk/files/tasks.csv?year=&owner=, and .xlsx: what the list shows.
func (s *server) taskFile(c echo.Context, me *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	asked, owners, err := s.tasksAsked(c, catalogue, me, c.QueryParams())
	if err != nil {
		return err
	}
	query := round.TaskQuery{Year: asked.Year, Owners: owners}
	table, err := s.Tasks.Table(c.Request().Context(), asked.By, query)
	if err != nil {
		return err
	}
	return sendTable(c, "tasks-"+strconv.Itoa(asked.Year), sheet.FromTable("tasks", table))
}

func (s *server) taskUploadPage(u taskUpload) func(echo.Context, *account.Account) error {
	return func(c echo.Context, _ *account.Account) error {
		year, err := taskYear(c)
		if err != nil {
			return err
		}
		return officePage(c, http.StatusOK, s.newTaskUpload(c, u, year, nil))
	}
}

func taskYear(c echo.Context) (int, error) {
	year, err := strconv.Atoi(c.Param("year"))
	if err != nil || year < 2000 || year > 2099 {
		return 0, survey.Fail(survey.NotFound, "task.unknown", nil)
	}
	return year, nil
}

func (s *server) newTaskUpload(
	c echo.Context, u taskUpload, year int, e *survey.Error,
) *frontend.UploadPage {
	columns := round.TaskColumns()
	if u.own { // the others are Sở Nội vụ's
		columns = columns[:7]
	}
	return frontend.NewTaskUploadPage(s.frame(c), s.Shelf.Now(), u.what, year, columns, e)
}

// bringTasks tries a file and shows what it would change; the same one, with the number of
// what it was tried on, is taken in.
func (s *server) bringTasks(u taskUpload) func(echo.Context, *account.Account) error {
	return func(c echo.Context, me *account.Account) error {
		year, err := taskYear(c)
		if err != nil {
			return err
		}
		table, number, err := sentTable(c)
		var text string
		if err == nil && number == 0 {
			text, err = confirmText(&upload{what: u.what}, table)
		}
		var change survey.Change
		if err == nil {
			file := round.TaskFile{Year: year, Table: table, Try: number == 0}
			if u.own {
				file.Owner = me.Agency
			}
			change, number, err = s.takeTasks(c, me, file, number)
		}
		switch {
		case err != nil:
			return s.again(c, err, func(e *survey.Error) any { return s.newTaskUpload(c, u, year, e) })
		case text == "":
			link := frontend.TasksLink(s.frame(c), year, "", "")
			return c.Redirect(http.StatusSeeOther, link+"&done=saved")
		}
		page := s.newTaskUpload(c, u, year, nil)
		page.Try(change, text, number)
		return officePage(c, http.StatusOK, page)
	}
}

// takeTasks takes a file in, or tries it, and gives the number of what it was tried on.
// tried is the number that came with a file which was tried before.
func (s *server) takeTasks(
	c echo.Context, me *account.Account, file round.TaskFile, tried int64,
) (change survey.Change, number int64, err error) {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return change, 0, err
	}
	if file.Version, err = s.Tasks.Version(ctx, file.Year); err != nil {
		return change, 0, err
	}
	number = taskNumber(file.Version)
	if !file.Try && number != tried {
		return change, 0, survey.Fail(survey.Conflict, "task.file_stale", nil)
	}
	change, err = s.Tasks.Import(ctx, planner(catalogue, me), file)
	return change, number, err
}

// taskNumber is a version of the tasks as the form of an upload sends it back: a number
// from 1 on.
func taskNumber(version string) int64 {
	sum := sha256.Sum256([]byte(version))
	return int64(binary.BigEndian.Uint64(sum[:8])>>1) | 1
}
