package frontend

import (
	"cmp"
	"slices"

	"hailong/survey"
)

// onEver asks for the agencies of all times.
const onEver = "all"

// OnAsked reads the query's on: a day, "all", or nothing for today. ok is false where
// it is none of them.
func OnAsked(on string, today survey.Day) (day survey.Day, ever, ok bool) {
	switch on {
	case "":
		return today, false, true
	case onEver:
		return today, true, true
	}
	day, err := survey.ParseDay(on)
	if err != nil {
		return today, false, false
	}
	return day, false, true
}

// choices are the days on which the list became another one; between them it stays
// the same. A day that the address names is offered too.
func (a *AgenciesPage) choices() {
	add := func(text, value string, chosen bool) {
		link := Link{Text: text, URL: value}
		if chosen {
			link.Current = "true"
		}
		a.On = append(a.On, link)
	}
	add(a.say("agencies.today", survey.Args{"day": a.today}), "", !a.ever && a.on == a.today)
	add(a.say("agencies.ever", nil), onEver, a.ever)
	days := a.changes()
	if a.on != a.today {
		days = append(days, a.on)
	}
	slices.SortFunc(days, func(x, y survey.Day) int { return cmp.Compare(y, x) })
	for _, d := range slices.Compact(days) {
		add(a.Day(d), string(d), !a.ever && d == a.on)
	}
}

// changes are the first days of agencies and the days after their last.
func (a *AgenciesPage) changes() (days []survey.Day) {
	for _, x := range a.catalogue.Agencies {
		if x.ValidFrom != "" && x.ValidFrom != a.today {
			days = append(days, x.ValidFrom)
		}
		if next := x.ValidTo; next != "" {
			if next = next.AddDays(1); next != a.today {
				days = append(days, next)
			}
		}
	}
	return days
}
