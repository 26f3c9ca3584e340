package round

import (
	"context"
	"time"

	"hailong/survey"
)

// Submit ends the agency's own part: nothing may be missing, and the report signed by its
// head is attached. From then on the sheet is locked.
func (r *Rounds) Submit(ctx context.Context, by Person, id ID, agency survey.AgencyID) error {
	return r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		if err := s.ownPart(&by); err != nil {
			return err
		}
		if err := s.complete(); err != nil {
			return err
		}
		s.Member.SubmittedAt, s.Member.SubmittedBy = r.now(), by.Login
		entry := memberEntry{Round: s.Round.name(), ReportFile: s.reportFile()}
		return r.putMember(ctx, s, by, "sheet.submit", entry)
	})
}

// complete names every leaf that lacks something, and the report.
func (s *Sheet) complete() error {
	var mistakes survey.Mistakes
	for _, l := range s.Missing() {
		word := "sheet.lacks_" + s.Lacks(l)
		mistakes.Add(survey.Fail(survey.Invalid, word, survey.Args{"code": l.Item.Code}).At(l.Item.Code))
	}
	if s.Member.Report == 0 {
		mistakes.Add(survey.Fail(survey.Invalid, "sheet.no_report", nil).At(ReportLeaf))
	}
	return mistakes.Err("sheet.missing")
}

// Withdraw takes the submission back, before the appraisal starts.
func (r *Rounds) Withdraw(ctx context.Context, by Person, id ID, agency survey.AgencyID) error {
	return r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		switch {
		case !by.owns(agency):
			return survey.Fail(survey.Forbidden, "round.not_yours", nil)
		case s.Round.Step != SelfAssessing:
			return survey.Fail(survey.Closed, "round.step", nil)
		case !s.Member.Submitted():
			return survey.Fail(survey.Conflict, "sheet.not_submitted", nil)
		}
		s.Member.SubmittedAt, s.Member.SubmittedBy = time.Time{}, ""
		return r.putMember(ctx, s, by, "sheet.withdraw", memberEntry{Round: s.Round.name()})
	})
}

// Reopen unlocks a sheet after its time, so that the agency goes on with its own part: by
// somebody who is not near it, in the first appraisal, while no leaf is appraised.
func (r *Rounds) Reopen(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, reason string,
) error {
	return r.setLock(ctx, by, id, agency, reason, "sheet.reopen", func(s *Sheet) error {
		switch {
		case s.Round.Assessing(s.Member):
			return survey.Fail(survey.Conflict, "sheet.reopened", nil)
		case !s.untouched():
			return survey.Fail(survey.Conflict, "sheet.appraised", nil)
		}
		s.Member.SubmittedAt, s.Member.SubmittedBy, s.Member.Reopened = time.Time{}, "", true
		return nil
	})
}

// Relock takes the unlocking of a sheet back that was not submitted again, so that it does
// not hold the round up: the council appraises what is there.
func (r *Rounds) Relock(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, reason string,
) error {
	return r.setLock(ctx, by, id, agency, reason, "sheet.relock", func(s *Sheet) error {
		if !s.Round.Assessing(s.Member) {
			return survey.Fail(survey.Conflict, "sheet.not_reopened", nil)
		}
		s.Member.Reopened = false
		return nil
	})
}

// setLock unlocks or locks a sheet in the first appraisal: by a stranger, with a reason.
func (r *Rounds) setLock(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, reason, action string,
	set func(*Sheet) error,
) error {
	reason, err := said(reason, "reason")
	if err != nil {
		return err
	}
	return r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		switch {
		case by.near(agency):
			return survey.Fail(survey.Forbidden, "round.near", nil)
		case s.Round.Step != Appraising:
			return survey.Fail(survey.Closed, "round.step", nil)
		case reason == "":
			return survey.Fail(survey.Invalid, "sheet.reason", nil).At("reason")
		}
		if err := set(s); err != nil {
			return err
		}
		return r.putMember(ctx, s, by, action, memberEntry{Round: s.Round.name(), Reason: reason})
	})
}

func (r *Rounds) putMember(ctx context.Context, s *Sheet, by Person, action string, entry memberEntry) error {
	if err := r.Store.PutMember(ctx, s.Round.ID, s.Member); err != nil {
		return err
	}
	return r.record(ctx, by, action, s.Agency.Code, nil, entry)
}

// memberEntry is what the log keeps of a sheet that was locked or unlocked.
type memberEntry struct {
	Round      string
	Reason     string        `json:",omitempty"`
	ReportFile survey.FileID `json:",omitempty"` // its SHA-256
}

// reportFile is the SHA-256 of the report signed by the agency's head.
func (s *Sheet) reportFile() survey.FileID {
	for i := range s.Evidence {
		if s.Evidence[i].ID == s.Member.Report {
			return s.Evidence[i].File.ID
		}
	}
	return ""
}
