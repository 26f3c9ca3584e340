package main

import (
	"context"
	"io"
	"slices"

	"hailong/scoring/round"
	"hailong/survey"
)

// demoFiles keeps the one simulated file, which is there already.
type demoFiles struct {
	survey.Files
	stored survey.StoredFile
}

// PutFile gives the simulated file, whatever is handed in.
func (f demoFiles) PutFile(context.Context, string, io.Reader) (survey.StoredFile, error) {
	return f.stored, nil
}

// EvidenceOf gives a sheet's as it was read, with what was added since; nothing is dropped
// while a round is made.
func (s *demoStore) EvidenceOf(
	ctx context.Context, id round.ID, agency survey.AgencyID,
) ([]round.Evidence, error) {
	at := sheetOf{id, agency}
	if known, there := s.evidence[at]; there {
		return slices.Clone(known), nil
	}
	list, err := s.DB.EvidenceOf(ctx, id, agency)
	if err == nil && agency != 0 {
		s.evidence[at] = slices.Clone(list)
	}
	return list, err
}

// AddEvidence stores a piece, also in what was read.
func (s *demoStore) AddEvidence(ctx context.Context, e *round.Evidence) error {
	if err := s.DB.AddEvidence(ctx, e); err != nil {
		return err
	}
	if at := (sheetOf{e.Round, e.Agency}); s.evidence[at] != nil {
		s.evidence[at] = append(s.evidence[at], *e)
	} else {
		delete(s.evidence, at)
	}
	return nil
}

// TrackedTasks gives a single task as it was read, with what was reported since.
func (s *demoStore) TrackedTasks(ctx context.Context, q round.TaskQuery) ([]round.TrackedTask, error) {
	if known := s.tasks[q.ID]; known != nil {
		return []round.TrackedTask{copyOf(known)}, nil
	}
	list, err := s.DB.TrackedTasks(ctx, q)
	if err == nil && q.Doer == 0 && q.Until.IsZero() {
		for i := range list {
			kept := copyOf(&list[i])
			s.tasks[kept.ID] = &kept
		}
	}
	return list, err
}

// copyOf is a task that whoever asks may cut down to what he sees.
func copyOf(t *round.TrackedTask) round.TrackedTask {
	c := *t
	c.Agencies, c.Reports = slices.Clone(t.Agencies), slices.Clone(t.Reports)
	return c
}

// PutTask stores a task, which is read anew then.
func (s *demoStore) PutTask(ctx context.Context, t *round.Task) error {
	delete(s.tasks, t.ID)
	return s.DB.PutTask(ctx, t)
}

// AddTaskReport stores a report, also in what was read.
func (s *demoStore) AddTaskReport(ctx context.Context, r *round.TaskReport) error {
	if err := s.DB.AddTaskReport(ctx, r); err != nil {
		return err
	}
	if t := s.tasks[r.Task]; t != nil {
		t.Reports = append(t.Reports, *r)
	}
	return nil
}
