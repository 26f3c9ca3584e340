package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hailong/account"
	"hailong/store"
	"hailong/survey"
)

// secretSetting is where the service's own secret is kept.
type secretSetting struct {
	SecretFile string `env:"HAILONG_SECRET_FILE" help:"File of the service's secret, made on first run, mode 0600. Default: beside the SQLite file; hailong.secret with PostgreSQL. Instances share one."`
}

func (s *secretSetting) path(database string) string {
	switch {
	case s.SecretFile != "":
		return s.SecretFile
	case store.IsPostgres(database):
		return "hailong.secret"
	}
	return database + ".secret"
}

// secret reads the secret, or makes it for a database that was used with none yet. A
// database that was used with another one is refused: second factors could not be
// opened, and people would be told that their codes are wrong.
func (s *secretSetting) secret(ctx context.Context, database string, db *store.DB) (*account.Secret, error) {
	path := s.path(database)
	secret, err := readSecret(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret, err = firstSecret(ctx, path, db)
	}
	if err != nil {
		return nil, err
	}
	same, err := db.SameSecret(ctx, secret.Mark("same secret", ""))
	if err != nil {
		return nil, err
	}
	if !same {
		return nil, survey.Fail(survey.Conflict, "secret.other", survey.Args{"path": path})
	}
	return &secret, nil
}

// firstSecret makes the secret of a new database. Where there was one before, its file
// was moved or lost, and a new one in its place would only hide that.
func firstSecret(ctx context.Context, path string, db *store.DB) (secret account.Secret, err error) {
	mark, err := db.SecretMark(ctx)
	if err != nil {
		return secret, err
	}
	if mark == "" {
		return makeSecret(path)
	}
	secret, err = readSecret(path) // another instance may have made it just now
	if errors.Is(err, fs.ErrNotExist) {
		err = survey.Fail(survey.NotFound, "secret.missing", survey.Args{"path": path})
	}
	return secret, err
}

func readSecret(path string) (secret account.Secret, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return secret, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return secret, survey.Fail(survey.Invalid, "secret.open", survey.Args{"path": path})
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return secret, err
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != account.SecretSize {
		return secret, survey.Fail(survey.Invalid, "secret.malformed", survey.Args{"path": path})
	}
	return account.Secret(raw), nil
}

// makeSecret writes a new secret; of two processes that start at once one makes it.
func makeSecret(path string) (account.Secret, error) {
	secret, err := account.NewSecret(rand.Reader)
	if err != nil {
		return secret, err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".secret-") // mode 0600
	if err != nil {
		return secret, err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = fmt.Fprintln(draft, hex.EncodeToString(secret[:]))
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return secret, err
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return secret, err
	}
	if err := store.SyncFolder(filepath.Dir(path)); err != nil {
		return secret, err
	}
	return readSecret(path)
}
