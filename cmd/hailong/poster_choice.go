package main

import (
	"cmp"
	"slices"
	"strings"

	"hailong/frontend"
	"hailong/survey"
)

// choose gives the posters asked for, all where none is named, and those among them
// whose counter no plan asks.
func (c *postersCommand) choose(
	catalogue *survey.Catalogue, today survey.Day,
) (posters, unasked []frontend.Poster, err error) {
	if err := c.check(catalogue, today); err != nil {
		return nil, nil, err
	}
	for i := range catalogue.Counters {
		counter := &catalogue.Counters[i]
		p := frontend.Poster{Agency: catalogue.Agency(counter.Agency), Counter: counter}
		if !c.wants(&p) || !catalogue.InUse(counter, today) {
			continue
		}
		plan := catalogue.NextPlan(counter, today)
		if plan == nil {
			unasked = append(unasked, p)
		} else {
			p.Seconds = catalogue.Questionnaire(plan.Questionnaire).Seconds
		}
		posters = append(posters, p)
	}
	if len(posters) == 0 {
		return nil, nil, survey.Fail(survey.NotFound, "poster.none", nil)
	}
	// Counters come by code.
	slices.SortStableFunc(posters, byAgency)
	slices.SortStableFunc(unasked, byAgency)
	return posters, unasked, nil
}

func byAgency(a, b frontend.Poster) int { return strings.Compare(a.Agency.Code, b.Agency.Code) }

func (c *postersCommand) wants(p *frontend.Poster) bool {
	return len(c.Agency)+len(c.Counter) == 0 ||
		slices.Contains(c.Agency, p.Agency.Code) || slices.Contains(c.Counter, p.Counter.Code)
}

// check names every code that means nothing, and every agency or counter named that
// has nothing to print: somebody waits for those posters.
func (c *postersCommand) check(catalogue *survey.Catalogue, today survey.Day) error {
	// By code: whether there is something to print.
	agencies, counters := map[string]bool{}, map[string]bool{}
	for i := range catalogue.Agencies {
		if a := &catalogue.Agencies[i]; today.Within("", a.ValidTo) {
			agencies[a.Code] = false
		}
	}
	for i := range catalogue.Counters {
		counter := &catalogue.Counters[i]
		agency := catalogue.Agency(counter.Agency)
		counters[counter.Code] = catalogue.InUse(counter, today)
		if counters[counter.Code] {
			agencies[agency.Code] = true
		}
	}
	var unknown, empty, closed []string
	sift := func(codes []string, known map[string]bool, idle *[]string) {
		for _, code := range codes {
			if some, there := known[code]; !there {
				unknown = append(unknown, code)
			} else if !some {
				*idle = append(*idle, code)
			}
		}
	}
	sift(c.Agency, agencies, &empty)
	sift(c.Counter, counters, &closed)
	return cmp.Or(
		naming("poster.unknown", unknown), naming("poster.closed", closed), naming("poster.none_agency", empty),
	)
}

// naming is an error about codes; nil where there are none.
func naming(word string, codes []string) error {
	if len(codes) == 0 {
		return nil
	}
	return survey.Fail(survey.NotFound, word, survey.Args{"codes": strings.Join(codes, ", ")})
}
