package main

import (
	"context"
	"time"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

// demoPeople are the accounts of a demonstration: one of each role. They have no
// password, so outside a demonstration nobody signs in to them.
var demoPeople = []account.Account{
	{Login: "quantri", Name: "Nguyễn Thị An", Role: account.Admin},
	{Login: "thuky", Name: "Trần Văn Bình", Role: account.Secretary},
	{Login: "chutich", Name: "Lê Quang Cường", Role: account.Chair},
	{Login: "thamdinh", Name: "Phạm Thu Dung", Role: account.Appraiser},
	{Login: "congbo", Name: "Hoàng Minh Đức", Role: account.Publisher},
	{Login: "kiemtra", Name: "Vũ Hải Hà", Role: account.Auditor},
	{Login: "quanly", Name: "Đặng Ngọc Hoa", Role: account.Manager},
	{Login: "xem", Name: "Bùi Thanh Lan", Role: account.Viewer},
	{Login: "nhaplieu", Name: "Đỗ Khánh Linh", Role: account.Clerk},
}

// demoOffices are where the demonstration's people work: those of the council in
// Sở Nội vụ, in Sở Tư pháp, in the province's office, the others in Sở Tư pháp.
var demoOffices = map[account.Role]string{
	account.Admin: "SNV", account.Secretary: "SNV", account.Appraiser: "STC",
	account.Chair: "VP-UBND", account.Publisher: "VP-UBND", account.Auditor: "TTR",
}

// addDemoPeople stores them, in the caller's transaction.
func addDemoPeople(ctx context.Context, db *store.DB, now time.Time) error {
	c, err := db.Catalogue(ctx)
	if err != nil || len(c.Agencies) == 0 {
		return err
	}
	people := &account.People{Store: db, Now: func() time.Time { return now }, Actor: survey.Program}
	today := survey.DayOf(now, c.Zone)
	for _, person := range demoPeople {
		a := person
		agency := c.AgencyByCode(demoOffices[a.Role], today)
		if agency == nil {
			agency = c.AgencyByCode("STP", today)
		}
		if agency == nil {
			agency = &c.Agencies[0]
		}
		a.Agency = agency.ID
		if _, err := people.Add(ctx, c, &a); err != nil {
			return err
		}
	}
	return nil
}

// person acts in the place of an account; own is the agency that he belongs to.
func (d *demoIndex) person(login, own string) round.Person {
	agency := d.catalogue.AgencyByCode(own, survey.DayOf(d.at, d.catalogue.Zone))
	is := func(a survey.AgencyID) bool { return agency != nil && a == agency.ID }
	p := round.Person{Actor: survey.Actor{Name: login, Where: "demo"}, Login: login, Near: is, Owns: is}
	if agency != nil {
		p.Agency = agency.ID
	}
	return p
}

func (d *demoIndex) secretary() round.Person { return d.person("thuky", "SNV") }

func (d *demoIndex) chair() round.Person {
	p := d.person("chutich", "VP-UBND")
	p.Chair = true
	return p
}

// judge is the member of the council who appraises an agency: the one who is not near it.
func (d *demoIndex) judge(a *survey.Agency) round.Person {
	if a.Code == "STC" {
		return d.chair()
	}
	return d.person("thamdinh", "STC")
}
