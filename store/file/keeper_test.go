package file

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7"

	"hailong/survey"
)

// tried is a keeper, and what is done to it behind its back.
type tried struct {
	Keeper
	write func(path, content string) // as another program would
	age   func(path string)          // makes it two days old
	paths func() []string            // all that lies there, in order
}

const (
	day     = 24 * time.Hour
	twoDays = 2 * day
)

func onBoth(t *testing.T, test func(*testing.T, *tried)) {
	t.Run("disk", func(t *testing.T) { test(t, onDisk(t)) })
	t.Run("s3", func(t *testing.T) { test(t, onStore(t)) })
}

func onDisk(t *testing.T) *tried {
	folder := filepath.Join(t.TempDir(), "files")
	keeper, err := Open(folder, Keys{})
	if err != nil {
		t.Fatal(err)
	}
	return &tried{
		Keeper: keeper,
		write: func(path, content string) {
			path = filepath.Join(folder, path)
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
				os.WriteFile(path, []byte(content), 0o600)); err != nil {
				t.Fatal(err)
			}
		},
		age: func(path string) {
			then := time.Now().Add(-twoDays)
			if err := os.Chtimes(filepath.Join(folder, path), then, then); err != nil {
				t.Fatal(err)
			}
		},
		paths: func() []string { return below(t, folder) },
	}
}

// below are the files of a folder; it may not be there yet.
func below(t *testing.T, folder string) (paths []string) {
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(folder, path)
			paths = append(paths, name)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return paths
}

// moved is a clock that is behind by some time.
type moved struct{ behind atomic.Int64 }

func (m *moved) Now() time.Time                  { return time.Now().UTC().Add(-time.Duration(m.behind.Load())) }
func (m *moved) Since(t time.Time) time.Duration { return m.Now().Sub(t) }

