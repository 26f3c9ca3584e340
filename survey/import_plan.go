package survey

import (
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// ImportPlans reads survey plans: code, year, name_vi, starts, ends, form,
// target; optionally name_en, accept_until, groups, agencies, counters (lists:
// a|b), target_public_service, minimum, transactions (STP=4200|SNV=900),
// official, census, public. A target is written >83 (above) or >=83 (at least).
func (s *Setup) ImportPlans(ctx context.Context, t *Table) (Change, error) {
	needed := []string{"code", "year", "name_vi", "starts", "ends", "form", "target"}
	optional := []string{
		"name_en", "accept_until", "groups", "agencies", "counters", "target_public_service",
		"minimum", "transactions", "official", "census", "public",
	}
	return s.importRows(ctx, t, needed, optional,
		func(ctx context.Context, c *Catalogue, r *tableReader, change *Change) error {
			in := planImport{catalogue: c, reader: r, today: DayOf(s.Now(), c.Zone), seen: map[string]bool{}}
			plans, err := each(t, r, in.row)
			if err != nil {
				return err
			}
			if err := in.together(t, plans); err != nil {
				return err
			}
			for _, p := range plans {
				old := c.PlanByCode(p.Code)
				if err := put(ctx, s, change, "plan", p.Code, old, p, s.Store.PutPlan); err != nil {
					return err
				}
			}
			return nil
		})
}

type planImport struct {
	catalogue *Catalogue
	reader    *tableReader
	today     Day
	seen      map[string]bool
}

func (in *planImport) row() Plan {
	r := in.reader
	p := Plan{
		Code: r.code("code"), Year: int(r.whole("year", 2000, 0)), Name: r.names("name_vi", "name_en"),
		Official: r.flag("official"), Census: r.flag("census"), Public: r.flag("public"),
		Starts: r.neededDay("starts"), Ends: r.neededDay("ends"), AcceptUntil: r.day("accept_until"),
		Minimum: r.whole("minimum", 10, DefaultMinimum),
		Groups:  r.list("groups"), Targets: map[Sector]Target{}, Transactions: map[AgencyID]int64{},
	}
	if p.Ends != "" && p.AcceptUntil == "" {
		p.AcceptUntil = p.Ends.AddDays(AcceptDays)
	}
	if p.Ends < p.Starts || p.AcceptUntil < p.Ends {
		r.fail("ends", "import.order", Args{"value": p.Ends})
	}
	if in.seen[p.Code] {
		r.fail("code", "import.twice", Args{"value": p.Code})
	}
	in.seen[p.Code] = true
	in.form(&p)
	in.targets(&p)
	in.scope(&p)
	in.transactions(&p)
	return p
}

// form finds the plan's one questionnaire; once the plan has begun it may get a
// newer version of it, not another, because other answers would never be added.
func (in *planImport) form(p *Plan) {
	ref := in.reader.needed("form")
	q := in.catalogue.QuestionnaireByRef(ref)
	if q == nil {
		in.reader.fail("form", "questionnaire.unknown", Args{"value": clip(ref)})
		return
	}
	p.Questionnaire = q.ID
	old := in.catalogue.PlanByCode(p.Code)
	if old == nil {
		return
	}
	p.ID = old.ID
	if old.Starts <= in.today && in.catalogue.Questionnaire(old.Questionnaire).Code != q.Code {
		in.reader.fail("form", "import.plan_begun", Args{"value": clip(ref)})
	}
}

func (in *planImport) targets(p *Plan) {
	all := in.target("target", Target{})
	p.Targets[Administrative] = all
	p.Targets[PublicService] = in.target("target_public_service", all)
}

func (in *planImport) target(column string, other Target) Target {
	s := strings.ReplaceAll(in.reader.text(column), " ", "")
	if s == "" {
		return other
	}
	number, atLeast := strings.CutPrefix(s, ">=")
	if !atLeast {
		number = strings.TrimPrefix(s, ">")
	}
	percent, ok := new(big.Rat).SetString(strings.Replace(number, ",", ".", 1))
	if !ok || s[0] != '>' {
		in.reader.fail(column, "import.target", Args{"value": clip(s)})
		return other
	}
	hundredths := percent.Mul(percent, big.NewRat(100, 1))
	if !hundredths.IsInt() || hundredths.Sign() < 0 || hundredths.Cmp(big.NewRat(10000, 1)) > 0 {
		in.reader.fail(column, "import.target", Args{"value": clip(s)})
	}
	return Target{Hundredths: hundredths.Num().Int64(), Above: !atLeast}
}

// scope reads whom the plan asks: groups, agencies by code, counters by code.
func (in *planImport) scope(p *Plan) {
	for _, code := range p.Groups {
		if in.catalogue.GroupByCode(code) == nil {
			in.reader.fail("groups", "import.unknown", Args{"value": clip(code)})
		}
	}
	slices.Sort(p.Groups)
	for _, code := range in.reader.list("agencies") {
		if a := in.agency("agencies", code, p); a != nil {
			p.Agencies = append(p.Agencies, a.ID)
		}
	}
	slices.Sort(p.Agencies)
	for _, code := range in.reader.list("counters") {
		i := slices.IndexFunc(in.catalogue.Counters, func(n Counter) bool { return n.Code == code })
		if i < 0 {
			in.reader.fail("counters", "import.unknown", Args{"value": clip(code)})
			continue
		}
		p.Counters = append(p.Counters, in.catalogue.Counters[i].ID)
	}
	slices.Sort(p.Counters)
	if len(p.Groups)+len(p.Agencies)+len(p.Counters) == 0 {
		in.reader.fail("groups", "import.plan_nobody", nil)
	}
}

func (in *planImport) agency(column, code string, p *Plan) *Agency {
	a := in.catalogue.AgencyByCode(code, p.Ends)
	if a == nil {
		in.reader.fail(column, "import.agency", Args{"value": clip(code)})
	}
	return a
}

func (in *planImport) transactions(p *Plan) {
	for _, pair := range in.reader.list("transactions") {
		code, number, _ := strings.Cut(pair, "=")
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err != nil || n < 0 {
			in.reader.fail("transactions", "import.transactions", Args{"value": clip(pair)})
			continue
		}
		if a := in.agency("transactions", strings.TrimSpace(code), p); a != nil {
			p.Transactions[a.ID] = n
		}
	}
}

// together checks the plans against each other and those that are there: one
// official plan a year, and no counter asked under two plans at once.
func (in *planImport) together(t *Table, plans []Plan) error {
	trial := in.trial(plans)
	for i := range plans {
		in.reader.row = &t.Rows[i]
		in.official(trial, trial.PlanByCode(plans[i].Code))
		in.overlap(trial, trial.PlanByCode(plans[i].Code))
	}
	return in.reader.err()
}

// trial is the catalogue as it would be with the plans; new ones get ids below zero.
func (in *planImport) trial(plans []Plan) *Catalogue {
	c := *in.catalogue
	c.Plans = slices.DeleteFunc(slices.Clone(c.Plans), func(p Plan) bool { return in.seen[p.Code] })
	for i, p := range plans {
		if p.ID == 0 {
			p.ID = PlanID(-1 - i)
		}
		c.Plans = append(c.Plans, p)
	}
	return &c
}

func (in *planImport) official(c *Catalogue, p *Plan) {
	for i := range c.Plans {
		if o := &c.Plans[i]; p.Official && o.Official && o.Year == p.Year && o.ID != p.ID {
			in.reader.fail("official", "import.plan_official", Args{"value": o.Code, "year": p.Year})
		}
	}
}

func (in *planImport) overlap(c *Catalogue, p *Plan) {
	for i := range c.Plans {
		o := &c.Plans[i]
		if o.ID == p.ID || o.Starts > p.Ends || p.Starts > o.Ends {
			continue
		}
		for j := range c.Counters {
			if n := &c.Counters[j]; c.Covers(p, n) && c.Covers(o, n) {
				in.reader.fail("groups", "import.plan_overlap", Args{"value": n.Code, "plan": o.Code})
				break
			}
		}
	}
}
