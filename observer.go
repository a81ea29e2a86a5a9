package meeting

import (
	"context"
	"time"
)

// Observer is told of every request that goes to a vendor. What it sees holds no
// secret: a path is a template, ids and queries stay out. Package telemetry makes
// one of OpenTelemetry. Its methods are called by many goroutines and must not
// block.
type Observer interface {
	// Request is called before an attempt. The context it returns goes with the
	// request; the function it returns is called once, when the attempt is over.
	Request(ctx context.Context, a Attempt) (context.Context, func(Outcome))
}

// Attempt describes one request before it is sent.
type Attempt struct {
	Provider string // configured name
	Op       string // operation, for example "create"
	Method   string // of HTTP
	Path     string // template, for example "/v2/users/{userId}/meetings"
	Number   int    // 1 for the first, more for repetitions of the same call
}

// Outcome is what became of an attempt.
type Outcome struct {
	Status    int       // of HTTP, 0 without an answer
	Kind      ErrorKind // "" for success
	RequestID string    // the vendor's
	Duration  time.Duration
}
