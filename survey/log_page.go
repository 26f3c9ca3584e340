package survey

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// LogFilter is what the database looks for in the log: whole values, empty for any.
type LogFilter struct {
	Above, Below           int64  // numbers in between, both ends out
	Since, Until           string // of LogRow.At: from, and before; empty: open
	Actor, Action, Subject string
}

// LogReader reads the log newest first.
type LogReader interface {
	// LogPart gives at most limit rows that fit, the highest numbers first.
	LogPart(ctx context.Context, f LogFilter, limit int) ([]LogRow, error)
	// LogActions are those that occur in rows above a number.
	LogActions(ctx context.Context, above int64) ([]string, error)
	LogHead(ctx context.Context) (LogHead, error)
	// LogChecked is when a job last walked the whole chain, and whether it was whole; the
	// zero time: never.
	LogChecked(ctx context.Context) (time.Time, bool, error)
}

// LogQuery is what a person looks for in the log.
type LogQuery struct {
	Actor, Action, Subject string
	Text                   string // words in what was before and after, without marks and capitals
	From, To               Day    // of the office, both in; empty: open
	Below                  int64  // rows with lower numbers; 0: from the newest on
}

// A page looks at so many rows at most, so that no search holds the database up: at fewer
// where a text has to be looked for, because then each row is read.
const (
	logSpan     = 100_000
	logTextSpan = 20_000
	logOnPage   = 50
	logAtOnce   = 500
)

// LogPage is a page of the log, newest first.
type LogPage struct {
	Rows []LogRow
	Next int64 // go on below this number; 0: nothing is left
	Seen int64 // the lowest number that was looked at
	Full bool  // the page is full; else it ends where so many rows were looked at
}

// ReadLog gives the first page of what fits below a number.
func ReadLog(ctx context.Context, store LogReader, zone *time.Location, q LogQuery) (*LogPage, error) {
	return readLog(ctx, store, zone, q, logOnPage)
}

// MostLogRows is how many rows an export from the page has at most; the command writes
// the whole log.
const MostLogRows = 20_000

// ExportLog gives all that fits, newest first, over as many pages as it takes. It is
// TooLarge above MostLogRows.
func ExportLog(
	ctx context.Context, store LogReader, zone *time.Location, q LogQuery,
) (rows []LogRow, err error) {
	for q.Below = 0; ; {
		page, err := readLog(ctx, store, zone, q, MostLogRows+1-len(rows))
		if err != nil {
			return nil, err
		}
		rows = append(rows, page.Rows...)
		switch {
		case len(rows) > MostLogRows:
			return nil, Fail(TooLarge, "log_page.many", Args{"max": MostLogRows})
		case page.Next == 0:
			return rows, nil
		}
		q.Below = page.Next
	}
}

func readLog(
	ctx context.Context, store LogReader, zone *time.Location, q LogQuery, most int,
) (*LogPage, error) {
	f, err := q.filter(ctx, store, zone)
	if err != nil {
		return nil, err
	}
	page := &LogPage{Seen: f.Above + 1}
	words, atOnce := strings.Fields(FoldSearch(q.Text)), logAtOnce
	if len(words) == 0 {
		atOnce = min(atOnce, most)
	}
	for {
		rows, err := store.LogPart(ctx, f, atOnce)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			f.Below = r.Number
			if !hasAll(FoldSearch(r.Before+"\n"+r.After), words) {
				continue
			}
			if page.Rows = append(page.Rows, r); len(page.Rows) == most {
				page.Next, page.Seen, page.Full = r.Number, r.Number, true
				return page.ended(), nil
			}
		}
		if len(rows) < atOnce {
			page.Next = f.Above + 1
			return page.ended(), nil
		}
	}
}

// ended leaves nothing to go on to below the first row.
func (p *LogPage) ended() *LogPage {
	if p.Next <= 1 {
		p.Next = 0
	}
	return p
}

// filter is the part of the log that a page looks at.
func (q LogQuery) filter(ctx context.Context, store LogReader, zone *time.Location) (LogFilter, error) {
	f := LogFilter{Below: q.Below, Actor: q.Actor, Action: q.Action, Subject: q.Subject}
	if f.Below <= 0 {
		head, err := store.LogHead(ctx)
		if err != nil {
			return f, err
		}
		f.Below = head.Number + 1
	}
	span := int64(logSpan)
	if strings.TrimSpace(q.Text) != "" {
		span = logTextSpan
	}
	f.Above = max(0, f.Below-1-span)
	f.Since, f.Until = dayBegins(q.From, zone), dayBegins(q.To, zone)
	if q.To != "" {
		f.Until = dayBegins(q.To.AddDays(1), zone)
	}
	return f, nil
}

// dayBegins is the moment as the log writes it, by text in the order of time.
func dayBegins(d Day, zone *time.Location) string {
	if d == "" {
		return ""
	}
	y, m, n := d.Time().Date()
	return logTime(time.Date(y, m, n, 0, 0, 0, 0, zone))
}

func logTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z07:00") }

// OccurringActions are the actions of the newest part of the log, by name.
func OccurringActions(ctx context.Context, store LogReader) ([]string, error) {
	head, err := store.LogHead(ctx)
	if err != nil {
		return nil, err
	}
	actions, err := store.LogActions(ctx, head.Number-logSpan)
	slices.Sort(actions)
	return actions, err
}

// LogRowAt reads the row of a number; it is NotFound where there is none.
func LogRowAt(ctx context.Context, store LogReader, number int64) (LogRow, error) {
	rows, err := store.LogPart(ctx, LogFilter{Above: number - 1, Below: number + 1}, 1)
	if err == nil && len(rows) == 0 {
		err = Fail(NotFound, "log_page.unknown", nil)
	}
	if err != nil {
		return LogRow{}, err
	}
	return rows[0], nil
}

// Moment is when the row's change was made; zero where the row does not say.
func (r LogRow) Moment() time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.At)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Hashed is the text whose SHA-256 is the row's hash.
func (r LogRow) Hashed() string {
	fields, err := json.Marshal([]string{
		r.Previous, strconv.FormatInt(r.Number, 10), r.At, r.Actor, r.Place,
		r.Action, r.Subject, r.Before, r.After,
	})
	if err != nil {
		panic(err) // a list of strings always encodes
	}
	return string(fields)
}
