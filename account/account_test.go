package account

import (
	"strings"
	"testing"

	"hailong/survey"
)

func TestLoginsAreFoldedAndChecked(t *testing.T) {
	for typed, want := range map[string]string{
		"QuanTri\t": "quantri", "An.Nguyen@example.VN": "an.nguyen@example.vn", "a_b-c.1": "a_b-c.1",
	} {
		if got := FoldLogin(typed); got != want || CheckLogin(got) != nil {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
	for _, bad := range []string{
		"", "ab", "quản", "a b c", "a\x00bc", "abc\n", "a,bc", "abc\xff", strings.Repeat("a", MaxName+1), "<abc>", "a'bc",
	} {
		if survey.KindOf(CheckLogin(bad)) != survey.Invalid {
			t.Errorf("%q is a login", bad)
		}
	}
}

// merged is a province of two departments, of which the first became part of the second.
func merged() *survey.Catalogue {
	c := &survey.Catalogue{
		Agencies: []survey.Agency{{ID: 1, Code: "CU"}, {ID: 2, Code: "MOI"}, {ID: 3, Code: "KHAC"}},
		Successions: []survey.Succession{
			{Predecessor: 1, Successor: 2, On: "2025-07-01"}, {Predecessor: 2, Successor: 1, On: "2026-01-01"},
		},
	}
	c.Index()
	return c
}

func TestCheckSaysAllThatIsWrong(t *testing.T) {
	c := merged()
	good := Account{Login: "an.nguyen", Name: "Nguyễn Văn An", Role: Appraiser, Agency: 1, Email: "an@example.vn", Areas: []string{"1.2"}}
	if err := good.check(c); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*Account){
		"login": func(a *Account) { a.Login = "An" }, "role": func(a *Account) { a.Role = "boss" },
		"name": func(a *Account) { a.Name = "An\nBình" }, "agency": func(a *Account) { a.Agency = 9 },
		"email": func(a *Account) { a.Email = "an@example.vn\r\nBcc: x@y.z" },
		"areas": func(a *Account) { a.Areas = []string{"1,2"} },
	} {
		bad := good
		change(&bad)
		e, ours := bad.check(c).(*survey.Error)
		if !ours || len(e.Causes) != 1 || e.Causes[0].Field != field {
			t.Errorf("%s: %v", field, e)
		}
	}
	if e := new(Account).check(c).(*survey.Error); len(e.Causes) != 4 {
		t.Errorf("an empty account has %d mistakes", len(e.Causes))
	}
}

func TestTheLogKeepsNoSecretOfAnAccount(t *testing.T) {
	a := Account{
		Login: "an.nguyen", Role: Admin, Agency: 1, Email: "bi-mat@example.vn", Password: "bi-mat",
		Ticket: "bi-mat", Factor: Factor{Sealed: []byte("bi-mat"), Recovery: []string{"bi-mat"}},
	}
	row, err := survey.NewLogRow(survey.Entry{After: a.entry(merged())}, 1, "")
	if err != nil || strings.Contains(row.After, "bi-mat") || !strings.Contains(row.After, `"SecondFactor":true`) {
		t.Error(row.After, err)
	}
}
