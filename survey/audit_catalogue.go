package survey

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// LogDifference is something that is not as the log says: somebody changed it past the
// program.
type LogDifference struct {
	Noun, Code      string // plan 2026
	Field           string // Targets.administrative.Hundredths; empty: all of it
	Logged, Present string // JSON; empty where there is none
}

// auditKey names one thing for ever: a code may come to mean another agency.
type auditKey struct{ noun, code string }

// loggedCatalogue is the catalogue as the log says it is, each thing by its key.
type loggedCatalogue map[auditKey]auditState

type auditState struct {
	values   any // as JSON decodes them
	replaced int // tokens that were replaced, of a counter
}

// auditedNouns are those whose entries hold all of them.
var auditedNouns = []string{"group", "agency", "succession", "counter", "questionnaire", "plan"}

// Take remembers what an entry says of the catalogue; others are none of its business.
func (l loggedCatalogue) Take(r LogRow) error {
	noun, verb, _ := strings.Cut(r.Action, ".")
	if !slices.Contains(auditedNouns, noun) {
		return nil
	}
	key := auditKey{noun, r.Subject}
	switch verb {
	case "replace_token":
		state := l[key]
		state.replaced++
		l[key] = state
	case "drop":
		values, err := decoded([]byte(r.Before))
		if err != nil {
			return err
		}
		delete(l, auditKey{noun, auditCode(noun, r.Subject, values)})
	case "add", "change":
		values, err := decoded([]byte(r.After))
		if err != nil {
			return err
		}
		key.code = auditCode(noun, r.Subject, values)
		state := l[key]
		state.values = values
		l[key] = state
	}
	return nil
}

// auditCode adds to a code what else is part of the key.
func auditCode(noun, code string, values any) string {
	part := map[string]string{"agency": "ValidFrom", "succession": "On"}[noun]
	fields, _ := values.(map[string]any)
	if more, _ := fields[part].(string); more != "" {
		code += "@" + more
	}
	return code
}

func decoded(text []byte) (values any, err error) {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	err = decoder.Decode(&values)
	return values, err
}

// Compare names what differs, in the order of noun and code.
func (l loggedCatalogue) Compare(_ context.Context, c *Catalogue) ([]LogDifference, error) {
	present, err := c.audited()
	if err != nil {
		return nil, err
	}
	var list []LogDifference
	for key, state := range present {
		d := LogDifference{Noun: key.noun, Code: key.code}
		logged, known := l[key]
		switch {
		case known && logged.values != nil:
			list = append(list, d.between("", logged.values, state.values)...)
		case key.noun != "group": // five groups came with the schema, before any log
			d.Present = encoded(state.values)
			list = append(list, d)
		}
		if logged.replaced != state.replaced {
			d.Field, d.Logged, d.Present = "Token", fmt.Sprint(logged.replaced), fmt.Sprint(state.replaced)
			list = append(list, d)
		}
	}
	for key, state := range l {
		if _, there := present[key]; !there {
			list = append(list, LogDifference{Noun: key.noun, Code: key.code, Logged: encoded(state.values)})
		}
	}
	slices.SortFunc(list, func(a, b LogDifference) int {
		return cmp.Or(
			strings.Compare(a.Noun, b.Noun), strings.Compare(a.Code, b.Code), strings.Compare(a.Field, b.Field),
		)
	})
	return list, nil
}

// between goes down where both sides have fields, and names the lowest that differ.
// A field that one side lacks is one that this version, or the one that wrote the log,
// did not know: it counts as empty.
func (d LogDifference) between(field string, logged, present any) []LogDifference {
	if empty(logged) && empty(present) || reflect.DeepEqual(logged, present) {
		return nil
	}
	left, isMap := logged.(map[string]any)
	right, alsoMap := present.(map[string]any)
	if !isMap || !alsoMap {
		d.Field, d.Logged, d.Present = strings.TrimPrefix(field, "."), encoded(logged), encoded(present)
		return []LogDifference{d}
	}
	names := maps.Clone(left)
	maps.Copy(names, right)
	var list []LogDifference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		list = append(list, d.between(field+"."+name, left[name], right[name])...)
	}
	return list
}

// LogDifferences compares a thing as its entries say with the one that is there; nil
// where there is none.
func LogDifferences(noun, code string, logged, present any) ([]LogDifference, error) {
	var values [2]any
	for i, thing := range []any{logged, present} {
		text, err := json.Marshal(thing)
		if err == nil {
			values[i], err = decoded(text)
		}
		if err != nil {
			return nil, err
		}
	}
	d := LogDifference{Noun: noun, Code: code}
	switch {
	case logged == nil && present == nil:
		return nil, nil
	case logged == nil:
		d.Present = encoded(values[1])
	case present == nil:
		d.Logged = encoded(values[0])
	default:
		return d.between("", values[0], values[1]), nil
	}
	return []LogDifference{d}, nil
}

func empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case json.Number:
		return v == "0"
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func encoded(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	return string(text)
}
