package round

import (
	"maps"
	"slices"
	"strings"

	"hailong/scoring"
	"hailong/survey"
)

// What a file may say in either language; an export writes the English names, which stay
// the same.

var levelWords = map[string]scoring.Level{
	"area": scoring.Area, "lĩnh vực": scoring.Area,
	"criterion": scoring.Criterion, "tiêu chí": scoring.Criterion,
	"component": scoring.Component, "thành phần": scoring.Component, "tiêu chí thành phần": scoring.Component,
}

var kindWords = map[string]scoring.Kind{
	"": "", "judged": scoring.Judged, "theo mức": scoring.Judged,
	"fixed": scoring.Fixed, "đạt hoặc không": scoring.Fixed,
	"ratio": scoring.Ratio, "tỷ lệ": scoring.Ratio,
	"bands": scoring.Bands, "theo bậc": scoring.Bands,
	"count": scoring.Count, "đếm lỗi": scoring.Count,
	"satisfaction": scoring.Satisfaction, "hài lòng": scoring.Satisfaction,
	"external": scoring.External, "số liệu ngoài": scoring.External,
	"bonus": scoring.Bonus, "điểm thưởng": scoring.Bonus,
	"penalty": scoring.Penalty, "điểm trừ": scoring.Penalty,
}

var feedWords = map[string]scoring.Feed{
	"": scoring.Typed, "tasks": scoring.Tasks, "nhiệm vụ": scoring.Tasks,
	"responses": scoring.Responses, "số phiếu": scoring.Responses,
}

var emptyWords = map[string]scoring.Empty{
	"": "", "out": scoring.EmptyOut, "không áp dụng": scoring.EmptyOut,
	"full": scoring.EmptyFull, "đủ điểm": scoring.EmptyFull,
	"zero": scoring.EmptyZero, "không điểm": scoring.EmptyZero,
}

// oneOf reads a cell that is one of a few words.
func oneOf[T ~string](r *criteriaReader, column string, words map[string]T) T {
	text := r.Text(column)
	value, known := words[strings.ToLower(text)]
	if !known {
		var codes []string
		for _, v := range slices.Compact(slices.Sorted(maps.Values(words))) {
			if v != "" {
				codes = append(codes, string(v))
			}
		}
		r.Fail(column, "criteria.choice", survey.Args{"value": briefly(text), "known": strings.Join(codes, ", ")})
	}
	return value
}

// maxPercent is the most that a share may be held against: ten times.
const maxPercent = 1000_00

// parsePercent reads 90%, 90 and 90,5% as hundredths of a percent.
func parsePercent(s string) (int64, bool) {
	n, ok := survey.ParseHundredths(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")))
	return n, ok && n <= maxPercent
}

// maxBands is how many rows a table of bands may have.
const maxBands = 50

// parseBands reads 80%:5|60%:3, <=5%:2|<=10%:1, and the same without % for plain numbers.
// All bounds are of one kind.
func parseBands(text string) (bands []scoring.Band, atMost, plain, ok bool) {
	parts := strings.FieldsFunc(text, func(c rune) bool { return c == '|' || c == ';' || c == '\n' })
	for n, part := range parts {
		bound, points, found := strings.Cut(part, ":")
		bound = strings.TrimSpace(bound)
		small := strings.HasPrefix(bound, "<=") || strings.HasPrefix(bound, "≤")
		bound = strings.TrimLeft(bound, "<>=≤≥ ")
		number := strings.TrimSpace(strings.TrimSuffix(bound, "%"))
		p, pointsOK := survey.ParseHundredths(points)
		b, boundOK := survey.ParseHundredths(number)
		if n == 0 {
			atMost, plain = small, !strings.HasSuffix(bound, "%")
		}
		mixed := atMost != small || plain == strings.HasSuffix(bound, "%")
		if !found || !pointsOK || !boundOK || mixed || p > maxPoints || n == maxBands {
			return nil, false, false, false
		}
		bands = append(bands, scoring.Band{Bound: b, Points: scoring.Points(p)})
	}
	return bands, atMost, plain, len(bands) > 0
}
