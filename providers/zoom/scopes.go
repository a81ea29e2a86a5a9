package zoom

import (
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// needs are the scopes of the operations (contracts/zoom.md B1): the classic ones,
// and the granular ones of newer apps. An app of a whole account has them with
// :admin behind. They are chosen in the app's settings.
func (p *Provider) needs() []doctor.Need {
	return []doctor.Need{
		{Op: provider.OpCreate, All: []doctor.AnyOf{{"meeting:write", "meeting:write:meeting"}}},
		{Op: provider.OpInstant, All: []doctor.AnyOf{{"meeting:write", "meeting:write:meeting"}}},
		{Op: provider.OpParticipants, All: []doctor.AnyOf{{"meeting:read", "meeting:read:list_past_participants"}}},
		{Op: provider.OpGet, All: []doctor.AnyOf{{"meeting:read", "meeting:read:meeting"}}},
		{Op: provider.OpList, All: []doctor.AnyOf{{"meeting:read", "meeting:read:list_meetings"}}},
		{Op: provider.OpUpdate, All: []doctor.AnyOf{{"meeting:write", "meeting:update:meeting"}, {"meeting:read", "meeting:read:meeting"}}}, // it is read back
		{Op: provider.OpCancel, All: []doctor.AnyOf{{"meeting:write", "meeting:delete:meeting"}}},
		{Op: provider.OpUpdateOccurrence, All: []doctor.AnyOf{{"meeting:write", "meeting:update:meeting"}, {"meeting:read", "meeting:read:meeting"}}},
		{Op: provider.OpCancelOccurrence, All: []doctor.AnyOf{{"meeting:write", "meeting:delete:meeting"}}},
		{Op: provider.OpEnd, All: []doctor.AnyOf{{"meeting:write", "meeting:update:status"}}},
		{Op: provider.OpListRegistrants, All: []doctor.AnyOf{{"meeting:read", "meeting:read:list_registrants"}}},
		{Op: provider.OpAddRegistrant, All: []doctor.AnyOf{{"meeting:write", "meeting:write:registrant"}}},
		{Op: provider.OpDecideRegistrants, All: []doctor.AnyOf{{"meeting:write", "meeting:update:registrant_status"}}},
		{Op: provider.OpListRecordings, All: []doctor.AnyOf{{"recording:read", "cloud_recording:read:list_recording_files", "cloud_recording:read:list_user_recordings"}}},
		{Op: provider.OpGetRecording, All: []doctor.AnyOf{{"recording:read", "cloud_recording:read:list_recording_files"}}},
		{Op: provider.OpDownloadRecording, All: []doctor.AnyOf{{"recording:read", "cloud_recording:read:list_recording_files"}}},
		{Op: provider.OpDeleteRecording, All: []doctor.AnyOf{{"recording:write", "cloud_recording:delete:recording_file", "cloud_recording:delete:meeting_recording"}}},
		{Op: provider.OpListSessions, All: []doctor.AnyOf{{"meeting:read", "meeting:read:list_past_instances"}}},
		{Op: provider.OpGetSession, All: []doctor.AnyOf{{"meeting:read", "meeting:read:past_meeting"}}},
		{Op: provider.OpReport, All: []doctor.AnyOf{{"report:read", "report:read:list_meeting_participants"}}},
		{Op: provider.OpListRegistrations, All: []doctor.AnyOf{{"meeting:read", "meeting:read:list_registrants"}}},
		{Op: provider.OpApproveRegistration, All: []doctor.AnyOf{{"meeting:write", "meeting:update:registrant_status"}}},
	}
}
