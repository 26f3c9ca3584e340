package frontend

import "html/template"

// functions are what templates may call beside the methods of their page.
var functions = template.FuncMap{
	"officeStyle": func() string { return officeSheet.name },
	"pair":        func(page, of any) pair { return pair{page, of} },
}

// pair hands a part of a template what it draws together with the page, which has the words.
type pair struct{ Page, Of any }
