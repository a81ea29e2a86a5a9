// Package caldav keeps the entries of meetings on a CalDAV server (RFC 4791) up to
// date.
//
// What to do is derived from the server each time, so that a push can be repeated
// and be cut off at any place: entries are found by their UID, changed by ETag,
// never over somebody else's change, and what is up to date is left alone. Nothing
// is stored here.
//
// Discovery is go-webdav's. Reading and writing of entries is our own: the library
// has no conditional PUT, takes an answer of 207 that holds a refusal (Xandikos)
// for success, and reads entries with a parser that damaged ones can bring down.
package caldav
