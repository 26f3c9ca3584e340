package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// roundOpenPage is GET /desk/rounds/new?year=&family=.
func (s *server) roundOpenPage(c echo.Context, _ *account.Account) error {
	return s.showRoundOpen(c, http.StatusOK, c.QueryParam("family"), c.QueryParam("year"), nil, nil)
}

func (s *server) showRoundOpen(
	c echo.Context, status int, family, year string, typed url.Values, e *survey.Error,
) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	choice := frontend.RoundChoice{Family: strings.TrimSpace(family)}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	if choice.Year, err = strconv.Atoi(year); err != nil || choice.Year < 2000 || choice.Year > 2100 {
		choice.Year = today.Time().Year()
	}
	if choice.Family == "" || len(choice.Family) > account.MaxName {
		choice.Family = round.Family
	}
	sets, err := s.Rounds.Store.SetsOf(ctx, choice.Family, choice.Year)
	if err != nil {
		return err
	}
	day := min(survey.Day(strconv.Itoa(choice.Year)+"-12-31"), today)
	for i := range catalogue.Groups {
		if g := roundGroup(catalogue, &catalogue.Groups[i], sets, day); len(g.Agencies) > 0 {
			choice.Groups = append(choice.Groups, g)
		}
	}
	return officePage(c, status, frontend.NewRoundOpenPage(s.frame(c), catalogue, choice, typed, e))
}

// roundGroup is a group with the set that a round would use, as round.Open chooses it.
func roundGroup(
	c *survey.Catalogue, g *survey.Group, sets []round.Set, day survey.Day,
) frontend.RoundGroup {
	w := frontend.RoundGroup{Group: g}
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Group == g.Code && a.ExistsOn(day) {
			w.Agencies = append(w.Agencies, a)
		}
	}
	for i := range sets {
		set := &sets[i]
		if set.Group != g.Code {
			continue
		}
		err := round.Usable(c, &set.CriteriaSet)
		wrong, _ := errors.AsType[*survey.Error](err)
		better := w.Set == nil || w.Wrong != nil && wrong == nil ||
			(w.Wrong == nil) == (wrong == nil) && set.Version > w.Set.Version
		if better {
			w.Set, w.Wrong = set, wrong
		}
	}
	return w
}

// openRound is POST /desk/rounds/new: do is try, change or open. What is opened is what
// was shown, or it is shown anew.
func (s *server) openRound(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	again := func(err error) error {
		e := mistake(err)
		if e == nil {
			return err
		}
		s.note(c, statusOf(err), err)
		return s.showRoundOpen(c, statusOf(err), form.Get("family"), form.Get("year"), form, e)
	}
	if form.Get("do") == "change" {
		return s.showRoundOpen(c, http.StatusOK, form.Get("family"), form.Get("year"), form, nil)
	}
	opening, err := openingOf(catalogue, form)
	if err != nil {
		return again(err)
	}
	earnest := form.Get("do") == "open"
	trial, err := s.openedRound(c.Request().Context(), me, catalogue, opening, form.Get("mark"), earnest)
	switch {
	case err != nil:
		return again(err)
	case trial.opened:
		return s.done(c, frontend.RoundPath(trial.round.ID), "opened")
	}
	page := frontend.NewRoundTrialPage(s.frame(c), catalogue, trial.round, trial.sets, form, trial.mark)
	status := http.StatusOK
	if earnest {
		status = http.StatusConflict
		page.Problem = &frontend.Problem{}
		page.Problem.Heading, _ = page.T("round_page.trial_stale")
	}
	return officePage(c, status, page)
}

// openingOf reads the form that a round is opened with.
func openingOf(c *survey.Catalogue, form url.Values) (round.Opening, error) {
	year, err := strconv.Atoi(form.Get("year"))
	if err != nil || year < 2000 || year > 2100 {
		return round.Opening{}, survey.Fail(survey.Invalid, "round.no_group", nil).At("groups")
	}
	o := round.Opening{
		Family: form.Get("family"), Year: year, Groups: form["groups"], Deadlines: stepDays(form, ""),
		LeftOut: map[survey.AgencyID]string{},
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		why := strings.TrimSpace(form.Get(frontend.LeftOutField(a.ID)))
		chosen := false
		for _, group := range o.Groups {
			chosen = chosen || group == a.Group
		}
		if why != "" && chosen { // a reason in a group that was not chosen means nothing
			o.LeftOut[a.ID] = why
		}
	}
	return o, nil
}

// stepDays reads the last days of the steps; what is no day stays as it is, to be refused.
func stepDays(form url.Values, prefix string) map[round.Step]survey.Day {
	days := map[round.Step]survey.Day{}
	for _, step := range round.Steps[:len(round.Steps)-1] {
		text := form.Get(prefix + string(step))
		day, err := survey.ParseDay(text)
		if err != nil {
			day = survey.Day(text)
		}
		days[step] = day
	}
	return days
}

// openTrial is a round as it was opened, or would be.
type openTrial struct {
	round  *round.Round
	sets   map[round.SetID]*round.Set
	mark   string // of all that opening fixes
	opened bool
}

// errTrial takes a trial back.
var errTrial = errors.New("trial")

// openedRound opens a round in earnest where it would be the one of the mark, and else
// takes everything back: what is shown is what opening does.
func (s *server) openedRound(
	ctx context.Context, me *account.Account, c *survey.Catalogue, o round.Opening, mark string, earnest bool,
) (*openTrial, error) {
	var trial *openTrial
	err := s.Rounds.Store.InTx(ctx, func(ctx context.Context) error {
		id, err := s.Rounds.Open(ctx, roundPerson(c, me), o)
		if err != nil {
			return err
		}
		if trial, err = s.trialOf(ctx, id); err != nil {
			return err
		}
		if trial.opened = earnest && trial.mark == mark; trial.opened {
			return nil
		}
		return errTrial
	})
	if errors.Is(err, errTrial) {
		err = nil
	}
	return trial, err
}

func (s *server) trialOf(ctx context.Context, id round.ID) (*openTrial, error) {
	r, err := s.Rounds.Round(ctx, id)
	if err != nil {
		return nil, err
	}
	t := &openTrial{round: r, sets: map[round.SetID]*round.Set{}}
	fixed := []any{r.Family, r.Year, r.Deadlines, r.Members}
	for i := range r.Members {
		id := r.Members[i].Set
		if t.sets[id] != nil {
			continue
		}
		if t.sets[id], err = s.Rounds.Store.Set(ctx, id); err != nil {
			return nil, err
		}
		fixed = append(fixed, t.sets[id].Mark())
	}
	t.mark = survey.Fingerprint(fixed)
	return t, nil
}
