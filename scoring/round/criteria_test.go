package round

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hailong/scoring"
	"hailong/sheet"
	"hailong/survey"
)

// provincial is a catalogue with the sample's groups and two agencies.
func provincial() *survey.Catalogue {
	c := &survey.Catalogue{}
	for i, g := range SampleGroups {
		c.Groups = append(c.Groups, survey.Group{Code: g, Name: survey.Text{VI: g}, Position: i + 1})
	}
	c.Agencies = []survey.Agency{
		{ID: 1, Code: "SNV", Group: "department"}, {ID: 2, Code: "STC", Group: "department", ValidTo: "2024-12-31"},
	}
	return c.Index()
}

func TestSamplesAreSoundAndSaySo(t *testing.T) {
	for _, group := range SampleGroups {
		set, err := Sample(group)
		if err != nil {
			t.Fatal(err)
		}
		set.Year = 2026
		for _, f := range CheckSet(provincial(), &set) {
			t.Errorf("%s: %+v", group, f)
		}
		kinds, feeds, areas := map[scoring.Kind]bool{}, map[scoring.Feed]bool{}, 0
		for i, leaf := range set.Leaves() {
			kinds[leaf.Kind], feeds[leaf.Feed] = true, true
			if leaf.Name.EN == "" || set.AreaOf(i) == nil {
				t.Errorf("%s %s has no English name or no area", group, leaf.Code)
			}
		}
		for i := range set.Items {
			if set.Items[i].Level == scoring.Area {
				areas++
			}
		}
		if n := CountLeaves(&set); set.Max() != 100_00 || areas != 9 || n < 38 || n > 48 || len(kinds) != len(scoring.Kinds) || len(feeds) != 3 {
			t.Errorf("%s: %d points, %d areas, %d leaves, %v, %v", group, set.Max(), areas, n, kinds, feeds)
		}
		if !set.Sample || !strings.Contains(set.Name.VI, "mẫu") || set.Decision != "bộ tiêu chí mẫu, chưa ban hành" {
			t.Errorf("%s does not say that it is a sample: %+v", group, set.Name)
		}
		if set.Group != group || set.Family != Family || !slices.Equal(set.Cuts(), []int64{90_00, 70_00, 50_00, 0}) {
			t.Errorf("%s: %s, %v", group, set.Group, set.Cuts())
		}
	}
	if _, err := Sample("../criteria"); survey.KindOf(err) != survey.NotFound {
		t.Error(err)
	}
}

// anyName draws texts that are hard for one format of file or the other.
func anyName() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"Cải cách thể chế", "=1+1", "'=x", "-", "@a", "001", "1,5", "a|b;c", "a\nb", "\"x\"", "<b>&", "có", "90%", "Sở; ngành", "+84",
	})
}

func anyText() *rapid.Generator[survey.Text] {
	return rapid.Custom(func(t *rapid.T) survey.Text {
		return survey.Text{VI: anyName().Draw(t, "vi"), EN: rapid.SampledFrom([]string{"", "Reform", "=A1"}).Draw(t, "en")}
	})
}

// anyLeaf draws a sound leaf of any kind.
func anyLeaf(t *rapid.T) scoring.Item {
	i := scoring.Item{Name: anyText().Draw(t, "name"), Max: scoring.Points(rapid.IntRange(1, 2000).Draw(t, "max"))}
	i.Kind = rapid.SampledFrom(scoring.Kinds).Draw(t, "kind")
	how := i.Kind
	switch i.Kind {
	case scoring.Satisfaction, scoring.External:
		i.By = rapid.SampledFrom([]scoring.Kind{scoring.Ratio, scoring.Bands}).Draw(t, "by")
		how = i.By
	case scoring.Count:
		i.Per = scoring.Points(rapid.IntRange(1, 200).Draw(t, "per"))
	case scoring.Judged, scoring.Bonus, scoring.Penalty:
		i.Step = scoring.Points(rapid.IntRange(0, int(i.Max)).Draw(t, "step"))
	}
	switch how {
	case scoring.Ratio:
		i.Threshold = rapid.Int64Range(1, 20000).Draw(t, "threshold")
		i.Floor = rapid.Int64Range(0, i.Threshold).Draw(t, "floor")
		if i.Kind == scoring.Ratio {
			i.Feed = rapid.SampledFrom([]scoring.Feed{scoring.Typed, scoring.Tasks, scoring.Responses}).Draw(t, "feed")
		}
	case scoring.Bands:
		i.Plain = i.Kind != scoring.Satisfaction && rapid.Bool().Draw(t, "plain")
		i.AtMost = rapid.Bool().Draw(t, "small")
		i.Bands = anyBands(t, &i)
	}
	if i.Share() && i.Kind != scoring.Satisfaction {
		i.Empty = rapid.SampledFrom(scoring.Empties).Draw(t, "empty")
	}
	i.Evidence = rapid.Bool().Draw(t, "evidence")
	i.NotFor = rapid.SampledFrom([][]string{nil, {"SNV"}, {"SNV", "STC"}}).Draw(t, "not for")
	i.Appraiser = rapid.SampledFrom([]string{"", "SNV"}).Draw(t, "appraiser")
	i.Guidance = survey.Text{VI: rapid.SampledFrom([]string{"", "Dòng một\nDòng hai", "=x"}).Draw(t, "guidance")}
	return i
}

