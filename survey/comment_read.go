package survey

import (
	"context"
	"strings"
)

// CommentReader reads what was released.
type CommentReader interface {
	// CommentReleases are an agency's whose last day lies in [from, to], both ends in,
	// empty ends open; newest first, with their counts and without their comments.
	// Those of which every comment is erased are left out.
	CommentReleases(ctx context.Context, agency AgencyID, from, to Day) ([]CommentRelease, error)
	// ReleasedComments are the comments of some releases, in no order.
	ReleasedComments(ctx context.Context, releases []ReleaseID) ([]ReleasedComment, error)
}

// CommentQuery is what a reader asks for. A release belongs to the period in which its
// last day lies, so that it is in one year and not in two; of a plan From and To are
// its first and last day. Whatever is asked for, comments stand in the releases that
// they were shown in first: no choice of days makes a smaller one.
type CommentQuery struct {
	Agency   AgencyID
	From, To Day    // both in; empty: open
	Q        string // words as people type them in haste; empty: all
	Page     int    // from 1; what is out of bounds is brought in
}

// CommentPage is one page of comments: whole releases, newest first.
type CommentPage struct {
	Releases    []CommentRelease // with the comments that were asked for
	Count       int              // comments on all pages
	Page, Pages int              // from 1; one page where there is nothing
}

// commentsOnPage is after how many comments a page ends with the release it is in.
const commentsOnPage = 50

// ReadComments gives one page of an agency's comments. Whether somebody may read them
// is for the caller to say.
func ReadComments(ctx context.Context, store CommentReader, q CommentQuery) (*CommentPage, error) {
	releases, err := store.CommentReleases(ctx, q.Agency, q.From, q.To)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(FoldSearch(q.Q))
	if len(words) > 0 {
		// The words have to be looked for in all of them: at most some thousands a year.
		if err := fillReleases(ctx, store, releases); err != nil {
			return nil, err
		}
		releases = matching(releases, words)
	}
	page := pageOf(releases, q.Page)
	if len(words) == 0 {
		err = fillReleases(ctx, store, page.Releases)
	}
	return page, err
}

// fillReleases reads the comments of releases, a few hundred at a time.
func fillReleases(ctx context.Context, store CommentReader, releases []CommentRelease) error {
	const most = 400
	for len(releases) > 0 {
		part := releases[:min(most, len(releases))]
		releases = releases[len(part):]
		ids := make([]ReleaseID, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		stored, err := store.ReleasedComments(ctx, ids)
		if err != nil {
			return err
		}
		of := map[ReleaseID][]ReleasedComment{}
		for _, s := range stored {
			of[s.Release] = append(of[s.Release], s)
		}
		for i := range part {
			part[i].Comments = mixed(of[part[i].ID])
			part[i].Count = len(part[i].Comments)
		}
	}
	return nil
}

// matching keeps the comments that have all the words, and the releases that have one.
func matching(releases []CommentRelease, words []string) []CommentRelease {
	var kept []CommentRelease
	for _, r := range releases {
		var comments []Comment
		for _, c := range r.Comments {
			if hasAll(FoldSearch(c.Text), words) {
				comments = append(comments, c)
			}
		}
		if len(comments) > 0 {
			r.Comments, r.Count = comments, len(comments)
			kept = append(kept, r)
		}
	}
	return kept
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// pageOf cuts releases into pages and gives one of them.
func pageOf(releases []CommentRelease, asked int) *CommentPage {
	starts, onPage, count := []int{0}, 0, 0
	for i, r := range releases {
		if onPage >= commentsOnPage {
			starts, onPage = append(starts, i), 0
		}
		onPage += r.Count
		count += r.Count
	}
	page := &CommentPage{Count: count, Pages: len(starts), Page: min(max(asked, 1), len(starts))}
	end := len(releases)
	if page.Page < page.Pages {
		end = starts[page.Page]
	}
	page.Releases = releases[starts[page.Page-1]:end]
	return page
}
