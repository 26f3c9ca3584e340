package main

import (
	"crypto/rand"
	"errors"
	"net/url"
	"os"

	"hailong/job"
)

// mailSettings say how mail leaves the house.
type mailSettings struct {
	SMTP     mailServer `name:"smtp" env:"HAILONG_SMTP" help:"Mail server: smtps://host:465, smtp://host:25 or smtp://host:587?starttls=required (a user's password only by the environment). Empty: no mail."`
	MailFrom string     `env:"HAILONG_MAIL_FROM" help:"Sender of mail: hailong@example.vn."`
}

// mailServer is a mail server's address, with its password.
type mailServer string

// UnmarshalText refuses a password on the command line, where every user of the
// machine could read it.
func (s *mailServer) UnmarshalText(text []byte) error {
	*s = mailServer(text)
	if string(text) == os.Getenv("HAILONG_SMTP") {
		return nil
	}
	u, err := url.Parse(string(text))
	if err != nil {
		return errors.New("the address is not a URL") // the parser's message would repeat it
	}
	if _, has := u.User.Password(); has {
		return errors.New("it must not hold a password: set HAILONG_SMTP in the environment")
	}
	return nil
}

// shown is the address without the password.
func (s mailServer) shown() string {
	u, err := url.Parse(string(s))
	if err != nil {
		return "smtp://…"
	}
	return u.Redacted()
}

// mailer is nil, which is off, where no server is set.
func (s *mailSettings) mailer() (*job.Mailer, error) {
	return job.NewMailer(string(s.SMTP), s.MailFrom, clock, rand.Reader)
}
