package zoom

import (
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// needs are the scopes of the operations (contracts/zoom.md B1): the classic ones,
// and the granular ones of newer apps. An app of a whole account has them with
// :admin behind. They are chosen in the app's settings.
func (p *Provider) needs() []doctor.Need {
	classic := func(op provider.Op, area string, granular ...string) doctor.Need {
		need := doctor.Need{Op: op}
		for _, scope := range granular {
			need.All = append(need.All, doctor.AnyOf{area, scope})
		}
		return need
	}
	participants := classic(provider.OpParticipants, "meeting:read", "meeting:read:list_past_participants", "meeting:read:meeting")
	if p.cfg.Participants == sourceReport {
		participants = classic(provider.OpParticipants, "report:read", "report:read:list_meeting_participants")
	}
	const write, read = "meeting:write", "meeting:read"
	update := func(op provider.Op) doctor.Need { // it is read back
		return doctor.Need{Op: op, All: []doctor.AnyOf{{write, "meeting:update:meeting"}, {read, "meeting:read:meeting"}}}
	}
	return []doctor.Need{
		classic(provider.OpCreate, write, "meeting:write:meeting"),
		classic(provider.OpInstant, write, "meeting:write:meeting"),
		participants,
		classic(provider.OpGet, read, "meeting:read:meeting"),
		classic(provider.OpList, read, "meeting:read:list_meetings"),
		update(provider.OpUpdate),
		update(provider.OpUpdateOccurrence),
		classic(provider.OpCancel, write, "meeting:delete:meeting"),
		classic(provider.OpCancelOccurrence, write, "meeting:delete:meeting"),
		classic(provider.OpEnd, write, "meeting:update:status"),
		classic(provider.OpListRecordings, "recording:read", "cloud_recording:read:list_recording_files", "cloud_recording:read:list_user_recordings"),
		classic(provider.OpGetRecording, "recording:read", "cloud_recording:read:list_recording_files"),
		classic(provider.OpDownloadRecording, "recording:read", "cloud_recording:read:list_recording_files"),
		classic(provider.OpDeleteRecording, "recording:write", "cloud_recording:delete:recording_file"),
		classic(provider.OpListSessions, read, "meeting:read:list_past_instances"),
		classic(provider.OpGetSession, read, "meeting:read:past_meeting"),
		classic(provider.OpListRegistrants, read, "meeting:read:list_registrants"),
		classic(provider.OpAddRegistrant, write, "meeting:write:registrant"),
		{Op: provider.OpDecideRegistrants, All: []doctor.AnyOf{{write, "meeting:update:registrant_status"}, {read, "meeting:read:registrant"}}},
	}
}
