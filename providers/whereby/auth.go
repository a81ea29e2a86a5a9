package whereby

import (
	"context"

	"github.com/libmeet/meeting"
)

// AuthStatus tells how the provider is signed in: with a key, which is always at
// hand.
func (p *Provider) AuthStatus(ctx context.Context) (meeting.CredentialStatus, error) {
	return p.cfg.vault().Status(ctx)
}
