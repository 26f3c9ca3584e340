package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// reads compares how long figures take with many responses and with a hundredth.
func reads(k kind) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		few, err := b.filled(ctx, k, b.rows/100)
		if err != nil {
			return err
		}
		many, err := b.filled(ctx, k, b.rows)
		if err != nil {
			return err
		}
		scores, err := scoresPath(ctx, many)
		if err != nil {
			return err
		}
		agency, err := text(ctx, many, "SELECT code FROM agency ORDER BY id LIMIT 1")
		if err != nil {
			return err
		}
		small, err := b.serve(ctx, few)
		return with(small, err, func(small *service) error {
			large, err := b.serve(ctx, many)
			return with(large, err, func(large *service) error {
				return errors.Join(
					b.compareReads(ctx, "agency-"+string(k), "/agencies/"+agency, large, small),
					b.compareReads(ctx, "scores-"+string(k), scores, large, small))
			})
		})
	}
}

// scoresPath is where the API tells the scores of the plan's year, of all agencies.
func scoresPath(ctx context.Context, database string) (string, error) {
	year, err := number(ctx, database, "SELECT MAX(year) FROM plan")
	return "/api/v1/scores?year=" + strconv.FormatInt(year, 10), err
}

func (b *bench) compareReads(ctx context.Context, row, path string, large, small *service) error {
	return b.repeat(func() error {
		var many, few float64
		err := b.inTurn(ctx,
			func(ctx context.Context) (err error) { many, err = b.latency(ctx, large, path); return err },
			func(ctx context.Context) (err error) { few, err = b.latency(ctx, small, path); return err })
		if err == nil {
			b.note(row, many, few)
		}
		return err
	})
}

// latency is the median of one reader's waits for an address, in ms: of 200, or of as
// many as there are in some seconds.
func (b *bench) latency(ctx context.Context, s *service, path string) (float64, error) {
	const readers, requests, length = 1, 200, 8 * time.Second
	out, err := (&load{
		address: s.address, connections: readers, warmUp: 300 * time.Millisecond, length: length, most: requests,
		next: page(path), want: 200,
	}).run(ctx)
	if err != nil {
		return 0, err
	}
	if len(out.took) == 0 {
		return 0, fmt.Errorf("%s was not answered within %v", path, length)
	}
	return out.quantile(0.5).Seconds() * 1000, nil
}

// rawScores counts the answers of each agency anew: satisfied and given, of the
// valid responses, over the five questions that count.
var rawScores = func() string {
	var satisfied, given []string
	for i := range countedQuestions {
		level := fmt.Sprintf("substr(r.levels, %d, 1)", i+1)
		satisfied = append(satisfied, "CASE WHEN "+level+" IN ('4', '5') THEN 1 ELSE 0 END")
		given = append(given, "CASE WHEN "+level+" IN ('1', '2', '3', '4', '5') THEN 1 ELSE 0 END")
	}
	return `SELECT a.code, SUM(` + strings.Join(satisfied, " + ") + `) AS satisfied, SUM(` +
		strings.Join(given, " + ") + `) AS given
		FROM response r JOIN counter c ON c.id = r.counter_id JOIN agency a ON a.id = c.agency_id
		WHERE r.plan_id = 1 AND r.status = 1 GROUP BY a.code ORDER BY a.code`
}()

// countedQuestions is how many of the form's questions count; they come first.
const countedQuestions = 5

// share is what was answered in an agency.
type share struct{ satisfied, given int64 }

// ranking compares a year's scores of all agencies with counting the raw answers.
func ranking(k kind) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		many, err := b.filled(ctx, k, b.rows)
		if err != nil {
			return err
		}
		path, err := scoresPath(ctx, many)
		if err != nil {
			return err
		}
		s, err := b.serve(ctx, many)
		return with(s, err, func(s *service) error {
			return b.repeat(func() error {
				var ours, raw float64
				var counted map[string]share
				err := b.inTurn(ctx,
					func(ctx context.Context) (err error) { ours, err = b.latency(ctx, s, path); return err },
					func(ctx context.Context) (err error) { counted, raw, err = countRaw(ctx, many); return err })
				if err != nil {
					return err
				}
				b.note("ranking-"+string(k), ours, raw)
				return compareScores(ctx, "http://"+s.address+path, counted)
			})
		})
	}
}

// countRaw runs the query and tells how long it took, in ms.
func countRaw(ctx context.Context, database string) (map[string]share, float64, error) {
	db, err := connect(database)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = db.Close() }()
	if err := db.PingContext(ctx); err != nil {
		return nil, 0, err
	}
	started, counted := time.Now(), map[string]share{}
	rows, err := db.QueryContext(ctx, rawScores)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var code string
		var s share
		if err := rows.Scan(&code, &s.satisfied, &s.given); err != nil {
			return nil, 0, err
		}
		counted[code] = s
	}
	return counted, time.Since(started).Seconds() * 1000, rows.Err()
}

// compareScores makes sure that both say the same of every agency.
func compareScores(ctx context.Context, address string, counted map[string]share) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	var said struct {
		Scores []struct {
			Agency             string
			Answers, Satisfied *int64 // not given where too few answered
		}
	}
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		return err
	}
	if len(said.Scores) != counters {
		return fmt.Errorf("%d agencies in the scores, %d in the province", len(said.Scores), counters)
	}
	for _, a := range said.Scores {
		raw := counted[a.Agency]
		if a.Answers != nil && (*a.Answers != raw.given || *a.Satisfied != raw.satisfied) {
			return fmt.Errorf("%s: scores say %d of %d, the answers %v", a.Agency, *a.Satisfied, *a.Answers, raw)
		}
	}
	return nil
}
