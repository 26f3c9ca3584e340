package edition

import (
	"context"
	"crypto"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hailong/survey"
)

// Editions are the use cases: close, withdraw, publish, and reading. Who may do what is
// checked by who calls; that whoever closed does not also publish is checked here.
type Editions struct {
	Store  Store
	Files  survey.Files  // for publishing
	Signer crypto.Signer // the province's Ed25519 key; for publishing
	Now    func() time.Time
	Zone   *time.Location // the office's, by which days are cut
}

// maxWhy is how many characters a reason may have.
const maxWhy = 2000

// editionEntry is what the log keeps of an edition.
type editionEntry struct {
	Number      int
	Replaces    int
	State       State
	Reason      string
	Hash        string
	Decision    string
	DecidedOn   survey.Day
	SHA256      string // of the signed decision
	ArchiveHash string
	LogHead     string
}

func (e *Edition) entry(reason string, head survey.LogHead) editionEntry {
	entry := editionEntry{
		Number: e.Number, Replaces: e.Replaces, State: e.State, Reason: reason, Hash: e.Hash,
		Decision: e.Decision, DecidedOn: e.DecidedOn, SHA256: string(e.DecisionFile), ArchiveHash: e.ArchiveHash,
	}
	if head.Number > 0 {
		entry.LogHead = head.String()
	}
	return entry
}

// Subject names the edition in the log and in files: cchc-2022-1, satisfaction-2022-2.
func (e *Edition) Subject() string {
	name := e.Family
	if e.Kind == Satisfaction {
		name = string(Satisfaction)
	}
	return name + "-" + num(e.Year) + "-" + num(e.Number)
}

// Close freezes a content: its figures are computed, and from then on neither it nor they
// change. replaces is the number of the published edition that it corrects, and why; 0 for
// the first. The content is given its number, its day and the log's head.
func (u *Editions) Close(
	ctx context.Context, by survey.Actor, c *Content, replaces int, why string,
) (*Edition, error) {
	why = strings.TrimSpace(why)
	if utf8.RuneCountInString(why) > maxWhy {
		return nil, survey.Fail(survey.Invalid, "edition.why_long", survey.Args{"max": maxWhy}).At("why")
	}
	if c.Kind == Satisfaction {
		c.Family = "" // it is of no criteria set
	}
	now := u.now()
	var closed *Edition
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		e := &Edition{
			Kind: c.Kind, Family: c.Family, Year: c.Year, State: Closed, Replaces: replaces, Why: why,
			ClosedBy: by.Name, ClosedAt: now,
		}
		if err := u.place(ctx, e); err != nil {
			return err
		}
		head, err := u.Store.LogHead(ctx)
		if err != nil {
			return err
		}
		c.Format, c.Number, c.Replaces, c.Why = Format, e.Number, replaces, why
		c.ClosedOn, c.Log = string(survey.DayOf(now, u.Zone)), Log(head)
		content, err := c.freeze()
		if err != nil {
			return err
		}
		e.Hash = Hash(content)
		if err := u.Store.AddEdition(ctx, e, content); err != nil {
			return err
		}
		closed = e
		return u.record(ctx, by, "edition.close", e, nil, e.entry(why, head))
	})
	return closed, err
}

// freeze takes out what must not be published, computes the figures and writes all down.
// What nobody could check afterwards is refused.
func (c *Content) freeze() ([]byte, error) {
	if err := c.fits(); err != nil {
		return nil, unfit(err)
	}
	c.Redact()
	if err := c.Compute(); err != nil {
		return nil, unfit(err)
	}
	text := Encode(c)
	if len(text) > mostContent {
		return nil, tooLarge(contentFile)
	}
	return text, counted(text)
}

// place gives a new edition its number, and refuses one that cannot stand beside the others.
func (u *Editions) place(ctx context.Context, e *Edition) error {
	all, err := u.Store.Editions(ctx)
	if err != nil {
		return err
	}
	var current *Edition // the last that was published
	for i := range all {
		o := &all[i]
		if !o.SameRow(e) {
			continue
		}
		e.Number = max(e.Number, o.Number)
		if o.State == Closed {
			return survey.Fail(survey.Conflict, "edition.one_open", survey.Args{"number": o.Number})
		}
		if o.State == Published && (current == nil || o.Number > current.Number) {
			current = o
		}
	}
	e.Number++
	switch {
	case current == nil && e.Replaces != 0:
		return survey.Fail(survey.NotFound, "edition.nothing_to_replace", nil).At("replaces")
	case current != nil && e.Replaces != current.Number:
		args := survey.Args{"number": current.Number}
		return survey.Fail(survey.Conflict, "edition.replace_last", args).At("replaces")
	case current != nil && e.Why == "":
		return survey.Fail(survey.Invalid, "edition.why_missing", nil).At("why")
	}
	return nil
}

