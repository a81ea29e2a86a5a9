package simulator

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The secrets that the simulators sign their events with.
const (
	zoomWebhookSecret    = "sim-zoom-webhook"
	wherebyWebhookSecret = "sim-whereby-webhook"
)

// webhooks send events, signed as the vendors do, in the order in which things
// happened: Zoom's to /zoom, Whereby's to /rooms, after the providers of the config.
type webhooks struct {
	s      *Server
	url    string
	client *http.Client
	cancel context.CancelFunc
	ended  chan struct{}

	mu    sync.Mutex
	queue []message
	wake  chan struct{}
}

type message struct {
	path string // of the receiver
	sign func(at time.Time, body []byte) http.Header
	body []byte
}

// retries are what a vendor waits before it sends again what had a 5xx or no
// answer. Zoom's are minutes (contracts/zoom.md B7).
var retries = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}

func newWebhooks(s *Server, url string) *webhooks {
	ctx, cancel := context.WithCancel(context.Background())
	w := &webhooks{
		s: s, url: strings.TrimSuffix(url, "/"), cancel: cancel, ended: make(chan struct{}), wake: make(chan struct{}, 1),
		client: &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{}},
	}
	go w.run(ctx)
	return w
}

func (w *webhooks) close() {
	w.cancel()
	<-w.ended
	w.client.CloseIdleConnections()
}

func (w *webhooks) add(m message) {
	w.mu.Lock()
	w.queue = append(w.queue, m)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *webhooks) take() (message, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		return message{}, false
	}
	m := w.queue[0]
	w.queue = w.queue[1:]
	return m, true
}

func (w *webhooks) run(ctx context.Context) {
	defer close(w.ended)
	validated := false
	for ctx.Err() == nil {
		m, ok := w.take()
		if !ok {
			select {
			case <-ctx.Done():
			case <-w.wake:
			}
			continue
		}
		if m.path == "/zoom" && !validated {
			if validated = w.validate(ctx); !validated {
				continue // Zoom sends nothing to an address that does not answer
			}
		}
		w.deliver(ctx, m)
	}
}

// deliver sends one event until it is taken.
func (w *webhooks) deliver(ctx context.Context, m message) {
	for i := 0; ; i++ {
		status, _, err := w.post(ctx, m)
		if (err == nil && status < 500) || i == len(retries) {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(retries[i]):
		}
	}
}

func (w *webhooks) post(ctx context.Context, m message) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+m.path, bytes.NewReader(m.body))
	if err != nil {
		return 0, nil, err
	}
	w.s.mu.Lock()
	at := w.s.now()
	w.s.mu.Unlock()
	r.Header = m.sign(at, m.body)
	r.Header.Set("Content-Type", "application/json")
	res, err := w.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err = io.ReadAll(io.LimitReader(res.Body, 1<<16))
	return res.StatusCode, answer, err
}

// validate asks whether the receiver holds the secret (contracts/zoom.md B7).
func (w *webhooks) validate(ctx context.Context) bool {
	const plain = "sim-plain-token"
	status, body, err := w.post(ctx, message{"/zoom", signZoom, []byte(`{"payload":{"plainToken":"` + plain + `"},"event_ts":1,"event":"endpoint.url_validation"}`)})
	var answer struct{ PlainToken, EncryptedToken string }
	return err == nil && status == http.StatusOK && json.Unmarshal(body, &answer) == nil &&
		answer.PlainToken == plain && answer.EncryptedToken == digest(zoomWebhookSecret, plain)
}

func digest(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, text) // never fails
	return hex.EncodeToString(mac.Sum(nil))
}

func signZoom(at time.Time, body []byte) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return http.Header{"X-Zm-Request-Timestamp": {stamp}, "X-Zm-Signature": {"v0=" + digest(zoomWebhookSecret, "v0:"+stamp+":"+string(body))}}
}

func signWhereby(at time.Time, body []byte) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return http.Header{"Whereby-Signature": {"t=" + stamp + ",v1=" + digest(wherebyWebhookSecret, stamp+"."+string(body))}}
}

// around watches what succeeds and tells of it.
func (w *webhooks) around(next http.Handler) http.Handler {
	if w == nil {
		return next
	}
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			out.Header()[name] = values
		}
		out.WriteHeader(answer.Code)
		_, _ = out.Write(answer.Body.Bytes()) // the client may be gone
		if answer.Code < 300 && r.Method != http.MethodGet {
			w.witness(r, answer.Body.Bytes())
		}
	})
}

func (w *webhooks) witness(r *http.Request, answer []byte) {
	path := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	last := path[len(path)-1]
	switch {
	case r.Method == http.MethodPost && r.URL.Path == "/v1/meetings":
		w.whereby("room.client.joined", answer)
	case path[0] != "v2":
	case r.Method == http.MethodPost && last == "meetings":
		w.zoom("meeting.created", answer)
	case r.Method == http.MethodPatch && len(path) == 3:
		w.zoom("meeting.updated", bodyOf(r), "id", json.Number(last))
	case r.Method == http.MethodDelete && len(path) == 3:
		w.zoom("meeting.deleted", nil, "id", json.Number(last))
	}
}

// zoom tells of a meeting; more are members of it.
func (w *webhooks) zoom(event string, object []byte, more ...any) {
	members := decode(object)
	delete(members, "start_url") // no event holds it
	for i := 0; i+1 < len(more); i += 2 {
		members[more[i].(string)] = more[i+1]
	}
	body, _ := json.Marshal(zoomEnvelope{event, w.s.now().UnixMilli(), map[string]any{"account_id": zoomAccount, "operator": zoomHost, "object": members}})
	w.add(message{"/zoom", signZoom, body})
}

type zoomEnvelope struct {
	Event   string         `json:"event"`
	At      int64          `json:"event_ts"`
	Payload map[string]any `json:"payload"`
}

// whereby tells that a guest came in, as soon as there is a room.
func (w *webhooks) whereby(event string, room []byte) {
	members := decode(room)
	body, _ := json.Marshal(object{
		"id": fmt.Sprintf("sim-event-%d", w.s.next()), "apiVersion": "1.0", "createdAt": wherebyTime(w.s.now()), "type": event,
		"data": object{
			"meetingId": members["meetingId"], "roomName": members["roomName"], "subdomain": "sim", "displayName": "Sim Guest",
			"roomSessionId": fmt.Sprintf("sim-session-%d", w.s.next()), "participantId": fmt.Sprintf("sim-guest-%d", w.s.next()),
			"roleName": "visitor", "numClients": 1, "numClientsByRoleName": object{"visitor": 1}, "isDialIn": false,
		},
	})
	w.add(message{"/rooms", signWhereby, body})
}

func decode(data []byte) object {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	members := object{}
	_ = dec.Decode(&members) // our own answer, or a body that passed the checks
	return members
}
