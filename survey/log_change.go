package survey

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// FieldChange is one field that an entry changed: what was there before and after, as
// text; empty where there was nothing.
type FieldChange struct{ Field, Before, After string }

// Changes are the fields in which an entry's before and after differ, by their names;
// those of something new are all of it. Nested ones have a dotted name, Name.vi.
func (r LogRow) Changes() []FieldChange {
	before, after := map[string]string{}, map[string]string{}
	flatten(before, "", logged(r.Before))
	flatten(after, "", logged(r.After))
	names := maps.Clone(before)
	maps.Copy(names, after)
	var list []FieldChange
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before[name] != after[name] {
			list = append(list, FieldChange{Field: name, Before: before[name], After: after[name]})
		}
	}
	return list
}

// logged reads a text of the log; one that is no JSON stands for itself.
func logged(text string) any {
	values, err := decoded([]byte(text))
	if err != nil {
		return text
	}
	return values
}

// flatten writes values under their dotted names; empty ones are as if not there.
func flatten(into map[string]string, name string, value any) {
	if empty(value) {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		for key, part := range v {
			flatten(into, strings.TrimPrefix(name+"."+key, "."), part)
		}
	case []any:
		into[name] = flatList(v)
	case string:
		into[name] = v
	case bool, json.Number:
		into[name] = fmt.Sprint(v)
	}
}

// flatList writes a list of plain values with commas, any other as it is.
func flatList(list []any) string {
	texts := make([]string, len(list))
	for i, value := range list {
		switch value.(type) {
		case map[string]any, []any:
			texts[i] = encoded(value)
		default:
			texts[i] = fmt.Sprint(value)
		}
	}
	return strings.Join(texts, ", ")
}
