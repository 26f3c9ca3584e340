package round

import (
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// What the log keeps of texts and of who wrote them is a digest, from which nobody reads
// them and which nobody can forge.

// entrySum is all of an entry that does not follow from where it stands.
type entrySum struct {
	Leaf   string
	Part   Part
	Given  scoring.Given
	Agrees bool
	Note   string
	By     string
	At     time.Time
}

// sumOf is the digest of entries that were written at once.
func sumOf(entries []Entry) string {
	list := make([]entrySum, len(entries))
	for i := range entries {
		e := &entries[i]
		list[i] = entrySum{e.Leaf, e.Part, e.Given, e.Agrees, e.Note, e.By, e.At.UTC()}
	}
	return survey.Digest(list)
}

// filedSum is the digest of a petition as it was filed, answeredSum of its answer.
func (p *Petition) filedSum() string {
	return survey.Digest([]any{p.Leaf, p.Reason, p.FiledBy, p.FiledAt.UTC()})
}

func (p *Petition) answeredSum() string {
	return survey.Digest([]any{p.Leaf, p.Answer, p.Changes, p.AnsweredBy, p.AnsweredAt.UTC()})
}

// sum is the digest of a piece of evidence, without what it is for.
func (e *Evidence) sum() string {
	at := e.AddedAt.UTC().Round(time.Microsecond) // as it is stored
	return survey.Digest([]any{e.File.ID, e.File.Size, e.File.Type, e.Name, e.AddedBy, at})
}

// sum is the digest of a report about a task.
func (r *TaskReport) sum() string {
	return survey.Digest([]any{r.DoneOn, r.Note, r.File.ID, r.Name, r.By, r.At.UTC()})
}
