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
// # Capabilities
//
// Create takes every member of the model but Locked, ScreenShare and
// MaxParticipants; the rest of Zoom's request is reachable through [Options] or
// raw JSON in Native, all meeting types included. An instant meeting is type 1.
// A recurrence rule is sent only if Zoom's own reading of it gives the same days;
// a series needs an end. Participants are those of the latest past instance; with
// state live, those of the running one (Business plan and up). Start links end
// after two hours: get the meeting again for a new one (A1).
//
// Events are what Zoom sends to the webhook of the app's event subscription, signed
// with one of Config.WebhookSecrets; Zoom's question whether the address is ours is
// answered (B7).
//
// # Limits
//
// Topic 200 characters, agenda 2,000, passcode 10, durations in whole minutes
// (B3). Pages hold 300 (B1).
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
// A start in the past is moved to now by Zoom (B3). A list cuts the agenda at 250
// characters and holds no start link, passcode or settings (B1); instant meetings
// are never listed. Deleting twice is [meeting.ErrNotFound].
package zoom
