package frontend

import (
	"crypto/sha256"
	_ "embed" // the script
	"fmt"
)

//go:embed script/upload.js
var uploadSource []byte

// uploadScript shows how far uploads are. It stands on the pages that take evidence, and
// nowhere else; they work without it.
var uploadScript = sheet{
	fmt.Sprintf("upload.%x.js", sha256.Sum256(uploadSource))[:len("upload.12345678")] + ".js", uploadSource,
}

// UploadScript is that script, to be served at /static/NAME.
func UploadScript() (name string, body []byte) { return uploadScript.name, uploadScript.body }
