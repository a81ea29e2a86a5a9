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

// ListRecordings lists the user's recordings (contracts/zoho.md A2.4, B5). The reference
// has no parameter for the meeting, Zoho's own API none for the window: filters are
// applied here, to each page.
func (p *Provider) ListRecordings(ctx context.Context, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	list := p.listRecordings
	if p.published() {
		list = p.sessionRecordings
	}
	page, err := list(ctx, provider.OpListRecordings, q)
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	window := meeting.ListQuery{From: q.From, To: q.To}
	page.Recordings = slices.DeleteFunc(page.Recordings, func(r meeting.Recording) bool {
		return (q.MeetingID != "" && r.MeetingID != q.MeetingID) || !window.Matches(meeting.Meeting{Start: r.Start})
	})
	return page, nil
}

func (p *Provider) listRecordings(ctx context.Context, op provider.Op, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	query, err := pageQuery(q.PageToken, q.PageSize, q.From, q.To)
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(op), ID: q.MeetingID, Method: http.MethodGet, Path: p.dialect.recordings, Query: query,
	})
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	return normalize.ZohoRecordings(res.Body)
}

// GetRecording returns one recording (contracts/zoho.md A2.3, B5).
func (p *Provider) GetRecording(ctx context.Context, id string) (meeting.Recording, error) {
	if p.published() {
		return p.sessionRecording(ctx, provider.OpGetRecording, id)
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpGetRecording), ID: id, Method: http.MethodGet, Path: p.dialect.recording, Args: []string{id},
	})
	if err != nil {
		return meeting.Recording{}, err
	}
	return normalize.ZohoRecording(res.Body)
}

// DeleteRecording deletes a recording (contracts/zoho.md A2.2, B5).
func (p *Provider) DeleteRecording(ctx context.Context, id string) error {
	_, err := p.do(ctx, transport.Request{
		Op: string(provider.OpDeleteRecording), ID: id, Method: http.MethodDelete, Path: p.dialect.recording, Args: []string{id},
	})
	return err
}
