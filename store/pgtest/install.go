package pgtest

import (
	"errors"
	"fmt"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// errMissing says what to install; a test that cannot run must not look as if
// it had passed.
var errMissing = errors.New("pgtest: no PostgreSQL server (initdb, postgres) in PATH or in " +
	"/usr/lib/postgresql/*/bin; on Debian and Ubuntu: apt-get install postgresql")

// findBinaries returns the folder of initdb, postgres and the other programs, not one
// of links to some of them. Debian keeps one per version out of PATH: the newest is
// taken.
func findBinaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil && executable(filepath.Dir(path), "postgres") {
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			return "", fmt.Errorf("pgtest: %w", err)
		}
		return filepath.Abs(filepath.Dir(real))
	}
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	newest, best := 0, ""
	for _, folder := range folders {
		version, err := strconv.Atoi(filepath.Base(filepath.Dir(folder)))
		if err == nil && version > newest && executable(folder, "initdb") && executable(folder, "postgres") {
			newest, best = version, folder
		}
	}
	if best == "" {
		return "", errMissing
	}
	return best, nil
}

func executable(folder, name string) bool {
	_, err := exec.LookPath(filepath.Join(folder, name))
	return err == nil
}

// unprivileged finds whom to run as when we are root.
func unprivileged() (*syscall.Credential, error) {
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("pgtest: PostgreSQL does not run as root: %w", err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("pgtest: user id: %w", err)
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("pgtest: group id: %w", err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
