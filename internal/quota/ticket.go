package quota

import "time"

// Ticket is a place that was reserved for one call.
type Ticket struct {
	ledger *Ledger
	set    slotSet
	at     int64 // when it was reserved, as the windows have it
	local  int64 // the same on the ledger's axis
	cost   int
}

// Answer is what became of a call. Times that are zero are now; numbers that the
// answer doesn't name are -1, durations 0.
type Answer struct {
	Sent, Received time.Time
	NotSent        bool // no byte of it left: the place is free again

	Refused    bool          // for a limit's sake
	Daily      bool          // figures and refusal are of a limit a day …
	Host       bool          // … and of this host's
	RetryAfter time.Duration // how long the vendor asks to wait

	Limit, Remaining int           // units, as the answer names them
	Reset            time.Duration // until the window ends
	ServerDate       time.Time     // the Date of the answer
}

// settlement is a [Ticket] with its [Answer], on the ledger's axis.
type settlement struct {
	ticket Ticket
	answer Answer
	event  event
	spoken *slot // the limit that the answer's figures are about
}

// Done says what became of the call. It is called once, also when the call failed
// or was never sent.
func (t Ticket) Done(a Answer) {
	l := t.ledger
	if l == nil || t.set.n == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.axis.read()
	e := event{
		flight: flight{t.at, t.cost}, notSent: a.NotSent, sent: now, received: now,
		limit: a.Limit, remaining: a.Remaining, reset: int64(a.Reset), wait: int64(a.RetryAfter), asked: a.RetryAfter > 0, daily: a.Daily,
	}
	if e.wait == 0 {
		e.wait = e.reset
	}
	if !a.Received.IsZero() {
		e.received = min(l.axis.at(a.Received), now)
	}
	e.sent = min(t.local, e.received)
	if !a.Sent.IsZero() {
		e.sent = min(l.axis.at(a.Sent), e.received)
	}
	if !a.ServerDate.IsZero() && !a.NotSent {
		l.clock.hear(a.ServerDate, e.sent, e.received)
	}
	s := settlement{ticket: t, answer: a, event: e, spoken: t.set.spoken(a)}
	if l.cfg.Store != nil {
		l.write(s, now)
		return
	}
	waiting := false
	for i, each := range t.set.all() {
		s.into(i, now, l.clock.bounds)
		waiting = waiting || len(each.queue) > 0
	}
	if waiting {
		for _, each := range t.set.all() {
			l.serve(each, now)
		}
		l.arm()
	}
}

// into settles the i-th window of the ticket.
func (s *settlement) into(i int, now int64, b bounds) {
	at, e := s.ticket.set.slot[i], s.event
	e.speaks = s.spoken != nil && at.key == s.spoken.key
	e.refused = s.answer.Refused && s.blames(at)
	e.daily = e.daily || s.spokenDay()
	at.window.settle(now, b, &e)
}

// spoken returns the limit that an answer's figures are about: the one of that
// amount, else the first that heeds headers. What is said of a day is of no shorter
// window.
func (set *slotSet) spoken(a Answer) *slot {
	if a.Limit <= 0 && a.Remaining < 0 {
		return nil
	}
	var heeds *slot
	for _, s := range set.all() {
		if a.Limit > 0 && s.limit.Amount == a.Limit {
			return s
		}
		if heeds == nil && s.limit.heeds() && (s.limit.dayLong() || !a.Daily) {
			heeds = s
		}
	}
	return heeds
}

// spokenDay reports that the headers speak of a limit of the day, and of nothing
// being left of it. Some speak of one that has not refused.
func (s *settlement) spokenDay() bool {
	return s.spoken != nil && s.spoken.limit.dayLong() && s.answer.Remaining == 0 && s.answer.Limit > 0
}

// blames reports that a refusal holds back a limit: that of the day, the one the
// headers spoke of, else every one that is not of a day. Where a ledger knows no
// such limit, all of them.
func (s *settlement) blames(at *slot) bool {
	blame := func(other *slot) bool {
		switch {
		case s.spokenDay():
			return other.limit == s.spoken.limit
		case s.answer.Daily:
			return other.limit.dayLong() && other.limit.PerHost == s.answer.Host
		case s.spoken != nil && !s.spoken.limit.dayLong():
			return other.limit == s.spoken.limit
		}
		return !other.limit.dayLong()
	}
	if blame(at) {
		return true
	}
	for _, other := range s.ticket.set.all() {
		if blame(other) {
			return false
		}
	}
	return true
}
