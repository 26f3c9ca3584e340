package api

import (
	"hailong/account"
	"hailong/scoring/report"
	"hailong/survey"
)

// ReaderOf is the reader of figures that an account makes.
func ReaderOf(c *survey.Catalogue, me *account.Account) report.Reader { return readerOf(c, me) }

// DeskRoute is a route of those who are signed in, as tests see it.
type DeskRoute struct {
	Method, Path string
	Needs        account.Action
}

// DeskRoutes are all of them.
func DeskRoutes() []DeskRoute {
	var list []DeskRoute
	for _, r := range new(server).deskRoutes() {
		list = append(list, DeskRoute{r.method, r.path, r.needs})
	}
	return list
}
