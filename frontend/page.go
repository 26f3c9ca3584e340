package frontend

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"reflect"
)

//go:embed template/*.html
var templates embed.FS

//go:embed style/*.css
var styles embed.FS

var pages = template.Must(template.New("").Funcs(functions).ParseFS(templates, "template/*.html"))

// Draw draws a page by the template that has its struct's name: AgencyPage is
// drawn by agency_page.html's {{define "AgencyPage"}}.
func Draw(page any) ([]byte, error) {
	var b bytes.Buffer
	name := reflect.Indirect(reflect.ValueOf(page)).Type().Name()
	if err := pages.ExecuteTemplate(&b, name, page); err != nil {
		return nil, fmt.Errorf("draw %s: %w", name, err)
	}
	return b.Bytes(), nil
}
