package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// steadyZip writes the parts of a workbook in the order of their names: excelize
// hands them over in the order of a map. Each part waits packed, in a zip of its own.
type steadyZip struct {
	*zip.Writer
	parts []*zippedPart
}

type zippedPart struct {
	name   string
	packed bytes.Buffer
	zip    *zip.Writer
}

func newSteadyZip(w io.Writer) excelize.ZipWriter { return &steadyZip{Writer: zip.NewWriter(w)} }

// Create begins a part; what was begun before stays open, and nobody writes to it.
func (z *steadyZip) Create(name string) (io.Writer, error) {
	p := &zippedPart{name: name}
	p.zip = zip.NewWriter(&p.packed)
	z.parts = append(z.parts, p)
	return p.zip.Create(name)
}

// Close puts the parts in their order.
func (z *steadyZip) Close() error {
	slices.SortFunc(z.parts, func(a, b *zippedPart) int { return strings.Compare(a.name, b.name) })
	for _, p := range z.parts {
		if err := p.zip.Close(); err != nil {
			return err
		}
		r, err := zip.NewReader(bytes.NewReader(p.packed.Bytes()), int64(p.packed.Len()))
		if err != nil {
			return err
		}
		if err := z.Copy(r.File[0]); err != nil {
			return err
		}
	}
	return z.Writer.Close()
}
