package round

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hailong/survey"
)

// MaxEvidence is how many files one sheet takes.
const MaxEvidence = 1000

// longestName is how many characters of a file's name are kept.
const longestName = 200

// AddEvidence keeps a file and adds it to a leaf, or as the signed report (ReportLeaf). The
// file is kept before it is referred to, so that no row refers to nothing.
func (r *Rounds) AddEvidence(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, u Upload, file io.Reader,
) (EvidenceID, error) {
	may := func(ctx context.Context, s *Sheet) error {
		if len(s.Evidence) >= MaxEvidence {
			return survey.Fail(survey.Conflict, "evidence.many", survey.Args{"max": MaxEvidence})
		}
		return r.mayAttach(ctx, s, by, u.Leaf, u.Part)
	}
	if err := r.atSheet(ctx, id, agency, may); err != nil {
		return 0, err
	}
	kept, err := r.Files.PutFile(ctx, u.Name, file)
	if err != nil {
		return 0, err
	}
	var added EvidenceID
	err = r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		if err := may(ctx, s); err != nil {
			return err
		}
		e := &Evidence{
			Round: id, Agency: agency, File: kept, Name: fileName(u.Name), AddedBy: by.Login, AddedAt: r.now(),
			Uses: []Use{{Leaf: u.Leaf, Part: u.Part}},
		}
		if err := r.Store.AddEvidence(ctx, e); err != nil {
			return err
		}
		added = e.ID
		if err := r.report(ctx, s, u.Leaf, e.ID); err != nil {
			return err
		}
		return r.recordEvidence(ctx, by, s, "evidence.add", e, u.Leaf, u.Part)
	})
	return added, err
}

// report makes a piece of evidence the agency's signed report.
func (r *Rounds) report(ctx context.Context, s *Sheet, leaf string, id EvidenceID) error {
	if leaf != ReportLeaf {
		return nil
	}
	s.Member.Report = id
	return r.Store.PutMember(ctx, s.Round.ID, s.Member)
}

// fileName is the name of a person's file without its folders and what is not seen.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.TrimSpace(name), `\`, "/"))
	name = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == utf8.RuneError || unicode.Is(unicode.Bidi_Control, c) {
			return -1
		}
		return c
	}, name)
	letters := []rune(name)
	if over := len(letters) - longestName; over > 0 { // the ending is kept
		letters = slices.Concat(letters[:longestName-20], letters[len(letters)-20:])
	}
	return string(letters)
}

// mayAttach refuses evidence at a leaf where the part may not be written now.
func (r *Rounds) mayAttach(ctx context.Context, s *Sheet, by Person, leaf string, part Part) error {
	l := s.Leaf(leaf)
	if l == nil && (leaf != ReportLeaf || part != Self) {
		return survey.Fail(survey.NotFound, "sheet.leaf", nil).At("leaf")
	}
	switch part {
	case Self:
		return s.ownPart(&by)
	case Explained:
		return s.mayExplain(&by, l)
	case Appraised, Second:
		j, err := r.judge(ctx, s, by)
		if err != nil {
			return err
		}
		if err := s.judging(part); err != nil {
			return err
		}
		if err := j.may(s, l); err != nil {
			return err
		}
		return nil
	}
	return survey.Fail(survey.Invalid, "round.step", nil).At("part")
}

func (s *Sheet) mayExplain(by *Person, l *Leaf) error {
	switch {
	case !by.owns(s.Member.Agency):
		return survey.Fail(survey.Forbidden, "round.not_yours", nil)
	case s.Round.Step != Explaining:
		return survey.Fail(survey.Closed, "round.step", nil)
	case l != nil && s.Cut(l) == 0:
		return survey.Fail(survey.Invalid, "sheet.no_cut", nil).At(l.Item.Code)
	}
	return nil
}

// UseEvidence uses a piece of evidence for another leaf too.
func (r *Rounds) UseEvidence(ctx context.Context, by Person, id EvidenceID, leaf string, part Part) error {
	return r.atEvidence(ctx, id, part, func(ctx context.Context, s *Sheet, e *Evidence) error {
		if err := r.mayAttach(ctx, s, by, leaf, part); err != nil || e.ServesFor(leaf, part) {
			return err
		}
		if err := r.Store.AddUse(ctx, id, Use{Leaf: leaf, Part: part}); err != nil {
			return err
		}
		if err := r.report(ctx, s, leaf, id); err != nil {
			return err
		}
		return r.recordEvidence(ctx, by, s, "evidence.use", e, leaf, part)
	})
}

