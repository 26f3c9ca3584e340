package document

import (
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

const noOffice = "LibreOffice with Writer and Calc is missing; on Debian and Ubuntu: " +
	"apt-get install libreoffice-writer-nogui libreoffice-calc-nogui (tools/setup.sh test does)"

func soffice(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal(noOffice)
	return ""
}

// office opens files in LibreOffice, under a profile of its own, so that neither another run
// nor somebody's open window disturbs it.
type office struct {
	program, folder string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return &office{program: soffice(t), folder: t.TempDir()}
}

// converted opens files, all by one start, and gives where they are saved as another kind.
func (o *office) converted(t *testing.T, to, ending string, files map[string][]byte) string {
	t.Helper()
	out := filepath.Join(o.folder, "as-"+ending)
	args := []string{
		"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(o.folder, "profile")),
		"--headless", "--norestore", "--convert-to", to, "--outdir", out,
	}
	for name, content := range files {
		path := filepath.Join(o.folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	run := exec.CommandContext(t.Context(), o.program, args...)
	run.Env = append(os.Environ(), "HOME="+o.folder, "SAL_USE_VCLPLUGIN=svp")
	said, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, said)
	}
	for name := range files {
		stem := strings.TrimSuffix(name, filepath.Ext(name))
		if found, _ := filepath.Glob(filepath.Join(out, stem+"*."+ending)); len(found) == 0 {
			t.Fatalf("%s was not opened. If a part is missing: %s\n%s", name, noOffice, said)
		}
	}
	return out
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\ufeff")
}

// shows tells whether a text has lines, one below the other: Writer writes each cell of a
// row as one.
func shows(text string, lines ...string) bool {
	return strings.Contains("\n"+text+"\n", "\n"+strings.Join(lines, "\n")+"\n")
}

func written(t *testing.T, file []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// What an office opens has the figures of the edition, as they are printed.
func TestWriterShowsTheFigures(t *testing.T) {
	small, large, opinion, sheet := testContent(t), testLarge(t, 44, 30), testSatisfaction(t), testSheet(t)
	report, err := SelfReportDOCX(sheet, survey.Text{VI: "tỉnh Khánh Hòa"})
	report = written(t, report, err)
	explanations, err := ExplanationDOCX(sheet)
	explanations = written(t, explanations, err)
	o := newOffice(t)
	folder := o.converted(t, "txt:Text (encoded):UTF8", "txt", map[string][]byte{
		"annex.docx": bytesOf(t, AnnexDOCX, small, signed), "many.docx": bytesOf(t, AnnexDOCX, large, signed),
		"explained.docx":  bytesOf(t, ExplainedDOCX, small, signed),
		"submission.docx": bytesOf(t, SubmissionDOCX, small, signed),
		"asked.docx":      bytesOf(t, SubmissionDOCX, opinion, signed),
		"opinion.docx":    bytesOf(t, AnnexDOCX, opinion, signed), "report.docx": report,
		"explanations.docx": explanations,
	})
	text := func(stem string) string { return read(t, filepath.Join(folder, stem+".txt")) }
	for stem, c := range map[string]*edition.Content{"annex": small, "many": large} {
		annexShown(t, c, text(stem))
	}
	for i := range small.Agencies {
		a := &small.Agencies[i]
		if r := a.Result; r.Rank > 0 && !shows(text("explained"), fmt.Sprintf("%d (%d–%d)", r.Rank, r.Best, r.Worst),
			a.Name.VI, comma(r.Index)) {
			t.Errorf("the explanation does not show %s: %+v", a.Code, r)
		}
	}
	for i := range small.Groups {
		g := &small.Groups[i]
		ranked, _ := small.Sorted(g.Code)
		high, low := ranked[0].Result.Index, ranked[len(ranked)-1].Result.Index
		if !shows(text("submission"), g.Name.VI, strconv.Itoa(len(ranked)), comma(high), comma(low), comma(g.Mean)) {
			t.Errorf("the submission does not show %s: %+v", g.Code, g)
		}
	}
	opinionsShown(t, opinion, text("opinion"), text("asked"))
	sheetShown(t, text("report"), text("explanations"))
}

// comma writes a number as a document of the administration does.
func comma(number string) string { return strings.ReplaceAll(number, ".", ",") }

// hundredths writes points so.
func hundredths(n int64) string { return fmt.Sprintf("%d,%02d", n/100, n%100) }

func annexShown(t *testing.T, c *edition.Content, text string) {
	t.Helper()
	for i := range c.Groups {
		g := &c.Groups[i]
		ranked, unranked := c.Sorted(g.Code)
		for n, a := range ranked {
			r := a.Result
			class := className(&c.Sets[g.Set], r.Class)
			if !shows(text, strconv.Itoa(n+1), a.Name.VI, hundredths(r.Points), hundredths(r.Max), comma(r.Index),
				strconv.Itoa(r.Rank), class) {
				t.Errorf("the annex does not show %s: %+v", a.Code, r)
			}
		}
		for _, a := range unranked {
			if !strings.Contains(text, "– "+a.Name.VI+": ") {
				t.Errorf("the annex does not say why %s is not ranked", a.Code)
			}
		}
	}
}

func opinionsShown(t *testing.T, c *edition.Content, annex, asked string) {
	t.Helper()
	eligible := 0
	for i := range c.Agencies {
		a := &c.Agencies[i]
		switch o := a.Opinion; {
		case o == nil || o.Score == "":
			if !strings.Contains(annex, "– "+a.Name.VI+": ") {
				t.Errorf("the annex does not say why %s has no score", a.Code)
			}
		default:
			eligible++
			if !shows(annex, a.Name.VI, comma(o.Score), interval(o.Ends()), strconv.FormatInt(o.N, 10)) {
				t.Errorf("the annex does not show %s: %+v", a.Code, o)
			}
		}
	}
	for i := range c.Blocks {
		if b := &c.Blocks[i]; b.Eligible > 0 && !strings.Contains(asked, comma(b.Score)) {
			t.Errorf("the submission does not show %s: %+v", b.Code, b)
		}
	}
	if eligible == 0 {
		t.Error("nobody has a score")
	}
}

// sheetShown holds the report and the table of explanations against the sheet.
func sheetShown(t *testing.T, report, explanations string) {
	t.Helper()
	s := testSheet(t)
	cuts := 0
	for i := range s.Leaves {
		l := &s.Leaves[i]
		most, own := hundredths(int64(l.Item.Max)), hundredths(int64(s.Own(l).Points))
		if mark, given := s.OwnMark(l); given && !mark.Out &&
			!shows(report, l.Item.Code, l.Item.Name.VI, most, own) {
			t.Errorf("the report does not show %s", l.Item.Code)
		}
		if cut := s.Cut(l); cut > 0 {
			cuts++
			if !shows(explanations, l.Item.Code, l.Item.Name.VI, own, hundredths(int64(s.FirstMark(l).Points)),
				hundredths(int64(cut)), l.Appraised.Note) {
				t.Errorf("the table of explanations does not show %s", l.Item.Code)
			}
		}
	}
	index := scoring.Decimals([]*big.Rat{s.Result(s.Own).Index}, s.Set.Cuts())[0]
	if cuts == 0 || !strings.Contains(report, comma(index)) {
		t.Errorf("%d cuts; the report has no %s", cuts, index)
	}
}

// The annex as it is printed: what it belongs to on its first page, numbers on the others,
// a type of Times' widths.
func TestTheAnnexIsPrintedAsPrescribed(t *testing.T) {
	file := bytesOf(t, AnnexDOCX, testLarge(t, 44, 30), signed)
	o := newOffice(t)
	printed := filepath.Join(o.converted(t, "pdf", "pdf", map[string][]byte{"annex.docx": file}), "annex.pdf")
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", printed, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (tools/setup.sh test installs it)", err)
	}
	pages := strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
	first := strings.Join(strings.Fields(pages[0]), " ")
	if !strings.Contains(first, "(Kèm theo Quyết định số 123/QĐ-UBND ngày 31 tháng 01 năm 2023 của Ủy ban nhân dân tỉnh Khánh Hòa)") {
		t.Errorf("the first page does not say what it belongs to: %s", first)
	}
	if len(pages) < 2 || !strings.HasPrefix(first, "Phụ lục") {
		t.Fatalf("%d pages, of which the first begins so: %s", len(pages), first)
	}
	for n, page := range pages[1:] {
		head := strings.Fields(page)
		if head[0] != strconv.Itoa(n+2) || !strings.Contains(strings.Join(head, " "), "Điểm") {
			t.Errorf("page %d begins with %q", n+2, head[:min(12, len(head))])
		}
	}
	if styles := string(readZip(t, file, "word/styles.xml")); !strings.Contains(styles, `w:ascii="Times New Roman"`) {
		t.Errorf("another type: %s", styles)
	}
	if body := string(readZip(t, file, "word/document.xml")); strings.Contains(body, "<w:rFonts") {
		t.Error("some text is in a type of its own")
	}
}
