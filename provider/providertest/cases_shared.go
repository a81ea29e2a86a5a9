package providertest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// goroutines is how many callers are at work at once.
const goroutines = 32

// concurrency is of use under the race detector above all. A vendor's limit may
// stop some of the calls.
func concurrency(p *probe) {
	id := p.any()
	type outcome struct {
		op  provider.Op
		id  string
		err error
	}
	outcomes := make([]outcome, goroutines)
	ctx, cancel := context.WithTimeout(p.t.Context(), 4*patience) // shorter than the wait for a limit
	defer cancel()
	var wg sync.WaitGroup
	for i := range goroutines {
		wg.Go(func() {
			switch {
			case i%2 == 0 && p.can(provider.OpCreate):
				m, err := p.c.CreateMeeting(ctx, p.request(i))
				outcomes[i] = outcome{provider.OpCreate, m.ID, err}
			case i%4 == 1 && p.can(provider.OpGet):
				outcomes[i] = outcome{op: provider.OpGet, err: p.call(ctx, provider.OpGet, id)}
			case p.can(provider.OpList):
				outcomes[i] = outcome{op: provider.OpList, err: p.call(ctx, provider.OpList, id)}
			default:
				outcomes[i] = outcome{op: provider.OpInstant, err: p.call(ctx, provider.OpInstant, id)}
			}
			_ = p.c.Info()
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, o := range outcomes {
		if o.err != nil && !errors.Is(o.err, meeting.ErrRateLimited) {
			p.errorf("%s: %v", o.op, o.err)
		}
		if o.id != "" && seen[o.id] {
			p.errorf("two creates gave %s", o.id)
		}
		seen[o.id] = true
	}
}

func credentialRenewed(p *probe) {
	if p.h.RevokeTokens == nil {
		p.skip("the credential can't be renewed")
	}
	id := p.any()
	op := provider.OpInstant
	for _, other := range []provider.Op{provider.OpGet, provider.OpList} {
		if p.can(other) {
			op = other
			break
		}
	}
	before := p.h.Requests()
	if err := p.call(p.t.Context(), op, id); err != nil {
		p.fatalf("%s: %v", op, err)
	}
	usual := p.h.Requests() - before
	p.h.RevokeTokens()
	before = p.h.Requests()
	if err := p.call(p.t.Context(), op, id); err != nil {
		p.errorf("%s after the token was revoked: %v", op, err)
	}
	if n := p.h.Requests() - before; n != usual+2 {
		p.errorf("%d requests were sent: wanted the refused one, one for a token, and the %d of the call", n, usual)
	}
}

func secretsUnprinted(p *probe) {
	var secrets []string
	for _, s := range p.h.Secrets {
		if s != "" {
			secrets = append(secrets, s)
		}
	}
	var shown bytes.Buffer
	log := slog.New(slog.NewTextHandler(&shown, nil))
	show := func(values ...any) {
		for _, v := range values {
			fmt.Fprintf(&shown, "%v %+v %#v\n", v, v, v)
			log.Info("value", "v", v)
			if encoded, err := json.Marshal(v); err == nil {
				shown.Write(encoded)
			}
		}
	}
	show(p.p, p.c, p.in)
	for _, op := range p.aboutOne() {
		show(p.call(p.t.Context(), op, p.unknown()))
	}
	var made []meeting.Meeting
	if p.can(provider.OpCreate) {
		req := p.request(0)
		if p.takes(provider.FieldPasscode) {
			req = p.with(req, provider.FieldPasscode)
		}
		if m, err := p.c.CreateMeeting(p.t.Context(), req); err == nil {
			made = append(made, m)
		}
		show(req)
	}
	if p.can(provider.OpInstant) {
		made = append(made, p.instant())
	}
	for _, m := range made {
		for _, s := range []meeting.Secret{m.HostURL, m.Passcode} {
			if !s.IsZero() {
				secrets = append(secrets, s.Reveal())
			}
		}
		show(m)
		for _, e := range []meeting.Encoding{{}, {Raw: true}} {
			encoded, err := e.Marshal(m)
			if err != nil {
				p.errorf("JSON: %v", err)
			}
			shown.Write(encoded)
		}
	}
	if p.h.RevokeTokens != nil {
		p.h.RevokeTokens()
		show(p.call(p.t.Context(), p.in.Capabilities.Operations[0], p.unknown()))
	}
	text := shown.String()
	for _, s := range secrets {
		if at := strings.Index(text, s); at >= 0 {
			p.errorf("a secret of %d characters is shown: …%s", len(s), redactAround(text, s, at))
		}
	}
}

// redactAround shows where a secret was found, without the secret.
func redactAround(text, secret string, at int) string {
	from := max(0, at-60)
	return strings.ReplaceAll(text[from:min(len(text), at+len(secret)+10)], secret, meeting.Redacted)
}
