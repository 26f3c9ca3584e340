package frontend

import "html/template"

// functions are what templates may call beside the methods of their page.
var functions = template.FuncMap{
	"officeStyle": func() string { return officeSheet.name },
}
