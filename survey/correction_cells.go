package survey

import (
	"regexp"
	"slices"
)

// timeOfDay is 08:30, as a field of that kind sends it.
var timeOfDay = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// SelectionOf reads what was typed: kind, counter (its code), agency (its key), from, to,
// after, before, channel, rule. Every mistake is named by its field.
func SelectionOf(c *Catalogue, cells map[string]string) (Selection, error) {
	r := selectionReader{c: c, cells: cells}
	x := Selection{
		Kind: CorrectionKind(cells["kind"]), From: r.day("from"), To: r.day("to"),
		After: r.clock("after"), Before: r.clock("before"), Rule: FlagRule(cells["rule"]),
	}
	r.need(slices.Contains(CorrectionKinds, x.Kind), "kind", "correction.kind_needed")
	r.need(x.Rule == "" || slices.Contains(FlagRules, x.Rule), "rule", "correction.rule_unknown")
	r.need(x.From == "" || x.To == "" || x.From <= x.To, "to", "correction.days")
	r.need(x.Before == "" || x.After < x.Before, "before", "correction.times")
	if at := cells["channel"]; at != "" {
		channel, err := ParseChannel(at)
		r.need(err == nil, "channel", "correction.channel_unknown")
		x.Channel = channel
	}
	n := slices.IndexFunc(c.Counters, func(n Counter) bool { return n.Code == cells["counter"] })
	r.need(n >= 0, "counter", "correction.counter_unknown")
	if n >= 0 {
		x.Counter = c.Counters[n].ID
		r.agency(&x, &c.Counters[n])
	}
	return x, r.mistakes.Err("correction.refused")
}

type selectionReader struct {
	c        *Catalogue
	cells    map[string]string
	mistakes Mistakes
}

func (r *selectionReader) need(ok bool, field, word string) {
	if !ok {
		r.mistakes.Add(Fail(Invalid, word, nil).At(field))
	}
}

func (r *selectionReader) day(field string) Day {
	day, err := ParseDay(r.cells[field])
	r.need(err == nil, field, "correction.day_needed")
	return day
}

func (r *selectionReader) clock(field string) string {
	at := r.cells[field]
	r.need(at == "" || timeOfDay.MatchString(at), field, "correction.time_unknown")
	return at
}

// agency reads to whom responses are reassigned: another agency that there was on all of
// the days.
func (r *selectionReader) agency(x *Selection, n *Counter) {
	if x.Kind != Reassign {
		return
	}
	at := slices.IndexFunc(r.c.Agencies, func(a Agency) bool { return AgencyKey(&a) == r.cells["agency"] })
	r.need(at >= 0, "agency", "correction.agency_needed")
	if at < 0 {
		return
	}
	a := &r.c.Agencies[at]
	x.Agency = a.ID
	r.need(a.ID != n.Agency, "agency", "correction.agency_same")
	there := x.From == "" || x.To == "" || a.ExistsOn(x.From) && a.ExistsOn(x.To)
	r.need(there, "agency", "correction.agency_then")
}

// Cells are what SelectionOf reads back.
func (c *Catalogue) Cells(x Selection) map[string]string {
	cells := map[string]string{
		"kind": string(x.Kind), "counter": c.counterCode(x.Counter), "from": string(x.From), "to": string(x.To),
		"after": x.After, "before": x.Before, "rule": string(x.Rule), "channel": "", "agency": "",
	}
	if x.Channel != 0 {
		cells["channel"] = x.Channel.String()
	}
	if a := c.Agency(x.Agency); a != nil {
		cells["agency"] = AgencyKey(a)
	}
	return cells
}
