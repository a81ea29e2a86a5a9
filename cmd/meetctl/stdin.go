package main

import (
	"bytes"
	"context"
	"io"

	"github.com/libmeet/meeting"
)

// readStdin reads stdin, which must hold something; field is its name in errors.
func (a *app) readStdin(ctx context.Context, field string, most int64) ([]byte, error) {
	data, err := a.readAll(ctx, field, most)
	if err == nil && len(bytes.TrimSpace(data)) == 0 {
		return nil, meeting.Invalidf(field, "stdin is empty")
	}
	return data, err
}

// readAll reads stdin to its end, but not longer than ctx lives. The goroutine ends
// with its read, at the latest with the process: a read from a terminal can't be cut
// short.
func (a *app) readAll(ctx context.Context, field string, most int64) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(a.in, most+1))
		done <- result{data, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-done:
		switch {
		case r.err != nil:
			return nil, localError("reading stdin", r.err)
		case int64(len(r.data)) > most:
			return nil, meeting.Invalidf(field, "stdin is larger than %d bytes", most)
		}
		return r.data, nil
	}
}
