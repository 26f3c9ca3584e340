package store_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/sheet"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// kind is a kind of file with its export and its import.
type kind struct {
	name   string
	export func(*survey.Catalogue) *survey.Table
	read   func(*survey.Setup, context.Context, *survey.Table) (survey.Change, error)
}

func counterTable(c *survey.Catalogue) *survey.Table { return c.CounterTable("2026-03-04") }

// kinds are in the order in which an empty province takes them.
var kinds = []kind{
	{"agencies", (*survey.Catalogue).AgencyTable, func(s *survey.Setup, ctx context.Context, t *survey.Table) (survey.Change, error) {
		return s.ImportAgencies(ctx, t, nil, "")
	}},
	{"successions", (*survey.Catalogue).SuccessionTable, (*survey.Setup).ImportSuccessions},
	{"counters", counterTable, (*survey.Setup).ImportCounters},
	{"questionnaires", (*survey.Catalogue).QuestionnaireTable, (*survey.Setup).ImportQuestionnaires},
	{"plans", (*survey.Catalogue).PlanTable, (*survey.Setup).ImportPlans},
}

// formats write a table as a file.
var formats = map[string]func(io.Writer, *survey.Table) error{
	"csv":  func(w io.Writer, t *survey.Table) error { return sheet.WriteCSV(w, sheet.FromTable("t", t)) },
	"xlsx": func(w io.Writer, t *survey.Table) error { return sheet.WriteXLSX(w, sheet.FromTable("t", t)) },
}

// manifold is a province with something of everything that a file can say.
func manifold(t *testing.T, db *store.DB) {
	t.Helper()
	setUp(t, db)
	setup := setupOf(db)
	do := func(_ survey.Change, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
	}
	do(setup.ImportAgencies(t.Context(), storetest.Table(t, `code,name_vi,name_en,group,sector,valid_from,valid_to,hotline,source,group_vi,group_en
BV,Bệnh viện tỉnh,Hospital,hospital,public_service,,,1022,"=HYPERLINK(""x"")",Bệnh viện,Hospitals
X1,UBND xã Một,,commune,administrative,2022-01-01,,,,,`), nil, ""))
	do(setup.ImportAgencies(t.Context(), storetest.Table(t,
		"code,name_vi,group,sector\nX1,UBND xã Một,commune,administrative\nX2,UBND xã Hai,commune,administrative"),
		storetest.Table(t, "predecessor,successor,on,goes_on,note\nX1,X1,2026-03-01,,NQ 1667\nX1,X2,2026-03-01,,"), "2026-03-01"))
	do(setup.ImportQuestionnaires(t.Context(), storetest.Table(t, ward)))
	do(setup.ImportCounters(t.Context(), storetest.Table(t, `code,agency,name_vi,name_en,place_vi,place_en,hours,opened_on,closed_on
X1-0,X1@2022-01-01,Quầy cũ,,,,,,2026-02-28
X1-1,X1,"Quầy ""mới"", tầng 1",New,"Nhà A
tầng 1",A,1-5 07:30-11:30; 6 07:30-11:30,2026-03-01,
BV-1,BV,-Khoa Khám bệnh,,@sảnh,,,,`)))
	do(setup.ImportPlans(t.Context(), storetest.Table(t, `code,year,name_vi,name_en,starts,ends,form,target,target_public_service,groups,agencies,counters,transactions,official,public,census,minimum,accept_until
2026-bv,2026,Người bệnh,Patients,2026-01-01,2026-12-31,ward@1,>=85.5,>83.25,hospital,,,BV=0,yes,no,yes,10,2027-01-20
2026-x,2026,Xã,,2026-01-01,2026-12-31,short@1,>0,>=100,,X1@2022-01-01|X1|X2,,X1@2022-01-01=12|X1=5,no,no,no,30,
thu,2026,Thử,,2026-04-01,2026-04-30,sipas@1,>83,,,,STP-02|BV-1,,no,yes,no,30,`)))
}

