package api

import (
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/survey"
)

// Limits bound how many answers are taken, per minute; 0 is without bound. A
// counter's Wi-Fi and a mobile carrier share one address between many people, so
// the address is loose and the counter tight. One address may use half of a
// counter's, so that nobody can close it to the others.
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
	sending map[account.ID]int // forms with files that are under way
}

// bucket holds what may still be used. It is our own few lines, because a limiter
// that also takes back what came to nothing was not to be had: a reservation of
// golang.org/x/time/rate gives back less the later it is cancelled.
type bucket struct {
	left float64
	at   time.Time // when left was true
}

// fill adds what has come since, up to full.
func (b *bucket) fill(now time.Time, perMinute int) {
	since := max(0, now.Sub(b.at))
	b.left = min(full(perMinute), b.left+since.Minutes()*float64(perMinute))
	b.at = now
}

// full is two minutes' worth: a queue of people sends in waves.
func full(perMinute int) float64 { return 2 * float64(perMinute) }

// sweep is how often, and after how long, unused buckets are forgotten: a bucket
// fills up again within two minutes.
const sweep = 2 * time.Minute

func newLimiter(limits Limits, now func() time.Time) *limiter {
	return &limiter{
		limits: limits, now: now, buckets: map[any]*bucket{}, sweptAt: now(),
		sending: map[account.ID]int{},
	}
}

// take uses one of key's perMinute; giveBack returns it. The error is Limited where
// they are used up.
func (l *limiter) take(key any, perMinute int) (giveBack func(), err error) {
	if perMinute <= 0 {
		return func() {}, nil
	}
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	b := l.buckets[key]
	if b == nil {
		b = &bucket{left: full(perMinute), at: now}
		l.buckets[key] = b
	}
	b.fill(now, perMinute)
	if b.left < 1 {
		wait := time.Duration((1 - b.left) / float64(perMinute) * float64(time.Minute))
		return nil, &survey.Error{Kind: survey.Limited, Word: "limited", Retry: wait}
	}
	b.left--
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		b.left = min(full(perMinute), b.left+1)
	}, nil
}

func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.sweptAt) < sweep {
		return
	}
	l.sweptAt = now
	for key, b := range l.buckets {
		if now.Sub(b.at) >= sweep {
			delete(l.buckets, key)
		}
	}
}

// limitAddress bounds how much one sender may ask, whatever comes of it.
func (s *server) limitAddress(c echo.Context) error {
	_, err := s.limits.take(sender(c.RealIP()), s.limits.limits.Address)
	return err
}

// share is one sender's part of one counter's answers.
type share struct {
	sender  netip.Addr
	counter survey.CounterID
}

// limitCounter bounds the answers at one counter, and one sender's share of them.
// A made-up token has no limits to fill the memory with.
func (s *server) limitCounter(c echo.Context, token string) (giveBack func(), err error) {
	counter, err := s.Shelf.Now().CounterByToken(token)
	if err != nil {
		return func() {}, nil
	}
	perMinute := s.limits.limits.Counter
	shareBack, err := s.limits.take(share{sender(c.RealIP()), counter.ID}, (perMinute+1)/2)
	if err != nil {
		return nil, err
	}
	counterBack, err := s.limits.take(counter.ID, perMinute)
	if err != nil {
		shareBack()
		return nil, err
	}
	return func() { shareBack(); counterBack() }, nil
}

// submit hands a draft to the intake within the counter's limits. Only a response
// that is newly stored uses them up: malformed ones close a counter to nobody.
func (s *server) submit(c echo.Context, d *survey.Draft) (survey.Outcome, error) {
	giveBack, err := s.limitCounter(c, d.Counter)
	if err != nil {
		return survey.Outcome{}, err
	}
	o, err := s.Intake.Submit(c.Request().Context(), d)
	if err != nil || o.Repeated {
		giveBack()
	}
	return o, err
}

// sender is one subscriber's address: under IPv6 the first 64 bits, because the
// rest is the subscriber's to choose.
func sender(address string) netip.Addr {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Addr{}
	}
	if ip = ip.Unmap(); ip.Is6() {
		if prefix, err := ip.Prefix(64); err == nil {
			return prefix.Addr()
		}
	}
	return ip
}
