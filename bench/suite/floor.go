package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// The floor is what somebody writes by hand who cares: one client with a tuned
// pool, a deadline, pooled and bounded buffers, and encoding/json into a struct of
// the members that are wanted. It has no token to fetch, no limit to heed, nothing
// to retry and no tolerance.
type floor struct {
	base   string
	client *http.Client
}

const (
	callTimeout = 30 * time.Second
	maxAnswer   = 8 << 20
	bearer      = "Bearer eyJ-bench-token"
)

func newFloor(base string) *floor {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 256, 256
	return &floor{base: base, client: &http.Client{Transport: transport}}
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// fetch does one call and hands the body to read, which must not keep it.
func (f *floor) fetch(ctx context.Context, method, path, body string, status int, read func([]byte) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var payload io.Reader
	if body != "" {
		payload = bytes.NewReader([]byte(body))
	}
	req, err := http.NewRequestWithContext(ctx, method, f.base+path, payload)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", bearer)
	req.Header.Set("Accept", "application/json")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := f.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer buffers.Put(buf)
	if _, err := buf.ReadFrom(io.LimitReader(res.Body, maxAnswer)); err != nil {
		return err
	}
	if res.StatusCode != status {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	return read(buf.Bytes())
}

// floorMeeting has what a caller wants of a meeting; times stay text, which is
// cheaper than to read them.
type floorMeeting struct {
	ID        int64  `json:"id"`
	UUID      string `json:"uuid"`
	HostID    string `json:"host_id"`
	HostEmail string `json:"host_email"`
	Topic     string `json:"topic"`
	Agenda    string `json:"agenda"`
	Type      int    `json:"type"`
	StartTime string `json:"start_time"`
	Duration  int    `json:"duration"`
	Timezone  string `json:"timezone"`
	CreatedAt string `json:"created_at"`
	JoinURL   string `json:"join_url"`
	StartURL  string `json:"start_url"`
	Password  string `json:"password"`
}

type floorPage struct {
	NextPageToken string         `json:"next_page_token"`
	Meetings      []floorMeeting `json:"meetings"`
}

type floorPerson struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Email     string `json:"user_email"`
	JoinTime  string `json:"join_time"`
	LeaveTime string `json:"leave_time"`
	Duration  int    `json:"duration"`
	Status    string `json:"status"`
}

type floorPeople struct {
	NextPageToken string        `json:"next_page_token"`
	Participants  []floorPerson `json:"participants"`
}

const (
	createPath = "/v2/users/host@example.com/meetings"
	listPath   = createPath + "?type=scheduled&page_size=300"
	peoplePath = "/v2/past_meetings/92674392836/participants?page_size=300"
)

func (f *floor) create(ctx context.Context) error {
	return f.fetch(ctx, http.MethodPost, createPath, createBody, http.StatusCreated, func(body []byte) error {
		var m floorMeeting
		if err := json.Unmarshal(body, &m); err != nil {
			return err
		}
		return wantID(m.ID != 0)
	})
}

// thrownAway is net/http alone.
func (f *floor) thrownAway(ctx context.Context) error {
	return f.fetch(ctx, http.MethodPost, createPath, createBody, http.StatusCreated, func([]byte) error { return nil })
}

// generic reads into maps, as scripts do.
func (f *floor) generic(ctx context.Context) error {
	return f.fetch(ctx, http.MethodPost, createPath, createBody, http.StatusCreated, func(body []byte) error {
		var m map[string]any
		if err := json.Unmarshal(body, &m); err != nil {
			return err
		}
		return wantID(m["id"] != nil)
	})
}

func (f *floor) list(ctx context.Context) error {
	return f.fetch(ctx, http.MethodGet, listPath, "", http.StatusOK, func(body []byte) error {
		var page floorPage
		if err := json.Unmarshal(body, &page); err != nil {
			return err
		}
		return wantCount(len(page.Meetings), listSize)
	})
}

func (f *floor) genericList(ctx context.Context) error {
	return f.fetch(ctx, http.MethodGet, listPath, "", http.StatusOK, func(body []byte) error {
		var page map[string]any
		if err := json.Unmarshal(body, &page); err != nil {
			return err
		}
		list, _ := page["meetings"].([]any)
		return wantCount(len(list), listSize)
	})
}

// people collects every page, as callers of a hand-written client do.
func (f *floor) people(ctx context.Context) error {
	var all []floorPerson
	for token := ""; ; {
		var page floorPeople
		err := f.fetch(ctx, http.MethodGet, peoplePath+tokenQuery(token), "", http.StatusOK, func(body []byte) error {
			return json.Unmarshal(body, &page)
		})
		if err != nil {
			return err
		}
		all = append(all, page.Participants...)
		if token = page.NextPageToken; token == "" {
			return wantCount(len(all), peopleSize)
		}
	}
}

func tokenQuery(token string) string {
	if token == "" {
		return ""
	}
	return "&next_page_token=" + token
}

func wantID(ok bool) error {
	if !ok {
		return fmt.Errorf("the meeting has no id")
	}
	return nil
}

func wantCount(got, want int) error {
	if got != want {
		return fmt.Errorf("%d records, want %d", got, want)
	}
	return nil
}
