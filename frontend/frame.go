package frontend

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/scoring/report"
	"hailong/survey"
)

// Frame is what every page has: language, place, and how to say and write things.
// Page structs embed it, so templates call {{.T "key" "name" value}}.
type Frame struct {
	Lang      survey.Lang
	Path      string     // the page's own path, for the language switch
	Query     url.Values // its query without lang
	Simulated bool       // a demo database: the page says so first of all
	Province  survey.Text
	Me        *account.Account // who is signed in, nil for everybody else
	Reader    report.Reader    // for whom figures are read
	Ranked    int              // the newest year with a published edition; 0: nothing is published
}

// T says a key in the page's language; pairs are placeholder names and values.
func (f Frame) T(key string, pairs ...any) (string, error) {
	if len(pairs)%2 != 0 || !words.Has(key) {
		return "", fmt.Errorf("words: key %q, %d arguments", key, len(pairs))
	}
	args := survey.Args{}
	for i := 0; i < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return words.Say(f.Lang, key, args), nil
}

// In is a two-language text in the page's language.
func (f Frame) In(t survey.Text) string { return t.In(f.Lang) }

// Int writes a whole number: 1.234.567.
func (f Frame) Int(n int64) string { return words.Int(f.Lang, n) }

// Day writes a day: 22/11/2026.
func (f Frame) Day(d survey.Day) string { return d.Time().Format("02/01/2006") }

// Clock writes a moment: "10 giờ 15 ngày 22/11/2026".
func (f Frame) Clock(t time.Time) string {
	if f.Lang == survey.English {
		return t.Format("15:04 on 02/01/2006")
	}
	return t.Format("15 giờ 04 ngày 02/01/2006")
}

// OnDesk tells whether the page is one of those who are signed in.
func (f Frame) OnDesk() bool { return f.Path == "/desk" || strings.HasPrefix(f.Path, "/desk/") }

// Link keeps the page's language on a link within the site. pairs are added to
// the query.
func (f Frame) Link(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return f.address(path, q, f.Lang)
}

// Other is the page itself in the other language.
func (f Frame) Other() string {
	other := survey.English
	if f.Lang == survey.English {
		other = survey.Vietnamese
	}
	return f.address(f.Path, f.Query, other)
}

func (f Frame) address(path string, query url.Values, lang survey.Lang) string {
	q := url.Values{}
	for name, values := range query {
		q[name] = values
	}
	if lang == survey.English {
		q.Set("lang", string(survey.English))
	} else if path == f.Path && f.Lang == survey.English {
		q.Set("lang", string(survey.Vietnamese))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
