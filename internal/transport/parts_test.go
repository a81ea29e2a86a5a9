package transport

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

func TestCheckURL(t *testing.T) {
	for _, tt := range []struct {
		raw      string
		withPath bool
		ok       bool
	}{
		{"https://api.zoom.us", false, true},
		{"https://api.zoom.us/", false, true},
		{"https://api.zoom.us:8443", false, true},
		{"HTTPS://api.zoom.us", false, true},
		{"http://localhost:1", false, true},
		{"http://127.0.0.1:1", false, true},
		{"http://127.9.9.9", false, true},
		{"http://[::1]:1", false, true},
		{"http://localhost:1/oauth/token", true, true},
		{"https://zoom.us/oauth/token", true, true},
		{"https://zoom.us/oauth/token", false, false},
		{"http://zoom.us", false, false},
		{"http://localhost.evil.example", false, false},
		{"http://127.0.0.1.evil.example", false, false},
		{"http://0.0.0.0", false, false},
		{"http://10.0.0.1", false, false},
		{"http://LOCALHOST@evil.example", false, false},
		{"https://user:pass@zoom.us", false, false},
		{"https://user@zoom.us", false, false},
		{"https://zoom.us?x=y", false, false},
		{"https://zoom.us?", false, false},
		{"https://zoom.us#x", false, false},
		{"https://zoom.us#", false, false},
		{"https://", false, false},
		{"https:///x", true, false},
		{"https:zoom.us", false, false},
		{"//zoom.us", false, false},
		{"zoom.us", false, false},
		{"", false, false},
		{"ftp://zoom.us", false, false},
		{"javascript:alert(1)", true, false},
		{"https://zoom.us\n", false, false},
		{"https://zo om.us", false, false},
		{"http://[::1", false, false},
	} {
		err := CheckURL("base_url", tt.raw, tt.withPath)
		if (err == nil) != tt.ok || (err != nil && (!errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), "base_url"))) {
			t.Errorf("%q: %v", tt.raw, err)
		}
		if err != nil && strings.Contains(err.Error(), "pass") && strings.Contains(tt.raw, "pass") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

// TestMergePatch is RFC 7396, appendix A.
func TestMergePatch(t *testing.T) {
	for _, tt := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		got, err := Body(json.RawMessage(tt[0]), json.RawMessage(tt[1]))
		if err != nil {
			t.Fatal(err)
		}
		var want, have any
		if err := errors.Join(json.Unmarshal([]byte(tt[2]), &want), json.Unmarshal(got, &have)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s merged with %s is %s, not %s", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestBody(t *testing.T) {
	type body struct {
		ID    json.Number `json:"id"`
		Title string      `json:"title"`
	}
	got, err := Body(body{"9007199254740993", "a <b> & c"}, nil)
	if err != nil || string(got) != `{"id":9007199254740993,"title":"a <b> & c"}` {
		t.Errorf("%s, %v", got, err)
	}
	got, err = Body(body{"9007199254740993", "x"}, json.RawMessage(`{"big":18446744073709551617,"title":"<"}`))
	if err != nil || string(got) != `{"big":18446744073709551617,"id":9007199254740993,"title":"<"}` {
		t.Errorf("%s, %v", got, err)
	}
	for _, native := range []string{`{`, `{"a":}`, `{} {}`, `{}}`} {
		if got, err := Body(body{"1", "x"}, json.RawMessage(native)); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %s, %v", native, got, err)
		}
	}
	if _, err := Body(func() {}, nil); err == nil {
		t.Error("a function was encoded")
	}
}

// endless counts what is read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.read += len(p); e.read > 1<<20 {
		return 0, errors.New("read on and on")
	}
	return len(p), nil
}

func TestBorrowStopsAtTheLimit(t *testing.T) {
	for _, size := range []int64{-1, 0, 10, 1000} {
		body := &endless{}
		if _, err := borrow(body, 1000, size); !errors.Is(err, errTooLarge) || body.read > 1001 {
			t.Errorf("announced %d: %v after %d bytes", size, err, body.read)
		}
	}
	body := &endless{}
	if _, err := borrow(body, 1000, 1001); !errors.Is(err, errTooLarge) || body.read != 0 {
		t.Errorf("announced too much: %v after %d bytes", err, body.read)
	}
}

func TestWaits(t *testing.T) {
	now := time.Date(2026, 12, 1, 23, 30, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"":                                  0,
		"0":                                 0,
		"-5":                                0,
		"7":                                 7 * time.Second,
		" 7 ":                               7 * time.Second,
		"1.5":                               1500 * time.Millisecond,
		"86400":                             24 * time.Hour,
		"999999":                            maxWait,
		"1796169600":                        30 * time.Minute, // Unix seconds: 2026-12-02T00:00:00Z
		"1796169600000":                     30 * time.Minute,
		"2026-12-02T00:00:00Z":              30 * time.Minute,
		"2026-12-02T01:00:00+01:00":         30 * time.Minute,
		"2026-12-01T00:00:00Z":              0,
		"2036-12-01T00:00:00Z":              maxWait,
		"Wed, 02 Dec 2026 00:00:00 GMT":     30 * time.Minute,
		"Wednesday, 02-Dec-26 00:00:00 GMT": 30 * time.Minute,
		"Wed Dec  2 00:00:00 2026":          30 * time.Minute,
		"soon":                              0,
		"NaN":                               0,
		"Inf":                               0,
		"1e400":                             0,
		"1e16":                              0,
	} {
		if got := until(text, now); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]int{"": -1, "0": 0, " 12 ": 12, "-1": -1, "many": -1, "1.5": -1} {
		if got := number(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// A vendor whose answers are cut off or too large does not make the pool keep
// buffers of their size.
func TestBorrowKeepsNoLargeBuffer(t *testing.T) {
	broken := iotest.ErrReader(io.ErrUnexpectedEOF)
	for range 20 { // the pool may forget, so once is no proof
		if _, err := borrow(broken, 16<<20, 8<<20); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatal(err)
		}
		if kept := loans.Get().(*loan).Cap(); kept > mostKept {
			t.Fatalf("%d bytes are kept", kept)
		}
	}
}
