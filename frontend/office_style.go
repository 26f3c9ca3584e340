package frontend

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// sheet is a style sheet under a name that changes with its text, so that
// browsers may keep it for ever.
type sheet struct {
	name string
	body []byte
}

var officeSheet = sheetOf("office.css")

// OfficeStyle is the style sheet of the office pages, to be served at
// /static/NAME. The pages hold no styles of their own.
func OfficeStyle() (name string, body []byte) { return officeSheet.name, officeSheet.body }

func sheetOf(file string) sheet {
	body, err := styles.ReadFile("style/" + file)
	if err != nil {
		panic(err) // the file is part of the program
	}
	hash := fmt.Sprintf("%x", sha256.Sum256(body))
	return sheet{strings.Replace(file, ".css", "."+hash[:8]+".css", 1), body}
}
