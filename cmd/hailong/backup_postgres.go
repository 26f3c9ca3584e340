package main

import (
	"errors"
	"net/url"
	"slices"
	"strings"
)

// postgresCommands are lines for a shell by which PostgreSQL's own programs copy a
// database into a file, and the file into a new database.
type postgresCommands struct {
	dump, restore string
	password      bool // one was left out
}

// libpqSettings are what PostgreSQL's own programs understand in an address; the
// service's driver knows others, which they refuse.
var libpqSettings = []string{
	"application_name", "channel_binding", "client_encoding", "connect_timeout", "gssencmode", "host",
	"hostaddr", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname",
	"load_balance_hosts", "options", "passfile", "port", "require_auth", "service", "sslcert", "sslcrl",
	"sslkey", "sslmode", "sslnegotiation", "sslrootcert", "target_session_attrs", "tcp_user_timeout", "user",
}

func newPostgresCommands(database, path string) (c postgresCommands, err error) {
	u, err := url.Parse(database)
	if err != nil {
		return c, errors.New("the address is not a URL") // the parser's message would repeat the password
	}
	q := u.Query()
	_, c.password = u.User.Password()
	c.password = c.password || q.Has("password") || q.Has("sslpassword")
	if name := q.Get("dbname"); name != "" {
		u.Path = "/" + name
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	for name := range q {
		if !slices.Contains(libpqSettings, name) {
			q.Del(name)
		}
	}
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20") // libpq does not read + as a space
	restored := *u
	restored.Path = "/" + strings.TrimPrefix(u.Path, "/") + "_restored"
	// Ballots and comments are nobody else's business: hence the umask.
	c.dump = "(umask 077 && pg_dump --format=custom --file=" + quoted(path) + " " + quoted(u.String()) + ")"
	c.restore = "createdb --maintenance-db=" + quoted(u.String()) + " --template=template0 --encoding=UTF8 " +
		quoted(strings.TrimPrefix(restored.Path, "/")) +
		" && pg_restore --single-transaction --no-owner --dbname=" + quoted(restored.String()) + " " + quoted(path)
	return c, nil
}

// quoted is a word for a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
