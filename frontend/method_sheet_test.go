package frontend

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"regexp"
	"strconv"
	"testing"

	"hailong/survey"
)

// The formulas that people are told to type give what the program computes, for
// every worked example.
func TestSpreadsheetComputesTheExamples(t *testing.T) {
	for i, w := range worked {
		s, want := workedSums[i], workedScores[i].Estimate
		row := cells{
			"A2": float64(s.N), "B2": float64(s.Y), "C2": float64(s.M),
			"D2": float64(s.YY), "E2": float64(s.YM), "F2": float64(s.MM), "G2": 1,
		}
		if w.census > 0 {
			row["G2"] = 1 - float64(s.N)/float64(w.census)
		}
		for k, formula := range formulas {
			row[string(rune('H'+k))+"2"] = row.compute(t, formula)
		}
		got := fmt.Sprintf("%.4f %.4f %.4f %.4f", 100*row["H2"], row["J2"], 100*row["L2"], 100*row["M2"])
		printed := fmt.Sprintf("%.4f %.4f %.4f %.4f",
			want.Percent(), want.Effective, want.Interval.Low, want.Interval.High)
		if got != printed {
			t.Errorf("example %d: the spreadsheet gives %s, the program %s", i+1, got, printed)
		}
	}
}

// The values printed beside them are those of the first example.
func TestSpreadsheetPrintsTheFirstExample(t *testing.T) {
	got := ""
	for _, c := range (pen{lang: survey.English}).columns() {
		got += c.Letter + c.Value + " "
	}
	want := "A100 B385 C480 D1,655 E1,905 F2,330 G1 H0.802083 I0.00042552 J373.0648 K1.959964 L0.758663 M0.839346 "
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// cells are a row of a spreadsheet.
type cells map[string]float64

var (
	power   = regexp.MustCompile(`([A-M]2)\^([0-9])`)
	equals  = regexp.MustCompile(`([A-M]2)=`)
	inverse = regexp.MustCompile(`NORM\.S\.INV`)
)

// compute reads a formula as a Go expression, which differs from it in three things.
func (c cells) compute(t *testing.T, formula string) float64 {
	t.Helper()
	text := power.ReplaceAllString(formula[1:], "POW($1,$2)")
	text = inverse.ReplaceAllString(equals.ReplaceAllString(text, "$1=="), "INV")
	e, err := parser.ParseExpr(text)
	if err != nil {
		t.Fatalf("%s: %v", formula, err)
	}
	return c.value(e)
}

func (c cells) value(e ast.Expr) float64 {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return c.value(e.X)
	case *ast.Ident:
		return c[e.Name]
	case *ast.BasicLit:
		x, _ := strconv.ParseFloat(e.Value, 64)
		return x
	case *ast.BinaryExpr:
		return operate(e.Op, c.value(e.X), c.value(e.Y))
	case *ast.CallExpr:
		return c.call(e.Fun.(*ast.Ident).Name, e.Args)
	}
	return math.NaN()
}

func operate(op token.Token, x, y float64) float64 {
	switch op {
	case token.ADD:
		return x + y
	case token.SUB:
		return x - y
	case token.MUL:
		return x * y
	case token.QUO:
		return x / y
	}
	if x == y { // ==
		return 1
	}
	return 0
}

func (c cells) call(name string, args []ast.Expr) float64 {
	switch name {
	case "IF":
		if c.value(args[0]) != 0 {
			return c.value(args[1])
		}
		return c.value(args[2])
	case "OR":
		return max(c.value(args[0]), c.value(args[1]))
	case "MIN":
		return min(c.value(args[0]), c.value(args[1]))
	case "MAX":
		return max(c.value(args[0]), c.value(args[1]))
	case "POW":
		return math.Pow(c.value(args[0]), c.value(args[1]))
	case "SQRT":
		return math.Sqrt(c.value(args[0]))
	case "INV":
		return math.Sqrt2 * math.Erfinv(2*c.value(args[0])-1)
	}
	return math.NaN()
}