func anyBands(t *rapid.T, i *scoring.Item) []scoring.Band {
	var bands []scoring.Band
	bound := rapid.Int64Range(5000, 10000).Draw(t, "first bound")
	for p := i.Max; p >= 0 && len(bands) < 4 && bound >= 0; p -= scoring.Points(rapid.IntRange(1, 300).Draw(t, "less")) {
		bands = append(bands, scoring.Band{Bound: bound, Points: p})
		step := rapid.Int64Range(1, 3000).Draw(t, "further")
		if !i.AtMost {
			step = -step
		}
		bound += step
	}
	return bands
}

// anySet draws a sound set.
func anySet(t *rapid.T) scoring.CriteriaSet {
	s := scoring.CriteriaSet{
		Family: rapid.SampledFrom([]string{"cchc", "cntt-2"}).Draw(t, "family"), Year: 2024, Group: "department",
		Version: rapid.IntRange(1, 3).Draw(t, "version"), Name: anyText().Draw(t, "set"), Decision: anyName().Draw(t, "decision"),
		Sample: rapid.Bool().Draw(t, "sample"), BonusCap: scoring.Points(rapid.IntRange(0, 500).Draw(t, "cap")),
	}
	for a := range rapid.IntRange(1, 3).Draw(t, "areas") {
		area := scoring.Item{Level: scoring.Area, Code: roman(a + 1), Name: anyText().Draw(t, "area")}
		at := len(s.Items)
		s.Items = append(s.Items, area)
		for c := range rapid.IntRange(1, 3).Draw(t, "criteria") {
			code := fmt.Sprintf("%d.%d", a+1, c+1)
			s.Items[at].Max += anyCriterion(t, &s, code)
		}
	}
	s.Classes = []scoring.Class{
		{Code: "tot", Name: anyText().Draw(t, "class"), Cut: rapid.Int64Range(5001, 10000).Draw(t, "cut"), Area: "I", Share: 80_50},
		{Code: "kha", Name: survey.Text{VI: "Khá"}, Cut: 50_00},
		{Code: "yeu", Name: survey.Text{VI: "Yếu"}},
	}
	return s
}

// anyCriterion appends a criterion, a leaf or with components, and gives what it adds.
func anyCriterion(t *rapid.T, s *scoring.CriteriaSet, code string) scoring.Points {
	add := func(level scoring.Level, code string) scoring.Points {
		leaf := anyLeaf(t)
		leaf.Level, leaf.Code = level, code
		s.Items = append(s.Items, leaf)
		if leaf.Aside() {
			return 0
		}
		return leaf.Max
	}
	parts := rapid.IntRange(0, 3).Draw(t, "components")
	if parts == 0 {
		return add(scoring.Criterion, code)
	}
	at := len(s.Items)
	s.Items = append(s.Items, scoring.Item{Level: scoring.Criterion, Code: code, Name: anyText().Draw(t, "criterion")})
	for n := range parts {
		s.Items[at].Max += add(scoring.Component, fmt.Sprintf("%s.%d", code, n+1))
	}
	return s.Items[at].Max
}

// written is a set's file, as CSV or as a workbook, read as a table again.
func written(t testing.TB, s *scoring.CriteriaSet, write func(*bytes.Buffer, sheet.Sheet) error) *survey.Table {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, sheet.FromTable("criteria", CriteriaTable(s))); err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

