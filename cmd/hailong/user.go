package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/store"
	"hailong/survey"
)

type userCommand struct {
	Add       userAddCommand       `cmd:"" help:"Add an account; prints a link by which its person sets the password."`
	List      userListCommand      `cmd:"" help:"List accounts."`
	Disable   userDisableCommand   `cmd:"" help:"Switch an account off and end its sessions."`
	Enable    userEnableCommand    `cmd:"" help:"Switch an account on again."`
	NewSecret userNewSecretCommand `cmd:"" help:"The secret file is lost: take all second factors away, so that the service starts with a new one."`
	Reset     userResetCommand     `cmd:"" help:"Print a link to set the password anew, or take the second factor away."`
}

// accountSettings are what commands about accounts need.
type accountSettings struct {
	databaseSetting
	serveSettings
}

// people opens the accounts, acting for the operator. It needs no secret: an operator
// who is another user than the service must not make the file that the service reads.
func (s *accountSettings) people(ctx context.Context) (*account.People, *store.DB, error) {
	db, err := s.ready(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	return &account.People{Store: db, Now: clock, Actor: operator()}, db, nil
}

// sayTicket prints the link of a ticket.
func (s *accountSettings) sayTicket(out io.Writer, login, ticket string, last time.Duration) error {
	origin, err := s.origin()
	if err != nil {
		return err
	}
	say(out, "user.ticket", survey.Args{
		"login": login, "link": ticketLink(origin, ticket), "hours": int(last / time.Hour),
	})
	return nil
}

// ticketLink is where a password is set.
func ticketLink(origin, ticket string) string {
	return origin + "/sign-in/password?t=" + url.QueryEscape(ticket)
}

type userAddCommand struct {
	accountSettings
	Login  string   `arg:"" help:"Name to sign in with: a–z, 0–9, . _ - @"`
	Name   string   `required:"" help:"Name of the person."`
	Role   string   `required:"" help:"admin, secretary, chair, appraiser, publisher, auditor, manager, viewer or clerk."`
	Agency string   `required:"" help:"Code of the agency that the person belongs to."`
	Email  string   `help:"Address to which a link for a lost password may be sent."`
	Area   []string `help:"Areas of an appraiser; without: all."`
}

// Run adds the account.
func (c *userAddCommand) Run(ctx context.Context, out io.Writer) error {
	people, db, err := c.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	a := &account.Account{
		Login: c.Login, Name: c.Name, Role: account.Role(c.Role), Email: c.Email, Areas: c.Area,
	}
	if agency := catalogue.AgencyByRef(c.Agency, survey.DayOf(clock(), catalogue.Zone)); agency != nil {
		a.Agency = agency.ID
	}
	ticket, err := people.Add(ctx, catalogue, a)
	if err != nil {
		if a.Agency == 0 {
			say(out, "user.no_agency", survey.Args{"value": c.Agency})
		}
		return err
	}
	return c.sayTicket(out, a.Login, ticket, account.FirstTicketTime)
}

type userListCommand struct{ accountSettings }

// Run lists the accounts.
func (c *userListCommand) Run(ctx context.Context, out io.Writer) error {
	people, db, err := c.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	accounts, err := people.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	for i := range accounts {
		a := &accounts[i]
		state := words.Say(language(), "user.on", nil)
		if a.Disabled {
			state = words.Say(language(), "user.off", nil)
		}
		line := []string{a.Login, string(a.Role), catalogue.Agency(a.Agency).Code, state, a.Name}
		if _, err := fmt.Fprintln(out, strings.Join(line, "\t")); err != nil {
			return err
		}
	}
	return nil
}

type userDisableCommand struct {
	accountSettings
	Login string `arg:"" help:"Account."`
}

// Run switches the account off.
func (c *userDisableCommand) Run(ctx context.Context, out io.Writer) error {
	return c.turn(ctx, out, c.Login, true)
}

type userEnableCommand struct {
	accountSettings
	Login string `arg:"" help:"Account."`
}

// Run switches the account on.
func (c *userEnableCommand) Run(ctx context.Context, out io.Writer) error {
	return c.turn(ctx, out, c.Login, false)
}

func (s *accountSettings) turn(ctx context.Context, out io.Writer, login string, off bool) error {
	people, db, err := s.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	a, err := people.Find(ctx, login)
	if err != nil {
		return err
	}
	changed := *a
	changed.Disabled = off
	if err := people.Change(ctx, catalogue, a.Version(catalogue), &changed); err != nil {
		return err
	}
	word := "user.enabled"
	if off {
		word = "user.disabled"
	}
	say(out, word, survey.Args{"login": a.Login})
	return nil
}

type userResetCommand struct {
	accountSettings
	Login        string `arg:"" help:"Account."`
	SecondFactor bool   `help:"Take the second factor away instead: phone and recovery codes are lost."`
}

// Run prints the link.
func (c *userResetCommand) Run(ctx context.Context, out io.Writer) error {
	people, db, err := c.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if c.SecondFactor {
		if err := people.DropFactor(ctx, c.Login); err != nil {
			return err
		}
		say(out, "user.factor", survey.Args{"login": c.Login})
		return nil
	}
	a, ticket, err := people.NewTicket(ctx, c.Login)
	if err != nil {
		return err
	}
	return c.sayTicket(out, a.Login, ticket, account.TicketTime)
}

type userNewSecretCommand struct{ databaseSetting }

// Run forgets the lost secret.
func (c *userNewSecretCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	people := &account.People{Store: db, Now: clock, Actor: operator()}
	count, err := people.ForgetSecret(ctx, db)
	if err != nil {
		return err
	}
	say(out, "user.secret", survey.Args{"count": count})
	return nil
}
