package edition

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// table is a CSV of the archive: its first row is the head.
type table struct {
	name string
	rows [][]string
}

// byteOrderMark tells spreadsheets that a file is UTF-8.
const byteOrderMark = "\ufeff"

// text is the file. Cells are as they are: a CSV of an archive is compared byte for byte
// with what it says in edition.json, so nothing is put before a cell to keep a spreadsheet
// from running it. For that reason no table holds what agencies and appraisers typed.
func (t *table) text() []byte {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(&b)
	_ = w.WriteAll(t.rows) // a buffer takes everything
	return b.Bytes()
}

// tables are all CSV files of the edition, in the order in which they lie in the archive.
// They say in rows what the content says, and nothing else.
func (c *Content) tables(each func(table) error) error {
	list := []func() table{c.groupTable, c.satisfactionTable, c.factorTable, c.blockTable}
	if c.Kind == CCHC {
		list = append(list, c.classTable)
		for i := range c.Sets {
			list = append(list, c.Sets[i].table)
		}
		for i := range c.Groups {
			list = append(list, func() table { return c.rankTable(&c.Groups[i]) })
		}
		for i := range c.Agencies {
			if len(c.Agencies[i].Leaves) > 0 {
				list = append(list, func() table { return c.leafTable(&c.Agencies[i]) })
			}
		}
	}
	for _, make := range list {
		if err := each(make()); err != nil {
			return err
		}
	}
	return nil
}

// fileName makes a code part of a file's name on any system.
func fileName(folder, code string) string {
	var b strings.Builder
	b.WriteString(folder + "/")
	for i := range len(code) {
		switch ch := code[i]; {
		case '0' <= ch && ch <= '9', 'A' <= ch && ch <= 'Z', 'a' <= ch && ch <= 'z', ch == '-', ch == '_':
			b.WriteByte(ch)
		default:
			fmt.Fprintf(&b, "%%%02X", ch)
		}
	}
	return b.String() + ".csv"
}

func num[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }

func yes(b bool) string { return strconv.FormatBool(b) }

// some is the number where there is one.
func some[N int | int64](n N, there bool) string {
	if !there {
		return ""
	}
	return num(n)
}

func (c *Content) groupTable() table {
	t := table{"groups.csv", [][]string{{"group", "name_vi", "name_en", "criteria_set", "ranked", "mean_index"}}}
	for i := range c.Groups {
		g := &c.Groups[i]
		set := ""
		if 0 <= g.Set && g.Set < len(c.Sets) {
			set = c.Sets[g.Set].Group
		}
		t.rows = append(t.rows, []string{g.Code, g.Name.VI, g.Name.EN, set, num(g.Ranked), g.Mean})
	}
	return t
}

// classTable has the cuts of each group's set, with how many of the ranked are in the class.
func (c *Content) classTable() table {
	t := table{"classes.csv", [][]string{{
		"group", "class", "name_vi", "name_en", "cut_x100", "area", "share_x100", "agencies",
	}}}
	for i := range c.Groups {
		g := &c.Groups[i]
		if g.Set < 0 || g.Set >= len(c.Sets) {
			continue
		}
		for _, k := range c.Sets[g.Set].Classes {
			t.rows = append(t.rows, []string{
				g.Code, k.Code, k.Name.VI, k.Name.EN, num(k.Cut), k.Area, num(k.Share), num(g.Classes[k.Code]),
			})
		}
	}
	return t
}

func (w *Set) table() table {
	t := table{fileName("criteria", w.Group), [][]string{{
		"level", "code", "name_vi", "name_en", "max_x100", "kind", "by", "feed", "step_x100", "per_x100",
		"threshold_x100", "floor_x100", "bands", "at_most", "plain", "empty", "not_for", "evidence", "appraiser",
	}}}
	for n := range w.Items {
		i := &w.Items[n]
		bands := make([]string, len(i.Bands))
		for n, b := range i.Bands {
			bands[n] = num(b.Bound) + "=" + num(b.Points)
		}
		t.rows = append(t.rows, []string{
			num(i.Level), i.Code, i.Name.VI, i.Name.EN, num(i.Max), i.Kind, i.By, i.Feed, num(i.Step), num(i.Per),
			num(i.Threshold), num(i.Floor), strings.Join(bands, "|"), yes(i.AtMost), yes(i.Plain), i.Empty,
			strings.Join(i.NotFor, "|"), yes(i.Evidence), i.Appraiser,
		})
	}
	return t
}

// rankTable is a group's ranking as it is printed, with what each area gave.
func (c *Content) rankTable(g *Group) table {
	head := []string{
		"rank", "best", "worst", "of", "shared", "agency", "name_vi", "name_en", "points_x100", "max_x100",
		"set_max_x100", "bonus_x100", "penalty_x100", "index_exact", "index", "class", "unranked", "left_out",
		"previous_rank", "previous_of", "reorganised",
	}
	ranked, unranked := c.Sorted(g.Code)
	list := slices.Concat(ranked, unranked)
	if len(list) > 0 && list[0].Result != nil {
		for _, s := range list[0].Result.Areas {
			head = append(head, s.Code+"_points_x100", s.Code+"_max_x100")
		}
	}
	t := table{fileName("groups", g.Code), [][]string{head}}
	for _, a := range list {
		if a.Result != nil {
			t.rows = append(t.rows, a.rankRow())
		}
	}
	return t
}

func (a *Agency) rankRow() []string {
	r, placed := a.Result, a.Result.Rank > 0
	var before Past
	if a.Previous != nil {
		before = *a.Previous
	}
	row := []string{
		some(r.Rank, placed), some(r.Best, placed), some(r.Worst, placed), some(r.Of, placed), yes(r.Shared),
		a.Code, a.Name.VI, a.Name.EN, num(r.Points), num(r.Max), num(r.SetMax), num(r.Bonus), num(r.Penalty),
		r.Exact, r.Index, r.Class, r.Unranked, a.LeftOut,
		some(before.Rank, before.Rank > 0), some(before.Of, before.Rank > 0), yes(before.Reorganised),
	}
	for _, s := range r.Areas {
		row = append(row, num(s.Points), num(s.Max))
	}
	return row
}

// leafTable is an agency's leaves, each beside its name, kind and maximum.
func (c *Content) leafTable(a *Agency) table {
	t := table{fileName("agencies", a.Code), [][]string{{
		"area", "leaf", "name_vi", "kind", "max_x100", "not_applicable", "given_x100", "num_x100", "den_x100",
		"from", "points_x100", "excluded", "low_points_x100", "high_points_x100",
	}}}
	set := c.setOf(a)
	area, at := "", 0
	for i := range set.Items {
		item := &set.Items[i]
		if item.Level == 1 {
			area = item.Code
		}
		if item.Kind == "" || at >= len(a.Leaves) {
			continue
		}
		l := &a.Leaves[at]
		at++
		t.rows = append(t.rows, []string{
			area, l.Code, item.Name.VI, item.Kind, num(item.Max), yes(l.Out), num(l.Given), num(l.Num), num(l.Den),
			l.From, num(l.Points), yes(l.Excluded), num(l.LowPoints), num(l.HighPoint),
		})
	}
	return t
}

// setOf is the set that an agency is scored by.
func (c *Content) setOf(a *Agency) *Set {
	for i := range c.Groups {
		if g := &c.Groups[i]; g.Code == a.Group && 0 <= g.Set && g.Set < len(c.Sets) {
			return &c.Sets[g.Set]
		}
	}
	return &Set{}
}
