package frontend

import (
	"bytes"
	"errors"
	"html"
	"unicode/utf8"

	"hailong/survey"
)

// MaxFormBytes is what a phone gets in the first round trip of a connection: ten
// segments of 1,460 bytes (RFC 6928), rounded down to 14 KB. The citizens' page must fit
// into it as it is sent, which is compressed.
const MaxFormBytes = 14336

// NewPreview is the citizens' page of a questionnaire that nobody can answer yet, at the
// counter whose names are the longest: what fits there fits everywhere.
func NewPreview(f Frame, c *survey.Catalogue, q *survey.Questionnaire) FormPage {
	p := FormPage{Frame: f, Questionnaire: q, Receipt: placeholder}
	longest := -1
	for i := range c.Counters {
		counter := &c.Counters[i]
		agency := c.Agency(counter.Agency)
		length := utf8.RuneCountInString(p.In(agency.Name) + p.In(counter.Name) + p.In(counter.Place))
		if length > longest {
			longest, p.Agency, p.Counter = length, agency, counter
		}
	}
	if p.Counter == nil {
		sample := survey.Text{VI: p.say("draft.sample", nil)}
		p.Agency = &survey.Agency{Name: sample, Sector: survey.Administrative}
		p.Counter = &survey.Counter{Name: sample}
	}
	return p
}

// DrawPreview draws it with a banner that says so and leads back to the draft, and with
// a button that sends nothing.
func DrawPreview(p FormPage, draft survey.DraftID) ([]byte, error) {
	counter := *p.Counter
	counter.Token = "" // nor does the form name a counter
	p.Counter = &counter
	page, err := Draw(p)
	if err != nil {
		return nil, err
	}
	banner := "<header>" + p.banner(draft)
	for old, now := range map[string]string{"<button>": "<button disabled>", "<header>": banner} {
		if bytes.Count(page, []byte(old)) != 1 {
			return nil, errors.New("draw preview: " + old + " does not stand there once")
		}
		page = bytes.Replace(page, []byte(old), []byte(now), 1)
	}
	return page, nil
}

func (p FormPage) banner(draft survey.DraftID) string {
	back := html.EscapeString(p.Link(DraftPath(draft)))
	return "<div class=demo><div class=w>" + p.say("draft.banner", nil) +
		` <a href="` + back + `">` + p.say("draft.back", nil) + "</a></div></div>"
}

// FormSize is how many bytes the citizens' page of a questionnaire has in the language
// that needs more: as it is, and as it is sent.
func FormSize(f Frame, c *survey.Catalogue, q *survey.Questionnaire) (plain, packed int, err error) {
	for _, f.Lang = range survey.Languages {
		form, err := PrepareForm(NewPreview(f, c, q))
		if err != nil {
			return 0, 0, err
		}
		plain = max(plain, len(form.Plain(placeholder)))
		packed = max(packed, len(form.Gzip(placeholder)))
	}
	return plain, packed, nil
}

// FormFits is nil where the citizens' page of a questionnaire is small enough.
func FormFits(f Frame, c *survey.Catalogue, q *survey.Questionnaire) error {
	_, packed, err := FormSize(f, c, q)
	if err != nil || packed <= MaxFormBytes {
		return err
	}
	args := survey.Args{"count": (packed + 1023) >> 10, "max": MaxFormBytes >> 10}
	return survey.Fail(survey.Invalid, "draft.large", args)
}
