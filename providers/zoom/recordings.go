package zoom

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

const (
	recordingDays = 28 // of one list; Zoom takes a month at most, be it February (contracts/zoom.md B0)
	oldestDays    = 365
)

// ListRecordings lists cloud recordings, each file by itself: of a meeting's latest
// sitting, of one sitting by its UUID (contracts/zoom.md B1), or of the user, from
// the newest month back to q.From or for a year.
func (p *Provider) ListRecordings(ctx context.Context, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	var page meeting.RecordingPage
	var err error
	if q.MeetingID == "" {
		page, err = p.userRecordings(ctx, q)
	} else {
		if q.PageToken != "" {
			return meeting.RecordingPage{}, meeting.Invalidf("page_token", "it is not from this list")
		}
		page, err = p.sittingRecordings(ctx, provider.OpListRecordings, q.MeetingID, q.MeetingID)
		if meeting.KindOf(err) == meeting.ErrNotFound { // 3301: nothing was recorded
			return meeting.RecordingPage{}, nil
		}
	}
	if err != nil {
		return meeting.RecordingPage{}, err
	}
	window := meeting.ListQuery{From: q.From, To: q.To}
	page.Recordings = slices.DeleteFunc(page.Recordings, func(r meeting.Recording) bool {
		return !window.Matches(meeting.Meeting{Start: r.Start})
	})
	return page, nil
}

func (p *Provider) sittingRecordings(ctx context.Context, op provider.Op, about, id string) (meeting.RecordingPage, error) {
	page, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(op), ID: about, Method: http.MethodGet, Path: "/v2/meetings/{meetingId}/recordings", Args: []string{sittingArg(id)}, Class: classLight,
	}, normalize.ZoomRecordings)
	page.NextPage = "" // all files of a sitting come together
	return page, err
}

// userRecordings asks for one page of one window. A token holds the last day of the
// window and Zoom's token in it.
func (p *Provider) userRecordings(ctx context.Context, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	last := p.cfg.Now().UTC().Truncate(day)
	if !q.To.IsZero() {
		last = q.To.UTC().Add(-time.Nanosecond).Truncate(day)
	}
	oldest := last.AddDate(0, 0, -oldestDays)
	if !q.From.IsZero() {
		oldest = q.From.UTC().Truncate(day)
	}
	token := ""
	if q.PageToken != "" {
		text, rest, ok := strings.Cut(q.PageToken, " ")
		at, err := time.Parse(time.DateOnly, text)
		if !ok || err != nil || at.After(last) || at.Before(oldest) {
			return meeting.RecordingPage{}, meeting.Invalidf("page_token", "it is not from this list")
		}
		last, token = at, rest
	}
	first := last.AddDate(0, 0, 1-recordingDays)
	if first.Before(oldest) {
		first = oldest
	}
	page, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpListRecordings), Method: http.MethodGet, Path: "/v2/users/{userId}/recordings", Args: []string{p.cfg.UserID},
		Query: map[string]string{"from": first.Format(time.DateOnly), "to": last.Format(time.DateOnly),
			"page_size": pageSize(q.PageSize), "next_page_token": token},
		Class: classMedium,
	}, normalize.ZoomRecordings)
	switch {
	case err != nil:
	case page.NextPage != "":
		page.NextPage = last.Format(time.DateOnly) + " " + page.NextPage
	case first.After(oldest):
		page.NextPage = first.AddDate(0, 0, -1).Format(time.DateOnly) + " "
	}
	return page, err
}

// GetRecording returns one file. Zoom gives those of a sitting together.
func (p *Provider) GetRecording(ctx context.Context, id string) (meeting.Recording, error) {
	return p.recording(ctx, provider.OpGetRecording, id)
}

func (p *Provider) recording(ctx context.Context, op provider.Op, id string) (meeting.Recording, error) {
	sitting, _ := normalize.ZoomRecordingParts(id)
	page, err := p.sittingRecordings(ctx, op, id, sitting)
	if err != nil {
		return meeting.Recording{}, err
	}
	for _, r := range page.Recordings {
		if r.ID == id {
			return r, nil
		}
	}
	return meeting.Recording{}, &meeting.Error{Kind: meeting.ErrNotFound, Message: "the sitting has no such file"}
}

// DeleteRecording deletes one file for good, not into Zoom's trash.
func (p *Provider) DeleteRecording(ctx context.Context, id string) error {
	sitting, file := normalize.ZoomRecordingParts(id)
	if file == "" { // Zoom would take it for all files of a meeting
		_, err := p.recording(ctx, provider.OpDeleteRecording, id)
		return err
	}
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpDeleteRecording), ID: id, Method: http.MethodDelete,
		Path: "/v2/meetings/{meetingId}/recordings/{recordingId}", Args: []string{sittingArg(sitting), file},
		Query: map[string]string{"action": "delete"}, Class: classLight,
	})
	return err
}
