package edition

import (
	"context"
	"slices"
	"time"

	"hailong/survey"
)

// ContentReader reads what an edition says.
type ContentReader func(ctx context.Context, e *Edition) (*Content, error)

// LeafTimes tell when the points of each leaf of an agency were published as they are: with
// the first edition, or with the correction that changed them last; nil where nothing is
// published. since is the first day that matters: where no edition was published from then
// on, the newest one's time stands for all. read gives a published edition's content:
// Content, or what somebody kept of it.
func (u *Editions) LeafTimes(
	ctx context.Context, family string, year int, agency string, since survey.Day, read ContentReader,
) (func(leaf string) time.Time, error) {
	published, err := u.Published(ctx, CCHC, family, year)
	if err != nil || len(published) == 0 {
		return nil, err
	}
	newest := published[0].PublishedAt
	if len(published) == 1 || survey.DayOf(newest, u.Zone) < since {
		return func(string) time.Time { return newest }, nil
	}
	times, before := map[string]time.Time{}, map[string]Leaf{}
	for i := range slices.Backward(published) {
		c, err := read(ctx, &published[i])
		if err != nil {
			return nil, err
		}
		for _, l := range c.leavesOf(agency) {
			was, known := before[l.Code]
			if !known || was.Points != l.Points || was.Excluded != l.Excluded {
				times[l.Code] = published[i].PublishedAt
			}
			before[l.Code] = l
		}
	}
	return func(leaf string) time.Time { return times[leaf] }, nil
}

// leavesOf are those of an agency; nil where it is not in the edition.
func (c *Content) leavesOf(agency string) []Leaf {
	at := slices.IndexFunc(c.Agencies, func(a Agency) bool { return a.Code == agency })
	if at < 0 {
		return nil
	}
	return c.Agencies[at].Leaves
}
