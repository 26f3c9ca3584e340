package survey

import (
	"context"
	"slices"
)

var successionColumns = Columns{
	Needed:   []string{"predecessor", "successor", "on"},
	Optional: []string{"goes_on", "note"},
}

// ImportSuccessions reads successions between agencies that are there: predecessor,
// successor, on; optionally goes_on, note. The predecessor is the agency that had
// its code on the day before, the successor the one that has it on the day. A
// predecessor ends on the day before, unless goes_on says that it only gave
// something away.
func (s *Setup) ImportSuccessions(ctx context.Context, t *Table) (Change, error) {
	return s.importRows(ctx, t, successionColumns,
		func(ctx context.Context, c *Catalogue, _ *TableReader, change *Change) error {
			in := newAgencyImport(c, nil)
			if err := in.readSuccessions(t); err != nil {
				return err
			}
			if err := s.putAgencies(ctx, c, change, in.merged(nil)); err != nil {
				return err
			}
			if err := s.putSuccessions(ctx, change, &in); err != nil {
				return err
			}
			return s.keepApart(ctx, change)
		})
}

// succeeding is a row of the file: agencies by their codes.
type succeeding struct {
	row                    *Row
	predecessor, successor string
	on                     Day
	goesOn                 bool
	note                   string
}

// readSuccessions reads the rows and ends the predecessors that do not go on.
func (in *agencyImport) readSuccessions(t *Table) (err error) {
	if t == nil {
		return nil
	}
	r, err := ReadTable(t, successionColumns)
	if err != nil {
		return err
	}
	in.successions = r
	in.rows, err = Each(t, r, func() succeeding {
		return succeeding{
			row: r.row, predecessor: r.Code("predecessor"), successor: r.Code("successor"),
			on: r.NeededDay("on"), goesOn: r.Flag("goes_on"), note: r.Short("note"),
		}
	})
	for _, row := range in.rows {
		in.end(row)
	}
	return err
}

// end ends those that are there.
func (in *agencyImport) end(row succeeding) {
	for _, a := range in.there[row.predecessor] {
		if row.ends(a) {
			a.ValidTo = row.on.AddDays(-1)
			in.ended = append(in.ended, a)
		}
	}
}

// close ends an agency of the file that goes on where a succession says that it ends.
func (in *agencyImport) close(a *Agency) {
	for _, row := range in.rows {
		if row.predecessor == a.Code && row.ends(a) && a.ValidTo == "" {
			a.ValidTo = row.on.AddDays(-1)
		}
	}
}

// ends tells whether a row ends an agency of its predecessor's code.
func (row succeeding) ends(a *Agency) bool {
	return !row.goesOn && row.on != "" && a.ExistsOn(row.on.AddDays(-1)) && a.ExistsOn(row.on)
}

// merged are the agencies to store: those of the rows, and those that are ended and
// have no row.
func (in *agencyImport) merged(rows []Agency) []Agency {
	list := slices.Clone(rows)
	for _, e := range in.ended {
		if !slices.ContainsFunc(rows, func(a Agency) bool { return a.ID == e.ID }) {
			list = append(list, *e)
		}
	}
	return list
}

// putSuccessions stores successions between agencies that are stored by now.
func (s *Setup) putSuccessions(ctx context.Context, change *Change, in *agencyImport) error {
	if len(in.rows) == 0 {
		return nil
	}
	c, err := s.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	list, r := make([]Succession, len(in.rows)), in.successions
	for i, row := range in.rows {
		r.row = row.row
		list[i] = c.succession(r, row)
		if slices.ContainsFunc(in.rows[:i], row.same) {
			r.Fail("predecessor", "import.twice", Args{"value": row.predecessor})
		}
	}
	if err := r.Err(); err != nil {
		return err
	}
	succession := noun[Succession]{
		name: "succession", store: s.Store.PutSuccessions, entry: c.successionEntry,
		code: c.successionCode,
	}
	return succession.put(ctx, s, change, list, func(o *Succession) *Succession {
		if i := slices.IndexFunc(c.Successions, o.same); i >= 0 {
			return &c.Successions[i]
		}
		return nil
	})
}

// succession finds a row's agencies.
func (c *Catalogue) succession(r *TableReader, row succeeding) Succession {
	s := Succession{On: row.on, Note: row.note}
	predecessor := c.AgencyByCode(row.predecessor, row.on.AddDays(-1))
	successor := c.AgencyByCode(row.successor, row.on)
	switch {
	case predecessor == nil:
		r.Fail("predecessor", "import.agency", Args{"value": clip(row.predecessor)})
	case successor == nil:
		r.Fail("successor", "import.agency", Args{"value": clip(row.successor)})
	case !row.goesOn && predecessor.ExistsOn(row.on) && predecessor.ID != successor.ID:
		r.Fail("predecessor", "import.succession_open", Args{"value": clip(row.predecessor), "day": row.on})
	case predecessor.ID == successor.ID:
		r.Fail("successor", "import.succession_same", Args{"value": clip(row.successor), "day": row.on})
	default:
		s.Predecessor, s.Successor = predecessor.ID, successor.ID
	}
	return s
}

// same tells whether two rows say the same.
func (row succeeding) same(o succeeding) bool {
	return row.predecessor == o.predecessor && row.successor == o.successor && row.on == o.on
}

// same tells whether two successions have the same key.
func (s Succession) same(o Succession) bool {
	return s.Predecessor == o.Predecessor && s.Successor == o.Successor && s.On == o.On
}
