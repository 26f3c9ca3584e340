package edition

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A wording that was published is never edited: archives out there would be found wanting.
// A new one is a file of the next number; its sum is added here.
func TestPublishedWordingsStay(t *testing.T) {
	sums := map[string]string{
		"METHOD-1.txt": "a7b9fbc98bf6dd15f624f4c12e7fb120c5d25f870da217d9a1d544c4434c7299",
		"README-1.txt": "7ac5988cfa100a1cd19c75ec05281142ac981bbc4df806627665a888dd54407d",
	}
	names, err := fs.Glob(texts, "texts/*")
	if err != nil || len(names) != len(sums) {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := texts.ReadFile(name)
		if err != nil || Hash(text) != sums[strings.TrimPrefix(name, "texts/")] {
			t.Error(name, "is not what it was:", Hash(text), err)
		}
	}
}

func TestTheLastWordingIsWrittenAndAllAreKnown(t *testing.T) {
	from := fstest.MapFS{
		"texts/METHOD-1.txt": {Data: []byte("old")}, "texts/METHOD-2.txt": {Data: []byte("new")},
		"texts/METHOD-10.txt": {Data: []byte("no such")}, "texts/README-1.txt": {Data: []byte("read")},
	}
	if list := wordings(from, methodFile); !slices.Equal(list, []string{"new", "old"}) {
		t.Error(list)
	}
}

// A text that tells people something else than the figures do is named, whoever signed it.
func TestVerifyReadsWhatIsWrittenForPeople(t *testing.T) {
	files := members(t, archived(t, sample(), true))
	for name, change := range map[string][2]string{
		readmeFile: {"Năm: 2022", "Năm: 2021"},
		methodFile: {"\n", "\n\n"},
	} {
		altered := signedAnew(t, swapped(t, files, name, change[0], change[1]), testKey)
		if said := saidOf(verified(t, zipped(t, altered), public())); !slices.Equal(said, []string{"verify.form file=" + name}) {
			t.Errorf("%s: %q", name, said)
		}
	}
}

// A decision is of a day, not before the figures were frozen, and is a PDF.
func TestVerifyReadsTheDecision(t *testing.T) {
	files := members(t, archived(t, sample(), true)) // frozen on 2023-01-10
	tests := map[string]struct {
		day, pdf string
		want     string
	}{
		"that day":    {"2023-01-10", string(testPDF), ""},
		"before":      {"2023-01-09", string(testPDF), "verify.day closed=2023-01-10 printed=2023-01-09"},
		"no such day": {"2023-02-30", string(testPDF), "verify.day closed=2023-01-10 printed=2023-02-30"},
		"no day":      {"", string(testPDF), "verify.day closed=2023-01-10 printed=–"},
		"words":       {"hôm nay", string(testPDF), "verify.day closed=2023-01-10 printed=hôm nay"},
		"no PDF":      {"2023-01-31", "MZ", "verify.not_pdf"},
		"a late mark": {"2023-01-31", "\n%PDF-1.4\n", "verify.not_pdf"},
		"nothing":     {"2023-01-31", "", "verify.not_pdf"},
	}
	for name, test := range tests {
		d := testDecision(files[0].text)
		d.Day, d.SHA256, d.Size = test.day, Hash([]byte(test.pdf)), int64(len(test.pdf))
		c, err := Decode(files[0].text)
		if err != nil {
			t.Fatal(err)
		}
		altered := slices.Clone(files)
		for i := range altered {
			switch altered[i].name {
			case decisionFile:
				altered[i].text = inLines(d)
			case signedFile:
				altered[i].text = []byte(test.pdf)
			case readmeFile:
				altered[i].text = c.text(readmeFile, d)
			}
		}
		report := verified(t, zipped(t, signedAnew(t, altered, testKey)), public())
		if said := strings.Join(saidOf(report), "\n"); said != test.want {
			t.Errorf("%s: %q", name, said)
		}
	}
}

// An edition that replaces itself, or a later one, is none.
func TestVerifyReadsWhatIsReplaced(t *testing.T) {
	files := members(t, archived(t, sample(), false))
	altered := signedAnew(t, swapped(t, files, contentFile, `"replaces": 0`, `"replaces": 1`), testKey)
	said := saidOf(verified(t, zipped(t, altered), public()))
	if want := "verify.facts cause=edition: the facts do not belong together: replaces"; !slices.Contains(said, want) {
		t.Errorf("%q", said)
	}
}
