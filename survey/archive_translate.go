package survey

// plansIn finds the file's plans in a catalogue, by the file's own numbers.
func (f *ArchiveFile) plansIn(c *Catalogue) (map[PlanID]*Plan, error) {
	plans := map[PlanID]*Plan{}
	for i := range f.catalogue.Plans {
		p := &f.catalogue.Plans[i]
		own := c.PlanByCode(p.Code)
		if own == nil {
			return nil, Fail(NotFound, "archive.no_plan", Args{"plan": p.Code})
		}
		plans[p.ID] = own
	}
	return plans, nil
}

func (f *ArchiveFile) agencyIn(c *Catalogue, a *Agency) (*Agency, error) {
	if own := c.agencyFrom(a.Code, a.ValidFrom); own != nil {
		return own, nil
	}
	return nil, Fail(NotFound, "archive.no_agency", Args{"value": f.catalogue.agencyKey(a.ID)})
}

// translate gives an agency and level counts the numbers of a catalogue.
func (f *ArchiveFile) translate(c *Catalogue, a *Agency, counts []LevelCount) (*Agency, []LevelCount, error) {
	own, err := f.agencyIn(c, a)
	if err != nil {
		return nil, nil, err
	}
	list := make([]LevelCount, len(counts))
	for i, n := range counts {
		ref := f.catalogue.refOf(n.Questionnaire)
		q := c.QuestionnaireByRef(ref)
		if q == nil {
			return nil, nil, Fail(NotFound, "archive.no_form", Args{"value": ref})
		}
		n.Questionnaire = q.ID
		list[i] = n
	}
	return own, list, nil
}
