// Package zohosdk is the adapter of Zoho Meeting's SDK: audio and video sessions
// that start at once, and sessions that are scheduled. Facts about the vendor come
// from contracts/zoho.md; sections are named where they matter.
//
// # Authentication
//
// [meeting.FlowRefreshToken] (an app that a user consented to) or
// [meeting.FlowAccessToken], at the data centre where the account lives (B9, B10).
// The header is "Authorization: Zoho-oauthtoken …". Scopes: ZohoMeeting.sdk.CREATE
// to make sessions, ZohoMeeting.sdk.READ to list and convert them, and
// ZohoMeeting.manageOrg.READ unless Config.OrgID and Config.Presenter are given (A1,
// B2, B4).
//
// The refresh token may be left out where Config.Store holds one: [Provider.AuthorizeURL]
// and [Provider.Authorize] put it there ("meetctl auth login").
//
// # Capabilities
//
// Instant makes a session; its media is the only member that the SDK's request has
// (A1), video unless audio is asked for. CreateMeeting schedules one, with title,
// description, start, duration, zone and up to 100 invitees (B3, B4); whether it is
// audio or video can't be said there. The presenter is Config.Presenter (a zuid),
// else the user who signed in.
//
// List walks Zoho's two lists, upcoming and past, to their ends; instant sessions
// are not known to be in either. Get looks for a session in both, a hundred at a
// time: Zoho documents no call for one session (B4). Sessions of these lists have no
// host link, passcode or invitees: keep the answer of the create.
//
// [Provider.Convert] makes a meeting that was scheduled in Zoho Meeting a session.
// What has no published call is [meeting.ErrUnsupported] without a request: update,
// cancel, and participants, which are the Invitees of a create's answer.
//
// # Limits
//
// Zoho publishes none (B7). Pages hold 100. Calls wait for those of Zoho Meeting, which
// they are counted with: see package zohomeeting.
//
// # Quirks
//
// The SDK must be enabled for the organisation, with a verified domain (B4). A
// token that is refused, and one of another data centre, are both HTTP 400
// INVALID_OAUTHTOKEN; HTTP 401 is a wrong organisation (B7). The ids of organisation
// and user are looked up once. The text times of an answer name their zone by an
// abbreviation and are never read (B11).
//
// A start is sent as a wall clock of minutes in its zone: one with seconds is
// refused, and one in the hour that clocks give back is sent in UTC.
//
// The documented example of the list breaks off (B4): the members meetingKey, topic
// and joinLink of its elements are those of Zoho Meeting's list (B3).
package zohosdk
