package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestTheLinesOfABackupHoldNoPasswordAndWhatPostgresUnderstands(t *testing.T) {
	for _, c := range []struct {
		address  string
		want     []string // both lines hold it
		not      []string
		restored string
		password bool
	}{
		{
			"postgres://hl:s3cret@db.vn:5433/hailong?sslmode=verify-full&pool_max_conns=4",
			[]string{"'postgres://hl@db.vn:5433/hailong?sslmode=verify-full'"},
			[]string{"s3cret", "pool_max_conns"},
			"'postgres://hl@db.vn:5433/hailong_restored?sslmode=verify-full'", true,
		},
		{
			"postgresql:///?dbname=hl&host=/run/pg&user=hl&password=s3cret&sslpassword=k3y&options=-c%20TimeZone%3DUTC",
			[]string{"'postgresql:///hl?host=%2Frun%2Fpg&options=-c%20TimeZone%3DUTC&user=hl'"},
			[]string{"s3cret", "k3y"},
			"'postgresql:///hl_restored?host=%2Frun%2Fpg&options=-c%20TimeZone%3DUTC&user=hl'", true,
		},
		{
			"postgres://hl@db.vn/hl",
			[]string{"'postgres://hl@db.vn/hl'"},
			nil,
			"'postgres://hl@db.vn/hl_restored'", false,
		},
	} {
		lines, err := newPostgresCommands(c.address, "/backup/hl")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{lines.dump, lines.restore} {
			for _, want := range c.want {
				if !strings.Contains(line, want) {
					t.Errorf("%s does not hold %s", line, want)
				}
			}
			for _, not := range c.not {
				if strings.Contains(line, not) {
					t.Errorf("%s holds %s", line, not)
				}
			}
		}
		if !strings.Contains(lines.restore, "--dbname="+c.restored+" ") || lines.password != c.password {
			t.Errorf("%+v", lines)
		}
	}
	_, err := newPostgresCommands("postgres://hl:s3cret@db vn/", "x")
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the error about an address is %v", err)
	}
}

func TestAQuotedWordIsOneWordForAShell(t *testing.T) {
	for _, word := range []string{"", "a b", "it's", "$(id) `id` \\ \"x\" ; & | * ? ! # ~", "sao lưu\nmới", "''"} {
		out, err := exec.Command("sh", "-c", "printf %s "+quoted(word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("%q becomes %q, %v", word, out, err)
		}
	}
}
