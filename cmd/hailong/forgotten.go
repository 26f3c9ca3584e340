package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/job"
	"hailong/store"
	"hailong/survey"
)

// ticketKind is a link by which somebody sets a forgotten password.
const ticketKind = "ticket"

// ticketSlot is how long one account gets no second link, however often it is asked for.
const ticketSlot = 10 * time.Minute

// ticketMemory is how long it is remembered that a link was asked for: whoever comes by
// may ask, as often as there are logins to think of.
const ticketMemory = 24 * time.Hour

// forgotten sends links to those who have forgotten their password. What is queued
// names nobody: whoever asks, for whatever login, the work is the same until the mail.
type forgotten struct {
	db     *store.DB
	people account.People
	mail   *job.Mailer
	origin string
}

// queue queues the link for a login, known or not, once in a slot.
func (f *forgotten) queue(ctx context.Context, login string) error {
	now := clock()
	slot := now.Unix() / int64(ticketSlot/time.Second)
	return f.db.AddJob(ctx, ticketKind, fmt.Sprintf("%s %s %d", ticketKind, f.mark(login), slot), now)
}

// queues is queue; nil where no mail can be sent.
func (f *forgotten) queues() func(ctx context.Context, login string) error {
	if f == nil {
		return nil
	}
	return f.queue
}

// mark stands for a login: it is read by nobody without the service's secret.
func (f *forgotten) mark(login string) string {
	return f.people.Secret.Mark("forgotten", account.FoldLogin(login))
}

// work mails the link to the account whose mark it is. What it says is the same where
// there is no such account, or one without an address.
func (f *forgotten) work(ctx context.Context, j job.Job) (string, error) {
	if f == nil {
		return "there is no mail any more", nil
	}
	const done = "a link was sent, if there is somebody to send it to"
	parts := strings.Fields(j.Key)
	if len(parts) != 3 {
		return "not a link", nil
	}
	accounts, err := f.people.Store.Accounts(ctx)
	if err != nil {
		return "", err
	}
	for i := range accounts {
		if a := &accounts[i]; f.mark(a.Login) == parts[1] && a.Email != "" && !a.Disabled {
			return done, f.send(ctx, a)
		}
	}
	return done, nil
}

// send makes the link and mails it. An address that is none is not tried again.
func (f *forgotten) send(ctx context.Context, a *account.Account) error {
	people := f.people
	people.Actor = survey.Actor{Name: survey.Program.Name, Where: "job"}
	_, ticket, err := people.NewTicket(ctx, a.Login)
	if err != nil {
		return err
	}
	err = f.mail.Send(ctx, ticketMail(a, ticketLink(f.origin, ticket)))
	if survey.KindOf(err) == survey.Invalid {
		return nil
	}
	return err
}

// ticketMail says it in Vietnamese and then in English.
func ticketMail(a *account.Account, link string) job.Message {
	args := survey.Args{
		"name": a.Name, "login": a.Login, "link": link, "hours": int(account.TicketTime / time.Hour),
	}
	var texts []string
	for _, lang := range survey.Languages {
		texts = append(texts, words.Say(lang, "mail_ticket.text", args))
	}
	return job.Message{
		To: a.Email, Subject: words.Say(survey.Vietnamese, "mail_ticket.subject", nil),
		Text: strings.Join(texts, "\n\n— — —\n\n") + "\n",
	}
}

// forgetful is nil where no mail can be sent: then the page says whom to ask.
func (s *serveSettings) forgetful(db *store.DB, signIn *account.SignIn) (*forgotten, error) {
	mail, err := s.mailer()
	if err != nil || !mail.On() {
		return nil, err
	}
	origin, err := s.origin()
	if err != nil {
		return nil, err
	}
	return &forgotten{db: db, people: peopleOf(db, signIn), mail: mail, origin: origin}, nil
}
