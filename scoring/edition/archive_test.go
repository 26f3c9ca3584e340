package edition

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hailong/survey"
)

var update = flag.Bool("update", false, "write the golden files anew")

// frozen are the bytes of a content.
func frozen(t testing.TB, c *Content) []byte {
	t.Helper()
	text, err := c.freeze()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func archived(t testing.TB, c *Content, published bool) []byte {
	t.Helper()
	text := frozen(t, c)
	var decision *Decision
	if published {
		decision = testDecision(text)
	}
	var file bytes.Buffer
	if err := Archive(&file, text, decision, testPDF, testKey); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func verified(t testing.TB, file []byte, key ed25519.PublicKey) *Report {
	t.Helper()
	report, err := Verify(bytes.NewReader(file), int64(len(file)), key)
	if err != nil {
		t.Fatal(err, survey.KindOf(err))
	}
	return report
}

func public() ed25519.PublicKey { return testKey.Public().(ed25519.PublicKey) }

// member is a file of an archive.
type member struct {
	name string
	text []byte
}

func members(t testing.TB, file []byte) []member {
	t.Helper()
	list, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all []member
	for _, f := range list.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err = errors.Join(err, from.Close()); err != nil {
			t.Fatal(err)
		}
		all = append(all, member{f.Name, text})
	}
	return all
}

// The archive of the small year, file by file as it was when it was last looked at.
func TestGoldenArchive(t *testing.T) {
	for name, c := range map[string]*Content{"cchc": sample(), "satisfaction": sampleSatisfaction()} {
		t.Run(name, func(t *testing.T) {
			golden := filepath.Join("testdata", name)
			files := members(t, archived(t, c, true))
			if *update {
				if err := os.RemoveAll(golden); err != nil {
					t.Fatal(err)
				}
				for _, f := range files {
					path := filepath.Join(golden, filepath.FromSlash(f.name))
					err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, f.text, 0o644))
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			there := 0
			err := filepath.WalkDir(golden, func(_ string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					there++
				}
				return err
			})
			if err != nil || there != len(files) {
				t.Errorf("%d golden files for %d, %v", there, len(files), err)
			}
			for _, f := range files {
				want, err := os.ReadFile(filepath.Join(golden, filepath.FromSlash(f.name)))
				if err != nil || !bytes.Equal(f.text, want) {
					t.Errorf("%s is another (%v); -update writes it anew", f.name, err)
				}
			}
		})
	}
}

// sampleSatisfaction is the same year's other edition.
func sampleSatisfaction() *Content {
	c := sample()
	c.Kind, c.Family, c.Sets = Satisfaction, "", nil
	for i := range c.Groups {
		c.Groups[i].Set = -1
	}
	for i := range c.Agencies {
		c.Agencies[i].Leaves, c.Agencies[i].Previous, c.Agencies[i].LeftOut = nil, nil, ""
	}
	return c
}

// What the small year is there for is in it.
func TestSampleHasTheCases(t *testing.T) {
	c := sample()
	frozen(t, c)
	result := map[string]*Result{}
	for i := range c.Agencies {
		result[c.Agencies[i].Code] = c.Agencies[i].Result
	}
	if a, b := result["SKHĐT"], result["SNV"]; a.Rank != 1 || b.Rank != 1 || !a.Shared || a.Index != b.Index {
		t.Errorf("no tie: %+v %+v", a, b)
	}
	if r := result["STC"]; r.Bonus != 500 || r.Penalty != 900 || r.Rank == 2 {
		t.Errorf("not beyond the caps after a tie: %+v", r)
	}
	if r := result["BQL"]; r.Unranked != LeftOut || r.Rank != 0 {
		t.Errorf("%+v", r)
	}
	if r := result["VN"]; r.Unranked != TooLittle || r.Max >= 6000 {
		t.Errorf("%+v", r)
	}
	if result["CUC"] != nil || c.Agencies[3].Opinion.Official != "too_few" || c.Agencies[7].Opinion.Official != "no_service" {
		t.Error(result["CUC"], c.Agencies[3].Opinion.Official, c.Agencies[7].Opinion.Official)
	}
	if l := c.Agencies[4].Leaves[5]; l.From != FromDecided || l.Points != 1234 {
		t.Errorf("%+v", l)
	}
}

func TestArchiveIsTheSameEachTime(t *testing.T) {
	file := archived(t, sample(), true)
	if !bytes.Equal(file, archived(t, sample(), true)) {
		t.Error("other bytes the second time")
	}
	r := verified(t, file, public())
	if len(r.Faults) > 0 || !r.Signed || !r.Known || r.Decision.Number != "123/QĐ-UBND" || r.Figures < 90 {
		t.Errorf("%v %+v", r.Faults, r)
	}
	draft := verified(t, archived(t, sample(), false), nil)
	if len(draft.Faults) > 0 || draft.Decision != nil || draft.Known || !draft.Signed {
		t.Errorf("%v %+v", draft.Faults, draft)
	}
}

func TestEncodedIsDecodedAsItWas(t *testing.T) {
	text := frozen(t, sample())
	c, err := Decode(text)
	if err != nil || !bytes.Equal(Encode(c), text) {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"a field more":       {`"format": 1,`, `"format": 1, "more": 2,`},
		"what follows":       {"\n}\n", "\n}\n{}"},
		"no format":          {`"format": 1,`, `"format": 0,`},
		"no number":          {`"year": 2022`, `"year": "2022"`},
		"a half number":      {`"year": 2022`, `"year": 2022.5`},
		"a number too large": {`"year": 2022`, `"year": 99999999999999999999`},
	} {
		other := bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1)
		if _, err := Decode(other); survey.KindOf(err) != survey.Invalid || bytes.Equal(other, text) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err = Decode([]byte(`{"format": 2, "new": true}`))
	if e, ok := errors.AsType[*survey.Error](err); !ok || e.Word != "verify.newer" {
		t.Error(err)
	}
}

// The time that a preview and an edition may take, for five hundred agencies with a hundred and fifty leaves.
func BenchmarkEdition(b *testing.B) {
	c := large(500, 150)
	for b.Loop() {
		begun := time.Now()
		if err := c.Compute(); err != nil {
			b.Fatal(err)
		}
		computed := time.Now()
		text := Encode(c)
		encoded := time.Now()
		var file bytes.Buffer
		if err := c.archive(&file, text, testDecision(text), testPDF, testKey); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(computed.Sub(begun).Seconds()*1000, "ms-compute")
		b.ReportMetric(encoded.Sub(computed).Seconds()*1000, "ms-encode")
		b.ReportMetric(time.Since(encoded).Seconds()*1000, "ms-archive")
		b.ReportMetric(float64(len(text))/1e6, "MB-json")
		b.ReportMetric(float64(file.Len())/1e6, "MB-zip")
	}
}
