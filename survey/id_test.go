package survey

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// bytesFor draws what a source of randomness would give.
func bytesFor(t *rapid.T, n int) io.Reader {
	return bytes.NewReader(rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "random"))
}

func TestReceiptSurvivesBeingWrittenAndRead(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 1<<48-1).Draw(t, "milliseconds"))
		made, err := NewReceipt(at, bytesFor(t, 10))
		if err != nil {
			t.Fatal(err)
		}
		written := made.String()
		if !form.MatchString(written) {
			t.Fatalf("%s is not a UUIDv7", written)
		}
		for _, s := range []string{written, strings.ToUpper(written)} {
			if read, err := ParseReceipt(s); err != nil || read != made {
				t.Fatalf("%s is read as %s, %v", s, read, err)
			}
		}
		var ms int64
		for _, b := range made[:6] {
			ms = ms<<8 | int64(b)
		}
		if ms != at.UnixMilli() {
			t.Fatalf("made at %d, says %d", at.UnixMilli(), ms)
		}
	})
}

func TestReceiptsAreOrderedByTime(t *testing.T) {
	early, _ := NewReceipt(time.UnixMilli(1), bytes.NewReader(bytes.Repeat([]byte{0xff}, 10)))
	late, _ := NewReceipt(time.UnixMilli(2), bytes.NewReader(make([]byte, 10)))
	if bytes.Compare(early[:], late[:]) >= 0 {
		t.Errorf("%s is not before %s", early, late)
	}
}

func TestReceiptNeedsRandomness(t *testing.T) {
	if _, err := NewReceipt(time.UnixMilli(0), bytes.NewReader(make([]byte, 9))); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("nine random bytes: %v", err)
	}
}

func TestShortCodeHidesTheTime(t *testing.T) {
	short := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`)
	rapid.Check(t, func(t *rapid.T) {
		random := rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "random")
		var codes [2]string
		for i := range codes {
			at := time.UnixMilli(rapid.Int64Range(0, 1<<48-1).Draw(t, "milliseconds"))
			r, err := NewReceipt(at, bytes.NewReader(random))
			if err != nil {
				t.Fatal(err)
			}
			codes[i] = r.Short()
		}
		if codes[0] != codes[1] || !short.MatchString(codes[0]) {
			t.Fatalf("the same random bits give %q", codes)
		}
	})
	known, err := ParseReceipt("01890a5d-ac96-774b-bcce-b302099a8057")
	if err != nil || known.Short() != "084S-N02Q" {
		t.Errorf("short code of a known receipt: %s, %v", known.Short(), err)
	}
}

func TestMalformedReceipts(t *testing.T) {
	tests := map[string]string{
		"empty":            "",
		"a random UUIDv4":  "01890a5d-ac96-474b-bcce-b302099a8057",
		"version 8":        "01890a5d-ac96-874b-bcce-b302099a8057",
		"another variant":  "01890a5d-ac96-774b-ccce-b302099a8057",
		"without hyphens":  "01890a5dac96774bbcceb302099a8057",
		"hyphens moved":    "01890a5da-c96-774b-bcce-b302099a8057",
		"in braces":        "{01890a5d-ac96-774b-bcce-b302099a805}",
		"one short":        "01890a5d-ac96-774b-bcce-b302099a805",
		"one long":         "01890a5d-ac96-774b-bcce-b302099a80570",
		"not hexadecimal":  "01890a5d-ac96-774b-bcce-b302099a805g",
		"blank at the end": "01890a5d-ac96-774b-bcce-b302099a805 ",
		"the nil UUID":     "00000000-0000-0000-0000-000000000000",
		"wide characters":  "01890a5d-ac96-774b-bcce-b302099a８",
	}
	for name, s := range tests {
		_, err := ParseReceipt(s)
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Invalid || e.Field != "receipt" {
			t.Errorf("%s: %v, want invalid at receipt", name, err)
		}
	}
}

func TestTokenIsReadAsPeopleTypeIt(t *testing.T) {
	tests := map[string]Token{
		"7K3MQ2XVTD": "7K3MQ2XVTD",
		"7k3mq2xvtd": "7K3MQ2XVTD",
		"OoOoOoOoOo": "0000000000",
		"IiLlIiLlIi": "1111111111",
		"7K3MQ2XVTd": "7K3MQ2XVTD",
	}
	for typed, want := range tests {
		if got, err := ParseToken(typed); err != nil || got != want {
			t.Errorf("%s is read as %s, %v; want %s", typed, got, err, want)
		}
	}
	for _, typed := range []string{
		"", "7K3MQ2XVT", "7K3MQ2XVTDD", "7K3MQ2XVTU", "7K3MQ-XVTD", "7K3MQ2XVT ", "7K3MQ2XVé", "7K3MQ2XVſ",
		"ıııııııııı", "ⱥⱥⱥⱥ", "7K3MQ2XVT\x00", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
	} {
		if got, err := ParseToken(typed); KindOf(err) != NotFound || got != "" {
			t.Errorf("%q is read as %q, %v; want not found", typed, got, err)
		}
	}
}

func TestNewTokenIsReadAsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made, err := NewToken(bytesFor(t, TokenLength))
		if err != nil || len(made) != TokenLength {
			t.Fatal(made, err)
		}
		for _, s := range []string{string(made), strings.ToLower(string(made))} {
			if read, err := ParseToken(s); err != nil || read != made {
				t.Fatalf("%s is read as %s, %v", s, read, err)
			}
		}
	})
	if _, err := NewToken(strings.NewReader("short")); err == nil {
		t.Error("a token was made from five bytes")
	}
}

func FuzzParseReceipt(f *testing.F) {
	f.Add("01890a5d-ac96-774b-bcce-b302099a8057")
	f.Add("01890A5D-AC96-774B-BCCE-B302099A8057")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseReceipt(s)
		if err != nil {
			return
		}
		if r.String() != strings.ToLower(s) || r[6]>>4 != 7 || len(r.Short()) != 9 {
			t.Errorf("%q is read as %s", s, r)
		}
	})
}

func FuzzParseToken(f *testing.F) {
	f.Add("7K3MQ2XVTD")
	f.Add("oil7k3mq2x")
	f.Add("7K3MQ2XVſ")
	f.Fuzz(func(t *testing.T, s string) {
		token, err := ParseToken(s)
		if err != nil {
			return
		}
		if strings.Trim(string(token), crockford) != "" || len(token) != TokenLength {
			t.Errorf("%q is read as %q", s, token)
		}
		if again, err := ParseToken(string(token)); err != nil || again != token {
			t.Errorf("%q is read as %q, which is read as %q", s, token, again)
		}
	})
}
