package main

import (
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"hailong/scoring/edition"
)

// publicKey tells the public half of the key that editions are signed with. It opens the
// private one's file only after that was changed, not each time that somebody asks.
type publicKey struct {
	path string

	mu      sync.Mutex
	changed time.Time // the file that text was made of
	text    []byte
}

// PEM is the public key as hailong verify takes it; nil while there is none, since nothing
// was signed yet. It makes none.
func (k *publicKey) PEM() ([]byte, error) {
	info, err := os.Stat(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.text != nil && info.ModTime().Equal(k.changed) {
		return k.text, nil
	}
	key, err := readEditionKey(k.path)
	if err != nil {
		return nil, err
	}
	text, err := edition.EncodeKey(publicOf(key))
	if err != nil {
		return nil, err
	}
	k.changed, k.text = info.ModTime(), text
	return text, nil
}
