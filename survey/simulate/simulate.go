// Package simulate makes up answers for demonstrations and measurements: always
// the same from the same seed, and never mixed with real ones, for the database
// that holds them is marked as simulated.
package simulate

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"hailong/survey"
)

// Profile says how an agency's visitors are to answer.
type Profile struct {
	Counters  []*survey.Counter
	Form      *survey.Questionnaire
	Responses int
	Satisfied float64 // expected share of satisfied answers, 0 to 1
	Drift     float64 // change of that share from the first day to the last
}

// Sent is a made-up response with the moment at which it was sent.
type Sent struct {
	Draft survey.Draft
	At    time.Time
}

// Answers makes up the responses of all profiles between two days, both ends in,
// in the order of time. Only working hours of working days have visitors.
func Answers(profiles []Profile, from, to survey.Day, zone *time.Location, seed uint64) []Sent {
	days := workingDays(from, to)
	var sent []Sent
	for i, p := range profiles {
		// One stream per agency: a change to one leaves the others as they were.
		m := maker{rand.New(rand.NewPCG(seed, uint64(i)))} //nolint:gosec // the same each time is the point
		for range p.Responses {
			if len(days) > 0 {
				sent = append(sent, m.one(&p, days, zone))
			}
		}
	}
	slices.SortStableFunc(sent, func(a, b Sent) int { return cmp.Compare(a.At.UnixMicro(), b.At.UnixMicro()) })
	return sent
}

func workingDays(from, to survey.Day) []survey.Day {
	var days []survey.Day
	for d := from; d <= to; d = d.AddDays(1) {
		if w := d.Time().Weekday(); w != time.Saturday && w != time.Sunday {
			days = append(days, d)
		}
	}
	return days
}

type maker struct{ *rand.Rand }

// Read fills b, so that receipts can be drawn from the same stream.
func (m maker) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(m.Uint32())
	}
	return len(b), nil
}

func (m maker) one(p *Profile, days []survey.Day, zone *time.Location) Sent {
	place := m.IntN(len(days))
	at := m.moment(days[place], zone)
	share := p.Satisfied + p.Drift*(float64(place)/float64(len(days))-0.5)
	// The first counter is the busiest.
	counter := p.Counters[min(m.IntN(len(p.Counters)), m.IntN(len(p.Counters)))]
	receipt, err := survey.NewReceipt(at, m)
	if err != nil {
		panic(err) // Read never fails
	}
	d := survey.Draft{
		Counter: string(counter.Token), Receipt: receipt.String(), Form: p.Form.Ref(),
		Channel: m.channel(), Stage: m.stage(), Answers: map[string]int{},
	}
	m.fill(&d, p.Form, share)
	return Sent{Draft: d, At: at}
}

// moment is a minute of the office's hours, 7:30–11:30 or 13:30–17:00.
func (m maker) moment(day survey.Day, zone *time.Location) time.Time {
	minute := 7*60 + 30 + m.IntN(4*60+3*60+30)
	if minute >= 11*60+30 {
		minute += 2 * 60
	}
	noon := day.Time()
	return time.Date(noon.Year(), noon.Month(), noon.Day(), 0, minute, m.IntN(60), m.IntN(1e9), zone)
}

func (m maker) channel() survey.Channel {
	switch x := m.Float64(); {
	case x < 0.70:
		return survey.ChannelQR
	case x < 0.85:
		return survey.ChannelKiosk
	case x < 0.95:
		return survey.ChannelPaper
	}
	return survey.ChannelLink
}

func (m maker) stage() survey.Stage {
	if m.Float64() < 0.3 {
		return survey.StageNone
	}
	stages := []survey.Stage{
		survey.StageSubmitted, survey.StageSubmitted, survey.StageSubmitted, survey.StageReceived,
		survey.StageReceived, survey.StageSupplemented, survey.StageRefused, survey.StageOther,
	}
	return stages[m.IntN(len(stages))]
}

// mood is how far a person's answers go together, on the logit scale.
const mood = 1.1

// factorShift makes complaints the weakest factor and the officer the strongest.
var factorShift = map[string]float64{"TC": 0.05, "TTHC": 0, "CC": 0.35, "KQ": -0.05, "PAKN": -0.55}

// fill writes the person's answers into a draft.
func (m maker) fill(d *survey.Draft, q *survey.Questionnaire, share float64) {
	levels := make([]byte, len(q.Questions))
	m.levels(levels, q, share)
	for i, level := range levels {
		switch code := q.Questions[i].Code; level {
		case survey.LevelNotApplicable:
			d.NA = append(d.NA, code)
		case survey.LevelEmpty:
		default:
			d.Answers[code] = int(level - '0')
		}
	}
}

// levels writes the answers of one person, who answers at least one question.
func (m maker) levels(levels []byte, q *survey.Questionnaire, share float64) {
	person := logit(share) * math.Sqrt(1+0.346*mood*mood)
	person += mood*m.NormFloat64() + 0.02
	noResult, complained := m.Float64() < 0.18, m.Float64() < 0.55
	answered := false
	for i := range q.Questions {
		question := &q.Questions[i]
		levels[i] = survey.LevelEmpty
		switch {
		case question.Factor == "KQ" && noResult, question.Factor == "PAKN" && !complained:
			if m.Float64() < 0.7 {
				levels[i] = survey.LevelNotApplicable
			}
		case m.Float64() < 0.03:
		default:
			levels[i] = m.level(person + factorShift[question.Factor])
			answered = true
		}
	}
	if !answered {
		levels[0] = m.level(person)
	}
}

// logit keeps its argument off 0 and 1.
func logit(p float64) float64 {
	p = min(0.995, max(0.005, p))
	return math.Log(p / (1 - p))
}

func (m maker) level(mind float64) byte {
	x := m.Float64()
	if m.Float64() < 1/(1+math.Exp(-mind)) {
		if x < 0.45 {
			return '5'
		}
		return '4'
	}
	switch {
	case x < 0.60:
		return '3'
	case x < 0.86:
		return '2'
	}
	return '1'
}
