package survey

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ArchiveFile is a file of archived responses, open for reading.
type ArchiveFile struct {
	About  ArchiveAbout
	SHA256 string // of the whole file, hex

	zip       *zip.Reader
	catalogue *Catalogue // what the file knows, with numbers of its own
}

// maxAbout bounds what is read of a file's own words.
const maxAbout = 64 << 20

// OpenArchive reads what a file says of itself. The tables are read by Count.
func OpenArchive(r io.ReaderAt, size int64) (*ArchiveFile, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	f := &ArchiveFile{SHA256: hex.EncodeToString(sum.Sum(nil))}
	var err error
	if f.zip, err = zip.NewReader(r, size); err == nil {
		err = f.readAbout()
	}
	if err == nil {
		f.catalogue, err = f.About.catalogue()
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return f, nil
}

func unreadable(err error) error {
	if _, ours := errors.AsType[*Error](err); ours {
		return err
	}
	return Fail(Invalid, "archive.unreadable", Args{"cause": err.Error()}).Because(err)
}

func (f *ArchiveFile) readAbout() error {
	file, err := f.zip.Open(archiveAbout)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxAbout))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &f.About); err != nil {
		return err
	}
	if f.About.Format != archiveFormat {
		return fmt.Errorf("its form is number %d, not %d", f.About.Format, archiveFormat)
	}
	return nil
}

// rows reads a table line by line. The line is only lent. It tells whether head, hash
// and length are those that the file says.
func (f *ArchiveFile) rows(
	ctx context.Context, name string, head []string, do func(number int64, line []string) error,
) (whole bool, err error) {
	part, err := f.zip.Open(name)
	if err != nil {
		return false, unreadable(err)
	}
	defer func() { _ = part.Close() }()
	sum := sha256.New()
	table := csv.NewReader(io.TeeReader(part, sum))
	table.ReuseRecord, table.FieldsPerRecord = true, len(head)
	first, err := table.Read()
	if err != nil || !slices.Equal(first, head) {
		return false, unreadable(errors.Join(err, fmt.Errorf("%s has other columns", name)))
	}
	count := int64(0)
	for ; ; count++ {
		line, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, unreadable(fmt.Errorf("%s: %w", name, err))
		}
		if count%archiveBatch == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err := do(count+2, line); err != nil {
			return false, err
		}
	}
	want := f.About.part(name)
	return want != nil && want.SHA256 == hex.EncodeToString(sum.Sum(nil)) && want.Rows == count, nil
}

// badLine is a line that does not fit the others.
func badLine(name string, number int64, cause string) error {
	return Fail(Invalid, "archive.line", Args{"value": name, "number": number, "cause": cause})
}

// Responses is how many responses the file says to hold.
func (f *ArchiveFile) Responses() int64 {
	if part := f.About.part(archiveResponses); part != nil {
		return part.Rows
	}
	return 0
}