// Withdraw takes a closed edition back before it is published. It keeps its number.
func (u *Editions) Withdraw(ctx context.Context, by survey.Actor, id ID, why string) error {
	why = strings.TrimSpace(why)
	switch {
	case why == "":
		return survey.Fail(survey.Invalid, "edition.why_missing", nil).At("why")
	case utf8.RuneCountInString(why) > maxWhy:
		return survey.Fail(survey.Invalid, "edition.why_long", survey.Args{"max": maxWhy}).At("why")
	}
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		e, err := u.closed(ctx, id)
		if err != nil {
			return err
		}
		before := e.entry("", survey.LogHead{})
		e.State = Withdrawn
		if err := u.Store.PutEdition(ctx, e, nil); err != nil {
			return err
		}
		return u.record(ctx, by, "edition.withdraw", e, before, e.entry(why, survey.LogHead{}))
	})
}

// closed finds an edition that is closed and not more.
func (u *Editions) closed(ctx context.Context, id ID) (*Edition, error) {
	e, err := u.Edition(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case e.State == Published:
		return nil, survey.Fail(survey.Conflict, "edition.is_published", survey.Args{"number": e.Number})
	case e.State == Withdrawn:
		return nil, survey.Fail(survey.Conflict, "edition.is_withdrawn", survey.Args{"number": e.Number})
	}
	return e, nil
}

func (u *Editions) record(
	ctx context.Context, by survey.Actor, action string, e *Edition, before, after any,
) error {
	return u.Store.Record(ctx, survey.Entry{
		At: u.now(), Actor: by, Action: action, Subject: e.Subject(), Before: before, After: after,
	})
}

func (u *Editions) now() time.Time { return u.Now().UTC().Round(time.Microsecond) }

// List are all editions: newest year first, in a year by kind, family and number.
func (u *Editions) List(ctx context.Context) ([]Edition, error) { return u.Store.Editions(ctx) }

// Published are the published editions of a year and kind, the one in force first: those
// after it are what was corrected.
func (u *Editions) Published(ctx context.Context, kind Kind, family string, year int) ([]Edition, error) {
	all, err := u.Store.Editions(ctx)
	if err != nil {
		return nil, err
	}
	row := &Edition{Kind: kind, Family: family, Year: year}
	all = slices.DeleteFunc(all, func(e Edition) bool { return !e.SameRow(row) || e.State != Published })
	slices.SortFunc(all, func(a, b Edition) int { return b.Number - a.Number })
	return all, nil
}

// Edition finds an edition.
func (u *Editions) Edition(ctx context.Context, id ID) (*Edition, error) {
	e, err := u.Store.Edition(ctx, id)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, survey.Fail(survey.NotFound, "edition.unknown", nil)
	}
	return e, nil
}

// Content reads what was frozen. Bytes that are not those that were are refused.
func (u *Editions) Content(ctx context.Context, e *Edition) (*Content, error) {
	text, err := u.frozen(ctx, e)
	if err != nil {
		return nil, err
	}
	return Decode(text)
}

func (u *Editions) frozen(ctx context.Context, e *Edition) ([]byte, error) {
	text, err := u.Store.EditionContent(ctx, e.ID)
	if err == nil && Hash(text) != e.Hash {
		err = survey.Fail(survey.Unavailable, "edition.damaged", survey.Args{"number": e.Number})
	}
	return text, err
}

// Archive is the ZIP of a published edition, as it was published.
func (u *Editions) Archive(ctx context.Context, e *Edition) ([]byte, error) {
	if e.State != Published {
		return nil, survey.Fail(survey.NotFound, "edition.unknown", nil)
	}
	file, err := u.Store.EditionArchive(ctx, e.ID)
	if err == nil && Hash(file) != e.ArchiveHash {
		err = survey.Fail(survey.Unavailable, "edition.damaged", survey.Args{"number": e.Number})
	}
	return file, err
}
