package frontend

import (
	"hailong/frontend/words"
	"hailong/scoring/round"
	"hailong/survey"
)

// ReminderText says a reminder: by mail, and on the desk.
func ReminderText(lang survey.Lang, c *survey.Catalogue, r *round.Reminder) string {
	word := "reminder." + string(r.Step)
	if r.Agency != 0 && r.Step == round.Appraising {
		word = "reminder.reopened"
	}
	agency := ""
	if a := c.Agency(r.Agency); a != nil {
		agency = a.Name.In(lang)
	}
	return words.Say(lang, word, survey.Args{
		"day": r.Deadline, "when": untilText(lang, r.DaysLeft), "count": r.Missing, "agency": agency,
	})
}

// untilText is how far a last day is away.
func untilText(lang survey.Lang, days int) string {
	switch {
	case days < 0:
		return words.Say(lang, "reminder.over", survey.Args{"count": -days})
	case days == 0:
		return words.Say(lang, "reminder.today", nil)
	}
	return words.Say(lang, "reminder.days", survey.Args{"count": days})
}

// remind adds what waits in rounds: of the person's own, and of the rounds that he runs. What
// is late is said first; of a round of which nothing is said, until when its step lasts.
func (p *DeskPage) remind(c *survey.Catalogue, w Waiting) {
	said := map[round.ID]bool{}
	add := func(id round.ID, daysLeft int, link Link) {
		said[id] = true
		if daysLeft < 0 {
			p.Late = append(p.Late, link)
		} else {
			p.Tasks = append(p.Tasks, link)
		}
	}
	for i := range w.Reminders {
		r := &w.Reminders[i]
		url := RoundPath(r.Round.ID)
		if a := c.Agency(r.Agency); a != nil {
			url = SheetPath(r.Round.ID, a)
		}
		add(r.Round.ID, r.DaysLeft, Link{Text: ReminderText(p.Lang, c, r), URL: p.Link(url)})
	}
	for i := range w.Rounds {
		if link := p.running(&w.Rounds[i], w.Day); link.URL != "" {
			add(w.Rounds[i].ID, w.Day.DaysTo(w.Rounds[i].Deadline()), link)
		}
	}
	for i := range w.Next {
		if r := &w.Next[i]; !said[r.ID] && w.Day <= r.Deadline() {
			p.Next = append(p.Next, p.say("reminder.next", p.roundArgs(r, w.Day)))
		}
	}
}

// running is what who runs a round is told: who has not submitted, or that a step is over;
// empty: nothing.
func (p *DeskPage) running(r *round.Round, today survey.Day) Link {
	args := p.roundArgs(r, today)
	if today > r.Deadline() {
		return Link{Text: p.say("reminder.run_late", args), URL: p.Link(RoundPath(r.ID), "show", showWaiting)}
	}
	count := 0
	for i := range r.Members {
		if r.Members[i].LeftOut == "" && !r.Members[i].Submitted() {
			count++
		}
	}
	if args["count"] = count; count == 0 || r.Step != round.SelfAssessing {
		return Link{}
	}
	return Link{Text: p.say("reminder.run", args), URL: p.Link(RoundPath(r.ID), "show", showWaiting)}
}

func (p *DeskPage) roundArgs(r *round.Round, today survey.Day) survey.Args {
	return survey.Args{
		"round": p.roundTitle(r), "step": p.stepName(r.Step), "day": r.Deadline(),
		"when": untilText(p.Lang, today.DaysTo(r.Deadline())),
	}
}
