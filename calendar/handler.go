package calendar

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// HandlerConfig configures a [Handler].
type HandlerConfig struct {
	Clients []*provider.Client // of which the meetings are shown; each must be able to list

	// Token is the first part of every path: who has it may read. It has at least 20
	// letters, digits, - or _.
	Token meeting.Secret

	Name string       // of the calendar; "" is "Meetings"
	Zone meeting.Zone // of the page; "" is UTC. A feed has each meeting's own

	Past  time.Duration // how far the feed reaches back; 0 is 30 days
	Ahead time.Duration // how far it reaches ahead; 0 is 180 days

	Since time.Time // spares the vendors what began before it: see [Window]

	// Refresh is how old what is served may be: the vendors are asked when somebody
	// comes after it, and no more often, however many subscribe. 0 is 15 minutes.
	Refresh time.Duration

	History History          // remembers sequences across restarts; nil: as long as the handler lives
	Now     func() time.Time // nil is time.Now
	OnError func(error)      // told when a provider fails; may be nil
}

// Handler serves the meetings of some providers, below a path that begins with a
// secret: GET /TOKEN/meetings.ics is a feed that calendars subscribe to, and
// GET /TOKEN/ a page for people, by day, with ?provider=NAME for one provider's
// meetings (the feed takes it too) and ?from=2026-12-01 for other days. Every other
// path is not found, and looks the same whether the secret was right or not.
//
// When a provider fails, what it said last is served on, with a Warning header and a
// note on the page. Before a first answer of any of them the feed is 503: never an
// empty calendar, from which subscribers would take that all was cancelled.
//
// What the vendors' lists leave out is not in the feed (Zoom's passcode, which its
// link carries): to ask for every meeting would spend the vendors' limits.
type Handler struct {
	cfg   HandlerConfig
	loc   *time.Location
	token [sha256.Size]byte

	refreshing sync.Mutex           // held while the vendors are asked
	known      map[string]knowledge // by provider; guarded by refreshing

	mu      sync.Mutex
	current *snapshot // nil before the first answer
	again   time.Time // when the vendors may be asked again
	failed  error     // why there is no snapshot
}

const (
	minToken       = 20
	defaultName    = "Meetings"
	defaultPast    = 30 * 24 * time.Hour
	defaultAhead   = 180 * 24 * time.Hour
	defaultRefresh = 15 * time.Minute
)

// NewHandler returns a handler, or an [meeting.ErrInvalid] error. Nothing is sent.
func NewHandler(cfg HandlerConfig) (*Handler, error) {
	token := cfg.Token.Reveal()
	if len(token) < minToken || !only(token, isSlug) {
		return nil, meeting.Invalidf("token", "it needs at least %d letters, digits, - or _", minToken)
	}
	if len(cfg.Clients) == 0 {
		return nil, meeting.Invalidf("clients", "there are none")
	}
	for _, c := range cfg.Clients {
		if !c.Info().Capabilities.Can(provider.OpList) {
			return nil, provider.Unsupported(c.Info(), provider.OpList)
		}
	}
	if cfg.Past < 0 || cfg.Ahead < 0 || cfg.Refresh < 0 {
		return nil, meeting.Invalidf("", "past, ahead and refresh can't be negative")
	}
	cfg.Name = or(cfg.Name, defaultName)
	cfg.Zone = or(cfg.Zone, "UTC")
	cfg.Past, cfg.Ahead, cfg.Refresh = or(cfg.Past, defaultPast), or(cfg.Ahead, defaultAhead), or(cfg.Refresh, defaultRefresh)
	loc, err := cfg.Zone.Location()
	if err != nil {
		return nil, err
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.OnError == nil {
		cfg.OnError = func(error) {}
	}
	if cfg.History == nil {
		cfg.History = &memoryHistory{revisions: map[string]Revision{}}
	}
	return &Handler{cfg: cfg, loc: loc, token: sha256.Sum256([]byte(token)), known: map[string]knowledge{}}, nil
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// ServeHTTP serves the feed, the page and its style sheet.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer") // the address is a secret
	header.Set("X-Robots-Tag", "noindex, nofollow")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")

	token, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	sum := sha256.Sum256([]byte(token)) // of one length, so that comparing tells nothing
	right := subtle.ConstantTimeCompare(sum[:], h.token[:]) == 1
	serve := map[string]http.HandlerFunc{"meetings.ics": h.feed, "": h.page, "style.css": h.style}[rest]
	switch {
	case !right || serve == nil || !strings.HasPrefix(r.URL.Path, "/"+token+"/"):
		http.Error(w, "404 page not found", http.StatusNotFound)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
	default:
		serve(w, r)
	}
}
