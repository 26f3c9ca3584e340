package store_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/sheet"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

const (
	exportHead = "Dấu thời gian,Quầy,Tiếp cận,Kết quả,Ý kiến\n"
	mapping    = `field,column,value,words
form,,short@1,
answered_at,Dấu thời gian,,
counter,Quầy,,
TC,Tiếp cận,,
KQ,Kết quả,,Chưa có=na
comment,Ý kiến,,
`
	export = exportHead + `02/03/2026 08:15:31,STP-01,Rất hài lòng,Hài lòng,Cán bộ tận tình
02/03/2026 08:15:31,STP-01,Rất hài lòng,Hài lòng,Cán bộ tận tình
02/03/2026 09:20:07,STP-02,Bình thường,Chưa có,
03/03/2026 16:01:44,Quầy một cửa CĐYT,1,,
`
)

func importOf(db *store.DB) *survey.ResponseImport {
	return &survey.ResponseImport{Store: db, Setup: setupOf(db)}
}

// bring tries and keeps an export, which has no mistake.
func bring(t *testing.T, in *survey.ResponseImport, mapping, export string) (*survey.ResponseTrial, survey.ResponsesKept) {
	t.Helper()
	trial, err := in.Try(t.Context(), storetest.Table(t, export), storetest.Table(t, mapping))
	if err != nil {
		t.Fatal(err, storetest.Mistakes(err))
	}
	kept, err := in.Keep(t.Context(), trial, survey.FileHashes{SHA256: "abc123"})
	if err != nil {
		t.Fatal(err)
	}
	return trial, kept
}

// named gives the exports' counter its name in the province.
var named = strings.Replace(mapping, "counter,Quầy,,", "counter,Quầy,,Quầy một cửa CĐYT=CDYT-01", 1)

// agree checks that the roll-ups say what the responses say.
func agree(t *testing.T, db *store.DB) {
	t.Helper()
	if d, err := db.Verify(t.Context()); err != nil || len(d) != 0 {
		t.Errorf("a recount finds %+v, %v", d, err)
	}
}

// everything is all that an import could change.
func everything(t *testing.T, db *store.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for name, order := range map[string]string{
		"response": "receipt", "comment": "receipt", "tally": "counter_id, channel, month", "log_entry": "number",
	} {
		var n int
		if err := db.Raw().QueryRow("SELECT COUNT(*) FROM " + name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			all[name] = dump(t, db, name+" ORDER BY "+order)
		}
	}
	return all
}

func TestImportedResponsesAreStoredOnceAndLogged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		logged := len(actions(t, db, 0))
		trial, kept := bring(t, importOf(db), named, export)
		if want := (survey.ResponsesKept{Added: 4, Counted: 4}); kept != want || trial.New != 4 || trial.Alike != 1 {
			t.Errorf("%+v, %+v", kept, trial)
		}
		if all, counted := received(t, db); all != 4 || counted != 4 {
			t.Errorf("%d received, %d counted", all, counted)
		}
		if got := actions(t, db, logged); len(got) != 1 || got[0] != "response.import short@1" {
			t.Errorf("the log says %q", got)
		}
		var after string
		err := db.Raw().QueryRow("SELECT after FROM log_entry WHERE action = 'response.import'").Scan(&after)
		if want := `{"Rows":4,"Added":4,"Counted":4,"Late":0,"Same":0,"SHA256":"abc123","MappingSHA256":""}`; err != nil || after != want {
			t.Errorf("the entry holds %s, %v", after, err)
		}
		var comments, channels int
		err = db.Raw().QueryRow("SELECT COUNT(*) FROM comment WHERE text = 'Cán bộ tận tình'").Scan(&comments)
		if err != nil || comments != 2 {
			t.Errorf("%d comments, %v", comments, err)
		}
		err = db.Raw().QueryRow("SELECT COUNT(*) FROM response WHERE channel = 7").Scan(&channels)
		if err != nil || channels != 4 {
			t.Errorf("%d on the import's channel, %v", channels, err)
		}
		agree(t, db)
	})
}

func TestTheSameExportTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		bring(t, importOf(db), named, export)
		before := everything(t, db)
		trial, kept := bring(t, importOf(db), named, export)
		if kept != (survey.ResponsesKept{Same: 4}) || trial.New != 0 || trial.Same != 4 {
			t.Errorf("%+v, %+v", kept, trial)
		}
		if d := cmp.Diff(before, everything(t, db)); d != "" {
			t.Error(d)
		}
	})
}

// The same rows from a workbook, whose times a spreadsheet has made its own.
func TestTheSameRowsInAnotherFormatChangeNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		bring(t, importOf(db), named, export)
		before := everything(t, db)
		table := storetest.Table(t, strings.NewReplacer("/03/2026 ", ".03.2026 ", "Rất hài lòng", "5 - Rất hài lòng").Replace(export))
		table.Rows[2].Cells[0] = "2026-03-02 09:20:07" // as the room sheet gives a cell that is a date
		var file bytes.Buffer
		if err := sheet.WriteXLSX(&file, sheet.FromTable("Phiếu", table)); err != nil {
			t.Fatal(err)
		}
		again, err := sheet.Read(&file)
		if err != nil {
			t.Fatal(err)
		}
		in := importOf(db)
		trial, err := in.Try(t.Context(), again, storetest.Table(t, named))
		if err != nil || trial.Same != 4 || trial.New != 0 {
			t.Errorf("%+v, %v, %s", trial, err, storetest.Mistakes(err))
		}
		if d := cmp.Diff(before, everything(t, db)); d != "" {
			t.Error(d)
		}
	})
}

func TestALongerExportAddsOnlyItsNewRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		bring(t, importOf(db), named, export)
		longer := export + "02/03/2026 08:15:31,STP-01,Rất hài lòng,Hài lòng,Cán bộ tận tình\n04/03/2026 09:00:12,STP-01,2,,\n"
		if _, kept := bring(t, importOf(db), named, longer); kept != (survey.ResponsesKept{Added: 2, Counted: 2, Same: 4}) {
			t.Errorf("%+v", kept)
		}
		tidy(t, db, 6)
	})
}

// An officer maps two questions the wrong way round, sees it, and imports again.
func TestAnAnswerThatWasImportedIsNotImportedAgainWithOtherContents(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		bring(t, importOf(db), named, export)
		before := everything(t, db)
		for name, other := range map[string][2]string{
			"by another mapping": {strings.NewReplacer("TC,", "TTHC,").Replace(named), export},
			"in another file":    {named, strings.Replace(export, "Bình thường", "5", 1)},
			"without comments":   {strings.Replace(named, "comment,", "ignore,", 1), export},
		} {
			_, err := importOf(db).Try(t.Context(), storetest.Table(t, other[1]), storetest.Table(t, other[0]))
			if got := words(err); !strings.Contains(got[0], ":Dấu thời gian responses.changed") {
				t.Errorf("%s: %q", name, got)
			}
		}
		if d := cmp.Diff(before, everything(t, db)); d != "" {
			t.Error(d)
		}
	})
}

func TestATrialAloneStoresNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		before := everything(t, db)
		in := importOf(db)
		in.Setup.DryRun = true
		trial, kept := bring(t, in, named, export)
		if trial.New != 4 || kept != (survey.ResponsesKept{}) {
			t.Errorf("%+v, %+v", trial, kept)
		}
		if d := cmp.Diff(before, everything(t, db)); d != "" {
			t.Error(d)
		}
	})
}

func TestASingleMistakeKeepsAllOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		before := everything(t, db)
		_, err := importOf(db).Try(t.Context(), storetest.Table(t, export+"04/03/2026,STP-03,6,Tốt,\n"), storetest.Table(t, named))
		want := []string{"6:Tiếp cận responses.level", "6:Kết quả responses.level"}
		if d := cmp.Diff(want, words(err)); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(before, everything(t, db)); d != "" {
			t.Error(d)
		}
	})
}

func TestWhatComesTooLateIsKeptAndNotCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		in := importOf(db)
		in.Setup.Now = func() time.Time { return noon.AddDate(1, 0, 0) }
		trial, kept := bring(t, in, named, export)
		if trial.Late != 4 || trial.Counted != 0 || kept != (survey.ResponsesKept{Added: 4, Late: 4}) {
			t.Errorf("%+v, %+v", trial, kept)
		}
		if all, counted := received(t, db); all != 4 || counted != 0 {
			t.Errorf("%d received, %d counted", all, counted)
		}
		agree(t, db)
	})
}

func TestWhatWasCountedInTimeStaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		bring(t, importOf(db), named, export)
		in := importOf(db)
		in.Setup.Now = func() time.Time { return noon.AddDate(1, 0, 0) }
		trial, kept := bring(t, in, named, export+"04/03/2026 09:00:12,STP-01,2,,\n")
		if trial.Late != 1 || trial.Same != 4 || kept != (survey.ResponsesKept{Added: 1, Late: 1, Same: 4}) {
			t.Errorf("%+v, %+v", trial, kept)
		}
		if all, counted := received(t, db); all != 5 || counted != 4 {
			t.Errorf("%d received, %d counted", all, counted)
		}
		agree(t, db)
	})
}

func TestAnImportOnAnOlderCatalogueStoresNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		in := importOf(db)
		trial, err := in.Try(t.Context(), storetest.Table(t, export), storetest.Table(t, named))
		if err != nil {
			t.Fatal(err)
		}
		_, err = setupOf(db).ImportCounters(t.Context(), storetest.Table(t, "code,agency,name_vi,closed_on\nSTP-01,STP,Quầy,2026-03-01"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = in.Keep(t.Context(), trial, survey.FileHashes{})
		if e, ok := err.(*survey.Error); !ok || e.Word != "responses.stale" || e.Kind != survey.Conflict {
			t.Errorf("%v", err)
		}
		tidy(t, db, 0)
	})
}

// It cannot happen: the receipt follows from the answers. If it does, nobody guesses.
func TestOtherAnswersUnderAnImportsReceiptKeepAllOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		elsewhere := storetest.SQLite(t) // the receipts are the same in every database
		setUp(t, elsewhere)
		bring(t, importOf(elsewhere), named, export)
		p := setUp(t, db)
		for i, channel := range []survey.Channel{survey.ChannelQR, survey.ChannelImport} {
			var receipt []byte
			err := elsewhere.Raw().QueryRow("SELECT receipt FROM response ORDER BY receipt DESC LIMIT 1 OFFSET ?", i).Scan(&receipt)
			if err != nil {
				t.Fatal(err)
			}
			other := draft(t, "7K3MQ2XVTE", levels(2, 2, 2, 2, 2))
			if i == 0 {
				other.Counter = "7K3MQ2XVTG"
			}
			other.Channel = channel
			list := p.checked(t, other)
			list[0].Receipt = survey.Receipt(receipt)
			if _, err := db.AddResponses(t.Context(), p.shelf.Now().Version, list); err != nil {
				t.Fatal(err)
			}
			before := everything(t, db)
			in := importOf(db)
			trial, err := in.Try(t.Context(), storetest.Table(t, export), storetest.Table(t, named))
			if tried := err == nil; tried != (channel == survey.ChannelQR) {
				t.Errorf("on channel %s the trial says %v", channel, err)
			} else if tried {
				_, err = in.Keep(t.Context(), trial, survey.FileHashes{})
			} else if got := words(err); len(got) != 1 || got[0] != "4:Dấu thời gian responses.conflict" {
				t.Errorf("the trial says %q", got)
			}
			if err == nil {
				t.Errorf("on channel %s it was imported", channel)
			}
			if d := cmp.Diff(before, everything(t, db)); d != "" {
				t.Error(d)
			}
		}
	})
}
