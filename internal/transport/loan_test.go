package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
)

// A lent body belongs to one reader until he returns, whatever happens beside him:
// answers that are refused, cut off, too large, repeated, given up, or that make
// their reader panic.
func TestLentBodiesAreNotShared(t *testing.T) {
	var flaky sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Query().Get("id")
		w.Header().Set("Content-Type", "application/json")
		body := strings.Repeat(id+",", 50+len(id)*400)
		switch r.URL.Query().Get("do") {
		case "cut":
			w.Header().Set("Content-Length", fmt.Sprint(len(body)+1))
		case "fail":
			w.WriteHeader(http.StatusBadRequest)
		case "flaky":
			if _, again := flaky.LoadOrStore(id, true); !again {
				w.WriteHeader(http.StatusBadGateway)
			}
		case "large":
			body = strings.Repeat("x", 256<<10)
		}
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	client := transport.New(transport.Config{Provider: "work", BaseURL: server.URL, MaxBody: 128 << 10,
		Decode: func(body []byte) meeting.Error { return meeting.Error{Message: string(body[:8])} }})
	ways := []string{"", "", "fail", "flaky", "cut", "large", "panic", "give up", "whole"}
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			for i := range 90 {
				way, id := ways[(g+i)%len(ways)], fmt.Sprintf("%04d-%04d", g, i)
				if err := lend(client, way, id); err != nil {
					t.Errorf("%q: %v", way, err)
				}
			}
		})
	}
	wg.Wait()
}

// lend does one call and checks that what its reader saw, and keeps seeing, is its own.
func lend(client *transport.Client, way, id string) (wrong error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req := transport.Request{Op: "get", Method: http.MethodGet, Path: "/x", Query: map[string]string{"id": id, "do": way}}
	mine := func(body []byte) error {
		for piece := range strings.SplitSeq(strings.TrimSuffix(string(body), ","), ",") {
			if piece != id {
				return fmt.Errorf("%q in the body of %s", piece, id)
			}
		}
		return nil
	}
	if way == "whole" {
		res, err := client.Do(ctx, req)
		if err != nil {
			return err
		}
		_ = lend(client, "", "beside-"+id) // takes the buffer
		return mine(res.Body)
	}
	defer func() {
		if v := recover(); v != nil && v != "reader" {
			wrong = fmt.Errorf("%v", v)
		}
	}()
	_, err := transport.Read(ctx, client, req, func(body []byte) (int, error) {
		if err := mine(body); err != nil {
			return 0, err
		}
		switch way {
		case "panic":
			panic("reader")
		case "give up":
			cancel()
		}
		if !strings.HasPrefix(id, "beside") {
			if err := lend(client, "", "beside-"+id); err != nil { // another body is lent meanwhile
				return 0, err
			}
		}
		return len(body), mine(body)
	})
	var e *meeting.Error
	switch {
	case way == "fail" && errors.As(err, &e) && strings.HasPrefix(id, e.Message[:4]):
		return nil
	case way == "cut" && errors.Is(err, meeting.ErrUnavailable), way == "large" && errors.Is(err, meeting.ErrProtocol):
		return nil
	case way == "flaky" && errors.Is(err, meeting.ErrUnavailable): // the budget for repeating is spent
		return nil
	}
	return err
}
