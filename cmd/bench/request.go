package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"hailong/survey"
)

// answers makes requests that each bring one new response: one ready request for
// each counter, into which the receipt is written. All six questions are answered.
type answers struct {
	requests [][]byte
	places   []int // where the receipt stands
	random   *rand.Rand
}

// noReceipt holds the receipt's place.
var noReceipt = strings.Repeat("0", 36)

func newAnswers(tokens []string, random *rand.Rand) *answers {
	a := &answers{random: random}
	for _, token := range tokens {
		var levels [6]any
		for i := range levels {
			levels[i] = 1 + random.IntN(5)
		}
		body := fmt.Sprintf(`{"receipt":"%s","counter":"%s","form":"short@1","channel":"qr",`, noReceipt, token) +
			fmt.Sprintf(`"answers":{"TC":%d,"TTHC":%d,"CC":%d,"KQ":%d,"PAKN":%d,"O":%d}}`, levels[:]...)
		request := fmt.Appendf(nil, "POST /api/v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\n"+
			"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		a.requests = append(a.requests, request)
		a.places = append(a.places, bytes.Index(request, []byte(noReceipt)))
	}
	return a
}

// next is a response at one of the counters, under a receipt of its own.
func (a *answers) next() []byte {
	i := a.random.IntN(len(a.requests))
	writeReceipt(a.requests[i][a.places[i]:], time.Now(), a.random)
	return a.requests[i]
}

// writeReceipt writes a UUIDv7 as text. It is survey.NewReceipt without its checks
// and allocations.
func writeReceipt(to []byte, now time.Time, random *rand.Rand) {
	var r survey.Receipt
	ms, low, high := uint64(now.UnixMilli()), random.Uint64(), random.Uint32()
	for i := range 6 {
		r[i] = byte(ms >> (40 - 8*i))
	}
	r[6], r[7] = 0x70|byte(high)&0x0f, byte(high>>8)
	for i := range 8 {
		r[8+i] = byte(low >> (8 * i))
	}
	r[8] = r[8]&0x3f | 0x80
	hex.Encode(to[0:8], r[0:4])
	hex.Encode(to[9:13], r[4:6])
	hex.Encode(to[14:18], r[6:8])
	hex.Encode(to[19:23], r[8:10])
	hex.Encode(to[24:36], r[10:16])
	to[8], to[13], to[18], to[23] = '-', '-', '-', '-'
}

// page is a request for an address, the same each time.
func page(path string) func() []byte {
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
	return func() []byte { return request }
}
