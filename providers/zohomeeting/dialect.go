package zohomeeting

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// The dialects (design §5). Which one an account answers is never guessed: to try
// would create meetings.
const (
	DialectMeetings = "meetings" // the reference (contracts/zoho.md A2); "" is the same
	DialectSessions = "sessions" // what Zoho itself publishes (B)
)

// dialect is one of the two APIs: where its calls go, and how it says and reads a
// meeting. A verb whose flow is another in the second one has it in <verb>_sessions.go.
type dialect struct {
	paths
	info    func(name string) provider.Info
	create  func(req meeting.CreateRequest, presenter string) ([]byte, error)
	instant func(req meeting.InstantRequest, now time.Time, presenter string) ([]byte, error)
	webinar func(req meeting.WebinarRequest, presenter string) ([]byte, error)

	read        func(payload []byte) (meeting.Meeting, error)
	readWebinar func(payload []byte) (meeting.Meeting, error)
}

// paths are the calls of a dialect. One that is "" the dialect lacks.
type paths struct {
	meetings, meeting                          string
	participants, invite, participant          string
	sessions, session, report                  string
	recordings, ofMeeting, recording, download string
	webinars, registrations, approve, register string
	settings                                   string
}

func newDialect(name string) dialect {
	if name == DialectSessions {
		return dialect{
			paths: paths{
				meetings: "/api/v2/{zsoid}/sessions.json", meeting: "/api/v2/{zsoid}/sessions/{meetingKey}.json",
				participants: "/api/v2/{zsoid}/participant/{meetingKey}.json",
				recordings:   "/meeting/api/v2/{zsoid}/recordings.json", ofMeeting: "/meeting/api/v2/{zsoid}/recordings/{meetingKey}.json",
				recording: "/api/v2/{zsoid}/recordings/{erecordingId}.json", download: "/download",
				webinars: "/api/v2/{zsoid}/webinar.json", registrations: "/api/v2/{zsoid}/registration/{webinarKey}",
				register: "/api/v2/{zsoid}/register/{meetingKey}.json",
			},
			info: newSessionsInfo, create: newSessionBody, instant: newInstantSessionBody, webinar: newWebinarSessionBody,
			read: normalize.ZohoSessionsMeeting, readWebinar: normalize.ZohoSessionsWebinar,
		}
	}
	return dialect{
		paths: paths{
			meetings: "/api/v2/meetings", meeting: "/api/v2/meetings/{meeting_key}",
			participants: "/api/v2/meetings/{meeting_key}/participants", invite: "/api/v2/meetings/{meeting_key}/participants",
			participant: "/api/v2/meetings/{meeting_key}/participants/{participant_id}",
			sessions:    "/api/v2/meetings/{meeting_key}/sessions", session: "/api/v2/meetings/{meeting_key}/sessions/{session_id}",
			report:     "/api/v2/meetings/{meeting_key}/report",
			recordings: "/api/v2/recordings", recording: "/api/v2/recordings/{recording_id}", download: "/api/v2/recordings/{recording_id}/download",
			webinars: "/api/v2/webinars", registrations: "/api/v2/webinars/{webinar_key}/registrations",
			approve:  "/api/v2/webinars/{webinar_key}/registrations/{registration_id}/approve",
			settings: "/api/v2/settings",
		},
		info: newInfo, create: newCreateBody, instant: newInstantBody, webinar: newWebinarBody,
		read: normalize.ZohoMeeting, readWebinar: normalize.ZohoWebinar,
	}
}

// published reports that the dialect is Zoho's own.
func (p *Provider) published() bool { return p.cfg.Dialect == DialectSessions }

// do sends a call of the dialect, with the organisation where its path names it. What
// the dialect lacks is [meeting.ErrUnsupported], and nothing is sent.
func (p *Provider) do(ctx context.Context, req transport.Request) (transport.Response, error) {
	op := provider.Op(req.Op)
	if req.Path == "" {
		return transport.Response{}, provider.Unsupported(p.info, op)
	}
	if strings.Contains(req.Path, "{zsoid}") {
		org, err := p.who.Org(ctx)
		if err != nil {
			return transport.Response{}, transport.NotSent(during(op, err))
		}
		req.Args = append([]string{org}, req.Args...)
	}
	return p.http.Do(ctx, req)
}

// presenter returns the zuid that Zoho's own API names a presenter by; the reference
// names none.
func (p *Provider) presenter(ctx context.Context, op provider.Op) (string, error) {
	if !p.published() {
		return "", nil
	}
	who, err := p.who.Identity(ctx)
	if err != nil {
		return "", transport.NotSent(during(op, err))
	}
	return who.User, nil
}

// currentUser is asked for what the config leaves open (B2).
func (p *Provider) currentUser(ctx context.Context) (zoho.Identity, error) {
	res, err := p.http.Do(ctx, transport.Request{Op: string(provider.OpGet), Method: http.MethodGet, Path: zoho.UserPath})
	if err != nil {
		return zoho.Identity{}, err
	}
	user, err := normalize.ZohoUser(res.Body)
	if err == nil && user.ID == "" {
		err = &meeting.Error{Kind: meeting.ErrProtocol, Message: "user.json doesn't tell the user's zuid: set presenter"}
	}
	return zoho.Identity{Org: user.Org, User: user.ID}, err
}

// during gives the error of a look-up, which many calls may share, the operation of
// one of them.
func during(op provider.Op, err error) error {
	var e *meeting.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	own.Op = string(op)
	return &own
}

// meeting reads an answer.
func (p *Provider) meeting(payload []byte) (meeting.Meeting, error) {
	return p.dated(p.dialect.read(payload))
}

// dated completes the status of what was read, which Zoho's own answers leave open:
// what has not begun is scheduled, what is over ended, and in between nobody knows.
func (p *Provider) dated(m meeting.Meeting, err error) (meeting.Meeting, error) {
	if err != nil || !p.published() {
		return m, err
	}
	now := p.cfg.Now()
	switch {
	case m.Status != "" || m.Start.IsZero():
	case m.Start.After(now):
		m.Status = meeting.StatusScheduled
	case !m.End.IsZero() && m.End.Before(now) && m.Kind != meeting.KindRecurring:
		m.Status = meeting.StatusEnded
	}
	return m, nil
}
