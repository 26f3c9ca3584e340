package migrations

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
)

// triggerLine is where a rendered text makes a trigger, or takes one away.
var triggerLine = regexp.MustCompile(`(?m)^(CREATE|DROP) TRIGGER (\w+)`)

// Guards are the names of the triggers that a database has after all steps, as the
// steps spell them.
func Guards(d Dialect) ([]string, error) {
	files, err := Render(d)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "*.sql") // in the order of their numbers
	if err != nil {
		return nil, err
	}
	guards := map[string]bool{}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		for _, line := range triggerLine.FindAllStringSubmatch(string(text), -1) {
			guards[line[2]] = true
			if line[1] == "DROP" {
				delete(guards, line[2])
			}
		}
	}
	return slices.Sorted(maps.Keys(guards)), nil
}
