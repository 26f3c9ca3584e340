package frontend

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"

	"hailong/survey"
)

// qrLevel is quartile (Q): a quarter of the code may be dirty or torn. An
// upper-case address of up to 42 characters, a host of 21, still is version 3.
const qrLevel = qrcode.High

// CounterAddress is what a counter's code holds: host and path in upper case,
// which a QR code writes in 5.5 bits a character instead of 8. The scheme stays
// lower, because some scanners open nothing else.
func CounterAddress(origin string, token survey.Token) string {
	scheme, host, ok := strings.Cut(strings.TrimRight(origin, "/"), "://")
	if !ok {
		scheme, host = "https", scheme
	}
	return strings.ToLower(scheme) + "://" + strings.ToUpper(host+"/s/"+string(token))
}

// qrModules are the dark squares by row, with the quiet zone of four modules.
func qrModules(address string) ([][]bool, error) {
	code, err := qrcode.New(address, qrLevel)
	if err != nil {
		return nil, fmt.Errorf("code of %q: %w", address, err)
	}
	return code.Bitmap(), nil
}

// QRSVG draws a code as an SVG of one path, black on white, one unit a module.
func QRSVG(address string) ([]byte, error) {
	rows, err := qrModules(address)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	n := len(rows)
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" shape-rendering="crispEdges"`)
	fmt.Fprintf(&b, ` viewBox="0 0 %d %d">`, n, n)
	fmt.Fprintf(&b, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, n, n)
	for y, row := range rows {
		writeRuns(&b, y, row)
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes(), nil
}

// writeRuns writes each run of dark modules of a row as one bar.
func writeRuns(b *bytes.Buffer, y int, row []bool) {
	for x := 0; x < len(row); x++ {
		start := x
		for x < len(row) && row[x] {
			x++
		}
		if x > start {
			fmt.Fprintf(b, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
		}
	}
}

// QRPNG draws a code as a PNG about pixels wide, quiet zone included: as many whole
// pixels a module as fit, so that no edge is blurred.
func QRPNG(address string, pixels int) ([]byte, error) {
	code, err := qrcode.New(address, qrLevel)
	if err != nil {
		return nil, fmt.Errorf("code of %q: %w", address, err)
	}
	return code.PNG(pixels)
}

// QRText draws a code in half blocks for a terminal with light letters on dark.
func QRText(address string) (string, error) {
	code, err := qrcode.New(address, qrLevel)
	if err != nil {
		return "", fmt.Errorf("code of %q: %w", address, err)
	}
	return code.ToSmallString(false), nil
}