var formats = map[string]func(*bytes.Buffer, sheet.Sheet) error{
	"csv":  func(b *bytes.Buffer, s sheet.Sheet) error { return sheet.WriteCSV(b, s) },
	"xlsx": func(b *bytes.Buffer, s sheet.Sheet) error { return sheet.WriteXLSX(b, s) },
}

func TestASetComesBackFromItsFileWithoutLoss(t *testing.T) {
	c := provincial()
	rapid.Check(t, func(rt *rapid.T) {
		want := anySet(rt)
		if faults := CheckSet(c, &want); len(faults) > 0 {
			rt.Fatalf("the set is not sound: %+v", faults)
		}
		for name, write := range formats {
			r, err := readCriteria(written(t, &want, write))
			if err != nil {
				rt.Fatal(name, err, causes(err))
			}
			if d := cmp.Diff(want, r.set); d != "" || len(Compare(&want, &r.set)) > 0 {
				rt.Fatal(name, d)
			}
			if err := r.faults(c); err != nil {
				rt.Fatal(name, causes(err))
			}
		}
	})
}

func causes(err error) []string {
	e, _ := errors.AsType[*survey.Error](err)
	if e == nil {
		return nil
	}
	var list []string
	for _, cause := range e.Causes {
		list = append(list, cause.Field+" "+cause.Word)
	}
	return list
}

const head = "level,code,name,max,kind,by,feed,step,per,threshold,floor,bands,empty,not_for,evidence,appraiser\n"

const sound = head + `set,family,cchc,,,,,,,,,,,,,
set,year,2026,,,,,,,,,,,,,
set,group,department,,,,,,,,,,,,,
set,name,Bộ tiêu chí,,,,,,,,,,,,,
class,tot,Tốt,,,,,,,80,,I>=50%,,,,
class,yeu,Yếu,,,,,,,0,,,,,,
lĩnh vực,I,Cải cách thể chế,"4,5",,,,,,,,,,,,
tiêu chí,1.1,Văn bản,"4,5",,,,,,,,,,,,
thành phần,1.1.1,Đúng hạn,"2,25",tỷ lệ,,,,,"90,5",50 %,,không áp dụng,SNV,có,SNV
component,1.1.2,Rà soát,2.25,bands,,,,,,,"≥ 80%:2,25; 60%: 1",full,,x,
`

