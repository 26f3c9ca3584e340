package store_test

import (
	"context"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// What was taken in time stays taken: a repeat after the survey has ended, after the
// counter has closed, or after its code was replaced is answered as the first was.
func TestRepeatAfterTheSurveyClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		shelf := storetest.Province(t, db)
		now := time.Date(2026, 12, 31, 23, 59, 59, 0, storetest.Zone)
		intake := survey.NewIntake(shelf, db, func() time.Time { return now })
		t.Cleanup(func() { intake.Close(context.Background()) })
		d := &survey.Draft{
			Counter: storetest.TokenSTP1, Receipt: storetest.Receipt(t), Channel: survey.ChannelQR,
			Answers: map[string]int{"TC": 5, "O": 4},
		}
		if o, err := intake.Submit(t.Context(), d); err != nil || !o.Counted || o.Repeated {
			t.Fatalf("%+v, %v", o, err)
		}
		now = now.Add(2 * time.Second)
		for range 2 {
			if o, err := intake.Submit(t.Context(), d); err != nil || !o.Counted || !o.Repeated {
				t.Errorf("the same again: %+v, %v", o, err)
			}
		}
		other := *d
		other.Answers = map[string]int{"TC": 1}
		if _, err := intake.Submit(t.Context(), &other); survey.KindOf(err) != survey.Conflict {
			t.Errorf("other answers: %v", err)
		}
		other.Receipt = storetest.Receipt(t)
		if _, err := intake.Submit(t.Context(), &other); survey.KindOf(err) != survey.Closed {
			t.Errorf("a new one: %v", err)
		}
	})
}

// The catalogue is read on one view: a plan is never seen without its parts, however
// many are imported meanwhile.
func TestCatalogueIsReadWholeWhilePlansArrive(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		storetest.Province(t, db)
		setup := &survey.Setup{Store: db, Now: storetest.Now, Actor: survey.Program}
		done := make(chan error, 1)
		go func() {
			for i := range 30 {
				year := string(survey.Day("2030-01-01").AddDays(i * 366))[:4]
				_, err := setup.ImportPlans(t.Context(), storetest.Table(t, "code,year,name_vi,starts,ends,form,target,groups\n"+
					year+","+year+",Năm,"+year+"-01-01,"+year+"-12-31,short@1,>83,department"))
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		for {
			select {
			case err := <-done:
				if err != nil {
					t.Error(err, storetest.Mistakes(err))
				}
				return
			default:
			}
			c, err := db.Catalogue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for i := range c.Plans {
				if p := &c.Plans[i]; len(p.Targets) != 2 || p.Year >= 2030 && len(p.Groups) != 1 {
					t.Fatalf("plan %s without its parts: %+v", p.Code, p)
				}
			}
		}
	})
}
