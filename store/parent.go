package store

import "fmt"

// parent finds what a part belongs to. Foreign keys keep it there; who switches them
// off and deletes it leaves parts of nothing, which are named.
func parent[ID ~int64, D any](place map[ID]*D, id ID, part, whole string) (*D, error) {
	if d := place[id]; d != nil {
		return d, nil
	}
	return nil, fmt.Errorf("a row of %s belongs to %s %d, which is not there", part, whole, id)
}
