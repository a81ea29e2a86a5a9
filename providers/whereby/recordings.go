package whereby

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListRecordings lists recordings (contracts/whereby-cliq.md 1B, Other resources). A
// meeting's are asked for by its room's name, as in [Provider.ListSessions]; the
// window is applied here.
func (p *Provider) ListRecordings(ctx context.Context, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	var at walk
	if q.MeetingID != "" {
		var err error
		if at, err = p.room(ctx, provider.OpListRecordings, q.MeetingID); err != nil {
			return meeting.RecordingPage{}, err
		}
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpListRecordings), ID: q.MeetingID, Method: http.MethodGet, Path: "/v1/recordings", Cost: costRead,
		Query: map[string]string{"roomName": at.Room, "cursor": q.PageToken, "limit": pageSize(q.PageSize)},
	})
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	page, err := normalize.WherebyRecordings(res.Body)
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	if len(page.Recordings) == 0 && q.PageToken == "" && at.gone != nil {
		return meeting.RecordingPage{}, at.gone
	}
	window := meeting.ListQuery{From: q.From, To: q.To}
	page.Recordings = slices.DeleteFunc(page.Recordings, func(r meeting.Recording) bool { return !window.Matches(meeting.Meeting{Start: r.Start}) })
	for i := range page.Recordings {
		page.Recordings[i].MeetingID = q.MeetingID
	}
	return page, nil
}

// GetRecording returns one recording, with a link that works for an hour if Whereby
// hosts it.
func (p *Provider) GetRecording(ctx context.Context, id string) (meeting.Recording, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpGetRecording), ID: id, Method: http.MethodGet, Path: "/v1/recordings/{recordingId}", Args: []string{id}, Cost: costRead,
	})
	if err != nil {
		return meeting.Recording{}, err
	}
	recording, err := normalize.WherebyRecording(res.Body)
	if err != nil {
		return meeting.Recording{}, err
	}
	link, err := p.link(ctx, provider.OpGetRecording, recordingLink, id)
	if err != nil && !errors.Is(err, meeting.ErrPermission) { // it lies in a bucket of the customer's
		return meeting.Recording{}, err
	}
	recording.DownloadURL = link.URL
	return recording, nil
}

// DeleteRecording deletes a recording. Deleting what is gone, or never was, is nil:
// Whereby answers the same to all.
func (p *Provider) DeleteRecording(ctx context.Context, id string) error {
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpDeleteRecording), ID: id, Method: http.MethodDelete, Path: "/v1/recordings/{recordingId}", Args: []string{id}, Cost: costDelete,
	})
	return err
}
