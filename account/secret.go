package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"

	"hailong/survey"
)

// SecretSize is the length of the service's secret in bytes.
const SecretSize = 32

// Secret is the service's own: second factors are sealed with it and marks signed,
// so that a stolen copy of the database alone opens nothing. Without it people set
// their second factors up anew; no figure depends on it.
type Secret [SecretSize]byte

// NewSecret draws a secret.
func NewSecret(random io.Reader) (s Secret, err error) {
	_, err = io.ReadFull(random, s[:])
	return s, err
}

// derive is a key for one purpose: no two uses share one.
func (s *Secret) derive(purpose string) []byte {
	mac := hmac.New(sha256.New, s[:])
	mac.Write([]byte(purpose))
	return mac.Sum(nil)
}

// Mark is what stands for a value that must not be stored itself, such as a network
// address: the same value gives the same mark, and only with the secret.
func (s *Secret) Mark(purpose, value string) string {
	mac := hmac.New(sha256.New, s.derive(purpose))
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil))
}

func (s *Secret) cipher(purpose string) (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.derive(purpose))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Seal encrypts and signs plain, for one purpose and one owner.
func (s *Secret) Seal(purpose, owner string, plain []byte) ([]byte, error) {
	aead, err := s.cipher(purpose)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plain, []byte(owner)), nil //nolint:gosec // this AEAD draws the nonce itself
}

// Open is what Seal sealed for the same purpose and owner; Invalid where it was not.
func (s *Secret) Open(purpose, owner string, sealed []byte) ([]byte, error) {
	aead, err := s.cipher(purpose)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nil, sealed, []byte(owner))
	if err != nil {
		return nil, survey.Fail(survey.Invalid, "account.sealed", nil).Because(err)
	}
	return plain, nil
}

// tokenSize is 256 bits: nobody guesses a session, a link or a key.
const tokenSize = 32

// newToken draws what a person or program is handed once; only its hash is stored.
func newToken() string {
	var b [tokenSize]byte
	_, _ = rand.Read(b[:]) // it never fails: the program would end
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// same compares two marks in a time that tells nothing about them.
func same(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

// Hash is what is stored of a token. A token is long and random, so a plain SHA-256
// cannot be turned back.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
