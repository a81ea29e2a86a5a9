package whereby

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// walk is where a list of sessions, or of what was in them, stands. Insights go by
// the name of a room, which is looked up once and then carried along.
type walk struct {
	Room     string   `json:"r"`           // with its slash
	Next     string   `json:"n,omitempty"` // cursor of the sessions that were not asked for yet
	Sessions []string `json:"s,omitempty"` // ids of those to look into, of participants
	Cursor   string   `json:"c,omitempty"` // within the first of them

	gone error // of a meeting that is not found: then Room is a guess
}

// token is a page token, "" at the end.
func (w walk) token() string {
	if w.Next == "" && len(w.Sessions) == 0 {
		return ""
	}
	text, err := json.Marshal(w)
	if err != nil {
		return "" // texts only: it can't fail
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// begin returns where token stands, or the start of a walk through a meeting's room.
func (p *Provider) begin(ctx context.Context, op provider.Op, meetingID, token string) (walk, error) {
	if token == "" {
		return p.room(ctx, op, meetingID)
	}
	var w walk
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || json.Unmarshal(text, &w) != nil || w.Room == "" {
		return walk{}, meeting.Invalidf("page_token", "it is not one of this list's")
	}
	return w, nil
}

// room finds the name of a meeting's room. A meeting is gone an hour after its end,
// what is known of its room is not: an id that names no meeting is taken for the name
// of a room, which is a meeting's ref room_name without the slash.
func (p *Provider) room(ctx context.Context, op provider.Op, meetingID string) (walk, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: meetingID, Method: http.MethodGet, Path: "/v1/meetings/{meetingId}", Args: []string{meetingID}, Cost: costRead,
	})
	if errors.Is(err, meeting.ErrNotFound) {
		return walk{Room: "/" + meetingID, gone: err}, nil
	}
	if err != nil {
		return walk{}, err
	}
	m, err := normalize.WherebyMeeting(res.Body)
	if err != nil {
		return walk{}, err
	}
	if m.Refs[refRoom] == "" {
		return walk{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the meeting has no room name"}
	}
	return walk{Room: m.Refs[refRoom]}, nil
}

// refRoom is the ref that holds the room's name, with its slash.
const refRoom = "room_name"

// sessions asks for the next page of a room's sessions, or for one of them. A room
// that nobody knows of is the meeting that was not found.
func (p *Provider) sessions(ctx context.Context, op provider.Op, meetingID string, at *walk, id string, limit int) ([]meeting.Session, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: meetingID, Method: http.MethodGet, Path: "/v1/insights/room-sessions", Cost: costInsights,
		Query: map[string]string{"roomName": at.Room, "roomSessionId": id, "cursor": at.Next, "limit": strconv.Itoa(limit)},
	})
	if err != nil {
		return nil, err
	}
	page, err := normalize.WherebySessions(res.Body)
	if err != nil {
		return nil, err
	}
	if len(page.Sessions) == 0 && at.gone != nil {
		return nil, at.gone
	}
	at.Next = page.NextPage
	for i := range page.Sessions {
		page.Sessions[i].MeetingID = meetingID
	}
	return page.Sessions, nil
}
