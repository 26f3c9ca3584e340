package survey

import "slices"

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

// keptIn is what stays of a plan's agencies, by the numbers of a catalogue.
func (f *ArchiveFile) keptIn(c *Catalogue, p *planCount) (map[AgencyID]Kept, error) {
	kept := make(map[AgencyID]Kept, len(p.agencies))
	for id, counted := range p.agencies {
		own, err := f.agencyIn(c, f.catalogue.Agency(id))
		if err != nil {
			return nil, err
		}
		stages := counted.stages.Sorted()
		for i := range stages {
			q, err := f.questionnaireIn(c, stages[i].Questionnaire)
			if err != nil {
				return nil, err
			}
			stages[i].Questionnaire = q.ID
		}
		slices.SortFunc(stages, StageTally.compare)
		kept[own.ID] = Kept{Last: counted.last, Stages: stages}
	}
	return kept, nil
}

// questionnaireIn finds one that asks the same in the same order, else the shares of
// its questions would be taken for those of others.
func (f *ArchiveFile) questionnaireIn(c *Catalogue, id QuestionnaireID) (*Questionnaire, error) {
	q := f.catalogue.Questionnaire(id)
	own := c.QuestionnaireByRef(q.Ref())
	if own == nil || !slices.EqualFunc(own.Questions, q.Questions, func(a, b Question) bool {
		return a.Code == b.Code && a.Factor == b.Factor && a.Counts == b.Counts
	}) {
		return nil, Fail(NotFound, "archive.no_form", Args{"value": q.Ref()})
	}
	return own, nil
}
