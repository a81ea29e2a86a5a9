package oauth

import (
	"math"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
)

// token is an access token as the calls of this process see it. It is behind an
// atomic pointer: a valid one costs neither lock nor allocation. All times are
// nanoseconds since 1970 by this process's wall clock, which unlike the monotonic
// one goes on while a machine sleeps.
type token struct {
	header string // whole, as it is sent
	scheme string
	minted int64
	soft   int64  // from then on it is renewed beside the calls
	end    int64  // from then on it is not sent
	hint   string // what the token endpoint said against it

	look  atomic.Int64 // from then on a call looks whether something is to be done
	stale atomic.Bool  // refused by the vendor before its time
}

const never = math.MaxInt64

// newToken returns a token without an end.
func newToken(scheme string, access meeting.Secret) *token {
	t := &token{header: scheme + " " + access.Reveal(), scheme: scheme, soft: never, end: never}
	t.look.Store(never)
	return t
}

// access is the token without the word before it.
func (t *token) access() string { return strings.TrimPrefix(t.header, t.scheme+" ") }

func (t *token) valid(now time.Time) bool {
	return t != nil && !t.stale.Load() && now.UnixNano() < t.end
}

// misplaced reports a token that was refused as soon as it was used, although the
// token endpoint gave it: what it said about the right place is the likely reason.
func (t *token) misplaced(now time.Time) bool {
	return t != nil && t.hint != "" && t.stale.Load() && now.UnixNano()-t.minted < int64(time.Minute)
}

// earlier is how long before its end a token is renewed: five minutes, or a tenth
// of a short life.
func earlier(life time.Duration) time.Duration { return min(5*time.Minute, life/10) }

// reserve is how long before its end a token is not sent any more, so that it does
// not end on the way.
func reserve(life time.Duration) time.Duration { return min(30*time.Second, life/20) }

// ahead spreads the renewals of processes that share a token over a fifth of the
// time before its end, so that one of them comes first and the others find what it
// stored.
func ahead(life time.Duration, seed uint64, generation int64) time.Duration {
	x := seed + uint64(generation)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9 // mixed as splitmix64 does
	x = (x ^ x>>27) * 0x94d049bb133111eb
	part := float64(x>>11) / (1 << 53)
	return time.Duration(float64(earlier(life)) * (1 - part/5))
}

// token returns what the record holds, in this process's time.
func (v *Vault) token(s state, skew time.Duration) *token {
	t := newToken(v.cfg.Scheme, s.access)
	t.hint = s.hint
	t.minted = s.minted.Add(-skew).UnixNano()
	if !s.expires.IsZero() {
		life, end := s.expires.Sub(s.minted), s.expires.Add(-skew)
		t.end = end.Add(-reserve(life)).UnixNano()
		t.soft = end.Add(-ahead(life, v.seed, s.generation)).UnixNano()
		t.look.Store(t.soft)
	}
	return t
}

// longest caps what a token endpoint says of a life: beyond it the arithmetic of
// time would break.
const longest = 365 * 24 * time.Hour

// lifetime reads the two ways in which Zoho writes it (contracts/zoho.md B9):
// expires_in_sec beside an expires_in in milliseconds, or expires_in in seconds. 0
// means that the answer doesn't say.
func lifetime(t *oauth2.Token) time.Duration {
	const day = 86400
	n, unit := seconds(t.Extra("expires_in_sec")), time.Second
	if n <= 0 {
		if n = seconds(t.Extra("expires_in")); n > day {
			unit = time.Millisecond
		}
	}
	return max(0, time.Duration(min(n, int64(longest/unit)))*unit)
}
