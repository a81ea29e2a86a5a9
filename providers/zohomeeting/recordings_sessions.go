package zohomeeting

import (
	"context"
	"math"
	"net/http"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// sessionRecordings is ListRecordings in Zoho's own API (contracts/zoho.md B5). The
// list has no parameters that are documented: those of its other lists are sent only
// where Zoho says that there is more. The one of a meeting is whole.
func (p *Provider) sessionRecordings(ctx context.Context, op provider.Op, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	req := transport.Request{Op: string(op), ID: q.MeetingID, Method: http.MethodGet, Path: p.dialect.recordings}
	if q.MeetingID != "" {
		req.Path, req.Args = p.dialect.ofMeeting, []string{q.MeetingID}
	}
	recordings, next, err := walk(q.PageToken, 0, func(rec meeting.Recording) string { return rec.ID }, func(index, count int) ([]meeting.Recording, int, error) {
		if count > 0 {
			req.Query = map[string]string{"index": strconv.Itoa(index), "count": strconv.Itoa(count)}
		}
		res, err := p.do(ctx, req)
		if err != nil {
			return nil, 0, err
		}
		page, total, more, err := normalize.ZohoSessionsRecordings(res.Body)
		if more {
			total = math.MaxInt
		}
		return page.Recordings, total, err
	})
	for i := range recordings {
		if recordings[i].MeetingID == "" {
			recordings[i].MeetingID = q.MeetingID // elements of a meeting's list lack it
		}
	}
	return meeting.RecordingPage{Recordings: recordings, NextPage: next}, err
}

// sessionRecording looks for a recording in the list: Zoho publishes no call for one.
func (p *Provider) sessionRecording(ctx context.Context, op provider.Op, id string) (meeting.Recording, error) {
	for token := ""; ; {
		page, err := p.sessionRecordings(ctx, op, meeting.RecordingQuery{PageToken: token})
		if err != nil {
			return meeting.Recording{}, err
		}
		for _, rec := range page.Recordings {
			if rec.ID == id {
				return rec, nil
			}
		}
		if token = page.NextPage; token == "" {
			return meeting.Recording{}, &meeting.Error{Kind: meeting.ErrNotFound, Message: "Zoho's list of recordings does not hold it"}
		}
	}
}

// recordingLink returns where the file is. The transport asks only Zoho's hosts for it.
func (p *Provider) recordingLink(ctx context.Context, id string) (string, error) {
	rec, err := p.sessionRecording(ctx, provider.OpDownloadRecording, id)
	if err != nil {
		return "", err
	}
	if rec.DownloadURL.IsZero() || rec.Status == meeting.RecordingProcessing {
		return "", &meeting.Error{Kind: meeting.ErrNotReady, Message: "the recording is still being processed"}
	}
	return rec.DownloadURL.Reveal(), nil
}
