package zohomeeting

import (
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// needs are the scopes of the operations (contracts/zoho.md A2.7). Of the settings
// the reference names none.
func (p *Provider) needs() []doctor.Need {
	read, update := doctor.AnyOf{"ZohoMeeting.meeting.READ"}, doctor.AnyOf{"ZohoMeeting.meeting.UPDATE"}
	create := []doctor.AnyOf{{"ZohoMeeting.meeting.CREATE"}}
	recordings := []doctor.AnyOf{{"ZohoMeeting.recording.READ"}}
	return []doctor.Need{
		{Op: provider.OpCreate, All: create},
		{Op: provider.OpInstant, All: create},
		{Op: provider.OpParticipants, All: []doctor.AnyOf{read}},
		{Op: provider.OpGet, All: []doctor.AnyOf{read}},
		{Op: provider.OpList, All: []doctor.AnyOf{read}},
		{Op: provider.OpUpdate, All: []doctor.AnyOf{update, read}}, // it is read back
		{Op: provider.OpCancel, All: []doctor.AnyOf{{"ZohoMeeting.meeting.DELETE"}}},
		{Op: provider.OpInvite, All: []doctor.AnyOf{update}},
		{Op: provider.OpUninvite, All: []doctor.AnyOf{update}},
		{Op: provider.OpListRecordings, All: recordings},
		{Op: provider.OpGetRecording, All: recordings},
		{Op: provider.OpDownloadRecording, All: recordings},
		{Op: provider.OpDeleteRecording, All: []doctor.AnyOf{{"ZohoMeeting.recording.DELETE"}}},
		{Op: provider.OpListSessions, All: []doctor.AnyOf{read}},
		{Op: provider.OpGetSession, All: []doctor.AnyOf{read}},
		{Op: provider.OpReport, All: []doctor.AnyOf{{"ZohoMeeting.report.READ"}}},
		{Op: provider.OpCreateWebinar, All: []doctor.AnyOf{{"ZohoMeeting.webinar.CREATE"}}},
		{Op: provider.OpListRegistrations, All: []doctor.AnyOf{{"ZohoMeeting.webinar.READ"}}},
		{Op: provider.OpApproveRegistration, All: []doctor.AnyOf{{"ZohoMeeting.webinar.UPDATE"}}},
	}
}
