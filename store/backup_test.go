package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// onlyThere checks that nothing but the named files is in a folder.
func onlyThere(t *testing.T, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		if i >= len(names) || e.Name() != names[i] {
			t.Errorf("%s is there", e.Name())
		}
	}
	if len(entries) < len(names) {
		t.Errorf("%d files, want %v", len(entries), names)
	}
}

func TestABackupHoldsWhatTheDatabaseHeld(t *testing.T) {
	db := storetest.SQLite(t)
	list := madeUp(t, storetest.Province(t, db), 40)
	version := catalogueVersion(t, db)
	if _, err := db.AddResponses(t.Context(), version, list[:30]); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "sao lưu 100%?.db")
	size, err := db.Backup(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.AddResponses(t.Context(), version, list[30:]); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != size {
		t.Errorf("%+v, %v, said %d bytes", info, err, size)
	}
	onlyThere(t, folder, "sao lưu 100%?.db")
	copied := storetest.Open(t, path)
	if err := copied.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if differences, err := copied.Verify(t.Context()); err != nil || len(differences) > 0 {
		t.Errorf("tallies differ: %v, %v", differences, err)
	}
	if _, err := copied.VerifyLog(t.Context()); err != nil {
		t.Error(err)
	}
	for i := range list {
		stored, err := copied.ResponseByReceipt(t.Context(), list[i].Receipt)
		if err != nil || (stored != nil) != (i < 30) {
			t.Errorf("response %d: %+v, %v", i, stored, err)
		}
	}
}

func catalogueVersion(t *testing.T, db *store.DB) int64 {
	t.Helper()
	version, err := db.CatalogueVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func TestABackupDoesNotWaitForAWriterNorAWriterForIt(t *testing.T) {
	db := storetest.SQLite(t)
	list := madeUp(t, storetest.Province(t, db), 2)
	version := catalogueVersion(t, db)
	path := filepath.Join(t.TempDir(), "copy.db")
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		if _, err := db.AddResponses(ctx, version, list[:1]); err != nil {
			return err
		}
		_, err := db.Backup(t.Context(), path) // while the transaction is open
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := storetest.Open(t, path).ResponseByReceipt(t.Context(), list[0].Receipt)
	if err != nil || stored != nil {
		t.Errorf("the copy holds what was not committed: %+v, %v", stored, err)
	}
}

func TestABackupLeavesOtherFilesAndNothingUnfinished(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "real.db")
	db := storetest.Open(t, path)
	if _, err := db.Backup(t.Context(), filepath.Join(folder, "copy.db")); survey.KindOf(err) != survey.NotFound {
		t.Errorf("a database without a schema was copied: %v", err)
	}
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	linked := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(folder, linked); err != nil {
		t.Fatal(err)
	}
	for _, taken := range []string{
		path, path + ".lock", path + "-wal", path + "-journal", folder, filepath.Join(linked, "real.db-journal"),
	} {
		if _, err := db.Backup(t.Context(), taken); survey.KindOf(err) != survey.Conflict {
			t.Errorf("%s: %v", taken, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.Backup(ended, filepath.Join(folder, "copy.db")); err == nil {
		t.Error("an interrupted backup says that it is done")
	}
	onlyThere(t, folder, "real.db", "real.db-shm", "real.db-wal", "real.db.lock")
}

func TestABackupOfPostgresIsLeftToItsOwnPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "copy.db")
	if _, err := storetest.Postgres(t).Backup(t.Context(), path); err == nil {
		t.Error("it says that it is done")
	}
}
