package quota

// candidate is a waiter in one update.
type candidate struct {
	w    *waiter
	on   *slot // what it has to wait for, nil: granted
	next int64 // when to look again, on the ledger's axis
	sure bool  // its turn is not before
	est  int64 // when its turn can be at the earliest
	late *slot // the limit that says so
}

// gather picks the calls to decide: the heads of the queues whose time has come,
// then new ones that nobody waits before.
func (l *Ledger) gather() []*candidate {
	var candidates []*candidate
	now := l.axis.read()
	for _, s := range l.waiting {
		if s.wake > now {
			continue
		}
		for _, w := range s.queue[:min(len(s.queue), maxBatch)] {
			candidates = append(candidates, &candidate{w: w})
		}
	}
	fresh := l.fresh
	l.fresh = nil
	for i, w := range fresh {
		if len(candidates) >= 2*maxBatch {
			l.fresh = fresh[i:]
			break
		}
		if w.gone {
			continue
		}
		c := &candidate{w: w}
		for _, s := range w.ticket.set.all() {
			if len(s.queue) == 0 {
				continue
			}
			if s.sure && w.deadline < s.wake {
				w.finish(l.spent(s, now, s.wake))
			} else {
				l.enqueue(w, s, s.wake)
			}
			c = nil
			break
		}
		if c != nil {
			candidates = append(candidates, c)
		}
	}
	return candidates
}

// involved returns the windows that an update is about.
func involved(candidates []*candidate, settles []settlement) (slots []*slot, keys []string) {
	known := map[string]*slot{}
	add := func(set *slotSet) {
		for i, s := range set.all() {
			if same := known[s.key]; same != nil {
				set.slot[i] = same // of a host that was forgotten meanwhile
				continue
			}
			known[s.key] = s
			slots, keys = append(slots, s), append(keys, s.key)
		}
	}
	for i := range settles {
		add(&settles[i].ticket.set)
	}
	for _, c := range candidates {
		add(&c.w.ticket.set)
	}
	return slots, keys
}

// apply does an update's work on the decoded windows. There and here are the same
// moment on the store's clock and on the ledger's axis.
func apply(candidates []*candidate, settles []settlement, there, here int64, b bounds) {
	for _, s := range settles {
		s.event.received += there - here
		s.event.sent += there - here
		for i := range s.ticket.set.all() {
			s.into(i, there, b)
		}
	}
	blocked := map[*slot]int64{} // nobody overtakes those who wait
	var queue *slot
	ahead := map[*slot]int{} // units of its queue that wait before a call, by the windows that count them
	for _, c := range candidates {
		t := &c.w.ticket
		if c.w.on != queue || queue == nil {
			queue = c.w.on
			clear(ahead)
		}
		c.on, c.next, c.est, c.late = nil, 0, here, nil
		for _, s := range t.set.all() {
			next, waits := blocked[s]
			if !waits {
				if _, next = s.window.room(there, b, t.cost); next == 0 {
					continue
				}
				blocked[s] = next
			}
			if c.on, c.sure = s, next != onAnswer; !c.sure {
				next = there + min(s.window.every/8, pollMost) // another process may hear it
			}
			c.next = next - there + here
			break
		}
		if c.on == nil {
			t.at, t.local = there, here
			for _, s := range t.set.all() {
				s.window.take(there, t.cost)
			}
			continue
		}
		for _, s := range t.set.all() {
			if at := s.window.when(there, b, ahead[s]+t.cost) - there + here; at > c.est {
				c.est, c.late = at, s
			}
			ahead[s] += t.cost
		}
	}
}

// deliver tells the waiters what an update decided.
func (l *Ledger) deliver(candidates []*candidate, err error) {
	now := l.axis.read()
	var behind []*candidate
	for _, c := range candidates {
		w, from := c.w, c.w.on
		stays := err == nil && from != nil && c.on == from && c.est <= w.deadline && !w.gone
		if from != nil && !stays {
			l.dequeue(w)
		}
		switch {
		case w.gone:
			if err == nil && c.on == nil { // granted to nobody
				l.giveBack(w.ticket, now)
			}
		case err != nil:
			w.finish(storeError{err})
		case c.on == nil:
			w.finish(nil)
		case c.est > w.deadline:
			w.finish(l.spent(c.late, now, c.est))
		case stays:
			from.wake, from.sure = c.next, c.sure
		default:
			behind = append(behind, c)
		}
	}
	for _, c := range behind {
		if l.enqueue(c.w, c.on, c.next); len(c.on.queue) == 1 {
			c.on.sure = c.sure
		}
	}
}
