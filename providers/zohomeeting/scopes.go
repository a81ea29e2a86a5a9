package zohomeeting

import (
	"slices"

	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// needs are the scopes of the operations of the configured dialect.
func (p *Provider) needs() []doctor.Need {
	if p.published() {
		return p.sessionsNeeds()
	}
	return meetingsNeeds()
}

// meetingsNeeds are those of the reference (contracts/zoho.md A2.7), which names none
// for the settings.
func meetingsNeeds() []doctor.Need {
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

// sessionsNeeds are those of Zoho's own pages (contracts/zoho.md B8). Organisation and
// user are looked up with one more unless the config has them.
func (p *Provider) sessionsNeeds() []doctor.Need {
	const prefix = "ZohoMeeting."
	who, presenter := []doctor.AnyOf{}, []doctor.AnyOf{}
	if p.cfg.OrgID == "" {
		who = append(who, doctor.AnyOf{prefix + "manageOrg.READ"})
	}
	if p.cfg.OrgID == "" || p.cfg.Presenter == "" {
		presenter = append(presenter, doctor.AnyOf{prefix + "manageOrg.READ"})
	}
	need := func(op provider.Op, who []doctor.AnyOf, scopes ...string) doctor.Need {
		n := doctor.Need{Op: op, All: slices.Clone(who)}
		for _, scope := range scopes {
			n.All = append(n.All, doctor.AnyOf{scope})
		}
		return n
	}
	return []doctor.Need{
		need(provider.OpCreate, presenter, prefix+"meeting.CREATE"),
		need(provider.OpInstant, presenter, prefix+"meeting.CREATE"),
		need(provider.OpParticipants, who, prefix+"meeting.READ"),
		need(provider.OpGet, who, prefix+"meeting.READ"),
		need(provider.OpList, who, prefix+"meeting.READ"),
		need(provider.OpUpdate, who, prefix+"meeting.UPDATE", prefix+"meeting.READ"),
		need(provider.OpCancel, who, prefix+"meeting.DELETE"),
		need(provider.OpReport, who, prefix+"meeting.READ"),
		need(provider.OpListRecordings, who, prefix+"recording.READ"),
		need(provider.OpGetRecording, who, prefix+"recording.READ"),
		need(provider.OpDownloadRecording, who, prefix+"recording.READ", prefix+"meetinguds.READ", "ZohoFiles.files.READ"),
		need(provider.OpDeleteRecording, who, prefix+"recording.DELETE"),
		need(provider.OpCreateWebinar, presenter, prefix+"webinar.CREATE"),
		need(provider.OpListRegistrations, who, prefix+"webinar.READ"),
		need(provider.OpListRegistrants, who, prefix+"webinar.READ"),
		need(provider.OpAddRegistrant, who, prefix+"webinar.CREATE"),
	}
}
