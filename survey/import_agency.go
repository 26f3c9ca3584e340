package survey

import (
	"context"
	"slices"
)

var agencyColumns = Columns{
	Needed:   []string{"code", "name_vi", "group", "sector"},
	Optional: []string{"name_en", "source", "valid_from", "valid_to", "hotline", "group_vi", "group_en"},
}

// ImportAgencies reads agencies: code, name_vi, name_en, group, sector, source;
// optionally valid_from, valid_to, hotline, and group_vi, group_en, which bring a
// new group along. validFrom holds for rows that do not say; empty: since ever.
//
// The key of an agency is its code and its first day. A row of a later day whose
// name, group and sector are those of the agency that has the code says that it
// goes on. Otherwise the code means another agency from that day on, which takes a
// row of successions (nil: none) that says what became of the old one.
func (s *Setup) ImportAgencies(
	ctx context.Context, agencies, successions *Table, validFrom Day,
) (Change, error) {
	return s.importRows(ctx, agencies, agencyColumns,
		func(ctx context.Context, c *Catalogue, r *TableReader, change *Change) error {
			in := newAgencyImport(c, r)
			in.validFrom, in.today = validFrom, DayOf(s.Now(), c.Zone)
			if err := in.readSuccessions(successions); err != nil {
				return err
			}
			list, err := Each(agencies, r, in.row)
			if err != nil {
				return err
			}
			if err := s.putGroups(ctx, change, in.groups); err != nil {
				return err
			}
			if err := s.putAgencies(ctx, c, change, in.merged(list)); err != nil {
				return err
			}
			if err := s.putSuccessions(ctx, change, &in); err != nil {
				return err
			}
			return s.keepApart(ctx, change)
		})
}

