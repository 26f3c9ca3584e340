package round

import (
	"slices"
	"time"

	"hailong/survey"
)

// EvidenceID names a piece of evidence within one database; 0 is none.
type EvidenceID int64

// Evidence (tài liệu kiểm chứng) is a file that somebody added to an agency's sheet. The
// file itself is kept by its hash; the same file may serve several leaves.
type Evidence struct {
	ID      EvidenceID
	Round   ID
	Agency  survey.AgencyID
	File    survey.StoredFile
	Name    string // as the person's file was called
	AddedBy string // login
	AddedAt time.Time
	Uses    []Use
}

// Use says what a piece of evidence is for. A use that was taken back stays in the history.
type Use struct {
	Leaf      string // code of the leaf, or ReportLeaf
	Part      Part   // whose it is: Self, Explained, Appraised
	DroppedBy string // login; empty: it is in use
	DroppedAt time.Time
}

// council tells whether the use is the council's, in force.
func (u Use) council() bool { return u.DroppedBy == "" && u.Part.council() }

// ReportLeaf stands in the place of a leaf for the report signed by the agency's head.
const ReportLeaf = "report"

// For tells whether the evidence is in use for a leaf.
func (e *Evidence) For(leaf string) bool {
	for _, u := range e.Uses {
		if u.Leaf == leaf && u.DroppedBy == "" {
			return true
		}
	}
	return false
}

// ServesFor tells whether the evidence is in use for a leaf by a part.
func (e *Evidence) ServesFor(leaf string, part Part) bool {
	return slices.Contains(e.Uses, Use{Leaf: leaf, Part: part})
}
