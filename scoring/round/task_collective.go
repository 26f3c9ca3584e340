package round

import (
	_ "embed" // what plans call many agencies at once
	"strings"
)

// collectives are what plans call all agencies of some groups, with the codes of the groups.
func collectives() map[string][]string {
	known := map[string][]string{}
	for line := range strings.Lines(collectiveLines) {
		if text, groups, found := strings.Cut(line, ":"); found {
			known[text] = strings.Fields(groups)
		}
	}
	return known
}

//go:embed sample/collectives.txt
var collectiveLines string
