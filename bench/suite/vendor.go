package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// announcement is the line with which the vendor's process says where it is.
type announcement struct {
	Plain string `json:"plain"` // http://…
	TLS   string `json:"tls"`   // https://…
	Cert  string `json:"cert"`  // of it, DER in base64
}

// vendorProcess is the vendor as its parent sees it.
type vendorProcess struct {
	announcement
	roots *x509.CertPool
	stop  func()
}

// startVendor starts this program again, as the vendor.
func startVendor(ctx context.Context) (*vendorProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, "-vendor")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	v := &vendorProcess{roots: x509.NewCertPool(), stop: func() { _ = stdin.Close(); _ = cmd.Wait() }}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &v.announcement)
	}
	if err != nil {
		v.stop()
		return nil, fmt.Errorf("the vendor did not start: %w", err)
	}
	der, err := base64.StdEncoding.DecodeString(v.Cert)
	if err != nil {
		v.stop()
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		v.stop()
		return nil, err
	}
	v.roots.AddCert(cert)
	return v, nil
}

// serveVendor answers on two loopback ports until stdin closes.
func serveVendor(stdin io.Reader, stdout io.Writer) error {
	var connections atomic.Int64
	handler := vendorHandler(&connections)
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	secure, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	cert, err := selfSigned()
	if err != nil {
		return err
	}
	count := func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	a := &http.Server{Handler: handler, ConnState: count, ReadHeaderTimeout: 10 * time.Second}
	b := &http.Server{Handler: handler, ConnState: count, ReadHeaderTimeout: 10 * time.Second,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}}
	failed := make(chan error, 2)
	go func() { failed <- a.Serve(plain) }()
	// HTTP/1.1 only: with HTTP/2 one connection would do, which says nothing of pools.
	b.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	go func() { failed <- b.ServeTLS(secure, "", "") }()
	err = json.NewEncoder(stdout).Encode(announcement{
		Plain: "http://" + plain.Addr().String(), TLS: "https://" + secure.Addr().String(),
		Cert: base64.StdEncoding.EncodeToString(cert.Certificate[0]),
	})
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, stdin) // its end is ours
	_ = a.Close()
	_ = b.Close()
	for range 2 {
		if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
			return err
		}
	}
	return nil
}

func vendorHandler(connections *atomic.Int64) http.Handler {
	list, people := listAnswer(), peoplePages()
	var made atomic.Int64
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, status int, body []byte) {
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Header().Set("X-Zm-Trackingid", "v=2.0;clid=us04;rid=WEB_0123456789abcdef")
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
	drain := func(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }
	mux.HandleFunc("POST /oauth/token", func(w http.ResponseWriter, r *http.Request) {
		drain(r)
		answer(w, http.StatusOK, []byte(`{"access_token":"eyJ-bench-token","token_type":"bearer","expires_in":3600,"scope":"meeting:write:admin meeting:read:admin","api_url":"https://api.zoom.us"}`))
	})
	mux.HandleFunc("POST /v2/users/{user}/meetings", func(w http.ResponseWriter, r *http.Request) {
		drain(r)
		if r.Header.Get("Authorization") != "Bearer eyJ-bench-token" {
			answer(w, http.StatusUnauthorized, []byte(`{"code":124,"message":"Invalid access token."}`))
			return
		}
		// Each its own id, of the same length: a journal would refuse one twice.
		answer(w, http.StatusCreated, []byte(strings.Replace(createAnswer, meetingID, strconv.FormatInt(92674392836+made.Add(1), 10), 1)))
	})
	mux.HandleFunc("GET /v2/users/{user}/meetings", func(w http.ResponseWriter, r *http.Request) { answer(w, http.StatusOK, list) })
	mux.HandleFunc("GET /v2/past_meetings/{id}/participants", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, people[r.URL.Query().Get("next_page_token")])
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond)
		answer(w, http.StatusOK, []byte(`{}`))
	})
	mux.HandleFunc("GET /v2/meetings/{id}", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond) // a vendor's distance: the pool must hold many at once
		answer(w, http.StatusOK, []byte(createAnswer))
	})
	mux.HandleFunc("GET /connections", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, strconv.AppendInt(nil, connections.Load(), 10))
	})
	return mux
}

// selfSigned makes a certificate for loopback.
func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
