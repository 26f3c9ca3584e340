package main

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

const goldenEdition = "../../scoring/edition/testdata/cchc"

// packed puts the golden edition into a ZIP, with the first old of a file made new.
func packed(t *testing.T, file, old, now string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	err := filepath.WalkDir(goldenEdition, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(goldenEdition, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); name == file {
			if !bytes.Contains(text, []byte(old)) {
				t.Fatalf("%s does not hold %q", file, old)
			}
			text = bytes.Replace(text, []byte(old), []byte(now), 1)
		}
		to, err := w.Create(name)
		if err == nil {
			_, err = to.Write(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "edition.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// One altered digit fails the check, and the message names the figure, in both languages.
func TestVerifySaysWhichFigureDiffers(t *testing.T) {
	key := filepath.Join(goldenEdition, "key.pub")
	var out, errOut bytes.Buffer
	if code := run([]string{"verify", packed(t, "", "", ""), "--key", key}, &out, &errOut); code != 0 {
		t.Fatal(code, &out, &errOut)
	}
	for _, test := range []struct{ lang, file, old, now, want string }{
		{"vi", "edition.json", `"index": "77.63"`, `"index": "77.68"`, "Cơ quan STC: chỉ số in là 77.68, tính lại là 77.63."},
		{"en", "edition.json", `"index": "77.63"`, `"index": "77.68"`, "Agency STC: the index is printed as 77.68, recomputed 77.63."},
		{"vi", "edition.json", `"points":1333`, `"points":1334`, "Cơ quan STC, tiêu chí 1.2: điểm in là 1334, tính lại là 1333."},
		{"en", "groups/department.csv", "77.63", "77.68", "groups/department.csv, line 5, column index: it says 77.68 where edition.json gives 77.63."},
		{"vi", "decision.pdf", "mẫu", "khác", "decision.pdf không phải quyết định ghi trong decision.json."},
		{"en", "edition.json", `"code":"T"`, `"code":"T\u001b[2J"`, "Group department: the agencies by class is printed as"},
	} {
		var out, errOut bytes.Buffer
		code := run([]string{"verify", "--lang", test.lang, packed(t, test.file, test.old, test.now), "--key", key}, &out, &errOut)
		if code != 1 || !strings.Contains(out.String(), test.want) || !strings.Contains(out.String(), "SHA-256") {
			t.Errorf("%d, want %s\ngot %s%s", code, test.want, &out, &errOut)
		}
		if strings.Contains(out.String(), "\x1b") {
			t.Error("the file speaks to the terminal")
		}
	}
	spoken = survey.Vietnamese
}

// Each figure that can differ has its name in words.
func TestEveryFigureOfAnEditionHasAWord(t *testing.T) {
	facts := map[string][]string{
		"group": {"code", "set"}, "leaf": {"code", "out", "given", "num", "den", "from", "why"},
		"satisfaction": {
			"plan", "received", "late", "excluded", "n", "sum_y", "sum_m", "sum_yy", "sum_ym", "sum_mm", "target",
			"above", "transactions", "transactions_known", "minimum", "population",
		},
		"factor": {"code", "questions", "satisfied", "given"}, "area": {"code"},
	}
	for of, value := range map[string]any{
		"group": edition.Group{}, "leaf": edition.Leaf{}, "satisfaction": edition.Score{},
		"factor": edition.Factor{}, "result": edition.Result{}, "area": edition.AreaSum{}, "block": edition.Block{},
	} {
		for field := range reflect.TypeOf(value).Fields() {
			name := field.Tag.Get("json")
			kind := field.Type.Kind()
			plain := kind != reflect.Struct && kind != reflect.Slice && kind != reflect.Pointer
			if plain && !slices.Contains(facts[of], name) && !words.Has("verify.what."+of+"."+name) {
				t.Errorf("%s.%s has no word", of, name)
			}
		}
	}
}
