package file

import (
	"archive/zip"
	"encoding/binary"
)

// Of a part's flags: its sum and sizes stand behind it, not in front.
const zipDescribed = 0x8

// zipFacts are what a ZIP tells of a part in three places: in the directory, in front of the
// part, and sometimes behind it.
type zipFacts struct{ sum, packed, size uint64 }

func told(p *zip.File) zipFacts {
	return zipFacts{uint64(p.CRC32), p.CompressedSize64, p.UncompressedSize64}
}

// unsaid tells whether what stands in front of a part leaves open what follows behind it, or
// says the same as the directory.
func (f zipFacts) unsaid(directory zipFacts) bool {
	same := func(a, b uint64) bool { return a == 0 || a == b }
	return same(f.sum, directory.sum) && same(f.packed, directory.packed) && same(f.size, directory.size)
}

// part goes over a part with what may follow its bytes: their sum and sizes once more. What
// is told of it in front and behind is what the directory tells: other programs read there.
func (z *zipPieces) part(p placedPart) bool {
	head := z.piece(zipPart, zipPartSize)
	if head == nil {
		return false
	}
	name := u16(head[26:])
	called := make([]byte, name+u16(head[28:]))
	if _, err := z.content.ReadAt(called, z.at+zipPartSize); err != nil || string(called[:name]) != p.Name {
		return false
	}
	if z.at+zipPartSize+int64(len(called)) != p.data {
		return false
	}
	if extra := called[name:]; !sameStart(head, extra, p.File) || !sameUnicode(p.Name, extra) {
		return false
	}
	z.at = p.data + int64(p.CompressedSize64)
	return z.at >= p.data && (p.Flags&zipDescribed == 0 || z.described(told(p.File)))
}

// sameStart compares the beginning of a part with the directory.
func sameStart(head, extra []byte, p *zip.File) bool {
	const compared = zipDescribed | 1 // 1: behind a password
	if u16(head[8:]) != int64(p.Method) || (uint16(u16(head[6:]))^p.Flags)&compared != 0 {
		return false
	}
	facts, known := startFacts(head, extra)
	if !known {
		return false
	}
	if p.Flags&zipDescribed != 0 {
		return facts.unsaid(told(p))
	}
	return facts == told(p)
}

// startFacts are what stands in front of a part. The sizes of a large one stand among the
// extra fields.
func startFacts(head, extra []byte) (facts zipFacts, known bool) {
	const large, elsewhere = 0x1, 1<<32 - 1
	facts = zipFacts{u32(head[14:]), u32(head[18:]), u32(head[22:])}
	more, times := zipExtra(extra, large)
	for _, size := range []*uint64{&facts.size, &facts.packed} {
		if *size != elsewhere || times == 0 {
			continue
		}
		if len(more) < 8 {
			return facts, false
		}
		*size, more = binary.LittleEndian.Uint64(more), more[8:]
	}
	return facts, times < 2
}

// described goes over what stands behind a part: with or without a sign in front, with short
// or long sizes. Some programs promise it and leave it out.
func (z *zipPieces) described(directory zipFacts) bool {
	for _, length := range []int64{0, 12, 16, 20, 24} {
		next := &zipPieces{z.content, z.at + length}
		if next.piece(zipPart, 4) == nil && next.piece(zipEntry, 4) == nil {
			continue
		}
		if length == 0 || z.description(length) == directory {
			z.at += length
			return true
		}
	}
	return false
}

// description reads what stands behind a part in so many bytes.
func (z *zipPieces) description(length int64) zipFacts {
	b := make([]byte, length)
	if _, err := z.content.ReadAt(b, z.at); err != nil {
		return zipFacts{}
	}
	if length == 16 || length == 24 {
		b = b[4:] // the sign
	}
	if length < 20 {
		return zipFacts{u32(b), u32(b[4:]), u32(b[8:])}
	}
	return zipFacts{u32(b), binary.LittleEndian.Uint64(b[4:]), binary.LittleEndian.Uint64(b[12:])}
}

// zipExtra finds the extra field of a kind, and how often it stands there.
func zipExtra(fields []byte, kind uint16) (field []byte, times int) {
	for len(fields) >= 4 {
		size := 4 + u16(fields[2:])
		if int64(len(fields)) < size {
			break
		}
		if binary.LittleEndian.Uint16(fields) == kind {
			field, times = fields[4:size], times+1
		}
		fields = fields[size:]
	}
	return field, times
}

func u16(b []byte) int64 { return int64(binary.LittleEndian.Uint16(b)) }

func u32(b []byte) uint64 { return uint64(binary.LittleEndian.Uint32(b)) }
