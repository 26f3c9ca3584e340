package survey

import (
	"context"
	"strconv"
	"unicode/utf8"
)

// The actions of corrections, as proposals and the log name them.
const (
	AddCorrection  EditAction = "correction.add"
	UndoCorrection EditAction = "correction.undo"
)

// Correction tells whether the edit is about responses, not about the catalogue.
func (e *Edit) Correction() bool { return e.Action == AddCorrection || e.Action == UndoCorrection }

// CorrectionEdit is the edit that makes a correction of what is in cells. version is what
// a trial found; where other responses are chosen by then, the edit is stale.
func CorrectionEdit(cells map[string]string, version string) Edit {
	tidy := TidyCells(cells)
	rows := []map[string]string{tidy}
	return Edit{Action: AddCorrection, Subject: tidy["counter"], Version: version, Rows: rows}
}

// UndoEdit is the edit that undoes a correction.
func UndoEdit(id CorrectionID, reason string) Edit {
	rows := []map[string]string{TidyCells(map[string]string{"reason": reason})}
	return Edit{Action: UndoCorrection, Subject: strconv.FormatInt(int64(id), 10), Rows: rows}
}

// correctionEntry is what the log keeps of a correction: how many responses, and a sum by
// which the list can be proved, but none of them.
type correctionEntry struct {
	Kind      CorrectionKind
	Counter   string
	Agency    string // to which responses were reassigned
	From, To  Day
	Time      string // of day
	Channel   string
	Rule      FlagRule
	Responses int64
	Taken     string // SHA-256 of what it took
	Reason    string
	InForce   bool
}

func (c *Catalogue) correctionEntry(o *Correction) correctionEntry {
	e := correctionEntry{
		Kind: o.Kind, Counter: c.counterCode(o.Counter), From: o.From, To: o.To, Rule: o.Rule,
		Responses: o.Taken, Taken: o.SHA256, Reason: o.Reason, InForce: o.InForce(),
	}
	if o.After+o.Before != "" {
		e.Time = o.After + "–" + o.Before
	}
	if o.Agency != 0 {
		e.Agency = c.agencyKey(o.Agency)
	}
	if o.Channel != 0 {
		e.Channel = o.Channel.String()
	}
	return e
}

// MaxCorrectionReason is how many characters a reason may have.
const MaxCorrectionReason = 1000

// reasonOf reads why.
func reasonOf(e *Edit) (string, error) {
	if len(e.Rows) != 1 {
		return "", Fail(Invalid, "correction.unknown", nil)
	}
	reason := e.Rows[0]["reason"]
	switch {
	case reason == "":
		return "", Fail(Invalid, "correction.reason_needed", nil).At("reason")
	case utf8.RuneCountInString(reason) > MaxCorrectionReason:
		return "", Fail(Invalid, "correction.reason_long", Args{"max": MaxCorrectionReason}).At("reason")
	}
	return reason, nil
}

// Apply makes or undoes a correction, recounts the months that it touches, and gives the
// agencies whose figures that moves. All of it is one transaction, in which answers wait;
// where it joins one, that must have held the tallies first. Where other responses are
// chosen by now than the edit was made from, the error is Conflict.
func (s *Corrections) Apply(ctx context.Context, e Edit) (touched []AgencyID, err error) {
	reason, err := reasonOf(&e)
	if err != nil {
		return nil, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Store.HoldTallies(ctx); err != nil {
			return err
		}
		c, err := s.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		if e.Action == UndoCorrection {
			touched, err = s.undo(ctx, c, &e, reason)
		} else {
			touched, err = s.add(ctx, c, &e, reason)
		}
		return err
	})
	return touched, err
}

func (s *Corrections) add(ctx context.Context, c *Catalogue, e *Edit, reason string) ([]AgencyID, error) {
	x, err := SelectionOf(c, e.Rows[0])
	if err != nil {
		return nil, err
	}
	taken, err := s.chosen(ctx, c, x)
	if err != nil {
		return nil, err
	}
	o := &Correction{
		Selection: x, Reason: reason, Taken: int64(len(taken)), SHA256: TakenSum(taken),
		By: s.Actor.Name, At: stamp(s.Now),
	}
	if o.SHA256 != e.Version {
		return nil, Fail(Conflict, "correction.stale", nil)
	}
	if err := s.Store.AddCorrection(ctx, o, taken); err != nil {
		return nil, err
	}
	return c.touched(x, taken), s.finish(ctx, c, e.Action, o)
}

func (s *Corrections) undo(ctx context.Context, c *Catalogue, e *Edit, reason string) ([]AgencyID, error) {
	o, err := s.find(ctx, e.Subject)
	if err != nil {
		return nil, err
	}
	if !o.InForce() {
		return nil, Fail(Conflict, "correction.undone_already", nil)
	}
	taken, err := s.Store.Corrected(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for i := range c.Plans {
		for k := range taken {
			if c.Plans[i].Archived && taken[k].Plan == c.Plans[i].ID {
				return nil, Fail(Closed, "correction.archived", Args{"plan": c.Plans[i].Code})
			}
		}
	}
	if int64(len(taken)) != o.Taken { // their plan's responses stand in a file
		return nil, Fail(Closed, "correction.gone", nil)
	}
	o.UndoneBy, o.UndoneAt, o.UndoneWhy = s.Actor.Name, stamp(s.Now), reason
	if err := s.Store.UndoCorrection(ctx, o); err != nil {
		return nil, err
	}
	return c.touched(o.Selection, taken), s.finish(ctx, c, e.Action, o)
}

// find finds a correction by its number as an address or an edit names it.
func (s *Corrections) find(ctx context.Context, number string) (*Correction, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, Fail(NotFound, "correction.unknown", nil)
	}
	o, err := s.Store.Correction(ctx, CorrectionID(id))
	if err == nil && o == nil {
		err = Fail(NotFound, "correction.unknown", nil)
	}
	return o, err
}

// finish recounts what a correction touches and logs it.
func (s *Corrections) finish(ctx context.Context, c *Catalogue, action EditAction, o *Correction) error {
	if err := s.Store.RecountMonths(ctx, o.Counter, o.From.Month(), o.To.Month()); err != nil {
		return err
	}
	entry := Entry{
		At: stamp(s.Now), Actor: s.Actor, Action: string(action), Subject: strconv.FormatInt(int64(o.ID), 10),
		After: c.correctionEntry(o),
	}
	if !o.InForce() {
		before := *o
		before.UndoneBy = ""
		after := c.correctionEntry(o)
		after.Reason = o.UndoneWhy
		entry.Before, entry.After = c.correctionEntry(&before), after
	}
	return s.Store.Record(ctx, entry)
}
