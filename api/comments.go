package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// Books is what those who are signed in read beside figures: comments and the log. That
// somebody read them is logged too.
type Books interface {
	survey.CommentReader
	survey.LogReader
	survey.Transactor
	survey.Recorder
}

func (s *server) commentRoutes() []deskRoute {
	return []deskRoute{{"GET", "/desk/comments", account.SeeComments, s.commentsPage}}
}

// commentsOf asks for an agency's comments in the days of a plan; all days without one.
func commentsOf(a *survey.Agency, p *survey.Plan) survey.CommentQuery {
	q := survey.CommentQuery{Agency: a.ID}
	if p != nil {
		q.From, q.To = p.Starts, p.Ends
	}
	return q
}

// commentsPage is GET /desk/comments?agency=&plan=&q=&page=. Who reads what was written to
// another agency is logged before it is shown.
func (s *server) commentsPage(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	asked, err := s.commentsAsked(c, catalogue, me)
	if err != nil {
		return err
	}
	query := commentsOf(asked.Agency, asked.Plan)
	query.Q = asked.Q
	query.Page, _ = strconv.Atoi(c.QueryParam("page"))
	if !me.Owns(catalogue, asked.Agency.ID) {
		if err := s.logReading(ctx, me, asked, query.Page); err != nil {
			return err
		}
	}
	read, err := survey.ReadComments(ctx, s.Books, query)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewCommentsPage(s.frame(c), catalogue, asked, read))
}

func (s *server) commentsAsked(
	c echo.Context, catalogue *survey.Catalogue, me *account.Account,
) (asked frontend.CommentsAsked, err error) {
	asked.Today, asked.Q = survey.DayOf(s.Now(), catalogue.Zone), frontend.Searched(c.QueryParam("q"))
	asked.Agency = catalogue.Agency(me.Agency)
	if ref := c.QueryParam("agency"); ref != "" {
		asked.Agency = catalogue.AgencyByRef(ref, asked.Today)
	}
	if asked.Agency == nil {
		return asked, survey.Fail(survey.NotFound, "agency.unknown", nil)
	}
	if err := permit(catalogue, me, account.SeeComments, asked.Agency.ID); err != nil {
		return asked, err
	}
	if code := c.QueryParam("plan"); code != "" {
		if asked.Plan = catalogue.PlanByCode(code); asked.Plan == nil {
			return asked, survey.Fail(survey.NotFound, "scores.plan", nil)
		}
	}
	return asked, nil
}

// commentReading is what the log keeps of a reading: not what was looked for, which may
// be a person's name.
type commentReading struct {
	Plan     string
	Page     int
	Searched bool
}

func (s *server) logReading(
	ctx context.Context, me *account.Account, asked frontend.CommentsAsked, page int,
) error {
	reading := commentReading{Page: max(1, page), Searched: asked.Q != ""}
	if asked.Plan != nil {
		reading.Plan = asked.Plan.Code
	}
	return s.logRead(ctx, me, "comment.read", asked.Agency.Code, reading)
}

// logRead writes into the log that somebody read something.
func (s *server) logRead(ctx context.Context, me *account.Account, action, subject string, what any) error {
	return s.Books.InTx(ctx, func(ctx context.Context) error {
		return s.Books.Record(ctx, survey.Entry{
			At: s.Now(), Actor: me.Actor("page"), Action: action, Subject: subject, After: what,
		})
	})
}
