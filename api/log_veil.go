package api

import (
	"context"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// veiledLog is the log as a person may read it. What is hidden is not searched either: a
// search that finds it would tell it.
type veiledLog struct {
	survey.LogReader
	veil *round.LogVeil
}

func (s *server) logOf(
	c echo.Context, me *account.Account, catalogue *survey.Catalogue,
) (*veiledLog, error) {
	rounds, err := s.Rounds.Rounds(c.Request().Context())
	if err != nil {
		return nil, err
	}
	veil := round.NewLogVeil(catalogue, rounds, me.Near, frontend.LogWithheld(s.frame(c)))
	return &veiledLog{s.Books, veil}, nil
}

// LogPart gives rows as their reader sees them.
func (l *veiledLog) LogPart(
	ctx context.Context, f survey.LogFilter, limit int,
) ([]survey.LogRow, error) {
	rows, err := l.LogReader.LogPart(ctx, f, limit)
	for i := range rows {
		rows[i] = l.veil.Shown(rows[i])
	}
	return rows, err
}
