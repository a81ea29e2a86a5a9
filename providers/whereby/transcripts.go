package whereby

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListTranscripts lists transcripts (contracts/whereby-cliq.md 1B, Other resources).
// Whereby has no parameter for the room or a time: those filters are applied here, to
// each page. A meeting is found by its room, as in [Provider.ListSessions].
func (p *Provider) ListTranscripts(ctx context.Context, q meeting.TranscriptQuery) (meeting.TranscriptPage, error) {
	var room string
	if q.MeetingID != "" {
		at, err := p.room(ctx, provider.OpListTranscripts, q.MeetingID)
		if err != nil {
			return meeting.TranscriptPage{}, err
		}
		room = strings.TrimPrefix(at.Room, "/") // the example has no slash
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpListTranscripts), ID: q.MeetingID, Method: http.MethodGet, Path: "/v1/transcriptions", Cost: costRead,
		Query: map[string]string{"cursor": q.PageToken, "limit": pageSize(q.PageSize)},
	})
	if err != nil {
		return meeting.TranscriptPage{}, err
	}
	page, rooms, err := normalize.WherebyTranscripts(res.Body)
	if err != nil {
		return meeting.TranscriptPage{}, err
	}
	window := meeting.ListQuery{From: q.From, To: q.To}
	kept := page.Transcripts[:0]
	for i, t := range page.Transcripts {
		if t.MeetingID = q.MeetingID; (room == "" || strings.TrimPrefix(rooms[i], "/") == room) && window.Matches(meeting.Meeting{Start: t.Start}) {
			kept = append(kept, t)
		}
	}
	page.Transcripts = kept
	return page, nil
}

// GetTranscript returns one transcript, with a link that works for an hour if it is
// ready and Whereby hosts it.
func (p *Provider) GetTranscript(ctx context.Context, id string) (meeting.Transcript, error) {
	t, err := p.transcript(ctx, provider.OpGetTranscript, id)
	if err != nil || t.Status != meeting.TranscriptAvailable {
		return t, err
	}
	link, err := p.link(ctx, provider.OpGetTranscript, transcriptLink, id)
	if err != nil && !errors.Is(err, meeting.ErrPermission) { // it lies in a bucket of the customer's
		return meeting.Transcript{}, err
	}
	t.DownloadURL = link.URL
	return t, nil
}

func (p *Provider) transcript(ctx context.Context, op provider.Op, id string) (meeting.Transcript, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: "/v1/transcriptions/{transcriptionId}", Args: []string{id}, Cost: costRead,
	})
	if err != nil {
		return meeting.Transcript{}, err
	}
	return normalize.WherebyTranscript(res.Body)
}

// DownloadTranscript streams the text into w, as [Provider.DownloadRecording] does.
func (p *Provider) DownloadTranscript(ctx context.Context, id string, w io.Writer) (int64, error) {
	t, err := p.transcript(ctx, provider.OpDownloadTranscript, id)
	if err != nil {
		return 0, err
	}
	switch t.Status {
	case meeting.TranscriptProcessing:
		return 0, &meeting.Error{Kind: meeting.ErrNotReady, ID: id, Message: "the transcript is still being made"}
	case meeting.TranscriptFailed:
		return 0, &meeting.Error{Kind: meeting.ErrNotFound, ID: id, Message: "the transcript could not be made"}
	}
	return p.download(ctx, provider.OpDownloadTranscript, transcriptLink, id, w)
}

// DeleteTranscript deletes a transcript. Deleting what is gone, or never was, is nil:
// Whereby answers the same to all.
func (p *Provider) DeleteTranscript(ctx context.Context, id string) error {
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpDeleteTranscript), ID: id, Method: http.MethodDelete, Path: "/v1/transcriptions/{transcriptionId}", Args: []string{id}, Cost: costDelete,
	})
	return err
}
