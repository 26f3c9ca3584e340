package api

import (
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"hailong/survey"
)

// Limits bound how many answers are taken, per minute; 0 is without bound. A
// counter's Wi-Fi and a mobile carrier share one address between many people, so
// the address is loose and the counter tight.
type Limits struct {
	Address int
	Counter int
}

// limiter remembers buckets for as long as they are not full again. Addresses
// live here, in memory, and nowhere else.
type limiter struct {
	limits Limits
	now    func() time.Time

	mu      sync.Mutex
	buckets map[any]*bucket
	sweptAt time.Time
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

// sweep is how often, and after how long, unused buckets are forgotten: a bucket
// fills up again within two minutes.
const sweep = 2 * time.Minute

func newLimiter(limits Limits, now func() time.Time) *limiter {
	return &limiter{limits: limits, now: now, buckets: map[any]*bucket{}, sweptAt: now()}
}

// take is an error of the kind Limited where key has used up perMinute.
func (l *limiter) take(key any, perMinute int) error {
	if perMinute <= 0 {
		return nil
	}
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	b := l.buckets[key]
	if b == nil {
		// Two minutes' worth at once: a queue of people sends in waves.
		b = &bucket{Limiter: rate.NewLimiter(rate.Limit(float64(perMinute)/60), 2*perMinute)}
		l.buckets[key] = b
	}
	b.used = now
	r := b.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return &survey.Error{Kind: survey.Limited, Word: "limited", Retry: wait}
	}
	return nil
}

func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.sweptAt) < sweep {
		return
	}
	l.sweptAt = now
	for key, b := range l.buckets {
		if now.Sub(b.used) >= sweep {
			delete(l.buckets, key)
		}
	}
}

// limitAddress bounds one sender, limitCounter one counter, whoever sends. Only
// known counters get a bucket, so made-up tokens cannot fill the memory.
func (s *server) limitAddress(c echo.Context) error {
	return s.limits.take(c.RealIP(), s.limits.limits.Address)
}

func (s *server) limitCounter(counter *survey.Counter) error {
	return s.limits.take(counter.ID, s.limits.limits.Counter)
}
