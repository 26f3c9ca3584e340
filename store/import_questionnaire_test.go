package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// ward is a form for hospitals: other questions than the office's.
const ward = `kind,code,text_vi,text_en,version,seconds,short_vi,factor,counts,hint_vi,not_applicable_vi
form,ward,Phiếu người bệnh,Patients,1,40,,,,,
factor,CARE,Chăm sóc,Care,,,Chăm sóc,,,,
factor,STAY,Nơi nằm,Stay,,,,,,,
question,C1,Thái độ nhân viên y tế,Staff,,,,CARE,yes,"Ân cần, giải thích rõ",
question,S1,Giường bệnh,Bed,,,,STAY,yes,,Không nằm viện
question,O,Nhìn chung,Overall,,,,,no,,`

func TestAQuestionnaireIsImportedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		logged := len(actions(t, db, 0))
		changed(t, survey.Change{Added: 1})(setup.ImportQuestionnaires(t.Context(), storetest.Table(t, ward)))
		q := catalogue(t, db).QuestionnaireByRef("ward@1")
		want := &survey.Questionnaire{
			ID: q.ID, Code: "ward", Version: 1, Name: survey.Text{VI: "Phiếu người bệnh", EN: "Patients"}, Seconds: 40,
			Factors: []survey.Factor{
				{Code: "CARE", Name: survey.Text{VI: "Chăm sóc", EN: "Care"}, Short: survey.Text{VI: "Chăm sóc"}},
				{Code: "STAY", Name: survey.Text{VI: "Nơi nằm", EN: "Stay"}},
			},
			Questions: []survey.Question{
				{Code: "C1", Factor: "CARE", Counts: true, Text: survey.Text{VI: "Thái độ nhân viên y tế", EN: "Staff"}, Hint: survey.Text{VI: "Ân cần, giải thích rõ"}},
				{Code: "S1", Factor: "STAY", Counts: true, Text: survey.Text{VI: "Giường bệnh", EN: "Bed"}, NotApplicable: survey.Text{VI: "Không nằm viện"}},
				{Code: "O", Text: survey.Text{VI: "Nhìn chung", EN: "Overall"}},
			},
		}
		if d := cmp.Diff(want, q); d != "" {
			t.Error(d)
		}
		changed(t, survey.Change{Same: 1})(setup.ImportQuestionnaires(t.Context(), storetest.Table(t, ward)))
		if d := cmp.Diff([]string{"questionnaire.add ward@1"}, actions(t, db, logged)); d != "" {
			t.Error(d)
		}
	})
}

func TestANewVersionKeepsItsFactors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		changed(t, survey.Change{Added: 1})(setup.ImportQuestionnaires(t.Context(), storetest.Table(t, ward)))
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportQuestionnaires(t.Context(), tab) }
		refuses(t, db, read, []rule{
			{"a stored version that is changed", strings.Replace(ward, "Giường bệnh", "Giường", 1), []string{"2:version import.form_stored"}},
			{
				"a new version with other factors", strings.NewReplacer("Patients,1", "Patients,2", "factor,STAY", "factor,ROOM", ",STAY,yes", ",ROOM,yes").Replace(ward),
				[]string{"2:factor import.form_factors"},
			},
			{
				"a new version that drops a bad question", strings.NewReplacer("Patients,1", "Patients,2", "question,S1,Giường bệnh,Bed,,,,STAY,yes", "question,S1,Giường bệnh,Bed,,,,STAY,no").Replace(ward),
				[]string{"2:counts import.form_counts"},
			},
			{
				"a new version that moves a question", strings.NewReplacer("Patients,1", "Patients,2", "Bed,,,,STAY", "Bed,,,,CARE").Replace(ward),
				[]string{"2:counts import.form_counts"},
			},
		})
		second := strings.NewReplacer("Patients,1", "Patients,2", "Giường bệnh", "Giường và phòng bệnh").Replace(ward)
		changed(t, survey.Change{Added: 1})(setup.ImportQuestionnaires(t.Context(), storetest.Table(t, second)))
		changed(t, survey.Change{Same: 2})(setup.ImportQuestionnaires(t.Context(), storetest.Table(t,
			ward+"\n"+second[strings.Index(second, "\n")+1:])))
	})
}

func TestImportQuestionnairesRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		read := func(tab *survey.Table) (survey.Change, error) {
			return setupOf(db).ImportQuestionnaires(t.Context(), tab)
		}
		head := "kind,code,text_vi,version,seconds,factor,counts\n"
		form := head + "form,f,Phiếu,1,30,,\n"
		many := form + "factor,A,A,,,,\n"
		for range survey.MaxFactors {
			many += "factor,A" + strings.Repeat("x", strings.Count(many, "\n")) + ",A,,,,\n"
		}
		refuses(t, db, read, []rule{
			{"a question before its form", head + "question,Q,Câu,,,,", []string{"2:kind import.form_first"}},
			{"an unknown kind of row", form + "note,N,Ghi chú,,,,\nfactor,A,A,,,,\nquestion,Q,Câu,,,A,yes", []string{"3:kind import.kind"}},
			{"a form that asks nothing that counts", form + "factor,A,A,,,,\nquestion,Q,Câu,,,A,no", []string{"2:code import.form_empty"}},
			{"a question of an unknown factor", form + "factor,A,A,,,,\nquestion,Q,Câu,,,B,yes", []string{"4:factor import.factor"}},
			{"a question that counts for nothing", form + "factor,A,A,,,,\nquestion,Q,Câu,,,,yes", []string{"4:factor import.factor"}},
			{
				"codes twice", form + "factor,A,A,,,,\nfactor,A,A,,,,\nquestion,Q,Câu,,,A,yes\nquestion,Q,Câu,,,A,yes",
				[]string{"4:code import.twice", "6:code import.twice"},
			},
			{
				"a form twice", form + "factor,A,A,,,,\nquestion,Q,Câu,,,A,yes\nform,f,Phiếu,1,30,,\nfactor,A,A,,,,\nquestion,Q,Câu,,,A,yes",
				[]string{"5:code import.twice", "5:version import.form_version"},
			},
			{
				"no version, no time, no name", head + "form,f,,,,,\nfactor,A,A,,,,\nquestion,Q,Câu,,,A,yes",
				[]string{"2:version import.needed", "2:text_vi import.needed", "2:seconds import.needed"},
			},
			{
				"a version that is no number", head + "form,f,Phiếu,x,0,,\nfactor,A,A,,,,\nquestion,Q,Câu,,,A,maybe",
				[]string{"2:version import.between", "2:seconds import.between", "4:counts import.flag", "2:code import.form_empty"},
			},
			{"too many factors", many + "question,Q,Câu,,,A,yes", []string{"11:kind import.factors"}},
			{"a version that is older", head + "form,short,Phiếu,0,30,,\nfactor,A,A,,,,\nquestion,Q,Câu,,,A,yes", []string{"2:version import.between", "2:version import.form_version", "2:factor import.form_factors"}},
		})
	})
}

// Hospitals are not asked the office's questions: a plan of their own, official for
// them, with a form of their own; a page of an older version still counts.
func TestAYearOfTwoOfficialPlansWithDifferentForms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db) // with the plan 2026 of departments and public units, official
		setup := setupOf(db)
		changed(t, survey.Change{Added: 1})(setup.ImportAgencies(t.Context(), storetest.Table(t,
			"code,name_vi,group,sector,group_vi\nBV,Bệnh viện tỉnh,hospital,public_service,Bệnh viện"), nil, ""))
		changed(t, survey.Change{Added: 1})(setup.ImportCounters(t.Context(), storetest.Table(t,
			"code,agency,name_vi,token\nBV-1,BV,Khoa Khám bệnh,9K3MQ2XVT1")))
		changed(t, survey.Change{Added: 1})(setup.ImportQuestionnaires(t.Context(), storetest.Table(t, ward)))
		head := "code,year,name_vi,starts,ends,form,target,groups,agencies,official,public,transactions\n"
		row := "2026-bv,2026,Khảo sát người bệnh,2026-02-01,2026-11-30,ward@1,>=85,hospital,,yes,yes,BV=1000"
		changed(t, survey.Change{Added: 1})(setup.ImportPlans(t.Context(), storetest.Table(t, head+row)))
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportPlans(t.Context(), tab) }
		refuses(t, db, read, []rule{
			{
				"a second official plan for an agency", head + "x,2026,X,2026-01-01,2026-01-31,ward@1,>83,,BV,yes,no,",
				[]string{"2:official import.plan_official"},
			},
			{
				"two plans at one counter at the same time", head + "x,2026,X,2026-11-30,2026-12-31,short@1,>83,,BV,no,no,",
				[]string{"2:agencies import.plan_overlap"},
			},
		})
		second := strings.Replace(ward, "Patients,1", "Patients,2", 1)
		changed(t, survey.Change{Added: 1})(setup.ImportQuestionnaires(t.Context(), storetest.Table(t, second)))
		changed(t, survey.Change{Changed: 1})(setup.ImportPlans(t.Context(), storetest.Table(t, head+strings.Replace(row, "ward@1", "ward@2", 1))))
		if _, err := p.shelf.Fresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		c := p.shelf.Now()
		if got := c.OfficialPlanOf(2026, c.AgencyByCode("BV", "2026-03-04")); got == nil || got.Code != "2026-bv" || len(c.OfficialPlans(2026)) != 2 {
			t.Errorf("%+v", got)
		}
		for _, form := range []string{"ward@1", "ward@2"} {
			d := draft(t, "9K3MQ2XVT1", map[string]int{"C1": 5, "S1": 2})
			d.Form = form
			if out, err := p.intake.Submit(t.Context(), d); err != nil || !out.Counted {
				t.Errorf("a page with %s: %+v, %v", form, out, err)
			}
		}
	})
}
