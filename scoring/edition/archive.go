package edition

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"time"

	"hailong/survey"
)

// The files of an archive beside its tables.
const (
	contentFile   = "edition.json"
	decisionFile  = "decision.json"
	signedFile    = "decision.pdf"
	methodFile    = "METHOD.txt"
	readmeFile    = "README.txt"
	keyFile       = "key.pub"
	sumsFile      = "SHA256SUMS"
	signatureFile = "SHA256SUMS.sig"
)

// Decision (quyết định công bố) is the decision that makes an edition public. It was
// signed outside the service.
type Decision struct {
	Number string `json:"number"`
	Day    string `json:"date"`    // 2026-01-15
	SHA256 string `json:"sha256"`  // of the signed PDF, hex
	Size   int64  `json:"size"`    // of the signed PDF, in bytes
	Of     string `json:"edition"` // SHA-256 of edition.json: which edition it publishes
}

// Archive writes the ZIP from which anybody can recompute the edition. content is what
// Encode gave when it was closed. decision is nil before there is one; pdf is its text.
// The same input and key give the same bytes.
func Archive(w io.Writer, content []byte, decision *Decision, pdf []byte, key crypto.Signer) error {
	c, err := Decode(content)
	if err != nil {
		return err
	}
	return c.archive(w, content, decision, pdf, key)
}

func (c *Content) archive(
	w io.Writer, content []byte, decision *Decision, pdf []byte, key crypto.Signer,
) error {
	closed := survey.Day(c.ClosedOn).Time()
	if closed.IsZero() {
		return misfit("closed_on")
	}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return errors.New("edition: the key is not an Ed25519 one")
	}
	keyText, err := EncodeKey(public)
	if err != nil {
		return err
	}
	to := newPacker(w, closed)
	to.add(contentFile, content)
	if decision != nil {
		to.add(decisionFile, inLines(decision))
		to.add(signedFile, pdf)
	}
	_ = c.tables(func(t table) error { // an error stays with the packer
		to.add(t.name, t.text())
		return to.err
	})
	to.add(methodFile, c.text(methodFile, decision))
	to.add(readmeFile, c.text(readmeFile, decision))
	to.add(keyFile, keyText)
	sums := bytes.Clone(to.sums.Bytes())
	signature, err := key.Sign(nil, sums, crypto.Hash(0))
	if err != nil {
		return err
	}
	to.add(sumsFile, sums)
	to.add(signatureFile, signature)
	if to.err != nil {
		return to.err
	}
	return to.zip.Close()
}

// packer puts files into a ZIP one after the other and notes their sums.
type packer struct {
	zip  *zip.Writer
	at   time.Time
	sums bytes.Buffer
	err  error
}

// newPacker has one compressor for all files: an edition has one for each agency.
func newPacker(w io.Writer, at time.Time) *packer {
	p := &packer{zip: zip.NewWriter(w), at: at}
	var one *flate.Writer
	p.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (_ io.WriteCloser, err error) {
		if one == nil {
			one, err = flate.NewWriter(w, flate.BestSpeed)
			return one, err
		}
		one.Reset(w)
		return one, nil
	})
	return p
}

func (p *packer) add(name string, text []byte) {
	if p.err != nil {
		return
	}
	fmt.Fprintf(&p.sums, "%s  %s\n", Hash(text), name)
	file, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: p.at})
	if err == nil {
		_, err = file.Write(text)
	}
	p.err = err
}
