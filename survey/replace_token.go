package survey

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// ReplaceTokens draws a new token for each counter named by its code; from then on
// the old one answers that it was replaced. It gives the counters as they are now, in
// the order named. Where a code is unknown, nothing is changed and all such are named.
func (s *Setup) ReplaceTokens(ctx context.Context, codes []string) ([]Counter, error) {
	var counters []Counter
	_, err := s.change(ctx, func(ctx context.Context, c *Catalogue, change *Change) error {
		counters = nil
		known := byKey(c.Counters, func(n *Counter) string { return n.Code })
		var unknown []string
		for i, code := range codes {
			switch old := known[code]; {
			case slices.Contains(codes[:i], code):
			case old == nil:
				unknown = append(unknown, code)
			default:
				counters = append(counters, *old)
			}
		}
		if len(unknown) > 0 {
			return Fail(NotFound, "token.unknown", Args{"codes": strings.Join(unknown, ", ")})
		}
		for i := range counters {
			if err := s.drawUnused(c, &counters[i].Token); err != nil {
				return err
			}
		}
		return s.putCounters(ctx, c, change, counters, func(code string) *Counter { return known[code] })
	})
	if err != nil {
		return nil, err
	}
	return counters, nil
}

// drawUnused draws until the token names no counter and never did.
func (s *Setup) drawUnused(c *Catalogue, token *Token) (err error) {
	for {
		if *token, err = NewToken(s.Random); err != nil {
			return fmt.Errorf("draw token: %w", err)
		}
		if c.everCounter(string(*token)) == 0 {
			return nil
		}
	}
}
