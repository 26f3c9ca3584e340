package job

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"hailong/survey"
)

// Message is a mail in plain text to one person.
type Message struct {
	To      string // an address alone, without a name
	Subject string // one line
	Text    string
}

// Mailer sends mail through an office's server. A nil one is off.
type Mailer struct {
	server server
	from   mail.Address
	now    func() time.Time
	random io.Reader
	roots  *x509.CertPool // nil: the system's
}

// NewMailer makes a mailer of an address such as smtps://user:password@host:465 and a
// sender, which may have a name before it: Hài lòng <hailong@example.vn>. An empty
// address gives nil, which is off.
func NewMailer(address, from string, now func() time.Time, random io.Reader) (*Mailer, error) {
	if address == "" {
		return nil, nil
	}
	s, err := parseServer(address)
	if err != nil {
		return nil, err
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, errors.New("HAILONG_MAIL_FROM must be an address such as hailong@example.vn")
	}
	return &Mailer{server: s, from: *sender, now: now, random: random}, nil
}

// On tells whether mail can be sent.
func (m *Mailer) On() bool { return m != nil }

// mailTime is how long the server may take for each step.
const mailTime = 15 * time.Second

// Send hands a message to the server, or says why not; it returns when ctx ends. An
// error names neither the recipient nor anything that the server said, which may hold
// an address or the user's name. Where the connection is lost after the message the
// same mail may be sent again by whoever tries again.
func (m *Mailer) Send(ctx context.Context, message Message) error {
	if !m.On() {
		return survey.Fail(survey.Unavailable, "mail.off", nil)
	}
	msg, err := m.compose(message)
	if err != nil {
		return err
	}
	client, err := m.client()
	if err != nil {
		return err
	}
	sent := make(chan error, 1)
	go func() { sent <- deliver(ctx, client, msg) }()
	select {
	case err = <-sent:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return survey.Busy(fmt.Errorf("mail: %w", discreet(err)))
	}
	return nil
}

// deliver does not mind how the server says goodbye: the message is taken by then.
func deliver(ctx context.Context, client *gomail.Client, msg *gomail.Msg) error {
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = client.CloseWithSMTPClient(connection) }()
	return client.SendWithSMTPClient(connection, msg)
}

func (m *Mailer) client() (*gomail.Client, error) {
	return gomail.NewClient(m.server.host, append(m.server.options(),
		gomail.WithTimeout(mailTime), gomail.WithHELO(m.domain()),
		gomail.WithTLSConfig(&tls.Config{
			ServerName: m.server.host, MinVersion: tls.VersionTLS12, RootCAs: m.roots,
		}),
	)...)
}

// domain is the sender's: the machine's own name is nobody else's business.
func (m *Mailer) domain() string {
	return m.from.Address[strings.LastIndexByte(m.from.Address, '@')+1:]
}

// compose refuses whatever could become a header or a recipient of its own.
func (m *Mailer) compose(message Message) (*gomail.Msg, error) {
	to, err := mail.ParseAddress(message.To)
	if err != nil || to.Address != message.To || control(message.To) {
		return nil, survey.Fail(survey.Invalid, "mail.to", nil)
	}
	if control(message.Subject) {
		return nil, survey.Fail(survey.Invalid, "mail.subject", nil)
	}
	id := make([]byte, 16)
	if _, err := io.ReadFull(m.random, id); err != nil {
		return nil, fmt.Errorf("mail: draw id: %w", err)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&m.from)
	msg.ToMailAddress(to)
	msg.Subject(message.Subject)
	msg.SetDateWithValue(m.now())
	msg.SetMessageIDWithValue(hex.EncodeToString(id) + "@" + m.domain())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // no notice of absence comes back
	msg.SetBodyString(gomail.TypeTextPlain, message.Text)
	return msg, nil
}

func control(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029'
	})
}

// discreet is what the log may know of an error.
func discreet(err error) error {
	var code int
	step := "connecting"
	if failed, ok := errors.AsType[*gomail.SendError](err); ok {
		step, code = failed.Reason.String(), failed.ErrorCode()
	}
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		code = said.Code
	}
	switch network, ok := errors.AsType[net.Error](err); {
	case code != 0:
		return fmt.Errorf("%s: the server answered %d", step, code)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), ok && network.Timeout():
		return fmt.Errorf("%s: no answer in time", step)
	}
	if harmless, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Errorf("%s: %w", step, harmless)
	}
	if harmless, ok := errors.AsType[*net.OpError](err); ok {
		return fmt.Errorf("%s: %w", step, harmless)
	}
	return fmt.Errorf("%s: failed (%T)", step, err)
}
