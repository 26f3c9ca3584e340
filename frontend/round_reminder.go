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
		return words.Say(lang, "reminder.over", nil)
	case days == 0:
		return words.Say(lang, "reminder.today", nil)
	}
	return words.Say(lang, "reminder.days", survey.Args{"count": days})
}

// remind adds what waits in rounds: of the person's own, and of the rounds that he runs.
func (p *DeskPage) remind(c *survey.Catalogue, w Waiting) {
	for i := range w.Reminders {
		r := &w.Reminders[i]
		url := RoundPath(r.Round.ID)
		if a := c.Agency(r.Agency); a != nil {
			url = SheetPath(r.Round.ID, a)
		}
		p.Tasks = append(p.Tasks, Link{Text: ReminderText(p.Lang, c, r), URL: p.Link(url)})
	}
	for i := range w.Rounds {
		r := &w.Rounds[i]
		count := 0
		for m := range r.Members {
			if r.Members[m].LeftOut == "" && !r.Members[m].Submitted() {
				count++
			}
		}
		if count > 0 {
			text := p.say("reminder.run", survey.Args{
				"round": p.roundTitle(r), "step": p.stepName(r.Step), "day": r.Deadline(), "count": count,
				"when": untilText(p.Lang, daysTo(w.Day, r.Deadline())),
			})
			p.Tasks = append(p.Tasks, Link{Text: text, URL: p.Link(RoundPath(r.ID), "show", showWaiting)})
		}
	}
}

// daysTo is how many days a day lies ahead; negative where it is over.
func daysTo(today, day survey.Day) int { return int(day.Time().Sub(today.Time()).Hours() / 24) }
