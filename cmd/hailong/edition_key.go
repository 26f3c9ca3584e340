package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hailong/scoring/edition"
	"hailong/store"
	"hailong/survey"
)

// editionSetting is where the key lies that editions are signed with.
type editionSetting struct {
	EditionKeyFile string `env:"HAILONG_EDITION_KEY_FILE" help:"File of the private key that editions are signed with, made on first use, mode 0600. Default: beside the secret's file. Instances share one."`
}

// editionKeyAt is the setting in force, given where the secret is.
func (s *editionSetting) editionKeyAt(secret string) string {
	if s.EditionKeyFile != "" {
		return s.EditionKeyFile
	}
	return strings.TrimSuffix(secret, ".secret") + ".edition-key"
}

// editionKey reads the key, or makes the first. Where editions have been signed already
// a lost key is not replaced unasked: its new one would look like a stranger's.
func editionKey(ctx context.Context, path string, db *store.DB) (ed25519.PrivateKey, error) {
	key, err := readEditionKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	all, err := db.Editions(ctx)
	if err != nil {
		return nil, err
	}
	published := func(e edition.Edition) bool { return e.State == edition.Published }
	if slices.ContainsFunc(all, published) {
		return nil, survey.Fail(survey.NotFound, "edition.key_missing", survey.Args{"path": path})
	}
	return makeEditionKey(path)
}

func readEditionKey(path string) (ed25519.PrivateKey, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, survey.Fail(survey.Invalid, "edition.key_open", survey.Args{"path": path})
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	malformed := survey.Fail(survey.Invalid, "edition.key_malformed", survey.Args{"path": path})
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, malformed
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	private, ok := key.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, malformed
	}
	return private, nil
}

// makeEditionKey writes a new key; of two processes that start at once one makes it.
func makeEditionKey(path string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".edition-key-") // mode 0600
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	err = pem.Encode(draft, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if err := store.SyncFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	return readEditionKey(path)
}
