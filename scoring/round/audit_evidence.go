package round

import (
	"fmt"
	"maps"
	"slices"

	"hailong/survey"
)

// compareEvidence holds each piece of evidence of a sheet against the digest that the log has
// of it. Those that are the same are taken out first, because two people may add one file at
// a time; what is left of a file differs, or only one side has it.
func (a *auditedRounds) compareEvidence(name string, logged *loggedSheet, m *Member, evidence []Evidence) {
	present, added := map[survey.FileID][]string{}, maps.Clone(logged.added)
	for i := range evidence {
		e := &evidence[i]
		if e.Agency != m.Agency {
			continue
		}
		file, sum := e.File.ID, e.sum()
		if at := slices.Index(added[file], sum); at >= 0 {
			added[file] = slices.Delete(slices.Clone(added[file]), at, at+1)
		} else {
			present[file] = append(present[file], sum)
		}
	}
	files := maps.Clone(present)
	maps.Copy(files, added)
	for _, file := range slices.Sorted(maps.Keys(files)) {
		for i := range max(len(added[file]), len(present[file])) {
			code := fmt.Sprintf("%s/%s", name, file)
			switch {
			case i >= len(added[file]):
				a.hold("evidence", code, nil, digestOf{present[file][i]})
			case i >= len(present[file]):
				a.hold("evidence", code, digestOf{added[file][i]}, nil)
			default:
				a.sum("evidence", code, added[file][i], present[file][i])
			}
		}
	}
}
