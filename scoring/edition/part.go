package edition

import (
	"bytes"

	"hailong/survey"
)

// SignedDecision is the signed decision that an archive holds, a PDF.
func SignedDecision(archive []byte) ([]byte, error) { return part(archive, signedFile) }

// SigningKey is the public key that lies in an archive, as PEM: the one that it says it was
// signed with. It proves nothing about who signed.
func SigningKey(archive []byte) ([]byte, error) { return part(archive, keyFile) }

func part(archive []byte, name string) ([]byte, error) {
	u, err := unpack(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	text, there, err := u.read(name)
	if err == nil && !there {
		err = survey.Fail(survey.NotFound, "verify.missing", survey.Args{"file": name})
	}
	return text, err
}
