package frontend

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"hailong/frontend/words"
	"hailong/survey"
)

var posterFonts = map[string]*posterFont{"regular": posterRegular, "bold": posterBold}

// vietnamese are all letters of the alphabet with all tones, in both cases.
func vietnamese() string {
	letters := "bcdđghklmnpqrstvxfjwz"
	for _, vowel := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} {
			letters += norm.NFC.String(string(vowel) + tone)
		}
	}
	return letters + strings.ToUpper(letters)
}

func TestTheFontsHaveEveryVietnameseLetter(t *testing.T) {
	letters := vietnamese()
	if n := len([]rune(letters)); n != 2*(21+12*6) {
		t.Fatalf("%d letters: a tone was not composed", n)
	}
	lacking(t, letters+"“”–—…’₫→≥≤·•0123456789 \u00a0")
}

func TestTheFontsHaveEveryLetterOfAPostersWords(t *testing.T) {
	for _, name := range []string{"words/poster.vi.json", "words/poster.en.json"} {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		if err := json.Unmarshal(file, &texts); err != nil {
			t.Fatal(err)
		}
		lacking(t, strings.Join(slices.Collect(maps.Values(texts)), ""))
	}
	for _, key := range []string{
		"form.seconds", "form.minutes", "citizen.level.1", "citizen.level.2", "citizen.level.3",
		"citizen.level.4", "citizen.level.5",
	} {
		lacking(t, words.Say(survey.Vietnamese, key, nil)+words.Say(survey.English, key, nil))
	}
}

func lacking(t *testing.T, text string) {
	t.Helper()
	for name, font := range posterFonts {
		for _, r := range text {
			if !font.has(r) {
				t.Errorf("%s lacks “%c” (%U)", name, r, r)
			}
		}
	}
}

// A letter that is there takes room, unless it is a mark on the one before.
func TestTheFontsAreWhatLettersTxtSays(t *testing.T) {
	file, err := os.ReadFile("font/letters.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want []rune
	for line := range strings.Lines(string(file)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		from, to, _ := strings.Cut(line, "-")
		if to == "" {
			to = from
		}
		first, err1 := strconv.ParseUint(from, 16, 16)
		last, err2 := strconv.ParseUint(to, 16, 16)
		if err1 != nil || err2 != nil {
			t.Fatalf("%q: %v, %v", line, err1, err2)
		}
		for r := first; r <= last; r++ {
			want = append(want, rune(r))
		}
	}
	slices.Sort(want)
	for name, font := range posterFonts {
		if d := cmp.Diff(want, slices.Sorted(maps.Keys(font.widths))); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		for r, width := range font.widths {
			if (width == 0) != unicode.Is(unicode.Mn, r) {
				t.Errorf("%s: %U is %d wide", name, r, width)
			}
		}
	}
}

func TestWrapKeepsEveryLetter(t *testing.T) {
	for _, text := range []string{
		"", "Sở", "Sở Tư pháp và Sở Nội vụ", strings.Repeat("W", 150), "a " + strings.Repeat("ớ", 90) + " b",
	} {
		lines := posterBold.wrap(text, 21, posterInner)
		for _, line := range lines {
			if posterBold.width(line, 21) > posterInner {
				t.Errorf("%q is wider than the page", line)
			}
		}
		if got := strings.Join(lines, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
			t.Errorf("%q became %q", text, lines)
		}
	}
	marked := strings.Repeat("x\u0323", 100) // no such letter: the mark stays on its x
	for _, line := range posterBold.wrap(marked, 21, posterInner) {
		if strings.HasPrefix(line, "\u0323") {
			t.Errorf("%q begins with a mark", line)
		}
	}
}

func TestAnAddressBreaksAtASlashAndNeverInTheToken(t *testing.T) {
	long := strings.Repeat("mot-ten-mien-dai.", 9) + "vn"
	for _, c := range []struct {
		address string
		lines   []string
	}{
		{"hailong.vn/s/7K3MQ2XVTD", []string{"hailong.vn/s/7K3MQ2XVTD"}},
		{
			strings.Repeat("a", 40) + ".khanhhoa.gov.vn/s/7K3MQ2XVTD",
			[]string{strings.Repeat("a", 40) + ".khanhhoa.gov.vn/s/", "7K3MQ2XVTD"},
		},
		{long + "/s/7K3MQ2XVTD", nil},
	} {
		lines := addressType.font().wrapAddress(c.address, 9, posterInner)
		if c.lines != nil {
			if d := cmp.Diff(c.lines, lines); d != "" {
				t.Error(d)
			}
		}
		if strings.Join(lines, "") != c.address || !strings.HasSuffix(lines[len(lines)-1], "7K3MQ2XVTD") {
			t.Errorf("%s: %q", c.address, lines)
		}
		for _, line := range lines {
			if !strings.HasSuffix(line, "D") && !strings.HasSuffix(line, ".") && !strings.HasSuffix(line, "/") {
				t.Errorf("%q ends in the middle of a name", line)
			}
		}
	}
}

func TestTheTypedAddressLeavesOutWhatABrowserAdds(t *testing.T) {
	for origin, want := range map[string]string{
		"https://HaiLong.example.gov.vn":  "hailong.example.gov.vn/s/7K3MQ2XVTD",
		"https://hailong.example.gov.vn/": "hailong.example.gov.vn/s/7K3MQ2XVTD",
		"https://hailong.vn:8443":         "hailong.vn:8443/s/7K3MQ2XVTD",
		"http://10.1.2.3:8080":            "http://10.1.2.3:8080/s/7K3MQ2XVTD",
	} {
		if got := typedAddress(origin, "7K3MQ2XVTD"); got != want {
			t.Errorf("%s: %s, want %s", origin, got, want)
		}
	}
}
