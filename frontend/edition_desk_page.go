package frontend

import (
	"strconv"

	"hailong/account"
	"hailong/frontend/document"
	"hailong/scoring/edition"
	"hailong/survey"
)

const editionsPath = "/desk/editions"

// EditionPath is where an edition is prepared.
func EditionPath(id edition.ID) string { return editionsPath + "/" + strconv.FormatInt(int64(id), 10) }

// EditionDeskPage lists the editions, the newest year first.
type EditionDeskPage struct {
	Desk
	Rows  []EditionEntry
	Close string // where one is closed; empty: not by this person
}

// EditionEntry is an edition in the list.
type EditionEntry struct {
	Link
	State   string
	Waiting bool // closed, and not published yet
	Hash    string
	Closed  string
	Then    string // what became of it
}

// NewEditionDeskPage makes the list. names are how people are called.
func NewEditionDeskPage(f Frame, c *survey.Catalogue, list []edition.Edition, names Names) *EditionDeskPage {
	p := &EditionDeskPage{Desk: newDesk(f, c, "desk.editions")}
	if p.May(account.CloseEdition) {
		p.Close = p.Link(editionsPath + "/close")
	}
	for i := range list {
		p.Rows = append(p.Rows, p.entry(c, &list[i], names))
	}
	return p
}

func (p *EditionDeskPage) entry(c *survey.Catalogue, e *edition.Edition, names Names) EditionEntry {
	return EditionEntry{
		Link:  Link{Text: p.editionTitle(e), URL: p.Link(EditionPath(e.ID))},
		State: p.say("edition.state_"+string(e.State), nil), Waiting: e.State == edition.Closed,
		Hash: shortHash(e.Hash), Closed: p.editionClosed(c, e, names), Then: p.editionThen(c, e, names),
	}
}

// editionTitle is how an edition is called: its index, its year, and which one it is.
func (o *Office) editionTitle(e *edition.Edition) string {
	return o.say("edition_page.title_"+string(e.Kind), survey.Args{
		"index": o.familyTitle(e.Family), "year": e.Year, "number": e.Number,
	})
}

func (o *Office) editionClosed(c *survey.Catalogue, e *edition.Edition, names Names) string {
	return o.say("edition_page.closed_by", survey.Args{
		"name": names.person(e.ClosedBy), "day": survey.DayOf(e.ClosedAt, c.Zone),
	})
}

// editionThen says by what decision an edition was published, and by whom.
func (o *Office) editionThen(c *survey.Catalogue, e *edition.Edition, names Names) string {
	if e.State != edition.Published {
		return ""
	}
	return o.say("edition_page.published_by", survey.Args{
		"decision": e.Decision, "day": e.DecidedOn, "name": names.person(e.PublishedBy),
		"on": survey.DayOf(e.PublishedAt, c.Zone),
	})
}

// shortHash is enough of a hash to tell two editions apart; the edition's page has it all.
func shortHash(hash string) string { return hash[:min(12, len(hash))] }

// EditionDeskItemPage is one edition on its way to the public.
type EditionDeskItemPage struct {
	Desk
	Lead     string
	Facts    []Held
	Hash     string
	Archive  Held // its hash, and where it is taken
	Why      string
	Files    []EditionFile
	Withdraw string
	Publish  string
	Same     bool // the reader closed it, so that another publishes it
	Public   Link // where everybody sees it; without address: nobody does
	Correct  string
}

// Follow leads to the public page of a published edition, and where it is in force to
// correcting it: choice is what the closing page is asked for, empty where it cannot be.
func (p *EditionDeskItemPage) Follow(e *edition.Edition, inForce bool, choice string) {
	text := p.say("edition_page.public", survey.Args{"year": e.Year})
	p.Public = Link{Text: text, URL: p.rankingLink(e, inForce)}
	if inForce && choice != "" && p.May(account.CloseEdition) {
		p.Correct = p.Link(editionsPath+"/close", "what", choice)
	}
}

// EditionFile is a document made of an edition.
type EditionFile struct {
	Link
	Ending string
}

// NewEditionDeskItemPage makes the page; content is what was frozen.
func NewEditionDeskItemPage(
	f Frame, c *survey.Catalogue, e *edition.Edition, content *edition.Content, names Names,
) *EditionDeskItemPage {
	p := &EditionDeskItemPage{Desk: newDesk(f, c, "desk.editions"), Hash: e.Hash, Why: e.Why}
	p.Title = p.editionTitle(e)
	p.Lead = p.say("edition.state_"+string(e.State), nil)
	fact := func(word, value string) {
		if value != "" {
			p.Facts = append(p.Facts, Held{p.say("edition_page."+word, nil), value})
		}
	}
	fact("closed", p.editionClosed(c, e, names))
	fact("published", p.editionThen(c, e, names))
	if e.Replaces > 0 {
		fact("replaces", p.say("edition_page.number", survey.Args{"number": e.Replaces}))
	}
	if content.Log.Number > 0 {
		fact("log", strconv.FormatInt(content.Log.Number, 10)+" · "+shortHash(content.Log.Hash))
	}
	p.files(e, content)
	p.acts(e)
	return p
}

func (p *EditionDeskItemPage) files(e *edition.Edition, content *edition.Content) {
	if e.State == edition.Withdrawn {
		return
	}
	if e.State == edition.Published {
		file := RankingFile{"decision", "pdf"}
		p.Files = append(p.Files, EditionFile{
			Link: Link{Text: p.say("ranking.file_decision", nil), URL: editionPath(e, file)}, Ending: file.Ending,
		})
	}
	path := EditionPath(e.ID) + "/files/"
	for i := range document.Documents {
		d := &document.Documents[i]
		if !d.For(content) {
			continue
		}
		p.Files = append(p.Files, EditionFile{
			Link:   Link{Text: p.say("document.file."+d.Key, nil), URL: path + d.Key + "." + d.Ending},
			Ending: d.Ending,
		})
	}
	if e.State == edition.Published {
		p.Archive = Held{e.ArchiveHash, EditionPath(e.ID) + "/archive"}
	}
}

func (p *EditionDeskItemPage) acts(e *edition.Edition) {
	if e.State != edition.Closed {
		return
	}
	if p.May(account.CloseEdition) {
		p.Withdraw = p.Link(EditionPath(e.ID) + "/withdraw")
	}
	if p.May(account.Publish) {
		if p.Same = e.ClosedBy == p.Me.Login; !p.Same {
			p.Publish = p.Link(EditionPath(e.ID) + "/publish")
		}
	}
}
