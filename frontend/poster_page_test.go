package frontend

import (
	"encoding/xml"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hailong/survey"
)

// A name of 150 letters: what the longest real ones are.
const (
	longAgency = "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông, nông nghiệp và phát triển nông thôn " +
		"tỉnh Khánh Hòa, Khu kinh tế Vân Phong và thị xã Ninh Hòa"
	longCounter = "Quầy tiếp nhận hồ sơ và trả kết quả giải quyết thủ tục hành chính lĩnh vực lý lịch tư pháp, hộ tịch, " +
		"quốc tịch, nuôi con nuôi, công chứng, luật sư và Ễ"
)

// needs finds a program of the tests.
func needs(t *testing.T, name, install string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: apt-get install %s", name, install)
	}
	return path
}

// pdfFile puts a PDF into a folder of its own.
func pdfFile(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "posters.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// pageTexts is what each page says, in the order in which it is drawn.
func pageTexts(t *testing.T, pdf []byte) []string {
	t.Helper()
	cmd := exec.Command(needs(t, "pdftotext", "poppler-utils"), "-raw", "-enc", "UTF-8", pdfFile(t, pdf), "-")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// codes reads the code of every page as it would leave a plain office printer.
func codes(t *testing.T, pdf []byte) []string {
	t.Helper()
	file := pdfFile(t, pdf)
	prefix := filepath.Join(filepath.Dir(file), "page")
	out, err := exec.Command(needs(t, "pdftoppm", "poppler-utils"), "-r", "150", "-gray", file, prefix).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	pages, err := filepath.Glob(prefix + "*")
	if err != nil {
		t.Fatal(err)
	}
	zbar := needs(t, "zbarimg", "zbar-tools")
	out, err = exec.Command(zbar, append([]string{"--quiet", "--raw"}, pages...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

func TestEveryCodeIsReadFromThePrintedPage(t *testing.T) {
	for _, origin := range []string{
		"https://kh.vn", "https://hailong.khanhhoa.gov", "http://10.20.30.40:8080",
		"https://" + strings.Repeat("mot-ten.rat-dai.", 3) + "khanhhoa.vn", "https://[2001:db8::1]:8443",
	} {
		set := manyPosters(4)
		set.Origin = origin
		set.Posters[2].Agency = &survey.Agency{Code: "BQL", Name: survey.Text{VI: longAgency}}
		set.Posters[2].Counter.Name.VI = longCounter
		var want []string
		for _, p := range set.Posters {
			want = append(want, CounterAddress(origin, p.Counter.Token))
		}
		if got := codes(t, printed(t, set)); !slices.Equal(got, want) {
			t.Errorf("%s: read %q", origin, got)
		}
	}
}

// extremes are names that no page of a fixed layout would hold.
func extremes() []*PosterSet {
	w := strings.Repeat("W", 150)
	list := []*PosterSet{
		usualPoster(), onePoster(longAgency, longCounter, longAgency), onePoster(longAgency, longCounter, ""),
		onePoster(w, w, "W"), onePoster("Ễ", strings.Repeat("Ễ", 150), ""), onePoster(strings.Repeat("i ", 75), "Ậ", w),
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		name := func() string {
			letters := []rune(longCounter + longAgency)
			random.Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
			return strings.TrimSpace(string(letters[:1+random.IntN(150)]))
		}
		set := onePoster(name(), name(), name())
		set.Origin = "https://" + strings.Repeat("x", 1+random.IntN(63)) + ".khanhhoa.gov.vn"
		list = append(list, set)
	}
	for _, set := range list {
		set.Paper = true
	}
	return list
}

func TestNothingOverflowsOrOverlapsHoweverLongTheNames(t *testing.T) {
	for _, set := range extremes() {
		text := set.text(&set.Posters[0])
		blocks, err := layOut(&text)
		if err != nil {
			t.Errorf("%s, %s, %s: %v", text.agency, text.counter, text.place, err)
			continue
		}
		y := posterTop
		for _, b := range blocks {
			if b.top < y {
				t.Errorf("%s: %s begins at %.1f, the part before ends at %.1f", text.counter, b.name, b.top, y)
			}
			y = b.top + b.height
			checkBlock(t, &b)
		}
		if y > posterBottom+1e-9 {
			t.Errorf("%s: ends at %.1f", text.counter, y)
		}
	}
}

// checkBlock checks that lines stay in their block and beside the code.
func checkBlock(t *testing.T, b *block) {
	t.Helper()
	left := posterLeft
	if b.name == "code" {
		left = posterLeft + codeSide + 2
	}
	for _, l := range b.lines {
		if l.x < left || l.x+l.width() > posterRight+1e-9 {
			t.Errorf("%s: %q from %.1f to %.1f", b.name, l.text, l.x, l.x+l.width())
		}
		// The highest letter is one size high, the deepest 0.25 deep.
		if l.y < l.size*point*0.95 || l.y+0.25*l.size*point > b.height {
			t.Errorf("%s: %q stands at %.1f of %.1f", b.name, l.text, l.y, b.height)
		}
	}
}

// word is a word where pdftotext finds it, in points.
type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// The same once more from the file, as another program finds the words.
func TestWordsStandApartAndInsideTheMargins(t *testing.T) {
	list := extremes()
	set := list[0]
	for _, other := range list[1:20] {
		set.Posters = append(set.Posters, other.Posters...)
	}
	pdftotext := needs(t, "pdftotext", "poppler-utils")
	out, err := exec.Command(pdftotext, "-bbox", pdfFile(t, printed(t, set)), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Pages) != len(set.Posters) {
		t.Fatalf("%d pages", len(doc.Pages))
	}
	const margin = 8 / point
	for i, page := range doc.Pages {
		for j, w := range page.Words {
			w = w.inked()
			if w.XMin < margin || w.XMax > posterWidth/point-margin ||
				w.YMin < margin || w.YMax > posterHeight/point-margin {
				t.Errorf("page %d: %+v in the margin", i+1, w)
			}
			for _, other := range page.Words[:j] {
				if w.meets(other.inked()) {
					t.Errorf("page %d: %q meets %q", i+1, w.Text, other.Text)
				}
			}
		}
	}
}

// inked is a word's box without the room that the font keeps above and below letters.
func (w word) inked() word {
	height := w.YMax - w.YMin
	w.YMin, w.YMax = w.YMin+height*0.08, w.YMax-height*0.08
	return w
}

func (w word) meets(o word) bool {
	return w.XMin < o.XMax && o.XMin < w.XMax && w.YMin < o.YMax && o.YMin < w.YMax
}
