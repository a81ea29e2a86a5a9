package quota

import (
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Kind is how a vendor counts a window.
type Kind uint8

// The kinds of window. Unknown is safe under both of the others, and is learned
// where answers say what remains.
const (
	Unknown Kind = iota
	Fixed        // starts anew at every multiple of its length, in UTC
	Sliding      // the time just past, at any moment
)

// Day is the length of a daily limit.
const Day = 24 * time.Hour

// Limit is one window of a vendor's: at most Amount units per Every.
type Limit struct {
	Name    string        // "minute", "day": part of the state's key, unique in a ledger
	Unit    string        // what is counted, for texts: "points"; "" is calls
	Classes []string      // classes of calls that it counts; nil: all
	PerHost bool          // counted per host user, not per account
	Amount  int           // units per window; 0: learned from headers
	Every   time.Duration // length of the window
	Kind    Kind          // how the vendor counts
	Lock    time.Duration // a refusal locks everything for so long; 0: it doesn't

	// Headers says that the limit and the remaining units of an answer are about
	// this limit, unless their figure is another's Amount. A limit without Amount
	// has it always.
	Headers bool
}

// Config configures a [Ledger].
type Config struct {
	Vendor  string           // for texts: "Zoom"
	Account string           // vendor and account, part of the state's keys; never a secret
	Limits  []Limit          // at most 8 that count one call
	Store   store.Store      // shared by processes, and kept; nil: in memory, for this process only
	Now     func() time.Time // nil is time.Now
	Skew    time.Duration    // how far the vendor's clock may be off before it is heard; 0 is five minutes

	// Patience is how long a call without a deadline waits for its turn; 0: for ever.
	Patience time.Duration
}

// maxLimits is how many limits can count one call: a ticket holds them without an
// allocation.
const maxLimits = 8

// dayLong reports a limit that is meant when a refusal speaks of the day.
func (l *Limit) dayLong() bool { return l.Every >= Day }

func (l *Limit) heeds() bool { return l.Headers || l.Amount == 0 }

func (l *Limit) counts(class string) bool {
	return l.Classes == nil || slices.Contains(l.Classes, class)
}

func (c *Config) validate() error {
	if c.Account == "" {
		return meeting.Invalidf("quota", "the account is empty")
	}
	names := map[string]bool{}
	for i := range c.Limits {
		l := &c.Limits[i]
		switch {
		case l.Name == "" || names[l.Name]:
			return meeting.Invalidf("quota", "limit %d has no name of its own", i)
		case l.Every <= 0:
			return meeting.Invalidf("quota", "limit %s: a window must be longer than nothing", l.Name)
		case l.Amount < 0 || l.Lock < 0:
			return meeting.Invalidf("quota", "limit %s: an amount or a lock is negative", l.Name)
		case l.Kind > Sliding:
			return meeting.Invalidf("quota", "limit %s: unknown kind", l.Name)
		}
		names[l.Name] = true
	}
	return nil
}
