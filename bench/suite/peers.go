package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/failsafe-go/failsafe-go/failsafehttp"
	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-retryablehttp"
)

// restyAlone is resty with a small struct and nothing else.
type restyAlone struct{ client *resty.Client }

func newResty(base string) *restyAlone {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 256, 256
	return &restyAlone{resty.NewWithClient(&http.Client{Transport: transport}).SetBaseURL(base).SetAuthToken("eyJ-bench-token")}
}

func (r *restyAlone) create(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var m floorMeeting
	res, err := r.client.R().SetContext(ctx).SetHeader("Content-Type", "application/json").SetBody(createBody).SetResult(&m).Post(createPath)
	return checked(res, err, http.StatusCreated, m.ID != 0)
}

func (r *restyAlone) list(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var page floorPage
	res, err := r.client.R().SetContext(ctx).SetResult(&page).Get(listPath)
	return checked(res, err, http.StatusOK, len(page.Meetings) == listSize)
}

func (r *restyAlone) people(ctx context.Context) error {
	var all []floorPerson
	for token := ""; ; {
		var page floorPeople
		res, err := r.client.R().SetContext(ctx).SetResult(&page).Get(peoplePath + tokenQuery(token))
		if err := checked(res, err, http.StatusOK, true); err != nil {
			return err
		}
		all = append(all, page.Participants...)
		if token = page.NextPageToken; token == "" {
			return wantCount(len(all), peopleSize)
		}
	}
}

func checked(res *resty.Response, err error, status int, ok bool) error {
	switch {
	case err != nil:
		return err
	case res.StatusCode() != status || !ok:
		return fmt.Errorf("status %d, or an answer without what was asked for", res.StatusCode())
	}
	return nil
}

// retrying is a client that repeats, with a small struct.
type retrying struct {
	base   string
	client *http.Client
}

func newRetryable(base string) *retrying {
	c := retryablehttp.NewClient()
	c.Logger = nil
	return &retrying{base, c.StandardClient()}
}

func newFailsafe(base string) *retrying {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 256, 256
	return &retrying{base, &http.Client{Transport: failsafehttp.NewRoundTripper(transport, failsafehttp.NewRetryPolicyBuilder().Build())}}
}

func (r *retrying) create(ctx context.Context) error {
	var m floorMeeting
	if err := r.do(ctx, http.MethodPost, createPath, createBody, http.StatusCreated, &m); err != nil {
		return err
	}
	return wantID(m.ID != 0)
}

func (r *retrying) list(ctx context.Context) error {
	var page floorPage
	if err := r.do(ctx, http.MethodGet, listPath, "", http.StatusOK, &page); err != nil {
		return err
	}
	return wantCount(len(page.Meetings), listSize)
}

func (r *retrying) do(ctx context.Context, method, path, body string, status int, into any) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var payload io.Reader
	if body != "" {
		payload = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, r.base+path, payload)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", bearer)
	req.Header.Set("Content-Type", "application/json")
	res, err := r.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != status {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	return json.Unmarshal(data, into)
}
