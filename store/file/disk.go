package file

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"hailong/survey"
)

// disk keeps files in a folder: ab/cdef… for the file abcdef…, and drafts beside ab.
type disk struct {
	path string
	// changing keeps a sweep from taking away what is kept anew at that moment.
	changing sync.Mutex
}

const draftMark = ".draft-"

// PutFile writes a draft and gives it its name once all of it is on the disk. A file that
// is there already is replaced by the same bytes: it counts as new for a sweep, and one
// that was damaged is whole again.
func (d *disk) PutFile(ctx context.Context, name string, r io.Reader) (kept survey.StoredFile, err error) {
	if err := survey.CheckFileEnding(name); err != nil {
		return kept, err
	}
	root, err := d.makeRoot()
	if err != nil {
		return kept, full(err)
	}
	defer func() { _ = root.Close() }()
	draftName := draftMark + rand.Text()
	draft, err := root.OpenFile(draftName, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return kept, full(err)
	}
	defer func() {
		_ = draft.Close()
		if err != nil {
			_ = root.Remove(draftName)
		}
	}()
	if kept, err = take(name, r, draft); err != nil {
		return survey.StoredFile{}, err
	}
	if err = ctx.Err(); err != nil {
		return survey.StoredFile{}, away(err)
	}
	if err = errors.Join(draft.Sync(), d.keep(root, draftName, kept.ID)); err != nil {
		return survey.StoredFile{}, full(err)
	}
	return kept, nil
}

// keep gives a draft its name and waits until the name is on the disk.
func (d *disk) keep(root *os.Root, draft string, id survey.FileID) error {
	d.changing.Lock()
	defer d.changing.Unlock()
	folder := path.Dir(place(id))
	if err := root.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := root.Rename(draft, place(id)); err != nil {
		return err
	}
	return errors.Join(syncFolder(root, folder), syncFolder(root, "."))
}

// makeRoot opens the folder and makes it where it is not there. Its parent must be
// there: another one is a mistyped setting.
func (d *disk) makeRoot() (*os.Root, error) {
	root, err := os.OpenRoot(d.path)
	if !errors.Is(err, fs.ErrNotExist) {
		return root, err
	}
	if err := os.Mkdir(d.path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	parent, err := os.OpenRoot(filepath.Dir(d.path))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(syncFolder(parent, "."), parent.Close()); err != nil {
		return nil, err
	}
	return os.OpenRoot(d.path)
}

// syncFolder waits until the names in a folder are on the disk.
func syncFolder(root *os.Root, name string) error {
	folder, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// OpenFile reads all of a file before it hands it out.
func (d *disk) OpenFile(_ context.Context, id survey.FileID) (io.ReadSeekCloser, error) {
	if !id.Valid() {
		return nil, unknown(nil)
	}
	f, err := os.OpenInRoot(d.path, place(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknown(err)
	}
	if err != nil {
		return nil, err
	}
	found, _, err := copyHashed(io.Discard, f)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil || found != id {
		_ = f.Close()
		return nil, damaged(id, err)
	}
	return f, nil
}

// Sweep removes what nothing refers to.
func (d *disk) Sweep(ctx context.Context, keep func(survey.FileID) bool, olderThan time.Time) (int, error) {
	root, err := os.OpenRoot(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil // no file has come yet
	}
	if err != nil {
		return 0, err
	}
	defer func() { _ = root.Close() }()
	removed := 0
	err = fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if entry.IsDir() && path != "." && len(path) != len("ab") {
			return fs.SkipDir // not ours, and perhaps not to be read
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		id, ours := placed(path)
		if !ours && !strings.HasPrefix(path, draftMark) || ours && keep(id) {
			return nil
		}
		gone, err := d.forget(root, path, olderThan)
		if gone {
			removed++
		}
		return err
	})
	return removed, err
}

// forget removes a file unless it is new.
func (d *disk) forget(root *os.Root, path string, olderThan time.Time) (bool, error) {
	d.changing.Lock()
	defer d.changing.Unlock()
	info, err := root.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // a draft that has become a file
	}
	if err != nil || !info.ModTime().Before(olderThan) {
		return false, err
	}
	return true, root.Remove(path)
}
