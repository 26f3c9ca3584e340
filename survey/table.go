package survey

import "slices"

// Table is a sheet as it was read: a head row and rows of as many cells.
type Table struct {
	Columns []string
	Rows    []Row
}

// Row is one row with its line in the file, for mistakes.
type Row struct {
	Line  int
	Cells []string
}

// Change says what an import did, or would have done.
type Change struct {
	Added, Changed, Same int
	Steps                []Step // of a dry run
}

// Columns are those of a file: needed ones, and ones that it may leave out.
type Columns struct{ Needed, Optional []string }

// All are both, the needed ones first.
func (c Columns) All() []string { return slices.Concat(c.Needed, c.Optional) }
