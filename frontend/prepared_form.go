package frontend

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// placeholder stands where the receipt goes while a form is drawn ahead.
const placeholder = "receipt-goes-here-36-characters-long"

// PreparedForm is a form drawn and compressed ahead. Only the receipt differs
// between two visits, so a request costs three copies and a checksum instead of a
// template and a compressor, and thousands of phones a second need no cache.
type PreparedForm struct {
	head, tail             []byte // the page around the receipt
	packedHead, packedTail []byte // the same as parts of one deflate stream
	headSum                uint32 // CRC-32 of head
}

// PrepareForm draws p with any receipt left open.
func PrepareForm(p FormPage) (*PreparedForm, error) {
	p.Receipt = placeholder
	page, err := Draw(p)
	if err != nil {
		return nil, err
	}
	if bytes.Count(page, []byte(placeholder)) != 1 {
		return nil, errors.New("prepare form: the receipt does not stand there once")
	}
	f := &PreparedForm{}
	f.head, f.tail, _ = bytes.Cut(page, []byte(placeholder))
	f.headSum = crc32.ChecksumIEEE(f.head)
	// A flush ends the head on a byte's edge without ending the stream; the tail's
	// writer is a fresh one, so nothing in the tail refers back over the receipt.
	if f.packedHead, err = pack(f.head, (*flate.Writer).Flush); err != nil {
		return nil, err
	}
	f.packedTail, err = pack(f.tail, (*flate.Writer).Close)
	return f, err
}

func pack(plain []byte, finish func(*flate.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := finish(w); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Plain is the page with a receipt.
func (f *PreparedForm) Plain(receipt string) []byte {
	page := make([]byte, 0, len(f.head)+len(receipt)+len(f.tail))
	return append(append(append(page, f.head...), receipt...), f.tail...)
}

// gzipHeader says deflate, no name, no time, best compression, system unknown
// (RFC 1952).
var gzipHeader = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}

// Gzip is Plain as one gzip member: the packed head, the receipt as a stored
// block, the packed tail, and the checksum of the whole.
func (f *PreparedForm) Gzip(receipt string) []byte {
	n := uint16(len(receipt))
	b := make([]byte, 0, len(gzipHeader)+len(f.packedHead)+5+len(receipt)+len(f.packedTail)+8)
	b = append(append(b, gzipHeader...), f.packedHead...)
	b = append(b, 0) // a stored block that is not the last (RFC 1951, 3.2.4)
	b = binary.LittleEndian.AppendUint16(b, n)
	b = binary.LittleEndian.AppendUint16(b, ^n)
	b = append(append(b, receipt...), f.packedTail...)
	sum := crc32.Update(f.headSum, crc32.IEEETable, []byte(receipt))
	sum = crc32.Update(sum, crc32.IEEETable, f.tail)
	b = binary.LittleEndian.AppendUint32(b, sum)
	return binary.LittleEndian.AppendUint32(b, uint32(len(f.head)+len(receipt)+len(f.tail)))
}
