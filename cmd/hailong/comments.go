package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"hailong/frontend"
	"hailong/store"
	"hailong/survey"
)

// commentSettings are how long comments are kept and whom people may ask.
type commentSettings struct {
	CommentMonths  months `default:"24" env:"HAILONG_COMMENT_MONTHS" help:"Months after which a comment is erased; at least 1."`
	PrivacyContact string `env:"HAILONG_PRIVACY_CONTACT" help:"Whom to ask about privacy, as one line of the page /privacy."`
}

// months is a time that ends: there is no number for "for ever".
type months int

// UnmarshalText reads a whole number of months.
func (m *months) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 || n > 1200 {
		return errors.New("must be a whole number of months, at least 1")
	}
	*m = months(n)
	return nil
}

func (s *commentSettings) terms() frontend.PrivacyTerms {
	return frontend.PrivacyTerms{CommentMonths: int(s.CommentMonths), Contact: s.PrivacyContact}
}

// commentKind is the nightly work on comments: old ones are erased, and those of the
// days before are put together to be shown. It comes before the check, whose proof is
// of what is left.
const commentKind = "comments"

// commentHour is when it is due, in the office's zone.
const commentHour = 1

// tendComments says in one line what was done.
func tendComments(
	ctx context.Context, db *store.DB, shelf *survey.Shelf, kept months, log *slog.Logger,
) (string, error) {
	c, err := shelf.Fresh(ctx)
	if err != nil {
		return "", err
	}
	erased, err := survey.ExpireComments(ctx, db, c.Zone, clock, int(kept))
	if err != nil {
		return "", err
	}
	if erased > 0 {
		log.Info("old comments erased", "count", erased)
	}
	released, err := survey.ReleaseComments(ctx, db, c, clock())
	return fmt.Sprintf("comments erased: %d; put together: %d in %d groups",
		erased, released.Comments, released.Releases), err
}

// onDay is an hour of a moment's day.
func onDay(local time.Time, hour int) time.Time {
	return time.Date(local.Year(), local.Month(), local.Day(), hour, 0, 0, 0, local.Location())
}
