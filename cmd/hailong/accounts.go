package main

import (
	"context"
	"runtime"

	"hailong/account"
	"hailong/store"
)

// signIn is the use case of getting in, with the service's secret.
func (s *serveSettings) signIn(ctx context.Context, database string, db *store.DB) (*account.SignIn, error) {
	secret, err := s.secret(ctx, database, db)
	if err != nil {
		return nil, err
	}
	passwords, err := account.NewPasswords(runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, err
	}
	return &account.SignIn{Store: db, Passwords: passwords, Secret: secret, Now: clock, Demo: s.demo}, nil
}

// peopleOf is the use case of running accounts over the same store.
func peopleOf(db *store.DB, s *account.SignIn) account.People {
	return account.People{Store: db, Passwords: s.Passwords, Secret: s.Secret, Now: clock, Notify: s.Notify}
}
