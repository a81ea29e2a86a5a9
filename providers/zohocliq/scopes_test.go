package zohocliq

import (
	"slices"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// Every operation that is offered says which scopes it needs.
func TestScopesOfEveryOperation(t *testing.T) {
	for _, cfg := range []Config{{}} {
		cfg.Auth = meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("t")}
		p, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range p.info.Capabilities.Operations {
			known := slices.ContainsFunc(p.needs(), func(n doctor.Need) bool { return n.Op == op && len(n.All) > 0 })
			if !known && !slices.Contains([]provider.Op{}, op) {
				t.Errorf("%s: its scopes are not in the table", op)
			}
		}
	}
}
