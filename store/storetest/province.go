package storetest

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hailong/sheet"
	"hailong/store"
	"hailong/survey"
)

// Noon is the present of tests that need one.
var Noon = time.Date(2026, 3, 4, 12, 0, 0, 0, Zone)

// Now gives Noon.
func Now() time.Time { return Noon }

// The tokens of the small province's counters.
const (
	TokenSTP1   = "7K3MQ2XVTD" // Sở Tư pháp, short form
	TokenSTP2   = "7K3MQ2XVTE"
	TokenClosed = "7K3MQ2XVTF" // Sở Tư pháp, closed since 2026-02-01
	TokenCDYT   = "7K3MQ2XVTG" // a public service unit
	TokenLong   = "7K3MQ2XVTH" // Sở Tư pháp, 19 questions
	TokenEnded  = "7K3MQ2XVTJ" // Sở Nội vụ: only last year's plan
	TokenSoon   = "7K3MQ2XVTK" // Cục Thuế: its plan begins in April
	TokenNobody = "7K3MQ2XVTM" // Nha Trang: no plan at all
	TokenOld    = "7K3MQ2XVTN" // was Sở Tư pháp's first counter's, replaced
)

// Province fills a migrated database with a small province: one agency per case.
func Province(t testing.TB, db *store.DB) *survey.Shelf {
	t.Helper()
	setup, check := Setup(t, db)
	ctx := t.Context()
	check(setup.InstallQuestionnaires(ctx))
	check(setup.ImportAgencies(ctx, Table(t, `code,name_vi,name_en,group,sector,hotline
STP,Sở Tư pháp,Department of Justice,department,administrative,0258 3822 222
SNV,Sở Nội vụ,Department of Home Affairs,department,administrative,
UBND-NT,UBND thành phố Nha Trang,Nha Trang City,district,administrative,
CUCTHUE,Cục Thuế tỉnh,Provincial Tax Department,central_branch,administrative,
CDYT,Trường Cao đẳng Y tế,Medical College,public_unit,public_service,`), nil, ""))
	old := strings.ReplaceAll(counters, TokenSTP1, TokenOld)
	check(setup.ImportCounters(ctx, Table(t, old)))
	check(setup.ImportCounters(ctx, Table(t, counters)))
	check(setup.ImportPlans(ctx, Table(t, `code,year,name_vi,starts,ends,form,target,groups,agencies,counters,official,public,transactions
2025,2025,Khảo sát 2025,2025-01-01,2025-12-15,short@1,>83,,SNV|STP,,yes,no,
2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,short@1,>83,public_unit,STP,,yes,yes,STP=500|CDYT=5
2026-19,2026,Phiếu 19 câu,2026-01-01,2026-12-31,sipas@1,>83,,,STP-04,no,yes,
2026-t,2026,Khảo sát thuế,2026-04-01,2026-06-30,short@1,>83,central_branch,,,no,no,`)))
	shelf, err := survey.NewShelf(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	return shelf
}

// Setup is the use case of setting up at Noon, and what ends the test where a change
// fails.
func Setup(t testing.TB, db *store.DB) (*survey.Setup, func(survey.Change, error)) {
	setup := &survey.Setup{Store: db, Now: Now, Random: rand.Reader, Actor: survey.Program}
	return setup, func(_ survey.Change, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err, Mistakes(err))
		}
	}
}

const counters = `code,agency,name_vi,place_vi,token,closed_on
STP-01,STP,Quầy Lý lịch tư pháp,"Quầy số 12, Trung tâm Phục vụ hành chính công",` + TokenSTP1 + `,
STP-02,STP,Quầy Hộ tịch,,` + TokenSTP2 + `,
STP-03,STP,Quầy đã đóng,,` + TokenClosed + `,2026-02-01
STP-04,STP,Quầy Luật sư,,` + TokenLong + `,
CDYT-01,CDYT,Quầy một cửa,,` + TokenCDYT + `,
SNV-01,SNV,Quầy một cửa,,` + TokenEnded + `,
CUCTHUE-01,CUCTHUE,Quầy một cửa,,` + TokenSoon + `,
UBND-NT-01,UBND-NT,Quầy Đất đai,,` + TokenNobody + `,`

// Table reads CSV as an import does.
func Table(t testing.TB, text string) *survey.Table {
	t.Helper()
	table, err := sheet.ReadCSV(bytes.NewReader([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Receipt is a fresh receipt of Noon.
func Receipt(t testing.TB) string {
	t.Helper()
	r, err := survey.NewReceipt(Noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r.String()
}

// Mistakes lists what an import found wrong, one line each.
func Mistakes(err error) string {
	e, ok := errors.AsType[*survey.Error](err)
	if !ok {
		return ""
	}
	var lines []string
	for _, c := range e.Causes {
		lines = append(lines, fmt.Sprintf("%s %s %v", c.Field, c.Word, c.Args))
	}
	return strings.Join(lines, "\n")
}
