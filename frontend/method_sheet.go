package frontend

import (
	"fmt"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/survey"
)

// Column is a column of the spreadsheet that computes a score again: its letter,
// what it holds, the formula (empty: copied from the table), and what it gives for
// the first example.
type Column struct{ Letter, Text, Formula, Value string }

// formulas compute a score again in the row 2 of a spreadsheet; they name no number
// with a decimal point, which a Vietnamese spreadsheet would not read.
var formulas = []string{
	"=B2/C2",
	"=G2*(C2^2*D2-2*B2*C2*E2+B2^2*F2)/C2^4",
	"=IF(OR(B2=0,B2=C2),A2/G2,IF(I2=0,C2/G2,MIN(H2*(1-H2)/I2,C2/G2)))",
	"=NORM.S.INV(39/40)",
	"=MAX(0,(H2+K2^2/(2*J2)-K2*SQRT(H2*(1-H2)/J2+K2^2/(4*J2^2)))/(1+K2^2/J2))",
	"=MIN(1,(H2+K2^2/(2*J2)+K2*SQRT(H2*(1-H2)/J2+K2^2/(4*J2^2)))/(1+K2^2/J2))",
}

// sheet tells what the tables that can be downloaded are enough for, by the heads of
// their columns, and how the rest is computed.
func (m *MethodPage) sheet(p pen) {
	args := survey.Args{
		"take":    strings.TrimSuffix(p.say("table.take", nil), ":"),
		"answers": p.say("table.head_answers", nil), "satisfied": p.say("table.head_satisfied", nil),
	}
	m.Take = m.say("method.sheet_take", args)
	for _, key := range []string{"method.sheet_score", "method.sheet_mean", "method.sheet_one"} {
		m.Again = append(m.Again, m.say(key, args))
	}
	m.Columns = p.columns()
}

// columns are those of the spreadsheet, with the first example in row 2.
func (p pen) columns() []Column {
	first := p.examples()[0].Cells
	var list []Column
	add := func(text, formula, value string) {
		list = append(list, Column{string(rune('A' + len(list))), text, formula, value})
	}
	for _, c := range first[:len(sumNames)] {
		add(c.Name, "", c.Text)
	}
	add("f", "", "1")
	e := workedScores[0].Estimate
	share, _ := e.Share.Float64()
	for i, value := range []string{
		p.places(share, 6), p.places(e.Variance, 8), p.fourth(e.Effective), p.places(scoring.Z, 6),
		p.places(e.Interval.Low/100, 6), p.places(e.Interval.High/100, 6),
	} {
		add(p.say(fmt.Sprint("method.column_", i+1), nil), formulas[i], value)
	}
	return list
}

// places writes a number with so many decimals.
func (p pen) places(x float64, n int) string { return words.Point(p.lang, fmt.Sprintf("%.*f", n, x)) }
