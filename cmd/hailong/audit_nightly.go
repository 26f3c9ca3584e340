package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"hailong/job"
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
