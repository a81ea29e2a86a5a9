package doctor

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Ear listens to the answers that pass below an adapter, for what they say beside
// their body.
type Ear struct {
	base http.RoundTripper
	now  func() time.Time

	mu    sync.Mutex
	heard bool          // a date
	skew  time.Duration // the vendor's clock minus ours
	limit http.Header   // of the last answer that spoke of limits
}

// Listen returns an ear around base.
func Listen(base http.RoundTripper, now func() time.Time) *Ear {
	if now == nil {
		now = time.Now
	}
	return &Ear{base: base, now: now}
}

// RoundTrip implements [http.RoundTripper].
func (e *Ear) RoundTrip(r *http.Request) (*http.Response, error) {
	sent := e.now()
	res, err := e.base.RoundTrip(r)
	if err != nil {
		return res, err
	}
	got := e.now()
	e.mu.Lock()
	defer e.mu.Unlock()
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		e.heard, e.skew = true, date.Sub(sent.Add(got.Sub(sent)/2))
	}
	if res.Header.Get("X-Ratelimit-Limit") != "" {
		e.limit = res.Header.Clone()
	}
	return res, nil
}

// How far apart clocks may be. Signatures of events are believed for five minutes.
const (
	skewWarn = 30 * time.Second
	skewFail = 5 * time.Minute
)

// Clock compares this machine's clock with the vendor's.
func (x *Exam) Clock() {
	x.ear.mu.Lock()
	heard, skew := x.ear.heard, x.ear.skew
	x.ear.mu.Unlock()
	if !heard {
		return // nothing answered, which was said
	}
	side := "behind"
	if skew < 0 {
		side = "ahead of"
	}
	const remedy = "set this machine's clock by NTP"
	switch away := skew.Abs().Round(time.Second); {
	case away > skewFail:
		x.Fail(provider.CheckClock, meeting.ErrUnauthenticated, remedy,
			"this machine's clock is %s %s the vendor's: tokens end early or late, and events are refused", away, side)
	case away > skewWarn:
		x.Warn(provider.CheckClock, remedy, "this machine's clock is %s %s the vendor's", away, side)
	default:
		x.OK(provider.CheckClock, "it agrees with the vendor's within %s", skewWarn)
	}
}

// Limits tells what the vendor says of its limits; known is what can be said when no
// answer names one, "" for nothing.
func (x *Exam) Limits(known string) {
	x.ear.mu.Lock()
	h := x.ear.limit
	x.ear.mu.Unlock()
	if h == nil {
		if known != "" {
			x.OK(provider.CheckLimits, "the answers name none; %s", known)
		}
		return
	}
	said := strings.TrimSpace(h.Get("X-Ratelimit-Remaining") + " of " + h.Get("X-Ratelimit-Limit") + " left")
	if category := h.Get("X-Ratelimit-Category"); category != "" {
		said += ", category " + category
	}
	if kind := h.Get("X-Ratelimit-Type"); kind != "" {
		said += ", per " + kind
	}
	said = meeting.OneLine(said)
	if left, err := strconv.Atoi(h.Get("X-Ratelimit-Remaining")); err == nil && left == 0 {
		x.Warn(provider.CheckLimits, "wait for the next window, or raise the plan", "the vendor says: %s", said)
		return
	}
	x.OK(provider.CheckLimits, "the vendor says: %s", said)
}
