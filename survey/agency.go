package survey

import "strings"

// Sector (khu vực) is what a target is set for: administrative agencies or
// public service units.
type Sector string

// The sectors of the plan of 2022, I.11.
const (
	Administrative Sector = "administrative" // hành chính
	PublicService  Sector = "public_service" // sự nghiệp
)

// Sectors are all of them, in the order in which pages print them.
var Sectors = []Sector{Administrative, PublicService}

// Group (khối) is a set of agencies that are listed and ranked together. Groups
// are data: an import may bring new ones.
type Group struct {
	Code     string
	Name     Text
	Position int // order of listing, from 1
}

// Agency (cơ quan) is a department, a people's committee, a central branch or a
// public service unit, as it was between two days. A code may mean another
// agency from a day on, so the key is code and ValidFrom.
type Agency struct {
	ID        AgencyID
	Code      string
	Name      Text
	Group     string // code of its Group
	Sector    Sector
	ValidFrom Day    // empty: since ever
	ValidTo   Day    // last day, empty: still
	Hotline   string // for complaints, as printed; may be empty
	Source    string // where the row comes from, as the file said
}

// ExistsOn tells whether there was such an agency on a day.
func (a *Agency) ExistsOn(d Day) bool { return d.Within(a.ValidFrom, a.ValidTo) }

// ExistsIn tells whether there was such an agency on any day of a period.
func (a *Agency) ExistsIn(from, to Day) bool {
	return a.ValidFrom <= to && (a.ValidTo == "" || a.ValidTo >= from)
}

// unconfirmed are what a Source says of a row that nobody has confirmed yet.
var unconfirmed = []string{"confirm before", "to be confirmed", "to confirm", "unconfirmed", "chưa xác nhận"}

// Unconfirmed tells whether the agency's source says that the row still has to be
// confirmed.
func (a *Agency) Unconfirmed() bool {
	source := strings.ToLower(a.Source)
	for _, s := range unconfirmed {
		if strings.Contains(source, s) {
			return true
		}
	}
	return false
}
