package quota

import (
	"reflect"
	"sync"

	"github.com/libmeet/meeting/store"
)

// Ledgers are those of one process: providers of one account and store spend from
// one ledger. A nil *Ledgers shares none. It is safe for many goroutines.
type Ledgers struct {
	mu  sync.Mutex
	all []*Ledger
}

// Get returns the ledger that cfg describes, a new one if there is none yet.
func (s *Ledgers) Get(cfg Config) (*Ledger, error) {
	if s == nil {
		return New(cfg)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.all {
		if l.cfg.Account == cfg.Account && same(l.cfg.Store, cfg.Store) && reflect.DeepEqual(l.cfg.Limits, cfg.Limits) {
			return l, nil
		}
	}
	l, err := New(cfg)
	if err == nil {
		s.all = append(s.all, l)
	}
	return l, err
}

// same compares stores of any type.
func same(a, b store.Store) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b) && reflect.TypeOf(a).Comparable() && a == b
}