func onStore(t *testing.T) *tried {
	clock := &moved{}
	backend := s3mem.New(s3mem.WithTimeSource(clock))
	server := httptest.NewServer(gofakes3.New(backend, gofakes3.WithTimeSource(clock), gofakes3.WithTimeSkewLimit(0)).Server())
	t.Cleanup(server.Close)
	if err := backend.CreateBucket("evidence"); err != nil {
		t.Fatal(err)
	}
	keeper, err := Open("s3://"+server.Listener.Addr().String()+"/evidence/khanh-hoa?insecure=1",
		Keys{Key: "hailong", Secret: "rat-mat"})
	if err != nil {
		t.Fatal(err)
	}
	o := keeper.(*objects)
	write := func(path, content string) {
		changed := map[string]string{"Last-Modified": clock.Now().Format(http.TimeFormat)}
		_, err := backend.PutObject(o.bucket, o.prefix+path, changed, strings.NewReader(content),
			int64(len(content)), nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	return &tried{
		Keeper: keeper,
		write:  write,
		age: func(path string) {
			object, err := o.client.GetObject(t.Context(), o.bucket, o.prefix+path, minio.GetObjectOptions{})
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(object)
			if err != nil {
				t.Fatal(err)
			}
			clock.behind.Store(int64(twoDays))
			write(path, string(content))
			clock.behind.Store(0)
		},
		paths: func() (paths []string) {
			for object := range o.client.ListObjectsIter(t.Context(), o.bucket, minio.ListObjectsOptions{Recursive: true}) {
				if object.Err != nil {
					t.Fatal(object.Err)
				}
				name, ours := strings.CutPrefix(object.Key, "khanh-hoa/")
				if !ours {
					t.Errorf("%s lies outside the prefix", object.Key)
				}
				paths = append(paths, name)
			}
			return paths
		},
	}
}

func (k *tried) put(t *testing.T, name, content string) survey.StoredFile {
	t.Helper()
	kept, err := k.PutFile(t.Context(), name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func hashOf(content string) survey.FileID {
	sum := sha256.Sum256([]byte(content))
	return survey.FileID(hex.EncodeToString(sum[:]))
}

func wantWord(t *testing.T, err error, kind survey.Kind, word string) {
	t.Helper()
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || e.Kind != kind || e.Word != word {
		t.Errorf("the error is %v, want %v: %s", err, kind, word)
	}
}

func TestWhatIsKeptComesBack(t *testing.T) {
	onBoth(t, func(t *testing.T, k *tried) {
		large := aPDF + strings.Repeat("x", survey.MaxFile-len(aPDF))
		for name, content := range map[string]string{"nhỏ.pdf": aPDF, "lớn.pdf": large} {
			kept := k.put(t, name, content)
			want := survey.StoredFile{ID: hashOf(content), Size: int64(len(content)), Type: "application/pdf"}
			if kept != want {
				t.Errorf("kept %+v, want %+v", kept, want)
			}
			f, err := k.OpenFile(t.Context(), kept.ID)
			if err != nil {
				t.Fatal(err)
			}
			all, err := io.ReadAll(f)
			if err != nil || string(all) != content {
				t.Errorf("%s: %d bytes came back, %v", name, len(all), err)
			}
			tail := make([]byte, 5)
			if _, err := f.Seek(-5, io.SeekEnd); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(f, tail); err != nil || string(tail) != content[len(content)-5:] {
				t.Errorf("the last bytes are %q, %v", tail, err)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestTwoWhoSendTheSameKeepOneFile(t *testing.T) {
	onBoth(t, func(t *testing.T, k *tried) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				kept, err := k.PutFile(t.Context(), "báo cáo.pdf", strings.NewReader(aPDF))
				if err != nil || kept.ID != hashOf(aPDF) {
					t.Errorf("kept %v, %v", kept, err)
				}
				f, err := k.OpenFile(t.Context(), kept.ID)
				if err != nil {
					t.Error(err)
					return
				}
				_ = f.Close()
			})
		}
		all.Wait()
		if got := k.paths(); !slices.Equal(got, []string{place(hashOf(aPDF))}) {
			t.Errorf("there lie %q", got)
		}
	})
}

// breaks is a transfer that ends with an error after some bytes.
func breaks(content string, err error) io.Reader {
	return io.MultiReader(strings.NewReader(content), &failing{err})
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	gone := errors.New("the sender is gone")
	onBoth(t, func(t *testing.T, k *tried) {
		for _, c := range []struct {
			name, what string
			content    io.Reader
			kind       survey.Kind
			word       string
		}{
			{"a.pdf", "a byte too many", io.LimitReader(&endless{aPDF}, survey.MaxFile+1), survey.TooLarge, "file.too_large"},
			{"a.pdf", "no end", &endless{aPDF}, survey.TooLarge, "file.too_large"},
			{"a.pdf", "nothing", strings.NewReader(""), survey.Invalid, "file.empty"},
			{"a.svg", "a drawing", strings.NewReader(anSVG), survey.Invalid, "file.kind"},
			{"a.docm", "macros", strings.NewReader(zipOf(t, "word/vbaProject.bin")), survey.Invalid, "file.kind"},
			{"a.pdf", "a program", strings.NewReader(anEXE), survey.Invalid, "file.kind_differs"},
			{"a.docx", "a ZIP", strings.NewReader(zipOf(t, "a.pdf")), survey.Invalid, "file.kind_differs"},
			{"a.pdf", "a full disk", breaks(aPDF, syscall.ENOSPC), survey.Unavailable, "file.away"},
		} {
			_, err := k.PutFile(t.Context(), c.name, c.content)
			wantWord(t, err, c.kind, c.word)
			if left := k.paths(); len(left) > 0 {
				t.Errorf("%s leaves %q", c.what, left)
			}
		}
		if _, err := k.PutFile(t.Context(), "a.pdf", breaks(aPDF, gone)); !errors.Is(err, gone) {
			t.Errorf("a transfer that broke off says %v", err)
		}
		leaving, leave := context.WithCancel(t.Context())
		leave()
		_, err := k.PutFile(leaving, "a.pdf", strings.NewReader(aPDF))
		wantWord(t, err, survey.Unavailable, "file.away")
		if left := k.paths(); len(left) > 0 {
			t.Errorf("left are %q", left)
		}
	})
}

// endless begins as a PDF and never ends.
type endless struct{ head string }

func (e *endless) Read(b []byte) (int, error) {
	n := copy(b, e.head)
	e.head = e.head[n:]
	if n == 0 {
		n = len(b)
	}
	return n, nil
}

func TestTheNameOfAFileIsNoPath(t *testing.T) {
	onBoth(t, func(t *testing.T, k *tried) {
		for _, name := range []string{
			"../../../a.pdf", "/etc/passwd.pdf", `..\..\a.pdf`, "a/../../b.pdf", "\x00.pdf", "a\n.pdf", ".pdf",
		} {
			k.put(t, name, aPDF)
		}
		if got := k.paths(); !slices.Equal(got, []string{place(hashOf(aPDF))}) {
			t.Errorf("there lie %q", got)
		}
		k.write("../secret", "mật")
		for _, id := range []survey.FileID{
			"", "..", "../secret", "../../etc/passwd", hashOf("another"),
			survey.FileID(strings.ToUpper(string(hashOf(aPDF)))), "..%2f" + hashOf(aPDF)[5:],
		} {
			_, err := k.OpenFile(t.Context(), id)
			wantWord(t, err, survey.NotFound, "file.unknown")
		}
	})
}

func TestADamagedFileIsNotHandedOutAndCanBeSentAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, k *tried) {
		kept := k.put(t, "a.pdf", aPDF)
		for _, other := range []string{aPDF[:20] + "X" + aPDF[21:], aPDF[:20], aPDF + "X", ""} {
			k.write(place(kept.ID), other)
			f, err := k.OpenFile(t.Context(), kept.ID)
			wantWord(t, err, survey.Unavailable, "file.damaged")
			if f != nil {
				t.Error("a damaged file is handed out")
			}
		}
		k.put(t, "a.pdf", aPDF)
		f, err := k.OpenFile(t.Context(), kept.ID)
		if err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
	})
}

func TestASweepTakesWhatNothingRefersTo(t *testing.T) {
	onBoth(t, func(t *testing.T, k *tried) {
		yesterday := time.Now().Add(-day)
		sweep := func(keep ...survey.FileID) int {
			t.Helper()
			known := func(id survey.FileID) bool { return slices.Contains(keep, id) }
			removed, err := k.Sweep(t.Context(), known, yesterday)
			if err != nil {
				t.Fatal(err)
			}
			return removed
		}
		if got := sweep(); got != 0 {
			t.Errorf("%d were removed where nothing was", got)
		}
		used, fresh := k.put(t, "a.pdf", aPDF), k.put(t, "a.png", aPNG)
		left, again := k.put(t, "a.jpg", aJPEG), k.put(t, "b.pdf", aPDF+"b")
		for _, id := range []survey.FileID{used.ID, left.ID, again.ID} {
			k.age(place(id))
		}
		k.put(t, "b.pdf", aPDF+"b") // sent anew: what will refer to it is not stored yet
		for _, other := range []string{"README", "ab/README", "abc/" + string(used.ID)} {
			k.write(other, "of somebody else")
			k.age(other)
		}
		if got := sweep(used.ID); got != 1 {
			t.Errorf("%d were removed, want 1", got)
		}
		want := []string{
			place(used.ID), place(fresh.ID), place(again.ID), "README", "ab/README", "abc/" + string(used.ID),
		}
		slices.Sort(want)
		if got := k.paths(); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Errorf("there lie %q, want %q", got, want)
		}
		stopped, stop := context.WithCancel(t.Context())
		stop()
		if _, err := k.Sweep(stopped, func(survey.FileID) bool { return false }, time.Now()); err == nil {
			t.Error("a sweep that was stopped says nothing")
		}
	})
}
