package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"hailong/account"
	"hailong/frontend"
	"hailong/frontend/words"
	"hailong/job"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

// remindKind looks each morning for those who have to be told that a step of a round ends;
// noticeKind is the mail to one of them.
const (
	remindKind = "remind"
	noticeKind = "notice"
)

// remindHour is when they are told, in the office's zone: as their day begins.
const remindHour = 7

// reminders mail what is left to do before a step of a round ends: once for each round,
// day and person.
type reminders struct {
	db     *store.DB
	shelf  *survey.Shelf
	rounds *round.Rounds
	mail   *job.Mailer
	origin string
	night  night
}

// night is what was last found that has to be told. Hundreds of mails go out at once, and
// what they say is read from all sheets of a round.
type night struct {
	sync.Mutex
	day  survey.Day
	at   time.Time
	list []round.Reminder
}

// freshFor is how long mails say what was found: longer than a queue of them takes, and not
// so long that one which had to be sent again tells what was done meanwhile.
const freshFor = 30 * time.Minute

// reminding is nil where no mail can be sent: then the desks alone tell.
func (s *serveSettings) reminding(db *store.DB, shelf *survey.Shelf) (*reminders, error) {
	mail, err := s.mailer()
	if err != nil || !mail.On() {
		return nil, err
	}
	origin, err := s.origin()
	if err != nil {
		return nil, err
	}
	rounds := &round.Rounds{Store: db, Now: clock, Tasks: db, Past: db}
	return &reminders{db: db, shelf: shelf, rounds: rounds, mail: mail, origin: origin}, nil
}

// join adds the work to a runner. Without mail what was queued ends unsent.
func (r *reminders) join(runner *job.Runner) {
	runner.Works[remindKind], runner.Works[noticeKind] = r.look, r.send
	if r == nil {
		return
	}
	plan := runner.Plan
	runner.Plan = func(ctx context.Context, now time.Time) error {
		local := now.In(r.shelf.Now().Zone)
		key := remindKind + " " + local.Format(time.DateOnly)
		return errors.Join(plan(ctx, now), r.db.AddJob(ctx, remindKind, key, onDay(local, remindHour)))
	}
}

// look queues the mails of a day.
func (r *reminders) look(ctx context.Context, j job.Job) (string, error) {
	const over = "its day is over"
	day, ok := strings.CutPrefix(j.Key, remindKind+" ")
	if r == nil || !ok || survey.Day(day) != r.today() {
		return over, nil
	}
	r.night.forget()
	c, list, people, err := r.due(ctx, survey.Day(day))
	if err != nil {
		return "", err
	}
	queued := 0
	for i := range people {
		a := &people[i]
		for _, id := range roundsOf(c, list, a) {
			key := fmt.Sprintf("%s %s %d %d", noticeKind, day, id, a.ID)
			if err := r.db.AddJob(ctx, noticeKind, key, clock()); err != nil {
				return "", err
			}
			queued++
		}
	}
	return fmt.Sprintf("mails queued: %d", queued), nil
}

func (r *reminders) today() survey.Day { return survey.DayOf(clock(), r.shelf.Now().Zone) }

// due are the reminders of a day, with the people.
func (r *reminders) due(
	ctx context.Context, day survey.Day,
) (*survey.Catalogue, []round.Reminder, []account.Account, error) {
	c, err := r.shelf.Fresh(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	people, err := r.db.Accounts(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	list, err := r.night.reminders(day, func() ([]round.Reminder, error) {
		return r.rounds.Reminders(ctx, day, appraisers(c, people))
	})
	return c, list, people, err
}

// reminders are what was found for a day, or is found now.
func (n *night) reminders(
	day survey.Day, find func() ([]round.Reminder, error),
) ([]round.Reminder, error) {
	n.Lock()
	defer n.Unlock()
	if n.day == day && clock().Sub(n.at) < freshFor {
		return n.list, nil
	}
	list, err := find()
	if err != nil {
		return nil, err
	}
	n.day, n.at, n.list = day, clock(), list
	return list, nil
}

// forget has the next mail look anew.
func (n *night) forget() {
	n.Lock()
	defer n.Unlock()
	n.day = ""
}

// appraisers are the members of the council, as the round knows people.
func appraisers(c *survey.Catalogue, people []account.Account) []round.Person {
	var list []round.Person
	for i := range people {
		a := &people[i]
		if a.Disabled || a.Role.Reach(account.Appraise) == account.None {
			continue
		}
		list = append(list, round.Person{
			Login: a.Login, Agency: a.Agency, Areas: a.Areas, Chair: a.Role == account.Chair,
			Near: func(id survey.AgencyID) bool { return a.Near(c, id) },
		})
	}
	return list
}

// concerns tells whether somebody is told a reminder by mail: who fills in the agency's
// sheet, or the member of the council.
func concerns(c *survey.Catalogue, m *round.Reminder, a *account.Account) bool {
	switch {
	case a.Disabled || a.Email == "":
		return false
	case m.Agency == 0:
		return m.Login == a.Login
	}
	return a.Role.Reach(account.FillSheet) != account.None && a.Owns(c, m.Agency)
}

// roundsOf are the rounds that somebody is told of.
func roundsOf(c *survey.Catalogue, list []round.Reminder, a *account.Account) []round.ID {
	var ids []round.ID
	seen := map[round.ID]bool{}
	for i := range list {
		if id := list[i].Round.ID; !seen[id] && concerns(c, &list[i], a) {
			ids, seen[id] = append(ids, id), true
		}
	}
	return ids
}

// send mails what is left by now to the person whom the job names. An address that is none
// is not tried again, and after its day a mail would say what is not so any more.
func (r *reminders) send(ctx context.Context, j job.Job) (string, error) {
	const over, done = "nothing is left to be told", "sent"
	parts := strings.Fields(j.Key)
	if r == nil || len(parts) != 4 || survey.Day(parts[1]) != r.today() {
		return over, nil
	}
	c, list, people, err := r.due(ctx, survey.Day(parts[1]))
	if err != nil {
		return "", err
	}
	for i := range people {
		a := &people[i]
		if strconv.FormatInt(int64(a.ID), 10) != parts[3] {
			continue
		}
		var mine []*round.Reminder
		for n := range list {
			if m := &list[n]; strconv.FormatInt(int64(m.Round.ID), 10) == parts[2] && concerns(c, m, a) {
				mine = append(mine, m)
			}
		}
		if len(mine) == 0 {
			return over, nil
		}
		err := r.mail.Send(ctx, reminderMail(c, a, mine, r.origin+"/desk"))
		if survey.KindOf(err) == survey.Invalid {
			return "not an address", nil
		}
		return done, err
	}
	return over, nil
}

// reminderMail says it in Vietnamese and then in English.
func reminderMail(c *survey.Catalogue, a *account.Account, mine []*round.Reminder, link string) job.Message {
	var texts []string
	for _, lang := range survey.Languages {
		var lines []string
		for _, m := range mine {
			lines = append(lines, "- "+frontend.ReminderText(lang, c, m))
		}
		texts = append(texts, words.Say(lang, "reminder.text", survey.Args{
			"name": a.Name, "lines": strings.Join(lines, "\n"), "link": link,
		}))
	}
	subject := words.Say(survey.Vietnamese, "reminder.subject", survey.Args{"year": mine[0].Round.Year})
	return job.Message{To: a.Email, Subject: subject, Text: strings.Join(texts, "\n\n— — —\n\n") + "\n"}
}
