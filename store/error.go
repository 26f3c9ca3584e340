package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"hailong/survey"
)

// translate turns a database that is away, locked, read-only or full into
// Unavailable, so that people are told to try again; other errors stay as they are.
func translate(err error) error {
	var known *survey.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if away(err) {
		return survey.Busy(err)
	}
	return err
}

func away(err error) bool {
	var network net.Error
	var server *pgconn.PgError
	var connecting *pgconn.ConnectError
	var file *sqlite.Error
	switch {
	case errors.As(err, &server):
		return serverAway(server.Code)
	case errors.As(err, &file):
		return fileAway(file.Code())
	case errors.As(err, &connecting), errors.As(err, &network):
		return true
	}
	return anyOf(err, context.Canceled, context.DeadlineExceeded, driver.ErrBadConn, sql.ErrConnDone,
		net.ErrClosed, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err) ||
		// Neither has a value of its own to compare with.
		strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "database is closed")
}

func anyOf(err error, kinds ...error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

// serverAway knows PostgreSQL's classes 08 (connection), 40 (a clash or a deadlock with
// another transaction), 53 (no room, no memory, no connections), 57P (shutting down,
// starting up), and 25006 (read-only), 0A000 (a newer program has changed a table; the
// statement is planned anew when it is run again).
func serverAway(code string) bool {
	switch code {
	case "25006", "57014", "58030", "0A000":
		return true
	}
	return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "40") ||
		strings.HasPrefix(code, "53") || strings.HasPrefix(code, "57P")
}

// fileAway knows SQLite's primary codes; the extended ones are in the high bits.
func fileAway(code int) bool {
	switch code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL,
		sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_INTERRUPT:
		return true
	}
	return false
}

// clash tells whether a serializable transaction should simply be run again.
func clash(err error) bool {
	var server *pgconn.PgError
	return errors.As(err, &server) && (server.Code == "40001" || server.Code == "40P01")
}

func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return translate(fmt.Errorf(format+": %w", append(args, err)...))
}
