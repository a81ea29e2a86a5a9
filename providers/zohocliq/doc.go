// Package zohocliq is the adapter of Zoho Cliq's calls and meetings: the media
// sessions of the user who signed in. It reads; Cliq publishes no way to start one
// (contracts/whereby-cliq.md 2B). Facts about the vendor come from that document;
// sections are named where they matter.
//
// # Authentication
//
// [meeting.FlowRefreshToken] (an app that a user consented to) or
// [meeting.FlowAccessToken], at the data centre where the account lives. The scope
// is ZohoCliq.MediaSession.READ; the header "Authorization: Zoho-oauthtoken …",
// which Cliq takes as well as the Bearer of its samples (2B).
//
// The refresh token may be left out where Config.Store holds one: [Provider.AuthorizeURL]
// and [Provider.Authorize] put it there ("meetctl auth login").
//
// # Capabilities
//
// List takes Cliq's own parameters as filters: type, filter, search, host_id,
// recipient_id and recipient_ids. Combinations that Cliq forbids are
// [meeting.ErrInvalid] before the call. The status live or scheduled is Cliq's
// filter of that name; ended and cancelled sessions can't be asked for. Get walks
// the list, direct calls last. Participants can be those that are live, invited, or
// have joined and left. Create and Instant are [meeting.ErrUnsupported].
//
// # Limits
//
// 20 requests a minute and user, for every program that uses the account; who asks
// more often is locked out for ten minutes (2A). Cliq publishes no page size; pages
// of up to 100 are in use (2B). Get looks at the newest 900 sessions of the default
// types and the newest 900 direct calls, so that it alone can't spend the minute.
//
// # Quirks
//
// A session has three ids; only nrs_id opens its participants, so that is the
// meeting's id (2B). It has no link, zone or status; the status is that of the
// filter used, else unknown. Without a type the list leaves direct calls out. The
// lock comes as HTTP 400 as well as 429. Names are kept as they come, the samples'
// stray quote included.
package zohocliq
