package providertest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// limitFaults are about vendors that ask to come back later.
func limitFaults() []fault {
	const (
		// The end of a window is not the end of a lock that the vendor documents.
		waits = "the read waits that long and succeeds; a caller with less time is told at once when to come back"
		sane  = "nothing waits for days, nothing asks on and on"
	)
	at := epoch.Add(time.Minute) // by when the row has prepared itself; see retryAfter
	out := []fault{
		{"limit/429 without a time", "the vendor answers 429 and says no more", "the read is tried a few times at most, and then says rate limited", withoutTime},
		{"limit/429 on a create", "the vendor answers 429 to a create", "it was refused: rate limited, sent once", refused(retryAfter("Retry-After", "30"), meeting.ErrRateLimited)},
		{"limit/503 with a time", "the vendor answers 503 and names the time", waits, comesBack(map[string]string{"Retry-After": "30"}, 503)},
		{"limit/the vendor's clock is ahead", "the vendor's clock is five minutes ahead of ours, and it names a time of day", waits,
			comesBack(map[string]string{"Retry-After": httpDate(at.Add(5*time.Minute + 30*time.Second)), "Date": httpDate(at.Add(5 * time.Minute))}, 429)},
		{"limit/the vendor's clock is behind", "the vendor's clock is an hour behind ours, and it names a time of day", waits,
			comesBack(map[string]string{"Retry-After": httpDate(at.Add(-time.Hour + 30*time.Second)), "Date": httpDate(at.Add(-time.Hour))}, 429)},
		{"limit/outage", "the vendor answers 503 to two hundred reads", "all of them together are sent again at most forty times", outage},
	}
	in := at.Add(30 * time.Second)
	for _, form := range [][2]string{
		{"Retry-After", "30"},
		{"Retry-After", "30.0"},
		{"Retry-After", httpDate(in)},
		{"Retry-After", in.Format("Monday, 02-Jan-06 15:04:05 GMT")}, // RFC 850
		{"Retry-After", in.Format(time.ANSIC)},
		{"Retry-After", in.Format(time.RFC3339)},
		{"Retry-After", in.In(time.FixedZone("", 19800)).Format(time.RFC3339)},
		{"X-RateLimit-Reset", fmt.Sprint(in.Unix())},
		{"X-RateLimit-Reset", in.Format(time.RFC3339)},
	} {
		out = append(out, fault{fmt.Sprintf("limit/%s: %s", form[0], form[1]), "the vendor answers 429 and says when to come back", waits,
			comesBack(map[string]string{form[0]: form[1]}, 429)})
	}
	for _, absurd := range []string{"-5", "0", "soon", "NaN", "1e400", "9223372036854775807", strings.Repeat("9", 400), "31536000",
		"9999-12-31T23:59:59Z", httpDate(epoch.AddDate(-30, 0, 0))} {
		out = append(out, fault{"limit/absurd " + absurd[:min(30, len(absurd))], "the vendor answers 429 with a time that can't be meant", sane, absurdTime(absurd)})
	}
	return out
}

func httpDate(t time.Time) string { return t.UTC().Format(http.TimeFormat) }

func retryAfter(name, value string) spoiler {
	return answer(429, http.Header{"Content-Type": {"application/json"}, http.CanonicalHeaderKey(name): {value}}, "{}")
}

func headers(h map[string]string) http.Header {
	out := http.Header{"Content-Type": {"application/json"}}
	for name, value := range h {
		out.Set(name, value)
	}
	return out
}