// DropUse takes a use back, while its part may be written. The file and the history stay.
func (r *Rounds) DropUse(ctx context.Context, by Person, id EvidenceID, leaf string, part Part) error {
	return r.atEvidence(ctx, id, part, func(ctx context.Context, s *Sheet, e *Evidence) error {
		if err := r.mayAttach(ctx, s, by, leaf, part); err != nil || !e.ServesFor(leaf, part) {
			return err
		}
		if s.lastSource(leaf, part) {
			return survey.Fail(survey.Conflict, "sheet.last_source", nil).At("evidence")
		}
		u := Use{Leaf: leaf, Part: part, DroppedBy: by.Login, DroppedAt: r.now()}
		if err := r.Store.DropUse(ctx, id, u); err != nil {
			return err
		}
		if s.Member.Report == id && leaf == ReportLeaf {
			if err := r.report(ctx, s, leaf, s.otherReport(id)); err != nil {
				return err
			}
		}
		return r.recordEvidence(ctx, by, s, "evidence.drop", e, leaf, part)
	})
}

// otherReport is the last report beside one, 0 where there is none.
func (s *Sheet) otherReport(but EvidenceID) (last EvidenceID) {
	for i := range s.Evidence {
		if e := &s.Evidence[i]; e.ID != but && e.For(ReportLeaf) {
			last = max(last, e.ID)
		}
	}
	return last
}

// atEvidence runs fn in one transaction with a piece of evidence and its sheet. For the
// agency's own part there is no such piece where the agency does not see it yet.
func (r *Rounds) atEvidence(
	ctx context.Context, id EvidenceID, part Part, fn func(context.Context, *Sheet, *Evidence) error,
) error {
	return r.Store.InTx(ctx, func(ctx context.Context) error {
		e, err := r.Store.Evidence(ctx, id)
		if err != nil {
			return err
		}
		if e == nil {
			return survey.Fail(survey.NotFound, "evidence.unknown", nil)
		}
		return r.atSheet(ctx, e.Round, e.Agency, func(ctx context.Context, s *Sheet) error {
			if (part == Self || part == Explained) && e.hidden(s.Round) {
				return survey.Fail(survey.NotFound, "evidence.unknown", nil)
			}
			return fn(ctx, s, e)
		})
	})
}

// OpenEvidence opens the file of a piece of evidence of an agency's sheet.
func (r *Rounds) OpenEvidence(
	ctx context.Context, id ID, agency survey.AgencyID, evidence EvidenceID, extra Extra,
) (*Evidence, io.ReadSeekCloser, error) {
	round, err := r.known(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	e, err := r.Store.Evidence(ctx, evidence)
	if err != nil {
		return nil, nil, err
	}
	if e == nil || e.Round != id || e.Agency != agency || extra.Own && e.hidden(round) {
		return nil, nil, survey.Fail(survey.NotFound, "evidence.unknown", nil)
	}
	file, err := r.Files.OpenFile(ctx, e.File.ID)
	if err != nil {
		return nil, nil, err
	}
	return e, file, nil
}

// evidenceEntry is what the log keeps of a piece of evidence: the file by its hash.
type evidenceEntry struct {
	Round string
	Leaf  string
	Part  Part
	File  survey.FileID
	Sum   string `json:",omitempty"` // of its name, of who added it and when; where it is added
	Salt  string `json:",omitempty"` // of the council's: see writtenEntry, an agency has few files to try
}

func (r *Rounds) recordEvidence(
	ctx context.Context, by Person, s *Sheet, action string, e *Evidence, leaf string, part Part,
) error {
	entry := evidenceEntry{Round: s.Round.name(), Leaf: leaf, Part: part, File: e.File.ID}
	if action == "evidence.add" {
		entry.Sum = e.sum()
	}
	if part.council() {
		entry.Salt = salt()
	}
	return r.record(ctx, by, action, s.Agency.Code, nil, entry)
}
