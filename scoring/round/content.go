package round

import (
	"cmp"
	"context"
	"slices"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// Content builds an edition's facts from all sheets and computes its figures: the preview
// as well as what is closed. A satisfaction edition needs no round: id is 0.
func (r *Rounds) Content(ctx context.Context, id ID, o ContentOptions) (*edition.Content, error) {
	var content *edition.Content
	err := r.Store.Snapshot(ctx, func(ctx context.Context) (err error) {
		c, err := r.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		if o.Kind == edition.Satisfaction {
			content, err = r.satisfaction(ctx, c, o)
		} else {
			content, err = r.index(ctx, c, id, o)
		}
		return err
	})
	if err == nil && o.Final && len(content.Agencies) == 0 {
		err = survey.Fail(survey.Conflict, "edition.no_agency", survey.Args{"year": content.Year})
	}
	if err != nil {
		return nil, err
	}
	if err := content.Fit(); err != nil {
		return nil, err
	}
	content.Redact()
	return content, content.Compute()
}

func (r *Rounds) newContent(c *survey.Catalogue, o ContentOptions) *edition.Content {
	return &edition.Content{
		Format: edition.Format, Kind: o.Kind, Family: o.Family, Year: o.Year, Number: o.Number,
		Replaces: o.Replaces, Why: o.Why, Province: edition.Text(o.Province), Method: scoring.Method,
		ClosedOn: string(r.today(c)), Log: o.Log, Simulated: c.Simulated,
	}
}

// satisfaction are the facts of all agencies that the official plans of the year list.
func (r *Rounds) satisfaction(
	ctx context.Context, c *survey.Catalogue, o ContentOptions,
) (*edition.Content, error) {
	opinions, err := readOpinions(ctx, r.Store, c, o.Year, 0, r.Now())
	if err != nil {
		return nil, err
	}
	w := r.newContent(c, o)
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if opinion, asked := opinions[a.ID]; asked {
			wired := agencyOf(c, a, a.Group, o.Year)
			wired.Opinion = opinion.Wire()
			w.Agencies = append(w.Agencies, wired)
		}
	}
	sortAgencies(c, w)
	addGroups(c, w)
	return w, nil
}

// index are the facts of a round.
func (r *Rounds) index(
	ctx context.Context, c *survey.Catalogue, id ID, o ContentOptions,
) (*edition.Content, error) {
	round, err := r.known(ctx, id)
	if err == nil && o.Final && round.Step != Closed {
		err = survey.Fail(survey.Conflict, "edition.round_open", survey.Args{"year": round.Year})
	}
	if err != nil {
		return nil, err
	}
	sheets, err := r.read(ctx, c, round, 0, false)
	if err != nil {
		return nil, err
	}
	var past map[survey.AgencyID]edition.Past
	if r.Past != nil {
		if past, err = r.Past.PastPlaces(ctx, round.Family, round.Year-1); err != nil {
			return nil, err
		}
	}
	o.Kind, o.Family, o.Year = edition.CCHC, round.Family, round.Year
	w := r.newContent(c, o)
	for _, s := range sheets {
		if o.Near != nil && o.Near(s.Agency.ID) {
			s.hide()
		}
		wired := s.wire(c)
		wired.Previous = previous(c, past, s.Agency.ID, round.Year)
		w.Agencies = append(w.Agencies, wired)
	}
	sortAgencies(c, w)
	addGroups(c, w)
	addSets(w, sheets)
	return w, nil
}

// previous is an agency's place of the year before; where it was reorganised between the
// two, that is said even where there was no place.
func previous(
	c *survey.Catalogue, past map[survey.AgencyID]edition.Past, id survey.AgencyID, year int,
) *edition.Past {
	place, ranked := past[id]
	place.Reorganised = c.Changed(id, survey.YearEnd(year-1), survey.YearEnd(year)) ||
		!ranked && c.Reorganised(id, survey.YearEnd(year-1), survey.YearEnd(year))
	if !ranked && !place.Reorganised {
		return nil
	}
	return &place
}

