package store_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/sheet"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// province2022 is the file of the 44 agencies as it stands.
func province2022(t *testing.T) *survey.Table { return fileTable(t, "testdata/agencies_2022.csv") }

// province2026 is the file of the 79 agencies as it stands.
func province2026(t *testing.T) *survey.Table { return fileTable(t, "testdata/agencies_2026.csv") }

func fileTable(t *testing.T, path string) *survey.Table {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tab, err := sheet.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func TestTheAgenciesOf2022AreImportedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		changed(t, survey.Change{Added: 44})(setup.ImportAgencies(t.Context(), province2022(t), nil, "2022-01-01"))
		sectors, groups := map[survey.Sector]int{}, map[string]int{}
		for _, a := range catalogue(t, db).Agencies {
			sectors[a.Sector]++
			groups[a.Group]++
			if a.ValidFrom != "2022-01-01" || a.Name.VI == "" || a.Source == "" {
				t.Errorf("%+v", a)
			}
		}
		if sectors[survey.Administrative]+sectors[survey.PublicService] != 44 || len(groups) < 3 {
			t.Errorf("%v, %v", sectors, groups)
		}
		before := contents(t, db)
		changed(t, survey.Change{Same: 44})(setup.ImportAgencies(t.Context(), province2022(t), nil, "2022-01-01"))
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Errorf("the second time changed something: %s", d)
		}
	})
}

func TestAnAgencyIsChangedAndTheLogSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		first := storetest.Table(t, "code,name_vi,group,sector\nA,Sở A,department,administrative\nB,Sở B,department,administrative")
		second := storetest.Table(t, "code,name_vi,group,sector,hotline\nA,Sở A,department,administrative,1022\nB,Sở B,department,administrative,")
		changed(t, survey.Change{Added: 2})(setup.ImportAgencies(t.Context(), first, nil, ""))
		id := catalogue(t, db).AgencyByCode("A", "2026-03-04").ID
		changed(t, survey.Change{Changed: 1, Same: 1})(setup.ImportAgencies(t.Context(), second, nil, ""))
		if a := catalogue(t, db).AgencyByCode("A", "2026-03-04"); a.Hotline != "1022" || a.ID != id {
			t.Errorf("%+v", a)
		}
		if d := cmp.Diff([]string{"agency.add A", "agency.add B", "agency.change A"}, actions(t, db, 0)); d != "" {
			t.Error(d)
		}
	})
}

func TestANewGroupComesWithItsAgencies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		file := storetest.Table(t, `code,name_vi,group,sector,group_vi,group_en
A,Ban A,board,administrative,Ban quản lý,Boards
B,Ban B,board,administrative,Ban quản lý,Boards`)
		changed(t, survey.Change{Added: 2})(setupOf(db).ImportAgencies(t.Context(), file, nil, ""))
		g := catalogue(t, db).GroupByCode("board")
		if want := (survey.Group{Code: "board", Name: survey.Text{VI: "Ban quản lý", EN: "Boards"}, Position: 6}); g == nil || *g != want {
			t.Errorf("%+v, want %+v", g, want)
		}
		if d := cmp.Diff([]string{"group.add board", "agency.add A", "agency.add B"}, actions(t, db, 0)); d != "" {
			t.Error(d)
		}
	})
}

func TestImportAgenciesRefusesTheWholeFileAndNamesEveryMistake(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		there := storetest.Table(t, "code,name_vi,group,sector,valid_from\nOLD,Sở cũ,department,administrative,2020-01-01")
		changed(t, survey.Change{Added: 1})(setup.ImportAgencies(t.Context(), there, nil, ""))
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportAgencies(t.Context(), tab, nil, "") }
		refuses(t, db, read, []rule{
			{
				"an unknown column", "code,name_vi,group,sector,colour\nA,Sở A,department,administrative,red",
				[]string{"1:colour import.column"},
			},
			{
				"a column twice", "code,code,name_vi,group,sector\nA,A,Sở A,department,administrative",
				[]string{"1:code import.column"},
			},
			{
				"columns that are missing", "code,name_en\nA,Dept",
				[]string{"1:name_vi import.column_missing", "1:group import.column_missing", "1:sector import.column_missing"},
			},
			{
				"an unknown group without a name", "code,name_vi,group,sector\nA,Sở A,board,administrative",
				[]string{"2:group import.group"},
			},
			{
				"the code of an agency that is still there", "code,name_vi,group,sector\nOLD,Sở khác,department,administrative",
				[]string{"2:valid_to import.agency_later"},
			},
			{
				"a code that means another agency from a day on, without a succession",
				"code,name_vi,group,sector,valid_from\nOLD,Sở khác,department,administrative,2025-07-01",
				[]string{"2:code import.agency_clash"},
			},
			{
				"a good row beside bad ones", `code,name_vi,group,sector,valid_from,valid_to
A,Sở A,department,administrative,,
a b,,department,state,2026-02-30,
,Sở C,,administrative,2026-01-01,2025-12-31
A,Sở A,department,administrative,,`,
				[]string{
					"3:code import.code", "3:name_vi import.needed", "3:valid_from import.day", "3:sector import.sector",
					"4:code import.needed", "4:group import.needed", "4:valid_to import.order", "5:code import.twice",
				},
			},
		})
	})
}
