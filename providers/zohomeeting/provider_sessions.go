package zohomeeting

import (
	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// newSessionsInfo says what Zoho's own API takes (contracts/zoho.md B3): a request has
// no members but those of sessionBody.
func newSessionsInfo(name string) provider.Info {
	listed := provider.Search{By: provider.SearchContent, Lag: listLag}
	lost := func(reason string) provider.Rule { return provider.Rule{Lost: true, Reason: reason} }
	const none = "Zoho's API has no member for it; the account's settings decide"
	create := provider.Fields{
		provider.FieldTitle:       {Required: true},
		provider.FieldDescription: {},
		provider.FieldStart:       {},
		provider.FieldDuration:    {},
		provider.FieldZone:        {},
		provider.FieldInvitees:    {Unnamed: true},
		provider.FieldMedia:       {Values: []string{string(meeting.MediaVideo)}, Reason: "a Zoho meeting always has video"},

		provider.FieldHost:            lost("the presenter is the one of options.presenter, else the user who signed in"),
		provider.FieldPasscode:        {Lost: true, Severity: meeting.Warn, Reason: "Zoho Meeting makes its own passcode"},
		provider.FieldRecurrence:      lost("Zoho's API documents no way to create a series"),
		provider.FieldWaitingRoom:     lost(none),
		provider.FieldMuteOnEntry:     lost(none),
		provider.FieldJoinBeforeHost:  lost(none),
		provider.FieldRecording:       lost(none),
		provider.FieldScreenShare:     lost(none),
		provider.FieldMaxParticipants: {Lost: true, Severity: meeting.Warn, Reason: "the plan sets it"},
	}
	update := provider.Fields{}
	for _, field := range []provider.Field{
		provider.FieldTitle, provider.FieldDescription, provider.FieldStart, provider.FieldDuration, provider.FieldZone,
		provider.FieldPasscode, provider.FieldRecurrence, provider.FieldWaitingRoom, provider.FieldMuteOnEntry,
		provider.FieldJoinBeforeHost, provider.FieldRecording, provider.FieldScreenShare, provider.FieldMaxParticipants,
	} {
		update[field] = create[field]
	}
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: []provider.Op{
				provider.OpCreate, provider.OpInstant, provider.OpParticipants,
				provider.OpGet, provider.OpList, provider.OpUpdate, provider.OpCancel,
				provider.OpListRecordings, provider.OpGetRecording, provider.OpDownloadRecording, provider.OpDeleteRecording,
				provider.OpReport, provider.OpCreateWebinar, provider.OpListRegistrations,
				provider.OpListRegistrants, provider.OpAddRegistrant,
			},
			Create: create,
			Update: update,
			Instant: provider.Fields{
				provider.FieldTitle:    {},
				provider.FieldDuration: {},
				provider.FieldHost:     create[provider.FieldHost],
				provider.FieldMedia:    create[provider.FieldMedia],
			},
			Limits:        provider.Limits{PageSize: maxPage, MaxInvitees: maxPeople},
			Search:        listed,
			SearchInstant: listed,
			Check:         zoho.ClockLosses,
		},
		Notes: []string{
			"the sessions dialect: what Zoho itself publishes",
			"participants are those of Zoho's report, once they came; who is invited only the answer to a create tells",
			"whether Zoho mails anybody when a meeting is created, changed or cancelled is not documented, and can't be chosen",
			"Zoho publishes no call for one recording: get and download look through the list",
		},
	}
}
