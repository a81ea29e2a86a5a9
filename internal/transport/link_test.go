package transport

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
)

const linkToken = "link-token-1"

func linked(steps ...step) (*script, *Client) {
	s := &script{steps: steps}
	return s, New(Config{Provider: "work", BaseURL: "https://api.vendor.example", Transport: s, Auth: &fixedAuth{value: "Bearer " + linkToken},
		Hosts:   []string{"vendor.example", "files.example"},
		Refusal: func(body []byte) bool { return bytes.Contains(body, []byte("code")) },
		Decode:  func([]byte) meeting.Error { return meeting.Error{Code: "7", Message: "no"} },
		Kind:    func(*meeting.Error) meeting.ErrorKind { return meeting.ErrNotFound }})
}

func download(url string) (Request, *bytes.Buffer) {
	var file bytes.Buffer
	return Request{Op: "recordings.download", ID: "r", Method: http.MethodGet, Path: "/link", URL: url, Sink: &file}, &file
}

// The credential goes to the hosts that the adapter trusts, and to no other, also
// when the vendor's own link or redirect says so.
func TestLinksStayOnTrustedHosts(t *testing.T) {
	for link, ok := range map[string]bool{
		"https://api.vendor.example/rec/1?x=y":         true,
		"https://vendor.example/rec/1":                 true,
		"https://a.b.files.example/rec":                true,
		"https://FILES.example:443/rec":                true,
		"/rec/relative":                                true,
		"http://vendor.example/rec":                    false, // in clear
		"https://vendor.example:8443/rec":              false,
		"https://evilvendor.example/rec":               false,
		"https://vendor.example.evil.example/":         false,
		"https://vendor.example@evil.example/":         false,
		"https://user:pw@vendor.example/":              false,
		"https://evil.example/?https://vendor.example": false,
		"//evil.example/rec":                           false,
		"ftp://vendor.example/rec":                     false,
		"javascript:alert(1)":                          false,
		"https://127.0.0.1/rec":                        false,
		"https://vendor.example\\@evil.example/":       false,
	} {
		s, c := linked(step{status: 200, body: strings.NewReader("film")})
		req, file := download(link)
		_, err := c.Do(t.Context(), req)
		if (err == nil) != ok || len(s.asked) != map[bool]int{true: 1}[ok] || (ok && file.String() != "film") {
			t.Errorf("%s: %v after %d requests", link, err, len(s.asked))
		}
		if !ok && (!errors.Is(err, meeting.ErrProtocol) || strings.Contains(err.Error(), "evil")) {
			t.Errorf("%s: %v", link, err)
		}

		s, c = linked(step{status: 302, header: map[string]string{"Location": link}}, step{status: 200, body: strings.NewReader("film")})
		req, file = download("https://vendor.example/rec/0")
		_, err = c.Do(t.Context(), req)
		if (err == nil) != ok || len(s.asked) != map[bool]int{true: 2, false: 1}[ok] || (ok && file.String() != "film") {
			t.Errorf("a redirect to %s: %v after %d requests", link, err, len(s.asked))
		}
		for _, r := range s.asked {
			if r.Header.Get("Authorization") != "Bearer "+linkToken {
				t.Errorf("%s was asked with %q", r.URL, r.Header.Get("Authorization"))
			}
		}
	}
}

func TestRedirectsEnd(t *testing.T) {
	s, c := linked(step{status: 302, header: map[string]string{"Location": "https://vendor.example/rec/0"}})
	req, _ := download("https://vendor.example/rec/0")
	if _, err := c.Do(t.Context(), req); err == nil || len(s.asked) != 1+maxHops {
		t.Errorf("%v after %d requests", err, len(s.asked))
	}
	s, c = linked(step{status: 302, header: map[string]string{"Location": "https://vendor.example/rec/0"}})
	plain := request(http.MethodGet) // not a download: never followed
	if _, err := c.Do(t.Context(), plain); err == nil || len(s.asked) != 1 {
		t.Errorf("%v after %d requests", err, len(s.asked))
	}
}

// What begins like an error is one if the vendor's words say so, and a file if not.
func TestErrorsInsteadOfFiles(t *testing.T) {
	page := map[string]string{"Content-Type": "text/html"}
	for name, tt := range map[string]struct {
		step step
		kind meeting.ErrorKind
		file string
	}{
		"a film":             {step{status: 200, body: strings.NewReader("film")}, "", "film"},
		"a transcript":       {step{status: 200, body: strings.NewReader(`{"words":["hm"]}`)}, "", `{"words":["hm"]}`},
		"an error":           {step{status: 200, body: strings.NewReader(`{"code":3301}`)}, meeting.ErrNotFound, ""},
		"a page":             {step{status: 200, header: page, body: strings.NewReader("<html>log in</html>")}, meeting.ErrProtocol, ""},
		"a page, nameless":   {step{status: 200, header: page, body: strings.NewReader("log in")}, meeting.ErrProtocol, "log in"},
		"nothing":            {step{status: 200, body: strings.NewReader("")}, meeting.ErrProtocol, ""},
		"less than it was":   {step{status: 200, header: map[string]string{"Content-Length": "9"}, body: strings.NewReader("film")}, meeting.ErrUnavailable, "film"},
		"a long one in JSON": {step{status: 200, body: strings.NewReader("{" + strings.Repeat(" ", 2*maxHeld) + "code}")}, "", "{" + strings.Repeat(" ", 2*maxHeld) + "code}"},
	} {
		_, c := linked(tt.step)
		req, file := download("https://vendor.example/rec")
		res, err := c.Do(t.Context(), req)
		if meeting.KindOf(err) != tt.kind || file.String() != tt.file || res.Sunk != int64(len(tt.file)) {
			t.Errorf("%s: %v, %d bytes, %.20q", name, err, res.Sunk, file.String())
		}
	}
}
