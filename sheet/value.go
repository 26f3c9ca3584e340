package sheet

import (
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// value is a cell as a person sees the fact: a number without a zero at its end, a
// day as a day, yes as 1.
func (b *book) value(kind string, style int, text string) (cell, error) {
	if kind != "s" && strings.TrimSpace(text) == "" {
		return cell{}, nil
	}
	switch kind {
	case "s":
		return b.shared(text)
	case "str", "inlineStr":
		return tidy(text), nil
	case "b":
		if isTrue(text) {
			return cell{text: "1"}, nil
		}
		return cell{text: "0"}, nil
	case "e":
		return cell{text: text, fault: "sheet.error_cell"}, nil
	case "d":
		return tidy(isoText(text)), nil
	case "", "n":
		return b.number(style, strings.TrimSpace(text))
	}
	return cell{}, damaged().Because(fmt.Errorf("a cell of type %q", kind))
}

// shared is one of the texts that cells share.
func (b *book) shared(number string) (cell, error) {
	if number == "" {
		return cell{}, nil
	}
	i, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || i < 0 || i >= len(b.texts) {
		return cell{}, damaged().Because(fmt.Errorf("shared text %q", number))
	}
	return b.texts[i], nil
}

// number is a number's text. It has the 15 digits that a spreadsheet shows: 0.1+0.2
// is stored as 0.30000000000000004. A whole number keeps all its digits.
func (b *book) number(style int, text string) (cell, error) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return cell{}, damaged().Because(fmt.Errorf("a number %q", text))
	}
	if style >= 0 && style < len(b.dates) && b.dates[style] {
		if day := dayText(f, b.is1904); day != "" {
			return cell{text: day, day: true}, nil
		}
	}
	if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
		return cell{text: strconv.FormatInt(whole, 10)}, nil
	}
	f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	return cell{text: strconv.FormatFloat(f+0, 'f', -1, 64)}, err
}

const (
	secondsOfDay = 24 * 60 * 60
	lastSerial   = 2958465 // 31/12/9999
	from1904     = 1462    // days from 1900 to 1904
)

// dayText is the day, with the time of day where it has one, of a number of days
// since 1900; a time alone below one day; "" where a spreadsheet shows no date either.
func dayText(serial float64, is1904 bool) string {
	if serial < 0 || serial > lastSerial {
		return ""
	}
	seconds := int64(math.Round(serial * secondsOfDay))
	days, rest := int(seconds/secondsOfDay), seconds%secondsOfDay
	clock := fmt.Sprintf("%02d:%02d:%02d", rest/3600, rest/60%60, rest%60)
	switch {
	case days == 0:
		return clock
	case is1904:
		days += from1904
	case days < 60:
		days++ // 1900 has a 29 February there
	}
	day := time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	if rest == 0 {
		return day
	}
	return day + " " + clock
}

// isoText writes a date that is stored as text, which few programs do, like the others.
func isoText(text string) string {
	for _, layout := range []string{"2006-01-02T15:04:05", time.RFC3339, time.DateOnly} {
		t, err := time.Parse(layout, strings.TrimSpace(text))
		if err != nil {
			continue
		}
		return strings.TrimSuffix(t.Format(time.DateTime), " 00:00:00")
	}
	return text
}

// readStyles learns which styles show a number as a date.
func (b *book) readStyles() error {
	name, err := b.related("styles")
	if err != nil || name == "" {
		return err
	}
	custom := map[string]bool{}
	inside := false
	return b.walk(name, func(t xml.Token) error {
		switch e := t.(type) {
		case xml.StartElement:
			switch id := attr(e, "numFmtId"); {
			case e.Name.Local == "cellXfs":
				inside = true
			case e.Name.Local == "numFmt":
				custom[id] = isDateFormat(attr(e, "formatCode"))
			case e.Name.Local == "xf" && inside:
				isDate, known := custom[id]
				b.dates = append(b.dates, isDate || !known && isBuiltInDate(id))
			}
		case xml.EndElement:
			inside = inside && e.Name.Local != "cellXfs"
		}
		return nil
	})
}

// isBuiltInDate knows the formats that have a number only; 27 to 36 and 50 to 58 are
// dates in East Asia.
func isBuiltInDate(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 22 || n >= 27 && n <= 36 || n == 45 || n == 47 || n >= 50 && n <= 58)
}

var (
	elapsed = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`) // 36:00 hours are no time of day
	literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
)

// isDateFormat tells whether a format writes days or times, outside its literals.
func isDateFormat(code string) bool {
	code, _, _ = strings.Cut(literal.ReplaceAllStringFunc(code, func(s string) string {
		if elapsed.MatchString(s) {
			return "#"
		}
		return ""
	}), ";")
	return !strings.Contains(code, "#") && strings.ContainsAny(strings.ToLower(code), "dmyhs")
}
