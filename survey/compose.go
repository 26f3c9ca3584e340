package survey

import "golang.org/x/text/unicode/norm"

// Compose writes every accented letter as one sign (NFC): keyboards differ in whether
// they send "ế" as one sign or as three, and both are the same to whoever types it.
func Compose(s string) string { return norm.NFC.String(s) }
