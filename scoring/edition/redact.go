package edition

// Redact takes out of the facts what must not be published: where there is no official
// score nothing of the answers but how many responses there were, and of a factor that is
// not shown how many of its answers were satisfied. The figures stay the same, because
// none of them is made of what is taken out.
func (c *Content) Redact() {
	for i := range c.Agencies {
		if o := c.Agencies[i].Opinion; o != nil {
			o.redact()
		}
	}
}

func (s *Score) redact() {
	score := s.scored()
	if !score.Eligible() {
		s.Y, s.M, s.YY, s.YM, s.MM = 0, 0, 0, 0, 0
		for i := range s.Factors {
			s.Factors[i].Satisfied, s.Factors[i].Given = 0, 0
		}
		return
	}
	for i, share := range s.factors(&score) {
		if !share.Eligible() {
			s.Factors[i].Satisfied = 0
		}
	}
}
