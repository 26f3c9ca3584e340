package frontend

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"hailong/survey"
)

func packed(t *testing.T, page string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(page)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// firstFlight is what a server may send before the first acknowledgement: ten
// segments of 1,460 bytes (RFC 6928), rounded down to 14 KB.
const firstFlight = 14336

func TestShortFormFitsTheFirstFlightUncompressed(t *testing.T) {
	for _, lang := range survey.Languages {
		page := draw(t, longNames(testForm(lang, 0)))
		small := packed(t, page)
		t.Logf("%s: %d bytes, %d packed", lang, len(page), small)
		if len(page) > firstFlight || small > 7<<10 {
			t.Errorf("%s: %d bytes, %d packed", lang, len(page), small)
		}
	}
}

func TestLongFormFitsTheFirstFlightCompressed(t *testing.T) {
	for _, lang := range survey.Languages {
		page := draw(t, longNames(testForm(lang, 1)))
		small := packed(t, page)
		t.Logf("%s: %d bytes, %d packed", lang, len(page), small)
		if small > firstFlight {
			t.Errorf("%s: %d bytes packed", lang, small)
		}
	}
}

func TestPreparedFormGzipIsOneMemberThatUnpacksToPlain(t *testing.T) {
	for shipped := range survey.Shipped() {
		form, err := PrepareForm(testForm(survey.Vietnamese, shipped))
		if err != nil {
			t.Fatal(err)
		}
		for _, receipt := range []string{testReceipt, strings.ToUpper(testReceipt)} {
			r, err := gzip.NewReader(bytes.NewReader(form.Gzip(receipt)))
			if err != nil {
				t.Fatal(err)
			}
			r.Multistream(false)
			got, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, form.Plain(receipt)) {
				t.Error("unpacked is not plain")
			}
		}
		if plain := string(form.Plain(testReceipt)); plain != draw(t, testForm(survey.Vietnamese, shipped)) {
			t.Error("plain is not what the template draws")
		}
	}
}
