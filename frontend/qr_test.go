package frontend

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const testAddress = "https://HAILONG.KHANHHOA.GOV.VN/S/7K3MQ2XVTD"

func TestCounterAddressIsUpperCaseButForTheScheme(t *testing.T) {
	for origin, want := range map[string]string{
		"https://hailong.khanhhoa.gov.vn":  testAddress,
		"https://hailong.khanhhoa.gov.vn/": testAddress,
		"HTTP://127.0.0.1:8080":            "http://127.0.0.1:8080/S/7K3MQ2XVTD",
		"https://[::1]:8443":               "https://[::1]:8443/S/7K3MQ2XVTD",
	} {
		if got := CounterAddress(origin, "7K3MQ2XVTD"); got != want {
			t.Errorf("%s: %s, want %s", origin, got, want)
		}
	}
}

func TestQRPNGIsReadByZbar(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is missing: apt-get install zbar-tools")
	}
	for _, pixels := range []int{120, 600} {
		png, err := QRPNG(testAddress, pixels)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "code.png")
		if err := os.WriteFile(file, png, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(zbar, "--quiet", "--raw", file).Output()
		if err != nil || strings.TrimSpace(string(out)) != testAddress {
			t.Errorf("%d pixels: read %q, %v", pixels, out, err)
		}
	}
}

func TestQRSVGDrawsTheModules(t *testing.T) {
	rows, err := qrModules(testAddress)
	if err != nil {
		t.Fatal(err)
	}
	svg, err := QRSVG(testAddress)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d modules with the quiet zone, %d bytes", len(rows), len(svg))
	for i := range rows {
		for edge := range 4 {
			if rows[edge][i] || rows[i][edge] || rows[len(rows)-1-edge][i] {
				t.Fatal("the quiet zone is not four modules wide")
			}
		}
	}
	if !strings.Contains(string(svg), `"M4 4h7v1h-7z`) || strings.Contains(string(svg), "style=") {
		t.Errorf("%.200s", svg)
	}
	if n := strings.Count(string(svg), "<path"); n != 2 {
		t.Errorf("%d paths, want the ground and the code", n)
	}
}

func TestQRTextHasALinePerTwoRows(t *testing.T) {
	text, err := QRText(testAddress)
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := qrModules(testAddress)
	if lines := strings.Count(text, "\n"); lines != (len(rows)+1)/2 {
		t.Errorf("%d lines for %d rows", lines, len(rows))
	}
}
