package migrate

import (
	"context"
	"time"

	"github.com/libmeet/meeting/provider"
)

// estimate asks the target's limits how long the creates take: hosts work side by
// side.
func (m *Migration) estimate(ctx context.Context, s *Summary, creates map[string]int) error {
	s.Hosts = len(creates)
	for host, n := range creates {
		end, err := m.to.NextSlot(ctx, provider.OpCreate, host, n)
		if err != nil {
			return err
		}
		took := end.Sub(m.now()) // not since the plan was begun: to read the source takes its time
		if took <= s.Duration {
			continue
		}
		s.Duration = took
		if s.Limited, err = m.to.Bound(ctx, provider.OpCreate, host, n); err != nil {
			return err
		}
	}
	if s.Duration = s.Duration.Truncate(time.Second); s.Duration == 0 {
		s.Limited = ""
	}
	return nil
}
