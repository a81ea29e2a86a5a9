package providertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/libmeet/meeting"
)

// storm makes forty meetings, eight at a time, while every other create goes wrong.
// Which and how depends on the number of the request alone.
func storm(p *rig) {
	const keys, workers = 40, 8
	modes := []spoiler{after(fail(io.EOF)), after(html(502)), cut(0.5), after(answer(201, nil, "")), fail(errReset), after(silence)}
	for _, w := range p.warm() {
		before := p.total()
		c := p.keyed()
		p.line.set(nil)
		p.line.set(on(createCall, func(x *exchange) (*http.Response, error) {
			if x.n%2 == 1 {
				return x.pass()
			}
			return modes[x.n/2%len(modes)](x)
		}))
		ids, unknown := map[string]string{}, 0
		var mu sync.Mutex
		var group sync.WaitGroup
		work := make(chan string)
		for range workers {
			group.Go(func() {
				for key := range work {
					ctx, end := context.WithTimeout(p.t.Context(), 10*time.Minute)
					m, err := w.send(ctx, c, key)
					end()
					mu.Lock()
					switch {
					case err == nil && ids[m.ID] != "":
						p.errorf("%s: %s and %s are the same meeting", w.op, key, ids[m.ID])
					case err == nil:
						ids[m.ID] = key
					case errors.Is(err, meeting.ErrOutcomeUnknown):
						unknown++
					default:
						p.errorf("%s: %s: %v", w.op, key, err)
					}
					mu.Unlock()
				}
			})
		}
		for i := range keys {
			work <- fmt.Sprintf("storm%02d", i)
		}
		close(work)
		group.Wait()
		sent := p.line.count(createCall)
		p.line.set(nil)
		switch made := p.total() - before; {
		case p.searchable(w) && (len(ids) != keys || made != keys):
			p.errorf("%s: %d keys ended with %d meetings, %d are unknown; the vendor has %d", w.op, keys, len(ids), unknown, made)
		case !p.searchable(w) && (len(ids)+unknown != keys || sent != keys):
			p.errorf("%s: %d keys ended with %d meetings and %d unknown, after %d creates", w.op, keys, len(ids), unknown, sent)
		}
	}
}
