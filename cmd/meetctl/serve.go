package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/libmeet/meeting"
)

// isLoopback reports an address of this machine alone, with a port.
func isLoopback(listen string) bool {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// listenOn opens the address of --listen. What is no address is the user's mistake; a
// port that somebody else has is not.
func listenOn(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	var odd *net.AddrError
	var unknown *net.DNSError
	switch {
	case errors.As(err, &odd), errors.As(err, &unknown):
		return nil, meeting.Invalidf("listen", "%q is not an address with a port, such as 127.0.0.1:8090", address)
	case err != nil:
		return nil, localError("listening on "+address+" (--listen takes another)", err)
	}
	return listener, nil
}

// farewell is how long requests that run may take to end.
const farewell = 5 * time.Second

// serveUntil serves until ctx ends, and then ends what runs.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return localError("serving", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		_ = server.Close() // what still runs is cut off
	}
	if err := <-done; err != nil && !errors.Is(err, http.ErrServerClosed) {
		return localError("serving", err)
	}
	return nil
}
