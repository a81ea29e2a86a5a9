package zoom

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// registrantStatuses are those that Zoom lists, each by itself (contracts/zoom.md
// B1).
var registrantStatuses = []meeting.RegistrationStatus{meeting.RegistrationApproved, meeting.RegistrationPending, meeting.RegistrationDenied}

// ListRegistrants lists who registered: with one status, or one after the other. A
// token holds the status and Zoom's token in its list.
func (p *Provider) ListRegistrants(ctx context.Context, meetingID string, q meeting.RegistrantQuery) (meeting.RegistrationPage, error) {
	statuses := registrantStatuses
	switch q.Status {
	case "":
	case meeting.RegistrationCancelled:
		e := provider.Unsupported(p.info, provider.OpListRegistrants)
		e.Message = "Zoom does not list cancelled registrations"
		return meeting.RegistrationPage{}, e
	default:
		statuses = []meeting.RegistrationStatus{q.Status}
	}
	at, token := 0, ""
	if q.PageToken != "" {
		status, rest, ok := strings.Cut(q.PageToken, ":")
		at, token = slices.Index(statuses, meeting.RegistrationStatus(status)), rest
		if !ok || at < 0 {
			return meeting.RegistrationPage{}, meeting.Invalidf("page_token", "it is not from this list")
		}
	}
	page, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpListRegistrants), ID: meetingID, Method: http.MethodGet, Path: "/v2/meetings/{meetingId}/registrants", Args: []string{meetingID},
		Query: map[string]string{"status": string(statuses[at]), "page_size": pageSize(q.PageSize), "next_page_token": token}, Class: classMedium,
	}, normalize.ZoomRegistrants)
	switch {
	case err != nil:
	case page.NextPage != "":
		page.NextPage = string(statuses[at]) + ":" + page.NextPage
	case at+1 < len(statuses):
		page.NextPage = string(statuses[at+1]) + ":"
	}
	return page, err
}

type registrantBody struct {
	Email     string `json:"email"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
}

// AddRegistrant signs somebody up (contracts/zoom.md B1). The answer has a link if
// the registration is approved at once.
func (p *Provider) AddRegistrant(ctx context.Context, meetingID string, req meeting.RegistrantRequest) (meeting.Registration, error) {
	body, err := transport.Body(registrantBody{req.Email, req.FirstName, req.LastName}, req.Native)
	if err != nil {
		return meeting.Registration{}, err
	}
	r, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpAddRegistrant), ID: meetingID, Method: http.MethodPost, Path: "/v2/meetings/{meetingId}/registrants", Args: []string{meetingID},
		Body: body, Create: true, Class: classLight,
	}, normalize.ZoomRegistrant)
	if err != nil {
		return meeting.Registration{}, err
	}
	r.Email, r.Name = req.Email, strings.TrimSpace(req.FirstName+" "+req.LastName) // not in the answer
	r.Status = meeting.RegistrationApproved
	if r.JoinURL.IsZero() {
		r.Status = meeting.RegistrationPending
	}
	return r, nil
}

const mostDecisions = 30 // in one request (contracts/zoom.md B1)

type decisionBody struct {
	Action      string   `json:"action"`
	Registrants []person `json:"registrants"`
}

type person struct {
	ID    string `json:"id"`
	Email string `json:"email"`
}

// DecideRegistrants approves, denies or cancels registrations (contracts/zoom.md
// B1). Zoom takes an address beside each id; one that is missing is looked up.
func (p *Provider) DecideRegistrants(ctx context.Context, meetingID string, status meeting.RegistrationStatus, people []meeting.Registration) error {
	action := map[meeting.RegistrationStatus]string{
		meeting.RegistrationApproved: "approve", meeting.RegistrationDenied: "deny", meeting.RegistrationCancelled: "cancel",
	}[status]
	var named []person
	for _, r := range people {
		if r.Email == "" {
			known, err := p.registrant(ctx, meetingID, r.ID)
			if err != nil {
				return err
			}
			r.Email = known.Email
		}
		named = append(named, person{r.ID, r.Email})
	}
	for batch := range slices.Chunk(named, mostDecisions) {
		body, err := transport.Body(decisionBody{action, batch}, nil)
		if err != nil {
			return err
		}
		if _, err := p.http.Do(ctx, transport.Request{
			Op: string(provider.OpDecideRegistrants), ID: meetingID, Method: http.MethodPut,
			Path: "/v2/meetings/{meetingId}/registrants/status", Args: []string{meetingID}, Body: body, Class: classMedium,
		}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Provider) registrant(ctx context.Context, meetingID, id string) (meeting.Registration, error) {
	return transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpDecideRegistrants), ID: meetingID, Method: http.MethodGet,
		Path: "/v2/meetings/{meetingId}/registrants/{registrantId}", Args: []string{meetingID, id}, Class: classLight,
	}, normalize.ZoomRegistrant)
}
