package document

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

// glyphs reads what a TrueType font has a glyph for, from the table cmap of format 4, the
// only one in fonts made by font/make.sh.
func glyphs(ttf []byte) []rune {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(ttf[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(ttf[at:])) }
	var cmap int
	for i := range u16(4) {
		if entry := 12 + 16*i; string(ttf[entry:entry+4]) == "cmap" {
			cmap = u32(entry + 8)
		}
	}
	table := cmap + u32(cmap+8)
	segments := u16(table+6) / 2
	ends := table + 14
	starts := ends + 2*segments + 2
	deltas, offsets := starts+2*segments, starts+4*segments
	var list []rune
	for i := 0; i < 2*segments; i += 2 {
		for c := u16(starts + i); c <= u16(ends+i) && c != 0xFFFF; c++ {
			glyph := c
			if offset := u16(offsets + i); offset != 0 {
				glyph = u16(offsets + i + offset + 2*(c-u16(starts+i)))
			}
			if glyph != 0 && (glyph+u16(deltas+i))&0xFFFF != 0 {
				list = append(list, rune(c))
			}
		}
	}
	return list
}

func TestTheFontsAreWhatLettersTxtSays(t *testing.T) {
	want := letters(lettersText)
	slices.Sort(want)
	for style, f := range faces() {
		if d := cmp.Diff(want, glyphs(f.ttf)); d != "" {
			t.Errorf("%q: %s", style, d)
		}
	}
}

// vietnamese are all letters of the alphabet with all tones, in both cases.
func vietnamese() string {
	all := "bcdđghklmnpqrstvxfjwz"
	for _, vowel := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} {
			all += norm.NFC.String(string(vowel) + tone)
		}
	}
	return all + strings.ToUpper(all)
}

// What a font lacks would not be printed: here it would be a square, and be seen.
func TestTheFontsHaveEveryLetterThatIsPrinted(t *testing.T) {
	known, _ := documentWords(t)
	text := vietnamese() + strings.Join(slices.Collect(maps.Values(known)), "") + strings.Join(agencyNames(t), "") +
		"0123456789.,;:()/%+−–×…“”□"
	for style, f := range faces() {
		if printed := f.printable(text); strings.ContainsRune(strings.ReplaceAll(tidy(text), "□", ""), unknown) ||
			strings.Count(printed, "□") != strings.Count(text, "□") {
			t.Errorf("%q lacks a letter of %s", style, printed)
		}
	}
	if got := faces()[""].printable("Sở 漢 Y"); got != "Sở □ Y" {
		t.Error(got)
	}
}

func TestWrapKeepsEveryLetter(t *testing.T) {
	f := faces()["B"]
	for _, text := range []string{
		"", "Sở", "Sở Lao động, Thương binh và Xã hội", strings.Repeat("W", 90), "a " + strings.Repeat("ớ", 90) + " b", "một\nhai",
	} {
		lines := f.wrap(text, 12, 40, 10)
		for i, line := range lines {
			room := 40.0
			if i == 0 {
				room = 30
			}
			if f.width(line, 12) > room {
				t.Errorf("%q is wider than its room", line)
			}
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		if got := strings.Join(lines, ""); bare.Replace(got) != bare.Replace(text) {
			t.Errorf("%q became %q", text, lines)
		}
	}
}

// documentWords are the Vietnamese words of documents, and all keys that the code says, or
// the beginnings that it puts keys together from.
func documentWords(t *testing.T) (known map[string]string, said map[string]bool) {
	t.Helper()
	file, err := os.ReadFile("../words/document.vi.json")
	if err != nil {
		t.Fatal(err)
	}
	known, said = map[string]string{}, map[string]bool{}
	if err := json.Unmarshal(file, &known); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"(document\.[a-z0-9_.]*)"`)
	headed := regexp.MustCompile(`"([a-z_]+)"`)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range quoted.FindAllStringSubmatch(string(text), -1) {
			said[found[1]] = true
		}
		for _, found := range headed.FindAllStringSubmatch(string(text), -1) {
			if _, has := known["document.head_"+found[1]]; has {
				said["document.head_"+found[1]] = true
			}
		}
	}
	delete(said, "document.head_") // put together from names that were just found
	said["document.file."] = true  // said by the pages, by the keys of Documents
	return known, said
}
