package survey

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxComment is the longest comment, in characters.
const MaxComment = 2000

// maxAhead is how far a device's clock may run before ours.
const maxAhead = 5 * time.Minute

// Draft is a response as it was sent, before anything of it is believed.
type Draft struct {
	Counter    string // token, as typed or scanned
	Receipt    string
	Form       string // short@1; empty: the form that the counter shows now
	Channel    Channel
	Stage      Stage
	Answers    map[string]int // question code to level 1–5
	NA         []string       // codes of questions answered "not applicable"
	Comment    string
	AnsweredAt time.Time // zero: now; only trusted senders may set it
}

// Check turns a draft into a response that may be stored, or says what is wrong:
// NotFound or Closed for the place and the time, Invalid with all mistakes else.
func (c *Catalogue) Check(d *Draft, now time.Time) (Response, error) {
	r := Response{Channel: d.Channel, Stage: d.Stage}
	if err := c.checkTime(&r, d, now); err != nil {
		return r, err
	}
	counter, plan, err := c.FormAt(d.Counter, r.Day)
	if err != nil {
		return r, err
	}
	if plan.Archived {
		return r, Fail(Closed, "plan.archived", Args{"year": plan.Year}).At("counter")
	}
	r.Counter, r.Plan = counter.ID, plan.ID
	if r.Receipt, err = ParseReceipt(d.Receipt); err != nil {
		return r, err
	}
	q, err := c.form(d.Form, plan)
	if err != nil {
		return r, err
	}
	r.Questionnaire = q.ID
	if err := r.fill(d, q); err != nil {
		return r, err
	}
	if r.Status == StatusValid && !plan.Accepts(DayOf(now, c.Zone)) {
		r.Status = StatusLate
	}
	r.Tally = TallyOf(&r, counter.Agency, q)
	return r, nil
}

// Counts tells whether a response enters its plan's score: valid, and on the
// plan's questionnaire in whichever version.
func (c *Catalogue) Counts(r *Response) bool {
	for i := range c.Plans {
		if p := &c.Plans[i]; p.ID == r.Plan {
			return r.Status == StatusValid &&
				c.Questionnaire(p.Questionnaire).Code == c.Questionnaire(r.Questionnaire).Code
		}
	}
	return false
}

func (c *Catalogue) checkTime(r *Response, d *Draft, now time.Time) error {
	r.ReceivedAt = now.UTC().Round(time.Microsecond)
	r.AnsweredAt = r.ReceivedAt
	if !d.AnsweredAt.IsZero() {
		if d.AnsweredAt.After(now.Add(maxAhead)) {
			return Fail(Invalid, "response.future", nil).At("answered_at")
		}
		r.AnsweredAt = d.AnsweredAt.UTC().Round(time.Microsecond)
	}
	r.Day = DayOf(r.AnsweredAt, c.Zone)
	return nil
}

func (c *Catalogue) form(ref string, p *Plan) (*Questionnaire, error) {
	if ref == "" {
		return c.Questionnaire(p.Questionnaire), nil
	}
	if q := c.QuestionnaireByRef(ref); q != nil {
		return q, nil
	}
	return nil, Fail(Invalid, "questionnaire.unknown", Args{"value": clip(ref)}).At("form")
}

// fill reads the answers and the comment, and decides between valid and empty.
func (r *Response) fill(d *Draft, q *Questionnaire) error {
	var mistakes Mistakes
	r.Levels = d.levels(q, &mistakes)
	r.Comment = d.comment(&mistakes)
	if err := mistakes.Err("response.invalid"); err != nil {
		return err
	}
	if r.Comment == "" && strings.Trim(string(r.Levels), string(LevelEmpty)) == "" {
		return Fail(Invalid, "response.empty", nil).At("answers")
	}
	r.Status = StatusEmpty
	if sums, _ := r.Levels.Count(q); sums.M > 0 {
		r.Status = StatusValid
	}
	return nil
}

func (d *Draft) levels(q *Questionnaire, mistakes *Mistakes) Levels {
	levels := bytes.Repeat([]byte{LevelEmpty}, len(q.Questions))
	wrong := func(code, word string, args Args) {
		mistakes.Add(Fail(Invalid, word, args).At("answers." + clip(code)))
	}
	for code, level := range d.Answers {
		i := q.place(code)
		switch {
		case i < 0:
			wrong(code, "response.question", Args{"value": clip(code)})
		case level < 1 || level > 5:
			wrong(code, "response.level", Args{"number": i + 1})
		default:
			levels[i] = byte('0' + level)
		}
	}
	// A map has no order of its own.
	slices.SortFunc(*mistakes, func(a, b *Error) int { return cmp.Compare(a.Field, b.Field) })
	for _, code := range d.NA {
		i := q.place(code)
		switch {
		case i < 0:
			wrong(code, "response.question", Args{"value": clip(code)})
		case q.Questions[i].NotApplicable.VI == "":
			wrong(code, "response.na", Args{"number": i + 1})
		case levels[i] != LevelEmpty && levels[i] != LevelNotApplicable:
			wrong(code, "response.level", Args{"number": i + 1})
		default:
			levels[i] = LevelNotApplicable
		}
	}
	return Levels(levels)
}

// lineEnds makes every line end \n.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// comment cleans what was typed: NFC, line ends as \n, no control characters but those.
func (d *Draft) comment(mistakes *Mistakes) string {
	if !utf8.ValidString(d.Comment) || strings.ContainsRune(d.Comment, 0) {
		mistakes.Add(Fail(Invalid, "response.unreadable", nil).At("comment"))
		return ""
	}
	s := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, lineEnds.Replace(norm.NFC.String(d.Comment))))
	if n := utf8.RuneCountInString(s); n > MaxComment {
		args := Args{"count": n, "max": MaxComment, "over": n - MaxComment}
		mistakes.Add(Fail(Invalid, "response.comment_long", args).At("comment"))
	}
	return s
}
