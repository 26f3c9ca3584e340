package file

import (
	"archive/zip"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"hailong/survey"
)

// checkNames refuses a ZIP that would put a file elsewhere than where it is unpacked, by a
// name that leads out of the folder or by a link; one whose parts have two names; and one of
// whose parts another would be written over.
func checkNames(parts []*zip.File) error {
	taken := map[string]bool{}
	for _, p := range parts {
		mode := p.Mode()
		if !cleanName(p.Name) || !mode.IsRegular() && !mode.IsDir() || !sameUnicode(p.Name, p.Extra) {
			return survey.Fail(survey.Invalid, "file.zip_name", nil)
		}
		if strings.HasSuffix(p.Name, "/") && p.UncompressedSize64 == 0 {
			continue // a folder may be named as often as somebody likes
		}
		name := foldName(p.Name)
		if taken[name] {
			return survey.Fail(survey.Invalid, "file.zip_twice", survey.Args{"name": strings.ToValidUTF8(p.Name, "?")})
		}
		taken[name] = true
	}
	return nil
}

// cleanName tells whether a name stays within the folder. Old programs of Windows write a
// backslash between folders.
func cleanName(name string) bool {
	name = slashed(name)
	drive := len(name) > 1 && name[1] == ':'
	return name != "" && !strings.HasPrefix(name, "/") && !drive && !strings.ContainsRune(name, 0) &&
		!slices.Contains(strings.Split(name, "/"), "..")
}

func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// foldName is a name as Windows and macOS compare it, which tell no capitals from small
// letters. What is in no known encoding is compared as it is.
func foldName(name string) string {
	name = path.Clean(slashed(name))
	if !utf8.ValidString(name) {
		return name
	}
	return survey.Compose(strings.ToLower(strings.ToUpper(name)))
}

// sameUnicode tells whether the second name that a part may have among its extra fields, as
// programs wrote it before names were in Unicode, is the first one. The first may lack the
// letters that its encoding had not; then the second says where they are, and nothing else.
func sameUnicode(name string, extra []byte) bool {
	const unicodePath, frame = 0x7075, 5 // a version and the sum of the first name
	field, times := zipExtra(extra, unicodePath)
	if times == 0 {
		return true
	}
	if times > 1 || len(field) < frame {
		return false
	}
	second := string(field[frame:])
	if second == name {
		return true
	}
	return !ascii(second) && utf8.ValidString(second) && cleanName(second) &&
		strings.Count(slashed(second), "/") == strings.Count(slashed(name), "/") &&
		strings.EqualFold(path.Ext(second), path.Ext(name))
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}
