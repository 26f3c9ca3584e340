package survey

import (
	"context"
	"time"
)

// commentJob is who releases and erases by the calendar.
var commentJob = Actor{Name: Program.Name, Where: "job"}

// CommentReleaser is what releasing comments needs.
type CommentReleaser interface {
	Transactor
	// CountersWaiting are the counters with comments of days before one that are in no
	// release.
	CountersWaiting(ctx context.Context, before Day) ([]CounterID, error)
	// WaitingComments are those of some counters.
	WaitingComments(ctx context.Context, counters []CounterID, before Day) ([]WaitingComment, error)
	// AddCommentRelease stores a release; its comments wait no longer.
	AddCommentRelease(ctx context.Context, r *NewRelease) error
}

// Released is what a night has brought.
type Released struct{ Releases, Comments int }

// ReleaseComments puts together what waits, agency by agency, each in a transaction of
// its own. The log has no entry of it, as it has none of an answer's arrival: nobody
// decides anything, and the same comments give the same releases.
func ReleaseComments(
	ctx context.Context, store CommentReleaser, c *Catalogue, now time.Time,
) (all Released, err error) {
	today := DayOf(now, c.Zone)
	counters, err := store.CountersWaiting(ctx, today)
	if err != nil {
		return all, err
	}
	waiting := map[AgencyID][]CounterID{}
	for _, id := range counters {
		// A counter that this catalogue does not know yet waits until the next night.
		if counter := c.Counter(id); counter != nil {
			waiting[counter.Agency] = append(waiting[counter.Agency], id)
		}
	}
	for agency, counters := range waiting {
		one, err := releaseOf(ctx, store, agency, counters, today)
		if err != nil {
			return all, err
		}
		all.Releases += one.Releases
		all.Comments += one.Comments
	}
	return all, nil
}

func releaseOf(
	ctx context.Context, store CommentReleaser, agency AgencyID, counters []CounterID, today Day,
) (one Released, err error) {
	err = store.InTx(ctx, func(ctx context.Context) error {
		one = Released{}
		waiting, err := store.WaitingComments(ctx, counters, today)
		if err != nil {
			return err
		}
		for _, r := range PutTogether(agency, waiting, today) {
			if err := store.AddCommentRelease(ctx, &r); err != nil {
				return err
			}
			one.Releases++
			one.Comments += len(r.Comments)
		}
		return nil
	})
	return one, err
}

// CommentMonths is how long a comment is kept unless it is set otherwise.
const CommentMonths = 24

// CommentExpirer is what erasing old comments needs.
type CommentExpirer interface {
	Transactor
	Recorder
	// ExpireComments erases at most limit comments of days before one and says how
	// many. Those of a release go with the oldest day of it.
	ExpireComments(ctx context.Context, before Day, limit int) (int, error)
}

// expireBatch is how many comments are erased in one transaction.
const expireBatch = 1000

type expireEntry struct {
	Comments int
	Before   Day
}

// ExpireComments erases comments that are older than so many months, whichever plan
// they belong to and whether it is archived or not. Those of a release go together, by
// its oldest day: one by one they would tell which was written on which day. The log
// keeps how many and up to which day.
func ExpireComments(
	ctx context.Context, store CommentExpirer, zone *time.Location, now func() time.Time, months int,
) (erased int, err error) {
	before := monthsBefore(DayOf(now(), zone), months)
	for n := expireBatch; n == expireBatch; erased += n {
		err = store.InTx(ctx, func(ctx context.Context) error {
			n, err = store.ExpireComments(ctx, before, expireBatch)
			if err != nil || n == 0 {
				return err
			}
			return store.Record(ctx, Entry{
				At: stamp(now), Actor: commentJob, Action: "comment.expire", Subject: "comment",
				After: expireEntry{n, before},
			})
		})
		if err != nil {
			return erased, err
		}
	}
	return erased, nil
}

// monthsBefore is the same day of an earlier month, or that month's last day.
func monthsBefore(d Day, months int) Day {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()-time.Month(months), 1, 12, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Day(first.AddDate(0, 0, min(t.Day(), last)-1).Format(time.DateOnly))
}
