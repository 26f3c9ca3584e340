package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"hailong/account"
	"hailong/survey"
)

var (
	_ account.Store    = (*DB)(nil)
	_ account.Sessions = (*DB)(nil)
	_ account.Tries    = (*DB)(nil)
)

type accountRow struct {
	ID         account.ID `gorm:"primaryKey"`
	Login      string
	Name       string
	Email      string
	Role       account.Role
	AgencyID   survey.AgencyID
	Areas      string
	Disabled   bool
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	SignedAt   *time.Time
	Password   string
	Factor     []byte
	FactorStep int64
	Recovery   string
	Ticket     string
	TicketTill *time.Time
}

func (accountRow) TableName() string { return "account" }

func (r accountRow) domain() account.Account {
	return account.Account{
		ID: r.ID, Login: r.Login, Name: r.Name, Email: r.Email, Role: r.Role, Agency: r.AgencyID,
		Areas: split(r.Areas), Disabled: r.Disabled, CreatedAt: r.CreatedAt, SignedAt: moment(r.SignedAt),
		Password: r.Password, Ticket: r.Ticket, TicketTill: moment(r.TicketTill),
		Factor: account.Factor{Sealed: r.Factor, Step: r.FactorStep, Recovery: split(r.Recovery)},
	}
}

// split reads a list that is joined by commas.
func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// moment is a time that may be missing: the zero time then.
func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

func stored(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Round(time.Microsecond)
	return &t
}

// only is the one row of a query, nil where there is none.
func only[R row[D], D any](ctx context.Context, db *DB, query string, args ...any) (*D, error) {
	rows, err := list[R](ctx, db, query, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// Account finds an account by id, nil where there is none.
func (db *DB) Account(ctx context.Context, id account.ID) (*account.Account, error) {
	return only[accountRow](ctx, db, "SELECT * FROM account WHERE id = ?", id)
}

// AccountByLogin finds an account by its login, nil where there is none.
func (db *DB) AccountByLogin(ctx context.Context, login string) (*account.Account, error) {
	return only[accountRow](ctx, db, "SELECT * FROM account WHERE login = ?", login)
}

// AccountByTicket finds the account that a link's hash was made for.
func (db *DB) AccountByTicket(ctx context.Context, hash string) (*account.Account, error) {
	return only[accountRow](ctx, db, "SELECT * FROM account WHERE ticket = ? AND ticket <> ''", hash)
}

// Accounts are all, by login.
func (db *DB) Accounts(ctx context.Context) ([]account.Account, error) {
	return list[accountRow](ctx, db, "SELECT * FROM account ORDER BY login")
}

// AccountsByLogin are those of some logins, by login.
func (db *DB) AccountsByLogin(ctx context.Context, logins []string) ([]account.Account, error) {
	if len(logins) == 0 {
		return nil, nil
	}
	return list[accountRow](ctx, db, "SELECT * FROM account WHERE login IN ? ORDER BY login", logins)
}

// PutAccount adds an account or changes all of it.
func (db *DB) PutAccount(ctx context.Context, a *account.Account) error {
	r := accountRow{
		ID: a.ID, Login: a.Login, Name: a.Name, Email: a.Email, Role: a.Role, AgencyID: a.Agency,
		Areas: strings.Join(a.Areas, ","), Disabled: a.Disabled, CreatedAt: *stored(a.CreatedAt),
		SignedAt: stored(a.SignedAt), Password: a.Password, Factor: a.Factor.Sealed,
		FactorStep: a.Factor.Step, Recovery: strings.Join(a.Factor.Recovery, ","),
		Ticket: a.Ticket, TicketTill: stored(a.TicketTill),
	}
	if r.Factor == nil {
		r.Factor = []byte{}
	}
	conn := db.conn(ctx)
	if a.ID == 0 {
		conn = conn.Omit("id")
	} else {
		conn = conn.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true})
	}
	if err := conn.Create(&r).Error; err != nil {
		return wrap(err, "put account")
	}
	a.ID = r.ID
	return nil
}

// LogAbout are the log's rows that an account caused or that are about it. Whoever runs
// a command is a user of the machine, who may have the same name as an account.
func (db *DB) LogAbout(ctx context.Context, login string) ([]survey.LogRow, error) {
	return list[logRow](ctx, db, `
		SELECT * FROM log_entry
		WHERE actor = ? AND place = 'page' OR subject = ? AND (action LIKE 'account.%' OR action LIKE 'session.%')
		ORDER BY number`, login, login)
}
