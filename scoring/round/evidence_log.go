package round

import "hailong/survey"

// evidenceUsesEntry is what the log keeps of a file that was added for several leaves at once.
type evidenceUsesEntry struct {
	Round string
	File  survey.FileID
	Uses  []string // 2.3.1/self
	Sum   string   // of its name, of who added it and when
}

// Logged is the log's entry of a piece of evidence that was added for all that it is for at
// once, to an agency's sheet of a round.
func (e *Evidence) Logged(r *Round, agency string, by survey.Actor) survey.Entry {
	after := evidenceUsesEntry{Round: r.name(), File: e.File.ID, Sum: e.sum()}
	for _, u := range e.Uses {
		after.Uses = append(after.Uses, u.Leaf+"/"+string(u.Part))
	}
	return survey.Entry{At: e.AddedAt, Actor: by, Action: "evidence.add", Subject: agency, After: after}
}
