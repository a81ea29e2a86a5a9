package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

func TestNormalize(t *testing.T) {
	b := newBench(t, benchConfig)
	t.Chdir(t.TempDir()) // no config file is needed
	feed := func(payload string, args ...string) result {
		b.stdin = strings.NewReader(payload)
		return b.bare(append([]string{"normalize", "--vendor=fake"}, args...)...)
	}
	got := feed(`{"pwd": "p4ss"}`, "--as=meeting", "--raw").want(t, 0)
	if flat := compact(t, got.out); flat != `{"vendor":"fake","id":"1","passcode":"[redacted]","raw":{"pwd":"[redacted]"}}` {
		t.Errorf("got %s", flat)
	}
	if got := feed(`{}`, "--as=page").want(t, 0); compact(t, got.out) != `{"meetings":[],"next_page":"n"}` {
		t.Errorf("got %s", got.out)
	}
	if got := feed(`page`).want(t, 0); compact(t, got.out) != `{"meetings":[],"next_page":"n"}` {
		t.Errorf("detected: got %s", got.out)
	}
	for name, c := range map[string]struct {
		payload string
		args    []string
		code    int
	}{
		"empty": {" \n", nil, 2}, "not told": {"", []string{"--as=meeting"}, 2}, "unknown": {"    {}", nil, 2},
		"no such payload": {"{}", []string{"--as=participants"}, 6}, "broken": {"{..", []string{"--as=meeting"}, 1},
	} {
		t.Run(name, func(t *testing.T) { feed(c.payload, append(c.args, "--json")...).want(t, c.code).failure(t) })
	}
	b.stdin = endless{}
	b.bare("normalize", "--vendor=fake", "--json").want(t, 2).failure(t)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// TestNormalizeWaits: a terminal on stdin doesn't hold up the deadline.
func TestNormalizeWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, benchConfig)
		r, w := io.Pipe()
		b.stdin = r
		b.bare("normalize", "--vendor=fake").want(t, 8)
		_ = w.Close()
		synctest.Wait()
	})
}

// TestNormalizeSeeds: the samples of the vendors' own documents.
func TestNormalizeSeeds(t *testing.T) {
	b := newBench(t, benchConfig)
	for name, c := range map[string]struct {
		code int
		want string
	}{
		"zoom/meeting_seed.json":                {0, `"title":"My Meeting"`},
		"whereby/meeting_seed.json":             {0, `"kind":"room"`},
		"zoho-sdk/meeting_seed.json":            {0, `"title":"Monthly Marketing Meeting"`},
		"zoho-sdk/meeting_seed-as-printed.json": {1, `not JSON at byte 1653`}, // it lacks its last brace
		"zoho-cliq/page_seed.json":              {0, `{"meetings":[{"vendor":"zoho-cliq"`},
		"zoho-cliq/participants_seed.json":      {0, `{"participants":[{"id":"12543958"`},
	} {
		payload, err := os.ReadFile(filepath.Join("..", "..", "normalize", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		b.stdin = bytes.NewReader(payload)
		vendor, _, _ := strings.Cut(name, "/")
		got := b.bare("normalize", "--json", "--vendor", vendor).want(t, c.code)
		text := got.err
		if c.code == 0 {
			text = compact(t, got.out)
		}
		if !strings.Contains(text, c.want) || strings.Contains(text, "123456") {
			t.Errorf("%s: got %s", name, text)
		}
	}
}
