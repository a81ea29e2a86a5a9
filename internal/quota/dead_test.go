package quota

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting/store/memory"
)

// TestDeadProcess: the call of a process that was killed still counts, and keeps the
// others from nothing else for more than a few seconds.
func TestDeadProcess(t *testing.T) {
	for name, limit := range map[string]Limit{
		"told":    {Name: "minute", Amount: 300, Every: time.Minute, Headers: true},
		"unknown": {Name: "minute", Every: time.Minute, Headers: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := memory.New(nil)
				dead := process(t, s, limit)
				ticket, err := dead.Reserve(t.Context(), Call{})
				if err != nil {
					t.Fatal(err)
				}
				ticket.Done(Answer{Limit: 300, Remaining: 299})
				time.Sleep(2 * time.Second)                                  // what it heard is too old to go by: the next call asks
				if _, err := dead.Reserve(t.Context(), Call{}); err != nil { // and it is killed
					t.Fatal(err)
				}
				began := time.Now()
				if err := reserve(t.Context(), process(t, s, limit), Call{}); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took > 10*time.Second {
					t.Errorf("it waited for %v", took)
				}
				dead.Close()
			})
		})
	}
}
