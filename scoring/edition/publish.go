package edition

import (
	"bytes"
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"hailong/survey"
)

// Signed is the decision as somebody hands it in: its number, its day, and the signed PDF.
type Signed struct {
	Number string
	Day    survey.Day
	Name   string // of the file
	PDF    io.Reader
}

// maxDecision is how many characters a decision's number may have.
const maxDecision = 100

// pdfMark begins every PDF.
const pdfMark = "%PDF-"

// Publish makes a closed edition public by its signed decision: the archive is built,
// signed and stored with it. It is the act of somebody else than who closed it.
func (u *Editions) Publish(ctx context.Context, by survey.Actor, id ID, s Signed) (*Edition, error) {
	e, err := u.closed(ctx, id)
	if err != nil {
		return nil, err
	}
	s.Number = strings.TrimSpace(s.Number)
	if err := u.mayPublish(by, e, s); err != nil {
		return nil, err
	}
	file, pdf, err := u.keep(ctx, s)
	if err != nil {
		return nil, err
	}
	content, err := u.frozen(ctx, e)
	if err != nil {
		return nil, err
	}
	decision := &Decision{
		Number: s.Number, Day: string(s.Day), SHA256: string(file.ID), Size: file.Size, Of: e.Hash,
	}
	var archive bytes.Buffer
	if err := Archive(&archive, content, decision, pdf, u.Signer); err != nil {
		return nil, err
	}
	return u.publish(ctx, by, id, decision, archive.Bytes())
}

func (u *Editions) mayPublish(by survey.Actor, e *Edition, s Signed) error {
	var m survey.Mistakes
	wrong := func(field, word string, args survey.Args) {
		m.Add(survey.Fail(survey.Invalid, word, args).At(field))
	}
	today := survey.DayOf(u.now(), u.Zone)
	switch closed := survey.DayOf(e.ClosedAt, u.Zone); {
	case s.Day == "":
		wrong("date", "edition.day_missing", nil)
	case s.Day > today:
		wrong("date", "edition.day_future", nil)
	case s.Day < closed:
		wrong("date", "edition.day_early", survey.Args{"day": closed})
	}
	if s.Number == "" || utf8.RuneCountInString(s.Number) > maxDecision {
		wrong("decision", "edition.decision_missing", survey.Args{"max": maxDecision})
	}
	if !strings.HasSuffix(strings.ToLower(s.Name), ".pdf") || s.PDF == nil {
		wrong("pdf", "edition.not_pdf", nil)
	}
	if by.Name == e.ClosedBy {
		return survey.Fail(survey.Forbidden, "edition.same_person", nil)
	}
	return m.Err("edition.refused")
}

// keep puts the signed decision where files are kept, and reads it back from there.
func (u *Editions) keep(ctx context.Context, s Signed) (survey.StoredFile, []byte, error) {
	file, err := u.Files.PutFile(ctx, s.Name, s.PDF)
	if err != nil {
		return file, nil, err
	}
	from, err := u.Files.OpenFile(ctx, file.ID)
	if err != nil {
		return file, nil, err
	}
	defer func() { _ = from.Close() }()
	pdf, err := io.ReadAll(io.LimitReader(from, survey.MaxFile+1))
	if err == nil && !bytes.HasPrefix(pdf, []byte(pdfMark)) {
		err = survey.Fail(survey.Invalid, "edition.not_pdf", nil).At("pdf")
	}
	return file, pdf, err
}

// publish stores the archive, unless the edition is no more what it was a moment ago.
func (u *Editions) publish(
	ctx context.Context, by survey.Actor, id ID, d *Decision, archive []byte,
) (*Edition, error) {
	now := u.now()
	var published *Edition
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		e, err := u.closed(ctx, id)
		if err != nil {
			return err
		}
		head, err := u.Store.LogHead(ctx)
		if err != nil {
			return err
		}
		before := e.entry("", survey.LogHead{})
		e.State, e.Decision, e.DecidedOn = Published, d.Number, survey.Day(d.Day)
		e.DecisionFile, e.ArchiveHash = survey.FileID(d.SHA256), Hash(archive)
		e.PublishedBy, e.PublishedAt = by.Name, now
		if err := u.Store.PutEdition(ctx, e, archive); err != nil {
			return err
		}
		published = e
		return u.record(ctx, by, "edition.publish", e, before, e.entry(e.Why, head))
	})
	return published, err
}
