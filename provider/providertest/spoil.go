package providertest

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"

	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

// spoiler is what the network or the vendor does to an exchange.
type spoiler = func(x *exchange) (*http.Response, error)

const page = "<!DOCTYPE html><html><body><h1>canary-page</h1></body></html>"

// respond makes an answer that the vendor did not give. The request went out.
func respond(x *exchange, status int, header http.Header, body string) *http.Response {
	return stream(x, status, header, strings.NewReader(body))
}

func stream(x *exchange, status int, header http.Header, body io.Reader) *http.Response {
	x.leave()
	if header == nil {
		header = http.Header{"Content-Type": {"application/json"}}
	}
	return &http.Response{Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header.Clone(), Body: io.NopCloser(body), ContentLength: -1, Request: x.r}
}

// answer replaces the answer; the vendor never sees the request.
func answer(status int, header http.Header, body string) spoiler {
	return func(x *exchange) (*http.Response, error) { return respond(x, status, header, body), nil }
}

func html(status int) spoiler {
	return answer(status, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, page)
}

// fail breaks the connection after the request went out and before the vendor acts.
func fail(err error) spoiler {
	return func(x *exchange) (*http.Response, error) {
		x.leave()
		return nil, err
	}
}

// unsent fails before the request can go out.
func unsent(err error) spoiler {
	return func(*exchange) (*http.Response, error) { return nil, err }
}

var (
	errReset   = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	errRefused = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	errNoName  = &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "vendor", IsNotFound: true}}
	errTLS     = &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
)

// after lets the vendor act and answers in its place.
func after(then spoiler) spoiler {
	return func(x *exchange) (*http.Response, error) {
		if _, _, err := x.answered(); err != nil {
			return nil, err
		}
		return then(x)
	}
}

// alter changes the vendor's answer.
func alter(change func(res *http.Response, body []byte) []byte) spoiler {
	return func(x *exchange) (*http.Response, error) {
		res, body, err := x.answered()
		if err != nil {
			return nil, err
		}
		body = change(res, body)
		res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		return res, nil
	}
}

func alterBody(change func(body string) string) spoiler {
	return alter(func(_ *http.Response, body []byte) []byte { return []byte(change(string(body))) })
}

// cut ends the vendor's answer early, as a connection does that breaks.
func cut(share float64) spoiler {
	return func(x *exchange) (*http.Response, error) {
		res, body, err := x.answered()
		if err != nil {
			return nil, err
		}
		kept := body[:int(float64(len(body))*share)]
		res.Body = io.NopCloser(io.MultiReader(bytes.NewReader(kept), broken{}))
		return res, nil
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// silence takes the request and never answers.
func silence(x *exchange) (*http.Response, error) {
	x.leave()
	<-x.r.Context().Done()
	return nil, x.r.Context().Err()
}

// late passes on after a while.
func late(d time.Duration) spoiler {
	return func(x *exchange) (*http.Response, error) {
		x.leave()
		if err := wait(x.r.Context(), d); err != nil {
			return nil, err
		}
		return x.pass()
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// drip lets the vendor act and sends its answer a byte a second.
func drip(x *exchange) (*http.Response, error) {
	res, body, err := x.answered()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(&dripping{x.r.Context(), bytes.NewReader(body)})
	return res, nil
}

type dripping struct {
	ctx  context.Context
	body io.Reader
}

// Read waits a second for a byte.
func (d *dripping) Read(p []byte) (int, error) {
	if err := wait(d.ctx, time.Second); err != nil {
		return 0, err
	}
	return d.body.Read(p[:min(1, len(p))])
}

// endless answers with blanks for ever.
func endless(x *exchange) (*http.Response, error) {
	return stream(x, http.StatusOK, nil, blanks{}), nil
}

type blanks struct{}

// Read never ends.
func (blanks) Read(p []byte) (int, error) { return copy(p, manyBlanks), nil }

const manyBlanks = "                                                                                                                                "

// bomb answers with a little gzip that stands for half a gigabyte. net/http unpacks
// it unless the request asked for gzip by itself.
func bomb(x *exchange) (*http.Response, error) {
	var member bytes.Buffer
	zip := gzip.NewWriter(&member)
	if _, err := zip.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	packed := bytes.NewReader(bytes.Repeat(member.Bytes(), 512))
	if x.r.Header.Get("Accept-Encoding") != "" {
		return stream(x, http.StatusOK, http.Header{"Content-Encoding": {"gzip"}}, packed), nil
	}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	res := stream(x, http.StatusOK, nil, unpacked)
	res.Uncompressed = true
	return res, nil
}

// on aims a fault at requests of one sort.
func on(sort string, f spoiler) spoiler {
	return func(x *exchange) (*http.Response, error) {
		if x.sort != sort {
			return x.pass()
		}
		return f(x)
	}
}

// once spoils the first request of a sort.
func once(sort string, f spoiler) spoiler {
	return on(sort, func(x *exchange) (*http.Response, error) {
		if x.n > 0 {
			return x.pass()
		}
		return f(x)
	})
}
