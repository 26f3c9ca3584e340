package edition

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hailong/survey"
)

// zipped is an archive of some files, as anybody could make it.
func zipped(t testing.TB, files []member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		to, err := w.Create(f.name)
		if err == nil {
			_, err = to.Write(f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// signedAnew gives files right sums again and has them signed by somebody.
func signedAnew(t testing.TB, files []member, key ed25519.PrivateKey) []member {
	t.Helper()
	files = slices.Clone(files)
	var sums bytes.Buffer
	for i := range files {
		f := &files[i]
		switch f.name {
		case keyFile:
			text, err := EncodeKey(key.Public().(ed25519.PublicKey))
			if err != nil {
				t.Fatal(err)
			}
			f.text = text
		case sumsFile:
			f.text = bytes.Clone(sums.Bytes())
			continue
		case signatureFile:
			f.text, _ = key.Sign(nil, sums.Bytes(), crypto.Hash(0))
			continue
		}
		fmt.Fprintf(&sums, "%s  %s\n", Hash(f.text), f.name)
	}
	return files
}

// swapped is the files with the first old of one of them made new.
func swapped(t testing.TB, files []member, name, old, now string) []member {
	t.Helper()
	files = slices.Clone(files)
	for i := range files {
		if files[i].name == name {
			text := bytes.Replace(files[i].text, []byte(old), []byte(now), 1)
			if bytes.Equal(text, files[i].text) {
				t.Fatalf("%s does not hold %q", name, old)
			}
			files[i].text = text
			return files
		}
	}
	t.Fatalf("no %s", name)
	return nil
}

// saidOf are a report's faults as words with their arguments, in order.
func saidOf(r *Report) []string {
	var list []string
	for _, f := range r.Faults {
		line := f.Word
		for _, name := range slices.Sorted(maps.Keys(f.Args)) {
			line += fmt.Sprintf(" %s=%v", name, f.Args[name])
		}
		list = append(list, line)
	}
	return list
}

var strangerKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

// One altered digit is named, whoever made the sums and the signature fit again.
func TestVerifyNamesWhatWasAltered(t *testing.T) {
	files := members(t, archived(t, sample(), true))
	tests := map[string]struct {
		file, old, now string
		want           []string
	}{
		"an index": {
			contentFile, `"index": "77.63"`, `"index": "78.63"`,
			[]string{
				"verify.agency agency=STC computed=77.63 printed=78.63 what=result.index",
				"verify.cell column=index computed=78.63 file=groups/department.csv line=5 printed=77.63",
			},
		},
		"a rank": {
			contentFile, `"rank": 4`, `"rank": 3`,
			[]string{"verify.agency agency=STC computed=4 printed=3 what=result.rank"},
		},
		"a leaf's points": {
			contentFile, `"points":1333`, `"points":1433`,
			[]string{"verify.leaf agency=STC computed=1333 leaf=1.2 printed=1433 what=leaf.points"},
		},
		"what was given": {
			contentFile, `"given":750`, `"given":850`,
			[]string{"verify.leaf agency=STC computed=850 leaf=1.1.1 printed=750 what=leaf.points"},
		},
		"a score": {
			contentFile, `"score": "76.00"`, `"score": "86.00"`,
			[]string{"verify.agency agency=STC computed=76.00 printed=86.00 what=satisfaction.score"},
		},
		"a sum": {
			contentFile, `"sum_y": 380`, `"sum_y": 390`,
			[]string{"verify.agency agency=STC computed=78.00 printed=76.00 what=satisfaction.score"},
		},
		"a factor": {
			contentFile, `"satisfied":190,"given":250,"score":"76.00"`, `"satisfied":190,"given":250,"score":"77.00"`,
			[]string{"verify.factor agency=STC computed=76.00 factor=TC printed=77.00 what=factor.score"},
		},
		"an area": {
			contentFile, `{"code":"1","points":4483,"max":6000}`, `{"code":"1","points":4583,"max":6000}`,
			[]string{"verify.area agency=STC area=1 computed=4483 printed=4583 what=area.points"},
		},
		"a group's mean": {
			contentFile, `"ranked": 5`, `"ranked": 6`,
			[]string{"verify.group computed=5 group=department printed=6 what=group.ranked"},
		},
		"a class's count": {
			contentFile, `"T": 2`, `"T": 3`, []string{"verify.group computed=[K:2 T:2 Y:1] group=department printed=[K:2 T:3 Y:1] what=group.classes"},
		},
		"a set's maximum": {
			contentFile, `"max":1000,"kind":"judged"`, `"max":1100,"kind":"judged"`,
			[]string{"verify.facts cause=edition: the facts do not belong together: criteria set department: criteria.sum"},
		},
		"a cell": {
			"groups/department.csv", "77.63", "78.63",
			[]string{"verify.cell column=index computed=77.63 file=groups/department.csv line=5 printed=78.63"},
		},
		"a row less": {
			"groups.csv", "district,Huyện,Districts,district,1,", "", []string{"verify.line file=groups.csv line=3"},
		},
		"the decision": {"decision.pdf", "mẫu", "mau", []string{"verify.pdf"}},
		"of another":   {decisionFile, `"edition": "`, `"edition": "0`, []string{"verify.of"}},
		"a space":      {contentFile, `"year": 2022`, `"year":  2022`, []string{"verify.form file=edition.json"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			altered := swapped(t, files, test.file, test.old, test.now)
			plain := verified(t, zipped(t, altered), public())
			if said := saidOf(plain); !slices.Contains(said, "verify.sum file="+test.file) || plain.Known != true {
				t.Errorf("the sum is not said: %q", said)
			}
			report := verified(t, zipped(t, signedAnew(t, altered, strangerKey)), public())
			said := saidOf(report)
			for _, want := range append(test.want, "verify.other_key") {
				if !slices.Contains(said, want) {
					t.Errorf("want %s\ngot %s", want, strings.Join(said, "\n"))
				}
			}
			if report.Known || !report.Signed {
				t.Error("a stranger's signature is taken for the province's")
			}
		})
	}
}

// A figure anywhere in edition.json with one digit altered is found.
func TestVerifyFindsAnyAlteredDigit(t *testing.T) {
	file := archived(t, sample(), true)
	files := members(t, file)
	text := files[0].text
	for i, b := range text {
		if b < '0' || b > '9' || i%19 != 0 { // some of them, all over the file
			continue
		}
		altered := bytes.Clone(text)
		altered[i] = '0' + (b-'0'+1)%10
		changed := slices.Clone(files)
		changed[0].text = altered
		other := zipped(t, changed)
		report, err := Verify(bytes.NewReader(other), int64(len(other)), nil)
		if err == nil && len(report.Faults) == 0 {
			t.Fatalf("byte %d: nothing is said", i)
		}
	}
}

func TestVerifyLooksAtSumsAndSignature(t *testing.T) {
	files := members(t, archived(t, sample(), true))
	without := func(name string) []member {
		return slices.DeleteFunc(slices.Clone(files), func(m member) bool { return m.name == name })
	}
	tests := map[string]struct {
		files []member
		want  string
	}{
		"a file less":      {without("blocks.csv"), "verify.missing file=blocks.csv"},
		"no decision":      {without(decisionFile), "verify.missing file=decision.json"},
		"no signature":     {without(signatureFile), "verify.signature"},
		"no key":           {without(keyFile), "verify.signature"},
		"no sums":          {without(sumsFile), "verify.missing file=SHA256SUMS"},
		"a file more":      {append(slices.Clone(files), member{"more.csv", nil}), "verify.extra file=more.csv"},
		"a wrong sum":      {swapped(t, files, sumsFile, "a", "b"), "verify.signature"},
		"sums of nothing":  {swapped(t, files, sumsFile, "  ", "  x"), "verify.sums"},
		"no lines of sums": {swapped(t, files, sumsFile, "  ", " "), "verify.sums"},
	}
	for name, test := range tests {
		if said := saidOf(verified(t, zipped(t, test.files), nil)); !slices.Contains(said, test.want) {
			t.Errorf("%s: want %s, got %q", name, test.want, said)
		}
	}
}

func TestVerifyRefusesWhatCannotBeAnArchive(t *testing.T) {
	files := members(t, archived(t, sample(), true))
	more := func(name string, text []byte) []byte {
		return zipped(t, append(slices.Clone(files), member{name, text}))
	}
	many := slices.Clone(files)
	for i := range mostFiles {
		many = append(many, member{fmt.Sprint("f", i), nil})
	}
	bomb := slices.Clone(files)
	bomb[3] = member{files[3].name, make([]byte, mostFile+1)}
	tests := map[string]struct {
		file []byte
		word string
	}{
		"no ZIP":         {[]byte("PK"), "verify.unreadable"},
		"empty":          {zipped(t, nil), "verify.missing"},
		"twice":          {more("groups.csv", nil), "verify.name"},
		"up":             {more("../x.csv", nil), "verify.name"},
		"absolute":       {more("/x.csv", nil), "verify.name"},
		"of Windows":     {more(`a\x.csv`, nil), "verify.name"},
		"a folder up":    {more("../", nil), "verify.name"},
		"a control sign": {more("a\x1b[2J.csv", nil), "verify.name"},
		"many":           {zipped(t, many), "verify.large"},
		"a bomb":         {zipped(t, bomb), "verify.large"},
		"newer":          {zipped(t, swapped(t, files, contentFile, `"format": 1`, `"format": 2`)), "verify.newer"},
		"a field twice": {
			zipped(t, swapped(t, files, contentFile, `"year": 2022`, `"year": 2021, "year": 2022`)), "verify.unreadable",
		},
		"another's": {zipped(t, swapped(t, files, contentFile, `"format": 1`, `"form": 1`)), "verify.unreadable"},
	}
	for name, test := range tests {
		_, err := Verify(bytes.NewReader(test.file), int64(len(test.file)), nil)
		if !says(err, test.word) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Verify(bytes.NewReader(nil), mostZip+1, nil); !says(err, "verify.large") {
		t.Error(err)
	}
}

func says(err error, word string) bool {
	e, ok := err.(*survey.Error)
	return ok && e.Word == word && e.Kind != survey.Internal
}

// Facts that nobody here would freeze stop nobody who checks them.
func TestVerifyWithstandsMadeUpFacts(t *testing.T) {
	spoils := map[string]func(*Content){
		"no threshold":     func(c *Content) { c.Sets[0].Items[5].Threshold = 0 },
		"no area":          func(c *Content) { c.Sets[0].Items[0].Level = 3 },
		"an unknown kind":  func(c *Content) { c.Sets[0].Items[2].Kind = "guessed" },
		"a set too far":    func(c *Content) { c.Groups[0].Set = 9 },
		"no set":           func(c *Content) { c.Groups[0].Set = -1 },
		"below zero":       func(c *Content) { c.Agencies[0].Leaves[0].Given = -5 },
		"beyond all":       func(c *Content) { c.Agencies[0].Opinion.N = 1 << 60 },
		"impossible sums":  func(c *Content) { c.Agencies[0].Opinion.YY = 1 },
		"a leaf less":      func(c *Content) { c.Agencies[0].Leaves = c.Agencies[0].Leaves[1:] },
		"no group":         func(c *Content) { c.Agencies[0].Group = "x" },
		"the same twice":   func(c *Content) { c.Agencies[1].Code = c.Agencies[0].Code },
		"two groups alike": func(c *Content) { c.Groups[1].Code = c.Groups[0].Code },
		"two sets alike":   func(c *Content) { c.Sets[1].Group = c.Sets[0].Group },
		"another kind":     func(c *Content) { c.Kind = "sum" },
		"no day":           func(c *Content) { c.ClosedOn = "2023-02-30" },
		"many bands":       func(c *Content) { c.Sets[0].Items[6].Bands = make([]Band, mostParts+1) },
		"many factors":     func(c *Content) { c.Agencies[0].Opinion.Factors = make([]Factor, mostParts+1) },
	}
	good := members(t, archived(t, sample(), false))
	for name, spoil := range spoils {
		c := sample()
		frozen(t, c)
		spoil(c)
		files := slices.Clone(good)
		files[0].text = Encode(c)
		report := verified(t, zipped(t, signedAnew(t, files, testKey)), nil)
		if said := strings.Join(saidOf(report), "\n"); !strings.Contains(said, "verify.facts cause=") {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// Figures that an edition does not have are found too.
func TestVerifyFindsFiguresThatWerePutIn(t *testing.T) {
	c := sampleSatisfaction()
	text := frozen(t, c)
	c.Agencies[0].Result = &Result{Rank: 1, Index: "99.00"}
	c.Groups[0].Ranked = 1
	files := slices.Clone(members(t, archived(t, sampleSatisfaction(), false)))
	if !bytes.Equal(files[0].text, text) {
		t.Fatal("another edition")
	}
	files[0].text = Encode(c)
	said := saidOf(verified(t, zipped(t, signedAnew(t, files, testKey)), public()))
	for _, want := range []string{
		"verify.result agency=SKHĐT", "verify.group computed=0 group=department printed=1 what=group.ranked",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("want %s, got %q", want, said)
		}
	}
}

// drawn is some edition: any points that a leaf can be given, any satisfaction.
func drawn(t *rapid.T) *Content {
	c := sample()
	for i := range c.Agencies {
		a := &c.Agencies[i]
		for n := range a.Leaves {
			l := &a.Leaves[n]
			l.Out = rapid.IntRange(0, 9).Draw(t, "out") == 0
			l.Given, l.Den = rapid.Int64Range(0, 3000).Draw(t, "given"), rapid.Int64Range(0, 500).Draw(t, "den")
			l.Num = 100 * rapid.Int64Range(0, l.Den/100).Draw(t, "num")
		}
		a.Name.VI = rapid.String().Draw(t, "name")
		a.Opinion = nil
		if n := rapid.Int64Range(0, 300).Draw(t, "n"); n > 0 {
			a.Opinion = opinionOf(5*rapid.Int64Range(0, n).Draw(t, "y"), 5*n, n)
			a.Opinion.Transactions = rapid.Int64Range(0, 4000).Draw(t, "N")
		}
	}
	if rapid.Bool().Draw(t, "satisfaction") {
		c.Kind = Satisfaction
		for i := range c.Agencies {
			c.Agencies[i].Leaves = nil
		}
	}
	return c
}

// Whatever was frozen, its archive is right, and reads as it was.
func TestEveryArchiveIsRight(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := drawn(rt)
		text, err := c.freeze()
		if err != nil {
			rt.Fatal(err)
		}
		var file bytes.Buffer
		if err := Archive(&file, text, testDecision(text), testPDF, testKey); err != nil {
			rt.Fatal(err)
		}
		report, err := Verify(bytes.NewReader(file.Bytes()), int64(file.Len()), public())
		if err != nil || len(report.Faults) > 0 {
			rt.Fatal(err, saidOf(report))
		}
	})
}

// The text in lines is the same value as the text in one.
func TestLinesChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(rt, "fields") {
			value[rapid.String().Draw(rt, "key")] = []any{
				rapid.String().Draw(rt, "text"), []any{}, map[string]any{`"{[,:]}\`: []any{[]any{[]any{1.0, `\"`}}, nil}},
			}
		}
		var back map[string]any
		if err := json.Unmarshal(inLines(value), &back); err != nil {
			rt.Fatal(err)
		}
		once, err := json.Marshal(value)
		again, err2 := json.Marshal(back)
		if err != nil || err2 != nil || !bytes.Equal(once, again) {
			rt.Fatal(err, err2, string(once), string(again))
		}
	})
}

// Whatever an edition.json says, reading and recomputing it ends.
func FuzzContent(f *testing.F) {
	c := sampleSatisfaction()
	c.Agencies, c.Groups = c.Agencies[:1], c.Groups[:1]
	f.Add(Encode(c))
	f.Fuzz(func(_ *testing.T, text []byte) {
		c, err := Decode(text)
		if err != nil {
			return
		}
		if computed, err := c.again(); err == nil {
			_ = c.differences(computed)
		}
		_ = c.tables(func(t table) error {
			_ = t.text()
			return nil
		})
	})
}

// An agency that has more areas than the first of its group has no heads for them: a figure
// that differs there is still told by its line.
func TestVerifyNamesTheLineWhereARowIsTooWide(t *testing.T) {
	files := members(t, archived(t, sample(), true))
	c, err := Decode(files[0].text)
	if err != nil {
		t.Fatal(err)
	}
	ranked, _ := c.Sorted(c.Groups[0].Code)
	last := ranked[len(ranked)-1]
	last.Result.Areas = append(last.Result.Areas, AreaSum{Code: "99", Points: 1, Max: 424242})
	wide := c.rankTable(&c.Groups[0])
	for i := range files {
		switch files[i].name {
		case contentFile:
			files[i].text = Encode(c)
		case wide.name:
			files[i].text = wide.text()
		}
	}
	files = signedAnew(t, swapped(t, files, wide.name, "424242", "424243"), strangerKey)
	said := saidOf(verified(t, zipped(t, files), public()))
	if want := "verify.line file=" + wide.name; !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, want) }) {
		t.Errorf("%q", said)
	}
}
