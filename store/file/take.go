package file

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"syscall"
	"time"

	"hailong/survey"
)

// take copies what comes into an empty draft and tells what it is. It reads one byte
// more than may be kept, and no further.
func take(name string, r io.Reader, draft *os.File) (kept survey.StoredFile, err error) {
	kept.ID, kept.Size, err = copyHashed(draft, r)
	switch {
	case err != nil:
		return kept, err
	case kept.Size == 0:
		return kept, survey.Fail(survey.Invalid, "file.empty", nil)
	case kept.Size > survey.MaxFile:
		return kept, survey.Fail(survey.TooLarge, "file.too_large", survey.Args{"limit": survey.MaxFile >> 20})
	}
	if kept.Type, err = typeOf(draft, kept.Size); err != nil {
		return kept, err
	}
	return kept, survey.CheckFileType(name, kept.Type)
}

// copyHashed copies at most one byte more than a file may have, and names what it copied.
func copyHashed(w io.Writer, r io.Reader) (survey.FileID, int64, error) {
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(hash, w), io.LimitReader(r, survey.MaxFile+1))
	return survey.FileID(hex.EncodeToString(hash.Sum(nil))), size, full(err)
}

// retryAway is when those who were told that the place of files is away try again.
const retryAway = 30 * time.Second

// away says that files can neither be kept nor read for now.
func away(cause error) error {
	return &survey.Error{Kind: survey.Unavailable, Word: "file.away", Retry: retryAway, Err: cause}
}

// full says a disk without room as "try again later"; other errors stay as they are.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return away(err)
	}
	return err
}

func unknown(cause error) error {
	return survey.Fail(survey.NotFound, "file.unknown", nil).Because(cause)
}

// damaged says that the bytes are no longer those that were kept. It is a fault on our
// side, and one that people must be told: the file has to be restored or sent again. So
// it is Unavailable, but without a time to try again.
func damaged(id survey.FileID, cause error) error {
	if cause == nil {
		cause = errors.New("the content of " + string(id) + " has another hash")
	}
	return survey.Fail(survey.Unavailable, "file.damaged", nil).Because(cause)
}

// place is where a file lies below its folder or prefix: no folder has too many.
func place(id survey.FileID) string {
	return string(id[:2]) + "/" + string(id[2:])
}

// placed is the file that lies at a place, if one of ours can.
func placed(path string) (survey.FileID, bool) {
	if len(path) != 65 || path[2] != '/' {
		return "", false
	}
	id := survey.FileID(path[:2] + path[3:])
	return id, id.Valid()
}
