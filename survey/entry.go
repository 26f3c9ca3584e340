package survey

// What the log keeps of a noun names others by their public codes: the database's
// own numbers say nothing outside it, and a counter's token never enters the log.

type agencyEntry struct {
	Code      string
	Name      Text
	Group     string
	Sector    Sector
	ValidFrom Day
	ValidTo   Day
	Hotline   string
	Source    string
}

func (c *Catalogue) agencyEntry(a Agency) any {
	return agencyEntry{a.Code, a.Name, a.Group, a.Sector, a.ValidFrom, a.ValidTo, a.Hotline, a.Source}
}

type successionEntry struct {
	Predecessor string
	Successor   string
	On          Day
	Note        string
}

func (c *Catalogue) successionEntry(s Succession) any {
	return successionEntry{c.Agency(s.Predecessor).Code, c.Agency(s.Successor).Code, s.On, s.Note}
}

type counterEntry struct {
	Code     string
	Agency   string
	Name     Text
	Place    Text
	Hours    Hours
	OpenedOn Day
	ClosedOn Day
}

func (c *Catalogue) counterEntry(n Counter) any {
	return counterEntry{n.Code, c.Agency(n.Agency).Code, n.Name, n.Place, n.Hours, n.OpenedOn, n.ClosedOn}
}

type planEntry struct {
	Code          string
	Year          int
	Name          Text
	Official      bool
	Census        bool
	Public        bool
	Starts, Ends  Day
	AcceptUntil   Day
	Questionnaire string
	Minimum       int64
	Targets       map[Sector]Target
	Groups        []string
	Agencies      []string
	Counters      []string
	Transactions  map[string]int64
}

func (c *Catalogue) planEntry(p Plan) any {
	e := planEntry{
		Code: p.Code, Year: p.Year, Name: p.Name, Official: p.Official, Census: p.Census, Public: p.Public,
		Starts: p.Starts, Ends: p.Ends, AcceptUntil: p.AcceptUntil,
		Questionnaire: c.Questionnaire(p.Questionnaire).Ref(), Minimum: p.Minimum,
		Targets: p.Targets, Groups: p.Groups, Transactions: map[string]int64{},
	}
	for _, id := range p.Agencies {
		e.Agencies = append(e.Agencies, c.Agency(id).Code)
	}
	for _, id := range p.Counters {
		e.Counters = append(e.Counters, c.Counter(id).Code)
	}
	for id, n := range p.Transactions {
		e.Transactions[c.Agency(id).Code] = n
	}
	return e
}
