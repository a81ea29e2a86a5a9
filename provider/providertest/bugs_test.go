package providertest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strings"
	"time"
)

// brokenTransports name the rows that must notice each bug.
var brokenTransports = []struct {
	name string
	bug  bug
	rows []string
}{
	{"sends creates again", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		body := bodyOf(r)
		res, err := next.RoundTrip(again(r, body))
		if isCreate(r) && (err != nil || res.StatusCode >= 500) {
			if err == nil {
				_ = res.Body.Close()
			}
			return next.RoundTrip(again(r, body))
		}
		return res, err
	}, []string{"network/commit then drop", "network/reset/create", "answer/500/create", "answer/502 page/create", "keyed/made, answer lost/dropped", "keyed/storm"}},
	{"gives reads up", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if isRead(r) && (err != nil || res.StatusCode > 500) {
			if err == nil {
				_ = res.Body.Close()
			}
			return &http.Response{StatusCode: 500, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		}
		return res, err
	}, []string{"network/reset/read", "answer/503 page/read", "paging/page fails once", "limit/503 with a time"}},
	{"reads on and on", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		for {
			res, err := next.RoundTrip(r)
			if !isRead(r) || (err == nil && res.StatusCode < 500) {
				return res, err
			}
			if err == nil {
				_ = res.Body.Close()
			}
			if err := wait(r.Context(), time.Second); err != nil {
				return nil, err
			}
		}
	}, []string{"network/down/read", "answer/500/read", "limit/outage"}},
	{"says not sent", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		hooks := httptrace.ContextClientTrace(r.Context())
		quiet := r.WithContext(detach{context.Background(), r.Context()}) // no hook fires
		if hooks != nil {
			hooks.GetConn(r.URL.Host)
		}
		return next.RoundTrip(quiet)
	}, []string{"network/commit then drop", "network/closed/create", "keyed/made, answer lost/dropped"}},
	{"follows redirects", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		body := bodyOf(r)
		res, err := next.RoundTrip(again(r, body))
		if err == nil && res.StatusCode/100 == 3 {
			_ = res.Body.Close()
			to, _ := r.URL.Parse(res.Header.Get("Location"))
			r = again(r, body)
			r.URL = to
			return next.RoundTrip(r)
		}
		return res, err
	}, []string{"redirect/307 to another host/create", "redirect/302 to http/read", "redirect/301 to itself/read", "redirect/308 of the token call"}},
	{"leaves bodies open", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil {
			res.Body = io.NopCloser(res.Body)
		}
		return res, err
	}, []string{"network/reset/read", "answer/500/read"}},
	{"leaves a goroutine", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		go func() { <-make(chan int) }()
		return next.RoundTrip(r)
	}, []string{"network/reset/read"}},
	{"hangs for ever", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		if isRead(r) {
			<-make(chan int)
		}
		return next.RoundTrip(r)
	}, []string{"network/reset/read"}},
	{"ignores the context", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		ctx, end := context.WithTimeout(context.WithoutCancel(r.Context()), time.Hour)
		defer end()
		res, err := next.RoundTrip(r.WithContext(ctx))
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			return nil, err
		}
		res.Body = io.NopCloser(bytes.NewReader(body))
		return res, nil
	}, []string{"time/no answer/create", "time/slow body/read", "time/no deadline", "context/during/read", "keyed/deadline"}},
	{"sends an idempotency key", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Header.Set("Idempotency-Key", "1")
		return next.RoundTrip(r)
	}, []string{"network/reset/create"}},
	{"takes all of a body", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil {
			body, _ := io.ReadAll(io.LimitReader(res.Body, 40<<20))
			res.Body = struct {
				io.Reader
				io.Closer
			}{bytes.NewReader(body), res.Body}
		}
		return res, err
	}, []string{"answer/endless/read", "answer/gzip bomb/create"}},
	{"takes a page for nothing", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil && isRead(r) && (res.StatusCode != 200 || strings.Contains(res.Header.Get("Content-Type"), "html")) {
			_ = res.Body.Close()
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"meetings":[]}`)), Request: r}, nil
		}
		return res, err
	}, []string{"keyed/search fails", "keyed/search is a page", "paging/no way back"}},
	{"ignores when to come back", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil {
			res.Header.Del("Retry-After")
			res.Header.Del("X-Ratelimit-Reset")
		}
		return res, err
	}, []string{"limit/Retry-After: 30", "limit/503 with a time", "limit/the vendor's clock is ahead"}},
	{"ignores the vendor's clock", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil {
			res.Header.Del("Date")
		}
		return res, err
	}, []string{"limit/the vendor's clock is ahead", "limit/the vendor's clock is behind"}},
	{"rounds numbers", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil {
			body, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			body = regexp.MustCompile(`:\s*(9007199254740993|1e5)`).ReplaceAll(body, []byte(":100000"))
			res.Body = io.NopCloser(bytes.NewReader(body))
		}
		return res, err
	}, []string{"value/id 9007199254740993", "value/id 1e5"}},
	{"tells what it sent", func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err != nil {
			return nil, errors.New(r.Header.Get("Authorization") + err.Error())
		}
		return res, nil
	}, []string{"network/reset/create", "network/down/read"}},
}

// detach has the deadline of one context and the values of none.
type detach struct {
	context.Context
	until context.Context
}

func (d detach) Done() <-chan struct{}       { return d.until.Done() }
func (d detach) Err() error                  { return d.until.Err() }
func (d detach) Deadline() (time.Time, bool) { return d.until.Deadline() }
