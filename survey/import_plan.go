package survey

import (
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

var planColumns = Columns{
	Needed: []string{"code", "year", "name_vi", "starts", "ends", "form", "target"},
	Optional: []string{
		"name_en", "accept_until", "groups", "agencies", "counters", "target_public_service",
		"minimum", "transactions", "official", "census", "public",
	},
}

// ImportPlans reads survey plans: code, year, name_vi, starts, ends, form,
// target; optionally name_en, accept_until, groups, agencies, counters (lists:
// a|b), target_public_service, minimum, transactions (STP=4200|SNV=900),
// official, census, public. A target is written >83 (above) or >=83 (at least).
func (s *Setup) ImportPlans(ctx context.Context, t *Table) (Change, error) {
	return s.importRows(ctx, t, planColumns,
		func(ctx context.Context, c *Catalogue, r *TableReader, change *Change) error {
			in := planImport{
				catalogue: c, reader: r, today: DayOf(s.Now(), c.Zone), seen: map[string]bool{},
				counters: byKey(c.Counters, func(n *Counter) string { return n.Code }),
			}
			plans, err := Each(t, r, in.row)
			if err != nil {
				return err
			}
			if err := in.together(t, plans); err != nil {
				return err
			}
			plan := noun[Plan]{
				name: "plan", code: func(p *Plan) string { return p.Code },
				store: one(s.Store.PutPlan), entry: c.planEntry,
			}
			return plan.put(ctx, s, change, plans, func(p *Plan) *Plan { return c.PlanByCode(p.Code) })
		})
}

// maxPlanDays bounds a plan: a slip of the pen in the year would draw thousands of months.
const maxPlanDays = 800

type planImport struct {
	catalogue *Catalogue
	reader    *TableReader
	today     Day
	seen      map[string]bool
	counters  map[string]*Counter
}

func (in *planImport) row() Plan {
	r := in.reader
	r.NeededText("year")
	p := Plan{
		Code: r.Code("code"), Year: int(r.Between("year", 2000, 2999, 0)), Name: r.Names("name_vi", "name_en"),
		Official: r.Flag("official"), Census: r.Flag("census"), Public: r.Flag("public"),
		Starts: r.NeededDay("starts"), Ends: r.NeededDay("ends"), AcceptUntil: r.Day("accept_until"),
		Minimum: r.Between("minimum", 10, MostNumber, DefaultMinimum),
		Groups:  r.List("groups"), Targets: map[Sector]Target{}, Transactions: map[AgencyID]int64{},
	}
	if p.Ends != "" && p.AcceptUntil == "" {
		p.AcceptUntil = p.Ends.AddDays(AcceptDays)
	}
	if p.Starts != "" && p.Ends != "" && (p.Ends < p.Starts || p.AcceptUntil < p.Ends) {
		r.Fail("ends", "import.order", Args{"value": p.Ends})
	}
	if p.Year > 0 && p.Starts != "" && p.Starts <= p.Ends &&
		(p.Year < p.Starts.Time().Year() || p.Year > p.Ends.Time().Year()) {
		r.Fail("year", "import.plan_year", Args{"value": strconv.Itoa(p.Year), "starts": p.Starts, "ends": p.Ends})
	}
	if p.Starts != "" && p.AcceptUntil > p.Starts.AddDays(maxPlanDays) {
		r.Fail("accept_until", "import.plan_long", Args{"max": maxPlanDays})
	}
	if in.seen[p.Code] {
		r.Fail("code", "import.twice", Args{"value": p.Code})
	}
	in.seen[p.Code] = true
	in.form(&p)
	in.targets(&p)
	in.scope(&p)
	in.transactions(&p)
	if old := in.catalogue.PlanByCode(p.Code); old != nil {
		p.ID = old.ID
		in.keep(&p, old)
		if old.Starts <= in.today {
			in.begun(&p, old)
		}
	} else {
		in.taken(&p)
	}
	if len(p.Groups)+len(p.Agencies)+len(p.Counters) == 0 {
		r.Fail("groups", "import.plan_nobody", nil)
	}
	return p
}

// keep leaves as it was what the file has no column for.
func (in *planImport) keep(p, old *Plan) {
	keep(in.reader, "name_en", &p.Name.EN, old.Name.EN)
	keep(in.reader, "accept_until", &p.AcceptUntil, max(old.AcceptUntil, p.Ends))
	public := p.Targets[PublicService]
	keep(in.reader, "target_public_service", &public, old.Targets[PublicService])
	p.Targets[PublicService] = public
	keep(in.reader, "minimum", &p.Minimum, old.Minimum)
	keep(in.reader, "official", &p.Official, old.Official)
	keep(in.reader, "census", &p.Census, old.Census)
	keep(in.reader, "public", &p.Public, old.Public)
	keep(in.reader, "groups", &p.Groups, old.Groups)
	keep(in.reader, "agencies", &p.Agencies, old.Agencies)
	keep(in.reader, "counters", &p.Counters, old.Counters)
	keep(in.reader, "transactions", &p.Transactions, old.Transactions)
}

// form finds the plan's one questionnaire.
func (in *planImport) form(p *Plan) {
	ref := in.reader.NeededText("form")
	q := in.catalogue.QuestionnaireByRef(ref)
	if q == nil {
		known := listed(in.catalogue.Questionnaires, func(q Questionnaire) string { return q.Ref() })
		in.reader.Fail("form", "import.form", Args{"value": clip(ref), "known": known})
		return
	}
	p.Questionnaire = q.ID
}

func (in *planImport) targets(p *Plan) {
	in.reader.NeededText("target")
	all := in.target("target", Target{})
	p.Targets[Administrative] = all
	p.Targets[PublicService] = in.target("target_public_service", all)
}

func (in *planImport) target(column string, other Target) Target {
	s := strings.ReplaceAll(in.reader.Text(column), " ", "")
	if s == "" {
		return other
	}
	number, atLeast := strings.CutPrefix(s, ">=")
	if !atLeast {
		number = strings.TrimPrefix(s, ">")
	}
	percent, ok := new(big.Rat).SetString(strings.Replace(number, ",", ".", 1))
	if !ok || s[0] != '>' {
		in.reader.Fail(column, "import.target", Args{"value": clip(s)})
		return other
	}
	hundredths := percent.Mul(percent, big.NewRat(100, 1))
	if !hundredths.IsInt() || hundredths.Sign() < 0 || hundredths.Cmp(big.NewRat(10000, 1)) > 0 {
		in.reader.Fail(column, "import.target", Args{"value": clip(s)})
	}
	return Target{Hundredths: hundredths.Num().Int64(), Above: !atLeast}
}

// scope reads whom the plan asks: groups, agencies by code, counters by code.
func (in *planImport) scope(p *Plan) {
	for _, code := range p.Groups {
		if in.catalogue.GroupByCode(code) == nil {
			args := Args{"value": clip(code), "known": in.catalogue.groupCodes()}
			in.reader.Fail("groups", "import.group_unknown", args)
		}
	}
	slices.Sort(p.Groups)
	for _, code := range in.reader.List("agencies") {
		if a := in.agency("agencies", code, p); a != nil {
			p.Agencies = append(p.Agencies, a.ID)
		}
	}
	slices.Sort(p.Agencies)
	for _, code := range in.reader.List("counters") {
		n := in.counters[code]
		if n == nil {
			in.reader.Fail("counters", "import.counter_unknown", Args{"value": clip(code)})
			continue
		}
		p.Counters = append(p.Counters, n.ID)
	}
	slices.Sort(p.Counters)
}

// agency finds an agency of the plan's period: a code means whom it meant last.
func (in *planImport) agency(column, code string, p *Plan) *Agency {
	a := in.catalogue.AgencyByRef(code, p.Ends)
	if a == nil {
		a = in.catalogue.AgencyByRef(code, p.Starts)
	}
	if a == nil {
		in.reader.Fail(column, "import.agency", Args{"value": clip(code)})
	}
	return a
}

func (in *planImport) transactions(p *Plan) {
	for _, pair := range in.reader.List("transactions") {
		code, number, _ := strings.Cut(pair, "=")
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err != nil || n < 0 {
			in.reader.Fail("transactions", "import.transactions", Args{"value": clip(pair)})
			continue
		}
		if n > MostNumber {
			args := Args{"value": clip(pair), "most": strconv.FormatInt(MostNumber, 10)}
			in.reader.Fail("transactions", "import.transactions_most", args)
			continue
		}
		a := in.agency("transactions", strings.TrimSpace(code), p)
		if a == nil {
			continue
		}
		if _, twice := p.Transactions[a.ID]; twice {
			in.reader.Fail("transactions", "import.transactions", Args{"value": clip(pair)})
		}
		p.Transactions[a.ID] = n
	}
}
