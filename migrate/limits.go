package migrate

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// patience is how long a limit is waited for where nobody has said.
const patience = 2 * time.Minute

// room returns an error if a limit keeps op from being sent for longer than most:
// without a deadline, which these commands don't have, the client would wait.
func (m *Migration) room(ctx context.Context, c *provider.Client, op provider.Op, host string, most time.Duration) error {
	if !c.Info().Capabilities.Can(op) {
		return nil
	}
	room, err := c.Headroom(ctx, op, host)
	if err != nil || room.Calls != 0 {
		return err
	}
	wait := room.Until.Sub(m.now())
	if wait <= most {
		return nil
	}
	return &meeting.Error{Provider: c.Info().Name, Op: string(op), Kind: meeting.ErrRateLimited, RetryAfter: wait,
		Message: "a limit is reached" + limitText(room.Limited)}
}
