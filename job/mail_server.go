package job

import (
	"errors"
	"net"
	"net/url"
	"strconv"

	gomail "github.com/wneessen/go-mail"
)

// server is where mail is handed in.
type server struct {
	host           string
	port           int
	user, password string
	tls            bool // from the first byte on
	required       bool // never without STARTTLS
}

// errServer repeats nothing of the address, which may hold a password.
var errServer = errors.New("HAILONG_SMTP must be smtps://user:password@host:465, smtp://host:25 " +
	"or smtp://host:587?starttls=required")

// parseServer reads an address. Without a port it is 465 or, for smtp, 25. A password
// is never sent without TLS, so with a user STARTTLS is required anyway.
func parseServer(address string) (s server, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" ||
		u.Path != "" && u.Path != "/" {
		return s, errServer
	}
	s = server{host: u.Hostname(), port: 25, tls: u.Scheme == "smtps"}
	if s.tls {
		s.port = 465
	}
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil || s.port < 1 || s.port > 65535 {
			return s, errServer
		}
	}
	s.user = u.User.Username()
	s.password, _ = u.User.Password()
	for name, values := range u.Query() {
		if name != "starttls" || len(values) != 1 || values[0] != "required" {
			return s, errServer // a mistyped wish for safety must not be passed over
		}
		s.required = true
	}
	s.required = s.required || s.user != ""
	return s, nil
}

// String is where it is, without user and password.
func (s server) String() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

func (s server) options() []gomail.Option {
	options := []gomail.Option{gomail.WithTLSPolicy(gomail.TLSOpportunistic)}
	if s.required {
		options[0] = gomail.WithTLSPolicy(gomail.TLSMandatory)
	}
	if s.tls {
		options = append(options, gomail.WithSSL())
	}
	if s.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	return append(options, gomail.WithPort(s.port))
}
