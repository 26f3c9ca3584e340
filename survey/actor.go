package survey

import (
	"context"
	"time"
)

// Actor is who acts: a person's account, or the program itself.
type Actor struct {
	Name  string // account or operating-system user; "hailong" for the program
	Where string // the way in: command, page, api, job
}

// Program acts when no person does.
var Program = Actor{Name: "hailong", Where: "program"}

// Entry (dòng nhật ký) is one change of state as the chained log keeps it. Before
// and After are plain values that encode to JSON; tokens, secrets and comments'
// text never enter them.
type Entry struct {
	At      time.Time
	Actor   Actor
	Action  string // noun.verb: agency.import
	Subject string // what it was done to, by its public code
	Before  any
	After   any
}

// Recorder appends to the chained log inside the caller's transaction.
type Recorder interface {
	Record(ctx context.Context, e Entry) error
}

// Transactor runs fn as one transaction that the context carries; a nested call
// joins it. fn may run more than once, so it resets what it fills and has no
// effect outside the database.
type Transactor interface {
	InTx(ctx context.Context, fn func(context.Context) error) error
}
