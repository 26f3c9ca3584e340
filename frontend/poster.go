package frontend

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hailong/survey"
)

// PosterSet is what is printed in one go: an A5 page (148 × 210 mm) for each
// counter. The same set always gives the same bytes.
type PosterSet struct {
	Origin    string // what the codes point to, https://host
	Province  survey.Text
	Printed   survey.Day // stands on every page, and is the file's date
	Paper     bool       // who has no phone gets a paper form at the counter
	Simulated bool       // a demo: every page says so
	Posters   []Poster
	Progress  func(done int) // told after each page; may be nil
}

// Poster (tờ dán quầy) is the page of one counter.
type Poster struct {
	Agency  *survey.Agency
	Counter *survey.Counter
	Seconds int // how long its questionnaire takes; 0: no plan asks there yet
}

// Posters writes a set as a PDF, or nothing where a poster cannot be printed as it
// should be: a letter that the font lacks would vanish, a name too long for the page
// would run over the code.
func Posters(ctx context.Context, w io.Writer, set *PosterSet) error {
	texts := make([]posterText, len(set.Posters))
	var missing []string
	for i := range texts {
		texts[i] = set.text(&set.Posters[i])
		if lacks := texts[i].lacks(); lacks != "" {
			missing = append(missing, texts[i].code+": "+lacks)
		}
	}
	if len(missing) > 0 {
		return survey.Fail(survey.Invalid, "poster.letters", survey.Args{"list": strings.Join(missing, "; ")})
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pdf, done := newPosterPDF(set), 0
	for next := range posterPages(ctx, set.Origin, texts) {
		page := <-next
		if err := cmp.Or(ctx.Err(), page.err); err != nil {
			return err
		}
		if err := pdf.draw(&page); err != nil {
			return err
		}
		done++
		if set.Progress != nil {
			set.Progress(done)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return pdf.Output(w)
}

// posterPage is a page that only has to be drawn.
type posterPage struct {
	blocks  []block
	modules int    // of the code, along a side
	bars    string // of the code, in PDF's operators
	err     error
}

// pagesAhead is how many pages may be ready before they are drawn, for each processor.
const pagesAhead = 4

// posterPages lays pages out and makes their codes on all processors, which takes most
// of the time, and gives them in the order of the texts. It ends with ctx.
func posterPages(ctx context.Context, origin string, texts []posterText) <-chan chan posterPage {
	pages := make(chan chan posterPage, pagesAhead*runtime.GOMAXPROCS(0))
	go func() {
		defer close(pages)
		for i := range texts {
			page := make(chan posterPage, 1)
			select {
			case <-ctx.Done():
				return
			case pages <- page:
				go func() { page <- texts[i].page(origin) }()
			}
		}
	}()
	return pages
}

func (t *posterText) page(origin string) (p posterPage) {
	if p.blocks, p.err = layOut(t); p.err != nil {
		return p
	}
	modules, err := qrModules(CounterAddress(origin, t.token))
	p.modules, p.bars, p.err = len(modules), bars(modules), err
	return p
}

// posterText is all that a poster says, composed (NFC), in the order of reading.
type posterText struct {
	code  string // the counter's
	token survey.Token

	agency, counter, place string
	ask, scan              string
	steps, levels, say     []string
	typed, address, mark   string // how to get there without a camera; which poster this is
	purpose                string
	simulated              bool // then purpose says that
}

func (s *PosterSet) text(p *Poster) posterText {
	t := posterText{
		code: p.Counter.Code, token: p.Counter.Token,
		agency: tidy(p.Agency.Name.VI), counter: tidy(p.Counter.Name.VI), place: tidy(p.Counter.Place.VI),
		ask: posterSay("poster.ask", nil), scan: scanLine(survey.Vietnamese, p.Seconds),
		typed: posterSay("poster.type", nil), address: tidy(typedAddress(s.Origin, p.Counter.Token)),
		mark:    posterSay("poster.mark", survey.Args{"counter": p.Counter.Code, "day": s.Printed}),
		purpose: posterSay("poster.purpose", survey.Args{"province": s.Province.VI}),
	}
	for _, n := range []string{"1", "2", "3"} {
		t.steps = append(t.steps, posterSay("poster.step."+n, nil))
	}
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		t.levels = append(t.levels, posterSay("citizen.level."+n, nil))
	}
	staff := posterSay("poster.staff."+string(p.Agency.Sector), nil)
	t.say = append(t.say, posterSay("poster.self", survey.Args{"staff": staff}))
	if s.Paper {
		t.say = append(t.say, posterSay("poster.paper", nil))
	}
	t.say = append(t.say, scanLine(survey.English, p.Seconds))
	if s.Simulated {
		t.purpose, t.simulated = posterSay("poster.simulated", nil), true
	}
	return t
}

// typedAddress is the address as people can type it: without https://, which every
// browser puts before it; http:// stays, because a browser would not try it.
func typedAddress(origin string, token survey.Token) string {
	origin = strings.ToLower(strings.TrimRight(origin, "/"))
	return strings.TrimPrefix(origin, "https://") + "/s/" + string(token)
}

// tidy composes a text and gives it single spaces. A no-break space stays one.
func tidy(text string) string {
	return strings.Join(strings.FieldsFunc(norm.NFC.String(text), func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r'
	}), " ")
}

// lacks names what the font does not have of the texts: “漢” (U+6F22).
func (t *posterText) lacks() string {
	texts := []string{t.agency, t.counter, t.place, t.ask, t.scan, t.typed, t.address, t.mark, t.purpose}
	for _, list := range [][]string{t.steps, t.levels, t.say} {
		texts = append(texts, list...)
	}
	seen := map[rune]bool{}
	var list []string
	for _, r := range strings.Join(texts, "") {
		if !posterRegular.has(r) && !seen[r] {
			seen[r] = true
			list = append(list, fmt.Sprintf("“%c” (%U)", r, r))
		}
	}
	return strings.Join(list, ", ")
}
