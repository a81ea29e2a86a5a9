package main

import (
	"context"
	"encoding/json"

	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
)

func createTable(ctx context.Context, s *suite) error {
	base := s.vendor.Plain
	f := newFloor(base)
	o, err := newOurs(base, transport.NewRoundTripper(), nil)
	if err != nil {
		return err
	}
	all, err := pair(ctx, s.scaled(41), 300, []candidate{
		{"floor: net/http, pooled, small struct", f.create},
		{"net/http alone, body thrown away", f.thrownAway},
		{"net/http, map[string]any", f.generic},
		{"resty alone, small struct", newResty(base).create},
		{"go-retryablehttp, small struct", newRetryable(base).create},
		{"failsafe-go, small struct", newFailsafe(base).create},
		{"**this library, everything on**", o.create},
	})
	if err != nil {
		return err
	}
	s.print("Create a meeting, Zoom's payload of 3 KB, one at a time, over loopback HTTP", comparison(all))
	return nil
}

func decodeTable(ctx context.Context, s *suite) error {
	one, list, people := []byte(createAnswer), listAnswer(), peoplePage(0)
	for _, payload := range []struct {
		title string
		k     int
		all   []candidate
	}{
		{"Decode one meeting, 3 KB", 2000, []candidate{
			{"encoding/json, small struct", func(context.Context) error { return json.Unmarshal(one, new(floorMeeting)) }},
			{"encoding/json, map[string]any", func(context.Context) error { return json.Unmarshal(one, new(map[string]any)) }},
			{"**normalize.ZoomMeeting**", func(context.Context) error { _, err := normalize.ZoomMeeting(one); return err }},
		}},
		{"Decode a page of 300 meetings, 100 KB", 40, []candidate{
			{"encoding/json, small struct", func(context.Context) error { return json.Unmarshal(list, new(floorPage)) }},
			{"encoding/json, map[string]any", func(context.Context) error { return json.Unmarshal(list, new(map[string]any)) }},
			{"**normalize.ZoomMeetings**", func(context.Context) error { _, err := normalize.ZoomMeetings(list); return err }},
		}},
		{"Decode a page of 300 participants, 80 KB", 40, []candidate{
			{"encoding/json, small struct", func(context.Context) error { return json.Unmarshal(people, new(floorPeople)) }},
			{"encoding/json, map[string]any", func(context.Context) error { return json.Unmarshal(people, new(map[string]any)) }},
			{"**normalize.ZoomParticipants**", func(context.Context) error { _, err := normalize.ZoomParticipants(people); return err }},
		}},
	} {
		all, err := pair(ctx, s.scaled(31), payload.k, payload.all)
		if err != nil {
			return err
		}
		s.print(payload.title, comparison(all))
	}
	return nil
}

func listTable(ctx context.Context, s *suite) error {
	base := s.vendor.Plain
	f := newFloor(base)
	o, err := newOurs(base, transport.NewRoundTripper(), nil)
	if err != nil {
		return err
	}
	all, err := pair(ctx, s.scaled(31), 20, []candidate{
		{"floor: net/http, pooled, small struct", f.list},
		{"net/http, map[string]any", f.genericList},
		{"resty alone, small struct", newResty(base).list},
		{"go-retryablehttp, small struct", newRetryable(base).list},
		{"failsafe-go, small struct", newFailsafe(base).list},
		{"**this library, everything on**", o.list},
	})
	if err != nil {
		return err
	}
	s.print("List a page of 300 meetings, 100 KB", comparison(all))
	return nil
}

func participantsTable(ctx context.Context, s *suite) error {
	base := s.vendor.Plain
	f := newFloor(base)
	o, err := newOurs(base, transport.NewRoundTripper(), nil)
	if err != nil {
		return err
	}
	all, err := pair(ctx, s.scaled(15), 2, []candidate{
		{"floor: net/http, pooled, collected", f.people},
		{"resty alone, collected", newResty(base).people},
		{"**this library, iterated**", o.people},
	})
	if err != nil {
		return err
	}
	s.print("10,000 participants, 34 pages of 300", comparison(all))
	return nil
}
