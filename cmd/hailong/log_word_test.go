package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hailong/frontend/words"
)

// loggedTypes are what the log keeps, beside all types that are called entries.
var loggedTypes = map[string]bool{
	"survey.Questionnaire": true, "survey.Group": true, "api.commentReading": true, "api.logExported": true,
}

// declared are the types of the rooms, by room and name.
func declared(t *testing.T, rooms ...string) map[string]ast.Expr {
	t.Helper()
	types := map[string]ast.Expr{}
	for _, room := range rooms {
		files, err := filepath.Glob("../../" + room + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatal(room, err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if spec, ok := n.(*ast.TypeSpec); ok && !strings.HasSuffix(name, "_test.go") {
					types[room+"."+spec.Name.Name] = spec.Type
				}
				return true
			})
		}
	}
	return types
}

// fieldsOf adds the names of the fields that the log's page shows of a type. A list is
// shown as one.
func fieldsOf(types map[string]ast.Expr, room string, of ast.Expr, into map[string]bool) {
	switch of := of.(type) {
	case *ast.Ident:
		if types[room+"."+of.Name] != nil {
			fieldsOf(types, room, types[room+"."+of.Name], into)
		}
	case *ast.SelectorExpr:
		from := of.X.(*ast.Ident).Name
		fieldsOf(types, from, types[from+"."+of.Sel.Name], into)
	case *ast.MapType:
		fieldsOf(types, room, of.Value, into)
	case *ast.StarExpr:
		fieldsOf(types, room, of.X, into)
	case *ast.StructType:
		for _, field := range of.Fields.List {
			for _, name := range field.Names {
				into[name.Name] = true
			}
			fieldsOf(types, room, field.Type, into)
		}
	}
}

// The log's page names each field that an entry may have.
func TestEveryFieldOfTheLogHasAWord(t *testing.T) {
	types := declared(t, "survey", "account", "api")
	fields, kinds := map[string]bool{}, 0
	for name, is := range types {
		room, plain, _ := strings.Cut(name, ".")
		if name == "survey.Entry" || !loggedTypes[name] && !strings.HasSuffix(strings.ToLower(plain), "entry") {
			continue
		}
		kinds++
		fieldsOf(types, room, is, fields)
	}
	if kinds < 14 || !fields["ClosedOn"] || !fields["VI"] || !fields["SHA256"] || !fields["Hundredths"] {
		t.Fatalf("only %d types with the fields %v", kinds, slices.Sorted(maps.Keys(fields)))
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !words.Has("log_field." + name) {
			t.Errorf("%s is shown without a word", name)
		}
	}
}
