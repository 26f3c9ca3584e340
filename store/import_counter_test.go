package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

const oneCounter = "code,agency,name_vi,place_vi,hours,token\nSTP-01,STP,Quầy Lý lịch tư pháp,,,"

func TestANewCounterWithoutATokenDrawsOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		file := "code,agency,name_vi,hours,opened_on\nSTP-09,STP,Quầy mới,1-5  07:30-11:30,1/2/2026"
		logged := len(actions(t, db, 0))
		changed(t, survey.Change{Added: 1})(setup.ImportCounters(t.Context(), storetest.Table(t, file)))
		drawn := counter(t, db, "STP-09")
		if token, err := survey.ParseToken(string(drawn.Token)); err != nil || token != drawn.Token {
			t.Errorf("token %q, %v", drawn.Token, err)
		}
		if drawn.Hours != "1-5 07:30-11:30" || drawn.OpenedOn != "2026-02-01" {
			t.Errorf("%+v", drawn)
		}
		changed(t, survey.Change{Same: 1})(setup.ImportCounters(t.Context(), storetest.Table(t, file)))
		if again := counter(t, db, "STP-09"); again != drawn {
			t.Errorf("%+v became %+v", drawn, again)
		}
		if d := cmp.Diff([]string{"counter.add STP-09"}, actions(t, db, logged)); d != "" {
			t.Error(d)
		}
	})
}

func counter(t *testing.T, db *store.DB, code string) survey.Counter {
	t.Helper()
	for _, n := range catalogue(t, db).Counters {
		if n.Code == code {
			return n
		}
	}
	t.Fatalf("no counter %s", code)
	return survey.Counter{}
}

func TestAReplacedTokenSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		setup := setupOf(db)
		logged := len(actions(t, db, 0))
		file := strings.Replace(oneCounter, ",,,", ",,,9K3MQ2XVTD", 1)
		changed(t, survey.Change{Changed: 1})(setup.ImportCounters(t.Context(), storetest.Table(t, file)))
		if d := cmp.Diff([]string{"counter.replace_token STP-01"}, actions(t, db, logged)); d != "" {
			t.Error(d)
		}
		if _, err := p.shelf.Fresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(5, 0, 0, 0, 0)))
		if e, ok := err.(*survey.Error); !ok || e.Kind != survey.Closed || e.Word != "counter.replaced" {
			t.Errorf("the old token: %v", err)
		}
		if out, err := p.intake.Submit(t.Context(), draft(t, "9K3MQ2XVTD", levels(5, 0, 0, 0, 0))); err != nil || !out.Counted {
			t.Errorf("the new token: %+v, %v", out, err)
		}
		changed(t, survey.Change{Same: 1})(setup.ImportCounters(t.Context(), storetest.Table(t, file)))
		changed(t, survey.Change{Same: 1})(setup.ImportCounters(t.Context(), storetest.Table(t, oneCounter)))
	})
}

func TestATokenAndAPlaceMayChangeTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		logged := len(actions(t, db, 0))
		file := strings.Replace(oneCounter, ",,,", ",Tầng 2,,9k3mq2xvtd", 1)
		changed(t, survey.Change{Changed: 1})(setupOf(db).ImportCounters(t.Context(), storetest.Table(t, file)))
		n := counter(t, db, "STP-01")
		if n.Place.VI != "Tầng 2" || n.Token != "9K3MQ2XVTD" {
			t.Errorf("%+v", n)
		}
		if d := cmp.Diff([]string{"counter.replace_token STP-01", "counter.change STP-01"}, actions(t, db, logged)); d != "" {
			t.Error(d)
		}
	})
}

func TestImportCountersRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		replaced := strings.Replace(oneCounter, ",,,", ",,,9K3MQ2XVTD", 1)
		changed(t, survey.Change{Changed: 1})(setup.ImportCounters(t.Context(), storetest.Table(t, replaced)))
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportCounters(t.Context(), tab) }
		refuses(t, db, read, []rule{
			{
				"a token that another counter has", "code,agency,name_vi,token\nX-1,STP,Quầy,7K3MQ2XVTE",
				[]string{"2:token import.token_used"},
			},
			{
				"a token that was replaced, even at its own counter", "code,agency,name_vi,token\nSTP-01,STP,Quầy,7K3MQ2XVTD",
				[]string{"2:token import.token_used"},
			},
			{
				"a token twice in the file, typed in two ways", "code,agency,name_vi,token\nX-1,STP,Quầy,0K3MQ2XVT1\nX-2,STP,Quầy,ok3mq2xvtl",
				[]string{"3:token import.token_used"},
			},
			{"what is no token", "code,agency,name_vi,token\nX-1,STP,Quầy,U", []string{"2:token import.token"}},
			{
				"a counter that moves to another agency", "code,agency,name_vi\nSTP-01,CDYT,Quầy",
				[]string{"2:agency import.counter_moved"},
			},
			{
				"everything at once", `code,agency,name_vi,hours,opened_on,closed_on
X-1,STP,Quầy,,,
X 2,NOBODY,,8 07:30-11:30,2026-01-02,2026-01-01
X-1,,Quầy,,32/1/2026,`,
				[]string{
					"3:code import.code", "3:name_vi import.needed", "3:hours import.hours", "3:closed_on import.order",
					"3:agency import.agency", "4:opened_on import.day", "4:code import.twice", "4:agency import.needed",
				},
			},
		})
	})
}
