package frontend

import (
	"strconv"

	"hailong/scoring/round"
	"hailong/survey"
)

// WaitingPetitions are how many petitions of a round wait for the person's answer.
type WaitingPetitions struct {
	Round round.Round
	Count int
}

// OverdueTasks are how many tasks of a year's plans the person's agencies are late with.
type OverdueTasks struct{ Year, Count int }

// waiting adds what waits outside the steps of a round.
func (p *DeskPage) waiting(w Waiting) {
	for _, o := range w.Overdue {
		p.Late = append(p.Late, Link{
			Text: p.say("desk.tasks_overdue", survey.Args{"count": o.Count, "year": o.Year}),
			URL:  p.Link("/desk/tasks", "year", strconv.Itoa(o.Year), "state", string(round.TaskOverdue)),
		})
	}
	for i := range w.Petitions {
		a := &w.Petitions[i]
		p.Tasks = append(p.Tasks, Link{
			Text: p.say("desk.petitions_wait", survey.Args{"count": a.Count, "round": p.roundTitle(&a.Round)}),
			URL:  p.Link(RoundPath(a.Round.ID) + "/petitions"),
		})
	}
}
