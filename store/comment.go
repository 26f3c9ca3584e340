package store

import (
	"context"
	"maps"
	"slices"

	"hailong/survey"
)

var (
	_ survey.CommentReader   = (*DB)(nil)
	_ survey.CommentReleaser = (*DB)(nil)
	_ survey.CommentExpirer  = (*DB)(nil)
	_ survey.CommentEraser   = (*DB)(nil)
)

type releaseRow struct {
	ID       survey.ReleaseID `gorm:"primaryKey"`
	AgencyID survey.AgencyID
	FirstDay survey.Day
	LastDay  survey.Day
}

func (releaseRow) TableName() string { return "comment_release" }

type countedRelease struct {
	ID       survey.ReleaseID
	FirstDay survey.Day
	LastDay  survey.Day
	Comments int
}

func (r countedRelease) domain() survey.CommentRelease {
	return survey.CommentRelease{ID: r.ID, First: r.FirstDay, Last: r.LastDay, Count: r.Comments}
}

type commentRow struct {
	ReleaseID    survey.ReleaseID
	Receipt      []byte
	CounterID    survey.CounterID
	CounterShown bool
	Text         string
}

func (r commentRow) domain() survey.ReleasedComment {
	return survey.ReleasedComment{
		Release: r.ReleaseID, Receipt: survey.Receipt(r.Receipt), Counter: r.CounterID,
		Named: r.CounterShown, Text: r.Text,
	}
}

type waitingRow struct {
	Receipt   []byte
	CounterID survey.CounterID
	Day       survey.Day
}

func (r waitingRow) domain() survey.WaitingComment {
	return survey.WaitingComment{Receipt: survey.Receipt(r.Receipt), Counter: r.CounterID, Day: r.Day}
}

// lastOfDays is after every day, where a period has no end.
const lastOfDays = "9999-12-31"

// CommentReleases are an agency's, newest first, with their counts.
func (db *DB) CommentReleases(
	ctx context.Context, agency survey.AgencyID, from, to survey.Day,
) ([]survey.CommentRelease, error) {
	if to == "" {
		to = lastOfDays
	}
	// Counted for each by itself: of a join PostgreSQL would read everybody's comments.
	releases, err := list[countedRelease](ctx, db, `
		SELECT id, first_day, last_day,
			(SELECT COUNT(*) FROM comment WHERE release_id = comment_release.id) AS comments
		FROM comment_release WHERE agency_id = ? AND last_day >= ? AND last_day <= ?
		ORDER BY last_day DESC, id DESC`, agency, from, to)
	return slices.DeleteFunc(releases, func(r survey.CommentRelease) bool { return r.Count == 0 }), err
}

// ReleasedComments are the comments of some releases.
func (db *DB) ReleasedComments(
	ctx context.Context, releases []survey.ReleaseID,
) ([]survey.ReleasedComment, error) {
	return list[commentRow](ctx, db, `
		SELECT release_id, receipt, counter_id, counter_shown, text
		FROM comment WHERE release_id IN ?`, releases)
}

// CountersWaiting are those with comments that are in no release.
func (db *DB) CountersWaiting(ctx context.Context, before survey.Day) (ids []survey.CounterID, err error) {
	err = db.conn(ctx).Raw(`
		SELECT DISTINCT counter_id FROM comment
		WHERE release_id IS NULL AND day < ? ORDER BY counter_id`, before).Scan(&ids).Error
	return ids, wrap(err, "read waiting comments")
}

// WaitingComments are those of some counters that are in no release.
func (db *DB) WaitingComments(
	ctx context.Context, counters []survey.CounterID, before survey.Day,
) ([]survey.WaitingComment, error) {
	return list[waitingRow](ctx, db, `
		SELECT receipt, counter_id, day FROM comment
		WHERE release_id IS NULL AND day < ? AND counter_id IN ?`, before, counters)
}

// commentBatch is how many comments one statement names.
const commentBatch = 500

// AddCommentRelease stores a release and puts its comments into it.
func (db *DB) AddCommentRelease(ctx context.Context, r *survey.NewRelease) error {
	row := releaseRow{AgencyID: r.Agency, FirstDay: r.First, LastDay: r.Last}
	if err := db.conn(ctx).Omit("id").Create(&row).Error; err != nil {
		return wrap(err, "release comments")
	}
	// The update leaves the text's old place behind.
	if err := db.wipe(ctx); err != nil {
		return err
	}
	err := byCounter(r.Comments, func(counter survey.CounterID, receipts [][]byte) error {
		return db.conn(ctx).Exec(`
			UPDATE comment SET release_id = ?, counter_shown = ? WHERE counter_id = ? AND receipt IN ?`,
			row.ID, r.Named[counter], counter, receipts).Error
	})
	return wrap(err, "release comments")
}

// byCounter names comments by their key, a counter and some hundred receipts at a time.
func byCounter(
	comments []survey.WaitingComment, do func(counter survey.CounterID, receipts [][]byte) error,
) error {
	of := map[survey.CounterID][][]byte{}
	for i := range comments {
		w := &comments[i]
		of[w.Counter] = append(of[w.Counter], w.Receipt[:])
	}
	for _, counter := range slices.Sorted(maps.Keys(of)) {
		for batch := range slices.Chunk(of[counter], commentBatch) {
			if err := do(counter, batch); err != nil {
				return err
			}
		}
	}
	return nil
}

// EraseComments erases what was written at a counter under a short code: the receipt's
// last 5 bytes.
func (db *DB) EraseComments(
	ctx context.Context, counter survey.CounterID, code survey.ShortCode,
) (int, error) {
	if err := db.wipe(ctx); err != nil {
		return 0, err
	}
	done := db.conn(ctx).Exec(`
		DELETE FROM comment WHERE counter_id = ? AND substr(receipt, 12, 5) = ? AND NOT imported`,
		counter, code[:])
	return int(done.RowsAffected), wrap(done.Error, "erase a comment")
}

// ExpireComments erases old comments, those of a release by its first day, and forgets
// the releases that have none left.
func (db *DB) ExpireComments(ctx context.Context, before survey.Day, limit int) (int, error) {
	if err := db.wipe(ctx); err != nil {
		return 0, err
	}
	old, err := list[waitingRow](ctx, db, `
		SELECT counter_id, receipt, day FROM comment WHERE release_id IS NULL AND day < ?
		UNION ALL
		SELECT counter_id, receipt, day FROM comment
		WHERE release_id IN (SELECT id FROM comment_release WHERE first_day < ?)
		LIMIT ?`, before, before, limit)
	if err == nil {
		err = byCounter(old, func(counter survey.CounterID, receipts [][]byte) error {
			return db.conn(ctx).Exec(`
				DELETE FROM comment WHERE counter_id = ? AND receipt IN ?`, counter, receipts).Error
		})
	}
	if err == nil {
		err = db.conn(ctx).Exec(`
			DELETE FROM comment_release WHERE first_day < ?
			AND NOT EXISTS (SELECT 1 FROM comment WHERE release_id = comment_release.id)`, before).Error
	}
	return len(old), wrap(err, "erase old comments")
}

// wipe makes SQLite overwrite what a change leaves behind, from here on. PostgreSQL
// gives the place away when it cleans up by itself.
func (db *DB) wipe(ctx context.Context) error {
	if db.dialect.wipe == "" {
		return nil
	}
	return wrap(db.conn(ctx).Exec(db.dialect.wipe).Error, "wipe")
}
