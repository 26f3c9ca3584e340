package survey

import (
	"context"
	"slices"
	"strings"
)

// ImportAgencies reads agencies: code, name_vi, name_en, group, sector, source;
// optionally valid_from, valid_to, hotline, and group_vi, group_en, which bring a
// new group along. validFrom holds for rows that do not say; empty: since ever.
func (s *Setup) ImportAgencies(ctx context.Context, t *Table, validFrom Day) (Change, error) {
	needed := []string{"code", "name_vi", "group", "sector"}
	optional := []string{"name_en", "source", "valid_from", "valid_to", "hotline", "group_vi", "group_en"}
	return s.importRows(ctx, t, needed, optional,
		func(ctx context.Context, c *Catalogue, r *tableReader, change *Change) error {
			in := agencyImport{catalogue: c, reader: r, validFrom: validFrom, today: DayOf(s.Now(), c.Zone)}
			agencies, err := each(t, r, in.row)
			if err != nil {
				return err
			}
			for _, g := range in.groups {
				if err := s.Store.AddGroup(ctx, g); err != nil {
					return err
				}
				if err := s.record(ctx, "group.add", g.Code, nil, g); err != nil {
					return err
				}
			}
			agency := noun[Agency]{"agency", s.Store.PutAgency, c.agencyEntry}
			for _, a := range agencies {
				if err := agency.put(ctx, s, change, a.Code, in.old(&a), a); err != nil {
					return err
				}
			}
			return nil
		})
}

type agencyImport struct {
	catalogue *Catalogue
	reader    *tableReader
	validFrom Day
	today     Day
	read      []Agency // the rows before
	groups    []Group  // new ones
}

func (in *agencyImport) row() Agency {
	r := in.reader
	a := Agency{
		Code: r.code("code"), Name: r.names("name_vi", "name_en"), Group: r.needed("group"),
		Sector: Sector(r.needed("sector")), ValidFrom: r.day("valid_from"), ValidTo: r.day("valid_to"),
		Hotline: r.text("hotline"), Source: r.text("source"),
	}
	if r.text("valid_from") == "" {
		a.ValidFrom = in.validFrom
	}
	if a.Sector != "" && !slices.Contains(Sectors, a.Sector) {
		r.fail("sector", "import.sector", Args{"value": clip(string(a.Sector))})
	}
	if a.ValidTo != "" && a.ValidTo < a.ValidFrom {
		r.fail("valid_to", "import.order", Args{"value": a.ValidTo})
	}
	if old := in.old(&a); old != nil {
		in.keep(&a, old)
	}
	in.group(a.Group)
	in.clash(&a)
	in.read = append(in.read, a)
	return a
}

// keep leaves as it was what the file has no column for. An agency that was asked
// keeps its group and sector: its figures stand there.
func (in *agencyImport) keep(a, old *Agency) {
	a.ID = old.ID
	keep(in.reader, "name_en", &a.Name.EN, old.Name.EN)
	keep(in.reader, "source", &a.Source, old.Source)
	keep(in.reader, "hotline", &a.Hotline, old.Hotline)
	keep(in.reader, "valid_to", &a.ValidTo, old.ValidTo)
	for i := range in.catalogue.Plans {
		p := &in.catalogue.Plans[i]
		if p.Starts > in.today || !in.catalogue.CoversAgency(p, old) {
			continue
		}
		if a.Group != old.Group {
			in.reader.fail("group", "import.agency_asked", Args{"value": p.Code})
		}
		if a.Sector != old.Sector {
			in.reader.fail("sector", "import.agency_asked", Args{"value": p.Code})
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
	in.reader.code("group")
	name := Text{VI: in.reader.text("group_vi"), EN: in.reader.text("group_en")}
	if name.VI == "" {
		var known []string
		for _, g := range in.catalogue.Groups {
			known = append(known, g.Code)
		}
		in.reader.fail("group", "import.group", Args{"value": clip(code), "known": strings.Join(known, ", ")})
		return
	}
	position := len(in.catalogue.Groups) + len(in.groups) + 1
	in.groups = append(in.groups, Group{Code: code, Name: name, Position: position})
}

// clash refuses a code that meant another agency at the same time: that needs a
// succession, not a second row.
func (in *agencyImport) clash(a *Agency) {
	apart := func(o *Agency) bool {
		return o.ValidTo != "" && o.ValidTo < a.ValidFrom || a.ValidTo != "" && a.ValidTo < o.ValidFrom
	}
	for i := range in.read {
		if o := &in.read[i]; o.Code == a.Code && !apart(o) {
			in.reader.fail("code", "import.twice", Args{"value": a.Code})
		}
	}
	for i := range in.catalogue.Agencies {
		o := &in.catalogue.Agencies[i]
		if o.Code == a.Code && o.ValidFrom != a.ValidFrom && !apart(o) {
			in.reader.fail("code", "import.agency_clash", Args{"value": a.Code, "day": o.ValidFrom})
		}
	}
}

// old is the agency of the same code and first day.
func (in *agencyImport) old(a *Agency) *Agency {
	for i := range in.catalogue.Agencies {
		if o := &in.catalogue.Agencies[i]; o.Code == a.Code && o.ValidFrom == a.ValidFrom {
			return o
		}
	}
	return nil
}