func agencyOf(c *survey.Catalogue, a *survey.Agency, group string, year int) edition.Agency {
	return edition.Agency{
		Code: CodeIn(c, a, year), Name: edition.Text(a.Name), Group: group, Sector: string(a.Sector),
	}
}

// CodeIn is how the editions of a year call an agency.
func CodeIn(c *survey.Catalogue, a *survey.Agency, year int) string {
	if other := c.AgencyByCode(a.Code, survey.YearEnd(year)); other != nil && other != a {
		return c.AgencyRef(a, survey.YearEnd(year)) // the code means another one by then
	}
	return a.Code
}

// sortAgencies sorts by the order of the groups, then by code.
func sortAgencies(c *survey.Catalogue, w *edition.Content) {
	position := map[string]int{}
	for i := range c.Groups {
		position[c.Groups[i].Code] = c.Groups[i].Position
	}
	slices.SortStableFunc(w.Agencies, func(a, b edition.Agency) int {
		return cmp.Or(
			cmp.Compare(position[a.Group], position[b.Group]),
			cmp.Compare(a.Group, b.Group), cmp.Compare(a.Code, b.Code),
		)
	})
}

// addGroups adds the groups of the agencies, in their order.
func addGroups(c *survey.Catalogue, w *edition.Content) {
	for i := range w.Agencies {
		code := w.Agencies[i].Group
		if len(w.Groups) > 0 && w.Groups[len(w.Groups)-1].Code == code {
			continue
		}
		g := edition.Group{Code: code, Set: -1}
		if known := c.GroupByCode(code); known != nil {
			g.Name = edition.Text(known.Name)
		}
		w.Groups = append(w.Groups, g)
	}
}

// addSets gives each group its criteria set.
func addSets(w *edition.Content, sheets []*Sheet) {
	for i := range w.Groups {
		g := &w.Groups[i]
		for _, s := range sheets {
			if s.Member.Group == g.Code {
				g.Set = len(w.Sets)
				w.Sets = append(w.Sets, edition.SetOf(&s.Set.CriteriaSet))
				break
			}
		}
	}
}

// wire writes a sheet for an edition.
func (s *Sheet) wire(c *survey.Catalogue) edition.Agency {
	w := agencyOf(c, s.Agency, s.Member.Group, s.Round.Year)
	w.LeftOut = s.Member.LeftOut
	if s.Asked != nil {
		w.Opinion = s.Asked.Wire()
	}
	w.Leaves = make([]edition.Leaf, len(s.Leaves))
	for i := range s.Leaves {
		w.Leaves[i] = s.wireLeaf(&s.Leaves[i])
	}
	return w
}

func (s *Sheet) wireLeaf(l *Leaf) edition.Leaf {
	w := edition.Leaf{Code: l.Item.Code, Out: l.Out, From: edition.FromNobody}
	given := s.wireFrom(l, &w)
	w.Out = w.Out || given.NotApplicable
	w.Given, w.Num, w.Den = int64(given.Points), given.Num, given.Den
	return w
}

// froms are where an entry's mark is said to come from.
var froms = map[Part]string{
	Appraised: edition.FromAppraised, Second: edition.FromSecond, Petitioned: edition.FromPetition,
}

// wireFrom says where the leaf's mark comes from, and gives what it is made of.
func (s *Sheet) wireFrom(l *Leaf, w *edition.Leaf) scoring.Given {
	taken := l.Judgement()
	switch {
	case l.Out:
		return scoring.Given{}
	case taken != nil && (taken.Given.NotApplicable || !l.Automatic() || s.Decides(l)):
		w.From = froms[taken.Part]
		if s.Decides(l) && !taken.Given.NotApplicable {
			w.From = edition.FromDecided
		}
		return taken.Given
	case l.Item.Kind == scoring.Satisfaction:
		w.From = edition.FromSatisfaction
	case l.Fed != nil:
		w.From = edition.FromFeed
		return *l.Fed
	case l.Self != nil:
		w.From = edition.FromSelf
		return l.Self.Given
	}
	return scoring.Given{}
}