func (s *Setup) putGroups(ctx context.Context, change *Change, groups []Group) error {
	for _, g := range groups {
		if err := s.Store.AddGroup(ctx, g); err != nil {
			return err
		}
		if err := s.record(ctx, change, Step{Action: "group.add", Subject: g.Code, After: g}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Setup) putAgencies(ctx context.Context, c *Catalogue, change *Change, list []Agency) error {
	for i := range list {
		if err := s.endsAfterItsAnswers(ctx, c, &list[i]); err != nil {
			return err
		}
	}
	agency := noun[Agency]{
		name: "agency", code: func(a *Agency) string { return a.Code },
		store: s.Store.PutAgencies, entry: c.agencyEntry,
	}
	return agency.put(ctx, s, change, list, func(a *Agency) *Agency { return c.agencyFrom(a.Code, a.ValidFrom) })
}

// endsAfterItsAnswers keeps an agency from being ended before the last answer that it
// got: it would leave the figures of a plan, and its bad score with it.
func (s *Setup) endsAfterItsAnswers(ctx context.Context, c *Catalogue, a *Agency) error {
	old := c.Agency(a.ID)
	if old == nil || a.ValidTo == "" || a.ValidTo == old.ValidTo {
		return nil
	}
	last, err := s.Store.LastAnswer(ctx, a.ID)
	if err != nil || last <= a.ValidTo {
		return err
	}
	return Fail(Invalid, "import.agency_answered", Args{"code": a.Code, "value": a.ValidTo, "day": last})
}

type agencyImport struct {
	catalogue *Catalogue
	reader    *TableReader
	validFrom Day
	today     Day
	there     map[string][]*Agency // copies of those that are there, by code
	ended     []*Agency            // of them: those that a succession ends
	read      map[string][]*Agency // the rows before, by code
	groups    []Group              // new ones

	successions *TableReader
	rows        []succeeding
}

func newAgencyImport(c *Catalogue, r *TableReader) agencyImport {
	in := agencyImport{catalogue: c, reader: r, there: map[string][]*Agency{}, read: map[string][]*Agency{}}
	for _, a := range c.Agencies {
		in.there[a.Code] = append(in.there[a.Code], &a)
	}
	return in
}

func (in *agencyImport) row() Agency {
	r := in.reader
	a := Agency{
		Code: r.Code("code"), Name: r.Names("name_vi", "name_en"), Group: r.NeededText("group"),
		Sector: Sector(r.NeededText("sector")), ValidFrom: r.Day("valid_from"), ValidTo: r.Day("valid_to"),
		Hotline: r.Short("hotline"), Source: r.Short("source"),
	}
	if r.Text("valid_from") == "" {
		a.ValidFrom = in.validFrom
	}
	if a.Sector != "" && !slices.Contains(Sectors, a.Sector) {
		r.Fail("sector", "import.sector", Args{"value": clip(string(a.Sector))})
	}
	if a.ValidTo != "" && a.ValidTo < a.ValidFrom {
		r.Fail("valid_to", "import.order", Args{"value": a.ValidTo})
	}
	in.group(a.Group)
	if old := in.old(&a); old != nil {
		a.ValidFrom = old.ValidFrom
		in.keep(&a, old)
	}
	in.close(&a)
	in.clash(&a)
	in.read[a.Code] = append(in.read[a.Code], &a)
	return a
}

// old is the agency that a row is about: that of the same code and first day, or
// the one that goes on.
func (in *agencyImport) old(a *Agency) *Agency {
	for _, o := range in.there[a.Code] {
		if o.ValidFrom == a.ValidFrom {
			return o
		}
	}
	for _, o := range in.there[a.Code] {
		if o.ValidFrom < a.ValidFrom && o.ExistsOn(a.ValidFrom) &&
			o.Name.VI == a.Name.VI && o.Group == a.Group && o.Sector == a.Sector {
			return o
		}
	}
	return nil
}

// keep leaves as it was what the file has no column for. An agency that was asked
// keeps its group and sector: its figures stand there.
func (in *agencyImport) keep(a, old *Agency) {
	a.ID = old.ID
	keep(in.reader, "name_en", &a.Name.EN, old.Name.EN)
	keep(in.reader, "source", &a.Source, old.Source)
	keep(in.reader, "hotline", &a.Hotline, old.Hotline)
	keep(in.reader, "valid_to", &a.ValidTo, old.ValidTo)
	switch {
	case !in.catalogue.succeededAt(old):
	case a.ValidTo == "": // an empty cell says nothing against a succession
		a.ValidTo = old.ValidTo
	case a.ValidTo != old.ValidTo:
		args := Args{"value": a.ValidTo, "want": old.ValidTo, "day": old.ValidTo}
		in.reader.Fail("valid_to", "import.agency_ended", args)
	}
	for i := range in.catalogue.Plans {
		p := &in.catalogue.Plans[i]
		if p.Starts > in.today || !in.catalogue.CoversAgency(p, old) {
			continue
		}
		if a.Group != old.Group {
			args := Args{"value": clip(a.Group), "want": old.Group, "plan": p.Code}
			in.reader.Fail("group", "import.agency_asked", args)
		}
		if a.Sector != old.Sector {
			args := Args{"value": a.Sector, "want": old.Sector, "plan": p.Code}
			in.reader.Fail("sector", "import.agency_asked", args)
		}
		return
	}
}

// group checks that a group is known, or notes the new one that the row names.
func (in *agencyImport) group(code string) {
	isCode := func(g Group) bool { return g.Code == code }
	if code == "" || in.catalogue.GroupByCode(code) != nil || slices.ContainsFunc(in.groups, isCode) {
		return
	}
	in.reader.Code("group")
	name := Text{VI: in.reader.Short("group_vi"), EN: in.reader.Short("group_en")}
	if name.VI == "" {
		in.reader.Fail("group", "import.group", Args{"value": clip(code), "known": in.catalogue.groupCodes()})
		return
	}
	position := len(in.catalogue.Groups) + len(in.groups) + 1
	in.groups = append(in.groups, Group{Code: code, Name: name, Position: position})
}
