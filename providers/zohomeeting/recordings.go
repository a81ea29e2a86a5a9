package zohomeeting

import (
	"context"
	"net/http"
	"slices"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListRecordings lists the user's recordings (contracts/zoho.md A2.4). Zoho has no
// parameter for the meeting: that filter is applied here, to each page.
func (p *Provider) ListRecordings(ctx context.Context, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	query, err := pageQuery(q.PageToken, q.PageSize, q.From, q.To)
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpListRecordings), ID: q.MeetingID, Method: http.MethodGet, Path: "/api/v2/recordings", Query: query,
	})
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	page, err := normalize.ZohoRecordings(res.Body)
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	window := meeting.ListQuery{From: q.From, To: q.To}
	page.Recordings = slices.DeleteFunc(page.Recordings, func(r meeting.Recording) bool {
		return (q.MeetingID != "" && r.MeetingID != q.MeetingID) || !window.Matches(meeting.Meeting{Start: r.Start})
	})
	return page, nil
}

// GetRecording returns one recording (contracts/zoho.md A2.3).
func (p *Provider) GetRecording(ctx context.Context, id string) (meeting.Recording, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpGetRecording), ID: id, Method: http.MethodGet, Path: "/api/v2/recordings/{recording_id}", Args: []string{id},
	})
	if err != nil {
		return meeting.Recording{}, err
	}
	return normalize.ZohoRecording(res.Body)
}

// DeleteRecording deletes a recording (contracts/zoho.md A2.2).
func (p *Provider) DeleteRecording(ctx context.Context, id string) error {
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpDeleteRecording), ID: id, Method: http.MethodDelete, Path: "/api/v2/recordings/{recording_id}", Args: []string{id},
	})
	return err
}
