package survey

import (
	"context"
	"maps"
	"slices"
)

// compare holds what was counted against what the file says of itself.
func (r *archiveCounter) compare(ctx context.Context) error {
	written := map[string][][]string{}
	whole, err := r.file.rows(ctx, archiveTallies, tallyHead, func(_ int64, line []string) error {
		written[line[0]] = append(written[line[0]], slices.Clone(line))
		return nil
	})
	if err != nil {
		return err
	}
	faults := &r.count.Faults
	if !whole {
		faults.Add(Fail(Conflict, "archive.part", Args{"value": archiveTallies}))
	}
	for _, about := range r.file.About.Plans {
		p := r.plans[about.Code]
		p.lines = r.file.catalogue.tallyLines(p.plan, slices.Collect(maps.Values(p.tallies)))
		found := tallyFaults(written[about.Code], p.lines)
		*faults = append(*faults, found...)
		if len(found) == 0 && (about.TallySHA256 != tallySum(p.lines) || about.Responses != p.responses) {
			faults.Add(Fail(Conflict, "archive.about", Args{"plan": about.Code}))
		}
	}
	return nil
}
