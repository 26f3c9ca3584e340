package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"hailong/job"
	"hailong/store"
	"hailong/survey"
)

// ownCheck is the nightly check as one process knows it. Who can write the table of jobs
// can mark a night's check as done that nobody did; so a process that has not seen one
// end for two days checks by itself, whatever the table says.
type ownCheck struct {
	last time.Time // when one ended here; at first, when the process began
	run  func(context.Context) (string, error)
	log  *slog.Logger
}

// withoutCheck is longer than a night's check is ever late: of several processes one
// has them all, and the others check every two days beside it.
const withoutCheck = 48 * time.Hour

// work does a night's check.
func (o *ownCheck) work(ctx context.Context, _ job.Job) (string, error) {
	result, err := o.run(ctx)
	if err == nil {
		o.last = clock()
	}
	return result, err
}

// overdue checks where none has ended here for too long. A panic, as over a database
// that somebody bent, is said and tried again two days later.
func (o *ownCheck) overdue(ctx context.Context, now time.Time) (err error) {
	if now.Sub(o.last) < withoutCheck {
		return nil
	}
	defer func() {
		if p := recover(); p != nil {
			o.last, err = now, fmt.Errorf("check: panic: %v", p)
		}
	}()
	result, err := o.run(ctx)
	if err != nil {
		return err
	}
	o.last = now
	o.log.Warn("checked without a job, because none came for two days", "result", result)
	return nil
}

// nightCheck is the check over a database, with where the log ended when this process
// last walked it: who writes the log anew under a running service would have to go
// back in time too.
type nightCheck struct {
	db   *store.DB
	log  *slog.Logger
	seen *survey.LogHead // nil: not walked yet
}

// run says in one line what differs; a difference is a result, not a failure.
func (c *nightCheck) run(ctx context.Context) (string, error) {
	differences, err := c.db.Verify(ctx)
	if err != nil {
		return "", err
	}
	if len(differences) > 0 {
		c.log.Error("tallies differ from the responses: run hailong recount", "count", len(differences))
	}
	archives, err := checkArchives(ctx, c.db, survey.English, func(fault string) { c.log.Error(fault) })
	if err != nil {
		return "", err
	}
	logged, err := c.audit(ctx)
	return fmt.Sprintf("tallies that differ: %d; %s%s", len(differences), logged, archives), err
}

// audit walks the log, which has to come through where it ended the night before.
func (c *nightCheck) audit(ctx context.Context) (string, error) {
	audit, err := survey.Audit(ctx, c.db, c.seen, audited(c.db)...)
	if survey.KindOf(err) == survey.Conflict {
		c.log.Error("the log was tampered with: run hailong audit verify", "error", err)
		return fmt.Sprintf("log: %v after row %d", err, audit.Log.Number), nil
	}
	if err != nil {
		return "", err
	}
	head := survey.LogHead(audit.Log)
	c.seen = &head
	if len(audit.Differs) > 0 {
		c.log.Error("what is stored is not as the log says: run hailong audit verify", "count", len(audit.Differs))
	}
	return fmt.Sprintf("%s, head %s; not as it says: %d", survey.LogWhole, head, len(audit.Differs)), nil
}
