package whereby_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
)

func start(t *testing.T, cfg simulator.Config) *simulator.Server {
	t.Helper()
	cfg.Now = func() time.Time { return noon }
	sim, err := simulator.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	return sim
}

func connect(t *testing.T, sim *simulator.Server, cfg whereby.Config) *provider.Client {
	t.Helper()
	cfg.BaseURL = sim.URL()
	cfg.Auth = meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("sim-whereby-key")}
	cfg.Now = func() time.Time { return noon }
	cfg.Limits.Plan = meeting.PlanNone // the clock stands still
	p, err := whereby.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return provider.NewClient(p, provider.ClientConfig{})
}

func TestLifeCycle(t *testing.T) {
	sim := start(t, simulator.Config{})
	c := connect(t, sim, whereby.Config{ViewerLinks: true})
	ctx := t.Context()
	begin := noon.Add(21 * time.Hour)
	made, err := c.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Review", Start: begin, Duration: 45 * time.Minute,
		Settings: meeting.Settings{WaitingRoom: meeting.On, Recording: meeting.RecordCloud},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !made.Start.Equal(begin) || !made.End.Equal(begin.Add(45*time.Minute)) || !made.Expires.Equal(made.End.Add(time.Hour)) {
		t.Errorf("start %v, end %v, expires %v", made.Start, made.End, made.Expires)
	}
	got, err := c.GetMeeting(ctx, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Start.Equal(noon) || !got.End.Equal(made.End) || got.JoinURL != made.JoinURL {
		t.Errorf("got %+v", got)
	}
	if got.HostURL.IsZero() || !got.HostURL.Equal(made.HostURL) || !strings.Contains(got.ViewerURL, "roomKey=") {
		t.Errorf("the links are not those of the creation")
	}
	if err := c.CancelMeeting(ctx, made.ID, meeting.CancelOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := c.CancelMeeting(ctx, made.ID, meeting.CancelOptions{}); err != nil {
		t.Errorf("the second cancel: %v", err)
	}
	if _, err := c.GetMeeting(ctx, made.ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("get after cancel: %v", err)
	}
}

func TestRoomExpires(t *testing.T) {
	sim := start(t, simulator.Config{})
	c := connect(t, sim, whereby.Config{})
	m, err := c.Instant(t.Context(), meeting.InstantRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if !m.Expires.Equal(noon.Add(2 * time.Hour)) {
		t.Errorf("expires %v", m.Expires)
	}
	sim.Advance(2*time.Hour - time.Second)
	if _, err := c.GetMeeting(t.Context(), m.ID); err != nil {
		t.Errorf("before it expires: %v", err)
	}
	sim.Advance(time.Second)
	if _, err := c.GetMeeting(t.Context(), m.ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("after: %v", err)
	}
}

func TestListWalksPages(t *testing.T) {
	c := connect(t, start(t, simulator.Config{}), whereby.Config{})
	var want []string
	for range 7 {
		m, err := c.Instant(t.Context(), meeting.InstantRequest{})
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, m.ID)
	}
	for _, size := range []int{0, 1, 3, 7} {
		list := c.Meetings(t.Context(), meeting.ListQuery{PageSize: size})
		for range 2 { // restartable
			var got []string
			for m, err := range list {
				if err != nil {
					t.Fatal(err)
				}
				if m.HostURL.IsZero() {
					t.Error("a list without host links")
				}
				got = append(got, m.ID)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("page size %d: %v, want %v", size, got, want)
			}
		}
	}
	for _, err := range c.Meetings(t.Context(), meeting.ListQuery{PageToken: "bogus"}) {
		if !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("a page token that was never given: %v", err)
		}
	}
}

// Every member of the typed options is one that the vendor takes.
func TestOptionsAreTaken(t *testing.T) {
	yes := true
	storage := whereby.Storage{Provider: whereby.StorageS3, AuthenticationType: whereby.AuthAccessKey, Bucket: "b",
		AccessKeyID: meeting.NewSecret("id"), AccessKeySecret: meeting.NewSecret("secret")}
	withFormat := storage
	withFormat.FileFormat = "mp4"
	options := []whereby.Options{
		{RoomNamePrefix: "Team 7-", RoomNamePattern: whereby.RoomNameHumanShort, RoomMode: whereby.RoomModeNormal, IsLocked: &yes,
			Recording:         &whereby.Recording{Type: meeting.RecordCloud, Destination: &withFormat, StartTrigger: whereby.TriggerPrompt},
			LiveTranscription: &whereby.Transcription{Destination: storage, StartTrigger: whereby.TriggerManual, Language: "en", LiveCaptions: &yes},
			Streaming:         &whereby.Streaming{URL: meeting.NewSecret("rtmp://live.example/key"), StartTrigger: whereby.TriggerAutomatic}},
		{TemplateType: whereby.TemplateViewerMode, EndDate: "2027-01-05T10:00:00+01:00"},
		{Recording: &whereby.Recording{Type: meeting.RecordCloud}, Fields: []string{whereby.FieldViewerRoomURL}},
		{LiveTranscription: &whereby.Transcription{Destination: whereby.Storage{Provider: whereby.StorageS3, Bucket: "b",
			AuthenticationType: whereby.AuthRoleBased, OIDCRoleARN: "arn:aws:iam::1:role/x", Region: "eu-west-1"}}},
	}
	c := connect(t, start(t, simulator.Config{}), whereby.Config{})
	for i, o := range options {
		m, err := c.Instant(t.Context(), meeting.InstantRequest{Native: native(t, o)})
		if err != nil {
			t.Errorf("options %d: %v", i, err)
		}
		if i == 0 && !strings.HasPrefix(m.Refs["room_name"], "/team7-") {
			t.Errorf("room name %q", m.Refs["room_name"])
		}
		if i == 1 && (m.ViewerURL == "" || m.HostURL.IsZero()) {
			t.Error("viewerMode without its links")
		}
	}
}

// The vendor's own refusal, of an account whose limits nobody keeps here.
func TestRateLimit(t *testing.T) {
	sim := start(t, simulator.Config{WherebyPlan: "build"})
	c := connect(t, sim, whereby.Config{})
	var failure error
	n := 0
	for ; failure == nil && n < 200; n++ {
		_, failure = c.Instant(t.Context(), meeting.InstantRequest{})
	}
	var e *meeting.Error
	if !errors.As(failure, &e) || e.Kind != meeting.ErrRateLimited || e.RetryAfter != time.Minute || n != 34 {
		t.Errorf("after %d creates of 3 points each: %v", n, failure)
	}
	sim.Advance(e.RetryAfter)
	if _, err := c.Instant(t.Context(), meeting.InstantRequest{}); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}
