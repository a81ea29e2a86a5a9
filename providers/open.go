package providers

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
)

// OpenOptions configure [Open]. The zero value is ready to use.
type OpenOptions struct {
	Kinds     []Kind            // nil: [Kinds]
	Transport http.RoundTripper // under every provider; nil: the default
	Now       func() time.Time  // nil: time.Now
	Logger    *slog.Logger      // nil: no log
	Observer  meeting.Observer  // told of every request; nil: nobody
	Client    provider.ClientConfig

	// Store keeps tokens for all processes that open it, encrypted if the config has
	// store_key, what is spent of the vendors' limits, and the create journal unless
	// Client names another store. Nil: tokens and limits last as long as this process.
	Store store.Store

	// OnStoreError is told what went wrong with the store while calls went on: a new
	// token that could not be saved, for example. Nil: the logger is.
	OnStoreError func(err error)
}

// Open makes a client of every provider in cfg, without any I/O. A provider that
// its adapter refuses is an [meeting.ErrInvalid] error that names file, line and
// key.
func Open(cfg *Config, opt OpenOptions) (*provider.Set, error) {
	kinds := opt.Kinds
	if kinds == nil {
		kinds = Kinds()
	}
	if opt.Client.Store == nil {
		opt.Client.Store = opt.Store
	}
	if opt.Client.StoreKey.IsZero() {
		opt.Client.StoreKey = cfg.StoreKey
	}
	if opt.OnStoreError == nil && opt.Logger != nil {
		opt.OnStoreError = func(err error) { opt.Logger.Warn("store", "error", err.Error()) }
	}
	ledgers := &quota.Ledgers{}
	clients := make([]*provider.Client, 0, len(cfg.Providers))
	for _, s := range cfg.Providers {
		kind, ok := findKind(kinds, s.Kind)
		if !ok {
			return nil, s.explain(kind, meeting.Invalidf("kind", "%q is none of %s", s.Kind, strings.Join(kindNames(kinds), ", ")))
		}
		s.Transport, s.Now, s.Logger, s.Observer = opt.Transport, opt.Now, opt.Logger, opt.Observer
		s.Store, s.StoreKey, s.OnStoreError = opt.Store, cfg.StoreKey, opt.OnStoreError
		s.ledgers = ledgers
		p, err := kind.New(s)
		if err != nil {
			return nil, s.explain(kind, err)
		}
		clients = append(clients, provider.NewClient(p, opt.Client))
	}
	return provider.NewSet(cfg.Default, clients...)
}

func findKind(kinds []Kind, name string) (Kind, bool) {
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return kinds[i], true
}

func kindNames(kinds []Kind) []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.Name
	}
	return names
}

// lines remember where the members of a provider stand: "" is the provider itself,
// "auth.flow" a member.
type lines struct {
	file string
	at   map[string]int
}

// find returns the line of key, or of the nearest member around it that stands in
// the file.
func (l lines) find(key string) int {
	for {
		if line, ok := l.at[key]; ok {
			return line
		}
		if key == "" {
			return 0
		}
		key = key[:max(strings.LastIndexByte(key, '.'), 0)]
	}
}

// Place says where a member of the provider, such as "auth.refresh_token", stands in
// the config file, or would stand: file, line and key.
func (s Settings) Place(key string) string {
	place := "providers." + meeting.OneLine(s.Name) + "." + key
	if s.lines.file == "" {
		return place
	}
	return fmt.Sprintf("%s:%d: %s", s.lines.file, s.lines.find(key), place)
}

// explain puts file, line and key in front of what an adapter said of its
// settings, for example "auth.flow: …".
func (s Settings) explain(kind Kind, err error) error {
	said := meeting.Error{Kind: meeting.ErrInvalid, Message: meeting.OneLine(err.Error()), Err: err}
	if known := (*meeting.Error)(nil); errors.As(err, &known) {
		said = *known
	}
	where, rest := "providers."+meeting.OneLine(s.Name), said.Message
	key, after, _ := strings.Cut(said.Message, ": ")
	if contains(kind.Options, key) {
		key = "options." + key
	}
	if isSetting(key) {
		where, rest = where+"."+key, after
	} else {
		key = ""
	}
	if s.lines.file != "" {
		where = fmt.Sprintf("%s:%d: %s", s.lines.file, s.lines.find(key), where)
	}
	said.Provider, said.Op = "", ""
	said.Message = where + ": " + rest
	return &said
}

// isSetting reports whether text names a member of a provider.
func isSetting(text string) bool {
	first, _, _ := strings.Cut(text, ".")
	return contains([]string{"kind", "base_url", "data_center", "auth", "options", "limits", "webhook"}, first) &&
		!strings.ContainsFunc(text, func(r rune) bool { return r == ' ' || isControl(r) })
}
