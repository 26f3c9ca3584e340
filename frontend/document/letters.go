package document

import (
	"strconv"
	"strings"
)

// letters reads font/letters.txt: a letter or a range of letters a line, in hex. The file
// is part of the program, and a test holds the fonts against it.
func letters(text string) []rune {
	var list []rune
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		from, to, ranged := strings.Cut(line, "-")
		if !ranged {
			to = from
		}
		first, _ := strconv.ParseInt(from, 16, 32)
		last, _ := strconv.ParseInt(to, 16, 32)
		for r := first; r <= last; r++ {
			list = append(list, rune(r))
		}
	}
	return list
}
