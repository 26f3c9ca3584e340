package survey

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// responseHead are the columns of archived responses. Comments are not among them:
// they stay where they can be erased.
var responseHead = []string{
	"plan", "questionnaire", "agency", "counter", "receipt", "answered_at", "received_at", "day", "channel",
	"stage", "status", "levels",
}

// statusNames are what statuses are called in the file.
var statusNames = []string{"", "valid", "late", "empty"}

// archiveBatch is how many responses are deleted in one transaction, so that answers
// are not held up for long; and how often a long work says how far it is.
const archiveBatch = 5000

// archiveTime is how times stand in the file: UTC, to the microsecond.
const archiveTime = "2006-01-02T15:04:05.000000Z"

// archiveWriter writes one file from one view of the database.
type archiveWriter struct {
	*Archiving
	catalogue *Catalogue
	plans     map[PlanID]*Plan
	zip       *zip.Writer
	about     *ArchiveAbout
	total     int64
}

// Write writes the responses of plans to a ZIP: responses.csv, counter by counter,
// tallies.csv and about.json. It reads one view of the database, holds no answer up,
// and keeps no more than a line of the responses. method says how figures are made.
func (a *Archiving) Write(ctx context.Context, plans []*Plan, method string, out io.Writer) error {
	return a.Store.Snapshot(ctx, func(ctx context.Context) error {
		c, err := a.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		w := &archiveWriter{
			Archiving: a, catalogue: c, plans: byKey(c.Plans, func(p *Plan) PlanID { return p.ID }),
			zip: zip.NewWriter(out),
		}
		if err := w.write(ctx, plans, method); err != nil {
			return fmt.Errorf("write archive: %w", err)
		}
		return w.zip.Close()
	})
}

func (w *archiveWriter) write(ctx context.Context, plans []*Plan, method string) error {
	var lines [][]string
	var entries []ArchivedPlan
	asked := map[AgencyID]bool{}
	for _, p := range plans {
		tallies, err := w.Store.PlanTallies(ctx, p.ID)
		if err != nil {
			return err
		}
		own := w.catalogue.tallyLines(p, tallies)
		lines = append(lines, own...)
		e, _ := w.catalogue.planEntry(*w.plans[p.ID]).(planEntry)
		entry := ArchivedPlan{planEntry: e, TallySHA256: tallySum(own)}
		for i := range tallies {
			entry.Responses += tallies[i].Received
			asked[tallies[i].Agency] = true
		}
		entries = append(entries, entry)
		w.total += entry.Responses
	}
	w.about = w.catalogue.aboutOf(plans, asked, w.Now())
	w.about.Plans, w.about.Method = entries, method
	if err := w.responses(ctx, plans); err != nil {
		return err
	}
	if err := w.tallies(lines); err != nil {
		return err
	}
	return w.last()
}

func (w *archiveWriter) tallies(lines [][]string) error {
	return w.part(archiveTallies, tallyHead, func(add func([]string) error) error {
		for _, line := range lines {
			if err := add(line); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *archiveWriter) responses(ctx context.Context, plans []*Plan) error {
	ids := make([]PlanID, len(plans))
	for i, p := range plans {
		ids[i] = p.ID
	}
	done := int64(0)
	return w.part(archiveResponses, responseHead, func(add func([]string) error) error {
		for i := range w.catalogue.Counters {
			n := &w.catalogue.Counters[i]
			err := w.Store.EachResponse(ctx, n.ID, ids, func(r *Response) error {
				if done++; done%archiveBatch == 0 {
					w.progress(min(done, w.total), w.total)
				}
				return w.line(r, n, add)
			})
			if err != nil {
				return err
			}
		}
		w.progress(w.total, w.total)
		return nil
	})
}

func (w *archiveWriter) line(r *Response, n *Counter, add func([]string) error) error {
	if int(r.Channel) >= len(channelNames) || int(r.Stage) >= len(stageNames) ||
		int(r.Status) >= len(statusNames) {
		return fmt.Errorf("counter %s: response %s is damaged", n.Code, r.Receipt.Short())
	}
	return add([]string{
		w.plans[r.Plan].Code, w.catalogue.refOf(r.Questionnaire), w.catalogue.agencyKey(n.Agency), n.Code,
		r.Receipt.String(), r.AnsweredAt.Format(archiveTime), r.ReceivedAt.Format(archiveTime), string(r.Day),
		r.Channel.String(), r.Stage.String(), statusNames[r.Status], string(r.Levels),
	})
}

// part writes a table and notes its hash.
func (w *archiveWriter) part(name string, head []string, rows func(add func([]string) error) error) error {
	file, err := w.create(name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	table := csv.NewWriter(io.MultiWriter(file, sum))
	part := ArchivePart{Name: name}
	if err := table.Write(head); err != nil {
		return err
	}
	err = rows(func(line []string) error {
		part.Rows++
		return table.Write(line)
	})
	if err != nil {
		return err
	}
	table.Flush()
	part.SHA256 = hex.EncodeToString(sum.Sum(nil))
	w.about.Parts = append(w.about.Parts, part)
	return table.Error()
}

// last writes what the file says of itself, which holds the other parts' hashes.
func (w *archiveWriter) last() error {
	file, err := w.create(archiveAbout)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(w.about, "", "  ")
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	return err
}

func (w *archiveWriter) create(name string) (io.Writer, error) {
	return w.zip.CreateHeader(&zip.FileHeader{
		Name: name, Method: zip.Deflate, Modified: w.Now().UTC().Truncate(time.Second),
	})
}