func read(t *testing.T, text string) (*criteriaReader, error) {
	t.Helper()
	table, err := sheet.ReadCSV(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return readCriteria(table)
}

func TestAFileMayBeWrittenAsPeopleWrite(t *testing.T) {
	r, err := read(t, sound)
	if err != nil {
		t.Fatal(causes(err))
	}
	want := []scoring.Item{
		{Level: 1, Code: "I", Name: survey.Text{VI: "Cải cách thể chế"}, Max: 450},
		{Level: 2, Code: "1.1", Name: survey.Text{VI: "Văn bản"}, Max: 450},
		{Level: 3, Code: "1.1.1", Name: survey.Text{VI: "Đúng hạn"}, Max: 225, Rule: scoring.Rule{
			Kind: scoring.Ratio, Threshold: 90_50, Floor: 50_00, Empty: scoring.EmptyOut, NotFor: []string{"SNV"}, Evidence: true, Appraiser: "SNV",
		}},
		{Level: 3, Code: "1.1.2", Name: survey.Text{VI: "Rà soát"}, Max: 225, Rule: scoring.Rule{
			Kind: scoring.Bands, Bands: []scoring.Band{{Bound: 80_00, Points: 225}, {Bound: 60_00, Points: 100}}, Empty: scoring.EmptyFull, Evidence: true,
		}},
	}
	if d := cmp.Diff(want, r.set.Items); d != "" {
		t.Error(d)
	}
	if c := r.set.Classes[0]; c.Cut != 80_00 || c.Area != "I" || c.Share != 50_00 {
		t.Errorf("%+v", c)
	}
	if err := r.faults(provincial()); err != nil {
		t.Error(causes(err))
	}
}

func TestMistakesOfAFileNameRowAndColumn(t *testing.T) {
	for _, tt := range []struct{ name, was, now, want string }{
		{"a level", "thành phần,1.1.1", "phần,1.1.1", "10:level criteria.choice"},
		{"a kind", "bands,,,,,,,", "band,,,,,,,", "11:kind criteria.choice"},
		{"points", `2.25,bands`, `2.255,bands`, "11:max import.hundredths"},
		{"a share typed anew in a spreadsheet", `"90,5"`, "0.905", "10:threshold criteria.percent"},
		{"a small share", `"90,5"`, "0.9", "10:threshold criteria.percent_small"},
		{"bands", "60%: 1", "60: 1", "11:bands criteria.bands_text"},
		{"a bound that no edition holds", `"≥ 80%:2,25; 60%: 1"`, "200000000000000:2,25", "11:bands criteria.bound"},
		{"a name that is taken", "set,family,cchc", "set,family,Satisfaction", "2:name criteria.family_taken"},
		{"no name", "Rà soát", "", "11:name import.needed"},
		{"a code", "component,1.1.2", "component,1.1 2", "11:code import.code"},
		{"a code of dots", "component,1.1.2", "component,..", "11:code import.code"},
		{"a field of the set", "set,name", "set,title", "5:code criteria.choice"},
		{"a field twice", "set,name", "set,year", "5:code import.twice"},
		{"a condition", "I>=50%", "I 50%", "6:bands criteria.condition"},
		{"what is yes", "SNV,có,SNV", "SNV,maybe,SNV", "10:evidence import.flag"},
		{"no year", "set,year,2026,,,,,,,,,,,,,\n", "", "1:code criteria.field_missing"},
		{"a sum", `I,Cải cách thể chế,"4,5"`, "I,Cải cách thể chế,5", "8:max criteria.sum"},
		{"an agency", "50 %,,không áp dụng,SNV", "50 %,,không áp dụng,SXD", "10:not_for criteria.agency"},
		{"an agency that has ended", "không áp dụng,SNV,có,SNV", "không áp dụng,SNV,có,STC", "10:appraiser criteria.agency"},
		{"a group", "set,group,department", "set,group,sở", "1:group criteria.group"},
		{"no last class", "class,yeu,Yếu,,,,,,,0,", "class,yeu,Yếu,,,,,,,10,", "6:threshold criteria.last_cut"},
		{"bands that go up", "60%: 1", "90%: 1", "11:bands criteria.bands"},
		{"a component without its criterion", "tiêu chí,1.1,Văn bản", "lĩnh vực,1.1,Văn bản", "9:max criteria.sum"},
	} {
		if !strings.Contains(sound, tt.was) {
			t.Fatal(tt.name)
		}
		r, err := read(t, strings.Replace(sound, tt.was, tt.now, 1))
		if err == nil {
			err = r.place("", 0, "")
		}
		if err == nil {
			err = r.faults(provincial())
		}
		if got := causes(err); !slices.Contains(got, tt.want) && tt.name != "a component without its criterion" {
			t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
		} else if err == nil {
			t.Errorf("%s is taken", tt.name)
		}
	}
}

func TestItemsAreAddedMovedAndRemovedWithTheirParts(t *testing.T) {
	s, err := Sample("department")
	if err != nil {
		t.Fatal(err)
	}
	codes := func() string {
		var list []string
		for i := range s.Items {
			list = append(list, s.Items[i].Code)
		}
		return strings.Join(list, " ")
	}
	original := codes()
	if !MoveItem(&s, PlaceOf(&s, "2.1"), false) || !strings.Contains(codes(), "II 2.2 2.2.1 2.2.2 2.1 2.1.1 2.1.2 2.3") {
		t.Error(codes())
	}
	if !MoveItem(&s, PlaceOf(&s, "2.1"), true) || codes() != original {
		t.Error(codes())
	}
	for code, up := range map[string]bool{"I": true, "IX": false, "2.1.1": true, "2.4.1": false, "3.1": true} {
		if MoveItem(&s, PlaceOf(&s, code), up) || codes() != original {
			t.Errorf("%s moved", code)
		}
	}
	if got := FreeCode(&s, PlaceOf(&s, "2.1")) + " " + FreeCode(&s, PlaceOf(&s, "II")) + " " + FreeCode(&s, -1); got != "2.1.3 2.5 X" {
		t.Error(got)
	}
	InsertItem(&s, PlaceOf(&s, "2.1"), scoring.Item{Level: scoring.Component, Code: "2.1.3"})
	InsertItem(&s, -1, scoring.Item{Level: scoring.Area, Code: "X"})
	if !strings.Contains(codes(), "2.1.2 2.1.3 2.2") || !strings.HasSuffix(codes(), "9.2 X") {
		t.Error(codes())
	}
	RemoveItem(&s, PlaceOf(&s, "2.1.3"))
	RemoveItem(&s, PlaceOf(&s, "X"))
	RemoveItem(&s, PlaceOf(&s, "IX"))
	if codes()+" IX 9.1 9.2" != original {
		t.Error(codes())
	}
}

func TestTwoSetsAreComparedLeafByLeaf(t *testing.T) {
	a, err := Sample("department")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Sample("department")
	if d := Compare(&a, &b); len(d) != 0 {
		t.Errorf("%+v", d)
	}
	leaf := b.Leaf("2.3.1")
	leaf.Max, leaf.Threshold = 450, 95_00
	InsertItem(&b, PlaceOf(&b, "2.1"), scoring.Item{Level: scoring.Component, Code: "2.1.9", Name: survey.Text{VI: "Mới"}, Max: 50})
	RemoveItem(&b, PlaceOf(&b, "1.3"))
	MoveItem(&b, PlaceOf(&b, "7.2"), true)
	b.Classes[0].Cut = 85_00
	got := changeLines(Compare(&a, &b))
	want := []string{
		"class tot: Tốt (Good): 90 → Tốt (Good): 85",
		"order: ", "added 2.1.9", "2.3.1 max: 5 → 4.5", "2.3.1 threshold: 100% → 95%", "removed 1.3", "removed 1.3.1",
	}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] && !(want[i] == "order: " && strings.HasPrefix(got[i], want[i])) {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

func TestAPageWritesAnItemAsAFileDoes(t *testing.T) {
	s, _ := Sample("department")
	for i := range s.Items {
		got, err := ReadItem(ItemCells(&s.Items[i]))
		if d := cmp.Diff(s.Items[i], got); err != nil || d != "" {
			t.Fatal(err, d)
		}
	}
	cells := ItemCells(s.Leaf("6.2.1"))
	cells["bands"], cells["guidance"] = "80%: 4\r\n 60 % : 3,5\n", "  Một \r\n\r\nHai\t"
	got, err := ReadItem(cells)
	if err != nil || bandsText(&got.Rule) != "80%:4|60%:3.5" || got.Guidance.VI != "Một\n\nHai" {
		t.Errorf("%v %q %q", err, bandsText(&got.Rule), got.Guidance.VI)
	}
	cells["max"], cells["name"] = "nhiều", ""
	_, err = ReadItem(cells)
	if d := cmp.Diff([]string{"name import.needed", "max import.hundredths"}, causes(err)); d != "" {
		t.Error(d)
	}
}

func TestAPageWritesTheSetsOwnFields(t *testing.T) {
	s, _ := Sample("department")
	s.Classes[0].Area, s.Classes[0].Share = "VIII", 80_00
	fields, changed := HeadFields(&s), s
	if err := ReadHead(fields, &changed); err != nil || len(Compare(&s, &changed)) > 0 {
		t.Error(err, Compare(&s, &changed))
	}
	for _, column := range ClassColumns {
		fields[ClassField(2, column)] = ""
	}
	fields["decision"], fields[ClassField(1, "cut")] = " 12/QĐ-UBND ", "85,5"
	if err := ReadHead(fields, &changed); err != nil || changed.Decision != "12/QĐ-UBND" || len(changed.Classes) != 3 || changed.Classes[0].Cut != 85_50 {
		t.Errorf("%v %+v", err, changed.Classes)
	}
	fields["bonus_cap"], fields[ClassField(1, "share")], fields[ClassField(3, "name")] = "x", "nhiều", ""
	err := ReadHead(fields, &changed)
	want := []string{"bonus_cap import.hundredths", "class.1.share criteria.condition", "class.3.name import.needed"}
	if d := cmp.Diff(want, causes(err)); d != "" {
		t.Error(d)
	}
}

// What is read of a table of bands is written so that it is read again.
func FuzzCriteriaBands(f *testing.F) {
	f.Add("80%:5|60%:3")
	f.Add("<=5:2;<=10:1")
	f.Fuzz(func(t *testing.T, text string) {
		bands, atMost, plain, ok := parseBands(text)
		if !ok {
			return
		}
		r := scoring.Rule{Bands: bands, AtMost: atMost, Plain: plain}
		again, small, number, ok := parseBands(bandsText(&r))
		if d := cmp.Diff(bands, again); !ok || d != "" || small != atMost || number != plain {
			t.Errorf("%q is written %q: %s", text, bandsText(&r), d)
		}
	})
}
