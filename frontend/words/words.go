package words

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"hailong/survey"
)

// Each noun has a file per language: citizen.vi.json, citizen.en.json.
//
//go:embed *.json
var files embed.FS

var catalogues = mustLoad()

// printers write numbers as people of the language do: 1.234.567 and 1,234,567.
var printers = map[survey.Lang]*message.Printer{
	survey.Vietnamese: message.NewPrinter(language.Vietnamese),
	survey.English:    message.NewPrinter(language.English),
}

func mustLoad() map[survey.Lang]map[string]string {
	all := map[survey.Lang]map[string]string{}
	for _, lang := range survey.Languages {
		c, err := load(files, lang)
		if err != nil {
			panic(err) // the files are part of the program: a build that panics here fails every test
		}
		all[lang] = c
	}
	return all
}

func load(dir fs.FS, lang survey.Lang) (map[string]string, error) {
	names, err := fs.Glob(dir, "*."+string(lang)+".json")
	if err != nil {
		return nil, err
	}
	c := map[string]string{}
	for _, name := range names {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		part := map[string]string{}
		if err := json.Unmarshal(b, &part); err != nil {
			return nil, fmt.Errorf("words %s: %w", name, err)
		}
		for key, text := range part {
			if _, twice := c[key]; twice {
				return nil, fmt.Errorf("words %s: %q is in two files", name, key)
			}
			c[key] = text
		}
	}
	return c, nil
}

// Say is the sentence of a key with its placeholders filled. A missing key shows
// itself, and a test fails.
func Say(lang survey.Lang, key string, args survey.Args) string {
	text, ok := catalogues[lang][key]
	if !ok {
		return key
	}
	for name, value := range args {
		text = strings.ReplaceAll(text, "{"+name+"}", write(lang, name, value))
	}
	return text
}

// Has tells whether a key is known.
func Has(key string) bool { _, ok := catalogues[survey.Vietnamese][key]; return ok }

// Sentence says an error to a person. What is not an Error of ours is said only
// as "a fault on our side".
func Sentence(lang survey.Lang, err error) string {
	var e *survey.Error
	if errors.As(err, &e) && e.Kind != survey.Internal {
		return Say(lang, e.Word, e.Args)
	}
	return Say(lang, "internal", nil)
}

// plain are arguments that name a thing and count nothing: row 1234, not 1.234.
var plain = map[string]bool{"year": true, "line": true, "number": true, "have": true, "want": true}

// write writes one argument: days and numbers as people write them.
func write(lang survey.Lang, name string, value any) string {
	if plain[name] {
		return fmt.Sprint(value)
	}
	switch v := value.(type) {
	case survey.Day:
		if v == "" {
			return ""
		}
		return v.Time().Format("02/01/2006")
	case int:
		return Int(lang, int64(v))
	case int64:
		return Int(lang, v)
	}
	return fmt.Sprint(value)
}

// Int writes a whole number with the language's grouping.
func Int(lang survey.Lang, n int64) string {
	return printers[lang].Sprint(number.Decimal(n))
}

// Point turns a decimal with a point into the language's: 83.25 → 83,25.
func Point(lang survey.Lang, decimal string) string {
	if lang == survey.Vietnamese {
		return strings.Replace(decimal, ".", ",", 1)
	}
	return decimal
}
