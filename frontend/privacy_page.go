package frontend

import "hailong/survey"

// PrivacyPage says in plain words what is kept of people, why, for how long, who sees
// it, and what they may ask for (law 91/2025/QH15). docs/privacy.md says the same field
// by field.
type PrivacyPage struct {
	Office
	Terms    PrivacyTerms
	Parts    []Link // the page's sections
	Sections []PrivacySection
}

// PrivacyTerms are what differs between two offices.
type PrivacyTerms struct {
	CommentMonths int    // how long a comment is kept
	Contact       string // whom to ask, as one line; may be empty
}

// PrivacySection is what the page says under one head.
type PrivacySection struct {
	ID, Title string
	Said      []string // paragraphs
	List      []string // and then points
}

// privacyParts are the sections, by the ids that links to them name, with the keys of
// what they say.
var privacyParts = []struct {
	id         string
	said, list []string
}{
	{"ai-lam", []string{"who", "who_law"}, nil},
	{"muc-dich", []string{"purpose", "purpose_free"}, nil},
	{"luu-gi", []string{"kept"}, []string{"kept_answers", "kept_time", "kept_receipt", "kept_comment"}},
	{"khong-luu", []string{"not"}, []string{"not_name", "not_address", "not_device", "not_cookie"}},
	{"bao-lau", nil, []string{"long_comment", "long_answers", "long_backup"}},
	{"ai-doc", []string{"read"}, []string{"read_day", "read_five", "read_counter", "read_mixed"}},
	{"ai-doc-cau", []string{"figures", "figures_database"}, nil},
	{"xoa", []string{"erase", "erase_left", "erase_named"}, nil},
	{"can-bo", []string{"officer"}, []string{
		"officer_account", "officer_sign_in", "officer_cookie", "officer_log", "officer_long",
	}},
	{"quyen", []string{"rights"}, []string{"rights_know", "rights_erase", "rights_account", "rights_complain"}},
}

// NewPrivacyPage makes the page.
func NewPrivacyPage(f Frame, c *survey.Catalogue, terms PrivacyTerms) *PrivacyPage {
	p := &PrivacyPage{Office: newOffice(f, c, c.DefaultPlan()), Terms: terms}
	p.Title = p.say("privacy.title", nil)
	args := survey.Args{
		"province": p.In(p.Province), "months": terms.CommentMonths, "together": survey.CommentsTogether,
	}
	for _, part := range privacyParts {
		s := PrivacySection{ID: part.id, Title: p.say("privacy.part_"+part.id, nil)}
		for _, key := range part.said {
			s.Said = append(s.Said, p.say("privacy."+key, args))
		}
		for _, key := range part.list {
			s.List = append(s.List, p.say("privacy."+key, args))
		}
		p.Sections = append(p.Sections, s)
		p.Parts = append(p.Parts, Link{Text: s.Title, URL: p.Link("/privacy") + "#" + s.ID})
	}
	return p
}

// Whom says whom to ask: the office's own words where they are set.
func (p *PrivacyPage) Whom() string {
	if p.Terms.Contact != "" {
		return p.say("privacy.contact", survey.Args{"contact": p.Terms.Contact})
	}
	return p.say("privacy.contact_none", survey.Args{"province": p.In(p.Province)})
}
