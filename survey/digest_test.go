package survey

import "testing"

func TestADigestIsOfWhatIsThere(t *testing.T) {
	type older struct {
		Name  string
		Parts []struct{ Points int64 }
	}
	type newer struct {
		Name  string
		Parts []struct {
			Points int64
			Later  map[string]string
		}
		Added bool
	}
	old := older{Name: "a", Parts: []struct{ Points int64 }{{1}, {0}}}
	now := newer{Name: "a"}
	now.Parts = append(now.Parts, struct {
		Points int64
		Later  map[string]string
	}{Points: 1}, struct {
		Points int64
		Later  map[string]string
	}{})
	if Digest(old) != Digest(now) {
		t.Error("a field that came later makes another digest")
	}
	was := Digest(now)
	for name, change := range map[string]func(*newer){
		"a digit": func(n *newer) { n.Parts[0].Points = 2 }, "a part": func(n *newer) { n.Parts = n.Parts[:1] },
		"a new field": func(n *newer) { n.Added = true },
		"an order":    func(n *newer) { n.Parts[0], n.Parts[1] = n.Parts[1], n.Parts[0] },
	} {
		again := now
		again.Parts = append(again.Parts[:0:0], now.Parts...)
		if change(&again); Digest(again) == was {
			t.Error(name, "makes no other digest")
		}
	}
}
