package survey

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"
)

// CommentsTogether is how many comments are shown at least where any is. An officer
// knows who stood at the counter on a quiet day, so nobody's comment is shown alone.
const CommentsTogether = 5

// ReleaseID names a release of comments within one database.
type ReleaseID int64

// Comment (ý kiến) is what a person wrote, as those responsible may read it: without
// receipt, time and day of its own.
type Comment struct {
	Text    string
	Counter CounterID // 0: too few of the same counter stand beside it
}

// CommentRelease is comments of one agency that are shown together, in an order that
// tells nothing of the time. First and Last are the days between which all were
// written; to all of them together, never to one.
type CommentRelease struct {
	ID          ReleaseID
	First, Last Day
	Count       int // as many are there now
	Comments    []Comment
}

// WaitingComment is one that is in no release yet. It has no text: putting comments
// together needs none.
type WaitingComment struct {
	Receipt Receipt
	Counter CounterID
	Day     Day
}

// NewRelease is a release before it is stored.
type NewRelease struct {
	Agency      AgencyID
	First, Last Day
	Comments    []WaitingComment
	Named       map[CounterID]bool // the counters that may be named
}

// PutTogether is the rule by which comments of one agency are released. Only days
// before today count, in the office's zone. Whole days are gathered, oldest first,
// until at least CommentsTogether are together; what is left waits. What was released
// once is not put together again: a comment that arrives late with an old day waits
// for others and comes in a release of its own, because beside those that are already
// shown it would be the only new one. For the same reason a release keeps its days and
// its other comments when one of it is erased.
func PutTogether(agency AgencyID, waiting []WaitingComment, today Day) []NewRelease {
	days := map[Day][]WaitingComment{}
	for _, w := range waiting {
		if w.Day < today {
			days[w.Day] = append(days[w.Day], w)
		}
	}
	var releases []NewRelease
	next := NewRelease{Agency: agency}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		if len(next.Comments) == 0 {
			next.First = day
		}
		next.Last = day
		next.Comments = append(next.Comments, days[day]...)
		if len(next.Comments) >= CommentsTogether {
			next.Named = countersNamed(next.Comments)
			releases = append(releases, next)
			next = NewRelease{Agency: agency}
		}
	}
	return releases
}

// countersNamed are the counters with at least CommentsTogether comments of a release.
// The others together must be none or as many: an agency has few counters, and what is
// named for all but three comments tells where those three are from.
func countersNamed(comments []WaitingComment) map[CounterID]bool {
	counts := map[CounterID]int{}
	for _, w := range comments {
		counts[w.Counter]++
	}
	named, rest := map[CounterID]bool{}, 0
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		if counts[id] >= CommentsTogether {
			named[id] = true
		} else {
			rest += counts[id]
		}
	}
	if rest > 0 && rest < CommentsTogether && len(named) > 0 {
		fewest := func(a, b CounterID) int { return counts[a] - counts[b] }
		delete(named, slices.MinFunc(slices.Sorted(maps.Keys(named)), fewest))
	}
	return named
}

// ReleasedComment is a comment of a release as it is stored. Its receipt holds the
// time: it serves to erase the comment and to mix them, and goes no further.
type ReleasedComment struct {
	Release ReleaseID
	Receipt Receipt
	Counter CounterID
	Named   bool // whether its counter may be named
	Text    string
}

// mixed are the comments of one release in the order of their receipts' hashes, which
// stays the same from day to day and is none of time.
func mixed(stored []ReleasedComment) []Comment {
	slices.SortFunc(stored, func(a, b ReleasedComment) int {
		x, y := sha256.Sum256(a.Receipt[:]), sha256.Sum256(b.Receipt[:])
		return bytes.Compare(x[:], y[:])
	})
	comments := make([]Comment, len(stored))
	for i, s := range stored {
		comments[i].Text = s.Text
		if s.Named {
			comments[i].Counter = s.Counter
		}
	}
	return comments
}
