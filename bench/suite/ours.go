package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
	"github.com/libmeet/meeting/store"
)

// ours is the library with everything on: token, limits, retries, preflight,
// normalisation, and the create journal where a store is given.
type ours struct {
	client *provider.Client
	serial atomic.Int64
}

func newOurs(base string, transport http.RoundTripper, state store.Store) (*ours, error) {
	p, err := zoom.New(zoom.Config{
		BaseURL: base, Limits: meeting.AccountLimits{Plan: meeting.PlanNone, RequestsPerMinute: 1 << 30}, UserID: "host@example.com", Transport: transport, Store: state,
		Auth: meeting.Credentials{
			Flow: meeting.FlowAccountCredentials, TokenURL: base + "/oauth/token",
			AccountID: "bench", ClientID: "bench", ClientSecret: meeting.NewSecret("bench"),
		},
	})
	if err != nil {
		return nil, err
	}
	return &ours{client: provider.NewClient(p, provider.ClientConfig{Store: state})}, nil
}

var start = time.Date(2027, 3, 25, 7, 30, 0, 0, time.UTC)

func request() meeting.CreateRequest {
	return meeting.CreateRequest{
		Title: "My Meeting", Description: "My Meeting", Start: start, Zone: "America/Los_Angeles", Duration: time.Hour,
		Settings: meeting.Settings{WaitingRoom: meeting.Off, MuteOnEntry: meeting.Off, JoinBeforeHost: meeting.On, Recording: meeting.RecordCloud},
	}
}

func (o *ours) create(ctx context.Context) error { return o.send(ctx, request()) }

// keyed is a create that happens once.
func (o *ours) keyed(ctx context.Context) error {
	req := request()
	req.Key = "bench-" + strconv.FormatInt(o.serial.Add(1), 10)
	return o.send(ctx, req)
}

func (o *ours) send(ctx context.Context, req meeting.CreateRequest) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	m, err := o.client.CreateMeeting(ctx, req)
	if err != nil {
		return err
	}
	return wantID(len(m.ID) == len(meetingID))
}

func (o *ours) get(ctx context.Context) error {
	m, err := o.client.GetMeeting(ctx, meetingID)
	if err != nil {
		return err
	}
	return wantID(m.ID == meetingID)
}

func (o *ours) list(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	n := 0
	for m, err := range o.client.Meetings(ctx, meeting.ListQuery{}) {
		if err != nil {
			return err
		}
		if m.ID == "" {
			return fmt.Errorf("a meeting without an id")
		}
		n++
	}
	return wantCount(n, listSize)
}

func (o *ours) people(ctx context.Context) error {
	n := 0
	for p, err := range o.client.Participants(ctx, meetingID, meeting.ParticipantQuery{}) {
		if err != nil {
			return err
		}
		if p.Name == "" {
			return fmt.Errorf("a participant without a name")
		}
		n++
	}
	return wantCount(n, peopleSize)
}
