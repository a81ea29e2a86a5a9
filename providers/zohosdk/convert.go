package zohosdk

import (
	"context"
	"net/http"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
)

// opConvert is none of the contract's operations: other vendors have no such thing.
const opConvert = "convert"

// Convert makes a meeting that was scheduled in Zoho Meeting a session of the SDK
// (contracts/zoho.md B4). sysID is the meeting's sys_id, a member of its Refs, not
// its id. It needs the scope ZohoMeeting.sdk.READ. An id that names nothing is
// [meeting.ErrNotFound].
func (p *Provider) Convert(ctx context.Context, sysID string) error {
	if err := meeting.ValidateID("sys_id", sysID); err != nil {
		return err
	}
	org, err := p.orgFor(ctx, opConvert)
	if err != nil {
		return err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: opConvert, ID: sysID, Method: http.MethodPost,
		Path: "/api/v2/{orgId}/sdk/session/convert/{sysId}", Args: []string{org, sysID},
	})
	if err != nil {
		return err
	}
	status, err := normalize.ZohoSDKStatus(res.Body)
	if err == nil && !strings.EqualFold(status, "success") {
		err = &meeting.Error{Kind: meeting.ErrProtocol, Status: res.Status, Message: "the answer says " + meeting.OneLine(status)}
	}
	return err
}
