package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"hailong/job"
)

var _ job.Queue = (*DB)(nil)

type jobRow struct {
	ID         int64 `gorm:"primaryKey"`
	Kind       string
	Key        string
	DueAt      time.Time
	LeasedTill *time.Time
	Attempts   int
	DoneAt     *time.Time
	Result     string
}

func (jobRow) TableName() string { return "job" }

func (r jobRow) domain() job.Job {
	return job.Job{ID: r.ID, Kind: r.Kind, Key: r.Key, Attempts: r.Attempts}
}

// AddJob queues a job, in the caller's transaction where there is one.
func (db *DB) AddJob(ctx context.Context, kind, key string, due time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		r := jobRow{Kind: kind, Key: key, DueAt: due.UTC().Round(time.Microsecond)}
		return wrap(db.conn(ctx).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "key"}}, DoNothing: true,
		}).Create(&r).Error, "queue %s", key)
	})
}

// ClaimJob leases the job that is due longest. A lease that would last longer than two
// of ours was made by a clock that ran ahead, and counts as ended; clocks that differ
// by less than a lease take nothing from each other.
func (db *DB) ClaimJob(ctx context.Context, now, till time.Time) (claimed *job.Job, err error) {
	now, till = now.UTC().Round(time.Microsecond), till.UTC().Round(time.Microsecond)
	never := till.Add(till.Sub(now))
	err = db.InTx(ctx, func(ctx context.Context) error {
		claimed = nil
		due, err := list[jobRow](ctx, db, `
			SELECT * FROM job
			WHERE done_at IS NULL AND due_at <= ? AND (leased_till IS NULL OR leased_till < ? OR leased_till > ?)
			ORDER BY due_at, id LIMIT 1`, now, now, never)
		if err != nil || len(due) == 0 {
			return err
		}
		claimed = &due[0]
		claimed.Attempts++
		return db.conn(ctx).Exec("UPDATE job SET leased_till = ?, attempts = attempts + 1 WHERE id = ?",
			till, claimed.ID).Error
	})
	return claimed, wrap(err, "claim a job")
}

// EndJob keeps the result.
func (db *DB) EndJob(ctx context.Context, id int64, result string, at time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		return wrap(db.conn(ctx).Exec("UPDATE job SET done_at = ?, result = ? WHERE id = ?",
			at.UTC().Round(time.Microsecond), result, id).Error, "end job %d", id)
	})
}

// ForgetJobs forgets jobs of a kind that were done before a moment.
func (db *DB) ForgetJobs(ctx context.Context, kind string, before time.Time) error {
	return db.exec(ctx, "DELETE FROM job WHERE kind = ? AND done_at < ?", kind, before.UTC())
}

// RetryJob gives a job back.
func (db *DB) RetryJob(ctx context.Context, id int64, due time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		return wrap(db.conn(ctx).Exec("UPDATE job SET leased_till = NULL, due_at = ? WHERE id = ?",
			due.UTC().Round(time.Microsecond), id).Error, "retry job %d", id)
	})
}
