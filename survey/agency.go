package survey

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
