package account

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"hailong/survey"
)

// The length of a password in characters (OWASP ASVS 2.1.1, 2.1.2).
const (
	MinPassword = 12
	MaxPassword = 128
)

// hashing is OWASP's second recommendation for Argon2id: 19 MiB, two passes.
var hashing = &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// Passwords hashes and compares, a few at a time: each takes 19 MiB, and strangers
// decide how many are asked for.
type Passwords struct {
	slots chan struct{}
	spare string // compared with where there is no account: the same work either way
	Calls func() // told of each hash; may be nil
	wait  time.Duration
}

// NewPasswords allows atOnce hashes at a time.
func NewPasswords(atOnce int) (*Passwords, error) {
	spare, err := argon2id.CreateHash(newToken(), hashing)
	if err != nil {
		return nil, err
	}
	return &Passwords{slots: make(chan struct{}, atOnce), spare: spare, wait: 10 * time.Second}, nil
}

// slot waits for its turn; Unavailable where that takes too long.
func (p *Passwords) slot(ctx context.Context) (free func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, p.wait)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, survey.Busy(ctx.Err())
	}
	if p.Calls != nil {
		p.Calls()
	}
	return func() { <-p.slots }, nil
}

// accept checks a new password of an account and makes what is stored of it.
func (p *Passwords) accept(ctx context.Context, a *Account, password string) (string, error) {
	if err := CheckPassword(password, a.Login, a.Name, "hailong"); err != nil {
		return "", err
	}
	return p.hash(ctx, password)
}

// hash makes what is stored of a password.
func (p *Passwords) hash(ctx context.Context, password string) (string, error) {
	free, err := p.slot(ctx)
	if err != nil {
		return "", err
	}
	defer free()
	return argon2id.CreateHash(survey.Compose(password), hashing)
}

// match compares a typed password with what is stored; with nothing stored it does
// the same work and fails.
func (p *Passwords) match(ctx context.Context, typed, stored string) (bool, error) {
	free, err := p.slot(ctx)
	if err != nil {
		return false, err
	}
	defer free()
	typed = survey.Compose(typed)
	if stored == "" {
		_, err := argon2id.ComparePasswordAndHash(typed, p.spare)
		return false, err
	}
	return argon2id.ComparePasswordAndHash(typed, stored)
}

// runs are rows of keys and of signs that people type when asked for something long.
var runs = []string{
	"01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
	"matkhau", "password", "p@ssw0rd", "khanhhoa", "vietnam", "anhyeuem", "iloveyou",
}

// CheckPassword says whether a password may be set. Length is what counts (NIST SP
// 800-63B): no rule asks for signs or capitals, but what everybody tries first is
// refused. about are words that belong to the person. Marks and blanks hide nothing:
// "Nguyễn Văn An" is as easy as "nguyenvanan".
func CheckPassword(password string, about ...string) error {
	password = survey.Compose(password)
	// Blanks beyond one are no length (OWASP ASVS 2.1.1).
	n := utf8.RuneCountInString(strings.Join(strings.Fields(password), " "))
	if n < MinPassword || utf8.RuneCountInString(password) > MaxPassword || !utf8.ValidString(password) {
		args := survey.Args{"min": MinPassword, "max": MaxPassword}
		return survey.Fail(survey.Invalid, "password.length", args).At("password")
	}
	rest := plainWord(password)
	for _, word := range slices.Concat(about, runs) {
		rest = without(rest, plainWord(word))
	}
	var signs []rune
	for _, r := range rest {
		if !slices.Contains(signs, r) {
			signs = append(signs, r)
		}
	}
	if len(signs) < 5 {
		return survey.Fail(survey.Invalid, "password.easy", nil).At("password")
	}
	return nil
}

// plainWord is a text without marks, capitals and blanks.
func plainWord(s string) string {
	return strings.Join(strings.Fields(survey.FoldSearch(s)), "")
}

// without takes out of s what it shares with a well-known word, four letters or more.
func without(s, word string) string {
	const least = 4
	for size := len(word); size >= least; size-- {
		for at := 0; at+size <= len(word); at++ {
			s = strings.ReplaceAll(s, word[at:at+size], "")
		}
	}
	return s
}
