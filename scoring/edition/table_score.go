package edition

// satisfactionTable has the six sums and the terms of each agency, and what follows.
func (c *Content) satisfactionTable() table {
	t := table{"satisfaction.csv", [][]string{{
		"agency", "name_vi", "name_en", "group", "sector", "plan", "received", "late", "excluded",
		"n", "sum_y", "sum_m", "sum_yy", "sum_ym", "sum_mm",
		"target_x100", "above", "transactions", "minimum", "population",
		"needed", "official", "certain", "score", "low", "high",
	}}}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if s := a.Opinion; s != nil {
			t.rows = append(t.rows, []string{
				a.Code, a.Name.VI, a.Name.EN, a.Group, a.Sector, s.Plan, num(s.Received), num(s.Late), num(s.Excl),
				num(s.N), num(s.Y), num(s.M), num(s.YY), num(s.YM), num(s.MM),
				num(s.Target), yes(s.Above), some(s.Transactions, s.Known), num(s.Minimum), num(s.Population),
				num(s.Needed), s.Official, yes(s.Certain), s.Score, s.Low, s.High,
			})
		}
	}
	return t
}

func (c *Content) factorTable() table {
	t := table{"factors.csv", [][]string{{
		"agency", "factor", "name_vi", "name_en", "questions", "satisfied", "given", "score",
	}}}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if a.Opinion == nil {
			continue
		}
		for _, f := range a.Opinion.Factors {
			t.rows = append(t.rows, []string{
				a.Code, f.Code, f.Name.VI, f.Name.EN, num(f.Questions), num(f.Satisfied), num(f.Given), f.Score,
			})
		}
	}
	return t
}

func (c *Content) blockTable() table {
	t := table{"blocks.csv", [][]string{{
		"part", "code", "agencies", "eligible", "target_x100", "above",
		"score", "low", "high", "official", "certain",
	}}}
	for i := range c.Blocks {
		b := &c.Blocks[i]
		t.rows = append(t.rows, []string{
			b.Part, b.Code, num(b.Agencies), num(b.Eligible), num(b.Target), yes(b.Above),
			b.Score, b.Low, b.High, b.Official, yes(b.Certain),
		})
	}
	return t
}
