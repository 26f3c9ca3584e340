package file

import (
	"archive/zip"
	"slices"
	"strings"

	"hailong/survey"
)

// checkNames refuses a ZIP that would put a file elsewhere than where it is unpacked: by a
// name that leads out of the folder, or by a link.
func checkNames(parts []*zip.File) error {
	for _, p := range parts {
		if mode := p.Mode(); !cleanName(p.Name) || !mode.IsRegular() && !mode.IsDir() {
			return survey.Fail(survey.Invalid, "file.zip_name", nil)
		}
	}
	return nil
}

// cleanName tells whether a name stays within the folder. Old programs of Windows write a
// backslash between folders.
func cleanName(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	drive := len(name) > 1 && name[1] == ':'
	return name != "" && !strings.HasPrefix(name, "/") && !drive && !strings.ContainsRune(name, 0) &&
		!slices.Contains(strings.Split(name, "/"), "..")
}