func TestWhatIsExportedIsImportedWithoutAChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		manifold(t, db)
		before := catalogue(t, db)
		for _, k := range kinds {
			for format, write := range formats {
				table := through(t, write, k.export(before))
				want := survey.Change{Same: len(table.Rows)}
				if k.name == "questionnaires" {
					want.Same = len(before.Questionnaires)
				}
				change, err := k.read(setupOf(db), t.Context(), table)
				if d := cmp.Diff(want, change); d != "" || err != nil {
					t.Errorf("%s as %s: %v %s %s", k.name, format, err, storetest.Mistakes(err), d)
				}
			}
		}
		if after := catalogue(t, db); after.Version != before.Version {
			t.Error("something changed")
		}
	})
}

// through writes a table to a file and reads it back.
func through(t *testing.T, write func(io.Writer, *survey.Table) error, table *survey.Table) *survey.Table {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, table); err != nil {
		t.Fatal(err)
	}
	read, err := sheet.Read(&b)
	if err != nil {
		t.Fatal(err, storetest.Mistakes(err))
	}
	return read
}

// An empty database becomes the same province from the exported files alone.
func TestAProvinceMovesByItsFiles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		manifold(t, db)
		before, empty := catalogue(t, db), storetest.SQLite(t)
		setup := setupOf(empty)
		if _, err := setup.InstallQuestionnaires(t.Context()); err != nil {
			t.Fatal(err)
		}
		write := formats["xlsx"]
		agencies, successions := through(t, write, before.AgencyTable()), through(t, write, before.SuccessionTable())
		if _, err := setup.ImportAgencies(t.Context(), agencies, successions, ""); err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		for _, k := range kinds[2:] {
			if _, err := k.read(setup, t.Context(), through(t, write, k.export(before))); err != nil {
				t.Fatal(k.name, err, storetest.Mistakes(err))
			}
		}
		after := catalogue(t, empty)
		for _, k := range kinds {
			if d := cmp.Diff(k.export(before), k.export(after)); d != "" {
				t.Errorf("%s: %s", k.name, d)
			}
		}
	})
}

func TestADryRunSaysWhatWouldChangeAndChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		manifold(t, db)
		before, rows := catalogue(t, db), contents(t, db)
		setup := setupOf(db)
		setup.DryRun = true
		change, err := setup.ImportCounters(t.Context(), storetest.Table(t,
			"code,agency,name_vi,token\nSTP-01,STP,Quầy khác,AAAAAAAAA9\nSTP-02,STP,Quầy Hộ tịch,\nN-1,BV,Quầy mới,"))
		if err != nil || change.Added != 1 || change.Changed+change.Same != 2 {
			t.Fatal(change, err)
		}
		var steps []string
		for _, s := range change.Steps {
			steps = append(steps, s.Action+" "+s.Subject)
		}
		want := "counter.replace_token STP-01, counter.change STP-01"
		if got := strings.Join(steps, ", "); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "counter.add N-1") {
			t.Errorf("%s", got)
		}
		for _, k := range kinds {
			if _, err := k.read(setup, t.Context(), k.export(before)); err != nil {
				t.Error(k.name, err)
			}
		}
		if d := cmp.Diff(rows, contents(t, db)); d != "" || catalogue(t, db).Version != before.Version {
			t.Errorf("something was stored: %s", d)
		}
	})
}

func FuzzImport(f *testing.F) {
	db := storetest.SQLite(f)
	setup := setupOf(db)
	if _, err := setup.InstallQuestionnaires(f.Context()); err != nil {
		f.Fatal(err)
	}
	storetest.Province(f, db)
	setup.DryRun = true
	c, err := db.Catalogue(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	for i, k := range kinds {
		var b bytes.Buffer
		if err := formats["csv"](&b, k.export(c)); err != nil {
			f.Fatal(err)
		}
		f.Add(i, b.String())
	}
	f.Add(1, "predecessor,successor,on,goes_on,note\nSTP,SNV,2025-07-01,,\nSTP,STP,2025-07-01,yes,")
	f.Add(3, ward)
	f.Fuzz(func(t *testing.T, i int, text string) {
		table, err := sheet.Read(strings.NewReader(text))
		if err != nil || i < 0 {
			return
		}
		_, err = kinds[i%len(kinds)].read(setup, t.Context(), table)
		if err != nil && survey.KindOf(err) != survey.Invalid {
			t.Errorf("%s: %v\n%q", kinds[i%len(kinds)].name, err, text)
		}
		if now, err := db.CatalogueVersion(t.Context()); err != nil || now != c.Version {
			t.Errorf("a dry run stored something: %v", err)
		}
	})
}
