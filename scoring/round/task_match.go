package round

import (
	"slices"
	"strings"
	"unicode"

	"hailong/survey"
)

// Who a task is for stands in plans as a text: "Sở Tư pháp chủ trì, phối hợp với Sở Tài
// chính", "Các sở, ban, ngành, địa phương". What it seems to say is a proposal.

// vague are the words after a collective that make it mean nobody in particular.
var vague = [][]string{{"lien", "quan"}, {"co", "lien", "quan"}, {"khac"}}

// agencyNames finds agencies of a year in texts.
type agencyNames struct {
	first map[string][]agencyName // by their first word, the longest first
}

type agencyName struct {
	words    []string
	agencies []survey.AgencyID
	many     bool // a collective
}

// newAgencyNames knows the agencies that exist at the end of a year, else in it.
func newAgencyNames(c *survey.Catalogue, year int) *agencyNames {
	known := map[string]agencyName{}
	groups := map[string][]survey.AgencyID{}
	for _, last := range []bool{true, false} {
		for i := range c.Agencies {
			a := &c.Agencies[i]
			if a.ExistsOn(survey.YearEnd(year)) != last || !a.ExistsIn(survey.YearStart(year), survey.YearEnd(year)) {
				continue
			}
			if last {
				groups[a.Group] = append(groups[a.Group], a.ID)
			}
			for _, words := range namesOf(a.Name.VI) {
				key := strings.Join(words, " ")
				if _, taken := known[key]; !taken {
					known[key] = agencyName{words: words, agencies: []survey.AgencyID{a.ID}}
				}
			}
		}
	}
	for text, codes := range collectives() {
		name := agencyName{words: wordsOf(text).words, many: true}
		for _, code := range codes {
			name.agencies = append(name.agencies, groups[code]...)
		}
		known[strings.Join(name.words, " ")] = name
	}
	return sortedNames(known)
}

func sortedNames(known map[string]agencyName) *agencyNames {
	n := &agencyNames{first: map[string][]agencyName{}}
	for _, name := range known {
		if len(name.words) > 1 {
			n.first[name.words[0]] = append(n.first[name.words[0]], name)
		}
	}
	for _, list := range n.first {
		slices.SortFunc(list, func(a, b agencyName) int { return len(b.words) - len(a.words) })
	}
	return n
}

// namesOf are the ways in which people write an agency's name: in full, and a department
// by its initials, Sở KH&ĐT.
func namesOf(name string) [][]string {
	full := wordsOf(name).words
	names := [][]string{full}
	if len(full) < 4 || full[0] != "so" {
		return names
	}
	initials := ""
	for _, word := range full[1:] {
		if word != "va" {
			initials += string([]rune(word)[:1])
		}
	}
	return append(names, []string{"so", initials})
}

// wording is a text as words without marks and capitals. starts are the words at which
// another part of the text begins.
type wording struct {
	words  []string
	starts map[int]bool
}

// wordsOf splits a text. An ampersand within a word is left out; a dash between blanks, a
// semicolon, a colon and a full stop end a part.
func wordsOf(text string) wording {
	parts := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	s := wording{starts: map[int]bool{0: true}}
	for field := range strings.FieldsSeq(strings.ReplaceAll(survey.FoldSearch(text), "&", "")) {
		if strings.Trim(field, "-–+•") == "" {
			s.starts[len(s.words)] = true
			continue
		}
		s.words = append(s.words, strings.FieldsFunc(field, parts)...)
		if strings.HasSuffix(field, ";") || strings.HasSuffix(field, ".") {
			s.starts[len(s.words)] = true
		}
	}
	return s.short()
}

// short writes "ủy ban nhân dân" as it mostly is: UBND.
func (s wording) short() wording {
	long := []string{"uy", "ban", "nhan", "dan"}
	out := wording{starts: map[int]bool{}}
	for i := 0; i < len(s.words); i++ {
		if s.starts[i] {
			out.starts[len(out.words)] = true
		}
		if startsWith(s.words[i:], long) {
			out.words = append(out.words, "ubnd")
			i += len(long) - 1
			continue
		}
		out.words = append(out.words, s.words[i])
	}
	return out
}

func startsWith(words, beginning []string) bool {
	return len(words) >= len(beginning) && slices.Equal(words[:len(beginning)], beginning)
}

// mention is where a text names agencies: the words [from, to).
type mention struct {
	from, to int
	agencies []survey.AgencyID
	leads    bool
}

// propose says whom a text seems to mean, and who of them leads: who stands before "chủ
// trì", or after "chủ trì:", or who alone is named, at the text's beginning.
func (n *agencyNames) propose(text string) []TaskAgency {
	s := wordsOf(text)
	found := n.mentions(s)
	leaders := 0
	for i := range found {
		found[i].leads = leadsAt(s, found, i)
		if found[i].leads {
			leaders++
		}
	}
	alone := leaders == 0 && len(found) == 1 && found[0].from == 0 && len(found[0].agencies) == 1
	var list []TaskAgency
	for _, m := range found {
		for _, a := range m.agencies {
			leads := m.leads || alone
			at := slices.IndexFunc(list, func(x TaskAgency) bool { return x.Agency == a })
			if at < 0 {
				list = append(list, TaskAgency{Agency: a, Leads: leads})
			} else if leads {
				list[at].Leads = true
			}
		}
	}
	slices.SortFunc(list, func(a, b TaskAgency) int { return int(a.Agency - b.Agency) })
	return list
}

func (n *agencyNames) mentions(s wording) []mention {
	var found []mention
	for i := 0; i < len(s.words); i++ {
		for _, name := range n.first[s.words[i]] {
			if !startsWith(s.words[i:], name.words) {
				continue
			}
			end := i + len(name.words)
			follows := func(words []string) bool { return startsWith(s.words[end:], words) }
			if !name.many || !slices.ContainsFunc(vague, follows) {
				found = append(found, mention{from: i, to: end, agencies: name.agencies})
			}
			i = end - 1
			break
		}
	}
	return found
}

var leading = []string{"chu", "tri"}

// leadsAt looks from a mention over others that "và" joins to it: forward to "chủ trì", or
// back to one that nobody stands before.
func leadsAt(s wording, found []mention, i int) bool {
	end := found[i].to
	for next := i + 1; next < len(found) && joined(s, end, found[next].from); next++ {
		end = found[next].to
	}
	if startsWith(s.words[end:], leading) && !s.starts[end] {
		return true
	}
	first := i
	for first > 0 && joined(s, found[first-1].to, found[first].from) {
		first--
	}
	at := found[first].from - len(leading)
	if at < 0 || !startsWith(s.words[at:], leading) {
		return false
	}
	for i := at; first > 0 && i >= found[first-1].to; i-- {
		if s.starts[i] {
			return true
		}
	}
	return first == 0
}

// joined tells whether nothing but "và" stands between two places of one part.
func joined(s wording, from, to int) bool {
	for i := from; i < to; i++ {
		if s.words[i] != "va" || s.starts[i] {
			return false
		}
	}
	return !s.starts[to]
}
