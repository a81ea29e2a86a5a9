package transport

import (
	"io"
	"net/http"
	"time"
)

// Request is one call.
type Request struct {
	Op     string // operation, for errors and logs
	ID     string // what it is about, for errors
	Method string

	// Path is a template such as "/v2/users/{userId}/meetings". Each {…} is
	// replaced by the next of Args, escaped so that it stays one segment.
	Path string
	Args []string

	// URL, where the vendor's own answer held it, is asked instead of BaseURL and
	// Path; Path then names it in logs. It must be on a host of the Config, and so
	// must be what it redirects to: the credential goes with it.
	URL string

	Query  map[string]string // empty values are left out
	Header map[string]string
	Body   []byte // JSON, or none
	Create bool   // makes something: what became of it when the answer is lost is [meeting.ErrOutcomeUnknown]

	// What the call spends of the vendor's limits: see the adapter's limits.go.
	Class string // of calls, as the adapter's limits name it
	Host  string // whose limit per host it spends
	Cost  int    // units; 0 is 1

	Sink io.Writer // takes the body of a 2xx answer as a stream, without a bound
}

// Response is an answer with a 2xx status.
type Response struct {
	Status int
	Header http.Header
	Body   []byte // nil when it went to the sink
	Sunk   int64  // bytes written to the sink
	Rate   Rate

	unsent  bool      // the request never left
	at      time.Time // when its headers came; zero: they didn't
	settled bool      // its ticket is done
	lent    *loan     // that Body is in
}
