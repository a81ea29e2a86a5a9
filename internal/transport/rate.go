package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Rate is what an answer says about the vendor's limits. The vendors write the
// same thing in four ways (contracts: zoho.md A2.8, zoom.md B4, whereby-cliq.md
// 1B).
type Rate struct {
	Limit, Remaining int           // -1 when not said
	Reset            time.Duration // until the window ends, 0 when not said
	RetryAfter       time.Duration // 0 when not said
	Date             time.Time     // the vendor's clock; zero when not said
}

// wait is what the vendor asks for: its header, else its body, else the end of the
// window (contracts/whereby-cliq.md 1B).
func (r Rate) wait(body time.Duration) time.Duration {
	switch {
	case r.RetryAfter > 0:
		return r.RetryAfter
	case body > 0:
		return min(body, maxWait)
	}
	return r.Reset
}

// readRate reads the headers. A time in them is the vendor's: it is compared with
// the vendor's own clock where the answer tells it, for ours may be minutes off.
func readRate(h http.Header, now time.Time) Rate {
	date, err := http.ParseTime(h.Get("Date"))
	if err == nil {
		now = date
	}
	return Rate{ // names as net/http writes them: others cost a copy
		Date:       date,
		Limit:      number(h.Get("X-Ratelimit-Limit")),
		Remaining:  number(h.Get("X-Ratelimit-Remaining")),
		Reset:      until(h.Get("X-Ratelimit-Reset"), now),
		RetryAfter: until(h.Get("Retry-After"), now),
	}
}

func number(text string) int {
	if text == "" {
		return -1
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// maxWait bounds what a header can ask for: two days cover a daily limit.
const maxWait = 48 * time.Hour

// until reads seconds, Unix seconds, an RFC 3339 time or an HTTP date.
func until(text string, now time.Time) time.Duration {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	const (
		unixFloor   = 1_000_000_000     // seconds since 1970 are larger, waits are not
		millisFloor = 1_000_000_000_000 // milliseconds since 1970 are larger still
	)
	wait := time.Duration(0)
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		switch {
		case n > 1e15 || n != n:
		case n >= millisFloor:
			wait = time.UnixMilli(int64(n)).Sub(now)
		case n >= unixFloor:
			wait = time.Unix(int64(n), 0).Sub(now)
		case n > 0:
			wait = time.Duration(min(n, maxWait.Seconds()) * float64(time.Second))
		}
	} else if t, err := time.Parse(time.RFC3339, text); err == nil {
		wait = t.Sub(now)
	} else if t, err := http.ParseTime(text); err == nil {
		wait = t.Sub(now)
	}
	return min(max(wait, 0), maxWait)
}
