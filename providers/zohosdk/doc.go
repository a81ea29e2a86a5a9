// Package zohosdk is the adapter of Zoho Meeting's SDK: audio and video sessions
// that start at once. Facts about the vendor come from contracts/zoho.md; sections
// are named where they matter.
//
// # Authentication
//
// [meeting.FlowRefreshToken] (an app that a user consented to) or
// [meeting.FlowAccessToken], at the data centre where the account lives (B9, B10).
// The header is "Authorization: Zoho-oauthtoken …". Scopes: ZohoMeeting.sdk.CREATE,
// and ZohoMeeting.manageOrg.READ unless Config.OrgID is given (A1, B2).
//
// # Capabilities
//
// Instant makes a session; its media is the only member that the SDK's request has
// (A1), video unless audio is asked for. Everything else is
// [meeting.ErrUnsupported] without a request. Zoho documents no call that reads a
// session back (B4), so its participants are the Invitees of the answer and
// ListParticipants is not offered.
//
// # Limits
//
// Zoho publishes none (B7).
//
// # Quirks
//
// The SDK must be enabled for the organisation, with a verified domain (B4). A
// token that is refused, and one of another data centre, are both HTTP 400
// INVALID_OAUTHTOKEN; HTTP 401 is a wrong organisation (B7). The organisation's id
// is looked up once. The text times of an answer name their zone by an
// abbreviation and are never read (B11).
package zohosdk
