package scoring

import (
	"math/big"
	"strings"
)

// Decimal writes a share as percent with a point, rounded half up: 0.8325 →
// "83.25". Two decimals, but up to four where two would print a mark (a target, a
// cut, in hundredths of a percent) that the exact share is not.
func Decimal(share *big.Rat, marks ...int64) string {
	percent := new(big.Rat).Mul(share, big.NewRat(100, 1))
	for places := 2; ; places++ {
		text := halfUp(percent, places)
		if places == 4 || !misleads(text, percent, marks) {
			return text
		}
	}
}

func misleads(text string, percent *big.Rat, marks []int64) bool {
	printed, _ := new(big.Rat).SetString(text)
	for _, m := range marks {
		mark := big.NewRat(m, 100)
		if printed.Cmp(mark) == 0 && percent.Cmp(mark) != 0 {
			return true
		}
	}
	return false
}

// halfUp writes a non-negative number with so many decimals, rounded half up.
func halfUp(x *big.Rat, places int) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scaled := new(big.Rat).Mul(x, new(big.Rat).SetInt(scale))
	scaled.Add(scaled, big.NewRat(1, 2))
	digits := new(big.Int).Quo(scaled.Num(), scaled.Denom()).String()
	if missing := places + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}
