package file

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hailong/survey"
)

func TestTheFolderIsMadeForItsOwnerWhenTheFirstFileComes(t *testing.T) {
	parent := t.TempDir()
	keeper, err := Open(filepath.Join(parent, "files"), Keys{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = keeper.OpenFile(t.Context(), hashOf(aPDF))
	wantWord(t, err, survey.NotFound, "file.unknown")
	if got := below(t, parent); len(got) > 0 {
		t.Errorf("before the first file there is %q", got)
	}
	if _, err := keeper.PutFile(t.Context(), "a.pdf", strings.NewReader(aPDF)); err != nil {
		t.Fatal(err)
	}
	folder := place(hashOf(aPDF))
	for path, want := range map[string]fs.FileMode{
		"files": 0o700 | fs.ModeDir, "files/" + folder[:2]: 0o700 | fs.ModeDir, "files/" + folder: 0o600,
	} {
		info, err := os.Stat(filepath.Join(parent, path))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
		}
	}
}

func TestAMistypedFolderIsNotMade(t *testing.T) {
	parent := t.TempDir()
	keeper, err := Open(filepath.Join(parent, "mistyped", "files"), Keys{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.PutFile(t.Context(), "a.pdf", strings.NewReader(aPDF)); err == nil {
		t.Error("a file was kept below a folder that is not there")
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) > 0 {
		t.Errorf("there is %v, %v", entries, err)
	}
}

func TestASweepTakesWhatAnInterruptedUploadLeft(t *testing.T) {
	k := onDisk(t)
	k.write(draftMark+"OLD", "half")
	k.write(draftMark+"NEW", "half")
	k.age(draftMark + "OLD")
	removed, err := k.Sweep(t.Context(), func(survey.FileID) bool { return true }, time.Now().Add(-day))
	if got := k.paths(); removed != 1 || err != nil || len(got) != 1 || got[0] != draftMark+"NEW" {
		t.Errorf("%d removed, %v, left is %q", removed, err, got)
	}
}

func TestALinkLeadsNowhere(t *testing.T) {
	k := onDisk(t)
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte(aPDF), 0o600); err != nil {
		t.Fatal(err)
	}
	k.write("README", "")
	at := filepath.Join(k.Keeper.(*disk).path, place(hashOf(aPDF)))
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, at); err != nil {
		t.Fatal(err)
	}
	if f, err := k.OpenFile(t.Context(), hashOf(aPDF)); err == nil {
		_ = f.Close()
		t.Error("a link out of the folder is followed")
	}
}

// /dev/full takes nothing, as a disk without room.
func TestADiskWithoutRoomIsSaidAsTryAgain(t *testing.T) {
	none, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = none.Close() }()
	_, err = take("a.pdf", strings.NewReader(aPDF), none)
	wantWord(t, err, survey.Unavailable, "file.away")
}
