package api

import (
	"context"

	"hailong/frontend"
	"hailong/frontend/document"
	"hailong/scoring/edition"
	"hailong/survey"
)

// publishedFile is a file of a published edition, made at the first time. It is NotFound
// where the edition has no such file.
func (s *server) publishedFile(
	ctx context.Context, e *edition.Edition, file frontend.RankingFile,
) (*editionFile, error) {
	k, err := s.keptEdition(ctx, e)
	if err != nil {
		return nil, err
	}
	name := file.Of(e)
	if made := s.published.file(k, name); made != nil {
		return made, nil
	}
	release, err := s.published.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if made := s.published.file(k, name); made != nil {
		return made, nil
	}
	made, err := s.makeFile(ctx, e, k.content, file)
	if err != nil {
		return nil, err
	}
	s.published.mu.Lock()
	defer s.published.mu.Unlock()
	k.files[name] = made
	return made, nil
}

func (s *server) makeFile(
	ctx context.Context, e *edition.Edition, c *edition.Content, file frontend.RankingFile,
) (*editionFile, error) {
	made := &editionFile{media: "application/zip", name: file.Of(e), hash: e.ArchiveHash}
	var err error
	if file.Key == "archive" || file.Key == "decision" {
		made.body, err = s.Editions.Archive(ctx, e)
	}
	switch {
	case file.Key == "archive" || err != nil:
		return made, err
	case file.Key == "decision":
		made.media, made.hash = "application/pdf", string(e.DecisionFile)
		made.body, err = edition.SignedDecision(made.body)
		return made, err
	}
	d := document.Find(c, file.Key, file.Ending)
	if d == nil || d.Desk {
		return nil, unknownEdition()
	}
	if made.body, err = d.Make(c, document.DecisionOf(e)); err != nil {
		return nil, err
	}
	made.media, made.name, made.hash = d.Media, d.Name(c), edition.Hash(made.body)
	return made, nil
}

// quickAgencies is up to how many agencies a workbook is made at once, to say its size: one
// of several hundred takes seconds, and its size is said once somebody has taken it.
const quickAgencies = 150

// sizesOf are the sizes of an edition's files by name.
func (s *server) sizesOf(ctx context.Context, e *edition.Edition) (map[string]int, error) {
	k, err := s.keptEdition(ctx, e)
	if err != nil {
		return nil, err
	}
	sizes := map[string]int{}
	for _, row := range frontend.RankingFiles {
		for _, file := range row {
			made := s.published.file(k, file.Of(e))
			slow := file.Ending == "xlsx" && len(k.content.Agencies) > quickAgencies
			if made == nil && !slow {
				made, err = s.publishedFile(ctx, e, file)
			}
			switch {
			case survey.KindOf(err) == survey.NotFound:
				err = nil
			case err != nil:
				return nil, err
			case made != nil:
				sizes[file.Of(e)] = len(made.body)
			}
		}
	}
	return sizes, nil
}
