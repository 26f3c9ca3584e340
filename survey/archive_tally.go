package survey

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
)

// tallyKeys is how many columns at a roll-up's beginning say what it counts.
const tallyKeys = 7

// tallyHead are the columns of roll-ups as text, by public codes alone: so the text is
// the same in every database, and in a file.
var tallyHead = func() []string {
	head := []string{
		"plan", "questionnaire", "agency", "counter", "month", "channel", "excluded",
		"received", "late", "n", "y", "m", "yy", "ym", "mm",
	}
	for i := range MaxFactors {
		head = append(head, fmt.Sprintf("f%dy", i+1), fmt.Sprintf("f%dm", i+1))
	}
	return head
}()

// tallyLines are the lines of roll-ups as text, in order.
func (c *Catalogue) tallyLines(plan *Plan, tallies []Tally) [][]string {
	lines := make([][]string, len(tallies))
	for i := range tallies {
		t := &tallies[i]
		line := []string{
			plan.Code, c.refOf(t.Questionnaire), c.agencyKey(t.Agency), c.counterCode(t.Counter),
			string(t.Month), t.Channel.String(), strconv.FormatBool(t.TallyKey.Excluded),
		}
		numbers := []int64{t.Received, t.Late, t.N, t.Y, t.M, t.YY, t.YM, t.MM}
		for _, f := range t.Factors {
			numbers = append(numbers, f.Satisfied, f.Given)
		}
		for _, n := range numbers {
			line = append(line, strconv.FormatInt(n, 10))
		}
		lines[i] = line
	}
	slices.SortFunc(lines, slices.Compare[[]string])
	return lines
}

// agencyKey names an agency by its code and first day, whatever the day is.
func (c *Catalogue) agencyKey(id AgencyID) string {
	a := c.Agency(id)
	switch {
	case a == nil:
		return fmt.Sprintf("#%d", id) // damage is named, and no reason to fall over
	case a.ValidFrom == "":
		return a.Code
	}
	return a.Code + "@" + string(a.ValidFrom)
}

func (c *Catalogue) counterCode(id CounterID) string {
	if n := c.Counter(id); n != nil {
		return n.Code
	}
	return fmt.Sprintf("#%d", id)
}

func (c *Catalogue) refOf(id QuestionnaireID) string {
	if q := c.Questionnaire(id); q != nil {
		return q.Ref()
	}
	return fmt.Sprintf("#%d", id)
}

// linesText is CSV with a head.
func linesText(head []string, lines [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{head}, lines...)); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// tallySum is the SHA-256 of a plan's roll-ups as text.
func tallySum(lines [][]string) string { return hexSum(linesText(tallyHead, lines)) }

func hexSum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// tallyFaults names each roll-up that is not what was counted: want is what the
// responses say.
func tallyFaults(have, want [][]string) Mistakes {
	key := func(line []string) [tallyKeys]string { return [tallyKeys]string(line) }
	stored := make(map[[tallyKeys]string][]string, len(have))
	for _, line := range have {
		stored[key(line)] = line
	}
	var faults Mistakes
	for _, line := range want {
		other := stored[key(line)]
		if !slices.Equal(other, line) {
			faults.Add(tallyFault(line, other, line))
		}
		delete(stored, key(line))
	}
	for _, line := range have {
		if _, left := stored[key(line)]; left {
			faults.Add(tallyFault(line, line, nil))
		}
	}
	return faults
}

func tallyFault(key, have, want []string) *Error {
	received := func(line []string) string {
		if line == nil {
			return "0"
		}
		return line[tallyKeys]
	}
	return Fail(Conflict, "archive.tally", Args{
		"plan": key[0], "counter": key[3], "month": key[4], "channel": key[5],
		"stored": received(have), "counted": received(want),
	})
}