// comesBack answers one read with 429 or 503 and a time that is half a minute
// ahead.
func comesBack(h map[string]string, status int) func(p *rig) {
	return func(p *rig) {
		read := p.reader()
		time.Sleep(time.Until(epoch.Add(time.Minute)))
		p.line.set(once(readCall, answer(status, headers(h), "{}")))
		ctx, check := p.within(10 * time.Second)
		began := time.Now()
		_, err := read(ctx)
		check("the read in a hurry")
		if took := time.Since(began); took > time.Second {
			p.errorf("a caller with ten seconds was told after %v", took)
		}
		e := p.failed("the read in a hurry", err, meeting.ErrRateLimited, meeting.ErrUnavailable)
		p.sends("the read in a hurry", readCall, 1)
		longer := h["Retry-After"] == "" && e.RetryAfter > 31*time.Second // the vendor documents a lock
		if e.RetryAfter < 30*time.Second || (e.RetryAfter > 31*time.Second && !longer) {
			p.errorf("it says to come back in %v", e.RetryAfter)
		}
		if longer {
			return
		}

		time.Sleep(time.Until(began.Add(24 * time.Hour))) // whatever was learnt of limits is past
		p.line.set(nil)
		if _, err := read(p.t.Context()); err != nil {
			p.fatalf("a day later: %v", err)
		}
		usual := p.line.count(readCall)
		shifted := map[string]string{}
		for name, value := range h {
			shifted[name] = tomorrow(value)
		}
		time.Sleep(time.Until(began.Add(48 * time.Hour)))
		p.line.set(once(readCall, answer(status, headers(shifted), "{}")))
		ctx, check = p.within(10 * time.Minute)
		began = time.Now()
		if _, err := read(ctx); err != nil {
			p.errorf("the read with time enough: %v", err)
		}
		check("the read with time enough")
		calls := p.line.sent(readCall)
		if len(calls) != usual+1 {
			p.errorf("%d requests were sent, not %d", len(calls), usual+1)
		} else if waited := calls[1].at.Sub(began); waited < 30*time.Second || waited > 33*time.Second {
			p.errorf("it waited %v", waited)
		}
	}
}

// tomorrow moves a time in a header by the two days that comesBack lets pass.
func tomorrow(value string) string {
	const days = 48 * time.Hour
	for _, layout := range []string{http.TimeFormat, "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC, time.RFC3339} {
		if t, err := time.Parse(layout, value); err == nil {
			return t.Add(days).Format(layout)
		}
	}
	var seconds int64
	if _, err := fmt.Sscan(value, &seconds); err == nil && seconds > 1e9 {
		return fmt.Sprint(seconds + int64(days.Seconds()))
	}
	return value
}

func withoutTime(p *rig) {
	read := p.reader()
	p.line.set(on(readCall, answer(429, nil, "{}")))
	ctx, check := p.within(5 * time.Minute)
	_, err := read(ctx)
	check("the read")
	p.failed("the read", err, meeting.ErrRateLimited)
	if n := p.line.count(readCall); n > 5 {
		p.errorf("%d requests were sent", n)
	}
}

func absurdTime(value string) func(p *rig) {
	return func(p *rig) {
		read := p.reader()
		p.line.set(on(readCall, answer(429, headers(map[string]string{"Retry-After": value, "X-RateLimit-Reset": value}), "{}")))
		ctx, check := p.within(30 * time.Minute)
		_, err := read(ctx)
		check("the read")
		e := p.failed("the read", err, meeting.ErrRateLimited)
		if n := p.line.count(readCall); n > 5 || e.RetryAfter > 7*24*time.Hour {
			p.errorf("%d requests were sent; it says to come back in %v", n, e.RetryAfter)
		}
	}
}

func outage(p *rig) {
	read := p.reader()
	p.line.set(on(readCall, html(503)))
	const calls = 200
	for range calls {
		if _, err := read(p.t.Context()); err == nil {
			p.fatalf("a read succeeded")
		}
	}
	sent := p.line.sent(readCall)
	if extra := len(sent) - calls; extra > calls/5 {
		p.errorf("%d reads made %d requests", calls, len(sent))
	}
	if slices.ContainsFunc(sent, func(x *exchange) bool { return x.at.After(epoch.Add(time.Hour)) }) {
		p.errorf("it took over an hour")
	}
}
