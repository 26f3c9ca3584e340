package api

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// changesFrom are what a content says otherwise than the published edition that it corrects.
func (s *server) changesFrom(
	ctx context.Context, of *edition.Edition, content *edition.Content,
) ([]edition.Change, error) {
	before, err := s.Editions.Content(ctx, of)
	if err != nil {
		return nil, err
	}
	return content.Changes(before)
}

// compareReplaced tells the page that publishes a correction what it changes.
func (s *server) compareReplaced(
	ctx context.Context, page *frontend.EditionDeskPublishPage, e *edition.Edition,
) error {
	if e.State != edition.Closed || e.Replaces == 0 {
		return nil
	}
	published, err := s.Editions.Published(ctx, e.Kind, e.Family, e.Year)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(published, func(o edition.Edition) bool { return o.Number == e.Replaces })
	if at < 0 {
		return nil
	}
	content, err := s.Editions.Content(ctx, e)
	if err != nil {
		return err
	}
	changes, err := s.changesFrom(ctx, &published[at], content)
	if err != nil {
		return err
	}
	page.Compare(&published[at], changes)
	id, left, err := s.petitionsLeft(ctx, e)
	page.Leaves(id, left)
	return err
}

// petitionsLeft are how many petitions, about the round whose points an edition publishes,
// nobody has answered, and the round: a correction made now says nothing of them.
func (s *server) petitionsLeft(ctx context.Context, e *edition.Edition) (round.ID, int, error) {
	if e.Kind != edition.CCHC {
		return 0, 0, nil
	}
	return s.Rounds.PetitionsLeft(ctx, e.Family, e.Year)
}

// followPublished leads from a published edition's page to where everybody sees it, and to
// its correction.
func (s *server) followPublished(
	c echo.Context, catalogue *survey.Catalogue, page *frontend.EditionDeskItemPage, e *edition.Edition,
) error {
	if e.State != edition.Published {
		return nil
	}
	ctx := c.Request().Context()
	published, err := s.Editions.Published(ctx, e.Kind, e.Family, e.Year)
	if err != nil {
		return err
	}
	choices, err := s.editionChoices(ctx, catalogue)
	if err != nil {
		return err
	}
	choice := ""
	for i := range choices {
		row := &edition.Edition{Kind: choices[i].Kind, Family: choices[i].Family, Year: choices[i].Year}
		if row.SameRow(e) && choices[i].Wrong == "" {
			choice = choices[i].Value
		}
	}
	page.Follow(e, frontend.InForce(published, e), choice)
	return nil
}
