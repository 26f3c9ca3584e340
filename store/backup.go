package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"hailong/survey"
)

// Backup copies a SQLite database, as it is at one moment, to a file that is not there
// yet, and gives the copy's size in bytes. The service may go on writing: the copy is
// read from one view, which holds no writer up. The file appears when the copy is
// complete, checked and on the disk; where it fails, nothing is left, but for a copy of
// which the system does not say whether its name would survive a power cut. A
// PostgreSQL database is copied by its own programs.
func (db *DB) Backup(ctx context.Context, path string) (size int64, err error) {
	if db.dialect.postgres {
		return 0, errors.New("a PostgreSQL database is copied by pg_dump")
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return 0, err
	}
	if err := db.takes(path); err != nil {
		return 0, err
	}
	unfinished, err := unfinishedCopy(path)
	if err != nil {
		return 0, full(err, path)
	}
	defer func() {
		if err != nil {
			forget(unfinished)
		}
	}()
	if err := db.copyInto(ctx, unfinished); err != nil {
		return 0, full(wrap(err, "back up"), path)
	}
	if size, err = keepFile(unfinished); err != nil {
		return 0, full(err, path)
	}
	// A link, not a new name: it fails where somebody has taken the path meanwhile.
	if err := os.Link(unfinished, path); err != nil {
		return 0, full(err, path)
	}
	forget(unfinished)
	return size, SyncFolder(filepath.Dir(path))
}

// takes refuses a path that is taken, and those that are parts of the database.
func (db *DB) takes(path string) error {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return survey.Fail(survey.Conflict, "backup.exists", survey.Args{"path": path})
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	return db.RefusePart(path)
}

// RefusePart refuses a path that SQLite takes for a part of this database, whatever
// links lead to either: it would delete the file or mix it into the database.
func (db *DB) RefusePart(path string) error {
	part, err := db.isPart(path)
	if err == nil && part {
		err = survey.Fail(survey.Conflict, "backup.part", survey.Args{"path": path})
	}
	return err
}

func (db *DB) isPart(path string) (bool, error) {
	if db.path == "" {
		return false, nil
	}
	ours, err := filepath.EvalSymlinks(db.path)
	if err != nil {
		return false, err
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return false, err
	}
	own, err := os.Stat(filepath.Dir(ours))
	if err != nil || !os.SameFile(folder, own) {
		return false, err
	}
	part, begins := strings.CutPrefix(filepath.Base(path), filepath.Base(ours))
	return begins && slices.Contains([]string{"", "-wal", "-shm", "-journal", ".lock"}, part), nil
}

// unfinishedCopy makes an empty file beside path that only its owner can read.
func unfinishedCopy(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".hailong-backup-*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// forget removes an unfinished copy, with what SQLite may have put beside it.
func forget(unfinished string) {
	for _, part := range []string{"", "-journal", "-wal", "-shm"} {
		_ = os.Remove(unfinished + part)
	}
}

// copyInto copies on a connection of its own, so that the one writer stays free.
func (db *DB) copyInto(ctx context.Context, path string) error {
	if err := db.sameFile(); err != nil {
		return err
	}
	source, err := openFile(db.path, "_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	version, err := schemaOf(ctx, source)
	if err != nil {
		return err
	}
	if _, err := source.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return err
	}
	return checkCopy(ctx, path, version)
}

// checkCopy reads the whole copy, and its schema's version.
func checkCopy(ctx context.Context, path string, version int64) error {
	copied, err := openFile(path, "mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer func() { _ = copied.Close() }()
	var verdict string
	if err := copied.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("the copy is damaged: %s", verdict)
	}
	v, err := schemaOf(ctx, copied)
	if err == nil && v != version {
		err = fmt.Errorf("the copy has schema %d, the database %d", v, version)
	}
	return err
}

func openFile(path, options string) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+options)
	if err == nil {
		pool.SetMaxOpenConns(1)
	}
	return pool, err
}

// schemaOf is the version of a file's schema. It may be older than this program, or
// newer: a copy is made before migrating.
func schemaOf(ctx context.Context, pool *sql.DB) (version int64, err error) {
	err = pool.QueryRowContext(ctx, "SELECT MAX(version_id) FROM goose_db_version").Scan(&version)
	if err != nil && strings.Contains(err.Error(), "no such table") {
		return 0, survey.Fail(survey.NotFound, "backup.empty", nil)
	}
	return version, err
}

// keepFile waits until a file is on the disk and gives its size.
func keepFile(path string) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err == nil {
		size, err = info.Size(), f.Sync()
	}
	return size, errors.Join(err, f.Close())
}

// SyncFolder waits until the names in a folder are on the disk, so that a new one
// outlasts a power cut.
func SyncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// full says a disk without room in words; other errors stay as they are.
func full(err error, path string) error {
	var file *sqlite.Error
	noRoom := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		errors.As(err, &file) && file.Code()&0xff == sqlite3.SQLITE_FULL
	if !noRoom {
		return err
	}
	return survey.Fail(survey.TooLarge, "backup.full", survey.Args{"path": path}).Because(err)
}
