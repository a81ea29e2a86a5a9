// Package zoom is the adapter of Zoom Meetings (REST API v2). Facts about the
// vendor come from contracts/zoom.md; sections are named where they matter.
//
// # Authentication
//
// [meeting.FlowAccountCredentials] (server-to-server: account id, client id and
// secret), [meeting.FlowRefreshToken] (an app that a user consented to; Zoom
// rotates the refresh token) or [meeting.FlowAccessToken]. The header is
// "Authorization: Bearer …" (B1). Config.UserID is "me" for an app of one user; a
// server-to-server app names the host's id or address (B6).
//
// The refresh token may be left out where Config.Store holds one: [Provider.AuthorizeURL]
// and [Provider.Authorize] put it there ("meetctl auth login").
// Zoom's sign-in takes a challenge (PKCE); the scopes are chosen in the app's settings.
//
// An app has classic or granular scopes; with ":admin" behind it each is good for
// all users of the account (B1):
//
//	create, instant          meeting:write    meeting:write:meeting
//	get                      meeting:read     meeting:read:meeting
//	list                     meeting:read     meeting:read:list_meetings
//	update                   meeting:write    meeting:update:meeting, meeting:read:meeting
//	cancel                   meeting:write    meeting:delete:meeting
//	end                      meeting:write    meeting:update:status
//	participants             meeting:read     meeting:read:list_past_participants, meeting:read:meeting
//	participants, report     report:read:admin  report:read:list_meeting_participants:admin
//	participants, live       dashboard_meetings:read:admin  dashboard:read:list_meeting_participants:admin
//	sessions                 meeting:read     meeting:read:list_past_instances, meeting:read:past_meeting
//	recordings               recording:read   cloud_recording:read:list_recording_files, cloud_recording:read:list_user_recordings
//	recordings.delete        recording:write  cloud_recording:delete:recording_file
//	registrants.list         meeting:read     meeting:read:list_registrants
//	registrants.add          meeting:write    meeting:write:registrant
//	registrants.decide       meeting:write    meeting:update:registrant_status, meeting:read:registrant
//
// A missing scope is [meeting.ErrPermission], whose message names it; Zoom sends it
// with status 400, and a new token has the same scopes. An expired token is renewed.
//
// # Capabilities
//
// Create takes every member of the model but Locked, ScreenShare and
// MaxParticipants; the rest of Zoom's request is reachable through [Options] or
// raw JSON in Native, all meeting types included. An instant meeting is type 1.
// A recurrence rule is sent only if Zoom's own reading of it gives the same days;
// a series needs an end. Start links end after two hours: get the meeting again for a
// new one (A1).
//
// A change of a series changes all of it; its times are sent with its whole rule, as
// Zoom wants it, and a start on another day needs another rule. Of one occurrence
// Zoom changes description, start, duration and a few settings (B3).
//
// Participants are those of the latest past sitting, or of one by its UUID: from
// Zoom's list of past meetings, or with Config.Participants "report" from its report,
// which is for administrators and tells more. With state live they are those of the
// running one, from the dashboards of the Business plan and up; so they are without a
// state while a meeting runs that has no past. There is no other fallback: what an
// account may not read is an error. What a configured plan lacks is disclaimed.
//
// Sessions are the past sittings, their ids UUIDs. Recordings are single files in the
// cloud: of a meeting's latest sitting, of one sitting by its UUID, or of the user
// over a window of time (the last year, if none is given). A deleted file is gone for
// good. Registrants need a meeting with registration, made with [Settings].ApprovalType.
//
// Events are what Zoom sends to the webhook of the app's event subscription, signed
// with one of Config.WebhookSecrets; Zoom's question whether the address is ours is
// answered (B7).
//
// # Limits
//
// Topic 200 characters, agenda 2,000, passcode 10, durations in whole minutes
// (B3). Pages hold 300 (B1). A registrant is added at most three times a day and
// decided on ten times (B4). Past data goes back a year, lists of sittings 15 months,
// dashboards and previous meetings six months (B1).
//
// Calls wait for Zoom's limits (B4) before they are sent: creates and updates for
// the 100 of their host and UTC day, on every plan; all for the calls a second and
// day of their label, by Config.Limits.Plan (free, pro, business) or, without one,
// as the answers tell. The labels are those of the account, all of its apps
// together. An update counts for the configured user: whose meeting it is, an id
// does not tell.
//
// # Quirks
//
// A start in the past is moved to now by Zoom, and ignored in a change (B3): both are
// refused here, unless losses are accepted. A list cuts the agenda at 250
// characters and holds no start link, passcode or settings (B1); instant meetings
// are never listed. Deleting twice is [meeting.ErrNotFound].
//
// Zoom has a list of time zones of its own, with old names. A zone that is not in it
// is sent as one that is and whose clocks show the same (Europe/Kyiv as Europe/Kiev,
// America/Toronto as America/Montreal); the result of the call has the zone that was
// asked for, later answers have Zoom's. A zone without an equal is a loss: the instant
// is sent without it, and a series is refused.
//
// Some minutes after its end a meeting's participants and recordings are not there
// yet: [meeting.ErrNotReady] for participants, an empty list for recordings. Who came
// back has several entries, and so has who was in the waiting room. People outside
// the host's account have no id that lasts.
//
// Request bodies agree with Zoom's OpenAPI description, but for one member:
// recurrence.weekly_days lists several days with commas, as the description says in
// words and its enumeration does not.
//
// A download link is followed to zoom.us and the base address only, with the access
// token, and so are its redirects (B5).
package zoom
