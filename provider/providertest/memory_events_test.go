package providertest

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// memoryEvent signs with the time and the length of the body, which is enough for
// the suite to see what is not checked.
func memoryEvent(at time.Time) (map[string][]string, []byte) {
	body := []byte(`{"word":"x"}`)
	return http.Header{"Time": {strconv.FormatInt(at.Unix(), 10)}, "Length": {strconv.Itoa(len(body))}}, body
}

func (p *memory) Examine(ctx context.Context) []provider.Finding {
	p.mu.Lock()
	err := p.send(ctx)
	p.mu.Unlock()
	f := provider.Finding{Check: provider.CheckAccess, Status: provider.FindingOK, Message: "it answers"}
	switch {
	case err != nil, p.has("finds a fault"):
		f.Status, f.Message, f.Remedy = provider.FindingFail, "it does not answer", "wait"
	case p.has("unnamed finding"):
		f.Check = ""
	}
	return []provider.Finding{f}
}

func (p *memory) ParseEvent(header map[string][]string, body []byte) (provider.Delivery, error) {
	h := http.Header(header)
	if p.has("trims events") {
		body = bytes.TrimSpace(body)
	}
	if h.Get("Length") != strconv.Itoa(len(body)) && !p.has("believes everything") {
		return provider.Delivery{}, p.fail(meeting.ErrUnauthenticated, "")
	}
	seconds, err := strconv.ParseInt(h.Get("Time"), 10, 64)
	if age := time.Since(time.Unix(seconds, 0)).Abs(); (err != nil || age > time.Minute) && !p.has("believes old events") && !p.has("believes everything") {
		return provider.Delivery{}, p.fail(meeting.ErrUnauthenticated, "")
	}
	key := "k"
	if p.has("draws keys") {
		p.serial++
		key += strconv.Itoa(p.serial)
	}
	if p.has("no key") {
		key = ""
	}
	return provider.Delivery{Event: meeting.Event{Key: key, TypeNative: "x", Raw: body}}, nil
}
