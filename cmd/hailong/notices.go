package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/job"
	"hailong/store"
	"hailong/survey"
)

// securedKind is a mail that tells somebody of a change to how he signs in.
const securedKind = "secured"

// noticePurpose is what addresses in the queue are sealed for.
const noticePurpose = "notice"

// signNotices tell people of changes to how they sign in. The address is that of the moment of
// the change, because the change may have been of the address; in the queue it is sealed.
type signNotices struct {
	db     *store.DB
	secret *account.Secret
	mail   *job.Mailer
	zone   *time.Location
}

// noticing tells the use cases of signing in whom to tell; nil where no mail can be sent.
func (s *serveSettings) noticing(
	db *store.DB, shelf *survey.Shelf, signIn *account.SignIn,
) (*signNotices, error) {
	mail, err := s.mailer()
	if err != nil || !mail.On() {
		return nil, err
	}
	n := &signNotices{db: db, secret: signIn.Secret, mail: mail, zone: shelf.Now().Zone}
	signIn.Notify = n.queue
	return n, nil
}

// queue queues a mail in the transaction of the change.
func (n *signNotices) queue(ctx context.Context, a *account.Account, to string, what account.Notice) error {
	sealed, err := n.secret.Seal(noticePurpose, a.Login, []byte(to))
	if err != nil {
		return err
	}
	now := clock()
	text := base64.RawURLEncoding.EncodeToString(sealed)
	key := fmt.Sprintf("%s %s %d %d %s", securedKind, what, a.ID, now.Unix(), text)
	return n.db.AddJob(ctx, securedKind, key, now)
}

// work mails one. An address that is none is not tried again.
func (n *signNotices) work(ctx context.Context, j job.Job) (string, error) {
	if n == nil {
		return "there is no mail any more", nil
	}
	parts := strings.Fields(j.Key)
	if len(parts) != 5 {
		return "not a notice", nil
	}
	id, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return "not a notice", nil
	}
	at, err := strconv.ParseInt(parts[3], 10, 64)
	if err != nil {
		return "not a notice", nil
	}
	a, err := n.db.Account(ctx, account.ID(id))
	if err != nil || a == nil {
		return "nobody to tell", err
	}
	sealed, err := base64.RawURLEncoding.DecodeString(parts[4])
	if err != nil {
		return "not a notice", nil
	}
	to, err := n.secret.Open(noticePurpose, a.Login, sealed)
	if err != nil {
		return "sealed with another secret", nil
	}
	err = n.mail.Send(ctx, noticeMail(a, string(to), account.Notice(parts[1]), time.Unix(at, 0).In(n.zone)))
	if survey.KindOf(err) == survey.Invalid {
		return "not an address", nil
	}
	return "sent", err
}

// noticeMail says it in Vietnamese and then in English. It has no link: who is used to such
// mails would follow a forged one.
func noticeMail(a *account.Account, to string, what account.Notice, at time.Time) job.Message {
	var texts []string
	for _, lang := range survey.Languages {
		texts = append(texts, words.Say(lang, "mail_notice.text", survey.Args{
			"name": a.Name, "login": a.Login, "clock": at.Format("15:04 02/01/2006"),
			"what": words.Say(lang, "mail_notice."+string(what), nil),
		}))
	}
	return job.Message{
		To: to, Subject: words.Say(survey.Vietnamese, "mail_notice.subject", nil),
		Text: strings.Join(texts, "\n\n— — —\n\n") + "\n",
	}
}
